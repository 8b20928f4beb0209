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
    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            converter = State.class,
            descriptionKey = "state.state")
    private List<DeliveryState> states = List.of();

    /** The states that were asked for; empty for all. */
    Set<DeliveryState> value() {
        Set<DeliveryState> wanted = EnumSet.noneOf(DeliveryState.class);
        wanted.addAll(states);
        return wanted;
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
            throw new TypeConversionException(CommandTexts.get("state.unknown", value));
        }
    }
}
