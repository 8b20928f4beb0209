package dev.rostrum.announce;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Deliveries whose intent is on disk and whose call may begin. Sends go first, since a kill leaves them in doubt, but not for ever;
 * otherwise the oldest goes first. It has no limit of its own: {@link DueDeliveries} bounds the deliveries in hand.
 */
final class CallQueue {
    /** Sends in a row after which a create goes. */
    static final int SENDS_IN_A_ROW = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition some = lock.newCondition();
    private final Queue<PendingDelivery> sends = new ArrayDeque<>();
    private final Queue<PendingDelivery> creates = new ArrayDeque<>();
    private int sendsInARow;
    private boolean closed;

    /** Wakes one taker at most: the writing thread adds many at once, and those who take wake each other. */
    void add(PendingDelivery delivery) {
        lock.lock();
        try {
            boolean none = empty();
            (delivery.creates() ? creates : sends).add(delivery);
            if (none) {
                some.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next delivery to make a call for; null once the queue is closed and empty. */
    PendingDelivery take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (empty()) {
                if (closed) {
                    return null;
                }
                some.await();
            }
            PendingDelivery delivery = first();
            if (!empty()) {
                some.signal();
            }
            return delivery;
        } finally {
            lock.unlock();
        }
    }

    /** Takes out all deliveries of a run, whose calls then do not begin. */
    List<PendingDelivery> remove(ActiveRun run) {
        lock.lock();
        try {
            List<PendingDelivery> removed = new ArrayList<>();
            for (Queue<PendingDelivery> queue : List.of(sends, creates)) {
                queue.removeIf(delivery -> delivery.run() == run && removed.add(delivery));
            }
            return removed;
        } finally {
            lock.unlock();
        }
    }

    private PendingDelivery first() {
        if (sends.isEmpty() || (sendsInARow >= SENDS_IN_A_ROW && !creates.isEmpty())) {
            sendsInARow = 0;
            return creates.remove();
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
        return sends.isEmpty() && creates.isEmpty();
    }
}
