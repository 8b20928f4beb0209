package dev.rostrum.cli;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends an announcement again to chosen people of it. */
@Command(name = "resend", sortOptions = false)
final class AnnouncementResendCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "announcementResend.id")
    private long id;

    @Mixin
    private StateOption state;

    @Mixin
    private ChoiceOptions which;

    @Mixin
    private SendOptions options;

    @Option(names = "--dry-run", descriptionKey = "announcementResend.dry-run")
    private boolean dryRun;

    @Mixin
    private Confirmation confirmation;

    @Option(names = "--json", descriptionKey = "announcementResend.json")
    private boolean json;

    @Mixin
    private SecretOptions secret;

    @Mixin
    private WaitOption wait;

    AnnouncementResendCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        SendChoices asked = options.choices();
        DeliveryChoice choice = which.choice(id, state.value());
        if (choice.isEverything()) {
            throw Problem.wrongUse("announcement.resendWhom");
        }
        try (Workspace workspace = dryRun
                ? session.write("announcement resend", wait)
                : session.write("announcement resend", wait, secret)) {
            return new FollowUpJob(session, confirmation, dryRun, json)
                    .run(workspace, new JobRequest.Resend(choice, asked), options, null);
        }
    }
}
