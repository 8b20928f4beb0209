package dev.rostrum.cli;

import dev.rostrum.announce.Announcements;
import dev.rostrum.announce.Announcements.FollowPlan;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.JobKind;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes messages back out of the chats. */
@Command(name = "recall", sortOptions = false)
final class AnnouncementRecallCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "announcementRecall.id")
    private long id;

    @Mixin
    private StateOption state;

    @Mixin
    private ChoiceOptions which;

    @Option(names = "--dry-run", descriptionKey = "announcementRecall.dry-run")
    private boolean dryRun;

    @Mixin
    private Confirmation confirmation;

    @Option(names = "--json", descriptionKey = "announcementRecall.json")
    private boolean json;

    @Mixin
    private SecretOptions secret;

    @Mixin
    private WaitOption wait;

    AnnouncementRecallCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = session.terminal();
        DeliveryChoice choice = which.choice(id, state.value());
        try (Workspace workspace = dryRun
                ? session.write("announcement recall", wait)
                : session.write("announcement recall", wait, secret)) {
            Announcements announcements = workspace.act().announcements();
            FollowPlan plan = announcements.previewRecall(choice);
            FollowLines.show(terminal, workspace.views(), JobKind.RECALL, choice, plan.message(), plan);
            SendOptions.leftOut(terminal::note, plan.leftOut());
            FollowLines.requests(terminal, plan);
            terminal.note(CommandTexts.planLine("announcementRecall.warning"));
            FollowLines.requireAny(JobKind.RECALL, choice, plan);
            if (dryRun) {
                confirmation.check(Confirmation.Question.of(JobKind.RECALL, plan.able()));
                return DryRunLines.print(terminal, json, announcements.dryRunRecall(choice));
            }
            if (!confirmation.given(
                    terminal, workspace.connection(), Confirmation.Question.of(JobKind.RECALL, plan.able()))) {
                return ExitStatus.FAILED;
            }
            return new JobSender(session, workspace, json)
                    .send(
                            plan.chosen(),
                            (progress, cancelled) ->
                                    announcements.planRecall(choice, plan.able(), progress, cancelled));
        }
    }
}
