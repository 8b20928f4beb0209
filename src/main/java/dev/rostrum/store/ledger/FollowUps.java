package dev.rostrum.store.ledger;

import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.LeftOutCode;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.Session;
import dev.rostrum.store.ledger.Plans.Planned;
import dev.rostrum.store.ledger.PreviewCounts.Entry;
import dev.rostrum.store.people.ConversationStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Jobs with a parent (resend, edit, recall): which rows they are about, what they would write, and their plans. */
public final class FollowUps {
    /** No other row of this person in the scope says more, or says it later. */
    private static final String LATEST_ONLY = " AND NOT EXISTS (SELECT 1 FROM user u CROSS JOIN user e"
            + " ON e.person = u.person CROSS JOIN delivery x ON x.user = e.id CROSS JOIN job k ON k.id = x.job"
            + " WHERE u.id = d.user AND (x.state NOT IN ('EXCLUDED', 'CANCELLED'), x.job, "
            + DeliveryConditions.weight("x") + ", x.id) > (d.state NOT IN ('EXCLUDED', 'CANCELLED'), d.job, "
            + DeliveryConditions.weight("d") + ", d.id) AND ";

    private static final String IN_ANNOUNCEMENT =
            "k.announcement = j.announcement AND k.kind IN ('SEND', 'RESEND') AND k.state <> 'PLANNING')";
    private static final String IN_JOB = "k.id = d.job)";

    private final Database database;
    private final Supplier<GuardRules> rules;

