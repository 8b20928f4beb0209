package dev.rostrum.store.ledger;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.LeftOutCode;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.Session;
import dev.rostrum.store.StoreFailure;
import dev.rostrum.store.StoreFailure.Cause;
import dev.rostrum.store.TextKeys;
import dev.rostrum.store.people.PeopleConditions;
import dev.rostrum.store.people.PersonStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Writes plans: announcement, run and one row per person, in steps, up to the commit that makes them valid. */
public final class Plans {
    /** Rows per commit of planning; it reads and writes more for each. */
    static final int MAX_STEP = 2_000;

    /**
     * Stands in for the conversation's and the message's id while a plan is written, and is taken out in the same commit: what it
     * leaves in each page is their room. Else each send would make its full page into two (SQLite has no fill factor).
     */
    private static final String ROOM = "-".repeat(150);

    /** Cached people whom the filters of an audience look through in one commit. */
    static final int SCANNED = 20_000;

    /** Rows per commit where many change at once. */
    static final int CHUNK = 5_000;

    private static final String TRIMMED = "trim(text, char(9, 10, 13, 32))";

    private final Database database;
    private final Supplier<GuardRules> rules;
    private final AuditLog audit;

    Plans(Database database, Supplier<GuardRules> rules, AuditLog audit) {
        this.database = database;
        this.rules = rules;
        this.audit = audit;
    }

    /** The number of the announcements with this text that the guard counts, where there are any. */
    static Optional<Long> sameAs(Session session, String text) throws SQLException {
        return session.first(
                "SELECT same_as FROM announcement WHERE purpose = 'ANNOUNCEMENT' AND " + TRIMMED
                        + " = trim(?, char(9, 10, 13, 32)) LIMIT 1",
                row -> row.getLong(1),
                text);
    }

    /** Writes announcement and run of kind SEND in state PLANNING; no rows yet. Returns the run's id. */
    public long begin(String title, Message message, Audience audience, SendChoices choices, Instant at) {
        long announcement = database.write(session -> {
            Long sameAs = sameAs(session, message.text()).orElse(null);
            long id = session.insert(
                    "INSERT INTO announcement (title, text, format, folded, created_at, same_as, purpose)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    title,
                    message.text(),
                    message.format(),
                    TextKeys.fold(title, message.text()),
                    at,
                    sameAs,
                    choices.purpose());
            session.update("UPDATE announcement SET same_as = id WHERE id = ? AND same_as IS NULL", id);
            return id;
        });
        audience(announcement, "TEAM", audience.teamIds());
        audience(announcement, "USER", audience.userIds());
        audience(announcement, "EXCLUDED", audience.excludedUserIds());
        audience(announcement, "EXCLUDED_TEAM", audience.excludedTeamIds());
        audience(announcement, "LIST", words(audience.listIds(), String::valueOf));
        audience(announcement, "EXCLUDED_LIST", words(audience.excludedListIds(), String::valueOf));
        audience(announcement, "RULE", words(audience.rules(), PeopleFilter::stored));
        // The run comes last: an announcement without one was never finished, and recover() takes it away.
        return database.write(session -> job(session, announcement, JobKind.SEND, null, null, choices, at));
    }

