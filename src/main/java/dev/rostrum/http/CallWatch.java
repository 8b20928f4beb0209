package dev.rostrum.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks at all calls under way twenty times a second: a blocked read ends neither by an interrupt nor at a deadline, so somebody
 * else has to end it. One thread for all calls of a transport; it ends when there are none and nothing is left to tidy.
 *
 * <p>It measures time by its own waits: deadlines are of real time, also where a test lets the program's ticker stand still.
 */
final class CallWatch {
    /** A call under way. */
    interface Watched {
        /**
         * Ends the call if it is time.
         *
         * @param now nanoseconds of {@link #now}
         */
        void look(long now);
    }

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long TIDY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final long restNanos;
    private final Runnable tidy;
    private final Set<Watched> calls = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean running;
    private volatile long passed;
    private Runnable end;

    /**
     * @param rest how long it goes on tidying after the last call
     * @param tidy done every second
     */
    CallWatch(String name, Duration rest, Runnable tidy) {
        this.name = name;
        this.restNanos = rest.toNanos();
        this.tidy = tidy;
    }

    /** Nanoseconds that passed while it watched; up to a look old. */
    long now() {
        return passed;
    }

    void add(Watched call) {
        calls.add(call);
        if (!running) {
            start();
        }
    }

    void remove(Watched call) {
        calls.remove(call);
    }

    private void start() {
        lock.lock();
        try {
            if (!running) {
                running = true;
                Thread thread = new Thread(this::run, name);
                thread.setDaemon(true);
                thread.start();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Does this once no call is under way any more. */
    void endWhenIdle(Runnable last) {
        lock.lock();
        try {
            end = last;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        start();
    }

    private void run() {
        long lastCall = passed;
        long tidied = passed;
        while (true) {
            long now = passed;
            for (Watched call : calls) {
                call.look(now);
            }
            if (!calls.isEmpty()) {
                lastCall = now;
            }
            if (now - tidied >= TIDY_NANOS) {
                tidy.run();
                tidied = now;
            }
            if (finished(now - lastCall)) {
                return;
            }
        }
    }

    /** Waits for the next look; true when there is nothing to look at any more. */
    private boolean finished(long rested) {
        lock.lock();
        try {
            boolean ends = end != null || rested > restNanos;
            if (ends && calls.isEmpty()) {
                running = false;
                // Whoever adds a call looks at running after it: a call that came meanwhile is seen by one of the two.
                if (calls.isEmpty()) {
                    if (end != null) {
                        end.run();
                        end = null;
                    }
                    return true;
                }
                running = true;
            }
            long left = changed.awaitNanos(LOOK_NANOS);
            passed += LOOK_NANOS - left;
            return false;
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt it; a look more does no harm.
            return false;
        } finally {
            lock.unlock();
        }
    }
}
