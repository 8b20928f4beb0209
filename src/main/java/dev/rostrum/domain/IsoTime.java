package dev.rostrum.domain;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times for programs: ISO 8601 with the zone's offset, always to the millisecond, so that all of them have one shape. */
public final class IsoTime {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

    private IsoTime() {}

    public static String of(Instant at, ZoneId zone) {
        return MILLIS.format(at.atZone(zone));
    }
}
