package dev.rostrum.announce;

import dev.rostrum.connector.RateLimit;
import dev.rostrum.store.ledger.DueDelivery;
import dev.rostrum.store.ledger.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The waiting deliveries of a run. Each is handed out once at a time and never more than a set number together. One thread reads
 * ahead, so that nobody waits for a query; memory does not grow with the number of recipients. A delivery comes back here for its
 * send when its conversation has been created, and goes before all new ones.
 */
final class DueDeliveries {
    /** No row is put off for longer; one that seems to be was put off by another clock. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private static final int READ_AHEAD = 256;
    private static final int LOW = READ_AHEAD / 2;
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final ActiveRun run;
    private final Ledger ledger;
    private final RunControl control;
    private final long jobId;
    private final long lastRow;
    private final int mostOut;
    private final FairSchedule schedule;
    private final RateLimit rate;
    private final ReentrantLock lock;
    private final Condition wanted;
    private final ArrayDeque<DueDelivery> ahead = new ArrayDeque<>();
    private final ArrayDeque<PendingDelivery> created = new ArrayDeque<>();
    // Of deliveries that are read ahead or in hand.
    private final Set<Long> inHand = new HashSet<>();
    // What a query under way may still show as waiting.
    private final Set<Long> releasedMeanwhile = new HashSet<>();
    // The one that is handed out next, where nothing keeps it back.
    private DueDelivery next;
    private int out;
    private long lastTurn;
    private boolean closed;
    private volatile long left = Long.MAX_VALUE;
    private volatile Instant nextDue;

    /**
     * Tells the run's control when it is closed and no delivery is in hand any more.
     *
     * @param run whose deliveries are handed out
     * @param schedule decides when; its lock is this one's too
     * @param rate what the job keeps to alone, or null
     * @param lastRow no row behind this one is handed out
     * @param mostOut deliveries in hand together
     */
    DueDeliveries(
            ActiveRun run,
            RunControl control,
            Ledger ledger,
            FairSchedule schedule,
            RateLimit rate,
            long lastRow,
            int mostOut) {
        this.run = run;
        this.schedule = schedule;
        this.rate = rate;
        this.lock = schedule.lock;
        this.wanted = lock.newCondition();
        this.control = control;
        this.ledger = ledger;
        this.jobId = control.job().id();
        this.lastRow = lastRow;
        this.mostOut = mostOut;
    }

    // ---------------------------------------------------------------- for the schedule, which holds the lock

    /** Whether there is a delivery to be handed out now. */
    boolean offers() {
        next = null;
        if (rate != null && rate.waitNanos() > 0 && !control.halted()) {
            return false;
        }
        if (!created.isEmpty()) {
            return true;
        }
        if (closed || out >= mostOut || ahead.isEmpty() || control.halted()) {
            return false;
        }
        for (DueDelivery row : ahead) {
            if (schedule.free(row.user())) {
                next = row;
                return true;
            }
        }
        return false;
    }

    /** The delivery that {@link #offers} found: one whose conversation was created goes before new ones. */
    PendingDelivery take() {
        if (rate != null && !control.halted()) {
            rate.take();
        }
        PendingDelivery sends = created.poll();
        if (sends != null) {
            return sends;
        }
        // Mostly the first one.
        ahead.removeFirstOccurrence(next);
        out++;
        schedule.takes(next.user());
        if (ahead.size() == LOW) {
            wanted.signal();
        }
        return new PendingDelivery(run, next);
    }

    /** How long there will be none for a reason that only time ends. */
    long waitNanos() {
        long wait = rate == null ? 0 : rate.waitNanos();
        return wait > 0 ? wait : Long.MAX_VALUE;
    }

    /** Deliveries that are left to do. */
    long left() {
        return left;
    }

    void left(long deliveries) {
        left = deliveries;
    }

    long lastTurn() {
        return lastTurn;
    }

    void turn(long number) {
        lastTurn = number;
    }

    // ---------------------------------------------------------------- for the stages

    /** A delivery comes back for its send. False when nothing is handed out any more. */
    boolean comesBack(PendingDelivery delivery) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            created.add(delivery);
            schedule.offered();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A delivery is in hand no more, whatever became of it. */
    void release(PendingDelivery delivery) {
        boolean rest;
        lock.lock();
        try {
            inHand.remove(delivery.row().id());
            releasedMeanwhile.add(delivery.row().id());
            out--;
            schedule.leaves(delivery.row().user());
            if (ahead.isEmpty()) {
                wanted.signal();
            } else {
                schedule.offered();
            }
            rest = atRest();
        } finally {
            lock.unlock();
        }
        if (rest) {
            control.rest();
        }
    }

    /** Nothing new is handed out. */
    void close() {
        boolean rest;
        lock.lock();
        try {
            closed = true;
            wanted.signalAll();
            rest = atRest();
        } finally {
            lock.unlock();
        }
        if (rest) {
            control.rest();
        }
    }

    private boolean atRest() {
        return closed && out == 0;
    }

    /** When the next row falls due, where nothing but time is awaited, else null. */
    Instant nextDue() {
        return nextDue;
    }

    /** Reads ahead until no row is left or this is closed. On a thread of its own. */
    void read() throws InterruptedException {
        while (true) {
            int held;
            lock.lockInterruptibly();
            try {
                while (!closed && ahead.size() > LOW) {
                    wanted.await();
                }
                if (closed) {
                    return;
                }
                held = inHand.size();
                releasedMeanwhile.clear();
            } finally {
                lock.unlock();
            }
            Instant moment = control.now();
            if (add(ledger.deliveries().due(jobId, moment, held + READ_AHEAD, lastRow))) {
                nextDue = null;
                continue;
            }
            Optional<Instant> next = ledger.deliveries().nextDue(jobId, lastRow);
            if (next.isPresent() && next.get().isAfter(moment.plus(LONGEST_WAIT))) {
                if (add(ledger.deliveries().due(jobId, next.get(), held + READ_AHEAD, lastRow))) {
                    continue;
                }
            }
            if (!pause(next, moment)) {
                close();
                return;
            }
        }
    }

    private boolean add(List<DueDelivery> rows) {
        lock.lock();
        try {
            boolean any = false;
            for (DueDelivery row : rows) {
                if (!releasedMeanwhile.contains(row.id()) && inHand.add(row.id())) {
                    ahead.add(row);
                    schedule.offered();
                    any = true;
                }
            }
            return any;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing was found: waits until something may be. False when nothing can come any more. */
    private boolean pause(Optional<Instant> next, Instant moment) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!releasedMeanwhile.isEmpty()) {
                // Rows came back while the queries ran: what these told may be old.
                return true;
            }
            boolean idle = inHand.isEmpty();
            if (idle && next.isEmpty()) {
                return false;
            }
            nextDue = idle ? next.orElse(null) : null;
            long wait = LOOK_AGAIN_NANOS;
            if (next.isPresent() && next.get().isAfter(moment)) {
                wait = Math.min(wait, Duration.between(moment, next.get()).toNanos());
            }
            if (!closed) {
                wanted.awaitNanos(Math.max(wait, TimeUnit.MILLISECONDS.toNanos(1)));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
