package dev.rostrum.cli;

import dev.rostrum.store.query.RunQuery;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the deliveries of an announcement. */
@Command(name = "deliveries")
final class AnnouncementDeliveriesCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "announcementDeliveries.id")
    private long id;

    @Mixin
    private DeliveryOptions which;

    @Mixin
    private LimitOption limit;

    @Mixin
    private OutputOptions output;

    AnnouncementDeliveriesCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.read("announcement deliveries")) {
            RunQuery.Row run = AnnouncementShowCommand.find(workspace.views(), id);
            which.table(terminal, workspace.views())
                    .print(terminal, output, limit.value(output), which.rows(workspace.views(), run), which.none());
        }
        return ExitStatus.DONE;
    }
}
