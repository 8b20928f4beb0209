package dev.rostrum.connector;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits between two tries of a read. */
@FunctionalInterface
interface Sleeper {
    /** Lets the calling thread really wait. */
    Sleeper REAL = wait -> TimeUnit.NANOSECONDS.sleep(wait.toNanos());

    void sleep(Duration wait) throws InterruptedException;
}
