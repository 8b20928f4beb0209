package dev.rostrum.cli;

import dev.rostrum.workspace.Workspace;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Waits for the end of a run that another process sends. */
@Command(name = "wait")
final class AnnouncementWaitCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin
    private JobOptions asked;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            converter = WaitOption.Seconds.class,
            descriptionKey = "announcementWait.timeout")
    private Duration timeout = WaitOption.MOST;

    AnnouncementWaitCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Workspace workspace = session.read("announcement wait")) {
            RunWatch watch = new RunWatch(workspace.views(), session.terminal(), session.signals());
            return watch.tell(watch.await(asked.id(), timeout, false), asked.json());
        }
    }
}
