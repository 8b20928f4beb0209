package dev.rostrum.announce;

import dev.rostrum.connector.Answer;
import dev.rostrum.connector.Cause;
import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.store.Ledger;
import dev.rostrum.store.Ledger.CallResult;
import dev.rostrum.store.Ledger.Due;
import dev.rostrum.store.Ledger.Outcome;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one row from its claim to its outcome: permit, intent on disk, call, outcome on disk. Used by many workers. There are
 * more of them than requests may be in flight, so that commits of some rows overlap with the calls of others; two counts keep the
 * promise: no more calls under way than asked for, and no more rows SENDING, which is what a kill leaves in doubt.
 */
final class Courier {
    /** One call of a row whose conversation is known. */
    private interface Call {
        /** @return id of the message afterwards, where there is one */
        Answer<Optional<String>> make(Pacer.Permit permit) throws ConnectorFailure;
    }

    /** What is to be done about its failure. */
    private interface Judge {
        Outcome of(ConnectorFailure failure, Cause cause);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final Outcome ACCEPTED = new Outcome.Sent(null);

    private final Ledger.Run run;
    private final Ledger ledger;
    private final ConnectorClient connector;
    private final Pacer pacer;
    private final Clock clock;
    private final RequestMeter meter;
    private final AutoPause autoPause;
    private final Verdicts verdicts;
    private final Verdicts.Pause pause;
    private final BooleanSupplier halted;
    private final Runnable arrivedLate;
    private final Consumer<Throwable> trouble;
    private final Semaphore calls;
    private final Semaphore intents;
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();

    /**
     * @param halted whether nothing new may begin now
     * @param arrivedLate told when a row that was in doubt is sent after all, also after the run's end
     * @param trouble told what hindered a commit that nobody waited for; it must not block
     */
    Courier(
            Ledger.Run run,
            Ledger ledger,
            ConnectorClient connector,
            int inFlight,
            Clock clock,
            RequestMeter meter,
            AutoPause autoPause,
            Verdicts verdicts,
            Verdicts.Pause pause,
            BooleanSupplier halted,
            Runnable arrivedLate,
            Consumer<Throwable> trouble) {
        this.run = run;
        this.ledger = ledger;
        this.connector = connector;
        this.pacer = connector.pacer();
        this.clock = clock;
        this.meter = meter;
        this.autoPause = autoPause;
        this.verdicts = verdicts;
        this.pause = pause;
        this.halted = halted;
        this.arrivedLate = arrivedLate;
        this.trouble = trouble;
        this.calls = new Semaphore(inFlight);
        this.intents = new Semaphore(inFlight);
    }

    /** Rows that are between their turn and the commit of what became of it. */
    List<Long> underWay() {
        return List.copyOf(underWay);
    }

    /**
     * Carries a row. Its acceptance, once it is on its way to the disk, is not waited for: the worker can take another row.
     *
     * @param ended run once, after the last commit of this row or what hindered it; it must not block
     */
    void deliver(Due row, Runnable ended) throws InterruptedException {
        CompletableFuture<Boolean> accepted = null;
        try {
            accepted = row.conversationId() == null ? unknown(row) : known(row);
        } finally {
            if (accepted == null) {
                underWay.remove(row.id());
                ended.run();
            }
        }
        if (accepted != null) {
            accepted.whenComplete((done, failure) -> {
                        intents.release();
                        underWay.remove(row.id());
                        if (failure == null) {
                            settled(row, ACCEPTED);
                        } else {
                            trouble.accept(failure);
                        }
                    })
                    .whenComplete((done, failure) -> ended.run());
        }
    }

    /** @return the commit of an acceptance, which then also gives the intent back; else null */
    private CompletableFuture<Boolean> known(Due row) throws InterruptedException {
        intents.acquire();
        CompletableFuture<Boolean> accepted = null;
        try {
            Optional<Pacer.Permit> permit = permit(row, Pacer.Kind.SEND, row.conversationId());
            if (permit.isPresent() && wait(ledger.sending(row, clock.instant()))) {
                accepted = call(row, row.conversationId(), permit.get());
            }
        } finally {
            if (accepted == null) {
                intents.release();
            }
        }
        return accepted;
    }

    /** @return as {@link #known} */
    private CompletableFuture<Boolean> unknown(Due row) throws InterruptedException {
        Optional<Pacer.Permit> permit = permit(row, Pacer.Kind.CREATE, row.userId());
        if (permit.isEmpty() || !wait(ledger.opening(row, clock.instant()))) {
            return null;
        }
        Answer<String> created;
        try {
            created = create(row, permit.get());
        } catch (ConnectorFailure e) {
            Outcome outcome = verdicts.afterCreate(row, e, Cause.of(e));
            wait(ledger.notOpened(row, result(e), outcome));
            settled(row, outcome);
            return null;
        }
        verdicts.answered();
        CallResult result = result(created);
        intents.acquireUninterruptibly();
        CompletableFuture<Boolean> accepted = null;
        try {
            Optional<Pacer.Permit> second = permit(row, Pacer.Kind.SEND, created.value());
            if (second.isEmpty()) {
                wait(ledger.openedOnly(row, created.value(), result, clock.instant()));
            } else if (wait(ledger.openedAndSending(row, created.value(), result, clock.instant()))) {
                accepted = call(row, created.value(), second.get());
            }
        } finally {
            if (accepted == null) {
                intents.release();
            }
        }
        return accepted;
    }

