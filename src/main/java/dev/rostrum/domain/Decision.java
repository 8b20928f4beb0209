package dev.rostrum.domain;

/** What the admin says about a delivery in doubt. */
public enum Decision {
    /** It counts as accepted by Teams. */
    ARRIVED,
    /** It is sent once more, and may arrive twice. */
    SEND_AGAIN
}
