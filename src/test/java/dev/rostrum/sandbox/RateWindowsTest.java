package dev.rostrum.sandbox;

import static dev.rostrum.sandbox.RateWindows.Operation.CREATE;
import static dev.rostrum.sandbox.RateWindows.Operation.MEMBERS;
import static dev.rostrum.sandbox.RateWindows.Operation.SEND;
import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateWindowsTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    private long now = -5 * SECOND;
    private final RateWindows rates = new RateWindows(RateLimits.teams(), () -> now);

    @Test
    void aThreadTakesSevenInASecondAndEightInTwo() {
        for (int i = 0; i < 7; i++) {
            assertThat(rates.take(SEND, 1, 1)).isZero();
        }
        assertThat(rates.take(SEND, 1, 1)).isEqualTo(SECOND);
        now += 400 * MILLI;
        assertThat(rates.take(SEND, 1, 1)).isEqualTo(600 * MILLI);
        now += 600 * MILLI;
        assertThat(rates.take(SEND, 1, 1)).isZero();
        assertThat(rates.take(SEND, 1, 1)).isEqualTo(SECOND);
        now += SECOND;
        assertThat(rates.take(SEND, 1, 1)).isZero();
    }

    @Test
    void operationsAndThreadsCountApart() {
        for (int i = 0; i < 7; i++) {
            assertThat(rates.take(SEND, 1, 1)).isZero();
        }
        assertThat(rates.take(SEND, 1, 1)).isPositive();
        assertThat(rates.take(SEND, 2, 1)).isZero();
        assertThat(rates.take(CREATE, 1, 1)).isZero();
        assertThat(rates.take(MEMBERS, 1, 1)).isZero();
        assertThat(rates.take(null, 1, 1)).isZero();
    }

    @Test
    void theAppTakesFiftyInASecond() {
        for (int i = 0; i < 50; i++) {
            assertThat(rates.take(SEND, i, 1)).isZero();
            now += 10 * MILLI;
        }
        assertThat(rates.take(SEND, 99, 1)).isEqualTo(500 * MILLI);
        now += 500 * MILLI;
        assertThat(rates.take(SEND, 99, 1)).isZero();
        assertThat(rates.take(SEND, 100, 1)).isEqualTo(10 * MILLI);
    }

    @Test
    void aSplitMessageCountsTwice() {
        for (int i = 0; i < 3; i++) {
            assertThat(rates.take(SEND, 1, 2)).isZero();
        }
        assertThat(rates.take(SEND, 1, 2)).isEqualTo(SECOND);
        assertThat(rates.take(SEND, 1, 1)).isZero();
    }

    @Test
    void longWindowsHold() {
        List<Long> sent = new ArrayList<>();
        long start = now;
        while (now - start < 2 * 3600 * SECOND) {
            long wait = rates.take(SEND, 1, 1);
            if (wait == 0) {
                sent.add(now);
            } else {
                now += wait;
            }
        }
        assertWithin(sent, 1, 7);
        assertWithin(sent, 2, 8);
        assertWithin(sent, 30, 60);
        assertWithin(sent, 3600, 1800);
        // and no stricter than that
        assertThat(sent).hasSizeBetween(3600, 3660);
    }

    private static void assertWithin(List<Long> sent, int seconds, int most) {
        for (int i = 0; i + most < sent.size(); i++) {
            assertThat(sent.get(i + most) - sent.get(i))
                    .as("%d requests in %d s from %d", most + 1, seconds, i)
                    .isGreaterThanOrEqualTo(seconds * SECOND);
        }
    }

    @Test
    void aRateOfTheWholeAppHoldsInEverySecond() {
        RateWindows app = new RateWindows(RateLimits.app(50), () -> now);
        List<Long> taken = new ArrayList<>();
        // Tries every 7 ms for ten seconds, on one thread, which has no window of its own.
        for (int i = 0; i < 1_429; i++, now += 7 * MILLI) {
            if (app.take(SEND, 1, 1) == 0) {
                taken.add(now);
            }
        }
        for (int i = 50; i < taken.size(); i++) {
            assertThat(taken.get(i) - taken.get(i - 50)).isGreaterThanOrEqualTo(SECOND);
        }
        assertThat(taken).hasSizeBetween(490, 510);
    }

    @Test
    void everybodyIsRefusedAtTheEndOfEachPeriod() {
        RateWindows periodic =
                new RateWindows(RateLimits.off().throttling(Duration.ofSeconds(10), Duration.ofSeconds(1)), () -> now);
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < 40; i++, now += SECOND / 2) {
            seen.append(periodic.take(SEND, i, 1) == 0 ? '.' : 'x');
        }
        assertThat(seen).hasToString("..................xx..................xx");
    }

    @Test
    void wrongLimitsAreNamed() {
        assertThatThrownBy(() -> RateLimits.app(-1)).satisfies(says("not -1"));
        assertThatThrownBy(() -> RateLimits.off().throttling(Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .hasMessageContaining("a part of its period");
    }
}
