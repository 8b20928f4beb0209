package dev.rostrum.crash;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.rostrum.announce.Runs;
import dev.rostrum.app.RostrumProgram;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/** Several jobs at work in one process, as the window has them: starts those that are named and waits for their ends. */
public final class SeveralJobs {
    private static final Duration LIMIT = Duration.ofSeconds(80);

    private SeveralJobs() {}

    /** @param args {@code --data-dir FOLDER resume ID…} */
    public static void main(String[] args) throws Exception {
        // As the program itself does: what the libraries tell in detail, requests with their secrets too, is kept
        // nowhere.
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        RostrumProgram program = RostrumProgram.open(Path.of(args[1]), System::getenv, notice -> {});
        boolean ended;
        try (Workspace workspace = program.open(
                program.connections().current(),
                new Workspaces.Request(Workspaces.Access.WRITE, "test", Duration.ofSeconds(10), notice -> {}))) {
            Runs runs = workspace.act().runs();
            for (int i = 3; i < args.length; i++) {
                runs.start(Long.parseLong(args[i]));
            }
            ended = runs.await(LIMIT);
        }
        System.exit(ended ? 0 : 1);
    }
}
