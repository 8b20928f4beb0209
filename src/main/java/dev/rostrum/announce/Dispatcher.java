package dev.rostrum.announce;

import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendingRules;
import dev.rostrum.domain.Ticker;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.Ledger;
import dev.rostrum.store.StoreFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off one run: a reader streams its rows ({@link RowStream}), a few threads give them their turn and one for each request in
 * flight makes the calls ({@link Courier}), a conductor tells of progress and sets the run's last state. Memory does not grow with
 * the number of recipients.
 */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** Trips per request in flight: while some call, others commit. */
    private static final int TRIPS_PER_CALL = 3;

    /** Threads that give rows their turn. Few: turns come one after the other anyway, and each wakes for itself. */
    private static final int TURN_THREADS = 4;

    /** How long a run that cannot be concluded waits for what is under way: longer than a call and its commit may take. */
    private static final Duration REST_LIMIT = Duration.ofSeconds(150);

    private static final long TELL_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private enum Order {
        GO,
        PAUSE,
        STOP
    }

    private final Ledger.Run run;
    private final Ledger ledger;
    private final Pacer pacer;
    private final int inFlight;
    private final Clock clock;
    private final Ticker ticker;
    private final BiConsumer<Dispatcher, RunSnapshot> tell;
    private final LongConsumer tellLate;
    private final QuietHours quietHours;
    private final boolean canary;
    private final RowStream rows;
    private final Courier courier;
    private final RequestMeter meter;
    private final Instant startedAt;
    private final long startedTick;

    private final ReentrantLock lock = new ReentrantLock();
    // The order has changed, or the run has come to rest.
    private final Condition moved = lock.newCondition();
    // No row is in hand any more, and none will be.
    private volatile boolean atRest;
    // No order is taken any more.
    private boolean over;
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile Order order = Order.GO;
    private volatile PauseReason pauseReason;
    private volatile Reason pauseDetail;
    // The reason is a trouble of this computer.
    private volatile boolean troubled;
    private volatile RunSnapshot latest;

    /** @param inFlight requests under way at once, at most; and rows in doubt after a kill, at most */
    Dispatcher(
            Ledger.Run run,
            Ledger ledger,
            ConnectorClient connector,
            int inFlight,
            SendingRules rules,
            Clock clock,
            Ticker ticker,
            BiConsumer<Dispatcher, RunSnapshot> tell,
            LongConsumer tellLate) {
        this.run = run;
        this.ledger = ledger;
        this.pacer = connector.pacer();
        this.inFlight = inFlight;
        this.clock = clock;
        this.ticker = ticker;
        this.tell = tell;
        this.tellLate = tellLate;
        this.startedAt = clock.instant();
        this.startedTick = ticker.nanos();
        this.meter = new RequestMeter(ticker);
        this.quietHours = new QuietHours(rules.guard(), clock.getZone());
        this.canary = run.choices().canary() > 0 && !run.canaryPassed() && run.pauseReason() != PauseReason.CANARY;
        this.rows = new RowStream(
                ledger,
                run.id(),
                canary ? ledger.canaryEnd(run.id(), run.choices().canary()) : Ledger.EVERY_ROW,
                TRIPS_PER_CALL * inFlight,
                this::now,
                this::cameToRest);
        AutoPause autoPause = new AutoPause(rules.pause());
        this.courier = new Courier(
                run,
                ledger,
                connector,
                rows,
                inFlight,
                clock,
                meter,
                autoPause,
                new Verdicts(run, ledger, pacer, this::now, ticker, autoPause, this::pause),
                this::pause,
                this::halted,
                this::arrivedLate,
                this::trouble);
        this.latest = view(RunState.RUNNING, ledger.totals(run.id()));
    }

    /**
     * The wall clock, except that it never falls behind the time that has passed since the start: where it is set back, what was
     * put off is not put off for hours.
     */
    private Instant now() {
        Instant wall = clock.instant();
        Instant passed = startedAt.plusNanos(ticker.nanos() - startedTick);
        return wall.isBefore(passed) ? passed : wall;
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
        Courier.committed(ledger.setState(run.id(), RunState.RUNNING, null, null, clock.instant()));
        start("run-" + run.id(), this::conduct);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Nothing new begins from here on. The first reason given stays, for where the run cannot be stopped either; but for a trouble of this
     * computer, which goes before all others.
     */
    void pause(PauseReason reason, Reason detail) {
        lock.lock();
        try {
            if (pauseReason == null) {
                pauseReason = reason;
                pauseDetail = detail;
            }
            if (order == Order.GO) {
                order = Order.PAUSE;
            }
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        halt();
    }

    /** False where the run has come to its end before, and takes no order. */
    boolean stop() {
        lock.lock();
        try {
            if (over) {
                return false;
            }
            order = Order.STOP;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        halt();
        return true;
    }

    private void halt() {
        rows.close();
        pacer.lookAgain();
    }

    private boolean halted() {
        return order != Order.GO || quietUntil().isPresent();
    }

    private Optional<Instant> quietUntil() {
        return run.kind().sendsMessages() ? quietHours.endAfter(clock.instant()) : Optional.empty();
    }

    // --- the conductor: tells of progress and sets the run's last state

    private void conduct() {
        boolean stopping = false;
        try {
            begin();
            while (!atRest) {
                if (halted()) {
                    courier.takeBack();
                }
                if (order == Order.STOP && !stopping) {
                    stopping = true;
                    Courier.committed(ledger.setState(run.id(), RunState.STOPPING, null, null, clock.instant()));
                    Courier.committed(ledger.cancelWaiting(run.id(), Reason.of("ended.stopped"), clock.instant()));
                }
                publish(stopping ? RunState.STOPPING : RunState.RUNNING);
                untilNext(stopping);
            }
            RunState end = conclude();
            while (end == RunState.PAUSED && stoppedMeanwhile()) {
                end = conclude();
            }
            synchronized (finished) {
                latest = view(end, ledger.totals(run.id()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("run {} could not be concluded", run.id(), e);
            trouble(e);
            leavePaused();
            latest = view(RunState.PAUSED, lastTotals());
        } finally {
            // Also where the run could not be concluded: its rate ends with it.
            pacer.limit(Double.POSITIVE_INFINITY);
            finished.countDown();
            tell.accept(this, latest);
        }
    }

    /** By the conductor, so that whatever fails in it is brought to an end. */
    private void begin() {
        if (run.choices().rate() != null) {
            pacer.limit(run.choices().rate());
        }
        start("read-" + run.id(), () -> guarded(rows::read));
        for (int i = 0; i < TURN_THREADS; i++) {
            start("turn-" + run.id() + "-" + i, () -> guarded(this::giveTurns));
        }
        for (int i = 0; i < inFlight; i++) {
            start("send-" + run.id() + "-" + i, () -> guarded(courier::calls));
        }
    }

    /** Whether a stop came while the run was being left paused; where none did, none is taken any more. */
    private boolean stoppedMeanwhile() {
        lock.lock();
        try {
            over = order != Order.STOP;
            return !over;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What can still be done for a run that could not be concluded, within a limit: what is under way comes to its end, and the
     * ledger says paused.
     */
    private void leavePaused() {
        try {
            lock.lock();
            try {
                over = true;
            } finally {
                lock.unlock();
            }
            long begun = ticker.nanos();
            while (!atRest && ticker.nanos() - begun < REST_LIMIT.toNanos()) {
                courier.takeBack();
                untilNext(true);
            }
            Courier.committed(ledger.setState(run.id(), RunState.PAUSED, pauseReason, detail(), clock.instant()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("run {} could not be left paused", run.id(), e);
        }
    }

    private Totals lastTotals() {
        try {
            return ledger.totals(run.id());
        } catch (RuntimeException e) {
            LOG.error("run {}: its totals cannot be read", run.id(), e);
            return latest.totals();
        }
    }

    /** Until it is time to tell again. Only what cannot wait ends it early: the end of the run, and a stop. */
    private void untilNext(boolean stopping) throws InterruptedException {
        lock.lock();
        try {
            long left = TELL_EVERY_NANOS;
            while (left > 0 && !atRest && (stopping || order != Order.STOP)) {
                left = moved.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private RunState conclude() {
        courier.writeAgain();
        cutOff();
        Instant now = clock.instant();
        if (order == Order.STOP) {
            cancelRest(ledger, run.id(), now);
            return RunState.STOPPED;
        }
        if (ledger.totals(run.id()).open() == 0) {
            Courier.committed(ledger.setState(run.id(), RunState.DONE, null, null, now));
            return RunState.DONE;
        }
        if (order == Order.GO) {
            // All rows that were handed out have ended. What is left lies behind the canary, or was put back by a
            // decision.
            pause(canary ? PauseReason.CANARY : PauseReason.ASKED, null);
        }
        Courier.committed(ledger.setState(run.id(), RunState.PAUSED, pauseReason, pauseDetail, now));
        return RunState.PAUSED;
    }

    /** Rows that stand in flight though nothing is under way: nothing is known of their calls. */
    private void cutOff() {
        if (ledger.totals(run.id()).inFlight() > 0) {
            long rows = Courier.committed(ledger.cutOff(run.id(), clock.instant()));
            LOG.error("run {}: what became of {} calls is not known", run.id(), rows);
        }
    }

    /**
     * After the end, before anything else begins: what became of calls and could not be written is written now. Where that
     * fails while other changes are taken, these rows stand in doubt.
     *
     * @throws StoreFailure where the data file takes nothing
     */
    void makeUp() {
        boolean some = courier.unwritten() > 0;
        try {
            courier.writeAgain();
        } catch (RuntimeException e) {
            LOG.error("run {}: what became of calls cannot be written", run.id(), e);
        }
        cutOff();
        courier.forgetUnwritten();
        if (some) {
            Courier.committed(ledger.setState(run.id(), RunState.PAUSED, pauseReason, pauseDetail, clock.instant()));
        }
    }

    /** Cancels what waits and sets the run STOPPED. */
    static void cancelRest(Ledger ledger, long runId, Instant now) {
        Courier.committed(ledger.cancelWaiting(runId, Reason.of("ended.stopped"), now));
        Courier.committed(ledger.setState(runId, RunState.STOPPED, null, null, now));
    }

    private void publish(RunState state) {
        // A late answer tells too, on its own thread: what was read last is told last.
        synchronized (finished) {
            latest = view(state, ledger.totals(run.id()));
            tell.accept(this, latest);
        }
    }

    private void arrivedLate() {
        synchronized (finished) {
            if (!ended()) {
                publish(latest.state());
                return;
            }
            latest = view(latest.state(), ledger.totals(run.id()));
        }
        tellLate.accept(run.id());
    }

    private RunSnapshot view(RunState state, Totals totals) {
        boolean active = state == RunState.RUNNING || state == RunState.STOPPING;
        boolean paused = state == RunState.PAUSED;
        Pacer.State pace = pacer.state();
        return new RunSnapshot(
                run.id(),
                run.title(),
                state,
                paused ? pauseReason : null,
                paused ? detail() : null,
                totals,
                meter.requestsPerSecond(),
                active ? pace.inForce() : 0,
                active ? waiting(state, pace).orElse(null) : null,
                active ? courier.underWay() : List.of(),
                state == RunState.RUNNING && order == Order.GO ? left(totals, pace) : null);
    }

    /** What stands with the pause. Answers are unwritten after a trouble only, so there are words then. */
    private Reason detail() {
        int unwritten = courier.unwritten();
        return unwritten == 0
                ? pauseDetail
                : Reason.of("pause.unwritten", pauseDetail, unwritten, Reason.of(Reason.STEP_OF, pauseDetail));
    }

    private Optional<Waiting> waiting(RunState state, Pacer.State pace) {
        if (state == RunState.STOPPING || order == Order.STOP) {
            return Optional.of(new Waiting(Waiting.Kind.STOPPING, null));
        }
        if (order == Order.PAUSE) {
            return Optional.of(new Waiting(Waiting.Kind.PAUSING, null));
        }
        Optional<Instant> quiet = quietUntil();
        if (quiet.isPresent()) {
            return Optional.of(new Waiting(Waiting.Kind.QUIET_HOURS, quiet.get()));
        }
        if (pace.heldBy() != null) {
            return Optional.of(new Waiting(
                    switch (pace.heldBy()) {
                        case TEAMS_ASKED -> Waiting.Kind.TEAMS_ASKED;
                        case NOT_CONNECTED -> Waiting.Kind.NOT_CONNECTED;
                    },
                    clock.instant().plus(pace.heldFor())));
        }
        Instant next = rows.nextDue();
        if (next != null && next.isAfter(now())) {
            return Optional.of(new Waiting(Waiting.Kind.NOT_DUE, next));
        }
        return pace.lowered() ? Optional.of(new Waiting(Waiting.Kind.RATE_LOWERED, null)) : Optional.empty();
    }

    /** From the deliveries settled per second of late; the wait that Teams asked for comes on top. */
    private Duration left(Totals totals, Pacer.State pace) {
        double perSecond = meter.settledPerSecond();
        if (perSecond <= 0) {
            return null;
        }
        return Duration.ofMillis((long) (1000 * totals.open() / perSecond)).plus(pace.heldFor());
    }

    // --- who gives turns

    private void giveTurns() throws InterruptedException {
        for (Trip trip = next(); trip != null; trip = next()) {
            courier.turn(trip);
        }
    }

    /** Told by the row stream. */
    private void cameToRest() {
        courier.close();
        lock.lock();
        try {
            atRest = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next trip; in quiet hours only one that has begun. */
    private Trip next() throws InterruptedException {
        Optional<Instant> quiet = quietUntil();
        while (quiet.isPresent() && order == Order.GO && !atRest) {
            Trip begun = rows.pollOpened();
            if (begun != null) {
                return begun;
            }
            Duration left = Duration.between(clock.instant(), quiet.get());
            Duration wait = left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN;
            lock.lockInterruptibly();
            try {
                if (order == Order.GO && moved.awaitNanos(wait.toNanos()) > 0) {
                    LOG.trace("woken in quiet hours");
                }
            } finally {
                lock.unlock();
            }
            quiet = quietUntil();
        }
        return rows.next();
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void guarded(Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            pause(PauseReason.PROGRAM_FAULT, Reason.of("pause.interrupted"));
        } catch (RuntimeException | Error e) {
            trouble(e);
        }
    }

    private void trouble(Throwable why) {
        if (why instanceof StoreFailure failure) {
            // Each of many rows may meet the same trouble; the first one tells.
            if (troubled) {
                LOG.debug("run {}: {}", run.id(), failure.what());
            } else {
                LOG.error("run {} pauses: {}", run.id(), failure.what());
            }
            halt(
                    failure.what() == StoreFailure.Cause.LOST ? PauseReason.LOCK_LOST : PauseReason.STORAGE,
                    failure.reason());
        } else {
            LOG.error("run {} pauses: a sending thread failed", run.id(), why);
            halt(PauseReason.PROGRAM_FAULT, Reason.of("pause.programFault"));
        }
    }

    /** A pause for a trouble of this computer, which is told whatever was given as a reason before. */
    private void halt(PauseReason reason, Reason detail) {
        lock.lock();
        try {
            if (!troubled) {
                troubled = true;
                pauseReason = reason;
                pauseDetail = detail;
            }
        } finally {
            lock.unlock();
        }
        pause(reason, detail);
    }
}
