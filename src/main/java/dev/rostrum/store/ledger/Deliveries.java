package dev.rostrum.store.ledger;

import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.LeftOutCode;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.Session;
import dev.rostrum.store.people.ConversationStore;
import dev.rostrum.store.people.IdentityVersion;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The rows of a run and their transitions, each a compare-and-set on (row, state, attempts) in the writer's queue. The row itself
 * is the intent: its state says which call is under way, {@code attempts} its number, {@code updated_at} when it began. The
 * attempt's own row is written with the answer, in the commit that moves the row on; start-up writes it where a program's end
 * cut the call off.
 */
public final class Deliveries {
    private static final String RUNNING_NOW = " AND (SELECT j.state FROM job j WHERE j.id = delivery.job) = 'RUNNING'";

    /**
     * A row of which an earlier send may have arrived: answered 502, 503 or 504 and tried again, as was chosen for its run,
     * or in doubt once and sent again by the admin's decision.
     */
    private static final String MAY_HAVE_ARRIVED = "(((SELECT j.retry_gateway FROM job j WHERE j.id = delivery.job) = 1"
            + " AND EXISTS (SELECT 1 FROM attempt a WHERE a.delivery = delivery.id AND a.call = 'SEND'"
            + " AND a.status IN (502, 503, 504)))"
            + " OR EXISTS (SELECT 1 FROM decision x WHERE x.delivery = delivery.id AND x.kind = 'SEND_AGAIN'))";

    /** Codes, in lower case, of a refusal that says that the person blocked the bot. Teams has spelled them in several ways. */
    private static final Set<String> BLOCKING = Set.of("conversationblockedbyuser", "messagewritesblocked");

    private static final String CREATE = "CREATE";
    private static final String SEND = "SEND";
    private static final Reason PROGRAM_ENDED = Reason.of("ended.programEnded");
    private static final Reason UNWRITTEN = Reason.of("ended.unwritten");

    /** Jobs that are asked for at each claim; an id is never used twice and what is kept here never changes. */
    private static final int MAX_KNOWN_JOBS = 100;

    /** No row lies behind this one: for a run without a canary, or whose canary has passed. */
    public static final long EVERY_ROW = Long.MAX_VALUE;

    private final Database database;
    private final Supplier<GuardRules> rules;
    private final IdentityVersion identities;
    // Of the writer's thread alone.
    private final Map<Long, Guard.JobFacts> claimed = new HashMap<>();

