package dev.rostrum.announce;

import dev.rostrum.connector.Answer;
import dev.rostrum.connector.Cause;
import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.Call;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.Ledger;
import dev.rostrum.store.Ledger.CallResult;
import dev.rostrum.store.Ledger.Due;
import dev.rostrum.store.Ledger.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries rows from their turn to their outcome: permit, intent on disk, call, outcome on disk. No thread carries a row all the way,
 * and none waits for the commit of an intent or of an acceptance:
 *
 * <pre>
 * RowStream ──▶ turn: permit, intent queued ──commit──▶ begin ──▶ ReadyCalls ──▶ calls: open ──▶ RowStream (second turn)
 *    ▲            a few threads                 as the commit         │               act ──outcome queued──commit──▶ end
 *    └──────────────── end ◀──────────────────  completes             └── run halted ──▶ withdraw ──commit──▶ end
 * </pre>
 *
 * <p>What a commit leads to mostly runs on the writer's thread and must never block. Two counts keep the promise: no more calls
 * under way than asked for, which is the number of calling threads, and no more rows SENDING, which is what a kill leaves in doubt.
 */
final class Courier {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final Outcome ACCEPTED = new Outcome.Sent(null);
    private static final Reason HALTED = Reason.of("ended.halted");

    private final Ledger.Run run;
    private final Ledger ledger;
    private final RowCalls requests;
    private final Pacer pacer;
    private final Clock clock;
    private final RequestMeter meter;
    private final AutoPause autoPause;
    private final Verdicts verdicts;
    private final Verdicts.Pause pause;
    private final BooleanSupplier halted;
    private final Runnable arrivedLate;
    private final Consumer<Throwable> trouble;
    private final RowStream rows;
    private final ReadyCalls ready = new ReadyCalls();
    private final Semaphore intents;
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();
    // What became of calls, where its commit failed.
    private final Queue<Write> unwritten = new ConcurrentLinkedQueue<>();

    /** Hands to the writer what became of a call. Compare and set, so it may be handed over again. */
    private interface Write extends Supplier<CompletableFuture<Boolean>> {}

    /**
     * @param rows where trips end, and come back to for a second turn
     * @param inFlight rows SENDING at once, at most
     * @param halted whether nothing new may begin now
     * @param arrivedLate told when a row that was in doubt is sent after all, also after the run's end
     * @param trouble told what hindered a commit that nobody waited for; it must not block
     */
    Courier(
            Ledger.Run run,
            Ledger ledger,
            ConnectorClient connector,
            RowStream rows,
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
        this.requests = new RowCalls(connector, run.kind(), run.message());
        this.pacer = connector.pacer();
        this.clock = clock;
        this.meter = meter;
        this.autoPause = autoPause;
        this.verdicts = verdicts;
        this.pause = pause;
        this.halted = halted;
        this.arrivedLate = arrivedLate;
        this.trouble = trouble;
        this.rows = rows;
        this.intents = new Semaphore(inFlight);
    }

    /** Rows of which a call is under way, or its outcome not on disk yet. */
    List<Long> underWay() {
        return List.copyOf(underWay);
    }

    /** Gives trips their turn: a permit, then the intent, which is not waited for. What fails ends its trip only. */
    void turn(Trip trip) throws InterruptedException {
        boolean given = false;
        try {
            if (!trip.opens()) {
                intents.acquire();
                trip.countAsIntent();
            }
            Optional<Pacer.Permit> permit = permit(trip);
            if (permit.isPresent()) {
                give(trip, permit.get());
            } else if (trip.answerToStore() != null) {
                putBack(trip);
            } else {
                end(trip);
            }
            given = true;
        } catch (RuntimeException | Error e) {
            trouble.accept(e);
        } finally {
            if (!given) {
                end(trip);
            }
        }
    }

    private void give(Trip trip, Pacer.Permit permit) {
        trip.permitted(permit);
        Write otherwise = trip.answerToStore() == null ? null : () -> openedOnly(trip);
        after(intent(trip), otherwise, trip, written -> begin(trip, written));
    }

    private Optional<Pacer.Permit> permit(Trip trip) throws InterruptedException {
        Optional<Pacer.Permit> permit = trip.opens()
                ? pacer.acquire(Pacer.Kind.CREATE, trip.row().userId(), halted)
                : pacer.acquire(Pacer.Kind.SEND, trip.conversationId(), halted);
        // Also where the run was halted after the turn came.
        return halted.getAsBoolean() ? Optional.empty() : permit;
    }

