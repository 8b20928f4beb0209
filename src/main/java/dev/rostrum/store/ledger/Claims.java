package dev.rostrum.store.ledger;

import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.LeftOutCode;
import dev.rostrum.domain.Purpose;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.Database;
import dev.rostrum.store.Session;
import dev.rostrum.store.people.ConversationStore;
import dev.rostrum.store.people.IdentityVersion;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The claim of a delivery: it makes a row OPENING or SENDING before its call begins, a compare-and-set on (row, state, attempts) in
 * the writer's queue. The row itself is the intent: its state says which call is under way, {@code attempts} its number,
 * {@code updated_at} when it began. What keeps a row back is asked in the same commit.
 */
public final class Claims {
    static final String RUNNING_NOW = " AND (SELECT j.state FROM job j WHERE j.id = delivery.job) = 'RUNNING'";

    private static final String TO_OPENING =
            "UPDATE delivery SET state = 'OPENING', attempts = attempts + 1, updated_at = ?"
                    + " WHERE id = ? AND state = 'WAITING' AND attempts = ?" + RUNNING_NOW;

    private static final String TO_SENDING =
            "UPDATE delivery SET state = 'SENDING', attempts = attempts + 1, conversation_id = ?,"
                    + " updated_at = ? WHERE id = ? AND state = 'WAITING' AND attempts = ? AND target IS ?"
                    + RUNNING_NOW;

    // Where nothing is against a message, no other row of the person is open, let alone under way.
    private static final String NOTHING_AGAINST =
            " AND user = ? AND " + Guard.nothing("delivery.user", "delivery.id", "delivery.job", "?");
    static final String TO_OPENING_AT_ONCE = TO_OPENING + NOTHING_AGAINST;
    static final String TO_SENDING_AT_ONCE = TO_SENDING + NOTHING_AGAINST;

    /** Whether a call of another delivery of the same person is under way, of whatever job. */
    private static final String PERSON_BUSY = "EXISTS (SELECT 1 FROM user u CROSS JOIN user e ON e.person = u.person"
            + " CROSS JOIN delivery o ON o.user = e.id WHERE u.id = delivery.user AND o.id <> delivery.id AND o.open = 1"
            + " AND o.state <> 'WAITING')";

    private static final String TO_OPENING_ALONE = TO_OPENING + " AND NOT " + PERSON_BUSY;
    static final String TO_SENDING_ALONE = TO_SENDING + " AND NOT " + PERSON_BUSY;

    /** How long a row waits whose person another delivery's call is under way to. */
    private static final Duration BUSY = Duration.ofSeconds(1);

    /** The id of another row of the same person in the job that has been tried; of two that wait, the earlier one goes on. */
    private static final String TRIED_UNDER = "SELECT coalesce(e.user_id, e.object_id) FROM delivery d"
            + " CROSS JOIN user u ON u.id = d.user CROSS JOIN user e ON e.person = u.person"
            + " CROSS JOIN delivery x ON x.job = d.job AND x.user = e.id WHERE d.id = ? AND x.id <> d.id"
            + " AND x.attempts > 0 AND x.state <> 'CANCELLED'"
            + " AND (x.state <> 'WAITING' OR d.attempts = 0 OR x.id < d.id) LIMIT 1";

    /** Whether the admin removed the person from the job under another entry. */
    private static final String REMOVED_UNDER =
            "SELECT EXISTS (SELECT 1 FROM delivery d CROSS JOIN user u ON u.id = d.user"
                    + " CROSS JOIN user e ON e.person = u.person CROSS JOIN delivery x ON x.job = d.job AND x.user = e.id"
                    + " WHERE d.id = ? AND x.id <> d.id AND x.code = '" + LeftOutCode.REMOVED + "')";

    /** Whether the opt-out is in force that the row confirms. */
    private static final String STILL_CONFIRMS =
            "SELECT EXISTS (SELECT 1 FROM confirmation c CROSS JOIN delivery d ON d.id = c.delivery"
                    + " CROSS JOIN user u ON u.id = d.user CROSS JOIN opt_out o ON o.person = u.person"
                    + " WHERE c.delivery = ? AND o.at = c.mark)";

    /** Jobs that are asked for at each claim; an id is never used twice and what is kept here never changes. */
    private static final int MAX_KNOWN_JOBS = 100;

