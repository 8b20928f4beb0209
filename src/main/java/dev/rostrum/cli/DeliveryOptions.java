package dev.rostrum.cli;

import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.OutcomeQuery;
import dev.rostrum.store.query.RowQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.workspace.Workspace.Views;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which people of an announcement are shown, and whether one by one or by their latest outcome. */
final class DeliveryOptions {
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

    /** The rows that are asked for. */
    RowQuery<DeliveryQuery.Row> rows(Views views, RunQuery.Row run) {
        if (latest) {
            return views.outcomes()
                    .select(
                            new OutcomeQuery.Filter(
                                    run.announcementId(), Set.of(), state.value(), null, code, reason, search),
                            DeliveryTable.BY_NAME);
        }
        return views.deliveries()
                .select(
                        new DeliveryChoice(run.id(), false, state.value(), code, reason, search, Set.of()),
                        DeliveryTable.BY_NAME);
    }

    Listing<DeliveryQuery.Row> table(Terminal terminal, Views views) {
        AnnouncementNumbers numbers = new AnnouncementNumbers(views.runs());
        return latest ? DeliveryTable.ofJobs(terminal, numbers) : DeliveryTable.of(terminal, numbers);
    }

    /** What is said where there is nobody. */
    String none() {
        return CommandTexts.get(latest ? "announcementDeliveries.nobody" : "announcementDeliveries.none");
    }
}