    FollowUps(Database database, Supplier<GuardRules> rules) {
        this.database = database;
        this.rules = rules;
    }

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
                                FollowUps::message,
                                runId)
                        .orElseThrow(() -> unknown(runId));
    }

    private static Optional<Message> edited(Session session, long runId) throws SQLException {
        return session.first(
                "SELECT text, format FROM job WHERE announcement = (SELECT announcement FROM job WHERE id = ?)"
                        + " AND kind = 'EDIT' AND started_at IS NOT NULL ORDER BY id DESC LIMIT 1",
                FollowUps::message,
                runId);
    }

    private static Message message(ResultSet row) throws SQLException {
        return new Message(row.getString("text"), Rows.constant(row, "format", TextFormat.class));
    }

    private static Problem unknown(long runId) {
        return Problem.wrongUse("announcement.unknown", runId);
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
            throw Problem.wrongUse("announcement.beingSent");
        }
        if (session.number("SELECT state IN ('PLANNING', 'DRAFT', 'SCHEDULED') FROM job WHERE id = ?", choice.runId())
                != 0) {
            throw Problem.wrongUse("announcement.noPlan");
        }
        JobKind of = JobKind.valueOf(parent);
        if (kind == JobKind.RESEND && !of.sendsMessages() && !choice.wholeAnnouncement()) {
            throw Problem.wrongUse("announcement.noMessagesOfItsOwn");
        }
        return of;
    }

    /** A message that was taken back and sent again is one person with one message: nothing is left of the first to be changed. */
    private static final String NOT_SENT_AGAIN =
            " AND NOT (EXISTS (SELECT 1 FROM delivery r CROSS JOIN job k ON k.id = r.job"
                    + " WHERE r.message = d.id AND r.state = 'SENT' AND k.kind = 'RECALL')"
                    + " AND EXISTS (SELECT 1 FROM delivery n CROSS JOIN job a ON a.id = n.job"
                    + " WHERE n.user = d.user AND n.job > d.job AND n.state = 'SENT' AND a.kind = 'RESEND'"
                    + " AND a.announcement = j.announcement))";

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
                        + (kind == JobKind.RESEND ? LATEST_ONLY + IN_ANNOUNCEMENT : NOT_SENT_AGAIN)
                : "SELECT d.id FROM delivery d WHERE d.job = ?1" + (kind == JobKind.RESEND ? LATEST_ONLY + IN_JOB : "");
        sql += DeliveryConditions.matching(choice, states, arguments) + " ORDER BY d.id";
        return session.list(sql, row -> row.getLong(1), arguments.toArray());
    }

    /** A chosen row with the row that sent the message: itself, but for rows of an edit or recall. */
    private record Source(
            long id,
            long user,
            boolean forgotten,
            Entry person,
            DeliveryState state,
            String code,
            Reason reason,
            long message,
            DeliveryState messageState,
            String activityId,
            String conversationId,
            boolean lost) {

        /**
         * A message is lost whose conversation is not the one that the person has now. Where none is known now, their ids
         * tell; it is left to Teams where one of them has none.
         */
        private static final String SELECT = "SELECT d.id AS source, d.user, p.entry IS NULL AS forgotten, p.entry,"
                + " k.user IS NOT NULL AS known, d.state, d.code, d.reason, d.reason_arguments,"
                + " m.id AS message, m.state AS message_state, m.activity_id, m.conversation_id,"
                + " CASE WHEN k.user IS NULL THEN u.user_id <> (SELECT n.user_id FROM user n WHERE n.id = p.entry)"
                + " ELSE k.conversation_id <> m.conversation_id END AS lost FROM delivery d"
                + " CROSS JOIN delivery m ON m.id = CASE WHEN d.message = 0 THEN d.id ELSE d.message END"
                + " CROSS JOIN user u ON u.id = d.user CROSS JOIN person p ON p.id = u.person"
                + " LEFT JOIN conversation k ON k.user = p.entry AND " + ConversationStore.usable("k")
                + " WHERE d.id = ?";

        static Source of(ResultSet row) throws SQLException {
            return new Source(
                    row.getLong("source"),
                    row.getLong("user"),
                    row.getBoolean("forgotten"),
                    Entry.of(row),
                    Rows.constant(row, "state", DeliveryState.class),
                    row.getString("code"),
                    Rows.reason(row),
                    row.getLong("message"),
                    Rows.constant(row, "message_state", DeliveryState.class),
                    row.getString("activity_id"),
                    row.getString("conversation_id"),
                    row.getBoolean("lost"));
        }

        /** Why it takes no part in this kind of job, or null where nothing but guard and twins can keep it out. */
        LeftOut obstacle(Session session, JobKind kind) throws SQLException {
            if (forgotten) {
                return out(LeftOutCode.FORGOTTEN);
            }
            if (kind == JobKind.RESEND) {
                return switch (state) {
                    case WAITING, OPENING, SENDING -> out(LeftOutCode.STILL_OPEN);
                    case IN_DOUBT -> out(LeftOutCode.IN_DOUBT);
                    case EXCLUDED ->
                        LeftOutCode.REMOVED.equals(code) || LeftOutCode.SAME_PERSON.equals(code)
                                ? out(code, reason)
                                : null;
                    default -> null;
                };
            }
            if (messageState == DeliveryState.IN_DOUBT) {
                return out(LeftOutCode.IN_DOUBT, Reason.of("leftOut.MessageInDoubt"));
            }
            if (messageState != DeliveryState.SENT) {
                return out(LeftOutCode.NOT_SENT);
            }
            if (activityId == null || conversationId == null) {
                return out(LeftOutCode.NO_MESSAGE_ID);
            }
            if (session.number(Guard.RECALLED, message) != 0) {
                return out(LeftOutCode.RECALLED);
            }
            return lost ? out(LeftOutCode.CONVERSATION_LOST) : null;
        }

        private static LeftOut out(String code) {
            return out(code, Reason.of("leftOut." + code));
        }

        private static LeftOut out(String code, Reason reason) {
            return new LeftOut(code, reason, 1, false);
        }
    }

    /**
     * Exactly what planning this resend, edit or recall would write now.
     *
     * @param told of each row, for {@link Previews#recipients} and {@link Previews#people}
     * @throws Problem as {@link #chosen}
     */
    public JobCounts preview(JobKind kind, DeliveryChoice choice, SendChoices choices, Instant at, PlanRows told) {
        GuardRules now = rules.get();
        return database.read(session -> {
            List<Long> ids = chosen(session, kind, requireSource(session, kind, choice), choice);
            Guard.JobFacts of = Guard.JobFacts.of(session, choice.runId());
            Guard.JobFacts job = Guard.JobFacts.of(of.announcement(), of.sameAs(), of.purpose(), choices);
            PreviewCounts tally = new PreviewCounts(now, told);
            for (long id : ids) {
                Source source = session.first(Source.SELECT, Source::of, id).orElseThrow();
                LeftOut obstacle = source.obstacle(session, kind);
                if (obstacle != null) {
                    boolean twin = LeftOutCode.SAME_PERSON.equals(obstacle.code());
                    tally.out(id, obstacle.code(), twin ? Reason.of("leftOut.SamePerson") : obstacle.reason());
                } else if (kind != JobKind.RESEND) {
                    tally.in(id, true);
                } else {
                    tally.ask(session, job, id, source.person(), at);
                }
            }
            return new JobCounts(
                    messageNow(session, choice.runId()),
                    ids.size(),
                    tally.leftOut(),
                    tally.overridden(),
                    tally.in(),
                    tally.known());
        });
    }

    /**
     * Writes a job with a parent in state PLANNING; no rows yet. Until {@link #planned} it is gone after a crash.
     *
     * @param message an edit's new message, else null
     * @return the run's id
     * @throws Problem as {@link #chosen}
     */
    public long begin(JobKind kind, DeliveryChoice choice, Message message, SendChoices choices, Instant at) {
        if ((kind == JobKind.EDIT) != (message != null)) {
            throw new IllegalArgumentException("an edit, and nothing else, has a message of its own");
        }
        return database.write(session -> {
            requireSource(session, kind, choice);
            Message says =
                    kind == JobKind.RESEND ? edited(session, choice.runId()).orElse(null) : message;
            return Plans.job(
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
    public PlanStep planNext(long runId, List<Long> rows, int limit, Instant at) {
        int step = Math.max(1, Math.min(limit, Plans.MAX_STEP));
        return database.writeRepeatable(session -> {
            Jobs.requireState(session, runId, Set.of(RunState.PLANNING));
            long last = Plans.lastRow(session);
            JobKind kind = JobKind.valueOf(session.text("SELECT kind FROM job WHERE id = ?", runId));
            Guard.JobFacts job = Guard.JobFacts.of(session, runId);
            int from = Math.toIntExact(session.number("SELECT plan_cursor FROM job WHERE id = ?", runId));
            int to = Math.min(rows.size(), from + step);
            long selected = 0;
            long overridden = 0;
            for (long id : rows.subList(from, to)) {
                Source source = session.first(Source.SELECT, Source::of, id).orElseThrow();
                if (kind == JobKind.RESEND) {
                    Planned person = Plans.planned(session, runId, source.user());
                    // Two became one since the rows were chosen.
                    if (person.met()) {
                        continue;
                    }
                    overridden += resend(session, runId, job, source, person, at) ? 1 : 0;
                } else {
                    change(session, runId, kind, source, at);
                }
                selected++;
            }
            Plans.makeRoom(session, last);
            session.update(
                    "UPDATE job SET plan_cursor = ?, overridden = overridden + ? WHERE id = ?", to, overridden, runId);
            session.update("UPDATE job_total SET selected = selected + ? WHERE job = ?", selected, runId);
            return new PlanStep(
                    session.number("SELECT selected FROM job_total WHERE job = ?", runId), to == rows.size());
        });
    }

    private boolean resend(Session session, long run, Guard.JobFacts job, Source source, Planned person, Instant at)
            throws SQLException {
        LeftOut obstacle = source.obstacle(session, JobKind.RESEND);
        if (obstacle != null) {
            Plans.row(session, run, person, obstacle.code(), obstacle.reason(), source.id(), at);
            return false;
        }
        Guard.Verdict verdict = Guard.ask(session, rules.get(), job, person.entry(), Guard.NEW_ROW, at);
        boolean out = Guard.Verdict.excludes(verdict);
        Plans.row(
                session,
                run,
                person,
                out ? verdict.reason().code() : null,
                out ? verdict.cause() : null,
                source.id(),
                at);
        return verdict != null && verdict.lifted();
    }

    /** A row of an edit or recall, of which a person may have several: one for each message. */
    private static void change(Session session, long run, JobKind kind, Source source, Instant at) throws SQLException {
        LeftOut obstacle = source.obstacle(session, kind);
        session.update(
                "INSERT INTO delivery (job, user, name, email, name_key, folded, state, open, code, reason, updated_at,"
                        + " source, message, target, conversation_id, reason_arguments) SELECT ?1, user, name, email, name_key, folded,"
                        + " CASE WHEN ?2 IS NULL THEN 'WAITING' ELSE 'EXCLUDED' END, ?2 IS NULL, ?2, ?3, ?4, ?5, ?6,"
                        + " ?7, ?8, ?9"
                        + " FROM delivery WHERE id = ?6",
                run,
                obstacle == null ? null : obstacle.code(),
                obstacle == null ? null : obstacle.reason().code(),
                at,
                source.id(),
                source.message(),
                obstacle == null ? source.activityId() : null,
                obstacle == null ? source.conversationId() : null,
                obstacle == null ? null : obstacle.reason().storedArguments());
    }
}
