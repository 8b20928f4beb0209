package dev.rostrum.store.ledger;

import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The runs of the {@link Ledger}: what each is, its state and its totals. */
public final class Jobs {
    private static final String RUN =
            "SELECT j.id, j.announcement, j.kind, j.parent, a.title, coalesce(j.text, a.text) AS text,"
                    + " coalesce(j.format, a.format) AS format, j.retry_gateway, j.canary, j.canary_passed, j.outsiders,"
                    + " j.unknown_kind, j.override, j.state, j.pause_reason, j.pause_detail, j.rate, a.purpose, j.created_at, j.started_at,"
                    + " j.ended_at FROM job j JOIN announcement a ON a.id = j.announcement";

    private static final Map<RunState, Set<RunState>> NEXT = new EnumMap<>(Map.of(
            RunState.RUNNING,
            Set.of(RunState.RUNNING, RunState.PAUSED, RunState.STOPPING, RunState.DONE, RunState.STOPPED),
            RunState.PAUSED,
            Set.of(RunState.RUNNING, RunState.PAUSED, RunState.STOPPING, RunState.DONE, RunState.STOPPED),
            RunState.STOPPING,
            Set.of(RunState.STOPPING, RunState.PAUSED, RunState.DONE, RunState.STOPPED)));

    private final Database database;
    private final AuditLog audit;

    Jobs(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    public Optional<Job> find(long runId) {
        return database.read(session -> run(session, runId));
    }

    static Optional<Job> run(Session session, long runId) throws SQLException {
        return session.first(RUN + " WHERE j.id = ?", Jobs::read, runId);
    }

    /** Runs that are PLANNING, RUNNING, PAUSED or STOPPING. */
    public List<Job> open() {
        return database.read(session -> session.list(
                RUN + " WHERE j.state IN ('PLANNING', 'RUNNING', 'PAUSED', 'STOPPING') ORDER BY j.id", Jobs::read));
    }

    private static Job read(ResultSet row) throws SQLException {
        long announcement = row.getLong("announcement");
        long parent = row.getLong("parent");
        Long follows = row.wasNull() ? null : Long.valueOf(parent);
        return new Job(
                row.getLong("id"),
                announcement,
                Rows.constant(row, "kind", JobKind.class),
                follows,
                row.getString("title"),
                new Message(row.getString("text"), Rows.constant(row, "format", TextFormat.class)),
                Rows.choices(row),
                row.getBoolean("canary_passed"),
                Rows.constant(row, "state", RunState.class),
                Rows.constant(row, "pause_reason", PauseReason.class),
                Rows.stored(row, "pause_detail"),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "started_at"),
                Rows.instant(row, "ended_at"));
    }

    /**
     * Moves a run on: PAUSED to RUNNING, RUNNING to PAUSED, both to STOPPING, any of them to DONE or STOPPED. The
     * future fails with {@link IllegalStateException} for any other way, and for DONE or STOPPED while a row is still
     * waiting or in flight. {@code reason} is kept for PAUSED only, {@code detail} for STOPPED too; PAUSED without a reason is ASKED.
     * Going on after PAUSED(CANARY) lets the rest go: the canary is passed. What the admin asked for is in the audit log,
     * with the detail: it says which other process asked for a pause or a stop.
     */
    public CompletableFuture<Void> setState(long runId, RunState state, PauseReason reason, Reason detail, Instant at) {
        return database.submit(session -> {
            RunState now = state(session, runId);
            if (!NEXT.getOrDefault(now, Set.of()).contains(state)) {
                throw new IllegalStateException("run " + runId + " cannot go from " + now + " to " + state);
            }
            boolean over = state == RunState.DONE || state == RunState.STOPPED;
            if (over && totals(session, runId).open() > 0) {
                throw new IllegalStateException("run " + runId + " has open rows and cannot be " + state);
            }
            boolean paused = state == RunState.PAUSED;
            record(session, runId, now, state, reason, detail, at);
            session.update(
                    "UPDATE job SET state = ?1, pause_reason = ?2, pause_detail = ?3,"
                            + " canary_passed = canary_passed OR (?1 = 'RUNNING' AND pause_reason IS 'CANARY'),"
                            + " started_at = CASE WHEN ?1 = 'RUNNING' THEN coalesce(started_at, ?4) ELSE started_at END,"
                            + " ended_at = ?5 WHERE id = ?6",
                    state,
                    paused ? Objects.requireNonNullElse(reason, PauseReason.ASKED) : null,
                    // Of a stop it is who asked for it.
                    (paused || state == RunState.STOPPED) && detail != null ? detail.stored() : null,
                    at,
                    over ? at : null,
                    runId);
            return null;
        });
    }

    /**
     * The run is over, unless it has a row to work on: then it stays as it is, and the answer is false. Asked in the commit itself, since
     * a job may grow and a decision may bring a row back.
     */
    public CompletableFuture<Boolean> done(long runId, Instant at) {
        return database.submit(session -> {
            requireState(session, runId, Set.of(RunState.RUNNING, RunState.STOPPING, RunState.PAUSED));
            if (totals(session, runId).open() > 0) {
                return false;
            }
            session.update(
                    "UPDATE job SET state = 'DONE', pause_reason = NULL, pause_detail = NULL, ended_at = ? WHERE id = ?",
                    at,
                    runId);
            return true;
        });
    }

