package dev.rostrum.cli;

import dev.rostrum.announce.JobRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Puts a new text into messages that were sent. */
@Command(name = "edit")
final class AnnouncementEditCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin
    private MessageOptions text;

    @Mixin
    private FollowUpOptions followUp;

    AnnouncementEditCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        return followUp.run(
                session,
                "announcement edit",
                () -> new JobRequest.Edit(followUp.choice(), text.message(session.terminal())),
                new SendOptions(),
                text);
    }
}
