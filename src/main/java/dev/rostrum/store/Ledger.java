package dev.rostrum.store;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.StoreFailure.Cause;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * The ledger: announcements, their runs (jobs), one delivery per recipient, every attempt. Transitions go through the
 * writer's queue and are compare-and-set on (row, state, attempts): a future that completes with {@code false} means that
 * nothing may be sent. A future completes after its commit is durable, on the writer's own thread: what is
 * chained to it must not block. It completes exceptionally with {@link StoreFailure} where nothing could be written.
 *
 * <p>{@link #opening}, {@link #sending} and {@link #openedAndSending} also ask that the run is RUNNING: since a pause or
 * stop goes through the same queue, nothing new starts once it is committed.
 */
public final class Ledger {
    /** Rows per commit where many change at once. */
    private static final int CHUNK = 5_000;

    /** Rows per commit of planning; it reads and writes more for each. */
    private static final int MAX_PLAN_STEP = 2_000;

    /** Code of rows that the plan left out because the admin removed the person. */
    public static final String REMOVED = "Removed";

    /** Code of rows that the plan left out because another row is the same person. */
    public static final String SAME_PERSON = "SamePerson";

    private static final String REMOVED_CAUSE = "Removed by you";
    private static final String ENDED_CAUSE = "The program ended before the answer came";

    private static final String RUNNING_NOW = " AND (SELECT j.state FROM job j WHERE j.id = delivery.job) = 'RUNNING'";

    private final Database database;

    public Ledger(Database database) {
        this.database = database;
    }

    /**
     * A run (job) as it stands.
     *
     * @param announcement the announcement it belongs to
     * @param parent the job it follows from, or null for a SEND
     * @param message what it sends; of an EDIT the new message
     * @param canaryPassed whether the admin let everybody go after the first ones
     * @param rate requests per second as asked for this run, or null for the connection's
     */
    public record Run(
            long id,
            long announcement,
            JobKind kind,
            Long parent,
            String title,
            Message message,
            Audience audience,
            SendChoices choices,
            boolean canaryPassed,
            RunState state,
            PauseReason pauseReason,
            String pauseDetail,
            Double rate,
            Instant createdAt,
            Instant startedAt,
            Instant endedAt) {}

    /**
     * A waiting delivery as the dispatcher needs it. {@code conversationId} is null where none is known; {@code target} is
     * the message in Teams that an edit or recall acts on, else null.
     */
    public record Due(long id, String userId, String conversationId, String target, int attempts, boolean healed) {
        /** What the row's counter says while its create is under way. */
        private int whileOpening() {
            return attempts + 1;
        }

        /** What the row's counter says while its send is under way: one more where a create came first. */
        private int whileSending() {
            return conversationId == null ? attempts + 2 : attempts + 1;
        }
    }

    /** The answer of one call, as it goes into the attempt row. All but {@code at} may be missing (0, null). */
    public record CallResult(Instant at, int status, String code, String msCv, long latencyMillis, String note) {}

    /** How an attempt to send ended. */
    public sealed interface Outcome {
        /** Accepted by Teams, with the activity id where it gave one. */
        record Sent(String activityId) implements Outcome {}

        record Refused(String code, String cause) implements Outcome {}

        record InDoubt(String code, String cause) implements Outcome {}

        /** Certainly not processed: goes back to WAITING until {@code notBefore}. */
        record Again(Instant notBefore, String code, String cause) implements Outcome {}
    }

    /** What the admin says about a delivery in doubt. */
    public enum Decision {
        /** It counts as accepted by Teams. */
        ARRIVED,
        /** It is sent once more, and may arrive twice. */
        SEND_AGAIN
    }

    /** Counts before anything is written. {@code recipients = selected - removed - samePerson}. */
    public record Preview(long selected, long removed, long samePerson, long recipients, long withConversation) {}

    // ---------------------------------------------------------------- planning

    /** Exactly what planning this audience would write now. Ids that nobody knows count as nobody. */
    public Preview preview(Audience audience) {
        return database.read(session -> {
            session.script("CREATE TEMP TABLE IF NOT EXISTS chosen (user INTEGER PRIMARY KEY)");
            session.script("CREATE TEMP TABLE IF NOT EXISTS taken_out (user INTEGER PRIMARY KEY)");
            session.update("DELETE FROM temp.chosen");
            session.update("DELETE FROM temp.taken_out");
            for (String team : audience.teamIds()) {
                session.update(
                        "INSERT OR IGNORE INTO temp.chosen SELECT user FROM membership"
                                + " WHERE team = (SELECT id FROM team WHERE team_id = ?)",
                        team);
            }
            for (String user : audience.userIds()) {
                session.update("INSERT OR IGNORE INTO temp.chosen SELECT id FROM user WHERE user_id = ?", user);
            }
            for (String user : audience.excludedUserIds()) {
                session.update("INSERT OR IGNORE INTO temp.taken_out SELECT id FROM user WHERE user_id = ?", user);
            }
            long selected = session.number("SELECT count(*) FROM temp.chosen");
            session.update("DELETE FROM temp.chosen WHERE user IN (SELECT user FROM temp.taken_out) OR user IN"
                    + " (SELECT same.id FROM temp.taken_out t JOIN user e ON e.id = t.user"
                    + " JOIN user same ON same.object_id = e.object_id)");
            long left = session.number("SELECT count(*) FROM temp.chosen");
            // The first of several entries of one person is the recipient, as in planning.
            session.update("DELETE FROM temp.chosen WHERE user NOT IN"
                    + " (SELECT min(u.id) FROM temp.chosen c JOIN user u ON u.id = c.user"
                    + " GROUP BY coalesce(u.object_id, u.id))");
            long recipients = session.number("SELECT count(*) FROM temp.chosen");
            long known = session.number("SELECT count(*) FROM temp.chosen c JOIN conversation k ON k.user = c.user");
            session.update("DELETE FROM temp.chosen");
            session.update("DELETE FROM temp.taken_out");
            return new Preview(selected, selected - left, left - recipients, recipients, known);
        });
    }

    /** Writes announcement and run in state PLANNING; no rows yet. Returns the run's id. */
    public long begin(String title, Message message, Audience audience, SendChoices choices, Double rate, Instant at) {
        long announcement = database.write(session -> session.insert(
                "INSERT INTO announcement (title, text, format, folded, created_at) VALUES (?, ?, ?, ?, ?)",
                title,
                message.text(),
                message.format(),
                TextKeys.fold(title, message.text()),
                at));
        audience(announcement, "TEAM", audience.teamIds());
        audience(announcement, "USER", audience.userIds());
        audience(announcement, "EXCLUDED", audience.excludedUserIds());
        // The run comes last: an announcement without one was never finished, and recover() takes it away.
        return database.write(session -> {
            long run = session.insert(
                    "INSERT INTO job (announcement, kind, state, rate, created_at, retry_gateway, canary, outsiders, override)"
                            + " VALUES (?, ?, 'PLANNING', ?, ?, ?, ?, ?, ?)",
                    announcement,
                    JobKind.SEND,
                    rate,
                    at,
                    choices.retryGatewayErrors(),
                    choices.canary(),
                    choices.outsiders(),
                    choices.override());
            session.update("INSERT INTO job_total (job) VALUES (?)", run);
            return run;
        });
    }

    private void audience(long announcement, String role, Set<String> ids) {
        String item = role.equals("TEAM")
                ? "(SELECT id FROM team WHERE team_id = ?3)"
                : "(SELECT id FROM user WHERE user_id = ?3)";
        List<String> all = new ArrayList<>(ids);
        for (int from = 0; from < all.size(); from += CHUNK) {
            List<String> some = all.subList(from, Math.min(all.size(), from + CHUNK));
            database.write(session -> {
                for (String id : some) {
                    session.update(
                            "INSERT INTO audience (announcement, role, ref, item) VALUES (?1, ?2, ?3, " + item + ")",
                            announcement,
                            role,
                            id);
                }
                return some.size();
            });
        }
    }

    /**
     * Writes the next rows of the plan, at most 2,000, in the order in which people were first seen. Returns how many
     * people were written so far, and whether that was all.
     */
    public PlanStep planNext(long runId, int limit, Instant at) {
        int step = Math.max(1, Math.min(limit, MAX_PLAN_STEP));
        return database.write(session -> {
            requireState(session, runId, Set.of(RunState.PLANNING));
            long announcement = session.number("SELECT announcement FROM job WHERE id = ?", runId);
            long cursor = session.number("SELECT plan_cursor FROM job WHERE id = ?", runId);
            List<Long> people = nextPeople(session, announcement, cursor, step);
            boolean exclusions = session.number(
                            "SELECT EXISTS (SELECT 1 FROM audience WHERE announcement = ? AND role = 'EXCLUDED')",
                            announcement)
                    != 0;
            for (long user : people) {
                plan(session, runId, announcement, exclusions, user, at);
                cursor = user;
            }
            session.update("UPDATE job SET plan_cursor = ? WHERE id = ?", cursor, runId);
            session.update("UPDATE job_total SET selected = selected + ? WHERE job = ?", (long) people.size(), runId);
            long written = session.number("SELECT selected FROM job_total WHERE job = ?", runId);
            return new PlanStep(written, people.size() < step);
        });
    }

    public record PlanStep(long written, boolean complete) {}

    /** The next people behind the cursor over all sources; each source is read only as far as the step needs. */
    private static List<Long> nextPeople(Session session, long announcement, long cursor, int step)
            throws SQLException {
        TreeSet<Long> next = new TreeSet<>();
        List<Long> teams = session.list(
                "SELECT item FROM audience WHERE announcement = ? AND role = 'TEAM' AND item IS NOT NULL",
                row -> row.getLong(1),
                announcement);
        for (long team : teams) {
            session.each(
                    "SELECT user FROM membership WHERE team = ? AND user > ? ORDER BY user LIMIT ?",
                    row -> row.getLong(1),
                    next::add,
                    team,
                    cursor,
                    step);
            cut(next, step);
        }
        session.each(
                "SELECT item FROM audience WHERE announcement = ? AND role = 'USER' AND item > ? ORDER BY item LIMIT ?",
                row -> row.getLong(1),
                next::add,
                announcement,
                cursor,
                step);
        cut(next, step);
        return List.copyOf(next);
    }

    private static void cut(TreeSet<Long> people, int size) {
        while (people.size() > size) {
            people.pollLast();
        }
    }

    /** A person as planning needs it; {@code same} is the row of this job that is the same person, or null. */
    private record Planned(String name, String email, String same) {}

    private static void plan(Session session, long run, long announcement, boolean exclusions, long user, Instant at)
            throws SQLException {
        boolean removed = exclusions
                && session.number(
                                "SELECT EXISTS (SELECT 1 FROM audience a WHERE a.announcement = ?1"
                                        + " AND a.role = 'EXCLUDED' AND a.item = ?2)"
                                        + " OR EXISTS (SELECT 1 FROM user u CROSS JOIN user e"
                                        + " ON e.object_id = u.object_id CROSS JOIN audience a ON a.item = e.id"
                                        + " WHERE u.id = ?2 AND a.announcement = ?1 AND a.role = 'EXCLUDED')",
                                announcement,
                                user)
                        != 0;
        Planned person = session.first(
                        "SELECT u.name, u.email, (SELECT o.user_id FROM delivery d JOIN user o ON o.id = d.user"
                                + " WHERE d.job = ?1 AND d.object_id = u.object_id) AS same FROM user u WHERE u.id = ?2",
                        row -> new Planned(row.getString("name"), row.getString("email"), row.getString("same")),
                        run,
                        user)
                .orElseThrow();
        String code = removed ? REMOVED : person.same() != null ? SAME_PERSON : null;
        String cause = removed ? REMOVED_CAUSE : person.same() != null ? "Same person as " + person.same() : null;
        session.update(
                "INSERT INTO delivery (job, user, object_id, name, email, name_key, folded, state, code, cause,"
                        + " updated_at) SELECT ?1, id, CASE WHEN ?2 IS NULL THEN object_id END, name, email, name_key,"
                        + " ?5, CASE WHEN ?2 IS NULL THEN 'WAITING' ELSE 'EXCLUDED' END, ?2, ?3, ?4"
                        + " FROM user WHERE id = ?6",
                run,
                code,
                cause,
                at,
                TextKeys.fold(person.name(), person.email()),
                user);
    }

    /** The last commit of planning: the plan is valid from here on, the run PAUSED(NOT_STARTED). */
    public void planned(long runId, Instant at) {
        database.write(session -> {
            requireState(session, runId, Set.of(RunState.PLANNING));
            Totals kept = totals(session, runId);
            Totals counted = recount(session, runId);
            if (!kept.equals(counted) || !kept.addUp()) {
                throw new StoreFailure(
                        Cause.OTHER,
                        "The plan does not add up: " + counted.sum() + " rows for " + kept.selected()
                                + " people. Nothing was sent. Discard it and plan again.",
                        null);
            }
            return session.update(
                    "UPDATE job SET state = 'PAUSED', pause_reason = ?, pause_detail = NULL WHERE id = ?",
                    PauseReason.NOT_STARTED,
                    runId);
        });
    }

    /** Takes a plan back that was not started (DRAFT, PLANNING or PAUSED(NOT_STARTED)); nothing of it stays. */
    public void discard(long runId) {
        database.write(session -> {
            requireState(session, runId, Set.of(RunState.DRAFT, RunState.PLANNING, RunState.PAUSED));
            String reason = session.text("SELECT pause_reason FROM job WHERE id = ?", runId);
            if (reason != null && !reason.equals(PauseReason.NOT_STARTED.name())) {
                throw new IllegalStateException("run " + runId + " has been started");
            }
            // From here on it is no valid plan any more, however far the next commits come.
            return session.update(
                    "UPDATE job SET state = 'PLANNING', pause_reason = NULL, pause_detail = NULL WHERE id = ?", runId);
        });
        dropRows(runId);
        database.write(session -> {
            long announcement = session.number("SELECT announcement FROM job WHERE id = ?", runId);
            session.update("DELETE FROM job WHERE id = ?", runId);
            return session.update(
                    "DELETE FROM announcement WHERE id = ?1"
                            + " AND NOT EXISTS (SELECT 1 FROM job WHERE announcement = ?1)",
                    announcement);
        });
    }

    private void dropRows(long runId) {
        int gone;
        do {
            gone = database.write(session -> session.update(
                    "DELETE FROM delivery WHERE id IN (SELECT id FROM delivery WHERE job = ? LIMIT " + CHUNK + ")",
                    runId));
        } while (gone == CHUNK);
    }

    // ---------------------------------------------------------------- runs

    public Optional<Run> run(long runId) {
        return database.read(session -> session.first(RUN + " WHERE j.id = ?", row -> run(session, row), runId));
    }

    /** Runs that are PLANNING, RUNNING, PAUSED or STOPPING. */
    public List<Run> openRuns() {
        return database.read(session -> session.list(
                RUN + " WHERE j.state IN ('PLANNING', 'RUNNING', 'PAUSED', 'STOPPING') ORDER BY j.id",
                row -> run(session, row)));
    }

    private static final String RUN =
            "SELECT j.id, j.announcement, j.kind, j.parent, a.title, coalesce(j.text, a.text) AS text,"
                    + " coalesce(j.format, a.format) AS format, j.retry_gateway, j.canary, j.canary_passed, j.outsiders,"
                    + " j.override, j.state, j.pause_reason, j.pause_detail, j.rate, j.created_at, j.started_at,"
                    + " j.ended_at FROM job j JOIN announcement a ON a.id = j.announcement";

    private static Run run(Session session, ResultSet row) throws SQLException {
        long announcement = row.getLong("announcement");
        double rate = row.getDouble("rate");
        Double asked = row.wasNull() ? null : Double.valueOf(rate);
        long parent = row.getLong("parent");
        Long follows = row.wasNull() ? null : Long.valueOf(parent);
        return new Run(
                row.getLong("id"),
                announcement,
                Rows.constant(row, "kind", JobKind.class),
                follows,
                row.getString("title"),
                new Message(row.getString("text"), Rows.constant(row, "format", TextFormat.class)),
                new Audience(
                        refs(session, announcement, "TEAM"),
                        refs(session, announcement, "USER"),
                        refs(session, announcement, "EXCLUDED")),
                new SendChoices(
                        row.getBoolean("retry_gateway"),
                        row.getInt("canary"),
                        row.getBoolean("outsiders"),
                        row.getString("override")),
                row.getBoolean("canary_passed"),
                Rows.constant(row, "state", RunState.class),
                Rows.constant(row, "pause_reason", PauseReason.class),
                row.getString("pause_detail"),
                asked,
                Rows.instant(row, "created_at"),
                Rows.instant(row, "started_at"),
                Rows.instant(row, "ended_at"));
    }

    private static Set<String> refs(Session session, long announcement, String role) throws SQLException {
        Set<String> ids = new HashSet<>();
        session.each(
                "SELECT ref FROM audience WHERE announcement = ? AND role = ?",
                row -> row.getString(1),
                ids::add,
                announcement,
                role);
        return ids;
    }

    /**
     * Moves a run on: PAUSED to RUNNING, RUNNING to PAUSED, both to STOPPING, any of them to DONE or STOPPED. The
     * future fails with {@link IllegalStateException} for any other way, and for DONE or STOPPED while a row is still
     * waiting or in flight. {@code reason} and {@code detail} are kept for PAUSED only; PAUSED without a reason is ASKED.
     */
    public CompletableFuture<Void> setState(long runId, RunState state, PauseReason reason, String detail, Instant at) {
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
            session.update(
                    "UPDATE job SET state = ?1, pause_reason = ?2, pause_detail = ?3,"
                            + " started_at = CASE WHEN ?1 = 'RUNNING' THEN coalesce(started_at, ?4) ELSE started_at END,"
                            + " ended_at = ?5 WHERE id = ?6",
                    state,
                    paused ? Objects.requireNonNullElse(reason, PauseReason.ASKED) : null,
                    paused ? detail : null,
                    at,
                    over ? at : null,
                    runId);
            return null;
        });
    }

    private static final Map<RunState, Set<RunState>> NEXT = new EnumMap<>(Map.of(
            RunState.RUNNING,
            Set.of(RunState.RUNNING, RunState.PAUSED, RunState.STOPPING, RunState.DONE, RunState.STOPPED),
            RunState.PAUSED,
            Set.of(RunState.RUNNING, RunState.PAUSED, RunState.STOPPING, RunState.DONE, RunState.STOPPED),
            RunState.STOPPING,
            Set.of(RunState.STOPPING, RunState.PAUSED, RunState.DONE, RunState.STOPPED)));

    private static RunState state(Session session, long runId) throws SQLException {
        String name = session.text("SELECT state FROM job WHERE id = ?", runId);
        if (name == null) {
            throw new IllegalStateException("there is no run " + runId);
        }
        return RunState.valueOf(name);
    }

    private static void requireState(Session session, long runId, Set<RunState> states) throws SQLException {
        RunState now = state(session, runId);
        if (!states.contains(now)) {
            throw new IllegalStateException("run " + runId + " is " + now);
        }
    }

    /**
     * WAITING rows become CANCELLED(reason), in commits of 5,000. Rows that return to WAITING afterwards (an answer
     * "try again" to a request in flight) need another call before the run can be STOPPED.
     */
    public CompletableFuture<Long> cancelWaiting(long runId, String reason, Instant at) {
        return database.submit(session -> (long) session.update(
                        "UPDATE delivery SET state = 'CANCELLED', code = NULL, cause = ?, updated_at = ? WHERE id IN"
                                + " (SELECT id FROM delivery WHERE job = ? AND state = 'WAITING' LIMIT " + CHUNK + ")",
                        reason,
                        at,
                        runId))
                .thenCompose(changed -> changed < CHUNK
                        ? CompletableFuture.completedFuture(changed)
                        : cancelWaiting(runId, reason, at).thenApply(more -> changed + more));
    }

    public Totals totals(long runId) {
        return database.read(session -> totals(session, runId));
    }

    /** Counts each row again, where {@link #totals} reads kept counters. */
    public Totals recount(long runId) {
        return database.read(session -> recount(session, runId));
    }

    private static Totals totals(Session session, long runId) throws SQLException {
        return session.first("SELECT " + Rows.TOTALS + " FROM job_total t WHERE t.job = ?", Rows::totals, runId)
                .orElse(Totals.NONE);
    }

    private static Totals recount(Session session, long runId) throws SQLException {
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

    // ---------------------------------------------------------------- deliveries

    /** Waiting rows that are due, oldest first. */
    public List<Due> due(long runId, Instant now, int limit) {
        return database.read(session -> session.list(
                "SELECT d.id, u.user_id, c.conversation_id, d.target, d.attempts, d.healed FROM delivery d"
                        + " JOIN user u ON u.id = d.user LEFT JOIN conversation c ON c.user = d.user"
                        + " WHERE d.job = ? AND d.state = 'WAITING' AND d.not_before <= ?"
                        + " ORDER BY d.not_before, d.id LIMIT ?",
                row -> new Due(
                        row.getLong("id"),
                        row.getString("user_id"),
                        row.getString("conversation_id"),
                        row.getString("target"),
                        row.getInt("attempts"),
                        row.getBoolean("healed")),
                runId,
                now,
                limit));
    }

    /**
     * When the next waiting row falls due, or empty where none waits. The epoch for a row that was never tried. Rows of
     * which a request has just been queued may still be counted.
     */
    public Optional<Instant> nextDue(long runId) {
        return database.read(session -> session.first(
                "SELECT not_before FROM delivery WHERE job = ? AND state = 'WAITING' ORDER BY not_before, id LIMIT 1",
                row -> Rows.instant(row, "not_before"),
                runId));
    }

    /** WAITING to OPENING, with an attempt row of its own. For rows without a known conversation. */
    public CompletableFuture<Boolean> opening(Due row, Instant at) {
        if (row.conversationId() != null) {
            throw new IllegalArgumentException("delivery " + row.id() + " has a conversation");
        }
        return database.submit(session -> {
            if (session.update(
                            "UPDATE delivery SET state = 'OPENING', attempts = attempts + 1, updated_at = ?"
                                    + " WHERE id = ? AND state = 'WAITING' AND attempts = ?" + RUNNING_NOW,
                            at,
                            row.id(),
                            row.attempts())
                    == 0) {
                return false;
            }
            attempt(session, row.id(), row.whileOpening(), "CREATE", at);
            return true;
        });
    }

    /**
     * Stores the new id and makes the row SENDING with a second attempt row, in one commit. False when nothing may be
     * sent: where the run is no longer RUNNING the id is stored all the same and the row goes back to WAITING, as by
     * {@link #openedOnly}, so that no row stays OPENING behind a pause or a stop.
     */
    public CompletableFuture<Boolean> openedAndSending(
            Due opening, String conversationId, CallResult created, Instant at) {
        requireId(conversationId);
        return database.submit(session -> {
            if (session.update(
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
            answered(session, opening.id(), opening.whileOpening(), created);
            remember(session, opening.id(), conversationId, created);
            attempt(session, opening.id(), opening.whileSending(), "SEND", at);
            return true;
        });
    }

    /** Stores the new id; the row goes back to WAITING, since nothing more may be sent now. */
    public CompletableFuture<Boolean> openedOnly(Due opening, String conversationId, CallResult created, Instant at) {
        requireId(conversationId);
        return database.submit(session -> backToWaiting(session, opening, conversationId, created, at));
    }

    private static boolean backToWaiting(
            Session session, Due opening, String conversationId, CallResult created, Instant at) throws SQLException {
        if (session.update(
                        "UPDATE delivery SET state = 'WAITING', opened = 1, conversation_id = ?, code = NULL,"
                                + " cause = NULL, updated_at = ?"
                                + " WHERE id = ? AND state = 'OPENING' AND attempts = ?",
                        conversationId,
                        at,
                        opening.id(),
                        opening.whileOpening())
                == 0) {
            return false;
        }
        answered(session, opening.id(), opening.whileOpening(), created);
        remember(session, opening.id(), conversationId, created);
        return true;
    }

    /** The create ended otherwise: {@link Outcome.Refused} or {@link Outcome.Again}. */
    public CompletableFuture<Boolean> notOpened(Due opening, CallResult result, Outcome outcome) {
        if (outcome instanceof Outcome.Sent || outcome instanceof Outcome.InDoubt) {
            throw new IllegalArgumentException("a create is repeatable and sends nothing");
        }
        return database.submit(
                session -> move(session, opening.id(), DeliveryState.OPENING, opening.whileOpening(), result, outcome));
    }

    /** WAITING to SENDING of a row whose conversation is known, with its attempt row. */
    public CompletableFuture<Boolean> sending(Due row, Instant at) {
        requireId(row.conversationId());
        return database.submit(session -> {
            if (session.update(
                            "UPDATE delivery SET state = 'SENDING', attempts = attempts + 1, conversation_id = ?,"
                                    + " updated_at = ? WHERE id = ? AND state = 'WAITING' AND attempts = ?"
                                    + RUNNING_NOW,
                            row.conversationId(),
                            at,
                            row.id(),
                            row.attempts())
                    == 0) {
                return false;
            }
            attempt(session, row.id(), row.whileSending(), "SEND", at);
            return true;
        });
    }

    /** SENDING to the outcome. {@code row} as it was handed to {@link #sending} or {@link #openedAndSending}. */
    public CompletableFuture<Boolean> settle(Due row, CallResult result, Outcome outcome) {
        return database.submit(
                session -> move(session, row.id(), DeliveryState.SENDING, row.whileSending(), result, outcome));
    }

    /**
     * An acceptance that came after the row was given up as IN_DOUBT and before any decision: IN_DOUBT to SENT.
     * {@code row} as it was handed to {@link #sending} or {@link #openedAndSending}.
     */
    public CompletableFuture<Boolean> lateAnswer(Due row, CallResult result, Outcome.Sent outcome) {
        return database.submit(
                session -> move(session, row.id(), DeliveryState.IN_DOUBT, row.whileSending(), result, outcome));
    }

    /** The stored id is stale: forgotten, row to WAITING(healed) without conversation, in one commit. Once per row. */
    public CompletableFuture<Boolean> heal(Due row, CallResult result, Instant at) {
        return database.submit(session -> {
            String stale = session.text("SELECT conversation_id FROM delivery WHERE id = ?", row.id());
            if (session.update(
                            "UPDATE delivery SET state = 'WAITING', healed = 1, conversation_id = NULL, not_before = ?,"
                                    + " code = ?, cause = NULL, updated_at = ?"
                                    + " WHERE id = ? AND state = 'SENDING' AND attempts = ? AND healed = 0",
                            at,
                            result.code(),
                            result.at(),
                            row.id(),
                            row.whileSending())
                    == 0) {
                return false;
            }
            answered(session, row.id(), row.whileSending(), result);
            // Only the id that failed: another run may have stored a new one by now.
            session.update(
                    "DELETE FROM conversation WHERE user = (SELECT user FROM delivery WHERE id = ?)"
                            + " AND conversation_id = ?",
                    row.id(),
                    stale);
            return true;
        });
    }

    /**
     * The admin's decision about a row in doubt: ARRIVED makes it SENT, SEND_AGAIN makes it WAITING, in one commit with
     * the record of the decision. A run that was over is PAUSED(ASKED) again by the latter. False when the row is not
     * in doubt any more, or has been tried since ({@code attempts} as it was shown).
     */
    public CompletableFuture<Boolean> decide(long deliveryId, int attempts, Decision decision, Instant at) {
        boolean again = decision == Decision.SEND_AGAIN;
        return database.submit(session -> {
            if (session.update(
                            "UPDATE delivery SET state = ?, code = NULL, cause = ?, not_before = ?, updated_at = ?"
                                    + " WHERE id = ? AND state = 'IN_DOUBT' AND attempts = ?",
                            again ? DeliveryState.WAITING : DeliveryState.SENT,
                            again ? "Sent again by your decision" : "Counted as accepted by your decision",
                            at,
                            at,
                            deliveryId,
                            attempts)
                    == 0) {
                return false;
            }
            session.update(
                    "INSERT INTO decision (delivery, attempts, kind, decided_at) VALUES (?, ?, ?, ?)",
                    deliveryId,
                    attempts,
                    decision,
                    at);
            if (again) {
                session.update(
                        "UPDATE job SET state = 'PAUSED', pause_reason = 'ASKED', pause_detail = NULL, ended_at = NULL"
                                + " WHERE id = (SELECT job FROM delivery WHERE id = ?) AND state IN ('DONE', 'STOPPED')",
                        deliveryId);
            }
            return true;
        });
    }

    /** One compare-and-set with the attempt's answer and the conversation's last call, in the caller's savepoint. */
    private static boolean move(
            Session session, long id, DeliveryState from, int attempts, CallResult result, Outcome outcome)
            throws SQLException {
        DeliveryState to;
        String code = null;
        String cause = null;
        String activity = null;
        Instant notBefore = Instant.EPOCH;
        if (outcome instanceof Outcome.Sent) {
            to = DeliveryState.SENT;
            activity = ((Outcome.Sent) outcome).activityId();
        } else if (outcome instanceof Outcome.Refused) {
            to = DeliveryState.REFUSED;
            code = ((Outcome.Refused) outcome).code();
            cause = ((Outcome.Refused) outcome).cause();
        } else if (outcome instanceof Outcome.InDoubt) {
            to = DeliveryState.IN_DOUBT;
            code = ((Outcome.InDoubt) outcome).code();
            cause = ((Outcome.InDoubt) outcome).cause();
        } else {
            Outcome.Again again = (Outcome.Again) outcome;
            to = DeliveryState.WAITING;
            code = again.code();
            cause = again.cause();
            notBefore = again.notBefore();
        }
        if (session.update(
                        "UPDATE delivery SET state = ?, code = ?, cause = ?, activity_id = ?, not_before = ?,"
                                + " updated_at = ? WHERE id = ? AND state = ? AND attempts = ?",
                        to,
                        code,
                        cause,
                        activity,
                        notBefore,
                        result.at(),
                        id,
                        from,
                        attempts)
                == 0) {
            return false;
        }
        answered(session, id, attempts, result);
        session.update(
                "UPDATE conversation SET last_call_at = ?1, last_status = ?2, last_code = ?3,"
                        + " last_accepted_at = CASE WHEN ?4 = 'SENT' THEN ?1 ELSE last_accepted_at END"
                        + " WHERE user = (SELECT user FROM delivery WHERE id = ?5)",
                result.at(),
                status(result),
                result.code(),
                to,
                id);
        return true;
    }

    private static void attempt(Session session, long delivery, int n, String call, Instant at) throws SQLException {
        session.update(
                "INSERT INTO attempt (delivery, n, call, started_at) VALUES (?, ?, ?, ?)", delivery, n, call, at);
    }

    private static void answered(Session session, long delivery, int n, CallResult result) throws SQLException {
        session.update(
                "UPDATE attempt SET ended_at = ?, status = ?, code = ?, ms_cv = ?, latency_ms = ?, note = ?"
                        + " WHERE delivery = ? AND n = ?",
                result.at(),
                status(result),
                result.code(),
                result.msCv(),
                result.latencyMillis(),
                result.note(),
                delivery,
                n);
    }

    private static Integer status(CallResult result) {
        return result.status() == 0 ? null : Integer.valueOf(result.status());
    }

    private static void remember(Session session, long delivery, String conversationId, CallResult created)
            throws SQLException {
        session.update(
                "INSERT INTO conversation (user, conversation_id, origin, created_at, last_call_at, last_status,"
                        + " last_code) VALUES ((SELECT user FROM delivery WHERE id = ?1), ?2, 'CREATED', ?3, ?3, ?4, ?5)"
                        + " ON CONFLICT (user) DO UPDATE SET"
                        // Creating is get-or-create: the same id again is the same conversation.
                        + " origin = CASE WHEN conversation_id = ?2 THEN origin ELSE 'CREATED' END,"
                        + " created_at = CASE WHEN conversation_id = ?2 THEN created_at ELSE ?3 END,"
                        + " last_accepted_at = CASE WHEN conversation_id = ?2 THEN last_accepted_at END,"
                        + " conversation_id = ?2, last_call_at = ?3, last_status = ?4, last_code = ?5",
                delivery,
                conversationId,
                created.at(),
                status(created),
                created.code());
    }

    private static void requireId(String conversationId) {
        if (conversationId == null || conversationId.isBlank()) {
            throw new IllegalArgumentException("no conversation id");
        }
    }

    // ---------------------------------------------------------------- start-up

    /**
     * Start-up: OPENING to WAITING, SENDING to IN_DOUBT, RUNNING and STOPPING runs to PAUSED, PLANNING to DRAFT. Call
     * it once after opening for writing, before anything is dispatched.
     */
    public Recovery recover(Instant at) {
        List<Long> unplanned = database.read(
                session -> session.list("SELECT id FROM job WHERE state = 'PLANNING'", row -> row.getLong(1)));
        for (long run : unplanned) {
            dropRows(run);
            database.write(session -> {
                session.update("UPDATE job_total SET selected = 0 WHERE job = ?", run);
                return session.update("UPDATE job SET state = 'DRAFT', plan_cursor = 0 WHERE id = ?", run);
            });
        }
        return database.write(session -> {
            session.update(
                    "UPDATE attempt SET note = ? WHERE ended_at IS NULL AND delivery IN"
                            + " (SELECT id FROM delivery WHERE state = 'OPENING' OR state = 'SENDING')",
                    ENDED_CAUSE);
            long reopened =
                    session.update("UPDATE delivery SET state = 'WAITING', updated_at = ? WHERE state = 'OPENING'", at);
            long inDoubt = session.update(
                    "UPDATE delivery SET state = 'IN_DOUBT', code = NULL, cause = ?, updated_at = ?"
                            + " WHERE state = 'SENDING'",
                    ENDED_CAUSE,
                    at);
            long paused = session.update(
                    "UPDATE job SET state = 'PAUSED', pause_reason = ?, pause_detail = NULL"
                            + " WHERE state IN ('RUNNING', 'STOPPING')",
                    PauseReason.PROGRAM_ENDED);
            session.update("DELETE FROM announcement WHERE id NOT IN (SELECT announcement FROM job)");
            return new Recovery(reopened, inDoubt, paused);
        });
    }

    public record Recovery(long reopened, long inDoubt, long pausedRuns) {}
}
