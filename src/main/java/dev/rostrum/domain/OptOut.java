package dev.rostrum.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * A person to whom nothing is sent.
 *
 * @param note why, in the admin's words or as a stored reason ({@link #carried}), or null
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

    /** The code of a note: it was carried over from the id that is the first argument, with the note that is the second or "". */
    public static final String CARRIED = "optOut.carried";

    /** The note, where it says that this was carried over from somebody who may be the same person. */
    public Optional<Reason> carried() {
        return Optional.ofNullable(note)
                .filter(text -> text.startsWith(CARRIED))
                .map(Reason::parse)
                .filter(reason ->
                        reason.code().equals(CARRIED) && reason.arguments().size() == 2);
    }
}
