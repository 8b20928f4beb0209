package dev.rostrum.store.ledger;

import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.Session;
import dev.rostrum.store.people.ConversationStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What became of a claimed delivery's call, a compare-and-set on (row, state, attempts) in the writer's queue. The attempt's own row
 * is written with the answer, in the commit that moves the row on; {@link #recover} writes it where the answer is lost.
 */
public final class Outcomes {
    /** Codes, in lower case, of a refusal that says that the person blocked the bot. Teams has spelled them in several ways. */
    private static final Set<String> BLOCKING = Set.of("conversationblockedbyuser", "messagewritesblocked");

    private static final String CREATE = "CREATE";
    private static final String SEND = "SEND";
    private static final Reason PROGRAM_ENDED = Reason.of("ended.programEnded");
    private static final Reason UNWRITTEN = Reason.of("ended.unwritten");

    private final Database database;

    Outcomes(Database database) {
        this.database = database;
    }

    /**
     * Stores the new id, unless the person has another one than the conversation was created for; the row goes back to WAITING, since
     * nothing more may be sent now.
     */
    public CompletableFuture<Boolean> openedOnly(
            DueDelivery opening, String conversationId, CallResult created, Instant at) {
        Claims.requireId(conversationId);
        return database.submitRepeatable(session -> backToWaiting(session, opening, conversationId, created, at));
    }

    /**
     * OPENING to WAITING; the new id is stored, unless the person has another one than the conversation was created for.
     */
    static boolean backToWaiting(
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
        if (theirs) {
            opened(session, opening, conversationId, created);
        } else {
            attempt(session, opening.id(), opening.whileOpening(), CREATE, created);
        }
        return true;
    }

    /** The create's attempt, and the conversation that it gave. */
    static void opened(Session session, DueDelivery opening, String conversationId, CallResult created)
            throws SQLException {
        attempt(session, opening.id(), opening.whileOpening(), CREATE, created);
        ConversationStore.created(
                session, opening.user(), conversationId, created.at(), created.statusOrNull(), created.code());
        if (opening.healed()) {
            ConversationStore.healed(session, opening.user(), created.at());
        }
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

    /** The call of a row that is SENDING. */
    private static String call(Session session, DueDelivery row) throws SQLException {
        return row.target() == null
                ? SEND
                : session.text(
                        "SELECT CASE kind WHEN 'EDIT' THEN 'UPDATE' ELSE 'DELETE' END FROM job WHERE id = ?",
                        row.run());
    }

    /**
     * SENDING to the outcome. {@code row} as it was handed to {@link Claims#sending} or {@link Claims#openedAndSending}. An edit or
     * recall is not in doubt by this: its call is repeated ({@link CallOutcome.Again}) where the answer was lost.
     */
    public CompletableFuture<Boolean> settle(DueDelivery row, CallResult result, CallOutcome outcome) {
        if (row.target() != null && outcome instanceof CallOutcome.InDoubt) {
            throw new IllegalArgumentException("an edit or recall is repeated while its job goes on");
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
     * {@code row} as it was handed to {@link Claims#sending} or {@link Claims#openedAndSending}.
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
                    result.statusOrNull(),
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
                result.statusOrNull(),
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
                result.statusOrNull(),
                result.code(),
                result.msCv(),
                result.latencyMillis(),
                result.note());
    }
}
