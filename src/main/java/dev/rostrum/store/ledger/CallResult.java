package dev.rostrum.store.ledger;

import dev.rostrum.domain.Reason;
import java.time.Instant;

/**
 * The answer of one call, as it goes into the attempt row. All but the times may be missing (0, null).
 *
 * @param startedAt when its intent was written, as it was handed to {@link Claims#opening}, {@link Claims#sending} or
 *     {@link Claims#openedAndSending}
 * @param at when the answer came
 */
public record CallResult(
        Instant startedAt, Instant at, int status, String code, String msCv, long latencyMillis, String note) {
    /** Of a call that was never begun. */
    public static CallResult none(Instant startedAt, Instant at, Reason why) {
        return new CallResult(startedAt, at, 0, null, null, 0, why.stored());
    }

    boolean ofCall() {
        return status != 0 || code != null;
    }

    /** As it is stored. */
    Integer statusOrNull() {
        return status == 0 ? null : Integer.valueOf(status);
    }
}
