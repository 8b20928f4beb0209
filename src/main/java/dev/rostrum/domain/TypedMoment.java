package dev.rostrum.domain;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Moments as people type them: a day, a time, or so long ago. */
public final class TypedMoment {
    private static final Pattern AGO = Pattern.compile("([0-9]{1,5})\\s*([hdw])");

    private TypedMoment() {}

    /**
     * The moment that is meant; empty where it is none. {@code 2026-11-30} is the beginning of that day, {@code 2026-11-30T10:42} a
     * time in the zone, one with an offset that very moment; {@code 36h}, {@code 7d} and {@code 2w} are so many hours, days of 24
     * hours and weeks ago.
     */
    public static Optional<Instant> parse(String typed, Instant now, ZoneId zone) {
        String text = typed.strip();
        Matcher ago = AGO.matcher(text.toLowerCase(Locale.ROOT));
        if (ago.matches()) {
            long number = Long.parseLong(ago.group(1));
            Duration unit =
                    switch (ago.group(2)) {
                        case "h" -> Duration.ofHours(1);
                        case "d" -> Duration.ofDays(1);
                        default -> Duration.ofDays(7);
                    };
            return Optional.of(now.minus(unit.multipliedBy(number)));
        }
        try {
            String time = text.toUpperCase(Locale.ROOT);
            if (!time.contains("T")) {
                return Optional.of(LocalDate.parse(time).atStartOfDay(zone).toInstant());
            }
            boolean offset =
                    time.endsWith("Z") || time.lastIndexOf('+') > 0 || time.lastIndexOf('-') > time.indexOf('T');
            return Optional.of(
                    offset
                            ? OffsetDateTime.parse(time).toInstant()
                            : LocalDateTime.parse(time).atZone(zone).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
