package dev.rostrum.cli;

import dev.rostrum.domain.DeliveryState;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.workspace.Workspace;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Lists the deliveries of an announcement. */
@Command(
        name = "deliveries",
        sortOptions = false,
        description = "Lists each recipient of an announcement with outcome and conversation id.")
final class AnnouncementDeliveriesCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "ID", description = "Number of the announcement.")
    private long id;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            converter = State.class,
            description = "Only these: waiting, opening, sending, sent, refused, in-doubt, excluded, cancelled.")
    private List<DeliveryState> states = List.of();

    @Option(names = "--search", paramLabel = "TEXT", description = "Only with TEXT in name, email, cause or code.")
    private String search = "";

    @Mixin
    private LimitOption limit;

    @Mixin
    private OutputOptions output;

    AnnouncementDeliveriesCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.read("announcement deliveries")) {
            AnnouncementShowCommand.find(workspace.views(), id);
            DeliveryQuery deliveries = workspace.views().deliveries();
            Set<DeliveryState> wanted = EnumSet.noneOf(DeliveryState.class);
            wanted.addAll(states);
            DeliveryQuery.Filter filter = new DeliveryQuery.Filter(id, wanted, search);
            long shown = DeliveryTable.of(terminal)
                    .print(
                            terminal,
                            output,
                            limit.value(output.json),
                            (offset, rows) -> deliveries.page(filter, DeliveryTable.BY_NAME, offset, rows));
            Remainder.note(terminal, shown, () -> deliveries.count(filter), "No deliveries match.");
        }
        return ExitStatus.DONE;
    }

    /** States by the names they have in JSON, in any case, with - or _; "accepted" is SENT. */
    static final class State implements ITypeConverter<DeliveryState> {
        @Override
        public DeliveryState convert(String value) {
            String name = value.strip().toUpperCase(Locale.ROOT).replace('-', '_');
            if (name.equals("ACCEPTED")) {
                return DeliveryState.SENT;
            }
            for (DeliveryState state : DeliveryState.values()) {
                if (state.name().equals(name)) {
                    return state;
                }
            }
            throw new TypeConversionException("there is no state '" + value + "'");
        }
    }
}
