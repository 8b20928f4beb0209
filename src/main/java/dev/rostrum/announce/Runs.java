package dev.rostrum.announce;

import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Purpose;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendingRules;
import dev.rostrum.domain.Ticker;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.ledger.Job;
import dev.rostrum.store.ledger.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of one connection: start, pause, stop, watch. Several may be at work at once and share what may be sent
 * ({@link FairSchedule}). Nothing is sent but between {@link #start} and a run's end, and no run goes on by itself after the
 * program ended.
 */
public final class Runs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    /** Runs at work at once that the admin started, at most. */
    public static final int MOST_AT_WORK = 8;

    /** Besides these so many of each purpose of automatic messages: however many events ask for, they take nobody's place. */
    static final int MOST_OF_A_PURPOSE = 2;

    /** How long a run that is just being left paused may take for that: two commits. */
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    /** Stops watching when closed. */
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    private final Ledger ledger;
    private final Dispatcher dispatcher;
    private final Supplier<SendingRules> rules;
    private final Clock clock;
    private final Ticker ticker;
    private final List<Consumer<RunSnapshot>> watchers = new CopyOnWriteArrayList<>();
    // Held while a run begins, and while one that stands still is changed.
    private final Object control = new Object();
    // By job: those at work, and those whose end left something to be written. Whoever only looks, as screens do, waits
    // for no
    // commit.
    private final Map<Long, ActiveRun> known = new ConcurrentHashMap<>();
    private final ActiveRun.Listener listener = new ActiveRun.Listener() {
        @Override
        public void moved(ActiveRun run, RunSnapshot snapshot) {
            if (run.ended()) {
                over(run);
            }
            ActiveRun now = known.get(run.jobId());
            // What an earlier start of a job has to say is old.
            if (now == run || now == null) {
                tell(snapshot);
            }
        }

        @Override
        public void changedLate(long jobId) {
            // It may have been stopped since, or be at work again.
            tell(snapshot(jobId));
        }
    };
    private boolean closed;

    /**
     * @param inFlight requests under way at once, at most, over all runs
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
        this.dispatcher = new Dispatcher(ledger, connector, inFlight, ticker, this::failed);
        this.rules = rules;
        this.clock = clock;
        this.ticker = ticker;
    }

    /** The set rate, in requests per second, which all runs share; infinite where pacing is lifted. */
    public double requestsPerSecond() {
        return dispatcher.pacer().state().requestsPerSecond();
    }

    /** The rate that a run keeps to: its own while it is at work, where that is below the set one. */
    public double requestsPerSecond(long runId) {
        ActiveRun run = atWork(runId);
        return run == null || run.rate() == null
                ? requestsPerSecond()
                : Math.min(run.rate().requestsPerSecond(), requestsPerSecond());
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
            if (atWork(runId) != null) {
                throw Problem.wrongUse("announcement.beingSentAlready");
            }
            writeWhatIsLeft();
            Job run = standing(runId);
            requireRoom(run);
            if (active().findAny().isEmpty()) {
                dispatcher.outages().over();
            }
            if (run.state() != RunState.PAUSED) {
                throw Problem.wrongUse(
                        switch (run.state()) {
                            case DONE -> "announcement.finished";
                            case STOPPED -> "announcement.stopped";
                            default -> "announcement.noPlan";
                        });
            }
            ActiveRun begins =
                    new ActiveRun(run, ledger, dispatcher, rules.get(), clock, ticker, this::pauseAll, listener);
            boolean started = false;
            ActiveRun before = known.put(runId, begins);
            orderSends();
            try {
                begins.start();
                started = true;
            } finally {
                if (!started) {
                    forget(begins, before);
                }
            }
        }
    }

    private void requireRoom(Job run) {
        int most = run.automatic() ? MOST_OF_A_PURPOSE : MOST_AT_WORK;
        long others = run.automatic()
                ? atWork(run.choices().purpose())
                : startedByAdmin().size();
        if (others >= most) {
            throw Problem.wrongUse("announcement.tooManyAtWork", most);
        }
    }

    private void forget(ActiveRun begins, ActiveRun before) {
        if (before == null) {
            known.remove(begins.jobId());
        } else {
            known.put(begins.jobId(), before);
        }
        orderSends();
    }

    /** While an announcement's own send is at work, its edits, recalls and resends wait. */
    private void orderSends() {
        synchronized (known) {
            Map<Long, List<RunControl>> sending = active().filter(ActiveRun::sends)
                    .collect(Collectors.groupingBy(
                            ActiveRun::announcement, Collectors.mapping(ActiveRun::control, Collectors.toList())));
            active().forEach(run -> run.control().sendsAtWork(sending.getOrDefault(run.announcement(), List.of())));
        }
        dispatcher.lookAgain();
    }

    private void over(ActiveRun run) {
        if (run.nothingLeft()) {
            known.remove(run.jobId(), run);
        }
        orderSends();
    }

    private Stream<ActiveRun> active() {
        return known.values().stream().filter(run -> !run.ended());
    }

    /** The run that works on this job now, or null. */
    private ActiveRun atWork(long jobId) {
        ActiveRun run = known.get(jobId);
        return run == null || run.ended() ? null : run;
    }

    /** Asks a run to pause: nothing new begins, what is under way is awaited. */
    public void pause(long runId) {
        pause(atWork(runId), null);
    }

    /**
     * As {@link #pause(long)}, behind a start that is under way.
     *
     * @param asker which other process asks for it
     * @return whether the run is at work
     */
    public boolean pause(long runId, Reason asker) {
        synchronized (control) {
            return pause(atWork(runId), asker);
        }
    }

    private static boolean pause(ActiveRun run, Reason asker) {
        if (run != null) {
            run.control().pause(PauseReason.ASKED, asker);
        }
        return run != null;
    }

    /** Asks every run at work to pause. */
    public void pauseAll() {
        pauseAll(PauseReason.ASKED, null);
    }

    private void pauseAll(PauseReason reason, Reason detail) {
        active().forEach(run -> run.control().pause(reason, detail));
    }

    private void failed(Throwable why) {
        active().forEach(run -> run.control().trouble(why));
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
            sending = atWork(runId);
        }
        if (sending != null) {
            if (sending.control().stop(asker)) {
                return;
            }
            // It is just being left paused. What it has to say comes first.
            await(sending);
        }
        synchronized (control) {
            writeWhatIsLeft();
            Job run = standing(runId);
            if (run.state() != RunState.PAUSED || atWork(runId) != null) {
                throw Problem.wrongUse("announcement.nothingToStop");
            }
            ActiveRun.cancelRest(ledger, runId, asker, clock.instant());
        }
        tell(snapshot(runId));
    }

    /** What runs that ended could not write, while the data file took nothing. */
    private void writeWhatIsLeft() {
        for (ActiveRun run : known.values()) {
            if (run.ended()) {
                run.writeWhatIsLeft();
                known.remove(run.jobId(), run);
            }
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

    /** The runs at work, those that began first before others. */
    public List<RunSnapshot> atWork() {
        return snapshots(run -> true);
    }

    /** As {@link #atWork()}, without those that no list shows. */
    public List<RunSnapshot> listedAtWork() {
        return snapshots(run -> run.purpose().listed());
    }

    private List<RunSnapshot> snapshots(Predicate<ActiveRun> which) {
        return active().filter(which)
                .sorted(Comparator.comparing(ActiveRun::jobId))
                .map(ActiveRun::snapshot)
                .toList();
    }

    /** Those at work that go on after a pause only when the admin resumes them. */
    public List<RunSnapshot> startedByAdmin() {
        return snapshots(run -> !run.automatic());
    }

    boolean isAtWork(long jobId) {
        return atWork(jobId) != null;
    }

    /** Runs of a purpose that are at work by themselves. */
    long atWork(Purpose purpose) {
        return active().filter(run -> run.automatic() && run.purpose() == purpose)
                .count();
    }

    /** Holds those of a purpose that is switched off; they go on by themselves when it is switched on again. */
    void hold(Purpose purpose) {
        active().filter(run -> run.automatic() && run.purpose() == purpose)
                .forEach(run -> run.control().pause(PauseReason.PROMPTED, null));
    }

    /** A run as it stands, at work or not. */
    public RunSnapshot snapshot(long runId) {
        ActiveRun last = known.get(runId);
        if (last != null && (!last.ended() || last.snapshot().pauseReason() == PauseReason.LOCK_LOST)) {
            // After a lost lock the file is another process's, and says what that one made of the run.
            return last.snapshot();
        }
        Job run = run(runId);
        if (last != null && unfinished(run)) {
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

    /** Waits until this run has ended, paused or stopped; not at all where it is not at work. False when the time ran out before. */
    public boolean await(long runId, Duration limit) throws InterruptedException {
        ActiveRun awaited = atWork(runId);
        return awaited == null || awaited.await(limit);
    }

    /** Waits until no run is at work. False when the time ran out before. */
    public boolean await(Duration limit) throws InterruptedException {
        long begun = ticker.nanos();
        for (ActiveRun run : active().toList()) {
            if (!run.await(limit.minusNanos(ticker.nanos() - begun))) {
                return false;
            }
        }
        return true;
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

    /** A run as the ledger has it. Where nobody works on it and its last end could not be written, that is made good. */
    private Job standing(long runId) {
        Job run = run(runId);
        if (!unfinished(run) || atWork(runId) != null) {
            return run;
        }
        OutcomeStage.committed(
                ledger.jobs().setState(runId, RunState.PAUSED, PauseReason.PROGRAM_ENDED, null, clock.instant()));
        return run(runId);
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
        synchronized (control) {
            closed = true;
        }
        // What goes on by itself is not to look as if somebody had asked for the pause.
        active().forEach(run ->
                run.control().pause(run.automatic() ? PauseReason.PROGRAM_ENDED : PauseReason.ASKED, null));
        try {
            await(Duration.ofSeconds(5));
            writeWhatIsLeft();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error(
                    "answers could not be written; the people of {} stand in doubt at the next start",
                    known.keySet(),
                    e);
        } finally {
            dispatcher.close();
        }
    }
}
