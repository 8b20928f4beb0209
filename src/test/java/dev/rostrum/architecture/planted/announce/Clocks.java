package dev.rostrum.architecture.planted.announce;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

class Clocks {
    Instant byCall() {
        return Instant.now();
    }

    Supplier<Instant> byReference() {
        return Instant::now;
    }

    LocalDate byZone(ZoneId zone) {
        return LocalDate.now(zone);
    }

    long byMillis() {
        return System.currentTimeMillis();
    }

    Clock bySystemClock() {
        return Clock.systemUTC();
    }

    LongSupplier byNanos() {
        return System::nanoTime;
    }

    /** What everybody may do. */
    Instant allowed(Clock clock) {
        return Instant.now(clock);
    }
}
