package dev.rostrum.cli;

import dev.rostrum.announce.JobRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes messages back out of the chats. */
@Command(name = "recall")
final class AnnouncementRecallCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin
    private FollowUpOptions followUp;

    AnnouncementRecallCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        return followUp.run(
                session,
                "announcement recall",
                () -> new JobRequest.Recall(followUp.choice()),
                new SendOptions(),
                null);
    }
}
