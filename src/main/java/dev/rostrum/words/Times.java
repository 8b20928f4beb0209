package dev.rostrum.words;

import dev.rostrum.domain.IsoTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times and estimates as they are written, in the clock's zone. */
public final class Times {
    private final Clock clock;
    private final Locale locale;

    /** @param clock what "today" means, and the zone of every time */
    public Times(Clock clock) {
        this(clock, Locale.getDefault(Locale.Category.FORMAT));
    }

    public Times(Clock clock, Locale locale) {
        this.clock = clock;
        this.locale = locale;
    }

    /** Today "10:31", this year "12 Nov", else "3 Mar 2025"; nothing for null. */
    public String moment(Instant instant) {
        return at(instant, "HH:mm");
    }

    /** Inside a run: today "10:42:13", earlier as {@link #moment}. */
    public String second(Instant instant) {
        return at(instant, "HH:mm:ss");
    }

    /** Of one delivery: today "10:41:58.204", earlier as {@link #moment}. */
    public String milli(Instant instant) {
        return at(instant, "HH:mm:ss.SSS");
    }

    /** In a log: today "10:41:58.204", this year "12 Nov 10:41:58", else "3 Mar 2025 10:41:58"; nothing for null. */
    public String logged(Instant instant) {
        String said = milli(instant);
        if (instant == null || said.indexOf(':') >= 0) {
            return said;
        }
        return said + " " + DateTimeFormatter.ofPattern("HH:mm:ss", locale).format(instant.atZone(clock.getZone()));
    }

    private String at(Instant instant, String today) {
        if (instant == null) {
            return "";
        }
        ZonedDateTime time = instant.atZone(clock.getZone());
        LocalDate now = LocalDate.now(clock);
        if (time.toLocalDate().equals(now)) {
            return DateTimeFormatter.ofPattern(today, locale).format(time);
        }
        return DateTimeFormatter.ofPattern(time.getYear() == now.getYear() ? "d MMM" : "d MMM yyyy", locale)
                .format(time);
    }

    /** ISO 8601 with zone offset, for tooltips and exports; nothing for null. */
    public String iso(Instant instant) {
        return instant == null ? "" : IsoTime.of(instant, clock.getZone());
    }

    /** When something that takes so long from now is through, to the minute: "about 10:46". */
    public String aboutEnd(Duration left) {
        ZonedDateTime end = clock.instant().plus(left).atZone(clock.getZone());
        // It is rounded up: an early promise is worse than a late one.
        ZonedDateTime minute = end.truncatedTo(ChronoUnit.MINUTES);
        return texts().get(
                        "time.about",
                        moment(
                                end.equals(minute)
                                        ? end.toInstant()
                                        : minute.plusMinutes(1).toInstant()));
    }

    /** An estimate, rounded: "a few seconds", "about 25 s", "about 4 min", "about 2 h 10 min". */
    public static String about(Duration duration) {
        long seconds = (duration.toMillis() + 500) / 1000;
        if (seconds < 5) {
            return texts().get("time.few");
        }
        if (seconds < 58) {
            return texts().get("time.about", texts().get("time.seconds", (seconds + 2) / 5 * 5));
        }
        long minutes = (seconds + 30) / 60;
        if (minutes < 60) {
            return texts().get("time.about", texts().get("time.minutes", minutes));
        }
        long rounded = (minutes + 2) / 5 * 5;
        return texts().get(
                        "time.about",
                        rounded % 60 == 0
                                ? texts().get("time.hours", rounded / 60)
                                : texts().get("time.hours.minutes", rounded / 60, rounded % 60));
    }

    /** What is left of a wait, exact to the second and rounded up: "12 s", "2 min 5 s". */
    public static String exact(Duration duration) {
        long seconds = Math.max(0, (duration.toMillis() + 999) / 1000);
        if (seconds < 60) {
            return texts().get("time.seconds", seconds);
        }
        return texts().get("time.minutes.seconds", seconds / 60, seconds % 60);
    }

    private static Texts texts() {
        return Texts.of(Times.class);
    }
}
