package dev.rostrum.ui.announcements;

import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.Totals;
import dev.rostrum.ui.words.StateLabel;
import dev.rostrum.ui.words.StateLabels;
import dev.rostrum.words.States;
import java.util.EnumSet;
import java.util.Set;

/** Delivery states as a run counts and filters them, in the order of its bar. */
enum StateGroup {
    SENT("r-bar-sent", DeliveryState.SENT),
    IN_DOUBT("r-bar-doubt", DeliveryState.IN_DOUBT),
    REFUSED("r-bar-refused", DeliveryState.REFUSED),
    IN_FLIGHT("r-bar-flight", DeliveryState.OPENING, DeliveryState.SENDING),
    WAITING("r-bar-waiting", DeliveryState.WAITING),
    CANCELLED("r-bar-cancelled", DeliveryState.CANCELLED),
    EXCLUDED("r-bar-hatched", DeliveryState.EXCLUDED);

    private final String barStyle;
    private final Set<DeliveryState> states;

    StateGroup(String barStyle, DeliveryState first, DeliveryState... more) {
        this.barStyle = barStyle;
        this.states = Set.copyOf(EnumSet.of(first, more));
    }

    String barStyle() {
        return barStyle;
    }

    Set<DeliveryState> states() {
        return states;
    }

    long of(Totals totals) {
        return states.stream().mapToLong(totals::of).sum();
    }

    /** How many there are, as a part of a sentence. */
    String words(long count) {
        return this == IN_FLIGHT
                ? States.countInFlight(count)
                : States.count(states.iterator().next(), count);
    }

    StateLabel stateLabel() {
        return this == IN_FLIGHT
                ? StateLabels.inFlight()
                : StateLabels.of(states.iterator().next(), false);
    }
}
