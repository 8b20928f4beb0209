package dev.rostrum.ui.announcements;

import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.words.Sentences;
import java.util.Objects;
import java.util.Set;

/** A cause with how many people it hit. {@code code} may be null. */
record CauseLine(DeliveryState state, String code, Reason reason, long count) {
    static CauseLine of(DeliveryQuery.CauseCount cause) {
        return new CauseLine(cause.state(), cause.code(), cause.reason(), cause.count());
    }

    String what() {
        return Sentences.of(reason);
    }

    String step() {
        return Sentences.step(reason);
    }

    /** Whether the plan left these people out. */
    boolean leftOut() {
        return state == DeliveryState.EXCLUDED;
    }

    StateGroup group() {
        return StateGroup.of(state, null);
    }

    /** Whether it is about the same people as another one, whatever their number is by now. */
    boolean sameAs(CauseLine other) {
        return other != null
                && state == other.state
                && Objects.equals(code, other.code)
                && reason.code().equals(other.reason.code());
    }

    /** Exactly the people behind it, of one job. */
    DeliveryChoice people(long run) {
        return new DeliveryChoice(run, false, Set.of(state), code, reason.code(), "", Set.of());
    }
}
