package dev.rostrum.store.ledger;

import dev.rostrum.domain.Reason;
import java.time.Instant;

/** How an attempt to send ended. */
public sealed interface CallOutcome {
    /** Accepted by Teams, with the activity id where it gave one. */
    record Sent(String activityId) implements CallOutcome {}

    record Refused(String code, Reason reason) implements CallOutcome {}

    record InDoubt(String code, Reason reason) implements CallOutcome {}

    /** Certainly not processed: goes back to WAITING until {@code notBefore}. */
    record Again(Instant notBefore, String code, Reason reason) implements CallOutcome {}
}
