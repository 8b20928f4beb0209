package dev.rostrum.cli;

import dev.rostrum.announce.Advice;
import dev.rostrum.announce.Announcements;
import dev.rostrum.announce.Announcements.FollowPlan;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Message;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a new text into messages that were sent. */
@Command(name = "edit", sortOptions = false)
final class AnnouncementEditCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "announcementEdit.id")
    private long id;

    @Mixin
    private MessageOptions text;

    @Mixin
    private StateOption state;

    @Mixin
    private ChoiceOptions which;

    @Option(names = "--dry-run", descriptionKey = "announcementEdit.dry-run")
    private boolean dryRun;

    @Mixin
    private Confirmation confirmation;

    @Option(names = "--json", descriptionKey = "announcementEdit.json")
    private boolean json;

    @Mixin
    private SecretOptions secret;

    @Mixin
    private WaitOption wait;

    AnnouncementEditCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = session.terminal();
        DeliveryChoice choice = which.choice(id, state.value());
        try (Workspace workspace =
                dryRun ? session.write("announcement edit", wait) : session.write("announcement edit", wait, secret)) {
            Announcements announcements = workspace.act().announcements();
            Message message = text.message(terminal);
            FollowPlan counted = announcements.previewEdit(choice, message);
            FollowLines.show(terminal, workspace.views(), JobKind.EDIT, choice, message, counted);
            MessageOptions.show(terminal::note, Advice.of(message, counted.bytes()));
            SendOptions.leftOut(terminal::note, counted.leftOut());
            FollowLines.requests(terminal, counted);
            FollowLines.requireAny(JobKind.EDIT, choice, counted);
            if (dryRun) {
                confirmation.check(Confirmation.Question.of(JobKind.EDIT, counted.able()));
                return DryRunLines.print(terminal, json, announcements.dryRunEdit(choice, message));
            }
            if (!text.meant(terminal, message)
                    || !confirmation.given(
                            terminal, workspace.connection(), Confirmation.Question.of(JobKind.EDIT, counted.able()))) {
                return ExitStatus.FAILED;
            }
            return new JobSender(session, workspace, json, Advice.of(message, counted.bytes()))
                    .send(
                            counted.chosen(),
                            (progress, cancelled) ->
                                    announcements.planEdit(choice, message, counted.able(), progress, cancelled));
        }
    }
}
