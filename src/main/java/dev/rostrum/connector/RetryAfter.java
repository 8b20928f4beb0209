package dev.rostrum.connector;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** Reads the {@code Retry-After} header: seconds, or a date of HTTP (connector reference 5.3). */
final class RetryAfter {
    /** No answer is believed that asks for more. */
    private static final Duration MOST = Duration.ofDays(365);

    private RetryAfter() {}

    /** How long to wait from now; null where the header is absent or says nothing that can be read; never negative. */
    static Duration parse(String header, Clock clock) {
        if (header == null) {
            return null;
        }
        String text = header.strip();
        if (text.matches("[+-]?[0-9]{1,40}")) {
            if (text.startsWith("-")) {
                return Duration.ZERO;
            }
            String digits = text.startsWith("+") ? text.substring(1) : text;
            return digits.length() > 12 ? MOST : bounded(Duration.ofSeconds(Long.parseLong(digits)));
        }
        try {
            Instant until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return bounded(Duration.between(clock.instant(), until));
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MOST) > 0 ? MOST : wait;
    }
}
