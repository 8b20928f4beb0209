package dev.rostrum.announce;

import dev.rostrum.connector.Answer;
import dev.rostrum.connector.Cause;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.domain.Call;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.ledger.CallOutcome;
import dev.rostrum.store.ledger.CallResult;
import dev.rostrum.store.ledger.DueDelivery;
import dev.rostrum.store.ledger.Ledger;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last stage of a run's deliveries: what became of a call goes to disk, and what it says of the run follows. The commit of an
 * acceptance is not waited for, that of a failure is. Outcomes whose commit failed are kept, since they are all that is known.
 */
final class OutcomeStage {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeStage.class);
    private static final CallOutcome ACCEPTED = new CallOutcome.Sent(null);
    private static final Reason HALTED = Reason.of("ended.halted");

    private final ActiveRun run;
    private final RunControl control;
    private final Ledger ledger;
    private final FailurePolicy policy;
    private final AutoPause autoPause;
    private final RequestMeter meter;
    private final Queue<Write> unwritten = new ConcurrentLinkedQueue<>();

    /** Hands to the writer what became of a call. Compare and set, so it may be handed over again. */
    private interface Write extends Supplier<CompletableFuture<Boolean>> {}

    OutcomeStage(ActiveRun run, Ledger ledger, FailurePolicy policy, AutoPause autoPause, RequestMeter meter) {
        this.run = run;
        this.control = run.control();
        this.ledger = ledger;
        this.policy = policy;
        this.autoPause = autoPause;
        this.meter = meter;
    }

    // ---------------------------------------------------------------- calls that were not made

    /** Its call has not begun, and now must not. */
    void withdraw(PendingDelivery delivery) {
        CallResult none = CallResult.none(delivery.begun(), control.wallTime(), HALTED);
        CallOutcome again = new CallOutcome.Again(Instant.EPOCH, null, null);
        endAfter(
                delivery.creates()
                        ? () -> ledger.outcomes().notOpened(delivery.row(), none, again)
                        : () -> ledger.outcomes().settle(delivery.row(), none, again),
                delivery);
    }

    /** Its conversation is created, and nothing more may be sent now. */
    void putBack(PendingDelivery delivery) {
        endAfter(() -> createdOnly(delivery), delivery);
    }

    private CompletableFuture<Boolean> createdOnly(PendingDelivery delivery) {
        return ledger.outcomes()
                .openedOnly(delivery.row(), delivery.conversationId(), delivery.createAnswer(), control.wallTime());
    }

    // ---------------------------------------------------------------- creates

    /** The answer is kept with the delivery, and goes to disk with its next intent. */
    void created(PendingDelivery delivery, Answer<String> answer) {
        meter.request();
        policy.answered();
        delivery.created(answer.value(), result(delivery, answer, null));
    }

    void createFailed(PendingDelivery delivery, ConnectorFailure failure) {
        meter.request();
        DueDelivery row = delivery.row();
        CallOutcome outcome = policy.afterCreate(row, failure, Cause.of(Call.CREATE, failure));
        CallResult result = result(delivery, failure);
        write(() -> ledger.outcomes().notOpened(row, result, outcome));
        settled(row, outcome);
        delivery.end();
    }

    /**
     * What follows the commit of an intent. With that of a send the answer of its create goes to disk: where it fails, that is
     * kept to be written later.
     */
    void afterIntent(
            CompletableFuture<Boolean> intent, PendingDelivery delivery, BiConsumer<PendingDelivery, Boolean> next) {
        Write otherwise = delivery.createAnswer() == null ? null : () -> createdOnly(delivery);
        after(intent, otherwise, delivery, written -> next.accept(delivery, written));
    }

    // ---------------------------------------------------------------- sends, edits and recalls

    void accepted(PendingDelivery delivery, Answer<Optional<String>> answer) {
        meter.request();
        policy.answered();
        DueDelivery row = delivery.row();
        CallResult result = result(delivery, answer, null);
        Write write = () -> ledger.outcomes()
                .settle(row, result, new CallOutcome.Sent(answer.value().orElse(null)));
        CompletableFuture<Boolean> commit = write.get();
        // In the writer's queue an intent that is counted in its place comes after it.
        delivery.uncountAsSending();
        after(commit, write, delivery, stored -> {
            settled(row, ACCEPTED);
            delivery.end();
        });
    }

    /**
     * Waits for the commit: what a failure says of the run comes before the next call.
     *
     * @return whether the delivery was left in doubt
     */
    boolean failed(PendingDelivery delivery, ConnectorFailure failure) {
        meter.request();
        DueDelivery row = delivery.row();
        Cause cause = Cause.of(run.calls().call(), failure);
        CallResult result = result(delivery, failure);
        boolean sends = control.job().kind().sendsMessages();
        if (cause.kind() == Cause.Kind.STALE_CONVERSATION && sends && !row.healed()) {
            write(() -> ledger.outcomes().heal(row, result, result.at()));
            return false;
        }
        CallOutcome outcome = sends ? policy.afterSend(row, failure, cause) : policy.afterChange(row, failure, cause);
        write(() -> ledger.outcomes().settle(row, result, outcome));
        settled(row, outcome);
        return outcome instanceof CallOutcome.InDoubt;
    }

    /**
     * An acceptance after the deadline, on a thread of its own, settles the row, unless that was decided or tried again meanwhile.
     *
     * @param inDoubt whether the row stands in doubt, once that is committed
     */
    void late(PendingDelivery delivery, Answer<Optional<String>> answer, CompletableFuture<Boolean> inDoubt) {
        try {
            if (!inDoubt.join()
                    || !committed(ledger.outcomes()
                            .lateAnswer(
                                    delivery.row(),
                                    result(
                                            delivery,
                                            answer,
                                            Reason.of("ended.late").stored()),
                                    new CallOutcome.Sent(answer.value().orElse(null))))) {
                return;
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "delivery {} stays in doubt: its late answer could not be stored",
                    delivery.row().id(),
                    e);
            return;
        }
        autoPause.sent();
        run.arrivedLate();
    }

    /** After the commit: what a row's end says of the run. */
    private void settled(DueDelivery row, CallOutcome outcome) {
        Optional<Reason> reason = Optional.empty();
        if (outcome instanceof CallOutcome.Again) {
            return;
        } else if (outcome instanceof CallOutcome.Sent) {
            autoPause.sent();
        } else if (outcome instanceof CallOutcome.Refused refused) {
            reason = autoPause.refused(row.userId(), refused.code(), refused.reason());
        } else if (outcome instanceof CallOutcome.InDoubt) {
            reason = autoPause.inDoubt();
        }
        policy.ended(row);
        meter.settled();
        reason.ifPresent(why -> control.pause(PauseReason.TOO_MANY_FAILED, why));
    }

    private CallResult result(PendingDelivery delivery, Answer<?> answer, String note) {
        return new CallResult(
                delivery.begun(),
                control.wallTime(),
                answer.status(),
                null,
                answer.msCv(),
                answer.latency().toMillis(),
                note);
    }

    private CallResult result(PendingDelivery delivery, ConnectorFailure failure) {
        return new CallResult(
                delivery.begun(),
                control.wallTime(),
                failure.status(),
                failure.code(),
                failure.msCv(),
                failure.latency() == null ? 0 : failure.latency().toMillis(),
                failure.getMessage());
    }

    // ---------------------------------------------------------------- commits

    private void endAfter(Write write, PendingDelivery delivery) {
        after(write.get(), write, delivery, stored -> delivery.end());
    }

    /**
     * What follows a commit, mostly on the writer's thread: it must never block. A delivery whose commit fails ends, its row as the
     * last commit left it.
     *
     * @param otherwise what is still to be written where the commit fails; null for nothing
     */
    private void after(
            CompletableFuture<Boolean> commit, Write otherwise, PendingDelivery delivery, Consumer<Boolean> next) {
        commit.whenComplete((done, failure) -> {
            Throwable why = failure;
            if (failure == null) {
                try {
                    next.accept(done);
                } catch (RuntimeException | Error e) {
                    why = e;
                }
            } else if (otherwise != null) {
                unwritten.add(otherwise);
            }
            if (why != null) {
                delivery.end();
                control.trouble(why);
            }
        });
    }

    /** Waits for the commit of what became of a call. */
    private void write(Write write) {
        boolean done = false;
        try {
            committed(write.get());
            done = true;
        } finally {
            if (!done) {
                unwritten.add(write);
            }
        }
    }

    /**
     * Outcomes whose commit failed are written now. For when no delivery is in hand.
     *
     * @throws RuntimeException where that fails again; what is left is kept
     */
    void retryWrites() {
        for (Write write = unwritten.peek(); write != null; write = unwritten.peek()) {
            committed(write.get());
            unwritten.remove();
        }
    }

    /** Outcomes that are known, and not on disk. */
    int unwritten() {
        return unwritten.size();
    }

    /** Gives up what {@link #retryWrites} could not write. */
    void forgetUnwritten() {
        unwritten.clear();
    }

    /** Waits for a commit. The writer answers or fails each item, so this ends. */
    static <T> T committed(CompletableFuture<T> commit) {
        try {
            return commit.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a commit was awaited", e);
        }
    }
}
