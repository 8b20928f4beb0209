package dev.rostrum.words;

import dev.rostrum.domain.IsoTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Times and estimates as they are written, in the clock's zone: the only place where a time becomes words. A time of day is always
 * part of it, and the day unless it is today. {@link #iso} goes into the tooltip.
 */
public final class Times {
    private static final DateTimeFormatter SORTED = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

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

    /** Today "10:42:13", another day of this year "29 Nov 10:42", else "3 Mar 2025 10:42"; nothing for null. */
    public String moment(Instant instant) {
        return at(instant, "HH:mm:ss", "HH:mm");
    }

    /** As {@link #moment}, today without seconds too: what is rounded, or only looks like a time. */
    public String minute(Instant instant) {
        return at(instant, "HH:mm", "HH:mm");
    }

    /** Where the order counts: today "10:41:58.204", this year "12 Nov 10:41:58", else "3 Mar 2025 10:41:58". */
    public String logged(Instant instant) {
        return at(instant, "HH:mm:ss.SSS", "HH:mm:ss");
    }

    private String at(Instant instant, String today, String otherDay) {
        if (instant == null) {
            return "";
        }
        ZonedDateTime time = instant.atZone(clock.getZone());
        LocalDate now = LocalDate.now(clock);
        if (time.toLocalDate().equals(now)) {
            return format(today, time);
        }
        return format(
                texts().get(time.getYear() == now.getYear() ? "time.day" : "time.day.year") + " " + otherDay, time);
    }

    private String format(String pattern, ZonedDateTime time) {
        return DateTimeFormatter.ofPattern(pattern, locale).format(time);
    }

    /** In the terminal, where times stand below each other and are sorted: "2026-11-30 10:42:13" on any day; nothing for null. */
    public String sorted(Instant instant) {
        return instant == null ? "" : SORTED.format(instant.atZone(clock.getZone()));
    }

    /** Within a sentence that may be read on another day: "30 Nov 2026 10:42:13". */
    static String whole(Instant instant) {
        return DateTimeFormatter.ofPattern(
                        texts().get("time.day.year") + " HH:mm:ss", Locale.getDefault(Locale.Category.FORMAT))
                .format(instant.atZone(ZoneId.systemDefault()));
    }

    /** "30 November 2026", as the locale has it. */
    public static String day(LocalDate day) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(Locale.getDefault(Locale.Category.FORMAT))
                .format(day);
    }

    /** ISO 8601 with zone offset, for tooltips and exports; nothing for null. */
    public String iso(Instant instant) {
        return instant == null ? "" : IsoTime.of(instant, clock.getZone());
    }

    /** When something that takes so long from now is through, to the minute: "about 10:46", on another day "about 1 Dec 00:10". */
    public String aboutEnd(Duration left) {
        ZonedDateTime end = clock.instant().plus(left).atZone(clock.getZone());
        // It is rounded up: an early promise is worse than a late one.
        ZonedDateTime minute = end.truncatedTo(ChronoUnit.MINUTES);
        return texts().get(
                        "time.about",
                        minute(
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
