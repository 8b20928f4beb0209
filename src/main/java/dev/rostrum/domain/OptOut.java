package dev.rostrum.domain;

import java.time.Instant;

/**
 * A person to whom nothing is sent.
 *
 * @param note why, in the admin's words, or null
 * @param at since when
 */
public record OptOut(Asker asker, String note, Instant at) {
    /** Who asked for it. */
    public enum Asker {
        /** The person. No override lifts it. */
        PERSON,
        /** The admin. */
        ADMIN
    }
}
