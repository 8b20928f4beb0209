package dev.rostrum.connection.doctor;

import dev.rostrum.domain.Reason;

/** How a check ended. */
public enum CheckOutcome {
    OK("doctor.outcome.ok"),
    /** It works, and something should be done before it does not. */
    WARNING("doctor.outcome.warning"),
    FAILED("doctor.outcome.failed"),
    /** It was left out; the finding says why. */
    NOT_RUN("doctor.outcome.notRun");

    private final Reason reason;

    CheckOutcome(String code) {
        this.reason = Reason.of(code);
    }

    /** The outcome in a word, as in the first column of a list. */
    public Reason reason() {
        return reason;
    }
}
