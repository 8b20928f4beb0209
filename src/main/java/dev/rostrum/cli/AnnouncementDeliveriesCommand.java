package dev.rostrum.cli;

import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.OutcomeQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.workspace.Workspace;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the deliveries of an announcement. */
@Command(name = "deliveries", sortOptions = false)
final class AnnouncementDeliveriesCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "announcementDeliveries.id")
    private long id;

    @Mixin
    private StateOption state;

    @Option(names = "--code", paramLabel = "CODE", descriptionKey = "announcementDeliveries.code")
    private String code;

    @Option(names = "--reason", paramLabel = "REASON", descriptionKey = "announcementDeliveries.reason")
    private String reason;

    @Option(names = "--search", paramLabel = "TEXT", descriptionKey = "announcementDeliveries.search")
    private String search = "";

    @Option(names = "--latest", descriptionKey = "announcementDeliveries.latest")
    private boolean latest;

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
            AnnouncementNumbers numbers =
                    new AnnouncementNumbers(workspace.views().runs());
            if (latest) {
                latest(workspace.views().outcomes(), run.announcementId(), numbers);
                return ExitStatus.DONE;
            }
            DeliveryQuery deliveries = workspace.views().deliveries();
            DeliveryChoice filter = new DeliveryChoice(id, false, state.value(), code, reason, search, Set.of());
            DeliveryTable.of(terminal, numbers)
                    .print(
                            terminal,
                            output,
                            limit.value(output.json),
                            deliveries.select(filter, DeliveryTable.BY_NAME),
                            CommandTexts.get("announcementDeliveries.none"));
        }
        return ExitStatus.DONE;
    }

    private void latest(OutcomeQuery outcomes, long announcement, AnnouncementNumbers numbers) {
        Terminal terminal = session.terminal();
        OutcomeQuery.Filter filter =
                new OutcomeQuery.Filter(announcement, Set.of(), state.value(), code, reason, search);
        DeliveryTable.ofJobs(terminal, numbers)
                .print(
                        terminal,
                        output,
                        limit.value(output.json),
                        outcomes.select(filter, DeliveryTable.BY_NAME),
                        CommandTexts.get("announcementDeliveries.nobody"));
    }
}
