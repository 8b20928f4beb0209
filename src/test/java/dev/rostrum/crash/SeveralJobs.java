package dev.rostrum.crash;

import dev.rostrum.announce.Runs;
import dev.rostrum.app.RostrumProgram;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Duration;

/** Several jobs at work in one process, as the window has them: starts those that are named and waits for their ends. */
public final class SeveralJobs {
    private static final Duration LIMIT = Duration.ofSeconds(80);

    private SeveralJobs() {}

    /** @param args {@code --data-dir FOLDER resume ID…} */
    public static void main(String[] args) throws Exception {
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
