package dev.rostrum.store;

import dev.rostrum.domain.Reason;
import dev.rostrum.domain.Ticker;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The wall clock as the data file has seen it. Caps count days, so that a clock which was set wrong lets people be written to more
 * often, or not at all: a jump of more than a day is kept in the file and told before plans until one was made. While the program
 * runs, the clock is compared with its ticker; between two openings with the time that was seen last, where a long absence looks the
 * same as a clock set forward. It is told as what it is, and the admin knows which.
 */
final class SeenClock {
    private static final Duration JUMP = Duration.ofDays(1);
    private static final String SEEN = "clock_seen_at";
    private static final String JUMPED = "clock_jumped";

    /** Where the numbers of jobs stand: a plan was made since where they have gone on. */
    private static final String JOBS = "SELECT seq FROM sqlite_sequence WHERE name = 'job'";

    private final Clock clock;
    private final Ticker ticker;
    private Instant wall;
    private long tick;

    /** @param session inside a transaction, when the file is opened */
    SeenClock(Session session, Clock clock, Ticker ticker) throws SQLException {
        this.clock = clock;
        this.ticker = ticker;
        this.wall = clock.instant();
        this.tick = ticker.nanos();
        Optional<Instant> seen = millis(session.text("SELECT value FROM meta WHERE key = '" + SEEN + "'"));
        if (seen.isPresent() && far(Duration.between(seen.get(), wall))) {
            keepJump(session, seen.get(), wall);
        }
        see(session);
    }

    /** Keeps the time that is seen now. */
    synchronized void see(Session session) throws SQLException {
        Instant now = clock.instant();
        Instant expected = wall.plusNanos(ticker.nanos() - tick);
        if (far(Duration.between(expected, now))) {
            keepJump(session, expected, now);
        }
        wall = now;
        tick = ticker.nanos();
        put(session, SEEN, Long.toString(now.toEpochMilli()));
    }

    /** Whether the clock has jumped since it was looked at last. */
    synchronized boolean jumpedNow() {
        return far(Duration.between(wall.plusNanos(ticker.nanos() - tick), clock.instant()));
    }

    /**
     * The jump that no plan was made after yet; empty also where nothing was ever sent, since then no cap depends on it.
     *
     * @return {@code store.clock.back} or {@code store.clock.forward}, with the time that was expected, the time that was found, and
     *     the days between them
     */
    static Optional<Reason> untold(Session session) throws SQLException {
        String kept = session.text("SELECT value FROM meta WHERE key = '" + JUMPED + "'");
        if (kept == null) {
            return Optional.empty();
        }
        String[] parts = kept.split(" ", -1);
        Optional<Instant> from = parts.length == 3 ? millis(parts[0]) : Optional.empty();
        Optional<Instant> to = parts.length == 3 ? millis(parts[1]) : Optional.empty();
        long jobs = session.number(JOBS);
        return from.isEmpty() || to.isEmpty() || jobs == 0 || !parts[2].equals(Long.toString(jobs))
                ? Optional.empty()
                : Optional.of(jump(from.get(), to.get()));
    }

    /** As {@link #untold(Session)}, by a process that only reads: also the jump that the next one to write will keep. */
    static Optional<Reason> untold(Session session, Instant now) throws SQLException {
        Optional<Instant> seen = millis(session.text("SELECT value FROM meta WHERE key = '" + SEEN + "'"));
        return seen.isPresent() && far(Duration.between(seen.get(), now)) && session.number(JOBS) > 0
                ? Optional.of(jump(seen.get(), now))
                : untold(session);
    }

    private static Reason jump(Instant from, Instant to) {
        return Reason.of(
                to.isBefore(from) ? "store.clock.back" : "store.clock.forward",
                from,
                to,
                Duration.between(from, to).abs().toDays());
    }

    private static void keepJump(Session session, Instant from, Instant to) throws SQLException {
        put(session, JUMPED, from.toEpochMilli() + " " + to.toEpochMilli() + " " + session.number(JOBS));
    }

    private static boolean far(Duration between) {
        return between.abs().compareTo(JUMP) > 0;
    }

    private static void put(Session session, String key, String value) throws SQLException {
        session.update(
                "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2", key, value);
    }

    private static Optional<Instant> millis(String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
