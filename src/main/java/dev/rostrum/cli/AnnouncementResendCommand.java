package dev.rostrum.cli;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.SendChoices;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Sends an announcement again to chosen people of it. */
@Command(name = "resend")
final class AnnouncementResendCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin
    private FollowUpOptions followUp;

    @Mixin
    private SendOptions options;

    AnnouncementResendCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        SendChoices asked = options.choices();
        DeliveryChoice choice = followUp.choice();
        if (choice.isEverything()) {
            throw Problem.wrongUse("announcement.resendWhom");
        }
        return followUp.run(session, "announcement resend", () -> new JobRequest.Resend(choice, asked), options, null);
    }
}
