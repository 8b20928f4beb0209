package dev.rostrum.cli;

import dev.rostrum.workspace.Workspace;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Waits for the end of a run that another process sends. */
@Command(name = "wait", sortOptions = false)
final class AnnouncementWaitCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "announcementWait.id")
    private long id;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            converter = WaitOption.Seconds.class,
            descriptionKey = "announcementWait.timeout")
    private Duration timeout = WaitOption.MOST;

    @Option(names = "--json", descriptionKey = "announcementWait.json")
    private boolean json;

    AnnouncementWaitCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Workspace workspace = session.read("announcement wait")) {
            RunWatch watch = new RunWatch(workspace.views(), session.terminal(), session.signals());
            return watch.tell(watch.await(id, timeout, false), json);
        }
    }
}