    private final Database database;
    private final Supplier<GuardRules> rules;
    private final IdentityVersion identities;
    // Of the writer's thread alone.
    private final Map<Long, Guard.JobFacts> claimed = new HashMap<>();

    Claims(Database database, Supplier<GuardRules> rules) {
        this.database = database;
        this.rules = rules;
        this.identities = IdentityVersion.of(database);
    }

    /**
     * WAITING to OPENING, an attempt of its own. For rows without a known conversation. Where the guard keeps the
     * row back it is CANCELLED instead, and the answer is false.
     */
    public CompletableFuture<Boolean> opening(DueDelivery row, Instant at) {
        if (row.conversationId() != null) {
            throw new IllegalArgumentException("delivery " + row.id() + " has a conversation");
        }
        return database.submitRepeatable(session -> {
            if (!upToDate(session, row)) {
                return false;
            }
            Instant since = Guard.since(rules.get(), at);
            if ((confirms(session, row)
                            || session.update(TO_OPENING_AT_ONCE, at, row.id(), row.attempts(), row.user(), since) == 0)
                    && (!admitted(session, row, at)
                            || !claimedAlone(session, row, at, TO_OPENING_ALONE, at, row.id(), row.attempts()))) {
                return false;
            }
            TotalsChanges.of(session).moved(row.run(), DeliveryState.WAITING, DeliveryState.OPENING);
            return true;
        });
    }

    /**
     * WAITING to SENDING of a row whose conversation is known: a SEND, or an UPDATE or DELETE by the
     * job's kind. Where the guard keeps the row back it is CANCELLED instead, and the answer is false.
     */
    public CompletableFuture<Boolean> sending(DueDelivery row, Instant at) {
        requireId(row.conversationId());
        return database.submitRepeatable(session -> {
            if (!upToDate(session, row)) {
                return false;
            }
            String id = row.conversationId();
            boolean claimed;
            if (row.target() == null) {
                Instant since = Guard.since(rules.get(), at);
                claimed = (!confirms(session, row)
                                && session.update(
                                                TO_SENDING_AT_ONCE,
                                                id,
                                                at,
                                                row.id(),
                                                row.attempts(),
                                                row.target(),
                                                row.user(),
                                                since)
                                        > 0)
                        || (admitted(session, row, at)
                                && claimedAlone(
                                        session, row, at, TO_SENDING_ALONE, id, at, row.id(), row.attempts(), null));
            } else {
                // No new message, so that nobody is asked.
                claimed = claimedAlone(
                        session, row, at, TO_SENDING_ALONE, id, at, row.id(), row.attempts(), row.target());
            }
            if (!claimed) {
                return false;
            }
            TotalsChanges.of(session).moved(row.run(), DeliveryState.WAITING, DeliveryState.SENDING);
            return true;
        });
    }

    /**
     * Stores the new id and makes the row SENDING, its second attempt, in one commit. False when nothing may be
     * sent: where the run is no longer RUNNING the id is stored all the same and the row goes back to WAITING, as by
     * {@link Outcomes#openedOnly}, so that no row stays OPENING behind a pause or a stop; as well where it has changed who is who since
     * the row was read.
     */
    public CompletableFuture<Boolean> openedAndSending(
            DueDelivery opening, String conversationId, CallResult created, Instant at) {
        requireId(conversationId);
        return database.submitRepeatable(session -> {
            // Where it has changed who is who, the claim asks everything again.
            boolean same = opening.identity() == identities.now();
            if (!same
                    || session.update(
                                    "UPDATE delivery SET state = 'SENDING', attempts = attempts + 1, opened = 1,"
                                            + " conversation_id = ?, updated_at = ?"
                                            + " WHERE id = ? AND state = 'OPENING' AND attempts = ?" + RUNNING_NOW,
                                    conversationId,
                                    at,
                                    opening.id(),
                                    opening.whileOpening())
                            == 0) {
                Outcomes.backToWaiting(session, opening, conversationId, created, at);
                return false;
            }
            TotalsChanges.of(session).moved(opening.run(), DeliveryState.OPENING, DeliveryState.SENDING);
            Outcomes.opened(session, opening, conversationId, created);
            return true;
        });
    }

