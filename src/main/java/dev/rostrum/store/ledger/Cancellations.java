package dev.rostrum.store.ledger;

import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.Database;
import dev.rostrum.store.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Ends waiting rows without a further call: CANCELLED, or IN_DOUBT where an earlier try may have arrived.
 */
public final class Cancellations {
    /**
     * A row of which an earlier send may have arrived: answered 502, 503 or 504 and tried again, as was chosen for its run,
     * or in doubt once and sent again by the admin's decision.
     */
    static final String MAY_HAVE_ARRIVED = "(((SELECT j.retry_gateway FROM job j WHERE j.id = delivery.job) = 1"
            + " AND EXISTS (SELECT 1 FROM attempt a WHERE a.delivery = delivery.id AND a.call = 'SEND'"
            + " AND a.status IN (502, 503, 504)))"
            + " OR EXISTS (SELECT 1 FROM decision x WHERE x.delivery = delivery.id AND x.kind = 'SEND_AGAIN'))";

    /**
     * An edit or recall of which an earlier try may have been carried out: its answer is lost or says nothing of that. What was never
     * connected, begun or signed in was not; {@code auth} begins the note of a sign-in's trouble.
     */
    private static final String MAY_BE_DONE = "EXISTS (SELECT 1 FROM attempt a WHERE a.delivery = delivery.id"
            + " AND a.call IN ('UPDATE', 'DELETE') AND (a.ended_at IS NULL"
            + " OR (coalesce(a.note, '') NOT GLOB 'auth.*' AND CASE WHEN a.status IS NULL THEN a.code IS NOT NULL"
            + " AND a.code NOT IN ('NotConnected', 'NotBegun', 'NoToken', 'UnusableToken')"
            + " WHEN a.code = 'NotFromTeams' THEN a.status NOT IN (407, 511)"
            + " ELSE a.status NOT BETWEEN 300 AND 499 OR a.status = 408 END)))";

    private final Database database;

    Cancellations(Database database) {
        this.database = database;
    }

    /**
     * WAITING rows become CANCELLED(reason), in commits of 5,000; IN_DOUBT where the chosen repetition of 502, 503 and 504 left it open
     * whether an earlier try arrived, and of an edit or recall where an earlier try may have been carried out. Rows that return to WAITING afterwards (an answer
     * "try again" to a request in flight) need another call before the run can be STOPPED.
     */
    public CompletableFuture<Long> cancelWaiting(long runId, Reason reason, Instant at) {
        return database.submit(session -> cancelSome(session, runId, reason, at))
                .thenCompose(changed -> changed < Plans.CHUNK
                        ? CompletableFuture.completedFuture(changed)
                        : cancelWaiting(runId, reason, at).thenApply(more -> changed + more));
    }

    /** At most 5,000 WAITING rows of a run; returns how many. */
    static long cancelSome(Session session, long runId, Reason reason, Instant at) throws SQLException {
        JobKind kind = JobKind.valueOf(session.text("SELECT kind FROM job WHERE id = ?", runId));
        String maybe = kind.sendsMessages() ? MAY_HAVE_ARRIVED : MAY_BE_DONE;
        Reason doubt =
                switch (kind) {
                    case SEND, RESEND -> earlier(reason);
                    case EDIT -> Reason.of("doubt.maybeChanged", reason);
                    case RECALL -> Reason.of("doubt.maybeTakenBack", reason);
                };
        return ended(
                session,
                runId,
                "UPDATE delivery SET state = iif(" + maybe + ", 'IN_DOUBT', 'CANCELLED'), open = 0,"
                        + " code = NULL, reason = iif(" + maybe + ", ?1, ?2), reason_arguments = iif(" + maybe
                        + ", ?3, ?4), updated_at = ?5"
                        + " WHERE id IN (SELECT id FROM delivery WHERE job = ?6 AND open = 1"
                        + " AND state = 'WAITING' LIMIT " + Plans.CHUNK + ")",
                doubt.code(),
                reason.code(),
                doubt.storedArguments(),
                reason.storedArguments(),
                at,
                runId);
    }

    /** Ends a row in the commit that would have claimed it, for a reason that the claim found. */
    static void keepBack(Session session, DueDelivery row, String code, Reason why, Instant at) throws SQLException {
        ended(
                session,
                row.run(),
                "UPDATE delivery SET state = iif(" + MAY_HAVE_ARRIVED
                        + ", 'IN_DOUBT', 'CANCELLED'), open = 0, code = ?1,"
                        + " reason = iif(" + MAY_HAVE_ARRIVED + ", ?2, ?3), reason_arguments = iif(" + MAY_HAVE_ARRIVED
                        + ", ?4, ?5), updated_at = ?6"
                        + " WHERE id = ?7 AND state = 'WAITING' AND attempts = ?8" + Claims.RUNNING_NOW,
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
}
