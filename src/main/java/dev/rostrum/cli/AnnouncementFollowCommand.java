package dev.rostrum.cli;

import dev.rostrum.workspace.Workspace;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows how far a run is that another process sends, until it ends or pauses. */
@Command(name = "follow")
final class AnnouncementFollowCommand implements Callable<Integer> {
    private static final Duration EVER = Duration.ofDays(365);

    private final CommandSession session;

    @Mixin
    private JobOptions asked;

    AnnouncementFollowCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Workspace workspace = session.read("announcement follow")) {
            RunWatch watch = new RunWatch(workspace.views(), session.terminal(), session.signals());
            return watch.tell(watch.await(asked.id(), EVER, true), asked.json());
        }
    }
}
