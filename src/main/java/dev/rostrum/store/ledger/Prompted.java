package dev.rostrum.store.ledger;

import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.LeftOutCode;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Purpose;
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What events ask to be sent, and the jobs that are made of it. A prompt goes in the commit that makes it a row of the ledger, so that
 * a process that is killed neither loses nor doubles it. The welcomes of a day, and its confirmations, are one job that grows: each
 * row is valid by its own commit, in which the totals grow too. What one event asks to be told to those who were mentioned is one job.
 */
public final class Prompted {
    /** Jobs that are looked at together. */
    private static final int MOST_STANDING = 100;

    private static final String SAME_TROUBLE = "pause.sameTrouble";

    /** SQL: whether a job {@code j} that stands still goes on before anybody looks at it, as {@link #goesOn}. */
    private static final String GOES_ON = Arrays.stream(PauseReason.values())
            .filter(PauseReason::passing)
            .map(reason -> "'" + reason + "'")
            .collect(Collectors.joining(
                    ", ", "(j.pause_reason IN (", ") OR coalesce(j.pause_detail, '') GLOB '" + SAME_TROUBLE + "|*')"));

    /** SQL: whether the opt-out still holds that a prompt {@code p} asks to confirm. */
    private static final String CONFIRMS =
            "(p.purpose = 'CONFIRMATION' AND EXISTS (SELECT 1 FROM user u CROSS JOIN opt_out o ON o.person = u.person"
                    + " WHERE u.id = p.user AND o.asker = 'PERSON' AND o.at = p.at))";

    private static final String STANDING = "SELECT j.id, j.pause_reason, j.pause_detail, " + Rows.TOTALS
            + " FROM job j CROSS JOIN announcement a ON a.id = j.announcement CROSS JOIN job_total t ON t.job = j.id"
            + " WHERE j.state = 'PAUSED' AND j.kind = 'SEND' AND a.purpose = ?";

    /**
     * Something that an event asked to be sent, and that waits.
     *
     * @param by the name of whom the event is from, or null
     * @param optedOut of a CONFIRMATION whether it confirms an opt-out, which stands; else that one was taken back
     */
    public record Prompt(long id, Purpose purpose, Long event, String by, boolean optedOut) {}

    /**
     * The calendar day whose job grows.
     *
     * @param end the beginning of the next one
     */
    public record Day(Instant begin, Instant end) {}

    /**
     * A job that stands still and goes on by itself.
     *
     * @param detail or null
     * @param settled people with an outcome
     */
    public record Standing(long job, PauseReason reason, Reason detail, long settled) {}

    /** Whether a job of this kind that stands still for this goes on before anybody looks at it. */
    static boolean goesOn(PauseReason reason, Reason detail) {
        // A trouble of several people in which nobody was refused is the service's.
        return reason.passing() || (detail != null && detail.code().equals(SAME_TROUBLE));
    }

    private record Waiting(long id, long user, Instant at, boolean optedOut) {}

    private record Today(long job, RunState state) {}

    private final Database database;
    private final Supplier<GuardRules> rules;
    private final AuditLog audit;

    Prompted(Database database, Supplier<GuardRules> rules, AuditLog audit) {
        this.database = database;
        this.rules = rules;
        this.audit = audit;
    }

    /** The prompts that have waited for longest. */
    public List<Prompt> waiting(Purpose purpose, int limit) {
        return database.read(session -> session.list(
                "SELECT p.id, p.purpose, p.event, n.name, " + CONFIRMS
                        + " AS opted_out FROM prompt p LEFT JOIN user b ON b.id = p.by_user"
                        + " LEFT JOIN person q ON q.id = b.person LEFT JOIN user n ON n.id = q.entry"
                        + " WHERE p.purpose = ? ORDER BY p.id LIMIT ?",
                row -> new Prompt(
                        row.getLong("id"),
                        Rows.constant(row, "purpose", Purpose.class),
                        Rows.number(row, "event"),
                        row.getString("name"),
                        row.getBoolean("opted_out")),
                purpose,
                limit));
    }

    /** How many prompts wait. */
    public long waiting() {
        return database.read(session -> session.number("SELECT count(*) FROM prompt"));
    }

    /** Jobs of this purpose that wait for nobody's decision, those that began first before others. */
    public List<Standing> standing(Purpose purpose) {
        return database.read(session -> session.list(
                STANDING + " AND " + GOES_ON + " ORDER BY j.id LIMIT " + MOST_STANDING, Prompted::standing, purpose));
    }

