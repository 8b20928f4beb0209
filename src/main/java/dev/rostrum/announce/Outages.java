package dev.rostrum.announce;

import dev.rostrum.domain.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long the troubles have lasted that are everybody's, over all runs of a connection. Safe for use by many threads. */
final class Outages {
    /** Time between two reports counts for no more than this: the computer may have slept. */
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Ticker ticker;
    private final Outage outOfReach = new Outage();
    private final Outage throttled = new Outage();

    Outages(Ticker ticker) {
        this.ticker = ticker;
    }

    /** The service could not be reached. Returns for how long it could not, since it was met first. */
    Duration outOfReach() {
        return outOfReach.met(ticker.nanos());
    }

    /** Teams answered 429. Returns for how long it has answered nothing else. */
    Duration throttled() {
        return throttled.met(ticker.nanos());
    }

    /** All are over. Told after every answer, so it takes no lock where there is nothing to end. */
    void over() {
        outOfReach.over();
        throttled.over();
    }

    private static final class Outage {
        private volatile boolean on;
        private long nanos;
        private long reported;

        synchronized Duration met(long moment) {
            if (!on) {
                on = true;
                nanos = 0;
                reported = moment;
            }
            nanos += Math.min(STEP_NANOS, moment - reported);
            reported = moment;
            return Duration.ofNanos(nanos);
        }

        void over() {
            if (on) {
                on = false;
            }
        }
    }
}
