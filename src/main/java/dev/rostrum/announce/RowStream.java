package dev.rostrum.announce;

import dev.rostrum.store.Ledger;
import dev.rostrum.store.Ledger.Due;
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
import java.util.function.Supplier;

/**
 * Hands out the waiting rows of a run as trips, each once at a time and never more than a set number together. One thread reads
 * ahead, so that nobody waits for a query; memory does not grow with the number of recipients. A trip comes back here for its
 * second turn when its conversation has been opened, and goes before all new ones.
 */
final class RowStream {
    /** No row is put off for longer; one that seems to be was put off by another clock. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private static final int READ_AHEAD = 256;
    private static final int LOW = READ_AHEAD / 2;
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Ledger ledger;
    private final long runId;
    private final long lastRow;
    private final int mostOut;
    private final Supplier<Instant> now;
    private final Runnable atRest;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition wanted = lock.newCondition();
    private final ArrayDeque<Due> ahead = new ArrayDeque<>();
    private final ArrayDeque<Trip> opened = new ArrayDeque<>();
    // Of rows that are read ahead or out on a trip.
    private final Set<Long> inHand = new HashSet<>();
    // What a query under way may still show as waiting.
    private final Set<Long> releasedMeanwhile = new HashSet<>();
    private int out;
    private boolean closed;
    private boolean rested;
    private volatile Instant nextDue;

    /**
     * @param lastRow no row behind this one is handed out
     * @param mostOut trips under way together
     * @param now the wall clock, as it is trusted
     * @param atRest run once, when the stream is closed and no trip is out any more. It must not block
     */
    RowStream(Ledger ledger, long runId, long lastRow, int mostOut, Supplier<Instant> now, Runnable atRest) {
        this.ledger = ledger;
        this.runId = runId;
        this.lastRow = lastRow;
        this.mostOut = mostOut;
        this.now = now;
        this.atRest = atRest;
    }

    /**
     * The next trip: one whose conversation was opened, else a new one, for {@link #release} at its end. Null when nothing
     * new may begin.
     */
    Trip next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Trip second = opened.poll();
                if (second != null || closed) {
                    return second;
                }
                if (out < mostOut) {
                    Due row = ahead.poll();
                    if (row != null) {
                        out++;
                        if (ahead.size() == LOW) {
                            wanted.signal();
                        }
                        return new Trip(row);
                    }
                    wanted.signal();
                }
                filled.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A trip for its second turn, or null where none waits for that. */
    Trip pollOpened() {
        lock.lock();
        try {
            return opened.poll();
        } finally {
            lock.unlock();
        }
    }

    /** A trip comes back for its second turn. False when the stream is closed and nobody would take it. */
    boolean again(Trip trip) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            opened.add(trip);
            filled.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A trip is over, whatever became of its row. */
    void release(Trip trip) {
        boolean rest;
        lock.lock();
        try {
            inHand.remove(trip.row().id());
            releasedMeanwhile.add(trip.row().id());
            out--;
            (ahead.isEmpty() ? wanted : filled).signal();
            rest = comesToRest();
        } finally {
            lock.unlock();
        }
        if (rest) {
            atRest.run();
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
            rest = comesToRest();
        } finally {
            lock.unlock();
        }
        if (rest) {
            atRest.run();
        }
    }

    /** True once. */
    private boolean comesToRest() {
        if (!closed || out > 0 || rested) {
            return false;
        }
        rested = true;
        return true;
    }

    /** When the next row falls due, where nothing but time is awaited, else null. */
    Instant nextDue() {
        return nextDue;
    }

    /** Reads ahead until no row is left or the stream is closed. On a thread of its own. */
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
            Instant moment = now.get();
            if (add(ledger.due(runId, moment, held + READ_AHEAD, lastRow))) {
                nextDue = null;
                continue;
            }
            Optional<Instant> next = ledger.nextDue(runId, lastRow);
            if (next.isPresent() && next.get().isAfter(moment.plus(LONGEST_WAIT))) {
                if (add(ledger.due(runId, next.get(), held + READ_AHEAD, lastRow))) {
                    continue;
                }
            }
            if (!pause(next, moment)) {
                close();
                return;
            }
        }
    }

    private boolean add(List<Due> rows) {
        lock.lock();
        try {
            boolean any = false;
            for (Due row : rows) {
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
