package dev.rostrum.store.ledger;

import dev.rostrum.domain.DeliveryState;
import dev.rostrum.store.PendingChanges;
import dev.rostrum.store.Session;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Rows that changed their state in the open transaction, counted for each job and written to its counters once: before the commit,
 * before each savepoint, and before anybody reads the counters in the same transaction. Every statement that changes the state of a
 * row tells this class of it; rows that are added or dropped are counted by triggers.
 */
final class TotalsChanges implements PendingChanges {
    private static final DeliveryState[] STATES = DeliveryState.values();

    /** By job, what each state gained or lost, in the order of the states. */
    private final Map<Long, long[]> byJob = new HashMap<>();

    static TotalsChanges of(Session session) {
        return session.pending(TotalsChanges.class, TotalsChanges::new);
    }

    void moved(long job, DeliveryState from, DeliveryState to) {
        long[] changes = byJob.computeIfAbsent(job, key -> new long[STATES.length]);
        changes[from.ordinal()]--;
        changes[to.ordinal()]++;
    }

    @Override
    public void write(Session session) throws SQLException {
        if (byJob.isEmpty()) {
            return;
        }
        for (Map.Entry<Long, long[]> job : byJob.entrySet()) {
            long[] changes = job.getValue();
            session.update(
                    "UPDATE job_total SET waiting = waiting + ?, opening = opening + ?, sending = sending + ?,"
                            + " sent = sent + ?, refused = refused + ?, in_doubt = in_doubt + ?,"
                            + " excluded = excluded + ?, cancelled = cancelled + ? WHERE job = ?",
                    changes[DeliveryState.WAITING.ordinal()],
                    changes[DeliveryState.OPENING.ordinal()],
                    changes[DeliveryState.SENDING.ordinal()],
                    changes[DeliveryState.SENT.ordinal()],
                    changes[DeliveryState.REFUSED.ordinal()],
                    changes[DeliveryState.IN_DOUBT.ordinal()],
                    changes[DeliveryState.EXCLUDED.ordinal()],
                    changes[DeliveryState.CANCELLED.ordinal()],
                    job.getKey());
        }
        byJob.clear();
    }

    @Override
    public void forget() {
        byJob.clear();
    }
}
