package dev.rostrum.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the {@code Retry-After} header: seconds, or a date of HTTP (connector reference 5.3). */
public final class RetryAfter {
    /** The most that an answer is believed. */
    private static final Duration MOST = Duration.ofDays(365);

    private RetryAfter() {}

    /**
     * How long to wait from now; null where the header is absent or says nothing that can be read; never negative.
     *
     * @param date the answer's own {@code Date}, or null: a date means so long after that one, whatever this computer's clock says
     * @param clock in place of a date that is absent or cannot be read
     */
    public static Duration parse(String header, String date, Clock clock) {
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
        Optional<Instant> until = date(text);
        try {
            return until.map(to -> bounded(Duration.between(date(date).orElseGet(clock::instant), to)))
                    .orElse(null);
        } catch (ArithmeticException e) {
            return null;
        }
    }

    /** A date of HTTP; empty where it is absent or none. */
    public static Optional<Instant> date(String header) {
        try {
            return Optional.ofNullable(header)
                    .map(text -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MOST) > 0 ? MOST : wait;
    }
}
