package dev.rostrum.inbound;

import dev.rostrum.domain.Reason;

/** What came is no activity. The message is the code alone: what came is others' text, and no log has a use for it. */
final class UnreadableActivity extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Reason reason;

    UnreadableActivity(Reason reason) {
        // Whoever posts rubbish gets no work of ours: no stack trace is made.
        super(reason.code(), null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