    Deliveries(Database database, Supplier<GuardRules> rules) {
        this.database = database;
        this.rules = rules;
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
                .orElse(Deliveries.EVERY_ROW));
    }

    /**
     * As {@link #due(long, Instant, int)}, up to a row. A message takes the ids that its person has now; rows of an EDIT or RECALL
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
                        + " LEFT JOIN conversation c ON c.user = u.id"
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

    /** As {@link #nextDue(long)}, up to a row. */
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
                                + " (SELECT " + MAY_HAVE_ARRIVED + " FROM delivery WHERE id = ?1) AS arrived"
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
            keepBack(session, row, LeftOutCode.SAME_PERSON, Reason.of("leftOut.SamePerson", same), at);
            return false;
        }
        if (session.number(REMOVED_UNDER, row.id()) != 0) {
            keepBack(session, row, LeftOutCode.REMOVED, Reason.of("leftOut.Removed"), at);
            return false;
        }
        Guard.JobFacts job = claimed.get(row.run());
        if (job == null) {
            if (claimed.size() >= MAX_KNOWN_JOBS) {
                claimed.clear();
            }
            job = Guard.JobFacts.of(session, row.run());
            claimed.put(row.run(), job);
        }
        Guard.Verdict verdict = Guard.askAll(session, rules.get(), job, row.user(), row.id(), at);
        if (Guard.Verdict.excludes(verdict)) {
            keepBack(session, row, verdict.reason().code(), verdict.cause(), at);
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

    /** Whether a row that was read before it changed who is who still has the ids that it was read with. */
    private boolean upToDate(Session session, DueDelivery row) throws SQLException {
        return row.identity() == identities.now()
                || row.target() != null
                || session.number(
                                "SELECT EXISTS (SELECT 1 FROM delivery d CROSS JOIN user planned ON planned.id = d.user"
                                        + " CROSS JOIN person p ON p.id = planned.person CROSS JOIN user u ON u.id = p.entry"
                                        + " LEFT JOIN conversation c ON c.user = u.id WHERE d.id = ? AND u.id = ?"
                                        + " AND coalesce(u.user_id, u.object_id) = ? AND c.conversation_id IS ?)",
                                row.id(),
                                row.user(),
                                row.userId(),
                                row.conversationId())
                        != 0;
    }

    private static void keepBack(Session session, DueDelivery row, String code, Reason why, Instant at)
            throws SQLException {
        ended(
                session,
                row.run(),
                "UPDATE delivery SET state = iif(" + MAY_HAVE_ARRIVED
                        + ", 'IN_DOUBT', 'CANCELLED'), open = 0, code = ?1,"
                        + " reason = iif(" + MAY_HAVE_ARRIVED + ", ?2, ?3), reason_arguments = iif(" + MAY_HAVE_ARRIVED
                        + ", ?4, ?5), updated_at = ?6"
                        + " WHERE id = ?7 AND state = 'WAITING' AND attempts = ?8" + RUNNING_NOW,
                code,
                earlier(why).code(),
                why.code(),
                earlier(why).storedArguments(),
                why.storedArguments(),
                at,
                row.id(),
                row.attempts());
    }

    /** Of a row that ends without a further try, where an earlier one may have arrived. */
    private static Reason earlier(Reason cause) {
        return Reason.of("doubt.earlierTry", cause);
    }

    /** Runs a statement that ends WAITING rows of a run, and counts each by the state that it has now. Returns how many. */
    private static int ended(Session session, long run, String update, Object... arguments) throws SQLException {
        List<String> states = session.list(update + " RETURNING state", row -> row.getString(1), arguments);
        for (String state : states) {
            TotalsChanges.of(session).moved(run, DeliveryState.WAITING, DeliveryState.valueOf(state));
        }
        return states.size();
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
            if (session.update(TO_OPENING_AT_ONCE, at, row.id(), row.attempts(), row.user(), since) == 0
                    && (!admitted(session, row, at)
                            || !claimedAlone(session, row, at, TO_OPENING_ALONE, at, row.id(), row.attempts()))) {
                return false;
            }
            TotalsChanges.of(session).moved(row.run(), DeliveryState.WAITING, DeliveryState.OPENING);
            return true;
        });
    }

    /**
     * Stores the new id and makes the row SENDING, its second attempt, in one commit. False when nothing may be
     * sent: where the run is no longer RUNNING the id is stored all the same and the row goes back to WAITING, as by
     * {@link #openedOnly}, so that no row stays OPENING behind a pause or a stop; as well where it has changed who is who since
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
                backToWaiting(session, opening, conversationId, created, at);
                return false;
            }
            TotalsChanges.of(session).moved(opening.run(), DeliveryState.OPENING, DeliveryState.SENDING);
            attempt(session, opening.id(), opening.whileOpening(), CREATE, created);
            ConversationStore.created(
                    session, opening.user(), conversationId, created.at(), status(created), created.code());
            return true;
        });
    }

    /**
     * Stores the new id, unless the person has another one than the conversation was created for; the row goes back to WAITING, since
     * nothing more may be sent now.
     */
    public CompletableFuture<Boolean> openedOnly(
            DueDelivery opening, String conversationId, CallResult created, Instant at) {
        requireId(conversationId);
        return database.submitRepeatable(session -> backToWaiting(session, opening, conversationId, created, at));
    }

    private static boolean backToWaiting(
            Session session, DueDelivery opening, String conversationId, CallResult created, Instant at)
            throws SQLException {
        boolean theirs = session.number(
                        "SELECT EXISTS (SELECT 1 FROM user WHERE id = ? AND ? IN (user_id, object_id))",
                        opening.user(),
                        opening.userId())
                != 0;
        if (session.update(
                        "UPDATE delivery SET state = 'WAITING', opened = 1, conversation_id = ?, code = NULL,"
                                + " reason = NULL, reason_arguments = NULL, updated_at = ?"
                                + " WHERE id = ? AND state = 'OPENING' AND attempts = ?",
                        theirs ? conversationId : null,
                        at,
                        opening.id(),
                        opening.whileOpening())
                == 0) {
            return false;
        }
        TotalsChanges.of(session).moved(opening.run(), DeliveryState.OPENING, DeliveryState.WAITING);
        attempt(session, opening.id(), opening.whileOpening(), CREATE, created);
        if (theirs) {
            ConversationStore.created(
                    session, opening.user(), conversationId, created.at(), status(created), created.code());
        }
        return true;
    }

    /** The create ended otherwise: {@link CallOutcome.Refused} or {@link CallOutcome.Again}. */
    public CompletableFuture<Boolean> notOpened(DueDelivery opening, CallResult result, CallOutcome outcome) {
        if (outcome instanceof CallOutcome.Sent || outcome instanceof CallOutcome.InDoubt) {
            throw new IllegalArgumentException("a create is repeatable and sends nothing");
        }
        return database.submitRepeatable(session -> {
            if (!move(session, opening, DeliveryState.OPENING, opening.whileOpening(), result, outcome)) {
                return false;
            }
            attempt(session, opening.id(), opening.whileOpening(), CREATE, result);
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
                claimed = session.update(
                                        TO_SENDING_AT_ONCE,
                                        id,
                                        at,
                                        row.id(),
                                        row.attempts(),
                                        row.target(),
                                        row.user(),
                                        since)
                                > 0
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

    /** The call of a row that is SENDING. */
    private static String call(Session session, DueDelivery row) throws SQLException {
        return row.target() == null
                ? SEND
                : session.text(
                        "SELECT CASE kind WHEN 'EDIT' THEN 'UPDATE' ELSE 'DELETE' END FROM job WHERE id = ?",
                        row.run());
    }

    /**
     * SENDING to the outcome. {@code row} as it was handed to {@link #sending} or {@link #openedAndSending}. An edit or
     * recall is never in doubt: its call is repeated ({@link CallOutcome.Again}) where the answer was lost.
     */
    public CompletableFuture<Boolean> settle(DueDelivery row, CallResult result, CallOutcome outcome) {
        if (row.target() != null && outcome instanceof CallOutcome.InDoubt) {
            throw new IllegalArgumentException("an edit or recall is repeatable and never in doubt");
        }
        return database.submitRepeatable(session -> {
            if (!move(session, row, DeliveryState.SENDING, row.whileSending(), result, outcome)) {
                return false;
            }
            attempt(session, row.id(), row.whileSending(), call(session, row), result);
            return true;
        });
    }

    /**
     * An acceptance that came after the row was given up as IN_DOUBT and before any decision: IN_DOUBT to SENT.
     * {@code row} as it was handed to {@link #sending} or {@link #openedAndSending}.
     */
    public CompletableFuture<Boolean> lateAnswer(DueDelivery row, CallResult result, CallOutcome.Sent outcome) {
        return database.submit(session -> {
            if (!move(session, row, DeliveryState.IN_DOUBT, row.whileSending(), result, outcome)) {
                return false;
            }
            session.update(
                    "UPDATE attempt SET ended_at = ?, status = ?, code = ?, ms_cv = ?, latency_ms = ?, note = ?"
                            + " WHERE delivery = ? AND n = ?",
                    result.at(),
                    status(result),
                    result.code(),
                    result.msCv(),
                    result.latencyMillis(),
                    result.note(),
                    row.id(),
                    row.whileSending());
            return true;
        });
    }

    /**
     * The stored id is stale: forgotten, row to WAITING(healed) without conversation, in one commit. Once per row, and
     * only for rows that send a message: an edit or recall finds its message in that very conversation, or nowhere.
     */
    public CompletableFuture<Boolean> heal(DueDelivery row, CallResult result, Instant at) {
        return database.submitRepeatable(session -> {
            String stale = session.text("SELECT conversation_id FROM delivery WHERE id = ?", row.id());
            if (session.update(
                            "UPDATE delivery SET state = 'WAITING', healed = 1, conversation_id = NULL, not_before = ?,"
                                    + " code = ?, reason = NULL, reason_arguments = NULL, updated_at = ?"
                                    + " WHERE id = ? AND state = 'SENDING' AND attempts = ? AND healed = 0 AND target IS NULL",
                            at,
                            result.code(),
                            result.at(),
                            row.id(),
                            row.whileSending())
                    == 0) {
                return false;
            }
            TotalsChanges.of(session).moved(row.run(), DeliveryState.SENDING, DeliveryState.WAITING);
            attempt(session, row.id(), row.whileSending(), SEND, result);
            ConversationStore.forget(session, row.user(), stale);
            return true;
        });
    }

    /**
     * WAITING rows become CANCELLED(reason), in commits of 5,000; IN_DOUBT where the chosen repetition of 502, 503 and 504 left it open
     * whether an earlier try arrived. Rows that return to WAITING afterwards (an answer
     * "try again" to a request in flight) need another call before the run can be STOPPED.
     */
    public CompletableFuture<Long> cancelWaiting(long runId, Reason reason, Instant at) {
        return database.submit(session -> (long) ended(
                        session,
                        runId,
                        "UPDATE delivery SET state = iif(" + MAY_HAVE_ARRIVED + ", 'IN_DOUBT', 'CANCELLED'), open = 0,"
                                + " code = NULL, reason = iif(" + MAY_HAVE_ARRIVED
                                + ", ?1, ?2), reason_arguments = iif("
                                + MAY_HAVE_ARRIVED + ", ?3, ?4), updated_at = ?5"
                                + " WHERE id IN (SELECT id FROM delivery WHERE job = ?6 AND open = 1"
                                + " AND state = 'WAITING' LIMIT " + Plans.CHUNK + ")",
                        earlier(reason).code(),
                        reason.code(),
                        earlier(reason).storedArguments(),
                        reason.storedArguments(),
                        at,
                        runId))
                .thenCompose(changed -> changed < Plans.CHUNK
                        ? CompletableFuture.completedFuture(changed)
                        : cancelWaiting(runId, reason, at).thenApply(more -> changed + more));
    }

    /** Rows whose call a program's end cut off. */
    record Recovered(long reopened, long inDoubt) {}

    private record Flight(long id, long run, DeliveryState state, boolean repeatable) {}

    /**
     * Rows in flight, when no program is sending: creates, edits and recalls wait again, sends are in doubt. Each gets its
     * attempt's row, without an answer. Looks at every open row.
     */
    static Recovered recover(Session session, Instant at) throws SQLException {
        return recover(session, "", PROGRAM_ENDED, at);
    }

    /**
     * Rows of a run that are in flight though nothing of it is under way, because what became of their calls could not be
     * written: as at start-up, OPENING to WAITING, SENDING to IN_DOUBT (of an edit or recall to WAITING).
     *
     * @return how many
     */
    public CompletableFuture<Long> recover(long runId, Instant at) {
        return database.submit(session -> {
            Recovered recovered = recover(session, " AND job = ?", UNWRITTEN, at, runId);
            return recovered.reopened() + recovered.inDoubt();
        });
    }

    private static Recovered recover(Session session, String and, Reason why, Instant at, Object... arguments)
            throws SQLException {
        List<Flight> flights = session.list(
                "SELECT id, job, state, target IS NOT NULL AS repeatable FROM delivery"
                        + " WHERE open = 1 AND state <> 'WAITING'" + and + " ORDER BY id",
                row -> new Flight(
                        row.getLong("id"),
                        row.getLong("job"),
                        Rows.constant(row, "state", DeliveryState.class),
                        row.getBoolean("repeatable")),
                arguments);
        long reopened = 0;
        for (Flight flight : flights) {
            boolean again = flight.state() == DeliveryState.OPENING || flight.repeatable();
            DeliveryState to = again ? DeliveryState.WAITING : DeliveryState.IN_DOUBT;
            session.update(
                    "INSERT INTO attempt (delivery, n, call, started_at, note) SELECT d.id, d.attempts,"
                            + " CASE WHEN d.state = 'OPENING' THEN 'CREATE' WHEN d.target IS NULL THEN 'SEND'"
                            + " WHEN j.kind = 'EDIT' THEN 'UPDATE' ELSE 'DELETE' END, d.updated_at, ?"
                            + " FROM delivery d JOIN job j ON j.id = d.job WHERE d.id = ?",
                    why.stored(),
                    flight.id());
            session.update(
                    "UPDATE delivery SET state = ?1, open = ?2, code = iif(?2, code, NULL),"
                            + " reason = iif(?2, reason, ?3), reason_arguments = iif(?2, reason_arguments, NULL),"
                            + " updated_at = ?4 WHERE id = ?5",
                    to,
                    again,
                    why.code(),
                    at,
                    flight.id());
            TotalsChanges.of(session).moved(flight.run(), flight.state(), to);
            reopened += again ? 1 : 0;
        }
        return new Recovered(reopened, flights.size() - reopened);
    }

    /** One compare-and-set, with the conversation's last call and what the answer says of a block. */
    private static boolean move(
            Session session, DueDelivery row, DeliveryState from, int attempts, CallResult result, CallOutcome outcome)
            throws SQLException {
        DeliveryState to;
        String code = null;
        Reason reason = null;
        String activity = null;
        Instant notBefore = Instant.EPOCH;
        if (outcome instanceof CallOutcome.Sent) {
            to = DeliveryState.SENT;
            activity = ((CallOutcome.Sent) outcome).activityId();
        } else if (outcome instanceof CallOutcome.Refused) {
            to = DeliveryState.REFUSED;
            code = ((CallOutcome.Refused) outcome).code();
            reason = ((CallOutcome.Refused) outcome).reason();
        } else if (outcome instanceof CallOutcome.InDoubt) {
            to = DeliveryState.IN_DOUBT;
            code = ((CallOutcome.InDoubt) outcome).code();
            reason = ((CallOutcome.InDoubt) outcome).reason();
        } else {
            CallOutcome.Again again = (CallOutcome.Again) outcome;
            to = DeliveryState.WAITING;
            code = again.code();
            reason = again.reason();
            notBefore = again.notBefore();
        }
        if (session.update(
                        "UPDATE delivery SET state = ?, open = ?, code = ?, reason = ?, reason_arguments = ?, activity_id = ?,"
                                + " not_before = ?, updated_at = ? WHERE id = ? AND state = ? AND attempts = ?",
                        to,
                        !to.isTerminal(),
                        code,
                        reason == null ? null : reason.code(),
                        reason == null ? null : reason.storedArguments(),
                        activity,
                        notBefore,
                        result.at(),
                        row.id(),
                        from,
                        attempts)
                == 0) {
            return false;
        }
        TotalsChanges.of(session).moved(row.run(), from, to);
        if (to == DeliveryState.REFUSED && code != null && BLOCKING.contains(code.toLowerCase(Locale.ROOT))) {
            session.update(
                    "INSERT INTO blocked (person, code, at) SELECT person, ?2, ?3 FROM user WHERE id = ?1"
                            + " ON CONFLICT (person) DO UPDATE SET code = excluded.code, at = excluded.at",
                    row.user(),
                    code,
                    result.at());
        } else if (to == DeliveryState.SENT && row.target() == null) {
            // An edit or recall that was accepted says nothing about new messages.
            session.update("DELETE FROM blocked WHERE person = (SELECT person FROM user WHERE id = ?)", row.user());
        }
        if (!result.ofCall()) {
            return true;
        }
        ConversationStore.called(
                session,
                row.user(),
                result.at(),
                status(result),
                result.code(),
                to == DeliveryState.SENT && row.target() == null);
        return true;
    }

    private static void attempt(Session session, long delivery, int n, String call, CallResult result)
            throws SQLException {
        session.update(
                "INSERT INTO attempt (delivery, n, call, started_at, ended_at, status, code, ms_cv, latency_ms, note)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                delivery,
                n,
                call,
                result.startedAt(),
                result.at(),
                status(result),
                result.code(),
                result.msCv(),
                result.latencyMillis(),
                result.note());
    }

    private static Integer status(CallResult result) {
        return result.status() == 0 ? null : Integer.valueOf(result.status());
    }

    private static void requireId(String conversationId) {
        if (conversationId == null || conversationId.isBlank()) {
            throw new IllegalArgumentException("no conversation id");
        }
    }
}
