package dev.rostrum.store;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.Explanation;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.Totals;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * The ledger: announcements, their runs (jobs), one delivery per recipient, every attempt. Transitions go through the
 * writer's queue and are compare-and-set on (row, state, attempts): a future that completes with {@code false} means that
 * nothing may be sent. A future completes after its commit is durable, on the writer's own thread: what is
 * chained to it must not block. It completes exceptionally with {@link StoreFailure} where nothing could be written.
 *
 * <p>{@link #opening}, {@link #sending} and {@link #openedAndSending} also ask that the run is RUNNING: since a pause or
 * stop goes through the same queue, nothing new starts once it is committed.
 *
 * <p>It is the one door. Behind it are rooms that nobody else enters: {@code Previews}, {@code Planning} and
 * {@code FollowingJobs} until a plan is valid, {@code Runs}, {@code Deliveries} and {@code Decisions} from then on.
 */
public final class Ledger {
    /** Rows per commit where many change at once. */
    static final int CHUNK = 5_000;

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

    private final Database database;
    private final Previews previews;
    private final Planning planning;
    private final FollowingJobs following;
    private final Runs runs;
    private final Deliveries deliveries;
    private final Decisions decisions;

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
        this.previews = new Previews(database, rules);
        this.planning = new Planning(database, rules, audit);
        this.following = new FollowingJobs(database, rules);
        this.runs = new Runs(database, audit);
        this.deliveries = new Deliveries(database, rules);
        this.decisions = new Decisions(database, audit);
    }

    /**
     * Whether the computer's clock has jumped by more than a day and no plan was made since; with that time and the one expected.
     * What the guard counts depends on it.
     */
    public Optional<Reason> clockJump() {
        return database.clockJump();
    }

    /**
     * A run (job) as it stands; without its audience, which may be hundreds of thousands of people.
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
            SendChoices choices,
            boolean canaryPassed,
            RunState state,
            PauseReason pauseReason,
            Reason pauseDetail,
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
        int whileOpening() {
            return attempts + 1;
        }

        /** What the row's counter says while its send is under way: one more where a create came first. */
        int whileSending() {
            return conversationId == null ? attempts + 2 : attempts + 1;
        }
    }

    /**
     * The answer of one call, as it goes into the attempt row. All but the times may be missing (0, null).
     *
     * @param startedAt when its intent was written, as it was handed to {@link #opening}, {@link #sending} or
     *     {@link #openedAndSending}
     * @param at when the answer came
     */
    public record CallResult(
            Instant startedAt, Instant at, int status, String code, String msCv, long latencyMillis, String note) {
        /** Of a call that was never begun. */
        public static CallResult none(Instant startedAt, Instant at, Reason why) {
            return new CallResult(startedAt, at, 0, null, null, 0, why.stored());
        }

        boolean ofCall() {
            return status != 0 || code != null;
        }
    }

    /** How an attempt to send ended. */
    public sealed interface Outcome {
        /** Accepted by Teams, with the activity id where it gave one. */
        record Sent(String activityId) implements Outcome {}

        record Refused(String code, Reason reason) implements Outcome {}

        record InDoubt(String code, Reason reason) implements Outcome {}

        /** Certainly not processed: goes back to WAITING until {@code notBefore}. */
        record Again(Instant notBefore, String code, Reason reason) implements Outcome {}
    }

    /**
     * Counts of a job before anything is written: {@code selected = leftOut + recipients}.
     *
     * @param message what it would send; of an edit or recall what the announcement says now
     * @param selected people that the audience names, or rows that were chosen
     * @param leftOut those of them that it does not act on, by reason, most first; of a SEND the guard's reasons come before the others
     * @param overridden recipients that are in only because of an override
     * @param recipients people that it sends to, or rows whose message it acts on
     * @param withConversation those of them whose conversation is known
     */
    public record JobCounts(
            Message message,
            long selected,
            List<LeftOut> leftOut,
            long overridden,
            long recipients,
            long withConversation) {}

    // ---------------------------------------------------------------- planning

    /**
     * Exactly what planning this message for this audience would write now.
     *
     * @param in told of each recipient for {@link #recipients}, in the plan's order. It must not block
     */
    public JobCounts preview(Audience audience, Message message, SendChoices choices, Instant at, LongConsumer in) {
        return previews.preview(audience, message, choices, at, in);
    }

    /**
     * Somebody whom a plan reaches, and where.
     *
     * @param conversationId or null where it is created first
     * @param target the message that an edit or recall acts on, else null
     */
    public record Recipient(String userId, String name, String conversationId, String target) {
        static Recipient of(ResultSet row) throws SQLException {
            return new Recipient(
                    row.getString("user_id"),
                    row.getString("name"),
                    row.getString("conversation_id"),
                    row.getString("target"));
        }
    }

    /**
     * Those whom a preview told of, as they stand now; whoever was erased since is missing.
     *
     * @param rows people of a SEND, deliveries of any other job
     */
    public List<Recipient> recipients(JobKind kind, long... rows) {
        return previews.recipients(kind, rows);
    }

    /** Why this person would be in the plan, or would not. */
    public Explanation explain(Audience audience, Message message, SendChoices choices, String userId, Instant at) {
        return previews.explain(audience, message, choices, userId, at);
    }

    /** Writes announcement and run of kind SEND in state PLANNING; no rows yet. Returns the run's id. */
    public long begin(String title, Message message, Audience audience, SendChoices choices, Instant at) {
        return planning.begin(title, message, audience, choices, at);
    }

    /**
     * Writes the next rows of the plan, at most 2,000, in the order in which people were first seen. Returns how many
     * people were written so far, and whether that was all.
     */
    public PlanStep planNext(long runId, int limit, Instant at) {
        return planning.planNext(runId, limit, at);
    }

    public record PlanStep(long written, boolean complete) {}

    /** People of a plan that are in only because of an override. */
    public long overridden(long runId) {
        return planning.overridden(runId);
    }

    /** The last commit of planning: the plan is valid from here on, the run PAUSED(NOT_STARTED). */
    public void planned(long runId, Instant at) {
        planning.planned(runId, at);
    }

    /** Takes a plan back that was not started (DRAFT, PLANNING or PAUSED(NOT_STARTED)); nothing of it stays. */
    public void discard(long runId, Instant at) {
        planning.discard(runId, at);
    }

    // ---------------------------------------------------------------- jobs with a parent

    /** What the announcement of this job says now: the text of its last edit that was started, where there is one. */
    public Message messageNow(long runId) {
        return following.messageNow(runId);
    }

    /**
     * The rows that a resend, edit or recall is about, in the order in which they were written.
     *
     * @throws Problem when their job, or for a whole announcement any of its jobs, is sending now
     */
    public List<Long> chosen(JobKind kind, DeliveryChoice choice) {
        return following.chosen(kind, choice);
    }

    /**
     * Exactly what planning this resend, edit or recall would write now.
     *
     * @param in told of each row that it acts on for {@link #recipients}, in the plan's order. It must not block
     * @throws Problem as {@link #chosen}
     */
    public JobCounts previewFollowing(
            JobKind kind, DeliveryChoice choice, SendChoices choices, Instant at, LongConsumer in) {
        return following.previewFollowing(kind, choice, choices, at, in);
    }

    /**
     * Writes a job with a parent in state PLANNING; no rows yet. Until {@link #planned} it is gone after a crash.
     *
     * @param message an edit's new message, else null
     * @return the run's id
     * @throws Problem as {@link #chosen}
     */
    public long follow(JobKind kind, DeliveryChoice choice, Message message, SendChoices choices, Instant at) {
        return following.follow(kind, choice, message, choices, at);
    }

    /**
     * Writes the next rows of a job with a parent, at most 2,000.
     *
     * @param rows all rows that were chosen, as {@link #chosen} gave them: the same list for each step
     */
    public PlanStep followNext(long runId, List<Long> rows, int limit, Instant at) {
        return following.followNext(runId, rows, limit, at);
    }

    // ---------------------------------------------------------------- runs

    public Optional<Run> run(long runId) {
        return runs.run(runId);
    }

    /** Runs that are PLANNING, RUNNING, PAUSED or STOPPING. */
    public List<Run> openRuns() {
        return runs.openRuns();
    }

    /**
     * Moves a run on: PAUSED to RUNNING, RUNNING to PAUSED, both to STOPPING, any of them to DONE or STOPPED. The
     * future fails with {@link IllegalStateException} for any other way, and for DONE or STOPPED while a row is still
     * waiting or in flight. {@code reason} and {@code detail} are kept for PAUSED only; PAUSED without a reason is ASKED.
     * Going on after PAUSED(CANARY) lets the rest go: the canary is passed. What the admin asked for is in the audit log.
     */
    public CompletableFuture<Void> setState(long runId, RunState state, PauseReason reason, Reason detail, Instant at) {
        return runs.setState(runId, state, reason, detail, at);
    }

    public Totals totals(long runId) {
        return runs.totals(runId);
    }

    /** Counts each row again, where {@link #totals} reads kept counters. */
    public Totals recount(long runId) {
        return runs.recount(runId);
    }

    /** Rows of a state, for checks. */
    public long count(long runId, DeliveryState state) {
        return runs.count(runId, state);
    }

    // ---------------------------------------------------------------- deliveries

    /** No row lies behind this one: for a run without a canary, or whose canary has passed. */
    public static final long EVERY_ROW = Long.MAX_VALUE;

    /**
     * The last row of a run's canary: of its first {@code size} people, in the order of the plan; the same in each start.
     * {@link #EVERY_ROW} where the run has no more people than that.
     */
    public long canaryEnd(long runId, int size) {
        return deliveries.canaryEnd(runId, size);
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
        return deliveries.due(runId, now, limit, lastRow);
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
        return deliveries.nextDue(runId, lastRow);
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
        return deliveries.troubles(deliveryId);
    }

    /**
     * WAITING to OPENING, an attempt of its own. For rows without a known conversation. Where the guard keeps the
     * row back it is CANCELLED instead, and the answer is false.
     */
    public CompletableFuture<Boolean> opening(Due row, Instant at) {
        return deliveries.opening(row, at);
    }

    /**
     * Stores the new id and makes the row SENDING, its second attempt, in one commit. False when nothing may be
     * sent: where the run is no longer RUNNING the id is stored all the same and the row goes back to WAITING, as by
     * {@link #openedOnly}, so that no row stays OPENING behind a pause or a stop.
     */
    public CompletableFuture<Boolean> openedAndSending(
            Due opening, String conversationId, CallResult created, Instant at) {
        return deliveries.openedAndSending(opening, conversationId, created, at);
    }

    /** Stores the new id; the row goes back to WAITING, since nothing more may be sent now. */
    public CompletableFuture<Boolean> openedOnly(Due opening, String conversationId, CallResult created, Instant at) {
        return deliveries.openedOnly(opening, conversationId, created, at);
    }

    /** The create ended otherwise: {@link Outcome.Refused} or {@link Outcome.Again}. */
    public CompletableFuture<Boolean> notOpened(Due opening, CallResult result, Outcome outcome) {
        return deliveries.notOpened(opening, result, outcome);
    }

    /**
     * WAITING to SENDING of a row whose conversation is known: a SEND, or an UPDATE or DELETE by the
     * job's kind. Where the guard keeps the row back it is CANCELLED instead, and the answer is false.
     */
    public CompletableFuture<Boolean> sending(Due row, Instant at) {
        return deliveries.sending(row, at);
    }

    /**
     * SENDING to the outcome. {@code row} as it was handed to {@link #sending} or {@link #openedAndSending}. An edit or
     * recall is never in doubt: its call is repeated ({@link Outcome.Again}) where the answer was lost.
     */
    public CompletableFuture<Boolean> settle(Due row, CallResult result, Outcome outcome) {
        return deliveries.settle(row, result, outcome);
    }

    /**
     * An acceptance that came after the row was given up as IN_DOUBT and before any decision: IN_DOUBT to SENT.
     * {@code row} as it was handed to {@link #sending} or {@link #openedAndSending}.
     */
    public CompletableFuture<Boolean> lateAnswer(Due row, CallResult result, Outcome.Sent outcome) {
        return deliveries.lateAnswer(row, result, outcome);
    }

    /**
     * The stored id is stale: forgotten, row to WAITING(healed) without conversation, in one commit. Once per row, and
     * only for rows that send a message: an edit or recall finds its message in that very conversation, or nowhere.
     */
    public CompletableFuture<Boolean> heal(Due row, CallResult result, Instant at) {
        return deliveries.heal(row, result, at);
    }

    /**
     * WAITING rows become CANCELLED(reason), in commits of 5,000; IN_DOUBT where the chosen repetition of 502, 503 and 504 left it open
     * whether an earlier try arrived. Rows that return to WAITING afterwards (an answer
     * "try again" to a request in flight) need another call before the run can be STOPPED.
     */
    public CompletableFuture<Long> cancelWaiting(long runId, Reason reason, Instant at) {
        return deliveries.cancelWaiting(runId, reason, at);
    }

    /**
     * Rows of a run that are in flight though nothing of it is under way, because what became of their calls could not be
     * written: as at start-up, OPENING to WAITING, SENDING to IN_DOUBT (of an edit or recall to WAITING).
     *
     * @return how many
     */
    public CompletableFuture<Long> cutOff(long runId, Instant at) {
        return deliveries.cutOff(runId, at);
    }

    // ---------------------------------------------------------------- decisions

    /**
     * The admin's decision about a row in doubt: ARRIVED makes it SENT, SEND_AGAIN makes it WAITING, in one commit with
     * the record of the decision. A run that was over is PAUSED(ASKED) again by the latter. False when the row is not
     * in doubt any more, or has been tried since ({@code attempts} as it was shown).
     */
    public CompletableFuture<Boolean> decide(long deliveryId, int attempts, Decision decision, Instant at) {
        return decisions.decide(deliveryId, attempts, decision, at);
    }

    /** As {@link #decide}, waiting for the commit. */
    public boolean decideNow(long deliveryId, int attempts, Decision decision, Instant at) {
        return database.await(decide(deliveryId, attempts, decision, at));
    }

    /** Rows in doubt among the chosen ones. */
    public long inDoubt(DeliveryChoice choice) {
        return decisions.inDoubt(choice);
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
        return decisions.decideAll(choice, decision, expected, at);
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
            planning.dropRows(run);
            database.write(session -> {
                session.update("DELETE FROM job WHERE id = ? AND parent IS NOT NULL", run);
                session.update("UPDATE job_total SET selected = 0 WHERE job = ?", run);
                return session.update(
                        "UPDATE job SET state = 'DRAFT', plan_cursor = 0, overridden = 0 WHERE id = ?", run);
            });
        }
        return database.write(session -> {
            Deliveries.CutOff cutOff = Deliveries.recover(session, at);
            long paused = session.update(
                    "UPDATE job SET state = 'PAUSED', pause_reason = ?, pause_detail = NULL"
                            + " WHERE state IN ('RUNNING', 'STOPPING')",
                    PauseReason.PROGRAM_ENDED);
            session.update("DELETE FROM announcement WHERE id NOT IN (SELECT announcement FROM job)");
            return new Recovery(cutOff.reopened(), cutOff.inDoubt(), paused);
        });
    }

    public record Recovery(long reopened, long inDoubt, long pausedRuns) {}
}
