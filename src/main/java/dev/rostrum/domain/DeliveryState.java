package dev.rostrum.domain;

/** Where a delivery stands in the ledger. */
public enum DeliveryState {
    /** It was not tried yet, or Teams asked to wait. */
    WAITING,
    /** The conversation is being opened. This is repeatable. */
    OPENING,
    /** The intent to send is on disk; the answer is not. */
    SENDING,
    /** Teams accepted the message (2xx). It is no proof that it was shown. */
    SENT,
    /** Teams said no. */
    REFUSED,
    /** The message may or may not have been accepted; only the admin decides. */
    IN_DOUBT,
    /** Left out by the plan, with a reason. */
    EXCLUDED,
    /** Stopped before anything was sent. */
    CANCELLED;

    /** Whether nothing more happens to it by itself. */
    public boolean isTerminal() {
        return this == SENT || this == REFUSED || this == IN_DOUBT || this == EXCLUDED || this == CANCELLED;
    }
}