    static long job(
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
                        + " canary, outsiders, unknown_kind, override) VALUES (?, ?, ?, ?, ?, 'PLANNING', ?, ?, ?, ?, ?, ?, ?)",
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
                choices.unknownKind(),
                choices.override());
        session.update("INSERT INTO job_total (job) VALUES (?)", run);
        return run;
    }

    private void audience(long announcement, String role, Set<String> ids) {
        List<String> all = new ArrayList<>(ids);
        for (int from = 0; from < all.size(); from += Plans.CHUNK) {
            List<String> some = all.subList(from, Math.min(all.size(), from + Plans.CHUNK));
            database.write(session -> {
                for (String id : some) {
                    session.update(
                            "INSERT INTO audience (announcement, role, ref, item) VALUES (?1, ?2, ?3, nullif(?4, 0))",
                            announcement,
                            role,
                            id,
                            item(session, role, id));
                }
                return some.size();
            });
        }
    }

    private static <T> Set<String> words(Set<T> values, Function<T, String> word) {
        return values.stream().map(word).collect(Collectors.toSet());
    }

    private static long item(Session session, String role, String ref) throws SQLException {
        return switch (role) {
            case "TEAM", "EXCLUDED_TEAM" -> session.number("SELECT id FROM team WHERE team_id = ?", ref);
            case "LIST", "EXCLUDED_LIST" -> Long.parseLong(ref);
            case "RULE" -> 0;
            default -> PersonStore.entry(session, ref);
        };
    }

    /**
     * Writes the next rows of the plan, at most 2,000, in the order in which people were first seen. Returns how many
     * people were written so far, and whether that was all.
     */
    public PlanStep planNext(long runId, int limit, Instant at) {
        int step = Math.max(1, Math.min(limit, MAX_STEP));
        return database.writeRepeatable(session -> {
            Jobs.requireState(session, runId, Set.of(RunState.PLANNING));
            long last = lastRow(session);
            long announcement = session.number("SELECT announcement FROM job WHERE id = ?", runId);
            long cursor = session.number("SELECT plan_cursor FROM job WHERE id = ?", runId);
            List<PeopleFilter> filters = filters(session, announcement);
            // A filter that shows few looks through many: so many a commit, since nobody else writes meanwhile.
            long until = filters.isEmpty() ? Long.MAX_VALUE : cursor + SCANNED / filters.size();
            List<Long> people = nextPeople(session, announcement, filters, cursor, until, step);
            boolean more = people.size() >= step
                    || until != Long.MAX_VALUE && until < session.number("SELECT max(id) FROM user");
            boolean exclusions = session.number(
                            "SELECT EXISTS (SELECT 1 FROM audience WHERE announcement = ?"
                                    + " AND role IN ('EXCLUDED', 'EXCLUDED_TEAM', 'EXCLUDED_LIST'))",
                            announcement)
                    != 0;
            Guard.JobFacts job = Guard.JobFacts.of(session, runId);
            long selected = 0;
            long overridden = 0;
            for (long entry : people) {
                cursor = entry;
                Planned person = planned(session, runId, entry);
                if (!person.met()) {
                    selected++;
                    overridden += plan(session, runId, job, exclusions, person, at) ? 1 : 0;
                }
            }
            if (people.size() < step && more) {
                cursor = until;
            }
            makeRoom(session, last);
            session.update(
                    "UPDATE job SET plan_cursor = ?, overridden = overridden + ? WHERE id = ?",
                    cursor,
                    overridden,
                    runId);
            session.update("UPDATE job_total SET selected = selected + ? WHERE job = ?", selected, runId);
            long written = session.number("SELECT selected FROM job_total WHERE job = ?", runId);
            return new PlanStep(written, !more);
        });
    }

    /** The next people behind the cursor over all sources; each source is read only as far as the step needs. */
    private static List<Long> nextPeople(
            Session session, long announcement, List<PeopleFilter> filters, long cursor, long until, int step)
            throws SQLException {
        TreeSet<Long> next = new TreeSet<>();
        List<Long> teams = session.list(
                "SELECT item FROM audience WHERE announcement = ? AND role = 'TEAM' AND item IS NOT NULL",
                row -> row.getLong(1),
                announcement);
        for (long team : teams) {
            session.each(
                    "SELECT user FROM membership WHERE team = ? AND user > ? AND user <= ? ORDER BY user LIMIT ?",
                    row -> row.getLong(1),
                    next::add,
                    team,
                    cursor,
                    until,
                    step);
            cut(next, step);
        }
        session.each(
                "SELECT DISTINCT item FROM audience WHERE announcement = ? AND role = 'USER' AND item > ? AND item <= ?"
                        + " ORDER BY item LIMIT ?",
                row -> row.getLong(1),
                next::add,
                announcement,
                cursor,
                until,
                step);
        cut(next, step);
        for (PeopleFilter filter : filters) {
            List<Object> arguments = new ArrayList<>(List.of(cursor, until, step));
            session.each(
                    "SELECT u.id" + PeopleConditions.FROM + " AND u.id > ?1 AND u.id <= ?2"
                            + PeopleConditions.matching(filter, arguments) + " ORDER BY u.id LIMIT ?3",
                    row -> row.getLong(1),
                    next::add,
                    arguments.toArray());
            cut(next, step);
        }
        return List.copyOf(next);
    }

    /** The filters of an announcement, one for each of its lists too. */
    private static List<PeopleFilter> filters(Session session, long announcement) throws SQLException {
        return session.list(
                "SELECT ref, item FROM audience WHERE announcement = ? AND role IN ('LIST', 'RULE') ORDER BY role, ref",
                row -> Rows.number(row, "item") == null
                        ? PeopleFilter.parse(row.getString("ref"))
                        : PeopleFilter.ofList(row.getLong("item")),
                announcement);
    }

    private static void cut(TreeSet<Long> people, int size) {
        while (people.size() > size) {
            people.pollLast();
        }
    }

    /**
     * A person as planning needs it.
     *
     * @param entry whose ids the message would take now; of somebody who was forgotten the one that the ledger keeps
     * @param met whether the job has a row of the person already
     */
    record Planned(long entry, String name, String email, boolean met) {}

    /** Writes one row; returns whether the person is in only because of an override. */
    private boolean plan(Session session, long run, Guard.JobFacts job, boolean exclusions, Planned person, Instant at)
            throws SQLException {
        boolean removed = exclusions
                && session.number(
                                "SELECT EXISTS (SELECT 1 FROM user u CROSS JOIN user e ON e.person = u.person"
                                        + " CROSS JOIN audience a ON a.item = e.id WHERE u.id = ?2"
                                        + " AND a.announcement = ?1 AND a.role = 'EXCLUDED') OR EXISTS (SELECT 1 FROM user u"
                                        + " CROSS JOIN user e ON e.person = u.person CROSS JOIN membership m ON m.user = e.id"
                                        + " CROSS JOIN audience a ON a.item = m.team WHERE u.id = ?2"
                                        + " AND a.announcement = ?1 AND a.role = 'EXCLUDED_TEAM') OR EXISTS (SELECT 1 FROM user u"
                                        + " CROSS JOIN people_list_member l ON l.person = u.person"
                                        + " CROSS JOIN audience a ON a.item = l.list WHERE u.id = ?2"
                                        + " AND a.announcement = ?1 AND a.role = 'EXCLUDED_LIST')",
                                job.announcement(),
                                person.entry())
                        != 0;
        if (removed) {
            row(session, run, person, LeftOutCode.REMOVED, Reason.of("leftOut.Removed"), null, at);
            return false;
        }
        Guard.Verdict verdict = Guard.ask(session, rules.get(), job, person.entry(), Guard.NEW_ROW, at);
        boolean out = Guard.Verdict.excludes(verdict);
        row(session, run, person, out ? verdict.reason().code() : null, out ? verdict.cause() : null, null, at);
        return verdict != null && verdict.lifted();
    }

    /** @param entry any entry of the person */
    static Planned planned(Session session, long run, long entry) throws SQLException {
        return session.first(
                        "SELECT n.id, n.name, n.email, EXISTS (SELECT 1 FROM user e CROSS JOIN delivery d"
                                + " ON d.job = ?1 AND d.user = e.id WHERE e.person = p.id) AS met FROM user u"
                                + " CROSS JOIN person p ON p.id = u.person CROSS JOIN user n ON n.id = coalesce(p.entry, u.id)"
                                + " WHERE u.id = ?2",
                        row -> new Planned(
                                row.getLong("id"),
                                row.getString("name"),
                                row.getString("email"),
                                row.getBoolean("met")),
                        run,
                        entry)
                .orElseThrow();
    }

    /** A row that sends a message, WAITING where there is no code, else EXCLUDED. */
    static void row(Session session, long run, Planned person, String code, Reason reason, Long source, Instant at)
            throws SQLException {
        session.update(
                "INSERT INTO delivery (job, user, name, email, name_key, folded, state, open, code, reason,"
                        + " reason_arguments, updated_at, source, conversation_id) SELECT ?1, id,"
                        + " name, email, name_key, ?5, CASE WHEN ?2 IS NULL THEN 'WAITING' ELSE 'EXCLUDED' END,"
                        + " ?2 IS NULL, ?2, ?3, ?9, ?4, ?7, CASE WHEN ?2 IS NULL THEN ?8 END"
                        + " FROM user WHERE id = ?6",
                run,
                code,
                reason == null ? null : reason.code(),
                at,
                TextKeys.fold(person.name(), person.email()),
                person.entry(),
                source,
                ROOM,
                reason == null ? null : reason.storedArguments());
    }

    static long lastRow(Session session) throws SQLException {
        return session.number("SELECT max(id) FROM delivery");
    }

    /** For the rows that {@link #row} wrote in this transaction, behind the one that was the last before. */
    static void makeRoom(Session session, long last) throws SQLException {
        session.update("UPDATE delivery SET conversation_id = NULL WHERE id > ? AND conversation_id = ?", last, ROOM);
    }

    /** People of a plan that are in only because of an override. */
    public long overridden(long runId) {
        return database.read(session -> session.number("SELECT overridden FROM job WHERE id = ?", runId));
    }

    /** The last commit of planning, where no draft becomes it. */
    public void planned(long runId, Instant at) {
        planned(runId, null, at);
    }

    /**
     * The last commit of planning: the plan is valid from here on, the run PAUSED(NOT_STARTED).
     *
     * @param draft the draft that it was made of, which goes in the same commit; or null
     */
    public void planned(long runId, Long draft, Instant at) {
        database.write(session -> {
            Jobs.requireState(session, runId, Set.of(RunState.PLANNING));
            Totals kept = Jobs.totals(session, runId);
            Totals counted = Jobs.recount(session, runId);
            if (!kept.equals(counted) || !kept.addUp()) {
                throw new StoreFailure(Cause.OTHER, null, "plan.doesNotAddUp", counted.sum(), kept.selected());
            }
            session.update(
                    "UPDATE job SET state = 'PAUSED', pause_reason = ?, pause_detail = NULL WHERE id = ?",
                    PauseReason.NOT_STARTED,
                    runId);
            record(session, runId, kept.recipients(), at);
            if (draft != null) {
                DraftStore.gone(session, draft);
            }
            return null;
        });
    }

    /** The audit rows of a confirmed plan. */
    private void record(Session session, long runId, long recipients, Instant at) throws SQLException {
        Job run = Jobs.run(session, runId).orElseThrow();
        AuditAct act =
                switch (run.kind()) {
                    case SEND -> AuditAct.PLANNED;
                    case RESEND -> AuditAct.RESEND_PLANNED;
                    case EDIT -> AuditAct.EDIT_PLANNED;
                    case RECALL -> AuditAct.RECALL_PLANNED;
                };
        audit.add(
                session,
                at,
                act,
                runId,
                recipients,
                run.parent() == null ? null : Reason.of("audit.follows", run.parent()));
        if (run.choices().override() != null) {
            long overridden = session.number("SELECT overridden FROM job WHERE id = ?", runId);
            // Why stands with the job: what the admin typed could name people.
            audit.add(session, at, AuditAct.OVERRIDE, runId, overridden, null);
        }
        if (run.choices().retryGatewayErrors()) {
            audit.add(session, at, AuditAct.RETRY_GATEWAY, runId, recipients, null);
        }
    }

    /** Takes a plan back that was not started (DRAFT, PLANNING or PAUSED(NOT_STARTED)); nothing of it stays. */
    public void discard(long runId, Instant at) {
        database.write(session -> {
            Jobs.requireState(session, runId, Set.of(RunState.DRAFT, RunState.PLANNING, RunState.PAUSED));
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
                        Jobs.totals(session, runId).recipients(),
                        null);
            }
            // From here on it is no valid plan any more, however far the next commits come.
            return session.update(
                    "UPDATE job SET state = 'PLANNING', pause_reason = NULL, pause_detail = NULL WHERE id = ?", runId);
        });
        dropRows(database, runId);
        database.write(session -> {
            long announcement = session.number("SELECT announcement FROM job WHERE id = ?", runId);
            session.update("DELETE FROM job WHERE id = ?", runId);
            return session.update(
                    "DELETE FROM announcement WHERE id = ?1"
                            + " AND NOT EXISTS (SELECT 1 FROM job WHERE announcement = ?1)",
                    announcement);
        });
    }

    /** Takes a job's rows away, in commits of 5,000. */
    static void dropRows(Database database, long runId) {
        int gone;
        do {
            gone = database.write(session -> session.update(
                    "DELETE FROM delivery WHERE id IN (SELECT id FROM delivery WHERE job = ? LIMIT " + Plans.CHUNK
                            + ")",
                    runId));
        } while (gone == Plans.CHUNK);
    }
}
