package dev.rostrum.cli;

import dev.rostrum.domain.DeliveryState;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Deliveries by their states. */
final class StateOption {
    private static final String ACCEPTED = "accepted";

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            converter = State.class,
            completionCandidates = Completions.Deliveries.class,
            descriptionKey = "state.state")
    private List<DeliveryState> states = List.of();

    /** The states that were asked for; empty for all. */
    Set<DeliveryState> value() {
        Set<DeliveryState> wanted = EnumSet.noneOf(DeliveryState.class);
        wanted.addAll(states);
        return wanted;
    }

    /** A state as the help and the tables call it. */
    static String word(DeliveryState state) {
        return state == DeliveryState.SENT ? ACCEPTED : JsonRow.lower(state).replace('_', '-');
    }

    /** States by the names they have in JSON, in any case, with - or _; "accepted" is SENT. */
    static final class State implements ITypeConverter<DeliveryState> {
        @Override
        public DeliveryState convert(String value) {
            String name = value.strip().toUpperCase(Locale.ROOT).replace('-', '_');
            if (name.equalsIgnoreCase(ACCEPTED)) {
                return DeliveryState.SENT;
            }
            for (DeliveryState state : DeliveryState.values()) {
                if (state.name().equals(name)) {
                    return state;
                }
            }
            throw new TypeConversionException(CommandTexts.get("state.unknown", value));
        }
    }
}