    private CompletableFuture<Boolean> intent(Trip trip) {
        Instant now = clock.instant();
        trip.begin(now);
        if (trip.opens()) {
            return ledger.opening(trip.row(), now);
        }
        return trip.answerToStore() == null
                ? ledger.sending(trip.row(), now)
                : ledger.openedAndSending(trip.row(), trip.conversationId(), trip.answerToStore(), now);
    }

    /** The intent is on disk. */
    private void begin(Trip trip, boolean written) {
        if (!written) {
            end(trip);
            return;
        }
        // Of a create, whose answer is on disk with this commit.
        underWay.remove(trip.row().id());
        ready.add(trip);
        if (halted.getAsBoolean()) {
            takeBack();
        }
    }

    /** The run has been halted: calls that are ready and have not begun do not begin. Called until none is left. */
    void takeBack() {
        for (Trip trip = ready.poll(); trip != null; trip = ready.poll()) {
            withdraw(trip);
        }
    }

    /** The conversation is open, and nothing more may be sent now. */
    private void putBack(Trip trip) {
        endAfter(() -> openedOnly(trip), trip);
    }

    private CompletableFuture<Boolean> openedOnly(Trip trip) {
        return ledger.openedOnly(trip.row(), trip.conversationId(), trip.answerToStore(), clock.instant());
    }

    /** Makes calls that are ready, one after the other, until {@link #close}. On as many threads as requests may be in flight. */
    void calls() throws InterruptedException {
        for (Trip trip = ready.take(); trip != null; trip = ready.take()) {
            try {
                if (halted.getAsBoolean()) {
                    withdraw(trip);
                    continue;
                }
                underWay.add(trip.row().id());
                if (trip.opens()) {
                    open(trip);
                } else {
                    act(trip);
                }
            } catch (RuntimeException | Error e) {
                end(trip);
                trouble.accept(e);
            }
        }
    }

    /** Lets the calling threads end. For when no trip is out any more. */
    void close() {
        ready.close();
    }

    /** Its call has not begun, and now must not. */
    private void withdraw(Trip trip) {
        CallResult none = CallResult.none(trip.begun(), clock.instant(), HALTED);
        Outcome again = new Outcome.Again(Instant.EPOCH, null, null);
        Write write = trip.opens()
                ? () -> ledger.notOpened(trip.row(), none, again)
                : () -> ledger.settle(trip.row(), none, again);
        endAfter(write, trip);
    }

    private void open(Trip trip) {
        Due row = trip.row();
        Answer<String> created;
        try {
            created = requests.open(trip.permit(), row.userId());
        } catch (ConnectorFailure.NotBegun e) {
            withdraw(trip);
            return;
        } catch (ConnectorFailure e) {
            meter.request();
            Cause cause = Cause.of(Call.CREATE, e);
            Outcome outcome = verdicts.afterCreate(row, e, cause);
            CallResult result = result(trip, e);
            written(() -> ledger.notOpened(row, result, outcome));
            settled(row, outcome);
            end(trip);
            return;
        }
        meter.request();
        verdicts.answered();
        trip.opened(created.value(), result(trip, created, null));
        if (halted.getAsBoolean() || !(turnNow(trip) || rows.again(trip))) {
            putBack(trip);
        }
    }

    /** Its second turn at once, where there is nothing to wait for; else false, and nothing has been done. */
    private boolean turnNow(Trip trip) {
        if (!intents.tryAcquire()) {
            return false;
        }
        Optional<Pacer.Permit> permit = Optional.empty();
        try {
            permit = pacer.acquireNow(Pacer.Kind.SEND, trip.conversationId(), halted);
        } finally {
            if (permit.isEmpty()) {
                intents.release();
            }
        }
        if (permit.isEmpty()) {
            return false;
        }
        trip.countAsIntent();
        give(trip, permit.get());
        return true;
    }

    /** The intent is on disk: the one call, and its outcome to the disk. */
    private void act(Trip trip) {
        Due row = trip.row();
        CompletableFuture<Boolean> inDoubt = new CompletableFuture<>();
        try {
            Answer<Optional<String>> answer;
            try {
                answer = requests.act(
                        trip.permit(), trip.conversationId(), row.target(), late -> late(trip, late, inDoubt));
            } catch (ConnectorFailure.NotBegun e) {
                withdraw(trip);
                return;
            } catch (ConnectorFailure e) {
                meter.request();
                // Waited for: what it says of the run comes before the next call.
                inDoubt.complete(failed(trip, e));
                end(trip);
                return;
            }
            meter.request();
            verdicts.answered();
            CallResult result = result(trip, answer, null);
            Write write = () ->
                    ledger.settle(row, result, new Outcome.Sent(answer.value().orElse(null)));
            CompletableFuture<Boolean> commit = write.get();
            // In the writer's queue an intent that is counted in its place comes after it.
            uncount(trip);
            after(commit, write, trip, stored -> {
                settled(row, ACCEPTED);
                end(trip);
            });
        } finally {
            inDoubt.complete(false);
        }
    }

