package dev.rostrum.announce;

import dev.rostrum.domain.Ticker;
import java.util.concurrent.TimeUnit;

/** Measures requests and settled deliveries per second over the last seconds. */
final class RequestMeter {
    private final Ticker ticker;
    private final long[] requests;
    private final long[] settled;
    private final long began;
    private long second;
    private long lastTelling;

    RequestMeter(Ticker ticker, int windowSeconds) {
        this.ticker = ticker;
        this.requests = new long[windowSeconds + 1];
        this.settled = new long[windowSeconds + 1];
        this.began = ticker.nanos();
        this.lastTelling = began;
    }

    synchronized void request() {
        advance();
        requests[slot(second)]++;
    }

    synchronized void settled() {
        advance();
        settled[slot(second)]++;
    }

    synchronized double perSecond() {
        return rate(requests);
    }

    synchronized double settledPerSecond() {
        return rate(settled);
    }

    /** Nanoseconds until another telling is due, counted from the last one; a telling that is due is noted. */
    synchronized long untilNextTelling(long everyMillis) {
        long now = ticker.nanos();
        long due = lastTelling + TimeUnit.MILLISECONDS.toNanos(everyMillis);
        lastTelling = Math.max(now, due);
        return Math.max(0, due - now);
    }

    private double rate(long[] counts) {
        advance();
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        double elapsed = (ticker.nanos() - began) / 1e9;
        double window = Math.min(elapsed, counts.length - 1 + (elapsed - Math.floor(elapsed)));
        return window <= 0 ? 0 : sum / window;
    }

    private void advance() {
        long now = TimeUnit.NANOSECONDS.toSeconds(ticker.nanos() - began);
        for (long s = Math.max(second + 1, now - requests.length + 1); s <= now; s++) {
            requests[slot(s)] = 0;
            settled[slot(s)] = 0;
        }
        second = Math.max(second, now);
    }

    private int slot(long s) {
        return (int) (s % requests.length);
    }
}
