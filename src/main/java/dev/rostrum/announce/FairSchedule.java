package dev.rostrum.announce;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decides whose delivery is next, over all runs at work. Of what is left to do the small jobs together get one turn in four, so
 * that a message to a few is not behind one to thousands; the others share the rest, one turn each in a circle. Whoever has
 * nothing to send leaves the turn to the others. A person of whom a delivery is in hand gets no other one, from whatever job.
 *
 * <p>One lock is held for all runs, so that a choice is made over all of them; nothing under it waits for the disk or the network.
 */
final class FairSchedule {
    /** Deliveries left up to which a job is a small one. */
    static final int SMALL = 100;

    /** Turns of the large jobs between two of the small ones. */
    static final int LARGE_IN_A_ROW = 3;

    /** Nobody wakes a thread as quiet hours end. */
    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    final ReentrantLock lock = new ReentrantLock();
    private final Condition ready = lock.newCondition();
    private final List<DueDeliveries> jobs = new ArrayList<>();
    private final Set<Long> people = new HashSet<>();
    private long turns;
    private int largeInARow = LARGE_IN_A_ROW;
    private boolean closed;
    private volatile boolean several;

    void add(DueDeliveries job) {
        lock.lock();
        try {
            jobs.add(job);
            several = jobs.size() > 1;
            ready.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void remove(DueDeliveries job) {
        lock.lock();
        try {
            jobs.remove(job);
            several = jobs.size() > 1;
            ready.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a turn that one job takes may be another's. */
    boolean several() {
        return several;
    }

    /** Asks again whose turn it is: a job may take part that did not, or the other way round. */
    void lookAgain() {
        lock.lock();
        try {
            ready.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next delivery, once there is one; null when this is closed and nothing in hand has to be put back. */
    PendingDelivery next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                PendingDelivery delivery = choose();
                if (delivery != null || closed) {
                    return delivery;
                }
                long wait = LOOK_AGAIN_NANOS;
                for (DueDeliveries job : jobs) {
                    wait = Math.min(wait, job.waitNanos());
                }
                ready.awaitNanos(Math.max(wait, 1));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets those who ask for deliveries end. */
    void close() {
        lock.lock();
        try {
            closed = true;
            ready.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private PendingDelivery choose() {
        DueDeliveries small = null;
        DueDeliveries large = null;
        for (DueDeliveries job : jobs) {
            if (!job.offers()) {
                continue;
            }
            if (job.left() <= SMALL) {
                small = first(small, job);
            } else {
                large = first(large, job);
            }
        }
        DueDeliveries chosen = large == null || (small != null && largeInARow >= LARGE_IN_A_ROW) ? small : large;
        if (chosen == null) {
            return null;
        }
        largeInARow = chosen == large ? Math.min(LARGE_IN_A_ROW, largeInARow + 1) : 0;
        chosen.turn(++turns);
        return chosen.take();
    }

    /** The one whose last turn lies further back. */
    private static DueDeliveries first(DueDeliveries one, DueDeliveries other) {
        return one == null || other.lastTurn() < one.lastTurn() ? other : one;
    }

    // ---------------------------------------------------------------- for the jobs, who hold the lock

    void offered() {
        ready.signal();
    }

    /** Whether no delivery of this person is in hand. */
    boolean free(long person) {
        return !people.contains(person);
    }

    void takes(long person) {
        people.add(person);
    }

    void leaves(long person) {
        people.remove(person);
        if (several) {
            // Another job may have something for the same person.
            ready.signal();
        }
    }
}
