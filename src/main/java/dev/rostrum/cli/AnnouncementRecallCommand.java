package dev.rostrum.cli;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes messages back out of the chats. */
@Command(name = "recall", sortOptions = false)
final class AnnouncementRecallCommand implements Callable<Integer> {
    private final CommandSession session;

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

    AnnouncementRecallCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        DeliveryChoice choice = which.choice(id, state.value());
        try (Workspace workspace = dryRun
                ? session.write("announcement recall", wait)
                : session.write("announcement recall", wait, secret)) {
            return new FollowUpJob(session, confirmation, dryRun, json)
                    .run(workspace, new JobRequest.Recall(choice), new SendOptions(), null);
        }
    }
}
