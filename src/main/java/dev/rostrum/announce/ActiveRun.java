package dev.rostrum.announce;

import dev.rostrum.connector.Pacer;
import dev.rostrum.connector.RateLimit;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Purpose;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off one job: what the stages of the {@link Dispatcher} need of it, and a thread of its own that tells of progress and sets
 * the job's last state. Memory does not grow with the number of recipients.
 */
final class ActiveRun {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveRun.class);

    /** How long a run that cannot be concluded waits for what is under way: longer than a call and its commit may take. */
    private static final Duration REST_LIMIT = Duration.ofSeconds(150);

    private static final long TELL_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Told of a run. */
    interface Listener {
        /** It has moved on, or has ended. */
        void moved(ActiveRun run, RunSnapshot snapshot);

        /** After its end one of its rows that was in doubt has been sent after all. */
        void changedLate(long jobId);
    }

    private final Job job;
    private final Ledger ledger;
    private final Dispatcher dispatcher;
    private final Pacer pacer;
    private final Clock clock;
    private final Ticker ticker;
    private final Listener listener;
    private final int canary;
    private final RateLimit rate;
    private final RunControl control;
    private final DueDeliveries due;
    private final OutcomeStage outcomes;
    private final DeliveryCalls calls;
    private final RequestMeter meter;
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile RunSnapshot latest;
    private volatile boolean concluded;

    ActiveRun(
            Job job,
            Ledger ledger,
            Dispatcher dispatcher,
            SendingRules rules,
            Clock clock,
            Ticker ticker,
            RunControl.Everybody everybody,
            Listener listener) {
        this.job = job;
        this.ledger = ledger;
        this.dispatcher = dispatcher;
        this.pacer = dispatcher.pacer();
        this.clock = clock;
        this.ticker = ticker;
        this.listener = listener;
        this.meter = new RequestMeter(ticker);
        boolean firstOnly = !job.canaryPassed() && job.pauseReason() != PauseReason.CANARY;
        this.canary = firstOnly ? job.choices().canary() : 0;
        Double own = job.choices().rate();
        this.rate = own == null ? null : new RateLimit(own, ticker);
        this.control = new RunControl(job, rules.guard(), clock, ticker, everybody, this::halt);
        this.due = new DueDeliveries(
                this,
                control,
                ledger,
                dispatcher.schedule(),
                rate,
                canary > 0 ? ledger.deliveries().canaryEnd(job.id(), canary) : Deliveries.EVERY_ROW,
                dispatcher.mostInHand());
        this.calls = new DeliveryCalls(dispatcher.connector(), job.kind(), job.message());
        AutoPause autoPause = new AutoPause(rules.pause());
        FailurePolicy policy = new FailurePolicy(control, ledger, pacer, autoPause, dispatcher.outages());
        this.outcomes = new OutcomeStage(this, ledger, policy, autoPause, meter);
        this.latest = view(RunState.RUNNING, totals());
    }

    long jobId() {
        return job.id();
    }

    Purpose purpose() {
        return job.choices().purpose();
    }

    /** Whether it begins and goes on by itself. */
    boolean automatic() {
        return job.automatic();
    }

    /** Whether it is the first sending of its announcement. */
    boolean sends() {
        return job.kind() == JobKind.SEND;
    }

    long announcement() {
        return job.announcement();
    }

    RunControl control() {
        return control;
    }

    /** What it keeps to alone, or null. */
    RateLimit rate() {
        return rate;
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
        Dispatcher.thread("run-" + job.id(), this::conduct);
    }

    private void halt() {
        due.close();
        dispatcher.lookAgain();
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
            latest = view(latest.state(), totals());
        }
        listener.changedLate(job.id());
    }

    // ---------------------------------------------------------------- the run's own thread

    private void conduct() {
        boolean stopping = false;
        try {
            begin();
            while (!control.atRest()) {
                if (control.halted()) {
                    dispatcher.takeBack(this);
                }
                if (control.stopping() && !stopping) {
                    stopping = true;
                    OutcomeStage.committed(ledger.jobs()
                            .setState(job.id(), RunState.STOPPING, null, control.stopAsker(), clock.instant()));
                    OutcomeStage.committed(ledger.cancellations()
                            .cancelWaiting(job.id(), stopped(control.stopAsker()), clock.instant()));
                }
                publish(stopping ? RunState.STOPPING : RunState.RUNNING);
                control.await(TELL_EVERY_NANOS, stopping);
            }
            RunState end = conclude();
            while (end == RunState.PAUSED && !control.closeOrders()) {
                end = conclude();
            }
            synchronized (finished) {
                latest = view(end, totals());
            }
            concluded = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("run {} could not be concluded", job.id(), e);
            control.trouble(e);
            leavePaused();
            latest = view(RunState.PAUSED, lastTotals());
        } finally {
            dispatcher.remove(this);
            finished.countDown();
            listener.moved(this, latest);
        }
    }

    /** On the run's own thread, so that whatever fails in it is brought to an end. */
    private void begin() {
        Dispatcher.thread("read-" + job.id(), () -> {
            try {
                due.read();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                control.pause(PauseReason.PROGRAM_FAULT, Reason.of("pause.interrupted"));
            } catch (RuntimeException | Error e) {
                control.trouble(e);
            }
        });
        dispatcher.add(this);
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
                dispatcher.takeBack(this);
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

    /** As the ledger counts them now; the schedule goes by what is left. */
    private Totals totals() {
        Totals totals = ledger.jobs().totals(job.id());
        due.left(canary > 0 ? Math.min(canary, totals.open()) : totals.open());
        return totals;
    }

    private Totals lastTotals() {
        try {
            return totals();
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
        if (OutcomeStage.committed(ledger.jobs().done(job.id(), now))) {
            return RunState.DONE;
        }
        if (control.going()) {
            // All rows that were handed out have ended. What is left lies behind the canary, was put back by a
            // decision, or
            // was added by an event.
            control.pause(
                    canary > 0 ? PauseReason.CANARY : automatic() ? PauseReason.PROMPTED : PauseReason.ASKED, null);
        }
        OutcomeStage.committed(
                ledger.jobs().setState(job.id(), RunState.PAUSED, control.pauseReason(), control.pauseDetail(), now));
        return RunState.PAUSED;
    }

    /** Of rows that stand in flight though nothing is under way, nothing is known: they are treated as after a crash. */
    private void recoverInFlight() {
        if (totals().inFlight() > 0) {
            long rows = OutcomeStage.committed(ledger.outcomes().recover(job.id(), clock.instant()));
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

    /** Whether its end is on disk, and every outcome. */
    boolean nothingLeft() {
        return concluded && outcomes.unwritten() == 0;
    }

    /** Cancels what waits and sets the job STOPPED. It is STOPPING before, since that records how many were waiting. */
    static void cancelRest(Ledger ledger, long jobId, Reason asker, Instant now) {
        OutcomeStage.committed(ledger.jobs().setState(jobId, RunState.STOPPING, null, asker, now));
        OutcomeStage.committed(ledger.cancellations().cancelWaiting(jobId, stopped(asker), now));
        OutcomeStage.committed(ledger.jobs().setState(jobId, RunState.STOPPED, null, asker, now));
    }

    private static Reason stopped(Reason asker) {
        return asker == null ? Reason.of("ended.stopped") : Reason.of("ended.stoppedFor", asker);
    }

    // ---------------------------------------------------------------- progress

    private void publish(RunState state) {
        // A late answer tells too, on its own thread: what was read last is told last.
        synchronized (finished) {
            latest = view(state, totals());
            listener.moved(this, latest);
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
                paused ? pauseDetail() : state == RunState.STOPPED ? control.stopAsker() : null,
                totals,
                meter.requestsPerSecond(),
                active ? Math.min(pace.inForce(), ownRate()) : 0,
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
        if (control.waitsForSend()) {
            return Optional.of(new Waiting(Waiting.Kind.OWN_SEND, null));
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
        boolean lowered = pace.lowered() && pace.inForce() < ownRate();
        return lowered ? Optional.of(new Waiting(Waiting.Kind.RATE_LOWERED, null)) : Optional.empty();
    }

    private double ownRate() {
        return rate == null ? Double.POSITIVE_INFINITY : rate.requestsPerSecond();
    }

    /**
     * From the deliveries settled per second of late; the wait that Teams asked for comes on top. Where the first ones are tried alone,
     * it is the time that these take.
     */
    private Duration left(Totals totals, Pacer.State pace) {
        double perSecond = meter.settledPerSecond();
        if (perSecond <= 0) {
            return null;
        }
        long open = canary > 0 ? Math.min(totals.open(), Math.max(0, canary - totals.settled())) : totals.open();
        return Duration.ofMillis((long) (1000 * open / perSecond)).plus(pace.heldFor());
    }
}
