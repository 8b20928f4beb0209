package dev.rostrum.announce;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Trips whose intent is on disk and whose call may begin. Sends go first, since a kill leaves them in doubt, but not for ever;
 * otherwise the oldest. It has no limit of its own: {@link RowStream} bounds the rows in hand.
 */
final class ReadyCalls {
    /** Sends in a row after which a create goes. */
    static final int SENDS_IN_A_ROW = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition some = lock.newCondition();
    private final Queue<Trip> sends = new ArrayDeque<>();
    private final Queue<Trip> opens = new ArrayDeque<>();
    private int sendsInARow;
    private boolean closed;

    /** Wakes one taker at most: the writing thread adds many at once, and those who take wake each other. */
    void add(Trip trip) {
        lock.lock();
        try {
            boolean none = empty();
            (trip.opens() ? opens : sends).add(trip);
            if (none) {
                some.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next trip to make a call for; null once the queue is closed and empty. */
    Trip take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (empty()) {
                if (closed) {
                    return null;
                }
                some.await();
            }
            Trip trip = first();
            if (!empty()) {
                some.signal();
            }
            return trip;
        } finally {
            lock.unlock();
        }
    }

    /** The next trip, or null where none is ready now. */
    Trip poll() {
        lock.lock();
        try {
            return empty() ? null : first();
        } finally {
            lock.unlock();
        }
    }

    private Trip first() {
        if (sends.isEmpty() || (sendsInARow >= SENDS_IN_A_ROW && !opens.isEmpty())) {
            sendsInARow = 0;
            return opens.remove();
        }
        sendsInARow++;
        return sends.remove();
    }

    /** Lets those who take end, once nothing is left. */
    void close() {
        lock.lock();
        try {
            closed = true;
            some.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean empty() {
        return sends.isEmpty() && opens.isEmpty();
    }
}
