package dev.rostrum.architecture.planted.cli;

import dev.rostrum.domain.IsoTime;
import java.text.SimpleDateFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;

/** Times that are words outside the one place for it. */
final class Hours {
    static final Function<Instant, String> BY_REFERENCE = Instant::toString;

    private Hours() {}

    static String byPattern(Instant at, ZoneId zone) {
        return DateTimeFormatter.ofPattern("HH:mm").format(at.atZone(zone));
    }

    static String byOldFormat(long millis) {
        return new SimpleDateFormat("HH:mm").format(millis);
    }

    static String byJava(Instant at, ZoneId zone) {
        return at.atZone(zone).toString();
    }

    static String allowed(Instant at, ZoneId zone) {
        return IsoTime.of(at, zone);
    }
}
