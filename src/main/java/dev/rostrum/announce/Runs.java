package dev.rostrum.announce;

import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendingRules;
import dev.rostrum.domain.Ticker;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.ledger.Job;
import dev.rostrum.store.ledger.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of one connection: start, pause, stop, watch. One run sends at a time. Nothing is sent but between
 * {@link #start} and the run's end, and no run goes on by itself after the program ended.
 */
public final class Runs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    /** How long a run that is just being left paused may take for that: two commits. */
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    /** Stops watching when closed. */
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    private final Ledger ledger;
    private final ConnectorClient connector;
    private final int inFlight;
    private final Supplier<SendingRules> rules;
    private final Clock clock;
    private final Ticker ticker;
    private final List<Consumer<RunSnapshot>> watchers = new CopyOnWriteArrayList<>();
    private final Object control = new Object();
    // Changed under control; whoever only looks, as screens do, waits for no commit.
    private volatile ActiveRun active;
    private boolean closed;

    /**
     * @param inFlight requests under way at once, at most
     * @param rules asked anew for each start
     */
    public Runs(
            Ledger ledger,
            ConnectorClient connector,
            int inFlight,
            Supplier<SendingRules> rules,
            Clock clock,
            Ticker ticker) {
        this.ledger = ledger;
        this.connector = connector;
        this.inFlight = inFlight;
        this.rules = rules;
        this.clock = clock;
        this.ticker = ticker;
    }

    /** The rate in force now, in requests per second; infinite where pacing is lifted. */
    public double requestsPerSecond() {
        return connector.pacer().state().requestsPerSecond();
    }

    /**
     * The admin's decision about one row in doubt.
     *
     * @param attempts as shown with the row
     * @return false where the row is not in doubt any more, or has been tried since
     */
    public boolean resolve(long deliveryId, int attempts, Decision decision) {
        return ledger.decisions().decideNow(deliveryId, attempts, decision, clock.instant());
    }

    /** Rows in doubt among the chosen ones: the number to be typed for {@link #resolveAll}. */
    public long inDoubt(DeliveryChoice choice) {
        return ledger.decisions().inDoubt(choice);
    }

    /**
     * The admin's decision about all rows in doubt among the chosen ones.
     *
     * @param expected rows that were confirmed; where there is another number nothing is decided
     * @return rows decided; fewer than expected where answers came late in between
     * @throws Problem when the number differs
     */
    public long resolveAll(DeliveryChoice choice, Decision decision, long expected) {
        return ledger.decisions().decideAll(choice, decision, expected, clock.instant());
    }

    /**
     * Starts or resumes a planned or paused run. Returns at once.
     *
     * @throws Problem when it cannot run now
     */
    public void start(long runId) {
        synchronized (control) {
            if (closed) {
                throw Problem.failed("announcement.closing");
            }
            if (active != null && !active.ended()) {
                if (active.jobId() == runId) {
                    throw Problem.wrongUse("announcement.beingSentAlready");
                }
                throw Problem.wrongUse("announcement.anotherIsSent");
            }
            writeWhatIsLeft();
            Job run = standing(runId);
            if (run.state() != RunState.PAUSED) {
                throw Problem.wrongUse(
                        switch (run.state()) {
                            case DONE -> "announcement.finished";
                            case STOPPED -> "announcement.stopped";
                            default -> "announcement.noPlan";
                        });
            }
            ActiveRun before = active;
            active = new ActiveRun(
                    run, ledger, connector, inFlight, rules.get(), clock, ticker, this::tellOf, this::tellLate);
            boolean started = false;
            try {
                active.start();
                started = true;
            } finally {
                if (!started) {
                    active = before;
                }
            }
        }
    }

    /** Asks the run that sends to pause: nothing new begins, what is under way is awaited. */
    public void pause() {
        ActiveRun sending = active;
        if (sending != null) {
            sending.control().pause(PauseReason.ASKED, null);
        }
    }

    /**
     * Pauses a run as {@link #pause()} does, where it sends.
     *
     * @param asker who asked for it
     */
    public void pause(long runId, Reason asker) {
        ActiveRun sending = active;
        if (sending != null && sending.jobId() == runId) {
            sending.control().pause(PauseReason.ASKED, asker);
        }
    }

    /** Stops a run: what waits is cancelled, what is under way is awaited. Works on a paused run too. */
    public void stop(long runId) {
        stop(runId, null);
    }

    /**
     * As {@link #stop(long)}.
     *
     * @param asker who asked for it, where that is another process, else null
     */
    public void stop(long runId, Reason asker) {
        ActiveRun sending;
        // Behind a start that is under way.
        synchronized (control) {
            sending = active;
        }
        if (sending != null && sending.jobId() == runId && !sending.ended()) {
            if (sending.control().stop(asker)) {
                return;
            }
            // It is just being left paused. What it has to say comes first.
            await(sending);
        }
        synchronized (control) {
            writeWhatIsLeft();
            Job run = standing(runId);
            if (run.state() != RunState.PAUSED) {
                throw Problem.wrongUse("announcement.nothingToStop");
            }
            ActiveRun.cancelRest(ledger, runId, asker, clock.instant());
        }
        tell(snapshot(runId));
    }

    /** What the run that was sent last could not write, while the data file took nothing. */
    private void writeWhatIsLeft() {
        ActiveRun last = active;
        if (last != null && last.ended()) {
            last.writeWhatIsLeft();
        }
    }

    private static void await(ActiveRun ending) {
        try {
            if (!ending.await(END_LIMIT)) {
                throw Problem.failed("announcement.ending");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.failed("announcement.stopInterrupted");
        }
    }

    /** The run that sends now, or sent last in this session. */
    public Optional<RunSnapshot> current() {
        return Optional.ofNullable(active).map(ActiveRun::snapshot);
    }

    /** Whether requests may be under way. */
    public boolean sending() {
        ActiveRun last = active;
        return last != null && !last.ended();
    }

    /** A run as it stands, sending or not. */
    public RunSnapshot snapshot(long runId) {
        ActiveRun last = active;
        boolean its = last != null && last.jobId() == runId;
        if (its && !last.ended()) {
            return last.snapshot();
        }
        if (its && last.snapshot().pauseReason() == PauseReason.LOCK_LOST) {
            // The file is another process's by now, and says what that one made of the run.
            return last.snapshot();
        }
        Job run = run(runId);
        if (its && unfinished(run)) {
            // Its end could not be written. What it said last is what is known.
            return last.snapshot();
        }
        return RunSnapshot.standing(
                runId,
                run.title(),
                run.state(),
                run.pauseReason(),
                run.pauseDetail(),
                ledger.jobs().totals(runId));
    }

    /** Waits until the run that sends has ended, paused or stopped. False when the time ran out before. */
    public boolean await(Duration limit) throws InterruptedException {
        ActiveRun awaited = active;
        return awaited == null || awaited.await(limit);
    }

    /** Runs with rows that wait, newest first; none of them goes on by itself. */
    public List<Job> open() {
        return ledger.jobs().open();
    }

    /**
     * Tells of every change of a run, at most ten times a second and always the last state. On a thread of the dispatcher: a
     * watcher must not wait.
     */
    public Watch watch(Consumer<RunSnapshot> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /** Totals of a run, counted row by row against the kept counters. */
    public Totals recount(long runId) {
        return ledger.jobs().recount(runId);
    }

    private Job run(long runId) {
        return ledger.jobs().find(runId).orElseThrow(() -> Problem.wrongUse("announcement.unknown", runId));
    }

    private static boolean unfinished(Job run) {
        return run.state() == RunState.RUNNING || run.state() == RunState.STOPPING;
    }

    /** A run that nobody sends. Where its last end could not be written, that is made up for. */
    private Job standing(long runId) {
        Job run = run(runId);
        if (!unfinished(run) || sending()) {
            return run;
        }
        OutcomeStage.committed(
                ledger.jobs().setState(runId, RunState.PAUSED, PauseReason.PROGRAM_ENDED, null, clock.instant()));
        return run(runId);
    }

    /** A late answer changed a run that had ended: it may have been stopped since, or be sending again. */
    private void tellLate(long runId) {
        tell(snapshot(runId));
    }

    /** What an earlier start of a run has to say is old. */
    private void tellOf(ActiveRun teller, RunSnapshot snapshot) {
        ActiveRun now = active;
        if (now == teller || now == null || now.jobId() != snapshot.runId()) {
            tell(snapshot);
        }
    }

    private void tell(RunSnapshot snapshot) {
        for (Consumer<RunSnapshot> watcher : watchers) {
            watcher.accept(snapshot);
        }
    }

    /**
     * Pauses what sends and waits up to five seconds for answers; rows without one, or with one that the data file does not take, stay
     * SENDING and are in doubt later.
     */
    @Override
    public void close() {
        ActiveRun sending;
        synchronized (control) {
            closed = true;
            sending = active;
        }
        if (sending != null) {
            sending.control().pause(PauseReason.ASKED, null);
            try {
                sending.await(Duration.ofSeconds(5));
                writeWhatIsLeft();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error(
                        "run {}: answers could not be written; these people stand in doubt at the next start",
                        sending.jobId(),
                        e);
            }
        }
    }
}
