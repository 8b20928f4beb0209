package dev.rostrum.store.ledger;

import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the admin decides about rows in doubt, each with its record and its row in the audit log. */
public final class Decisions {
    /** Rows per commit of decisions, which touch more for each. */
    private static final int CHUNK = 1_000;

    private final Database database;
    private final AuditLog audit;

    Decisions(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /**
     * The admin's decision about a row in doubt: ARRIVED makes it SENT, SEND_AGAIN makes it WAITING, in one commit with
     * the record of the decision. A run that was over is PAUSED(ASKED) again by the latter. False when the row is not
     * in doubt any more, or has been tried since ({@code attempts} as it was shown).
     */
    public CompletableFuture<Boolean> decide(long deliveryId, int attempts, Decision decision, Instant at) {
        return database.submit(session -> {
            long run = session.number("SELECT job FROM delivery WHERE id = ?", deliveryId);
            if (!decide(session, new Doubt(deliveryId, run, attempts), decision, at)) {
                return false;
            }
            audit.add(session, at, act(decision), run, 1L, Reason.of("audit.delivery", deliveryId));
            return true;
        });
    }

    private static AuditAct act(Decision decision) {
        return decision == Decision.ARRIVED ? AuditAct.ARRIVED : AuditAct.SEND_AGAIN;
    }

    private static boolean decide(Session session, Doubt doubt, Decision decision, Instant at) throws SQLException {
        boolean again = decision == Decision.SEND_AGAIN;
        DeliveryState to = decision.state();
        if (session.update(
                        "UPDATE delivery SET state = ?, open = ?, code = NULL, reason = ?, reason_arguments = NULL, not_before = ?, updated_at = ?"
                                + " WHERE id = ? AND state = 'IN_DOUBT' AND attempts = ?",
                        to,
                        again,
                        decision.code(),
                        at,
                        at,
                        doubt.id(),
                        doubt.attempts())
                == 0) {
            return false;
        }
        TotalsChanges.of(session).moved(doubt.run(), DeliveryState.IN_DOUBT, to);
        session.update(
                "INSERT INTO decision (delivery, attempts, kind, decided_at) VALUES (?, ?, ?, ?)",
                doubt.id(),
                doubt.attempts(),
                decision,
                at);
        if (again) {
            session.update(
                    "UPDATE job SET state = 'PAUSED', pause_reason = 'ASKED', pause_detail = NULL, ended_at = NULL"
                            + " WHERE id = ? AND state IN ('DONE', 'STOPPED')",
                    doubt.run());
        }
        return true;
    }

    /** As {@link #decide}, waiting for the commit. */
    public boolean decideNow(long deliveryId, int attempts, Decision decision, Instant at) {
        return database.await(decide(deliveryId, attempts, decision, at));
    }

    /** Rows in doubt among the chosen ones. */
    public long inDoubt(DeliveryChoice choice) {
        return database.read(session -> (long) doubts(session, choice).size());
    }

    /** A row in doubt as it was seen. */
    private record Doubt(long id, long run, int attempts) {}

    private static List<Doubt> doubts(Session session, DeliveryChoice choice) throws SQLException {
        List<Object> arguments = new ArrayList<>();
        arguments.add(choice.runId());
        String of = choice.wholeAnnouncement()
                ? "(SELECT id FROM job WHERE announcement = (SELECT announcement FROM job WHERE id = ?1))"
                : "(?1)";
        return session.list(
                "SELECT d.id, d.job, d.attempts FROM delivery d WHERE d.job IN " + of + " AND d.state = 'IN_DOUBT'"
                        + DeliveryConditions.matching(choice, choice.states(), arguments)
                        + " ORDER BY d.id",
                row -> new Doubt(row.getLong("id"), row.getLong("job"), row.getInt("attempts")),
                arguments.toArray());
    }

    /**
     * The admin's decision about all chosen rows that are in doubt, in commits of 1,000, each with its row in the audit
     * log.
     *
     * @param expected the number that was typed
     * @return rows decided; fewer where acceptances came late in between
     * @throws Problem when another number of rows is in doubt; nothing is decided then
     */
    public long decideAll(DeliveryChoice choice, Decision decision, long expected, Instant at) {
        long decided = 0;
        List<Doubt> doubts = database.read(session -> doubts(session, choice));
        long all = inDoubt(
                choice.wholeAnnouncement()
                        ? DeliveryChoice.ofAnnouncement(choice.runId())
                        : DeliveryChoice.ofRun(choice.runId()));
        Reason detail =
                all > expected ? Reason.of("audit.someDoubts", expected, all) : Reason.of("audit.allDoubts", expected);
        if (doubts.size() != expected) {
            throw Problem.wrongUse("decision.otherNumber", doubts.size(), expected);
        }
        for (int from = 0; from < doubts.size(); from += CHUNK) {
            List<Doubt> some = doubts.subList(from, Math.min(doubts.size(), from + CHUNK));
            decided += database.write(session -> {
                long done = 0;
                for (Doubt doubt : some) {
                    done += decide(session, doubt, decision, at) ? 1 : 0;
                }
                if (done > 0) {
                    audit.add(session, at, act(decision), choice.runId(), done, detail);
                }
                return done;
            });
        }
        return decided;
    }
}
