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
 * Hands the waiting rows of a run to its workers, each to one of them at a time. One thread reads ahead, so that no worker waits
 * for a query; memory does not grow with the number of recipients.
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
    private final Supplier<Instant> now;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition wanted = lock.newCondition();
    private final ArrayDeque<Due> ahead = new ArrayDeque<>();
    // Of rows that are read ahead or with a worker.
    private final Set<Long> inHand = new HashSet<>();
    // What a query under way may still show as waiting.
    private final Set<Long> releasedMeanwhile = new HashSet<>();
    private boolean closed;
    private volatile Instant nextDue;

    /**
     * @param lastRow no row behind this one is handed out
     * @param now the wall clock, as it is trusted
     */
    RowStream(Ledger ledger, long runId, long lastRow, Supplier<Instant> now) {
        this.ledger = ledger;
        this.runId = runId;
        this.lastRow = lastRow;
        this.now = now;
    }

    /** The next row to deliver, for {@link #release} afterwards; null when none is left, or nothing new may begin. */
    Due next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                Due row = ahead.poll();
                if (row != null) {
                    if (ahead.size() == LOW) {
                        wanted.signal();
                    }
                    return row;
                }
                wanted.signal();
                filled.await();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** A worker is done with a row, whatever became of it. */
    void release(Due row) {
        lock.lock();
        try {
            inHand.remove(row.id());
            releasedMeanwhile.add(row.id());
            if (ahead.isEmpty()) {
                wanted.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more is handed out. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
            wanted.signalAll();
        } finally {
            lock.unlock();
        }
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
                closed = true;
                filled.signalAll();
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
