package dev.rostrum.announce;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long a trouble that is everybody's has lasted. Safe for use by many threads. */
final class OutageTimer {
    /** Time between two reports counts for no more than this: the computer may have slept. */
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(60);

    private volatile boolean on;
    private long nanos;
    private long reported;

    /**
     * It was met again.
     *
     * @param moment of the ticker
     * @return how long it has lasted since it was first met
     */
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

    /** It has passed. Asked after every answer, so it takes no lock where there is nothing to end. */
    void over() {
        if (on) {
            on = false;
        }
    }
}
