package dev.rostrum.store.ledger;

import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.people.ConversationStore;
import dev.rostrum.store.people.IdentityVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows of a job that are due, and what their calls met so far. {@link Claims} and {@link Outcomes} move them on. */
public final class Deliveries {
    /** No row lies behind this one: for a run without a canary, or whose canary has passed. */
    public static final long EVERY_ROW = Long.MAX_VALUE;

    private final Database database;
    private final IdentityVersion identities;

    Deliveries(Database database) {
        this.database = database;
        this.identities = IdentityVersion.of(database);
    }

    /**
     * The last row of a run's canary: of its first {@code size} people, in the order of the plan; the same in each start.
     * {@link #EVERY_ROW} where the run has no more people than that.
     */
    public long canaryEnd(long runId, int size) {
        return database.read(session -> session.first(
                        "SELECT id FROM delivery WHERE job = ? AND state <> 'EXCLUDED' ORDER BY id LIMIT 1 OFFSET ?",
                        row -> row.getLong(1),
                        runId,
                        size - 1L)
                .orElse(EVERY_ROW));
    }

    /**
     * Waiting rows of a run whose time has come, up to a row. A message takes the ids that its person has now; rows of an EDIT or RECALL
     * name the entry and the conversation in which their message lies.
     */
    public List<DueDelivery> due(long runId, Instant now, int limit, long lastRow) {
        long identity = identities.now();
        return database.read(session -> session.list(
                "SELECT d.id, u.id AS user, " + Rows.ID + ","
                        + " CASE WHEN d.target IS NULL THEN c.conversation_id ELSE d.conversation_id END"
                        + " AS conversation_id, d.target, d.attempts, d.healed FROM delivery d"
                        + " JOIN user planned ON planned.id = d.user JOIN person p ON p.id = planned.person"
                        + " JOIN user u ON u.id = CASE WHEN d.target IS NULL THEN p.entry ELSE d.user END"
                        + " LEFT JOIN conversation c ON c.user = u.id AND " + ConversationStore.usable("c")
                        + " WHERE d.job = ? AND d.open = 1 AND d.state = 'WAITING' AND d.not_before <= ? AND d.id <= ?"
                        + " ORDER BY d.not_before, d.id LIMIT ?",
                row -> new DueDelivery(
                        row.getLong("id"),
                        runId,
                        row.getLong("user"),
                        row.getString("user_id"),
                        row.getString("conversation_id"),
                        row.getString("target"),
                        row.getInt("attempts"),
                        row.getBoolean("healed"),
                        identity),
                runId,
                now,
                lastRow,
                limit));
    }

    /** When the next of them is due, up to a row. */
    public Optional<Instant> nextDue(long runId, long lastRow) {
        return database.read(session -> session.first(
                "SELECT not_before FROM delivery WHERE job = ? AND open = 1 AND state = 'WAITING' AND id <= ?"
                        + " ORDER BY not_before, id LIMIT 1",
                row -> Rows.instant(row, "not_before"),
                runId,
                lastRow));
    }

    /** The troubles of a row, as its attempts tell. The call that is just ending counts only once it is settled. */
    public DeliveryTroubles troubles(long deliveryId) {
        return database.read(session -> session.first(
                        "SELECT count(*) AS tries, min(started_at) AS first,"
                                + " (SELECT " + Cancellations.MAY_HAVE_ARRIVED
                                + " FROM delivery WHERE id = ?1) AS arrived"
                                + " FROM attempt WHERE delivery = ?1 AND ended_at IS NOT NULL AND code IS NOT NULL"
                                // Each answer that neither succeeds nor ends the row, but for what is everybody's
                                // trouble.
                                + " AND coalesce(status, 0) NOT BETWEEN 300 AND 407 AND coalesce(status, 0) <> 429"
                                + " AND coalesce(status, 0) <> 511 AND code NOT IN ('NotConnected', 'NotFromTeams')",
                        row -> new DeliveryTroubles(
                                row.getInt("tries"), Rows.instant(row, "first"), row.getBoolean("arrived")),
                        deliveryId)
                .orElseThrow());
    }
}