    /**
     * The guard's question in the commit that claims a row, for rows of which {@link Guard#nothing} is false. A row that is kept
     * back is CANCELLED with the reason, or IN_DOUBT where an earlier try may have arrived; the answer is then false, and nothing
     * may be sent. False too where the person has other ids since the row was read: it is read again.
     */
    private boolean admitted(Session session, DueDelivery row, Instant at) throws SQLException {
        if (session.number(
                        "SELECT p.entry FROM delivery d CROSS JOIN user u ON u.id = d.user CROSS JOIN person p"
                                + " ON p.id = u.person WHERE d.id = ?",
                        row.id())
                != row.user()) {
            return false;
        }
        String same = session.text(TRIED_UNDER, row.id());
        if (same != null) {
            Cancellations.keepBack(session, row, LeftOutCode.SAME_PERSON, Reason.of("leftOut.SamePerson", same), at);
            return false;
        }
        if (session.number(REMOVED_UNDER, row.id()) != 0) {
            Cancellations.keepBack(session, row, LeftOutCode.REMOVED, Reason.of("leftOut.Removed"), at);
            return false;
        }
        if (confirms(session, row) && session.number(STILL_CONFIRMS, row.id()) == 0) {
            Cancellations.keepBack(session, row, LeftOutCode.OUTDATED, Reason.of("leftOut.Outdated"), at);
            return false;
        }
        Guard.Verdict verdict = Guard.askAll(session, rules.get(), facts(session, row.run()), row.user(), row.id(), at);
        if (Guard.Verdict.excludes(verdict)) {
            Cancellations.keepBack(session, row, verdict.reason().code(), verdict.cause(), at);
            return false;
        }
        // The delivery tells which ids its message took; another row of the person may stand for these already.
        session.update(
                "UPDATE delivery SET user = ?1 WHERE id = ?2 AND user <> ?1 AND state = 'WAITING' AND NOT EXISTS"
                        + " (SELECT 1 FROM delivery x WHERE x.job = delivery.job AND x.user = ?1)",
                row.user(),
                row.id());
        return true;
    }

    private Guard.JobFacts facts(Session session, long run) throws SQLException {
        Guard.JobFacts job = claimed.get(run);
        if (job == null) {
            if (claimed.size() >= MAX_KNOWN_JOBS) {
                claimed.clear();
            }
            job = Guard.JobFacts.of(session, run);
            claimed.put(run, job);
        }
        return job;
    }

    /** Whether the row confirms an opt-out, so that nothing being against a message is no reason to send it. */
    private boolean confirms(Session session, DueDelivery row) throws SQLException {
        return facts(session, row.run()).purpose() == Purpose.CONFIRMATION
                && session.number("SELECT EXISTS (SELECT 1 FROM confirmation WHERE delivery = ?)", row.id()) != 0;
    }

    /** Whether a row that was read before it changed who is who still has the ids that it was read with. */
    private boolean upToDate(Session session, DueDelivery row) throws SQLException {
        return row.identity() == identities.now()
                || row.target() != null
                || session.number(
                                "SELECT EXISTS (SELECT 1 FROM delivery d CROSS JOIN user planned ON planned.id = d.user"
                                        + " CROSS JOIN person p ON p.id = planned.person CROSS JOIN user u ON u.id = p.entry"
                                        + " LEFT JOIN conversation c ON c.user = u.id AND "
                                        + ConversationStore.usable("c")
                                        + " WHERE d.id = ? AND u.id = ?"
                                        + " AND coalesce(u.user_id, u.object_id) = ? AND c.conversation_id IS ?)",
                                row.id(),
                                row.user(),
                                row.userId(),
                                row.conversationId())
                        != 0;
    }

    /**
     * Claims a row that the guard admitted, or that it is not asked about: unless a call to the same person is under way, which
     * puts the row off.
     */
    private static boolean claimedAlone(Session session, DueDelivery row, Instant at, String claim, Object... arguments)
            throws SQLException {
        if (session.update(claim, arguments) > 0) {
            return true;
        }
        session.update(
                "UPDATE delivery SET not_before = ? WHERE id = ? AND state = 'WAITING' AND attempts = ?" + RUNNING_NOW
                        + " AND " + PERSON_BUSY,
                at.plus(BUSY),
                row.id(),
                row.attempts());
        return false;
    }

    static void requireId(String conversationId) {
        if (conversationId == null || conversationId.isBlank()) {
            throw new IllegalArgumentException("no conversation id");
        }
    }
}
