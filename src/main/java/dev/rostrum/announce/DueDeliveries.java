package dev.rostrum.announce;

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
 * Hands out the waiting deliveries of a run, each once at a time and never more than a set number together. One thread reads
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
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition wanted = lock.newCondition();
    private final ArrayDeque<DueDelivery> ahead = new ArrayDeque<>();
    private final ArrayDeque<PendingDelivery> created = new ArrayDeque<>();
    // Of deliveries that are read ahead or in hand.
    private final Set<Long> inHand = new HashSet<>();
    // What a query under way may still show as waiting.
    private final Set<Long> releasedMeanwhile = new HashSet<>();
    private int out;
    private boolean closed;
    private volatile Instant nextDue;

    /**
     * Tells the run's control when it is closed and no delivery is in hand any more.
     *
     * @param run whose deliveries are handed out
     * @param lastRow no row behind this one is handed out
     * @param mostOut deliveries in hand together
     */
    DueDeliveries(ActiveRun run, RunControl control, Ledger ledger, long lastRow, int mostOut) {
        this.run = run;
        this.control = control;
        this.ledger = ledger;
        this.jobId = control.job().id();
        this.lastRow = lastRow;
        this.mostOut = mostOut;
    }

    /**
     * The next delivery: one whose conversation was created, else a new one, for {@link #release} at its end. Null when nothing
     * new may begin.
     */
    PendingDelivery next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                PendingDelivery sends = created.poll();
                if (sends != null || closed) {
                    return sends;
                }
                if (out < mostOut) {
                    DueDelivery row = ahead.poll();
                    if (row != null) {
                        out++;
                        if (ahead.size() == LOW) {
                            wanted.signal();
                        }
                        return new PendingDelivery(run, row);
                    }
                    wanted.signal();
                }
                filled.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A delivery whose conversation was created, or null where none waits for its send. */
    PendingDelivery pollCreated() {
        lock.lock();
        try {
            return created.poll();
        } finally {
            lock.unlock();
        }
    }

    /** A delivery comes back for its send. False when nothing is handed out any more. */
    boolean comesBack(PendingDelivery delivery) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            created.add(delivery);
            filled.signal();
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
            (ahead.isEmpty() ? wanted : filled).signal();
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
            filled.signalAll();
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
                    filled.signal();
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
