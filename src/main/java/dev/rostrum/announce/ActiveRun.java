package dev.rostrum.announce;

import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendingRules;
import dev.rostrum.domain.Ticker;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.StoreFailure;
import dev.rostrum.store.ledger.Deliveries;
import dev.rostrum.store.ledger.Job;
import dev.rostrum.store.ledger.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off one job. Its deliveries pass three stages, each on other threads, and none waits for the commit of an intent or of an
 * acceptance. Memory does not grow with the number of recipients.
 *
 * <pre>
 * DueDeliveries ──▶ IntentStage: permit, intent ──commit──▶ CallQueue ──▶ CallStage ──▶ OutcomeStage ──commit──▶ end
 *    ▲                                                         │              │
 *    ├───────────────── its send, after a create ──────────────┼──────────────┘
 *    └───────────────── end ◀──commit── withdrawn ◀── halted ──┘
 * </pre>
 *
 * <p>What a commit leads to mostly runs on the writer's thread and must never block. Two counts keep the promise: no more calls
 * under way than asked for, which is the number of calling threads, and no more rows SENDING, which is what a kill leaves in doubt.
 * A thread of the run's own tells of progress and sets the job's last state.
 */
final class ActiveRun {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveRun.class);

    /** Deliveries in hand per request in flight: while some call, others commit. */
    private static final int IN_HAND_PER_CALL = 3;

    /** Threads of the intent stage. Few: permits come one after the other anyway, and each waits for itself. */
    private static final int INTENT_THREADS = 4;

    /** How long a run that cannot be concluded waits for what is under way: longer than a call and its commit may take. */
    private static final Duration REST_LIMIT = Duration.ofSeconds(150);

    private static final long TELL_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final Job job;
    private final Ledger ledger;
    private final Pacer pacer;
    private final int inFlight;
    private final Clock clock;
    private final Ticker ticker;
    private final BiConsumer<ActiveRun, RunSnapshot> tell;
    private final LongConsumer tellLate;
    private final boolean canary;
    private final RunControl control;
    private final DueDeliveries due;
    private final CallQueue ready = new CallQueue();
    private final IntentStage intents;
    private final CallStage callers;
    private final OutcomeStage outcomes;
    private final DeliveryCalls calls;
    private final RequestMeter meter;
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile RunSnapshot latest;

    /** @param inFlight requests under way at once, at most; and rows in doubt after a kill, at most */
    ActiveRun(
            Job job,
            Ledger ledger,
            ConnectorClient connector,
            int inFlight,
            SendingRules rules,
            Clock clock,
            Ticker ticker,
            BiConsumer<ActiveRun, RunSnapshot> tell,
            LongConsumer tellLate) {
        this.job = job;
        this.ledger = ledger;
        this.pacer = connector.pacer();
        this.inFlight = inFlight;
        this.clock = clock;
        this.ticker = ticker;
        this.tell = tell;
        this.tellLate = tellLate;
        this.meter = new RequestMeter(ticker);
        this.canary = job.choices().canary() > 0 && !job.canaryPassed() && job.pauseReason() != PauseReason.CANARY;
        this.control = new RunControl(job, rules.guard(), clock, ticker, this::halt);
        this.due = new DueDeliveries(
                this,
                control,
                ledger,
                canary ? ledger.deliveries().canaryEnd(job.id(), job.choices().canary()) : Deliveries.EVERY_ROW,
                IN_HAND_PER_CALL * inFlight);
        this.calls = new DeliveryCalls(connector, job.kind(), job.message());
        AutoPause autoPause = new AutoPause(rules.pause());
        this.outcomes =
                new OutcomeStage(this, ledger, new FailurePolicy(control, ledger, pacer, autoPause), autoPause, meter);
        this.intents = new IntentStage(ledger, pacer, ready, inFlight);
        this.callers = new CallStage(ready, intents);
        this.latest = view(RunState.RUNNING, ledger.jobs().totals(job.id()));
    }

    long jobId() {
        return job.id();
    }

    RunControl control() {
        return control;
    }

    DueDeliveries due() {
        return due;
    }

    DeliveryCalls calls() {
        return calls;
    }

    OutcomeStage outcomes() {
        return outcomes;
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
        OutcomeStage.committed(ledger.jobs().setState(job.id(), RunState.RUNNING, null, null, clock.instant()));
        start("run-" + job.id(), this::conduct);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void halt() {
        due.close();
        pacer.lookAgain();
    }

    // ---------------------------------------------------------------- what the stages tell

    /** A call of this delivery is under way, or its outcome not on disk yet. */
    void callBegins(PendingDelivery delivery) {
        underWay.add(delivery.row().id());
    }

    void callOver(PendingDelivery delivery) {
        underWay.remove(delivery.row().id());
    }

    void ended(PendingDelivery delivery) {
        callOver(delivery);
        due.release(delivery);
    }

    /** A row that was in doubt has been sent after all; maybe after the run's end. */
    void arrivedLate() {
        synchronized (finished) {
            if (!ended()) {
                publish(latest.state());
                return;
            }
            latest = view(latest.state(), ledger.jobs().totals(job.id()));
        }
        tellLate.accept(job.id());
    }

    // ---------------------------------------------------------------- the run's own thread

    private void conduct() {
        boolean stopping = false;
        try {
            begin();
            while (!control.atRest()) {
                if (control.halted()) {
                    intents.takeBack(this);
                }
                if (control.stopping() && !stopping) {
                    stopping = true;
                    OutcomeStage.committed(ledger.jobs()
                            .setState(job.id(), RunState.STOPPING, null, control.stopAsker(), clock.instant()));
                    OutcomeStage.committed(
                            ledger.deliveries().cancelWaiting(job.id(), Reason.of("ended.stopped"), clock.instant()));
                }
                publish(stopping ? RunState.STOPPING : RunState.RUNNING);
                control.await(TELL_EVERY_NANOS, stopping);
            }
            RunState end = conclude();
            while (end == RunState.PAUSED && !control.closeOrders()) {
                end = conclude();
            }
            synchronized (finished) {
                latest = view(end, ledger.jobs().totals(job.id()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("run {} could not be concluded", job.id(), e);
            control.trouble(e);
            leavePaused();
            latest = view(RunState.PAUSED, lastTotals());
        } finally {
            // Also where the run could not be concluded: its rate and its threads end with it.
            pacer.limit(Double.POSITIVE_INFINITY);
            ready.close();
            finished.countDown();
            tell.accept(this, latest);
        }
    }

    /** On the run's own thread, so that whatever fails in it is brought to an end. */
    private void begin() {
        if (job.choices().rate() != null) {
            pacer.limit(job.choices().rate());
        }
        start("read-" + job.id(), () -> guarded(due::read));
        for (int i = 0; i < INTENT_THREADS; i++) {
            start("intent-" + job.id() + "-" + i, () -> guarded(this::enterDeliveries));
        }
        for (int i = 0; i < inFlight; i++) {
            start("send-" + job.id() + "-" + i, () -> guarded(callers::work));
        }
    }

    /**
     * What can still be done for a run that could not be concluded, within a limit: what is under way comes to its end, and the
     * ledger says paused.
     */
    private void leavePaused() {
        try {
            control.endOrders();
            long begun = ticker.nanos();
            while (!control.atRest() && ticker.nanos() - begun < REST_LIMIT.toNanos()) {
                intents.takeBack(this);
                control.await(TELL_EVERY_NANOS, true);
            }
            OutcomeStage.committed(ledger.jobs()
                    .setState(job.id(), RunState.PAUSED, control.pauseReason(), pauseDetail(), clock.instant()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("run {} could not be left paused", job.id(), e);
        }
    }

    private Totals lastTotals() {
        try {
            return ledger.jobs().totals(job.id());
        } catch (RuntimeException e) {
            LOG.error("run {}: its totals cannot be read", job.id(), e);
            return latest.totals();
        }
    }

    private RunState conclude() {
        outcomes.retryWrites();
        recoverInFlight();
        Instant now = clock.instant();
        if (control.stopping()) {
            cancelRest(ledger, job.id(), control.stopAsker(), now);
            return RunState.STOPPED;
        }
        if (ledger.jobs().totals(job.id()).open() == 0) {
            OutcomeStage.committed(ledger.jobs().setState(job.id(), RunState.DONE, null, null, now));
            return RunState.DONE;
        }
        if (control.going()) {
            // All rows that were handed out have ended. What is left lies behind the canary, or was put back by a
            // decision.
            control.pause(canary ? PauseReason.CANARY : PauseReason.ASKED, null);
        }
        OutcomeStage.committed(
                ledger.jobs().setState(job.id(), RunState.PAUSED, control.pauseReason(), control.pauseDetail(), now));
        return RunState.PAUSED;
    }

    /** Of rows that stand in flight though nothing is under way, nothing is known: they are treated as after a crash. */
    private void recoverInFlight() {
        if (ledger.jobs().totals(job.id()).inFlight() > 0) {
            long rows = OutcomeStage.committed(ledger.deliveries().recover(job.id(), clock.instant()));
            LOG.error("run {}: what became of {} calls is not known", job.id(), rows);
        }
    }

    /**
     * After the end, before anything else begins: outcomes that could not be written are written now. Where that
     * fails while other changes are taken, these rows stand in doubt.
     *
     * @throws StoreFailure where the data file takes nothing
     */
    void writeWhatIsLeft() {
        boolean some = outcomes.unwritten() > 0;
        try {
            outcomes.retryWrites();
        } catch (RuntimeException e) {
            LOG.error("run {}: what became of calls cannot be written", job.id(), e);
        }
        recoverInFlight();
        outcomes.forgetUnwritten();
        if (some) {
            OutcomeStage.committed(ledger.jobs()
                    .setState(
                            job.id(), RunState.PAUSED, control.pauseReason(), control.pauseDetail(), clock.instant()));
        }
    }

    /** Cancels what waits and sets the job STOPPED. */
    static void cancelRest(Ledger ledger, long jobId, Reason asker, Instant now) {
        OutcomeStage.committed(ledger.deliveries().cancelWaiting(jobId, Reason.of("ended.stopped"), now));
        OutcomeStage.committed(ledger.jobs().setState(jobId, RunState.STOPPED, null, asker, now));
    }

    // ---------------------------------------------------------------- progress

    private void publish(RunState state) {
        // A late answer tells too, on its own thread: what was read last is told last.
        synchronized (finished) {
            latest = view(state, ledger.jobs().totals(job.id()));
            tell.accept(this, latest);
        }
    }

    private RunSnapshot view(RunState state, Totals totals) {
        boolean active = state == RunState.RUNNING || state == RunState.STOPPING;
        boolean paused = state == RunState.PAUSED;
        Pacer.State pace = pacer.state();
        return new RunSnapshot(
                job.id(),
                job.title(),
                state,
                paused ? control.pauseReason() : null,
                paused ? pauseDetail() : null,
                totals,
                meter.requestsPerSecond(),
                active ? pace.inForce() : 0,
                active ? waiting(state, pace).orElse(null) : null,
                active ? List.copyOf(underWay) : List.of(),
                state == RunState.RUNNING && control.going() ? left(totals, pace) : null);
    }

    /** What stands with the pause. Answers are unwritten after a trouble only, so there are words then. */
    private Reason pauseDetail() {
        int unwritten = outcomes.unwritten();
        Reason detail = control.pauseDetail();
        return unwritten == 0
                ? detail
                : Reason.of("pause.unwritten", detail, unwritten, Reason.of(Reason.STEP_OF, detail));
    }

    private Optional<Waiting> waiting(RunState state, Pacer.State pace) {
        if (state == RunState.STOPPING || control.stopping()) {
            return Optional.of(new Waiting(Waiting.Kind.STOPPING, null));
        }
        if (control.pausing()) {
            return Optional.of(new Waiting(Waiting.Kind.PAUSING, null));
        }
        Optional<Instant> quiet = control.quietUntil();
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
        Instant next = due.nextDue();
        if (next != null && next.isAfter(control.now())) {
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

    // ---------------------------------------------------------------- threads

    private void enterDeliveries() throws InterruptedException {
        for (PendingDelivery delivery = next(); delivery != null; delivery = next()) {
            intents.enter(delivery);
        }
    }

    /** The next delivery; in quiet hours only one that has begun. */
    private PendingDelivery next() throws InterruptedException {
        Optional<Instant> quiet = control.quietUntil();
        while (quiet.isPresent() && control.going() && !control.atRest()) {
            PendingDelivery begun = due.pollCreated();
            if (begun != null) {
                return begun;
            }
            Duration left = Duration.between(clock.instant(), quiet.get());
            control.awaitOrder((left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN).toNanos());
            quiet = control.quietUntil();
        }
        return due.next();
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void guarded(Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            control.pause(PauseReason.PROGRAM_FAULT, Reason.of("pause.interrupted"));
        } catch (RuntimeException | Error e) {
            control.trouble(e);
        }
    }
}
