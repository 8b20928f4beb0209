package dev.rostrum.store;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.Explanation;
import dev.rostrum.domain.GuardReason;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.StoreFailure.Cause;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

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

    /** Rows per commit of decisions, which touch more for each. */
    private static final int DECIDE_CHUNK = 1_000;

    /** Rows per commit of planning; it reads and writes more for each. */
    private static final int MAX_PLAN_STEP = 2_000;

    /** Code of rows that the plan left out because the admin removed the person. */
    public static final String REMOVED = "Removed";

    /** Code of rows that the plan left out because another row is the same person. */
    public static final String SAME_PERSON = "SamePerson";

    /** Code of rows of a resend, edit or recall whose message is in doubt. */
    public static final String IN_DOUBT = "InDoubt";

    /** Code of rows of a resend whose person is still to be sent to by the job it follows from. */
    public static final String STILL_OPEN = "StillOpen";

    /** Code of rows of an edit or recall that have no message, since Teams accepted none. */
    public static final String NOT_SENT = "NotSent";

    /** Code of rows of an edit or recall whose message Teams gave no id. */
    public static final String NO_MESSAGE_ID = "NoMessageId";

    /** Code of rows of an edit or recall whose message was recalled already. */
    public static final String RECALLED = "RecalledAlready";

    private static final String REMOVED_CAUSE = "Removed by you";
    private static final String ENDED_CAUSE = "The program ended before the answer came";

    private static final String RUNNING_NOW = " AND (SELECT j.state FROM job j WHERE j.id = delivery.job) = 'RUNNING'";

    /**
     * A row of which an earlier send may have arrived: answered 502, 503 or 504 and tried again, as was chosen for its run,
     * or in doubt once and sent again by the admin's decision.
     */
    private static final String MAY_HAVE_ARRIVED = "(((SELECT j.retry_gateway FROM job j WHERE j.id = delivery.job) = 1"
            + " AND EXISTS (SELECT 1 FROM attempt a WHERE a.delivery = delivery.id AND a.call = 'SEND'"
            + " AND a.status IN (502, 503, 504)))"
            + " OR EXISTS (SELECT 1 FROM decision x WHERE x.delivery = delivery.id AND x.kind = 'SEND_AGAIN'))";

    private static final String EARLIER = "; an earlier try may have arrived";

    /** Jobs that are asked for at each claim; an id is never used twice and what is kept here never changes. */
    private static final int MAX_KNOWN_JOBS = 100;

    private final Database database;
    private final Supplier<GuardRules> rules;
    private final AuditLog audit;
    // Of the writer's thread alone.
    private final Map<Long, Guard.Job> claimed = new HashMap<>();

    /** With the guard's default numbers, and for the user that this process runs as. */
    public Ledger(Database database) {
        this(database, () -> GuardRules.DEFAULT, AuditLog.ofThisUser());
    }

    /**
     * @param rules the guard's numbers, asked for each plan and each claim: an answer must be at hand
     * @param audit where what the admin decides is recorded, in the same commit
     */
    public Ledger(Database database, Supplier<GuardRules> rules, AuditLog audit) {
        this.database = database;
        this.rules = rules;
        this.audit = audit;
    }

    /**
     * A run (job) as it stands.
     *
     * @param announcement the announcement it belongs to
     * @param parent the job it follows from, or null for a SEND
     * @param message what it sends; of an EDIT the new message
     * @param canaryPassed whether the admin let everybody go after the first ones
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
            Instant createdAt,
            Instant startedAt,
            Instant endedAt) {}

    /**
     * A waiting delivery as the dispatcher needs it. {@code user} is the person's row, {@code conversationId} is null where
     * none is known; {@code target} is the message in Teams that an edit or recall acts on, else null.
     */
    public record Due(
            long id,
            long run,
            long user,
            String userId,
            String conversationId,
            String target,
            int attempts,
            boolean healed) {
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

    /**
     * Counts before anything is written: {@code selected = removed + samePerson + guarded + recipients}.
     *
     * @param guarded whom the guard keeps away, for each of its reasons that has anybody
     * @param overridden recipients that are in only because of an override
     * @param withConversation recipients whose conversation is known
     */
    public record Preview(
            long selected,
            long removed,
            long samePerson,
            List<LeftOut> guarded,
            long overridden,
            long recipients,
            long withConversation) {
        /** People whom the guard keeps away and an override would bring back. */
        public long overridable() {
            return guarded.stream()
                    .filter(LeftOut::overridable)
                    .mapToLong(LeftOut::count)
                    .sum();
        }
    }

    /**
     * Counts of a resend, edit or recall before anything is written: {@code chosen = leftOut + able}.
     *
     * @param message what it would send; of an edit or recall what the announcement says now
     * @param chosen rows that were chosen
     * @param leftOut those of them that it cannot act on, by reason, most first
     * @param overridden people that are in only because of an override
     * @param able rows that it acts on
     * @param withConversation those of them whose conversation is known
     */
    public record Following(
            JobKind kind,
            Message message,
            long chosen,
            List<LeftOut> leftOut,
            long overridden,
            long able,
            long withConversation) {
        /** People whom the guard keeps away and an override would bring back. */
        public long overridable() {
            return leftOut.stream()
                    .filter(LeftOut::overridable)
                    .mapToLong(LeftOut::count)
                    .sum();
        }
    }

    // ---------------------------------------------------------------- planning

    /** Exactly what planning this message for this audience would write now. */
    public Preview preview(Audience audience, Message message, SendChoices choices, Instant at) {
        GuardRules now = rules.get();
        return database.read(session -> {
            long selected = choose(session, audience);
            long left = session.number("SELECT count(*) FROM temp.chosen");
            Guard.Job job = new Guard.Job(
                    0, sameAs(session, message.text()).orElse(-1L), choices.outsiders(), choices.override() != null);
            Tally tally = new Tally(now);
            long cursor = 0;
            List<Entry> step;
            do {
                step = session.list(
                        "SELECT u.id, u.user_id, u.object_id, k.user IS NOT NULL AS known FROM temp.chosen c"
                                + " CROSS JOIN user u ON u.id = c.user LEFT JOIN conversation k ON k.user = u.id"
                                + " WHERE c.user > ? ORDER BY c.user LIMIT " + MAX_PLAN_STEP,
                        Entry::of,
                        cursor);
                for (Entry entry : step) {
                    cursor = entry.user();
                    if (recipientLike(session, entry) != null) {
                        tally.out(SAME_PERSON, "Further roster entries of somebody who is in");
                        continue;
                    }
                    tally.ask(session, job, entry, at);
                }
            } while (step.size() == MAX_PLAN_STEP);
            forget(session);
            List<LeftOut> guarded = tally.leftOut().stream()
                    .filter(reason -> !reason.code().equals(SAME_PERSON))
                    .toList();
            long twice =
                    left - tally.in - guarded.stream().mapToLong(LeftOut::count).sum();
            return new Preview(selected, selected - left, twice, guarded, tally.overridden, tally.in, tally.known);
        });
    }

    /** A person as a preview meets them. */
    private record Entry(long user, String userId, String objectId, boolean known) {
        static Entry of(ResultSet row) throws SQLException {
            return new Entry(
                    row.getLong("id"), row.getString("user_id"), row.getString("object_id"), row.getBoolean("known"));
        }
    }

    /** The counts of a preview while it is made. */
    private static final class Tally {
        private final GuardRules rules;
        private final Map<String, LeftOut> out = new LinkedHashMap<>();
        private long in;
        private long known;
        private long overridden;

        Tally(GuardRules rules) {
            this.rules = rules;
        }

        void out(String code, String words) {
            boolean overridable =
                    GuardReason.of(code).map(GuardReason::overridable).orElse(false);
            out.merge(
                    code,
                    new LeftOut(code, words, 1, overridable),
                    (had, one) -> new LeftOut(code, words, had.count() + 1, overridable));
        }

        void ask(Session session, Guard.Job job, Entry entry, Instant at) throws SQLException {
            Guard.Verdict verdict = Guard.ask(session, rules, job, entry.user(), Guard.NEW_ROW, at);
            if (Guard.Verdict.excludes(verdict)) {
                out(verdict.reason().code(), verdict.reason().words(rules));
                return;
            }
            if (verdict != null) {
                overridden++;
            }
            in(entry.known());
            if (entry.objectId() != null) {
                session.update(
                        "INSERT OR IGNORE INTO temp.taken_in (object_id, user_id) VALUES (?, ?)",
                        entry.objectId(),
                        entry.userId());
            }
        }

        void in(boolean withConversation) {
            in++;
            known += withConversation ? 1 : 0;
        }

        List<LeftOut> leftOut() {
            return out.values().stream()
                    .sorted(Comparator.comparingLong(LeftOut::count).reversed().thenComparing(LeftOut::code))
                    .toList();
        }
    }

    /** Who of those met so far is the same person, or null. */
    private static String recipientLike(Session session, Entry entry) throws SQLException {
        return entry.objectId() == null
                ? null
                : session.text("SELECT user_id FROM temp.taken_in WHERE object_id = ?", entry.objectId());
    }

    /** Fills temp.chosen with the people that are left after removals; returns how many were named. */
    private static long choose(Session session, Audience audience) throws SQLException {
        session.script("CREATE TEMP TABLE IF NOT EXISTS chosen (user INTEGER PRIMARY KEY)");
        session.script("CREATE TEMP TABLE IF NOT EXISTS taken_out (user INTEGER PRIMARY KEY)");
        takingIn(session);
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
        return selected;
    }

    private static void takingIn(Session session) throws SQLException {
        session.script(
                "CREATE TEMP TABLE IF NOT EXISTS taken_in (object_id TEXT PRIMARY KEY, user_id TEXT) WITHOUT ROWID");
        session.update("DELETE FROM temp.taken_in");
    }

    private static void forget(Session session) throws SQLException {
        session.update("DELETE FROM temp.chosen");
        session.update("DELETE FROM temp.taken_out");
        session.update("DELETE FROM temp.taken_in");
    }

    /** Why this person would be in the plan, or would not. */
    public Explanation explain(Audience audience, Message message, SendChoices choices, String userId, Instant at) {
        GuardRules now = rules.get();
        return database.read(session -> {
            Entry asked = session.first(
                            "SELECT id, user_id, object_id, 0 AS known FROM user WHERE user_id = ?", Entry::of, userId)
                    .orElse(null);
            if (asked == null) {
                return new Explanation(
                        false, "UnknownPerson", "Nobody with this id is cached. Sync a team they belong to.");
            }
            String through = through(session, audience, asked);
            if (through == null) {
                return new Explanation(
                        false, "NotInAudience", "Not in any of the chosen teams, and not chosen as a person.");
            }
            choose(session, audience);
            try {
                if (session.number("SELECT count(*) FROM temp.chosen WHERE user = ?", asked.user()) == 0) {
                    return new Explanation(false, REMOVED, REMOVED_CAUSE + ".");
                }
                Guard.Job job = new Guard.Job(
                        0,
                        sameAs(session, message.text()).orElse(-1L),
                        choices.outsiders(),
                        choices.override() != null);
                if (asked.objectId() != null) {
                    List<Entry> earlier = session.list(
                            "SELECT u.id, u.user_id, u.object_id, 0 AS known FROM user u"
                                    + " JOIN temp.chosen c ON c.user = u.id"
                                    + " WHERE u.object_id = ? AND u.id < ? ORDER BY u.id",
                            Entry::of,
                            asked.objectId(),
                            asked.user());
                    for (Entry other : earlier) {
                        if (!Guard.Verdict.excludes(Guard.ask(session, now, job, other.user(), Guard.NEW_ROW, at))) {
                            return new Explanation(false, SAME_PERSON, "Same person as " + other.userId() + ".");
                        }
                    }
                }
                Guard.Verdict verdict = Guard.ask(session, now, job, asked.user(), Guard.NEW_ROW, at);
                if (Guard.Verdict.excludes(verdict)) {
                    return new Explanation(false, verdict.reason().code(), verdict.cause() + ".");
                }
                return new Explanation(
                        true, null, through + (verdict == null ? "" : " By your override: " + verdict.cause() + "."));
            } finally {
                forget(session);
            }
        });
    }

    /** How the audience names this person, a sentence, or null where it does not. */
    private static String through(Session session, Audience audience, Entry person) throws SQLException {
        if (audience.userIds().contains(person.userId())) {
            return "Chosen as a person.";
        }
        List<String[]> teams = session.list(
                "SELECT t.team_id, coalesce(t.name, t.team_id) AS name FROM membership m JOIN team t ON t.id = m.team"
                        + " WHERE m.user = ? ORDER BY t.name_key, t.id",
                row -> new String[] {row.getString("team_id"), row.getString("name")},
                person.user());
        return teams.stream()
                .filter(team -> audience.teamIds().contains(team[0]))
                .findFirst()
                .map(team -> "Member of " + team[1] + ".")
                .orElse(null);
    }

    /** The number of the announcements with this text, where there are any. */
    private static Optional<Long> sameAs(Session session, String text) throws SQLException {
        return session.first(
                "SELECT same_as FROM announcement WHERE " + TRIMMED + " = trim(?, char(9, 10, 13, 32)) LIMIT 1",
                row -> row.getLong(1),
                text);
    }

    private static final String TRIMMED = "trim(text, char(9, 10, 13, 32))";

    /** Writes announcement and run of kind SEND in state PLANNING; no rows yet. Returns the run's id. */
    public long begin(String title, Message message, Audience audience, SendChoices choices, Instant at) {
        long announcement = database.write(session -> {
            Long sameAs = sameAs(session, message.text()).orElse(null);
            long id = session.insert(
                    "INSERT INTO announcement (title, text, format, folded, created_at, same_as)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    title,
                    message.text(),
                    message.format(),
                    TextKeys.fold(title, message.text()),
                    at,
                    sameAs);
            session.update("UPDATE announcement SET same_as = id WHERE id = ? AND same_as IS NULL", id);
            return id;
        });
        audience(announcement, "TEAM", audience.teamIds());
        audience(announcement, "USER", audience.userIds());
        audience(announcement, "EXCLUDED", audience.excludedUserIds());
        // The run comes last: an announcement without one was never finished, and recover() takes it away.
        return database.write(session -> job(session, announcement, JobKind.SEND, null, null, choices, at));
    }

    private static long job(
            Session session,
            long announcement,
            JobKind kind,
            Long parent,
            Message message,
            SendChoices choices,
            Instant at)
            throws SQLException {
        long run = session.insert(
                "INSERT INTO job (announcement, kind, parent, text, format, state, rate, created_at, retry_gateway,"
                        + " canary, outsiders, override) VALUES (?, ?, ?, ?, ?, 'PLANNING', ?, ?, ?, ?, ?, ?)",
                announcement,
                kind,
                parent,
                message == null ? null : message.text(),
                message == null ? null : message.format(),
                choices.rate(),
                at,
                choices.retryGatewayErrors(),
                choices.canary(),
                choices.outsiders(),
                choices.override());
        session.update("INSERT INTO job_total (job) VALUES (?)", run);
        return run;
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
            Guard.Job job = guardJob(session, runId);
            long overridden = 0;
            for (long user : people) {
                overridden += plan(session, runId, job, exclusions, user, at) ? 1 : 0;
                cursor = user;
            }
            session.update(
                    "UPDATE job SET plan_cursor = ?, overridden = overridden + ? WHERE id = ?",
                    cursor,
                    overridden,
                    runId);
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

    /** Writes one row; returns whether the person is in only because of an override. */
    private boolean plan(Session session, long run, Guard.Job job, boolean exclusions, long user, Instant at)
            throws SQLException {
        boolean removed = exclusions
                && session.number(
                                "SELECT EXISTS (SELECT 1 FROM audience a WHERE a.announcement = ?1"
                                        + " AND a.role = 'EXCLUDED' AND a.item = ?2)"
                                        + " OR EXISTS (SELECT 1 FROM user u CROSS JOIN user e"
                                        + " ON e.object_id = u.object_id CROSS JOIN audience a ON a.item = e.id"
                                        + " WHERE u.id = ?2 AND a.announcement = ?1 AND a.role = 'EXCLUDED')",
                                job.announcement(),
                                user)
                        != 0;
        Planned person = planned(session, run, user);
        if (removed) {
            row(session, run, user, person, REMOVED, REMOVED_CAUSE, null, at);
            return false;
        }
        if (person.same() != null) {
            row(session, run, user, person, SAME_PERSON, "Same person as " + person.same(), null, at);
            return false;
        }
        Guard.Verdict verdict = Guard.ask(session, rules.get(), job, user, Guard.NEW_ROW, at);
        boolean out = Guard.Verdict.excludes(verdict);
        row(session, run, user, person, out ? verdict.reason().code() : null, out ? verdict.cause() : null, null, at);
        return verdict != null && verdict.lifted();
    }

    private static Planned planned(Session session, long run, long user) throws SQLException {
        return session.first(
                        "SELECT u.name, u.email, (SELECT o.user_id FROM delivery d JOIN user o ON o.id = d.user"
                                + " WHERE d.job = ?1 AND d.object_id = u.object_id) AS same FROM user u WHERE u.id = ?2",
                        row -> new Planned(row.getString("name"), row.getString("email"), row.getString("same")),
                        run,
                        user)
                .orElseThrow();
    }

    /** A row that sends a message, WAITING where there is no code, else EXCLUDED. */
    private static void row(
            Session session, long run, long user, Planned person, String code, String cause, Long source, Instant at)
            throws SQLException {
        session.update(
                "INSERT INTO delivery (job, user, object_id, name, email, name_key, folded, state, code, cause,"
                        + " updated_at, source) SELECT ?1, id, CASE WHEN ?2 IS NULL THEN object_id END, name, email,"
                        + " name_key, ?5, CASE WHEN ?2 IS NULL THEN 'WAITING' ELSE 'EXCLUDED' END, ?2, ?3, ?4, ?7"
                        + " FROM user WHERE id = ?6",
                run,
                code,
                cause,
                at,
                TextKeys.fold(person.name(), person.email()),
                user,
                source);
    }

    /** What the guard must know about a job. */
    private static Guard.Job guardJob(Session session, long runId) throws SQLException {
        return session.first(
                        "SELECT j.announcement, a.same_as, j.outsiders, j.override IS NOT NULL AS override"
                                + " FROM job j JOIN announcement a ON a.id = j.announcement WHERE j.id = ?",
                        row -> new Guard.Job(
                                row.getLong("announcement"),
                                row.getLong("same_as"),
                                row.getBoolean("outsiders"),
                                row.getBoolean("override")),
                        runId)
                .orElseThrow(() -> new IllegalStateException("there is no run " + runId));
    }

    /** People of a plan that are in only because of an override. */
    public long overridden(long runId) {
        return database.read(session -> session.number("SELECT overridden FROM job WHERE id = ?", runId));
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
            session.update(
                    "UPDATE job SET state = 'PAUSED', pause_reason = ?, pause_detail = NULL WHERE id = ?",
                    PauseReason.NOT_STARTED,
                    runId);
            record(session, runId, kept.recipients(), at);
            return null;
        });
    }

    /** The audit rows of a confirmed plan. */
    private void record(Session session, long runId, long recipients, Instant at) throws SQLException {
        Run run = session.first(RUN + " WHERE j.id = ?", row -> run(session, row), runId)
                .orElseThrow();
        AuditAct act =
                switch (run.kind()) {
                    case SEND -> AuditAct.PLANNED;
                    case RESEND -> AuditAct.RESEND_PLANNED;
                    case EDIT -> AuditAct.EDIT_PLANNED;
                    case RECALL -> AuditAct.RECALL_PLANNED;
                };
        audit.add(session, at, act, runId, recipients, run.parent() == null ? null : "follows run " + run.parent());
        if (run.choices().override() != null) {
            long overridden = session.number("SELECT overridden FROM job WHERE id = ?", runId);
            audit.add(
                    session,
                    at,
                    AuditAct.OVERRIDE,
                    runId,
                    overridden,
                    run.choices().override());
        }
        if (run.choices().retryGatewayErrors()) {
            audit.add(session, at, AuditAct.RETRY_GATEWAY, runId, recipients, null);
        }
    }

    /** Takes a plan back that was not started (DRAFT, PLANNING or PAUSED(NOT_STARTED)); nothing of it stays. */
    public void discard(long runId, Instant at) {
        database.write(session -> {
            requireState(session, runId, Set.of(RunState.DRAFT, RunState.PLANNING, RunState.PAUSED));
            String reason = session.text("SELECT pause_reason FROM job WHERE id = ?", runId);
            if (reason != null && !reason.equals(PauseReason.NOT_STARTED.name())) {
                throw new IllegalStateException("run " + runId + " has been started");
            }
            if (reason != null) {
                audit.add(
                        session,
                        at,
                        AuditAct.DISCARDED,
                        runId,
                        totals(session, runId).recipients(),
                        null);
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

    // ---------------------------------------------------------------- jobs with a parent

    /** What the announcement of this job says now: the text of its last edit that was started, where there is one. */
    public Message messageNow(long runId) {
        return database.read(session -> messageNow(session, runId));
    }

    private static Message messageNow(Session session, long runId) throws SQLException {
        Optional<Message> edited = edited(session, runId);
        return edited.isPresent()
                ? edited.get()
                : session.first(
                                "SELECT a.text, a.format FROM job j JOIN announcement a ON a.id = j.announcement"
                                        + " WHERE j.id = ?",
                                Ledger::message,
                                runId)
                        .orElseThrow(() -> unknown(runId));
    }

    private static Optional<Message> edited(Session session, long runId) throws SQLException {
        return session.first(
                "SELECT text, format FROM job WHERE announcement = (SELECT announcement FROM job WHERE id = ?)"
                        + " AND kind = 'EDIT' AND started_at IS NOT NULL ORDER BY id DESC LIMIT 1",
                Ledger::message,
                runId);
    }

    private static Message message(ResultSet row) throws SQLException {
        return new Message(row.getString("text"), Rows.constant(row, "format", TextFormat.class));
    }

    private static Problem unknown(long runId) {
        return Problem.wrongUse("There is no announcement " + runId + ". See `rostrum announcement list`.");
    }

    /**
     * The rows that a resend, edit or recall is about, in the order in which they were written.
     *
     * @throws Problem when their job, or for a whole announcement any of its jobs, is sending now
     */
    public List<Long> chosen(JobKind kind, DeliveryChoice choice) {
        return database.read(session -> {
            JobKind parent = requireSource(session, kind, choice);
            return chosen(session, kind, parent, choice);
        });
    }

    private static JobKind requireSource(Session session, JobKind kind, DeliveryChoice choice) throws SQLException {
        if (kind == JobKind.SEND) {
            throw new IllegalArgumentException("a SEND has no parent");
        }
        String parent = session.text("SELECT kind FROM job WHERE id = ?", choice.runId());
        if (parent == null) {
            throw unknown(choice.runId());
        }
        if (session.number(
                        "SELECT EXISTS (SELECT 1 FROM job WHERE state IN ('RUNNING', 'STOPPING') AND (id = ?1 OR (?2"
                                + " AND announcement = (SELECT announcement FROM job WHERE id = ?1))))",
                        choice.runId(),
                        choice.wholeAnnouncement())
                != 0) {
            throw Problem.wrongUse("This announcement is being sent. Wait for its end, or pause it first.");
        }
        if (session.number("SELECT state IN ('PLANNING', 'DRAFT', 'SCHEDULED') FROM job WHERE id = ?", choice.runId())
                != 0) {
            throw Problem.wrongUse("This announcement has no plan yet. Open it and confirm its recipients first.");
        }
        JobKind of = JobKind.valueOf(parent);
        if (kind == JobKind.RESEND && !of.sendsMessages() && !choice.wholeAnnouncement()) {
            throw Problem.wrongUse(
                    "An edit or recall has no messages of its own. Choose rows of the run that sent them.");
        }
        return of;
    }

    private static List<Long> chosen(Session session, JobKind kind, JobKind parent, DeliveryChoice choice)
            throws SQLException {
        List<Object> arguments = new ArrayList<>();
        arguments.add(choice.runId());
        boolean whole = choice.wholeAnnouncement();
        boolean messages = whole || parent.sendsMessages();
        // Who was never sent to has nothing that could be edited or recalled, and is not worth a row.
        Set<DeliveryState> states = choice.isEverything() && kind != JobKind.RESEND && messages
                ? Set.of(DeliveryState.SENT, DeliveryState.IN_DOUBT)
                : choice.states();
        String sql = whole
                ? "SELECT d.id FROM job j CROSS JOIN delivery d ON d.job = j.id"
                        + " WHERE j.announcement = (SELECT announcement FROM job WHERE id = ?1)"
                        + " AND j.kind IN ('SEND', 'RESEND') AND j.state <> 'PLANNING'"
                        + (kind == JobKind.RESEND ? LATEST_ONLY : "")
                : "SELECT d.id FROM delivery d WHERE d.job = ?1";
        sql += DeliveryConditions.matching(states, choice.code(), choice.search(), choice.deliveryIds(), arguments)
                + " ORDER BY d.id";
        return session.list(sql, row -> row.getLong(1), arguments.toArray());
    }

    /** No other row of this person and announcement says more, or says it later. */
    private static final String LATEST_ONLY =
            " AND NOT EXISTS (SELECT 1 FROM delivery x CROSS JOIN job k ON k.id = x.job"
                    + " WHERE x.user = d.user AND k.announcement = j.announcement AND k.kind IN ('SEND', 'RESEND')"
                    + " AND k.state <> 'PLANNING' AND (x.state NOT IN ('EXCLUDED', 'CANCELLED'), x.id)"
                    + " > (d.state NOT IN ('EXCLUDED', 'CANCELLED'), d.id))";

    /** A chosen row with the row that sent the message: itself, but for rows of an edit or recall. */
    private record Source(
            long id,
            Entry person,
            DeliveryState state,
            String code,
            String cause,
            long message,
            DeliveryState messageState,
            String activityId,
            String conversationId) {

        private static final String SELECT = "SELECT d.id AS source, u.id, u.user_id, u.object_id,"
                + " EXISTS (SELECT 1 FROM conversation k WHERE k.user = u.id) AS known, d.state, d.code, d.cause,"
                + " m.id AS message, m.state AS message_state, m.activity_id, m.conversation_id FROM delivery d"
                + " CROSS JOIN delivery m ON m.id = CASE WHEN d.message = 0 THEN d.id ELSE d.message END"
                + " CROSS JOIN user u ON u.id = d.user WHERE d.id = ?";

        static Source of(ResultSet row) throws SQLException {
            return new Source(
                    row.getLong("source"),
                    Entry.of(row),
                    Rows.constant(row, "state", DeliveryState.class),
                    row.getString("code"),
                    row.getString("cause"),
                    row.getLong("message"),
                    Rows.constant(row, "message_state", DeliveryState.class),
                    row.getString("activity_id"),
                    row.getString("conversation_id"));
        }

        /** Why it takes no part in this kind of job, or null where nothing but guard and twins can keep it out. */
        LeftOut obstacle(Session session, JobKind kind) throws SQLException {
            if (kind == JobKind.RESEND) {
                return switch (state) {
                    case WAITING, OPENING, SENDING ->
                        out(STILL_OPEN, "Still waiting in the run that these rows come from");
                    case IN_DOUBT -> out(IN_DOUBT, "In doubt; decide first whether it arrived");
                    case EXCLUDED -> REMOVED.equals(code) || SAME_PERSON.equals(code) ? out(code, cause) : null;
                    default -> null;
                };
            }
            if (messageState == DeliveryState.IN_DOUBT) {
                return out(IN_DOUBT, "In doubt; nobody knows whether there is a message");
            }
            if (messageState != DeliveryState.SENT) {
                return out(NOT_SENT, "Teams accepted no message for them");
            }
            if (activityId == null || conversationId == null) {
                return out(NO_MESSAGE_ID, "Teams gave no id for this message");
            }
            return session.number(Guard.RECALLED, message) == 0 ? null : out(RECALLED, "Recalled already");
        }

        private static LeftOut out(String code, String words) {
            return new LeftOut(code, words, 1, false);
        }
    }

    /** Exactly what planning this resend, edit or recall would write now. */
    public Following previewFollowing(JobKind kind, DeliveryChoice choice, SendChoices choices, Instant at) {
        GuardRules now = rules.get();
        return database.read(session -> {
            List<Long> ids = chosen(session, kind, requireSource(session, kind, choice), choice);
            Guard.Job of = guardJob(session, choice.runId());
            Guard.Job job =
                    new Guard.Job(of.announcement(), of.sameAs(), choices.outsiders(), choices.override() != null);
            takingIn(session);
            Tally tally = new Tally(now);
            for (long id : ids) {
                Source source = session.first(Source.SELECT, Source::of, id).orElseThrow();
                LeftOut obstacle = source.obstacle(session, kind);
                if (obstacle != null) {
                    boolean twin = SAME_PERSON.equals(obstacle.code());
                    tally.out(obstacle.code(), twin ? "Same person as another recipient" : obstacle.words());
                } else if (kind != JobKind.RESEND) {
                    tally.in(true);
                } else if (recipientLike(session, source.person()) != null) {
                    tally.out(SAME_PERSON, "Same person as another recipient");
                } else {
                    tally.ask(session, job, source.person(), at);
                }
            }
            session.update("DELETE FROM temp.taken_in");
            return new Following(
                    kind,
                    messageNow(session, choice.runId()),
                    ids.size(),
                    tally.leftOut(),
                    tally.overridden,
                    tally.in,
                    tally.known);
        });
    }

    /**
     * Writes a job with a parent in state PLANNING; no rows yet. Until {@link #planned} it is gone after a crash.
     *
     * @param message an edit's new message, else null
     * @return the run's id
     * @throws Problem as {@link #chosen}
     */
    public long follow(JobKind kind, DeliveryChoice choice, Message message, SendChoices choices, Instant at) {
        if ((kind == JobKind.EDIT) != (message != null)) {
            throw new IllegalArgumentException("an edit, and nothing else, has a message of its own");
        }
        return database.write(session -> {
            requireSource(session, kind, choice);
            Message says =
                    kind == JobKind.RESEND ? edited(session, choice.runId()).orElse(null) : message;
            return job(
                    session,
                    session.number("SELECT announcement FROM job WHERE id = ?", choice.runId()),
                    kind,
                    choice.runId(),
                    says,
                    choices,
                    at);
        });
    }

    /**
     * Writes the next rows of a job with a parent, at most 2,000.
     *
     * @param rows all rows that were chosen, as {@link #chosen} gave them: the same list for each step
     */
    public PlanStep followNext(long runId, List<Long> rows, int limit, Instant at) {
        int step = Math.max(1, Math.min(limit, MAX_PLAN_STEP));
        return database.write(session -> {
            requireState(session, runId, Set.of(RunState.PLANNING));
            JobKind kind = JobKind.valueOf(session.text("SELECT kind FROM job WHERE id = ?", runId));
            Guard.Job job = guardJob(session, runId);
            int from = Math.toIntExact(session.number("SELECT selected FROM job_total WHERE job = ?", runId));
            int to = Math.min(rows.size(), from + step);
            long overridden = 0;
            for (long id : rows.subList(from, to)) {
                Source source = session.first(Source.SELECT, Source::of, id).orElseThrow();
                if (kind == JobKind.RESEND) {
                    overridden += resend(session, runId, job, source, at) ? 1 : 0;
                } else {
                    change(session, runId, kind, source, at);
                }
            }
            session.update("UPDATE job SET overridden = overridden + ? WHERE id = ?", overridden, runId);
            session.update("UPDATE job_total SET selected = ? WHERE job = ?", to, runId);
            return new PlanStep(to, to == rows.size());
        });
    }

    private boolean resend(Session session, long run, Guard.Job job, Source source, Instant at) throws SQLException {
        long user = source.person().user();
        Planned person = planned(session, run, user);
        LeftOut obstacle = source.obstacle(session, JobKind.RESEND);
        if (obstacle == null && person.same() != null) {
            obstacle = Source.out(SAME_PERSON, "Same person as " + person.same());
        }
        if (obstacle != null) {
            row(session, run, user, person, obstacle.code(), obstacle.words(), source.id(), at);
            return false;
        }
        Guard.Verdict verdict = Guard.ask(session, rules.get(), job, user, Guard.NEW_ROW, at);
        boolean out = Guard.Verdict.excludes(verdict);
        row(
                session,
                run,
                user,
                person,
                out ? verdict.reason().code() : null,
                out ? verdict.cause() : null,
                source.id(),
                at);
        return verdict != null && verdict.lifted();
    }

    /** A row of an edit or recall. Its object id stays empty: a person may have several messages. */
    private static void change(Session session, long run, JobKind kind, Source source, Instant at) throws SQLException {
        LeftOut obstacle = source.obstacle(session, kind);
        session.update(
                "INSERT INTO delivery (job, user, name, email, name_key, folded, state, code, cause, updated_at,"
                        + " source, message, target, conversation_id) SELECT ?1, user, name, email, name_key, folded,"
                        + " CASE WHEN ?2 IS NULL THEN 'WAITING' ELSE 'EXCLUDED' END, ?2, ?3, ?4, ?5, ?6, ?7, ?8"
                        + " FROM delivery WHERE id = ?6",
                run,
                obstacle == null ? null : obstacle.code(),
                obstacle == null ? null : obstacle.words(),
                at,
                source.id(),
                source.message(),
                obstacle == null ? source.activityId() : null,
                obstacle == null ? source.conversationId() : null);
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
                        row.getString("override"),
                        Rows.decimal(row, "rate")),
                row.getBoolean("canary_passed"),
                Rows.constant(row, "state", RunState.class),
                Rows.constant(row, "pause_reason", PauseReason.class),
                row.getString("pause_detail"),
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
     * Going on after PAUSED(CANARY) lets the rest go: the canary is passed. What the admin asked for is in the audit log.
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
            record(session, runId, now, state, reason, at);
            session.update(
                    "UPDATE job SET state = ?1, pause_reason = ?2, pause_detail = ?3,"
                            + " canary_passed = canary_passed OR (?1 = 'RUNNING' AND pause_reason IS 'CANARY'),"
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

    /** The audit row of what the admin asked for; the program's own pauses and a run's end are no decisions. */
    private void record(Session session, long runId, RunState from, RunState to, PauseReason reason, Instant at)
            throws SQLException {
        if (from == to) {
            return;
        }
        boolean asked = reason == null || reason == PauseReason.ASKED;
        boolean stopped = to == RunState.STOPPING || (to == RunState.STOPPED && from != RunState.STOPPING);
        AuditAct act = null;
        if (to == RunState.RUNNING) {
            act = session.number("SELECT started_at IS NULL FROM job WHERE id = ?", runId) != 0
                    ? AuditAct.STARTED
                    : AuditAct.RESUMED;
        } else if (stopped) {
            act = AuditAct.STOPPED;
        } else if (to == RunState.PAUSED && from == RunState.RUNNING && asked) {
            act = AuditAct.PAUSED;
        }
        if (act != null) {
            audit.add(session, at, act, runId, totals(session, runId).open(), null);
        }
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
     * WAITING rows become CANCELLED(reason), in commits of 5,000; IN_DOUBT where the chosen repetition of 502, 503 and 504 left it open
     * whether an earlier try arrived. Rows that return to WAITING afterwards (an answer
     * "try again" to a request in flight) need another call before the run can be STOPPED.
     */
    public CompletableFuture<Long> cancelWaiting(long runId, String reason, Instant at) {
        return database.submit(session -> (long) session.update(
                        "UPDATE delivery SET state = iif(" + MAY_HAVE_ARRIVED + ", 'IN_DOUBT', 'CANCELLED'),"
                                + " code = NULL, cause = iif(" + MAY_HAVE_ARRIVED + ", ?1, ?2), updated_at = ?3"
                                + " WHERE id IN (SELECT id FROM delivery WHERE job = ?4 AND state = 'WAITING' LIMIT "
                                + CHUNK + ")",
                        reason + EARLIER,
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

    /** No row lies behind this one: for a run without a canary, or whose canary has passed. */
    public static final long EVERY_ROW = Long.MAX_VALUE;

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

    /** Waiting rows that are due, oldest first. */
    public List<Due> due(long runId, Instant now, int limit) {
        return due(runId, now, limit, EVERY_ROW);
    }

    /**
     * As {@link #due(long, Instant, int)}, up to a row. Rows of an EDIT or RECALL name the conversation in which their message lies,
     * whatever conversation the person has now.
     */
    public List<Due> due(long runId, Instant now, int limit, long lastRow) {
        return database.read(session -> session.list(
                "SELECT d.id, d.user, u.user_id, CASE WHEN d.target IS NULL THEN c.conversation_id ELSE d.conversation_id END"
                        + " AS conversation_id, d.target, d.attempts, d.healed FROM delivery d"
                        + " JOIN user u ON u.id = d.user LEFT JOIN conversation c ON c.user = d.user"
                        + " WHERE d.job = ? AND d.state = 'WAITING' AND d.not_before <= ? AND d.id <= ?"
                        + " ORDER BY d.not_before, d.id LIMIT ?",
                row -> new Due(
                        row.getLong("id"),
                        runId,
                        row.getLong("user"),
                        row.getString("user_id"),
                        row.getString("conversation_id"),
                        row.getString("target"),
                        row.getInt("attempts"),
                        row.getBoolean("healed")),
                runId,
                now,
                lastRow,
                limit));
    }

    /**
     * When the next waiting row falls due, or empty where none waits. The epoch for a row that was never tried. Rows of
     * which a request has just been queued may still be counted.
     */
    public Optional<Instant> nextDue(long runId) {
        return nextDue(runId, EVERY_ROW);
    }

    /** As {@link #nextDue(long)}, up to a row. */
    public Optional<Instant> nextDue(long runId, long lastRow) {
        return database.read(session -> session.first(
                "SELECT not_before FROM delivery WHERE job = ? AND state = 'WAITING' AND id <= ?"
                        + " ORDER BY not_before, id LIMIT 1",
                row -> Rows.instant(row, "not_before"),
                runId,
                lastRow));
    }

    /**
     * What a row's own calls met so far: neither throttling nor a network that was away, which is everybody's trouble.
     *
     * @param tries answered 408, 412 or 5xx, or whose answer was lost
     * @param first when the first of them began, or null where there is none
     * @param mayHaveArrived whether an earlier send may have: one answered 502, 503 or 504 and repeated by choice, or one in
     *     doubt that the admin had sent again
     */
    public record Troubles(int tries, Instant first, boolean mayHaveArrived) {}

    /** The troubles of a row, as its attempts tell. The call that is just ending counts only once it is settled. */
    public Troubles troubles(long deliveryId) {
        return database.read(session -> session.first(
                        "SELECT count(*) AS tries, min(started_at) AS first,"
                                + " (SELECT " + MAY_HAVE_ARRIVED + " FROM delivery WHERE id = ?1) AS arrived"
                                + " FROM attempt WHERE delivery = ?1 AND ended_at IS NOT NULL"
                                + " AND (status IN (408, 412) OR status >= 500"
                                + " OR (status IS NULL AND code <> 'NotConnected'))",
                        row -> new Troubles(row.getInt("tries"), Rows.instant(row, "first"), row.getBoolean("arrived")),
                        deliveryId)
                .orElseThrow());
    }

    /**
     * The guard's question in the commit that claims a row. A row that it keeps back is CANCELLED with the reason, or IN_DOUBT
     * where an earlier try may have arrived; the answer is then false, and nothing may be sent. Edits and recalls are no new messages and are not asked about.
     */
    private boolean admitted(Session session, Due row, Instant at) throws SQLException {
        if (row.target() != null) {
            return true;
        }
        Guard.Job job = claimed.get(row.run());
        if (job == null) {
            if (claimed.size() >= MAX_KNOWN_JOBS) {
                claimed.clear();
            }
            job = guardJob(session, row.run());
            claimed.put(row.run(), job);
        }
        Guard.Verdict verdict = Guard.ask(session, rules.get(), job, row.user(), row.id(), at);
        if (!Guard.Verdict.excludes(verdict)) {
            return true;
        }
        session.update(
                "UPDATE delivery SET state = iif(" + MAY_HAVE_ARRIVED + ", 'IN_DOUBT', 'CANCELLED'), code = ?1,"
                        + " cause = iif(" + MAY_HAVE_ARRIVED + ", ?2, ?3), updated_at = ?4"
                        + " WHERE id = ?5 AND state = 'WAITING' AND attempts = ?6" + RUNNING_NOW,
                verdict.reason().code(),
                verdict.cause() + EARLIER,
                verdict.cause(),
                at,
                row.id(),
                row.attempts());
        return false;
    }

    /**
     * WAITING to OPENING, with an attempt row of its own. For rows without a known conversation. Where the guard keeps the
     * row back it is CANCELLED instead, and the answer is false.
     */
    public CompletableFuture<Boolean> opening(Due row, Instant at) {
        if (row.conversationId() != null) {
            throw new IllegalArgumentException("delivery " + row.id() + " has a conversation");
        }
        return database.submitRepeatable(session -> {
            if (!admitted(session, row, at)) {
                return false;
            }
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
        return database.submitRepeatable(session -> {
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
            remember(session, opening.user(), conversationId, created);
            attempt(session, opening.id(), opening.whileSending(), "SEND", at);
            return true;
        });
    }

    /** Stores the new id; the row goes back to WAITING, since nothing more may be sent now. */
    public CompletableFuture<Boolean> openedOnly(Due opening, String conversationId, CallResult created, Instant at) {
        requireId(conversationId);
        return database.submitRepeatable(session -> backToWaiting(session, opening, conversationId, created, at));
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
        remember(session, opening.user(), conversationId, created);
        return true;
    }

    /** The create ended otherwise: {@link Outcome.Refused} or {@link Outcome.Again}. */
    public CompletableFuture<Boolean> notOpened(Due opening, CallResult result, Outcome outcome) {
        if (outcome instanceof Outcome.Sent || outcome instanceof Outcome.InDoubt) {
            throw new IllegalArgumentException("a create is repeatable and sends nothing");
        }
        return database.submitRepeatable(
                session -> move(session, opening, DeliveryState.OPENING, opening.whileOpening(), result, outcome));
    }

    /**
     * WAITING to SENDING of a row whose conversation is known, with its attempt row: a SEND, or an UPDATE or DELETE by the
     * job's kind. Where the guard keeps the row back it is CANCELLED instead, and the answer is false.
     */
    public CompletableFuture<Boolean> sending(Due row, Instant at) {
        requireId(row.conversationId());
        return database.submitRepeatable(session -> {
            if (!admitted(session, row, at)) {
                return false;
            }
            if (session.update(
                            "UPDATE delivery SET state = 'SENDING', attempts = attempts + 1, conversation_id = ?,"
                                    + " updated_at = ? WHERE id = ? AND state = 'WAITING' AND attempts = ?"
                                    + " AND target IS ?" + RUNNING_NOW,
                            row.conversationId(),
                            at,
                            row.id(),
                            row.attempts(),
                            row.target())
                    == 0) {
                return false;
            }
            attempt(session, row.id(), row.whileSending(), call(session, row), at);
            return true;
        });
    }

    private static String call(Session session, Due row) throws SQLException {
        return row.target() == null
                ? "SEND"
                : session.text(
                        "SELECT CASE kind WHEN 'EDIT' THEN 'UPDATE' ELSE 'DELETE' END FROM job WHERE id = ?",
                        row.run());
    }

    /**
     * SENDING to the outcome. {@code row} as it was handed to {@link #sending} or {@link #openedAndSending}. An edit or
     * recall is never in doubt: its call is repeated ({@link Outcome.Again}) where the answer was lost.
     */
    public CompletableFuture<Boolean> settle(Due row, CallResult result, Outcome outcome) {
        if (row.target() != null && outcome instanceof Outcome.InDoubt) {
            throw new IllegalArgumentException("an edit or recall is repeatable and never in doubt");
        }
        return database.submitRepeatable(
                session -> move(session, row, DeliveryState.SENDING, row.whileSending(), result, outcome));
    }

    /**
     * An acceptance that came after the row was given up as IN_DOUBT and before any decision: IN_DOUBT to SENT.
     * {@code row} as it was handed to {@link #sending} or {@link #openedAndSending}.
     */
    public CompletableFuture<Boolean> lateAnswer(Due row, CallResult result, Outcome.Sent outcome) {
        return database.submit(
                session -> move(session, row, DeliveryState.IN_DOUBT, row.whileSending(), result, outcome));
    }

    /**
     * The stored id is stale: forgotten, row to WAITING(healed) without conversation, in one commit. Once per row, and
     * only for rows that send a message: an edit or recall finds its message in that very conversation, or nowhere.
     */
    public CompletableFuture<Boolean> heal(Due row, CallResult result, Instant at) {
        return database.submitRepeatable(session -> {
            String stale = session.text("SELECT conversation_id FROM delivery WHERE id = ?", row.id());
            if (session.update(
                            "UPDATE delivery SET state = 'WAITING', healed = 1, conversation_id = NULL, not_before = ?,"
                                    + " code = ?, cause = NULL, updated_at = ?"
                                    + " WHERE id = ? AND state = 'SENDING' AND attempts = ? AND healed = 0 AND target IS NULL",
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
            session.update("DELETE FROM conversation WHERE user = ? AND conversation_id = ?", row.user(), stale);
            return true;
        });
    }

    /**
     * The admin's decision about a row in doubt: ARRIVED makes it SENT, SEND_AGAIN makes it WAITING, in one commit with
     * the record of the decision. A run that was over is PAUSED(ASKED) again by the latter. False when the row is not
     * in doubt any more, or has been tried since ({@code attempts} as it was shown).
     */
    public CompletableFuture<Boolean> decide(long deliveryId, int attempts, Decision decision, Instant at) {
        return database.submit(session -> {
            if (!decide(session, deliveryId, attempts, decision, at)) {
                return false;
            }
            long run = session.number("SELECT job FROM delivery WHERE id = ?", deliveryId);
            audit.add(session, at, act(decision), run, 1L, "delivery " + deliveryId);
            return true;
        });
    }

    /** As {@link #decide}, waiting for the commit. */
    public boolean decideNow(long deliveryId, int attempts, Decision decision, Instant at) {
        return database.await(decide(deliveryId, attempts, decision, at));
    }

    private static AuditAct act(Decision decision) {
        return decision == Decision.ARRIVED ? AuditAct.ARRIVED : AuditAct.SEND_AGAIN;
    }

    private static boolean decide(Session session, long deliveryId, int attempts, Decision decision, Instant at)
            throws SQLException {
        boolean again = decision == Decision.SEND_AGAIN;
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
    }

    /** Rows in doubt among the chosen ones. */
    public long inDoubt(DeliveryChoice choice) {
        return database.read(
                session -> doubts(session, choice, 0, Long.MAX_VALUE).size());
    }

    /** A row in doubt as it was seen. */
    private record Doubt(long id, int attempts) {}

    private static List<Doubt> doubts(Session session, DeliveryChoice choice, long behind, long limit)
            throws SQLException {
        List<Object> arguments = new ArrayList<>();
        arguments.add(choice.runId());
        arguments.add(behind);
        arguments.add(limit);
        String of = choice.wholeAnnouncement()
                ? "(SELECT id FROM job WHERE announcement = (SELECT announcement FROM job WHERE id = ?1))"
                : "(?1)";
        return session.list(
                "SELECT d.id, d.attempts FROM delivery d WHERE d.job IN " + of + " AND d.state = 'IN_DOUBT'"
                        + " AND d.id > ?2"
                        + DeliveryConditions.matching(
                                choice.states(), choice.code(), choice.search(), choice.deliveryIds(), arguments)
                        + " ORDER BY d.id LIMIT ?3",
                row -> new Doubt(row.getLong("id"), row.getInt("attempts")),
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
        List<Doubt> doubts = database.read(session -> doubts(session, choice, 0, Long.MAX_VALUE));
        if (doubts.size() != expected) {
            throw Problem.wrongUse((doubts.size() == 1 ? "1 delivery is" : doubts.size() + " deliveries are")
                    + " in doubt, not " + expected
                    + ". Nothing was decided. Look at them again and type the new number.");
        }
        for (int from = 0; from < doubts.size(); from += DECIDE_CHUNK) {
            List<Doubt> some = doubts.subList(from, Math.min(doubts.size(), from + DECIDE_CHUNK));
            decided += database.write(session -> {
                long done = 0;
                for (Doubt doubt : some) {
                    done += decide(session, doubt.id(), doubt.attempts(), decision, at) ? 1 : 0;
                }
                if (done > 0) {
                    audit.add(session, at, act(decision), choice.runId(), done, "all of " + expected + " in doubt");
                }
                return done;
            });
        }
        return decided;
    }

    /** One compare-and-set with the attempt's answer and the conversation's last call, in the caller's savepoint. */
    private static boolean move(
            Session session, Due row, DeliveryState from, int attempts, CallResult result, Outcome outcome)
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
                        row.id(),
                        from,
                        attempts)
                == 0) {
            return false;
        }
        answered(session, row.id(), attempts, result);
        session.update(
                "UPDATE conversation SET last_call_at = ?1, last_status = ?2, last_code = ?3,"
                        + " last_accepted_at = CASE WHEN ?4 = 'SENT' THEN ?1 ELSE last_accepted_at END"
                        + " WHERE user = ?5",
                result.at(),
                status(result),
                result.code(),
                to,
                row.user());
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

    private static void remember(Session session, long user, String conversationId, CallResult created)
            throws SQLException {
        session.update(
                "INSERT INTO conversation (user, conversation_id, origin, created_at, last_call_at, last_status,"
                        + " last_code) VALUES (?1, ?2, 'CREATED', ?3, ?3, ?4, ?5)"
                        + " ON CONFLICT (user) DO UPDATE SET"
                        // Creating is get-or-create: the same id again is the same conversation.
                        + " origin = CASE WHEN conversation_id = ?2 THEN origin ELSE 'CREATED' END,"
                        + " created_at = CASE WHEN conversation_id = ?2 THEN created_at ELSE ?3 END,"
                        + " last_accepted_at = CASE WHEN conversation_id = ?2 THEN last_accepted_at END,"
                        + " conversation_id = ?2, last_call_at = ?3, last_status = ?4, last_code = ?5",
                user,
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
     * Start-up: OPENING to WAITING, SENDING to IN_DOUBT (of an edit or recall, which is repeatable, to WAITING), RUNNING
     * and STOPPING runs to PAUSED, PLANNING to DRAFT; a job with a parent that was not planned to its end is dropped.
     * Call it once after opening for writing, before anything is dispatched.
     */
    public Recovery recover(Instant at) {
        List<Long> unplanned = database.read(
                session -> session.list("SELECT id FROM job WHERE state = 'PLANNING'", row -> row.getLong(1)));
        for (long run : unplanned) {
            dropRows(run);
            database.write(session -> {
                session.update("DELETE FROM job WHERE id = ? AND parent IS NOT NULL", run);
                session.update("UPDATE job_total SET selected = 0 WHERE job = ?", run);
                return session.update(
                        "UPDATE job SET state = 'DRAFT', plan_cursor = 0, overridden = 0 WHERE id = ?", run);
            });
        }
        return database.write(session -> {
            session.update(
                    "UPDATE attempt SET note = ? WHERE ended_at IS NULL AND delivery IN"
                            + " (SELECT id FROM delivery WHERE state = 'OPENING' OR state = 'SENDING')",
                    ENDED_CAUSE);
            long reopened = session.update(
                    "UPDATE delivery SET state = 'WAITING', updated_at = ?"
                            + " WHERE state = 'OPENING' OR (state = 'SENDING' AND target IS NOT NULL)",
                    at);
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
