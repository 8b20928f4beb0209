package dev.rostrum.announce;

import dev.rostrum.domain.GuardRules;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/** The hours in which a run that sends messages is held, on the clock of this computer's wall. */
final class QuietHours {
    private final LocalTime from;
    private final LocalTime to;
    private final ZoneId zone;

    QuietHours(GuardRules rules, ZoneId zone) {
        boolean none =
                !rules.on() || rules.quietFrom() == null || rules.quietFrom().equals(rules.quietTo());
        this.from = none ? null : rules.quietFrom();
        this.to = none ? null : rules.quietTo();
        this.zone = zone;
    }

    /** When the quiet hours end that a moment lies in, or empty where it lies in none. */
    Optional<Instant> endAfter(Instant moment) {
        if (from == null) {
            return Optional.empty();
        }
        ZonedDateTime here = moment.atZone(zone);
        LocalTime time = here.toLocalTime();
        boolean overnight = to.isBefore(from);
        boolean begun = !time.isBefore(from);
        boolean notEnded = time.isBefore(to);
        if (overnight ? !(begun || notEnded) : !(begun && notEnded)) {
            return Optional.empty();
        }
        // Where clocks change, the zone's rules tell the moment.
        ZonedDateTime end = here.toLocalDate()
                .plusDays(overnight && begun ? 1 : 0)
                .atTime(to)
                .atZone(zone);
        return Optional.of(end.toInstant().isAfter(moment) ? end.toInstant() : moment.plusSeconds(1));
    }
}
