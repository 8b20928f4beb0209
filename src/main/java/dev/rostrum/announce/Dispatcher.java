package dev.rostrum.announce;

import dev.rostrum.connector.Answer;
import dev.rostrum.connector.Cause;
import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.PauseLimits;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.Ticker;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.Ledger;
import dev.rostrum.store.Ledger.CallResult;
import dev.rostrum.store.Ledger.Due;
import dev.rostrum.store.Ledger.Outcome;
import dev.rostrum.store.StoreFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off one run. Each worker takes a waiting row, waits for its turn at the pacer, has the intent committed, and only
 * then lets the request go; the outcome is committed before it is shown. Rows are streamed from the ledger, so memory does
 * not grow with the number of recipients.
 */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** Rows read ahead of the workers. */
    private static final int READ_AHEAD = 256;

    /** A row's own trouble (412, a create that failed) ends it after so many attempts … */
    private static final int MAX_TRIES = 5;

    /** How long the service may stay out of reach before the run pauses. */
    private static final Duration UNREACHABLE_LIMIT = Duration.ofMinutes(5);

    /** A longer wait than this, asked for by Teams, pauses the run instead. */
    private static final Duration HOSTILE_WAIT = Duration.ofHours(1);

    private static final long TELL_EVERY_MILLIS = 100;
    private static final int RATE_WINDOW_SECONDS = 5;

    private enum Order {
        GO,
        PAUSE,
        STOP
    }

    private final Ledger.Run run;
    private final Ledger ledger;
    private final ConnectorClient connector;
    private final Pacer pacer;
    private final int workers;
    private final Clock clock;
    private final Ticker ticker;
    private final Consumer<RunSnapshot> tell;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final ArrayDeque<Due> readAhead = new ArrayDeque<>();
    private final Set<Long> inHand = new HashSet<>();
    private boolean exhausted;

    private final AtomicInteger alive = new AtomicInteger();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final RequestMeter meter;
    private final AutoPause autoPause;
    private volatile Order order = Order.GO;
    private volatile PauseReason pauseReason;
    private volatile String pauseDetail;
    private volatile RunSnapshot latest;
    private long unreachableSince;
    private boolean unreachable;
    private final Set<Long> tokenRefused = ConcurrentHashMap.newKeySet();

    Dispatcher(
            Ledger.Run run,
            Ledger ledger,
            ConnectorClient connector,
            int workers,
            PauseLimits limits,
            Clock clock,
            Ticker ticker,
            Consumer<RunSnapshot> tell) {
        this.run = run;
        this.ledger = ledger;
        this.connector = connector;
        this.pacer = connector.pacer();
        this.workers = workers;
        this.autoPause = new AutoPause(limits);
        this.clock = clock;
        this.ticker = ticker;
        this.tell = tell;
        this.meter = new RequestMeter(ticker, RATE_WINDOW_SECONDS);
        this.latest = view(RunState.RUNNING, ledger.totals(run.id()));
    }

    long runId() {
        return run.id();
    }

    boolean ended() {
        return finished.getCount() == 0;
    }

    boolean await(Duration limit) throws InterruptedException {
        return finished.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    RunSnapshot snapshot() {
        return latest;
    }

    void start() {
        wait(ledger.setState(run.id(), RunState.RUNNING, null, null, clock.instant()));
        alive.set(workers);
        for (int i = 0; i < workers; i++) {
            thread("send-" + run.id() + "-" + i, this::work).start();
        }
        thread("run-" + run.id(), this::conduct).start();
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Nothing new begins from here on. The first reason given stays. */
    void pause(PauseReason reason, String detail) {
        lock.lock();
        try {
            if (order == Order.GO) {
                pauseReason = reason;
                pauseDetail = detail;
                order = Order.PAUSE;
            }
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        lock.lock();
        try {
            order = Order.STOP;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean halted() {
        return order != Order.GO;
    }

    // --- the conductor: tells of progress and sets the run's last state

    private void conduct() {
        boolean stopping = false;
        try {
            while (alive.get() > 0) {
                if (order == Order.STOP && !stopping) {
                    stopping = true;
                    wait(ledger.setState(run.id(), RunState.STOPPING, null, null, clock.instant()));
                    wait(ledger.cancelWaiting(run.id(), "Stopped by you", clock.instant()));
                }
                publish(stopping ? RunState.STOPPING : RunState.RUNNING);
                lock.lock();
                try {
                    if (alive.get() > 0) {
                        long left = moved.awaitNanos(TimeUnit.MILLISECONDS.toNanos(TELL_EVERY_MILLIS));
                        LOG.trace("woken with {} ns left", left);
                    }
                } finally {
                    lock.unlock();
                }
                breathe();
            }
            publish(conclude());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("run {} could not be concluded", run.id(), e);
            pause(PauseReason.STORAGE, e.getMessage());
            latest = view(RunState.PAUSED, latest.totals());
        } finally {
            finished.countDown();
            tell.accept(latest);
        }
    }

    /** Keeps to ten tellings a second also where every row signals. */
    private void breathe() throws InterruptedException {
        long wait = meter.untilNextTelling(TELL_EVERY_MILLIS);
        if (wait > 0) {
            TimeUnit.NANOSECONDS.sleep(wait);
        }
    }

    private RunState conclude() {
        Instant now = clock.instant();
        if (order == Order.STOP) {
            cancelRest(ledger, run.id(), now);
            return RunState.STOPPED;
        }
        Totals totals = ledger.totals(run.id());
        if (totals.open() == 0) {
            wait(ledger.setState(run.id(), RunState.DONE, null, null, now));
            return RunState.DONE;
        }
        PauseReason reason = pauseReason == null ? PauseReason.PROGRAM_FAULT : pauseReason;
        wait(ledger.setState(run.id(), RunState.PAUSED, reason, pauseDetail, now));
        return RunState.PAUSED;
    }

    /** Cancels what waits and sets the run STOPPED. */
    static void cancelRest(Ledger ledger, long runId, Instant now) {
        wait(ledger.cancelWaiting(runId, "Stopped by you", now));
        wait(ledger.setState(runId, RunState.STOPPED, null, null, now));
    }

    private void publish(RunState state) {
        latest = view(state, ledger.totals(run.id()));
        if (alive.get() > 0) {
            tell.accept(latest);
        }
    }

    private RunSnapshot view(RunState state, Totals totals) {
        Pacer.State pace = pacer.state();
        boolean held = state == RunState.RUNNING && !pace.heldFor().isZero();
        double rate = meter.perSecond();
        boolean paused = state == RunState.PAUSED;
        return new RunSnapshot(
                run.id(),
                run.title(),
                state,
                paused ? pauseReason : null,
                paused ? pauseDetail : null,
                totals,
                rate,
                held ? (unreachable ? "the service to be reachable again" : "Teams, which asked for it") : null,
                held ? clock.instant().plus(pace.heldFor()) : null,
                state == RunState.RUNNING ? left(totals, pace) : null);
    }

    /** From the deliveries settled per second since the start; the wait that Teams asked for comes on top. */
    private Duration left(Totals totals, Pacer.State pace) {
        double perSecond = meter.settledPerSecond();
        if (perSecond <= 0) {
            return null;
        }
        return Duration.ofMillis((long) (1000 * totals.open() / perSecond)).plus(pace.heldFor());
    }

    // --- the workers

    private void work() {
        try {
            while (true) {
                Due row = next();
                if (row == null) {
                    return;
                }
                try {
                    deliver(row);
                } finally {
                    release(row);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            pause(PauseReason.PROGRAM_FAULT, "A sending thread was interrupted.");
        } catch (StoreFailure e) {
            LOG.error("run {} pauses: {}", run.id(), e.reason());
            pause(PauseReason.STORAGE, e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("run {} pauses: a sending thread failed", run.id(), e);
            pause(PauseReason.PROGRAM_FAULT, "A part of Rostrum failed; the log has the details. Resume to go on.");
        } finally {
            lock.lock();
            try {
                alive.decrementAndGet();
                moved.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** The next row to deliver; null when there is none left or nothing new may begin. */
    private Due next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!halted() && !exhausted) {
                Due row = readAhead.poll();
                if (row != null) {
                    return row;
                }
                for (Due due : ledger.due(run.id(), clock.instant(), inHand.size() + READ_AHEAD)) {
                    if (inHand.add(due.id())) {
                        readAhead.add(due);
                    }
                }
                if (!readAhead.isEmpty()) {
                    continue;
                }
                if (inHand.isEmpty() && ledger.nextDue(run.id()).isEmpty()) {
                    exhausted = true;
                    moved.signalAll();
                    return null;
                }
                long left = moved.awaitNanos(TimeUnit.MILLISECONDS.toNanos(TELL_EVERY_MILLIS));
                LOG.trace("looking again with {} ns left", left);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void release(Due row) {
        lock.lock();
        try {
            inHand.remove(row.id());
            if (inHand.isEmpty() || readAhead.isEmpty()) {
                moved.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void deliver(Due row) throws InterruptedException {
        Optional<Pacer.Permit> permit = pacer.acquire(this::halted);
        if (permit.isEmpty()) {
            return;
        }
        if (row.conversationId() != null) {
            if (wait(ledger.sending(row, clock.instant()))) {
                send(row, row.conversationId(), permit.get());
            }
            return;
        }
        if (!wait(ledger.opening(row, clock.instant()))) {
            return;
        }
        Answer<String> created;
        try {
            meter.request();
            created = connector.createConversation(permit.get(), row.userId());
        } catch (ConnectorFailure e) {
            notOpened(row, e);
            return;
        }
        wentThrough();
        CallResult result = result(created);
        Optional<Pacer.Permit> second = pacer.acquire(this::halted);
        if (second.isEmpty()) {
            wait(ledger.openedOnly(row, created.value(), result, clock.instant()));
            return;
        }
        if (wait(ledger.openedAndSending(row, created.value(), result, clock.instant()))) {
            send(row, created.value(), second.get());
        }
    }

    private void send(Due row, String conversationId, Pacer.Permit permit) {
        CallResult result;
        Outcome outcome;
        try {
            meter.request();
            Answer<Optional<String>> answer = connector.send(permit, conversationId, run.message());
            wentThrough();
            result = result(answer);
            outcome = new Outcome.Sent(answer.value().orElse(null));
        } catch (ConnectorFailure e) {
            Cause cause = Cause.of(e);
            result = result(e);
            if (cause.kind() == Cause.Kind.STALE_CONVERSATION && !row.healed()) {
                wait(ledger.heal(row, result, clock.instant()));
                return;
            }
            outcome = afterSend(row, e, cause);
        }
        wait(ledger.settle(row, result, outcome));
        settled(row, outcome);
    }

    /** What a failed send means for its row. Nothing of unknown fate is ever sent again by the program. */
    private Outcome afterSend(Due row, ConnectorFailure failure, Cause cause) {
        return switch (cause.kind()) {
            case UNKNOWN_FATE ->
                failure.status() >= 200 && failure.status() < 300
                        ? new Outcome.Sent(null)
                        : new Outcome.InDoubt(failure.code(), cause.text());
            case STALE_CONVERSATION, RECIPIENT -> {
                wentThrough();
                yield new Outcome.Refused(failure.code(), cause.sentence());
            }
            default -> retry(row, failure, cause);
        };
    }

    /** A create is get-or-create: repeating one whose answer was lost does no harm. */
    private void notOpened(Due row, ConnectorFailure failure) {
        Cause cause = Cause.of(failure);
        Outcome outcome =
                switch (cause.kind()) {
                    case RECIPIENT, STALE_CONVERSATION -> {
                        wentThrough();
                        yield new Outcome.Refused(failure.code(), cause.sentence());
                    }
                    default -> retry(row, failure, cause);
                };
        wait(ledger.notOpened(row, result(failure), outcome));
        settled(row, outcome);
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
        tokenRefused.remove(row.id());
        meter.settled();
        reason.ifPresent(words -> pause(PauseReason.TOO_MANY_FAILED, words));
    }

    private Outcome retry(Due row, ConnectorFailure failure, Cause cause) {
        Instant now = clock.instant();
        switch (cause.kind()) {
            case THROTTLED -> {
                Duration wait = failure.retryAfter() == null ? Duration.ofSeconds(2) : failure.retryAfter();
                if (wait.compareTo(HOSTILE_WAIT) > 0) {
                    pause(
                            PauseReason.LONG_WAIT,
                            "Teams asked to wait " + wait.toMinutes() + " minutes. Resume when you think it right.");
                    return again(now, failure, cause);
                }
                return again(now.plus(wait), failure, cause);
            }
            case TOKEN -> {
                // Many requests may carry an outworn token at once: only a row refused with its new one tells.
                if (!tokenRefused.add(row.id())) {
                    pause(PauseReason.REFUSED_FOR_ALL, cause.sentence());
                }
                return again(now, failure, cause);
            }
            case RUN -> {
                pause(PauseReason.REFUSED_FOR_ALL, cause.sentence());
                return again(now, failure, cause);
            }
            default -> {
                if (failure instanceof ConnectorFailure.NotSent) {
                    return unreachable(failure, cause);
                }
                if (row.attempts() + 1 >= MAX_TRIES) {
                    return new Outcome.Refused("GaveUp", cause.text() + ", " + MAX_TRIES + " times. Resend it later.");
                }
                return again(now.plusSeconds(2L << row.attempts()), failure, cause);
            }
        }
    }

    private static Outcome again(Instant notBefore, ConnectorFailure failure, Cause cause) {
        return new Outcome.Again(notBefore, failure.code(), cause.text());
    }

    /** Out of reach is everybody's trouble: all wait, and after a while the run pauses; no row ends by it. */
    private Outcome unreachable(ConnectorFailure failure, Cause cause) {
        lock.lock();
        try {
            long now = ticker.nanos();
            if (!unreachable) {
                unreachable = true;
                unreachableSince = now;
            }
            Duration since = Duration.ofNanos(now - unreachableSince);
            if (since.compareTo(UNREACHABLE_LIMIT) > 0) {
                pause(PauseReason.NOT_CONNECTED, cause.sentence());
            } else {
                pacer.hold(Duration.ofSeconds(Math.min(30, 1 + since.toSeconds() / 2)));
            }
        } finally {
            lock.unlock();
        }
        return again(clock.instant(), failure, cause);
    }

    private void wentThrough() {
        lock.lock();
        try {
            unreachable = false;
        } finally {
            lock.unlock();
        }
    }

    private CallResult result(Answer<?> answer) {
        return new CallResult(
                clock.instant(),
                answer.status(),
                null,
                answer.msCv(),
                answer.latency().toMillis(),
                null);
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
    private static <T> T wait(CompletableFuture<T> commit) {
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