    /** The first job of this purpose that the program paused for something that an admin has to look at. */
    public Optional<Standing> held(Purpose purpose) {
        return database.read(session -> session.first(
                STANDING + " AND NOT " + GOES_ON + " AND j.pause_reason <> 'ASKED' ORDER BY j.id LIMIT 1",
                Prompted::standing,
                purpose));
    }

    private static Standing standing(ResultSet row) throws SQLException {
        return new Standing(
                row.getLong("id"),
                Rows.constant(row, "pause_reason", PauseReason.class),
                Rows.stored(row, "pause_detail"),
                Rows.totals(row).settled());
    }

    // ---------------------------------------------------------------- dropped

    /**
     * Drops prompts that must not be sent, some thousands at most; each commit is in the audit log.
     *
     * @param before those from before this time
     * @return how many
     */
    public int drop(Purpose purpose, Instant before, Reason why, Instant at) {
        String those = "SELECT id FROM prompt WHERE purpose = ? AND at < ? ORDER BY id LIMIT " + Plans.CHUNK;
        if (database.read(session -> session.number("SELECT EXISTS (" + those + ")", purpose, before)) == 0) {
            return 0;
        }
        return database.write(session -> {
            int gone = session.update("DELETE FROM prompt WHERE id IN (" + those + ")", purpose, before);
            if (gone > 0) {
                audit.add(session, at, AuditAct.PROMPT_DROPPED, null, (long) gone, why);
            }
            return gone;
        });
    }

    // ---------------------------------------------------------------- sent

    /**
     * Makes a prompt a row of the ledger: of the day's job with this text, which is begun where there is none. A prompt of a mention is
     * made a job with all others of its event. Nothing is sent by this, and where the prompt is gone nothing is done.
     *
     * @param day today
     * @return the job that has something to send now, where it does not go on already
     */
    public OptionalLong take(Prompt prompt, String title, Message message, Day day, Instant at) {
        return database.write(session -> {
            boolean mention = prompt.purpose() == Purpose.MENTION;
            List<Waiting> prompts = session.list(
                    "SELECT id, user, at, " + CONFIRMS + " AS opted_out FROM prompt p WHERE purpose = ?1 AND "
                            + (mention ? "event = ?2" : "id = ?2") + " ORDER BY id",
                    row -> new Waiting(
                            row.getLong("id"),
                            row.getLong("user"),
                            Rows.instant(row, "at"),
                            row.getBoolean("opted_out")),
                    prompt.purpose(),
                    mention ? prompt.event() : Long.valueOf(prompt.id()));
            if (prompts.stream().anyMatch(waiting -> waiting.optedOut() != prompt.optedOut())) {
                // It has changed since the message was chosen: it is looked at again.
                return OptionalLong.empty();
            }
            Today today = mention ? null : today(session, prompt.purpose(), message, day);
            long last = Plans.lastRow(session);
            List<Reason> dropped = new ArrayList<>();
            for (Waiting waiting : prompts) {
                session.update("DELETE FROM prompt WHERE id = ?", waiting.id());
                Reason obstacle = obstacle(session, prompt.purpose(), today, waiting);
                if (obstacle != null) {
                    dropped.add(obstacle);
                    continue;
                }
                if (today == null) {
                    today = begin(session, prompt.purpose(), title, message, at);
                }
                add(session, today, waiting, at);
            }
            for (Reason why : dropped) {
                audit.add(session, at, AuditAct.PROMPT_DROPPED, today == null ? null : today.job(), 1L, why);
            }
            if (today == null) {
                return OptionalLong.empty();
            }
            Plans.makeRoom(session, last);
            return settle(session, today, at);
        });
    }

    private static Today today(Session session, Purpose purpose, Message message, Day day) throws SQLException {
        return session.first(
                        "SELECT j.id, j.state FROM announcement a CROSS JOIN job j ON j.announcement = a.id"
                                + " WHERE a.purpose = ? AND a.created_at >= ? AND a.created_at < ? AND a.text = ?"
                                // Those of a restored file are for the admin to look at.
                                + " AND a.format = ? AND j.kind = 'SEND' AND j.pause_reason IS NOT 'RESTORED' ORDER BY j.id DESC LIMIT 1",
                        Prompted::today,
                        purpose,
                        day.begin(),
                        day.end(),
                        message.text(),
                        message.format())
                .orElse(null);
    }

