package dev.rostrum.announce;

import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.Ticker;
import dev.rostrum.store.StoreFailure;
import dev.rostrum.store.ledger.Job;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run has been told to do, why it stands still, what troubled it, and the time it goes by. Whoever works for the run asks
 * and tells this object alone. Safe for use by many threads.
 */
final class RunControl {
    private static final Logger LOG = LoggerFactory.getLogger(RunControl.class);

    private enum Order {
        GO,
        PAUSE,
        STOP
    }

    private static final Set<PauseReason> OF_THIS_COMPUTER =
            EnumSet.of(PauseReason.STORAGE, PauseReason.LOCK_LOST, PauseReason.PROGRAM_FAULT);

    private final Job job;
    private final QuietHours quietHours;
    private final Clock clock;
    private final Ticker ticker;
    private final Everybody everybody;
    private final Runnable halt;
    private final Instant startedAt;
    private final long startedTick;

    private final ReentrantLock lock = new ReentrantLock();
    // The order has changed, or the run has come to rest.
    private final Condition changed = lock.newCondition();
    private volatile Order order = Order.GO;
    private volatile PauseReason pauseReason;
    private volatile Reason pauseDetail;
    private volatile Reason stopAsker;
    // The reason is a trouble of this computer.
    private volatile boolean troubled;
    // No delivery is in hand any more, and none will be.
    private volatile boolean atRest;
    private volatile List<RunControl> sends = List.of();
    // No order is taken any more.
    private boolean over;

    /** Pauses every run at work. It must not block. */
    interface Everybody {
        void pause(PauseReason reason, Reason detail);
    }

    /**
     * @param everybody all runs, this one among them
     * @param halt run after each order to pause or stop. It must not block
     */
    RunControl(Job job, GuardRules rules, Clock clock, Ticker ticker, Everybody everybody, Runnable halt) {
        this.job = job;
        this.quietHours = new QuietHours(rules, clock.getZone());
        this.clock = clock;
        this.ticker = ticker;
        this.everybody = everybody;
        this.halt = halt;
        this.startedAt = clock.instant();
        this.startedTick = ticker.nanos();
    }

    Job job() {
        return job;
    }

    // ---------------------------------------------------------------- time

    /** The wall clock, for what is written down. */
    Instant wallTime() {
        return clock.instant();
    }

    /**
     * The wall clock, except that it never falls behind the time that has passed since the start: where it is set back, what was
     * put off is not put off for hours.
     */
    Instant now() {
        Instant wall = clock.instant();
        Instant passed = startedAt.plusNanos(ticker.nanos() - startedTick);
        return wall.isBefore(passed) ? passed : wall;
    }

    /** On the ticker, since the start. */
    long nanosSinceStart() {
        return ticker.nanos() - startedTick;
    }

    /** When the quiet hours end that hold the run now, or empty where none do. */
    Optional<Instant> quietUntil() {
        return job.kind().sendsMessages() ? quietHours.endAfter(clock.instant()) : Optional.empty();
    }

    // ---------------------------------------------------------------- orders

    /**
     * Nothing new begins from here on. The first reason given stays, for where the run cannot be stopped either; but for a trouble of this
     * computer, which goes before all others.
     */
    void pause(PauseReason reason, Reason detail) {
        lock.lock();
        try {
            boolean trouble = OF_THIS_COMPUTER.contains(reason);
            if (pauseReason == null || (trouble && !troubled)) {
                pauseReason = reason;
                pauseDetail = detail;
            }
            troubled |= trouble;
            if (order == Order.GO) {
                order = Order.PAUSE;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        halt.run();
    }

    /** A trouble that is everybody's has been met here: every run pauses for it. */
    void pauseAll(PauseReason reason, Reason detail) {
        pause(reason, detail);
        everybody.pause(reason, detail);
    }

    /**
     * False where the run has come to its end before, and takes no order.
     *
     * @param asker who asked for it, where that is another process, else null
     */
    boolean stop(Reason asker) {
        lock.lock();
        try {
            if (over) {
                return false;
            }
            stopAsker = asker;
            order = Order.STOP;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        halt.run();
        return true;
    }

    /** What failed while the run was worked on pauses it, and all others where the data file takes nothing more. */
    void trouble(Throwable why) {
        if (why instanceof StoreFailure failure) {
            // Each of many deliveries may meet the same trouble; the first one tells.
            if (troubled) {
                LOG.debug("run {}: {}", job.id(), failure.what());
                pause(reason(failure), failure.reason());
            } else {
                LOG.error("run {} pauses: {}", job.id(), failure.what());
                pauseAll(reason(failure), failure.reason());
            }
        } else {
            LOG.error("run {} pauses: a sending thread failed", job.id(), why);
            pause(PauseReason.PROGRAM_FAULT, Reason.of("pause.programFault"));
        }
    }

    private static PauseReason reason(StoreFailure failure) {
        return failure.what() == StoreFailure.Cause.LOST ? PauseReason.LOCK_LOST : PauseReason.STORAGE;
    }

    boolean going() {
        return order == Order.GO;
    }

    boolean pausing() {
        return order == Order.PAUSE;
    }

    boolean stopping() {
        return order == Order.STOP;
    }

    /** The announcement's own sends that are at work now; for them an edit, a recall or a resend of it waits. */
    void sendsAtWork(List<RunControl> now) {
        sends = job.kind() == JobKind.SEND ? List.of() : now;
    }

    /** Not for a send that quiet hours hold: what it sent so far may be taken back meanwhile. */
    boolean waitsForSend() {
        for (RunControl send : sends) {
            if (send.quietUntil().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Whether nothing new may begin now. */
    boolean halted() {
        return order != Order.GO || waitsForSend() || quietUntil().isPresent();
    }

    PauseReason pauseReason() {
        return pauseReason;
    }

    /** Or null. */
    Reason pauseDetail() {
        return pauseDetail;
    }

    /** Which other process asked for the stop, or null. */
    Reason stopAsker() {
        return stopAsker;
    }

    // ---------------------------------------------------------------- the end

    /** Nothing is in hand any more. */
    void rest() {
        lock.lock();
        try {
            atRest = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean atRest() {
        return atRest;
    }

    /** No order is taken from here on, except where a stop has come before: then false. */
    boolean closeOrders() {
        lock.lock();
        try {
            over = order != Order.STOP;
            return over;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #closeOrders}, whatever came before. */
    void endOrders() {
        lock.lock();
        try {
            over = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits so long. Only what cannot wait ends it early: the run's rest, and a stop.
     *
     * @param stopping whether a stop is known of already
     */
    void await(long nanos, boolean stopping) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (left > 0 && !atRest && (stopping || order != Order.STOP)) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
