package dev.rostrum.store;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.Totals;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The ledger: announcements, their runs (jobs), one delivery per recipient, every attempt. Transitions go through the
 * writer's queue and are compare-and-set on (row, state, attempts): a future that completes with {@code false} changed
 * nothing, and nothing may be sent. A future completes after its commit is durable.
 */
public final class Ledger {
    public Ledger(Database database) {
        throw new UnsupportedOperationException("in work");
    }

    /** A run as it stands. {@code rate} is requests per second as asked for this run, or null for the connection's. */
    public record Run(
            long id,
            String title,
            Message message,
            Audience audience,
            RunState state,
            PauseReason pauseReason,
            String pauseDetail,
            Double rate,
            Instant createdAt,
            Instant startedAt,
            Instant endedAt) {}

    /** A waiting delivery as the dispatcher needs it. {@code conversationId} is null where none is known. */
    public record Due(long id, String userId, String conversationId, int attempts, boolean healed) {}

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

    /** Counts before anything is written. {@code recipients = selected - removed - samePerson}. */
    public record Preview(long selected, long removed, long samePerson, long recipients, long withConversation) {}

    public Preview preview(Audience audience) {
        throw new UnsupportedOperationException("in work");
    }

    /** Writes announcement and run in state PLANNING; no rows yet. Returns the run's id. */
    public long begin(String title, Message message, Audience audience, Double rate, Instant at) {
        throw new UnsupportedOperationException("in work");
    }

    /** Writes the next rows of the plan. Returns how many people were written so far, and whether that was all. */
    public PlanStep planNext(long runId, int limit, Instant at) {
        throw new UnsupportedOperationException("in work");
    }

    public record PlanStep(long written, boolean complete) {}

    /** The last commit of planning: the plan is valid from here on, the run PAUSED(NOT_STARTED). */
    public void planned(long runId, Instant at) {
        throw new UnsupportedOperationException("in work");
    }

    /** Takes a plan back that was not started (PLANNING or PAUSED(NOT_STARTED)); nothing of it stays. */
    public void discard(long runId) {
        throw new UnsupportedOperationException("in work");
    }

    public Optional<Run> run(long runId) {
        throw new UnsupportedOperationException("in work");
    }

    /** Runs that are PLANNING, RUNNING, PAUSED or STOPPING. */
    public List<Run> openRuns() {
        throw new UnsupportedOperationException("in work");
    }

    public CompletableFuture<Void> setState(long runId, RunState state, PauseReason reason, String detail, Instant at) {
        throw new UnsupportedOperationException("in work");
    }

    /** WAITING rows become CANCELLED(reason). */
    public CompletableFuture<Long> cancelWaiting(long runId, String reason, Instant at) {
        throw new UnsupportedOperationException("in work");
    }

    public Totals totals(long runId) {
        throw new UnsupportedOperationException("in work");
    }

    /** Counts each row again, where {@link #totals} reads kept counters. */
    public Totals recount(long runId) {
        throw new UnsupportedOperationException("in work");
    }

    /** Waiting rows that are due, oldest first. */
    public List<Due> due(long runId, Instant now, int limit) {
        throw new UnsupportedOperationException("in work");
    }

    /** When the next waiting row falls due, or empty where none waits. */
    public Optional<Instant> nextDue(long runId) {
        throw new UnsupportedOperationException("in work");
    }

    /** WAITING to OPENING, with an attempt row of its own. */
    public CompletableFuture<Boolean> opening(Due row, Instant at) {
        throw new UnsupportedOperationException("in work");
    }

    /** Stores the new id and makes the row SENDING with a second attempt row, in one commit. */
    public CompletableFuture<Boolean> openedAndSending(
            Due opening, String conversationId, CallResult created, Instant at) {
        throw new UnsupportedOperationException("in work");
    }

    /** Stores the new id; the row goes back to WAITING, since nothing more may be sent now. */
    public CompletableFuture<Boolean> openedOnly(Due opening, String conversationId, CallResult created, Instant at) {
        throw new UnsupportedOperationException("in work");
    }

    /** The create ended otherwise: {@link Outcome.Refused} or {@link Outcome.Again}. */
    public CompletableFuture<Boolean> notOpened(Due opening, CallResult result, Outcome outcome) {
        throw new UnsupportedOperationException("in work");
    }

    /** WAITING to SENDING of a row whose conversation is known, with its attempt row. */
    public CompletableFuture<Boolean> sending(Due row, Instant at) {
        throw new UnsupportedOperationException("in work");
    }

    /** SENDING to the outcome. {@code row} as it was handed to {@link #sending} or {@link #openedAndSending}. */
    public CompletableFuture<Boolean> settle(Due row, CallResult result, Outcome outcome) {
        throw new UnsupportedOperationException("in work");
    }

    /** The stored id is stale: forgotten, row to WAITING(healed) without conversation, in one commit. Once per row. */
    public CompletableFuture<Boolean> heal(Due row, CallResult result, Instant at) {
        throw new UnsupportedOperationException("in work");
    }

    /** Start-up: OPENING to WAITING, SENDING to IN_DOUBT, RUNNING and STOPPING runs to PAUSED, PLANNING to DRAFT. */
    public Recovery recover(Instant at) {
        throw new UnsupportedOperationException("in work");
    }

    public record Recovery(long reopened, long inDoubt, long pausedRuns) {}

    /** Rows of a state, for checks. */
    public long count(long runId, DeliveryState state) {
        throw new UnsupportedOperationException("in work");
    }
}
