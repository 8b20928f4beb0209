package dev.rostrum.cli;

import dev.rostrum.announce.Announcements;
import dev.rostrum.announce.Announcements.FollowPlan;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.workspace.Workspace;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends an announcement again to chosen people of it. */
@Command(name = "resend", sortOptions = false)
final class AnnouncementResendCommand implements Callable<Integer> {
    private final Session session;

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

    AnnouncementResendCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        SendChoices asked = options.choices();
        DeliveryChoice choice = which.choice(id, state.value());
        if (choice.isEverything()) {
            throw Problem.wrongUse("announcement.resendWhom");
        }
        Terminal terminal = session.terminal();
        try (Workspace workspace = dryRun
                ? session.write("announcement resend", wait)
                : session.write("announcement resend", wait, secret)) {
            Announcements announcements = workspace.act().announcements();
            FollowPlan plan = announcements.previewResend(choice, asked);
            List<LeftOut> leftOut = plan.leftOut();
            SendChoices choices = asked;
            if (asked.override() != null) {
                SendChoices without = asked.withoutOverride();
                if (plan.overridden() == 0) {
                    choices = without;
                } else {
                    leftOut = announcements.previewResend(choice, without).leftOut();
                }
            }
            FollowLines.show(terminal, workspace.views(), JobKind.RESEND, choice, plan.message(), plan);
            SendOptions.show(terminal::note, leftOut, choices, plan.overridden());
            FollowLines.requests(terminal, plan);
            List<Reason> warnings = announcements.clockJump().stream().toList();
            MessageOptions.show(terminal::note, warnings);
            FollowLines.requireAny(JobKind.RESEND, choice, plan);
            if (dryRun) {
                options.checkOverride(plan.overridden());
                confirmation.check(Confirmation.Question.of(JobKind.RESEND, plan.able()));
                if (json) {
                    new JsonRow(terminal)
                            .put("dryRun", true)
                            .put("announcementId", id)
                            .put("selected", plan.chosen())
                            .put("recipients", plan.able())
                            .put("requests", plan.requests())
                            .put("seconds", plan.time().toMillis() / 1000.0)
                            .put("warnings", warnings, MessageOptions::json)
                            .print();
                }
                return DryRunLines.print(terminal, json, announcements.dryRunResend(choice, choices));
            }
            if (!options.overrideGiven(terminal, plan.overridden())
                    || !confirmation.given(
                            terminal, workspace.connection(), Confirmation.Question.of(JobKind.RESEND, plan.able()))) {
                return ExitStatus.FAILED;
            }
            SendChoices kept = choices;
            return new JobSender(session, workspace, json, warnings)
                    .send(
                            plan.chosen(),
                            (progress, cancelled) -> announcements.planResend(
                                    choice, kept, plan.able(), plan.overridden(), progress, cancelled));
        }
    }
}
