package dev.rostrum.announce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.GuardRules;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locale")
class QuietHoursTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static QuietHours hours(String from, String to) {
        GuardRules rules = GuardRules.DEFAULT;
        return new QuietHours(
                new GuardRules(
                        true,
                        rules.announcements(),
                        rules.days(),
                        rules.sameTextDays(),
                        LocalTime.parse(from),
                        LocalTime.parse(to)),
                BERLIN);
    }

    private static Instant at(String local) {
        return ZonedDateTime.of(java.time.LocalDateTime.parse(local), BERLIN).toInstant();
    }

    @ParameterizedTest
    @CsvSource({
        "20:00, 07:00, 2026-11-22T19:59:59, ",
        "20:00, 07:00, 2026-11-22T20:00, 2026-11-23T07:00",
        "20:00, 07:00, 2026-11-23T03:00, 2026-11-23T07:00",
        "20:00, 07:00, 2026-11-23T07:00, ",
        "12:00, 13:30, 2026-11-22T11:59, ",
        "12:00, 13:30, 2026-11-22T12:00, 2026-11-22T13:30",
        "12:00, 13:30, 2026-11-22T13:30, ",
        // The clock goes from 2 to 3, and from 3 to 2.
        "20:00, 02:30, 2026-03-29T01:00, 2026-03-29T03:30",
        "20:00, 07:00, 2026-10-24T23:00, 2026-10-25T07:00",
        "06:00, 06:00, 2026-11-22T06:00, ",
    })
    void holdsFromTheOneToTheOther(String from, String to, String moment, String end) {
        assertThat(hours(from, to).endAfter(at(moment)))
                .isEqualTo(java.util.Optional.ofNullable(end).map(QuietHoursTest::at));
    }

    @Test
    void withoutHoursNothingIsQuiet() {
        assertThat(new QuietHours(GuardRules.DEFAULT, BERLIN).endAfter(at("2026-11-22T03:00")))
                .isEmpty();
    }
}
