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
@Command(
        name = "recall",
        sortOptions = false,
        description =
                "Takes the messages that Teams accepted out of the chats again, as a job of its own. Without a choice:"
                        + " all of them. A notification may have been seen already.")
final class AnnouncementRecallCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "ID", description = "Number of the announcement.")
    private long id;

    @Mixin
    private StateOption state;

    @Mixin
    private ChoiceOptions which;

    @Option(
            names = "--dry-run",
            description = "Print the plan and every request it would make; write and send nothing.")
    private boolean dryRun;

    @Mixin
    private Confirmation confirmation;

    @Option(names = "--json", description = "Print the outcome as one JSON object; of a dry run an object a request.")
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
            terminal.note(
                    "Warning     The messages leave the chats. A notification (toast) may have been seen already.");
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
