package dev.rostrum.connector;

import dev.rostrum.domain.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Paces all calls of one connection: at most the set number of requests begin in a second, evenly spaced, and nobody begins
 * one while Teams asked to wait. Time that passes unused earns no credit, so neither a pause nor a sleeping computer is
 * followed by a burst.
 */
public final class Pacer {
    /** Microsoft's limit for one app in one tenant (connector reference 5.1). */
    public static final double CEILING = 50;

    /** Requests per second where nothing else is set; a first contact costs two. */
    public static final double DEFAULT_RATE = 20;

    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The right to begin one request. Used up by the call it is handed to. */
    public static final class Permit {
        private boolean used;

        Permit() {}

        synchronized void use() {
            if (used) {
                throw new IllegalStateException("A permit is good for one request");
            }
            used = true;
        }
    }

    /**
     * @param requestsPerSecond the set rate; infinite where pacing is lifted
     * @param heldFor how long Teams still wants us to wait, zero where it does not
     */
    public record State(double requestsPerSecond, Duration heldFor) {}

    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private double rate;
    private long next;
    private long heldUntil;

    /**
     * @param requestsPerSecond above 0; {@link Double#POSITIVE_INFINITY} lifts pacing (connections marked local only)
     */
    public Pacer(double requestsPerSecond, Ticker ticker) {
        this.ticker = ticker;
        this.rate = checked(requestsPerSecond);
        this.next = ticker.nanos();
        this.heldUntil = next;
    }

    private static double checked(double requestsPerSecond) {
        if (!(requestsPerSecond > 0)) {
            throw new IllegalArgumentException("A rate is above 0 requests per second");
        }
        return requestsPerSecond;
    }

    /**
     * Waits for the next turn.
     *
     * @param givenUp asked at least ten times a second; once it says yes, no permit is given
     * @return the permit, or empty when given up
     */
    public Optional<Permit> acquire(BooleanSupplier givenUp) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                if (givenUp.getAsBoolean()) {
                    return Optional.empty();
                }
                long now = ticker.nanos();
                long wait = Math.max(next - now, heldUntil - now);
                if (wait <= 0) {
                    if (!Double.isInfinite(rate)) {
                        next = now + (long) (1e9 / rate);
                    }
                    return Optional.of(new Permit());
                }
                changed.awaitNanos(Math.min(wait, LOOK_AGAIN_NANOS));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nobody begins a request before {@code wait} has passed; a shorter wait never shortens a longer one. */
    public void hold(Duration wait) {
        lock.lock();
        try {
            heldUntil = Math.max(heldUntil, ticker.nanos() + wait.toNanos());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public void setRate(double requestsPerSecond) {
        lock.lock();
        try {
            rate = checked(requestsPerSecond);
            next = Math.min(next, ticker.nanos() + (Double.isInfinite(rate) ? 0 : (long) (1e9 / rate)));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public State state() {
        lock.lock();
        try {
            return new State(rate, Duration.ofNanos(Math.max(0, heldUntil - ticker.nanos())));
        } finally {
            lock.unlock();
        }
    }
}
