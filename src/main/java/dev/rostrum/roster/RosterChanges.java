package dev.rostrum.roster;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.RosterDifference;
import dev.rostrum.domain.SyncedRoster;
import dev.rostrum.store.people.RosterHistory;
import java.time.Instant;
import java.util.List;

/** Who joined and left teams since earlier syncs. */
public final class RosterChanges {
    /** As many syncs are listed at most. */
    public static final int MAX_SYNCS = 500;

    private final RosterHistory history;

    public RosterChanges(RosterHistory history) {
        this.history = history;
    }

    /** A team's syncs, the newest first; the oldest that are still known of may be missing. */
    public List<SyncedRoster> syncs(String teamId) {
        return history.syncs(teamId, MAX_SYNCS);
    }

    /**
     * The moment that a sync ended.
     *
     * @throws Problem when the team had no sync of that number, or it is not known of any more
     */
    public Instant ofSync(String teamId, long number) {
        return history.syncedAt(teamId, number).orElseThrow(() -> Problem.wrongUse("roster.noSuchSync", number));
    }

    /**
     * The moment of the sync before the last one, or of the last one where it was the first.
     *
     * @throws Problem when the team was never synced
     */
    public Instant beforeLast(String teamId) {
        List<SyncedRoster> syncs = history.syncs(teamId, 2);
        if (syncs.isEmpty()) {
            throw Problem.wrongUse("roster.neverSynced");
        }
        return syncs.get(syncs.size() - 1).at();
    }

    /**
     * Who joined and left since then.
     *
     * @throws Problem when it is not known who was in the team then
     */
    public RosterDifference since(String teamId, Instant moment) {
        requireKnown(teamId, moment);
        return history.difference(teamId, moment);
    }

    /** How many joined and left since then, or since the first sync where that was later. */
    public RosterDifference.Counts counts(String teamId, Instant moment) {
        return history.counts(teamId, moment);
    }

    private void requireKnown(String teamId, Instant moment) {
        Instant known = history.knownSince(teamId).orElseThrow(() -> Problem.wrongUse("roster.neverSynced"));
        if (moment.isBefore(known)) {
            throw Problem.wrongUse("roster.knownSince", known);
        }
    }
}