    private Optional<Pacer.Permit> permit(Due row, Pacer.Kind kind, String counted) throws InterruptedException {
        Optional<Pacer.Permit> permit = pacer.acquire(kind, counted, halted);
        // Where the run was halted after its turn came, nothing begins either.
        if (permit.isEmpty() || halted.getAsBoolean()) {
            return Optional.empty();
        }
        underWay.add(row.id());
        return permit;
    }

    private Answer<String> create(Due row, Pacer.Permit permit) throws ConnectorFailure {
        calls.acquireUninterruptibly();
        try {
            meter.request();
            return connector.createConversation(permit, row.userId());
        } finally {
            calls.release();
        }
    }

    /**
     * The intent is on disk: the one call, and its outcome on disk.
     *
     * @return as {@link #known}
     */
    private CompletableFuture<Boolean> call(Due row, String conversationId, Pacer.Permit permit) {
        CompletableFuture<Boolean> inDoubt = new CompletableFuture<>();
        try {
            return call(row, conversationId, permit, inDoubt);
        } finally {
            inDoubt.complete(false);
        }
    }

    private CompletableFuture<Boolean> call(
            Due row, String conversationId, Pacer.Permit permit, CompletableFuture<Boolean> inDoubt) {
        return switch (run.kind()) {
            case SEND, RESEND ->
                call(
                        row,
                        permit,
                        turn -> connector.send(
                                turn, conversationId, run.message(), answer -> late(row, answer, inDoubt)),
                        (failure, cause) -> verdicts.afterSend(row, failure, cause),
                        inDoubt);
            case EDIT ->
                call(
                        row,
                        permit,
                        turn -> named(
                                connector.update(turn, conversationId, row.target(), run.message()), row.target()),
                        (failure, cause) -> verdicts.afterChange(row, failure, cause),
                        inDoubt);
            case RECALL ->
                call(
                        row,
                        permit,
                        turn -> named(connector.delete(turn, conversationId, row.target()), null),
                        (failure, cause) -> verdicts.afterChange(row, failure, cause),
                        inDoubt);
        };
    }

    private static Answer<Optional<String>> named(Answer<?> answer, String activityId) {
        return new Answer<>(answer.status(), answer.msCv(), answer.latency(), Optional.ofNullable(activityId));
    }

    /**
     * An acceptance after the deadline, on a thread of its own: settles the row, unless that was decided or tried again meanwhile.
     *
     * @param inDoubt whether the row stands in doubt, once that is committed
     */
    private void late(Due row, Answer<Optional<String>> answer, CompletableFuture<Boolean> inDoubt) {
        try {
            if (!inDoubt.join()
                    || !wait(ledger.lateAnswer(
                            row,
                            result(answer, "The answer came after the deadline"),
                            new Outcome.Sent(answer.value().orElse(null))))) {
                return;
            }
        } catch (RuntimeException e) {
            LOG.warn("delivery {} stays in doubt: its late answer could not be stored", row.id(), e);
            return;
        }
        autoPause.sent();
        arrivedLate.run();
    }

    /** @param inDoubt completed with true once it is committed that the row is in doubt */
    private CompletableFuture<Boolean> call(
            Due row, Pacer.Permit permit, Call call, Judge judge, CompletableFuture<Boolean> inDoubt) {
        CallResult result;
        Outcome outcome;
        try {
            Answer<Optional<String>> answer;
            calls.acquireUninterruptibly();
            try {
                meter.request();
                answer = call.make(permit);
            } finally {
                calls.release();
            }
            verdicts.answered();
            return ledger.settle(
                    row, result(answer), new Outcome.Sent(answer.value().orElse(null)));
        } catch (ConnectorFailure e) {
            Cause cause = Cause.of(e);
            result = result(e);
            if (cause.kind() == Cause.Kind.STALE_CONVERSATION && run.kind().sendsMessages() && !row.healed()) {
                wait(ledger.heal(row, result, clock.instant()));
                return null;
            }
            outcome = judge.of(e, cause);
        }
        // Waited for: what it says of the run comes before the next row.
        wait(ledger.settle(row, result, outcome));
        settled(row, outcome);
        inDoubt.complete(outcome instanceof Outcome.InDoubt);
        return null;
    }

    /** After the commit: what a row's end says of the run. */
    private void settled(Due row, Outcome outcome) {
        Optional<String> reason = Optional.empty();
        if (outcome instanceof Outcome.Again) {
            return;
        } else if (outcome instanceof Outcome.Sent) {
            autoPause.sent();
        } else if (outcome instanceof Outcome.Refused refused) {
            reason = autoPause.refused(row.userId(), refused.code(), refused.cause());
        } else if (outcome instanceof Outcome.InDoubt) {
            reason = autoPause.inDoubt();
        }
        verdicts.ended(row);
        meter.settled();
        reason.ifPresent(words -> pause.because(PauseReason.TOO_MANY_FAILED, words));
    }

    private CallResult result(Answer<?> answer) {
        return result(answer, null);
    }

    private CallResult result(Answer<?> answer, String note) {
        return new CallResult(
                clock.instant(),
                answer.status(),
                null,
                answer.msCv(),
                answer.latency().toMillis(),
                note);
    }

    private CallResult result(ConnectorFailure failure) {
        return new CallResult(
                clock.instant(),
                failure.status(),
                failure.code(),
                failure.msCv(),
                failure.latency() == null ? 0 : failure.latency().toMillis(),
                failure.getMessage());
    }

    /** Waits for a commit. The writer answers or fails each item, so this ends. */
    static <T> T wait(CompletableFuture<T> commit) {
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
