package dev.rostrum.roster;

import dev.rostrum.domain.Reason;
import dev.rostrum.domain.User;
import java.util.List;

/** Where rosters come from: Teams' connector, or whatever else knows who is in a team. */
public interface RosterSource {
    /**
     * A team, as the source knows it.
     *
     * @param name may be null
     * @param groupId Entra group id, may be null
     * @param memberCount how many people it counts, or null where it does not tell
     */
    record About(String name, String groupId, Integer memberCount) {}

    /**
     * A part of a roster.
     *
     * @param people those who have an id
     * @param withoutId how many had none and cannot be reached
     * @param next what to ask for the next part with, opaque and not to be kept; null after the last
     */
    record Part(List<User> people, int withoutId, String next) {}

    /** A roster, or a part of it, could not be read. */
    final class NotRead extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Reason reason;
        private final boolean outdated;

        /**
         * @param reason why and what to do
         * @param outdated the roster has to be begun anew, as what the next part was asked for with does not hold any more
         */
        public NotRead(Reason reason, boolean outdated, Throwable cause) {
            super(cause);
            this.reason = reason;
            this.outdated = outdated;
        }

        public Reason reason() {
            return reason;
        }

        public boolean outdated() {
            return outdated;
        }
    }

    /** Asks for the team itself. */
    About about(String teamId) throws NotRead, InterruptedException;

    /**
     * Asks for a part of its roster. Somebody may be in two parts, or twice in one; the later entry holds.
     *
     * @param next null for the first part
     */
    Part part(String teamId, String next) throws NotRead, InterruptedException;
}
