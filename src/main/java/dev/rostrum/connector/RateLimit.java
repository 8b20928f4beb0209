package dev.rostrum.connector;

import dev.rostrum.domain.Ticker;

/**
 * A rate that some of a connection's requests keep to among themselves, beside what the {@link Pacer} asks of all: turns come
 * evenly spaced, and a window over departures holds the rate strictly. What Teams' answers lower is the pacer's matter. Safe for
 * use by many threads.
 */
public final class RateLimit {
    private final double requestsPerSecond;
    private final Ticker ticker;
    private final long interval;
    private final SlidingWindows departures;
    private long due;

    /** @param requestsPerSecond above 0 and finite */
    public RateLimit(double requestsPerSecond, Ticker ticker) {
        this.requestsPerSecond = requestsPerSecond;
        this.ticker = ticker;
        this.interval = Pacer.interval(requestsPerSecond);
        this.departures = Pacer.strictWindow(requestsPerSecond);
        this.due = ticker.nanos();
    }

    public double requestsPerSecond() {
        return requestsPerSecond;
    }

    /** Nanoseconds until its next turn, zero or less where that has come. */
    public synchronized long waitNanos() {
        return due - ticker.nanos();
    }

    /** Takes a turn. Time in which nobody took one earns nothing beyond what the pacer makes up for too. */
    public synchronized void take() {
        due = Pacer.later(due, ticker.nanos() - Pacer.CATCH_UP_NANOS) + interval;
    }

    synchronized long departureWait(long now) {
        return departures.waitFrom(now);
    }

    synchronized void departed(long now) {
        departures.add(now);
    }
}