    /** The audit row of what the admin asked for; the program's own pauses and a run's end are no decisions. */
    private void record(
            Session session, long runId, RunState from, RunState to, PauseReason reason, Reason detail, Instant at)
            throws SQLException {
        if (from == to) {
            return;
        }
        boolean asked = reason == null || reason == PauseReason.ASKED;
        boolean stopped = to == RunState.STOPPING || (to == RunState.STOPPED && from != RunState.STOPPING);
        AuditAct act = null;
        if (to == RunState.RUNNING) {
            if (byItself(session, runId)) {
                return;
            }
            act = session.number("SELECT started_at IS NULL FROM job WHERE id = ?", runId) != 0
                    ? AuditAct.STARTED
                    : AuditAct.RESUMED;
        } else if (stopped) {
            act = AuditAct.STOPPED;
        } else if (to == RunState.PAUSED && from == RunState.RUNNING && asked) {
            act = AuditAct.PAUSED;
        }
        if (act != null) {
            audit.add(session, at, act, runId, totals(session, runId).open(), detail);
        }
    }

    /** Whether it is one that goes on by itself from where it stands. */
    private static boolean byItself(Session session, long runId) throws SQLException {
        Job run = run(session, runId).orElseThrow();
        return run.automatic() && run.pauseReason() != null && Prompted.goesOn(run.pauseReason(), run.pauseDetail());
    }

    private static RunState state(Session session, long runId) throws SQLException {
        String name = session.text("SELECT state FROM job WHERE id = ?", runId);
        if (name == null) {
            throw new IllegalStateException("there is no run " + runId);
        }
        return RunState.valueOf(name);
    }

    static void requireState(Session session, long runId, Set<RunState> states) throws SQLException {
        RunState now = state(session, runId);
        if (!states.contains(now)) {
            throw new IllegalStateException("run " + runId + " is " + now);
        }
    }

    public Totals totals(long runId) {
        return database.read(session -> totals(session, runId));
    }

    /** Counts each row again, where {@link #totals} reads kept counters. */
    public Totals recount(long runId) {
        return database.read(session -> recount(session, runId));
    }

    static Totals totals(Session session, long runId) throws SQLException {
        TotalsChanges.of(session).write(session);
        return session.first("SELECT " + Rows.TOTALS + " FROM job_total t WHERE t.job = ?", Rows::totals, runId)
                .orElse(Totals.NONE);
    }

    static Totals recount(Session session, long runId) throws SQLException {
        Map<DeliveryState, Long> counts = new EnumMap<>(DeliveryState.class);
        session.each(
                "SELECT state, count(*) AS n FROM delivery WHERE job = ? GROUP BY state",
                row -> Map.entry(DeliveryState.valueOf(row.getString("state")), row.getLong("n")),
                entry -> counts.put(entry.getKey(), entry.getValue()),
                runId);
        return Totals.of(session.number("SELECT selected FROM job_total WHERE job = ?", runId), counts);
    }

    /** Rows of a state, for checks. */
    public long count(long runId, DeliveryState state) {
        return database.read(
                session -> session.number("SELECT count(*) FROM delivery WHERE job = ? AND state = ?", runId, state));
    }

    /**
     * Start-up: OPENING to WAITING, SENDING to IN_DOUBT (of an edit or recall, which is repeatable, to WAITING), RUNNING
     * and STOPPING runs to PAUSED, PLANNING to DRAFT, a message to "me" that still waits to STOPPED; a job with a parent that was not planned to its end is dropped.
     * Call it once after opening for writing, before anything is dispatched.
     */
    public Recovery recover(Instant at) {
        List<Long> unplanned = database.read(
                session -> session.list("SELECT id FROM job WHERE state = 'PLANNING'", row -> row.getLong(1)));
        for (long run : unplanned) {
            Plans.dropRows(database, run);
            database.write(session -> {
                session.update("DELETE FROM job WHERE id = ? AND parent IS NOT NULL", run);
                session.update("UPDATE job_total SET selected = 0 WHERE job = ?", run);
                return session.update(
                        "UPDATE job SET state = 'DRAFT', plan_cursor = 0, overridden = 0 WHERE id = ?", run);
            });
        }
        return database.write(session -> {
            Outcomes.Recovered recovered = Outcomes.recover(session, at);
            endMessagesToMe(session, at);
            long paused = session.update(
                    "UPDATE job SET state = 'PAUSED', pause_reason = ?, pause_detail = NULL"
                            + " WHERE state IN ('RUNNING', 'STOPPING')",
                    PauseReason.PROGRAM_ENDED);
            session.update("DELETE FROM announcement WHERE id NOT IN (SELECT announcement FROM job)");
            return new Recovery(recovered.reopened(), recovered.inDoubt(), paused);
        });
    }

    /** No list shows a message to "me", so nobody would know that it still waits, and it was meant for that moment. */
    private static void endMessagesToMe(Session session, Instant at) throws SQLException {
        List<Long> left = session.list(
                "SELECT j.id FROM announcement a CROSS JOIN job j ON j.announcement = a.id"
                        + " WHERE a.purpose = 'TO_ME' AND j.state IN ('RUNNING', 'PAUSED', 'STOPPING')",
                row -> row.getLong(1));
        for (long run : left) {
            Cancellations.cancelSome(session, run, Reason.of("ended.notLater"), at);
            session.update(
                    "UPDATE job SET state = 'STOPPED', pause_reason = NULL, pause_detail = NULL, ended_at = ? WHERE id = ?",
                    at,
                    run);
        }
    }

    /** What start-up found: rows that wait again, rows in doubt, runs that are paused. */
    public record Recovery(long reopened, long inDoubt, long pausedRuns) {}
}
