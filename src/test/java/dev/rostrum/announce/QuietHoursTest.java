package dev.rostrum.announce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.store.ledger.Job;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locale")
class QuietHoursTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static QuietHours hours(String from, String to) {
        return new QuietHours(rules(from, to), BERLIN);
    }

    private static GuardRules rules(String from, String to) {
        GuardRules rules = GuardRules.DEFAULT;
        return new GuardRules(
                true,
                rules.announcements(),
                rules.days(),
                rules.sameTextDays(),
                LocalTime.parse(from),
                LocalTime.parse(to));
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

    /** Quiet hours hold no recall; and a send that they hold does nothing for which one would have to wait. */
    @Test
    void aRecallWaitsForItsSendButForTheQuietHours() {
        AtomicReference<Instant> now = new AtomicReference<>(at("2026-11-22T19:59"));
        RunControl send = control(JobKind.SEND, now);
        RunControl recall = control(JobKind.RECALL, now);
        recall.sendsAtWork(List.of(send));
        assertThat(recall.waitsForSend()).isTrue();
        assertThat(recall.halted()).isTrue();

        now.set(at("2026-11-22T20:00"));
        assertThat(send.halted()).isTrue();
        assertThat(recall.waitsForSend()).isFalse();
        assertThat(recall.halted()).isFalse();

        now.set(at("2026-11-23T07:00"));
        assertThat(send.halted()).isFalse();
        assertThat(recall.halted()).isTrue();
    }

    private static RunControl control(JobKind kind, AtomicReference<Instant> now) {
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now.get();
            }

            @Override
            public ZoneId getZone() {
                return BERLIN;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
        Job job = new Job(
                1,
                1,
                kind,
                null,
                "Hello",
                null,
                SendChoices.NONE,
                false,
                RunState.RUNNING,
                null,
                null,
                null,
                null,
                null);
        return new RunControl(job, rules("20:00", "07:00"), clock, () -> 0, (reason, detail) -> {}, () -> {});
    }

    @Test
    void withoutHoursNothingIsQuiet() {
        assertThat(new QuietHours(GuardRules.DEFAULT, BERLIN).endAfter(at("2026-11-22T03:00")))
                .isEmpty();
    }
}
