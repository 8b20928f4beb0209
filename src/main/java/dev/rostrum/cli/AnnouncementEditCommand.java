package dev.rostrum.cli;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a new text into messages that were sent. */
@Command(name = "edit", sortOptions = false)
final class AnnouncementEditCommand implements Callable<Integer> {
    private final CommandSession session;

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

    AnnouncementEditCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        DeliveryChoice choice = which.choice(id, state.value());
        try (Workspace workspace =
                dryRun ? session.write("announcement edit", wait) : session.write("announcement edit", wait, secret)) {
            return new FollowUpJob(session, confirmation, dryRun, json)
                    .run(
                            workspace,
                            new JobRequest.Edit(choice, text.message(session.terminal())),
                            new SendOptions(),
                            text);
        }
    }
}
