package dev.rostrum.connection;

import dev.rostrum.domain.Reason;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A secret or certificate that ends soon, or has ended.
 *
 * @param level how urgent it is
 * @param on the last day it counts
 * @param days whole days left; negative after the end
 * @param reason what is the matter and what to do
 */
public record ExpiryWarning(Level level, LocalDate on, long days, Reason reason) {
    private static final long NOTICE_DAYS = 30;
    private static final long URGENT_DAYS = 7;

    /** How urgent it is. */
    public enum Level {
        /** 30 days or less. */
        NOTICE,
        /** 7 days or less. */
        URGENT,
        ENDED
    }

    static Optional<ExpiryWarning> of(Connection connection, Clock clock) {
        boolean certificate = connection.credential() instanceof Connection.Credential.Certificate;
        LocalDate on = connection.expires().orElse(null);
        if (on == null) {
            return Optional.empty();
        }
        long days = ChronoUnit.DAYS.between(today(clock), on);
        boolean ended = days < 0 || (certificate && ended(connection, clock));
        if (!ended && days > NOTICE_DAYS) {
            return Optional.empty();
        }
        Level level = ended ? Level.ENDED : days <= URGENT_DAYS ? Level.URGENT : Level.NOTICE;
        String what = certificate ? "connection.expiry.certificate" : "connection.expiry.secret";
        return Optional.of(new ExpiryWarning(
                level,
                on,
                days,
                ended
                        ? Reason.of(what + ".over", connection.name(), on.toString())
                        : Reason.of(what, connection.name(), days, on.toString())));
    }

    private static boolean ended(Connection connection, Clock clock) {
        return connection.credential() instanceof Connection.Credential.Certificate c
                && c.expires() != null
                && !clock.instant().isBefore(c.expires());
    }

    private static LocalDate today(Clock clock) {
        return day(clock.instant());
    }

    static LocalDate day(Instant at) {
        return at.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