    /** @return whether the row was left in doubt */
    private boolean failed(Trip trip, ConnectorFailure failure) {
        Due row = trip.row();
        Cause cause = Cause.of(requests.call(), failure);
        CallResult result = result(trip, failure);
        boolean sends = run.kind().sendsMessages();
        if (cause.kind() == Cause.Kind.STALE_CONVERSATION && sends && !row.healed()) {
            written(() -> ledger.heal(row, result, result.at()));
            return false;
        }
        Outcome outcome = sends ? verdicts.afterSend(row, failure, cause) : verdicts.afterChange(row, failure, cause);
        written(() -> ledger.settle(row, result, outcome));
        settled(row, outcome);
        return outcome instanceof Outcome.InDoubt;
    }

    private void endAfter(Write write, Trip trip) {
        after(write.get(), write, trip, stored -> end(trip));
    }

    /**
     * What follows a commit. A trip whose commit fails ends, its row as the last commit left it.
     *
     * @param otherwise what is still to be written where the commit fails; null for nothing
     */
    private void after(CompletableFuture<Boolean> commit, Write otherwise, Trip trip, Consumer<Boolean> next) {
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
                end(trip);
                trouble.accept(why);
            }
        });
    }

    /** Waits for the commit of what became of a call. */
    private void written(Write write) {
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
     * What became of calls and could not be written is written now. When no trip is out.
     *
     * @throws RuntimeException where that fails again; what is left is kept
     */
    void writeAgain() {
        for (Write write = unwritten.peek(); write != null; write = unwritten.peek()) {
            committed(write.get());
            unwritten.remove();
        }
    }

    /** Calls of which it is known what became of them, and not on disk. */
    int unwritten() {
        return unwritten.size();
    }

    /** Gives up what {@link #writeAgain} could not write. */
    void forgetUnwritten() {
        unwritten.clear();
    }

    private void uncount(Trip trip) {
        if (trip.uncountAsIntent()) {
            intents.release();
        }
    }

    private void end(Trip trip) {
        if (!trip.end()) {
            return;
        }
        uncount(trip);
        underWay.remove(trip.row().id());
        rows.release(trip);
    }

    /**
     * An acceptance after the deadline, on a thread of its own: settles the row, unless that was decided or tried again meanwhile.
     *
     * @param inDoubt whether the row stands in doubt, once that is committed
     */
    private void late(Trip trip, Answer<Optional<String>> answer, CompletableFuture<Boolean> inDoubt) {
        try {
            if (!inDoubt.join()
                    || !committed(ledger.lateAnswer(
                            trip.row(),
                            result(trip, answer, Reason.of("ended.late").stored()),
                            new Outcome.Sent(answer.value().orElse(null))))) {
                return;
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "delivery {} stays in doubt: its late answer could not be stored",
                    trip.row().id(),
                    e);
            return;
        }
        autoPause.sent();
        arrivedLate.run();
    }

    /** After the commit: what a row's end says of the run. */
    private void settled(Due row, Outcome outcome) {
        Optional<Reason> reason = Optional.empty();
        if (outcome instanceof Outcome.Again) {
            return;
        } else if (outcome instanceof Outcome.Sent) {
            autoPause.sent();
        } else if (outcome instanceof Outcome.Refused refused) {
            reason = autoPause.refused(row.userId(), refused.code(), refused.reason());
        } else if (outcome instanceof Outcome.InDoubt) {
            reason = autoPause.inDoubt();
        }
        verdicts.ended(row);
        meter.settled();
        reason.ifPresent(why -> pause.because(PauseReason.TOO_MANY_FAILED, why));
    }

    private CallResult result(Trip trip, Answer<?> answer, String note) {
        return new CallResult(
                trip.begun(),
                clock.instant(),
                answer.status(),
                null,
                answer.msCv(),
                answer.latency().toMillis(),
                note);
    }

    private CallResult result(Trip trip, ConnectorFailure failure) {
        return new CallResult(
                trip.begun(),
                clock.instant(),
                failure.status(),
                failure.code(),
                failure.msCv(),
                failure.latency() == null ? 0 : failure.latency().toMillis(),
                failure.getMessage());
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
