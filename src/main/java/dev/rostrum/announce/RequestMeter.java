package dev.rostrum.announce;

import dev.rostrum.domain.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures requests per second over the last seconds, and settled deliveries per second over the last half minute, from which the
 * time left is estimated.
 */
final class RequestMeter {
    private static final int REQUEST_SECONDS = 5;
    private static final int SETTLED_SECONDS = 30;

    private final Window requests;
    private final Window settled;

    RequestMeter(Ticker ticker) {
        this.requests = new Window(ticker, REQUEST_SECONDS);
        this.settled = new Window(ticker, SETTLED_SECONDS);
    }

    /** A request has been made, whatever became of it. */
    void request() {
        requests.add();
    }

    void settled() {
        settled.add();
    }

    double requestsPerSecond() {
        return requests.perSecond();
    }

    double settledPerSecond() {
        return settled.perSecond();
    }

    /** Counts events; readings of the count, at most a few in a second, make the window. Counting costs next to nothing. */
    private static final class Window {
        private final Ticker ticker;
        private final long span;
        private final LongAdder count = new LongAdder();
        private final long[] times;
        private final long[] counts;
        private int readings;

        Window(Ticker ticker, int seconds) {
            this.ticker = ticker;
            this.span = TimeUnit.SECONDS.toNanos(seconds);
            this.times = new long[seconds + 2];
            this.counts = new long[seconds + 2];
            this.times[0] = ticker.nanos();
            this.readings = 1;
        }

        void add() {
            count.increment();
        }

        synchronized double perSecond() {
            long now = ticker.nanos();
            long all = count.sum();
            int last = (readings - 1) % times.length;
            if (now - times[last] >= TimeUnit.SECONDS.toNanos(1)) {
                int slot = readings % times.length;
                times[slot] = now;
                counts[slot] = all;
                readings++;
            }
            // The oldest reading that is not older than the span, but never the one just taken.
            for (int back = Math.min(readings, times.length); back >= 1; back--) {
                int slot = Math.floorMod(readings - back, times.length);
                long age = now - times[slot];
                if (age > 0 && (age <= span || back == 1)) {
                    return (all - counts[slot]) * 1e9 / age;
                }
            }
            return 0;
        }
    }
}
