package dev.rostrum.ui.announcements;

import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.MessageFate;
import dev.rostrum.domain.Totals;
import dev.rostrum.ui.words.StateLabel;
import dev.rostrum.ui.words.StateLabels;
import dev.rostrum.words.States;
import java.util.EnumSet;
import java.util.Set;

/** Delivery states as a run counts and filters them, in the order of its bar. A delivery is in one of them. */
enum StateGroup {
    SENT("r-bar-sent", MessageFate.AS_SENT, DeliveryState.SENT),
    CHANGED("r-bar-sent", MessageFate.CHANGED, DeliveryState.SENT),
    RECALLED("r-bar-cancelled", MessageFate.RECALLED, DeliveryState.SENT),
    IN_DOUBT("r-bar-doubt", null, DeliveryState.IN_DOUBT),
    REFUSED("r-bar-refused", null, DeliveryState.REFUSED),
    IN_FLIGHT("r-bar-flight", null, DeliveryState.OPENING, DeliveryState.SENDING),
    WAITING("r-bar-waiting", null, DeliveryState.WAITING),
    CANCELLED("r-bar-cancelled", null, DeliveryState.CANCELLED),
    EXCLUDED("r-bar-hatched", null, DeliveryState.EXCLUDED);

    private final String barStyle;
    private final MessageFate fate;
    private final Set<DeliveryState> states;

    StateGroup(String barStyle, MessageFate fate, DeliveryState first, DeliveryState... more) {
        this.barStyle = barStyle;
        this.fate = fate;
        this.states = Set.copyOf(EnumSet.of(first, more));
    }

    static StateGroup of(DeliveryState state, MessageFate fate) {
        for (StateGroup group : values()) {
            if (group.states.contains(state) && (group.fate == null || group.fate == fate)) {
                return group;
            }
        }
        return SENT;
    }

    String barStyle() {
        return barStyle;
    }

    Set<DeliveryState> states() {
        return states;
    }

    /** What became of the accepted messages that it counts; null where it counts no accepted ones. */
    MessageFate fate() {
        return fate;
    }

    /** Whether it is shown only where somebody is in it. */
    boolean isRare() {
        return this == CHANGED || this == RECALLED;
    }

    /** Of all accepted ones together, where the fate is not known. */
    long of(Totals totals) {
        return isRare() ? 0 : states.stream().mapToLong(totals::of).sum();
    }

    /** How many there are, as a part of a sentence. */
    String words(long count) {
        return switch (this) {
            case IN_FLIGHT -> States.countInFlight(count);
            case SENT, CHANGED, RECALLED -> States.count(fate, count);
            default -> States.count(states.iterator().next(), count);
        };
    }

    StateLabel stateLabel() {
        return switch (this) {
            case IN_FLIGHT -> StateLabels.inFlight();
            case SENT, CHANGED, RECALLED -> StateLabels.of(fate);
            default -> StateLabels.of(states.iterator().next(), false);
        };
    }
}