    private static Today today(ResultSet row) throws SQLException {
        return new Today(row.getLong("id"), Rows.constant(row, "state", RunState.class));
    }

    /** Why a prompt becomes no row, or null. */
    private static Reason obstacle(Session session, Purpose purpose, Today today, Waiting waiting) throws SQLException {
        if (session.number(
                        "SELECT p.entry FROM user u CROSS JOIN person p ON p.id = u.person WHERE u.id = ?",
                        waiting.user())
                == 0) {
            return Reason.of("audit.prompt.forgotten");
        }
        // Two prompts of one event may be about entries of one person, too.
        if (today != null && Plans.planned(session, today.job(), waiting.user()).met()) {
            return Reason.of("audit.prompt.today");
        }
        boolean outdated = purpose == Purpose.CONFIRMATION
                && !waiting.optedOut()
                && session.number(
                                "SELECT EXISTS (SELECT 1 FROM user u CROSS JOIN opt_out o ON o.person = u.person"
                                        + " WHERE u.id = ? AND o.asker = 'PERSON')",
                                waiting.user())
                        != 0;
        return outdated ? Reason.of("audit.prompt.outdated") : null;
    }

    private Today begin(Session session, Purpose purpose, String title, Message message, Instant at)
            throws SQLException {
        long announcement = session.insert(
                "INSERT INTO announcement (title, text, format, folded, created_at, purpose) VALUES (?, ?, ?, ?, ?, ?)",
                title,
                message.text(),
                message.format(),
                TextKeys.fold(title, message.text()),
                at,
                purpose);
        session.update("UPDATE announcement SET same_as = id WHERE id = ?", announcement);
        long job = Plans.job(session, announcement, JobKind.SEND, null, null, SendChoices.of(purpose), at);
        audit.add(session, at, AuditAct.PROMPTED, job, null, null);
        return new Today(job, RunState.PLANNING);
    }

    private void add(Session session, Today today, Waiting waiting, Instant at) throws SQLException {
        Guard.JobFacts facts = Guard.JobFacts.of(session, today.job());
        Plans.Planned person = Plans.planned(session, today.job(), waiting.user());
        if (today.state() == RunState.STOPPING || today.state() == RunState.STOPPED) {
            Plans.row(session, today.job(), person, LeftOutCode.STOPPED, Reason.of("leftOut.Stopped"), null, at);
        } else {
            // Where an opt-out is confirmed the guard is asked when the row is claimed: it must know which row confirms
            // which.
            Guard.Verdict verdict = waiting.optedOut()
                    ? null
                    : Guard.ask(session, rules.get(), facts, person.entry(), Guard.NEW_ROW, at);
            Plans.row(
                    session,
                    today.job(),
                    person,
                    verdict == null ? null : verdict.reason().code(),
                    verdict == null ? null : verdict.cause(),
                    null,
                    at);
            if (waiting.optedOut()) {
                session.update(
                        "INSERT INTO confirmation (delivery, mark) VALUES (last_insert_rowid(), ?)", waiting.at());
            }
        }
        session.update("UPDATE job_total SET selected = selected + 1 WHERE job = ?", today.job());
        session.update(
                "INSERT OR IGNORE INTO audience (announcement, role, ref, item) SELECT ?1, 'USER',"
                        + " coalesce(u.object_id, u.user_id, 'forgotten-' || u.id), u.id FROM user u WHERE u.id = ?2",
                facts.announcement(),
                person.entry());
    }

    /** What the job is to do next, in the commit that adds to it: one that was over goes on where there is something to send. */
    private static OptionalLong settle(Session session, Today today, Instant at) throws SQLException {
        Totals totals = Jobs.totals(session, today.job());
        if (!totals.addUp()) {
            throw new StoreFailure(Cause.OTHER, null, "plan.doesNotAddUp", totals.sum(), totals.selected());
        }
        if (today.state() != RunState.PLANNING && today.state() != RunState.DONE) {
            // It is at work and looks for more before it ends, or it stands still for a reason of its own.
            return OptionalLong.empty();
        }
        boolean more = totals.open() > 0;
        session.update(
                "UPDATE job SET state = ?1, pause_reason = ?2, ended_at = ?3 WHERE id = ?4",
                more ? RunState.PAUSED : RunState.DONE,
                more ? PauseReason.PROMPTED : null,
                more ? null : at,
                today.job());
        return more ? OptionalLong.of(today.job()) : OptionalLong.empty();
    }
}
