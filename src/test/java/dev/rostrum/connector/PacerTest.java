package dev.rostrum.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Turns on a ticker set by hand: given up means that it would have waited. */
@Timeout(20)
class PacerTest {
    private final AtomicLong nanos = new AtomicLong(-1_000_000_000L);

    @Test
    void turnsAreEvenlySpaced() throws Exception {
        Pacer pacer = new Pacer(20, nanos::get);
        assertThat(turn(pacer)).isTrue();
        assertThat(turn(pacer)).isFalse();
        pass(Duration.ofMillis(49));
        assertThat(turn(pacer)).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(turn(pacer)).isTrue();
    }

    @Test
    void idlenessEarnsNoBurst() throws Exception {
        Pacer pacer = new Pacer(20, nanos::get);
        pass(Duration.ofHours(8));
        assertThat(turn(pacer)).isTrue();
        assertThat(turn(pacer)).isFalse();
    }

    @Test
    void aHoldHoldsEverybodyAndNeverShrinks() throws Exception {
        Pacer pacer = new Pacer(Double.POSITIVE_INFINITY, nanos::get);
        pacer.hold(Duration.ofSeconds(10));
        pacer.hold(Duration.ofSeconds(1));
        assertThat(pacer.state().heldFor()).isEqualTo(Duration.ofSeconds(10));
        pass(Duration.ofMillis(9_999));
        assertThat(turn(pacer)).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(turn(pacer)).isTrue();
        assertThat(pacer.state().heldFor()).isZero();
    }

    @Test
    void aFasterRateShortensTheWait() throws Exception {
        Pacer pacer = new Pacer(0.001, nanos::get);
        assertThat(turn(pacer)).isTrue();
        pacer.setRate(10);
        pass(Duration.ofMillis(100));
        assertThat(turn(pacer)).isTrue();
        assertThat(pacer.state().requestsPerSecond()).isEqualTo(10);
    }

    @Test
    void liftedPacingNeverWaits() throws Exception {
        Pacer pacer = new Pacer(Double.POSITIVE_INFINITY, nanos::get);
        for (int i = 0; i < 1000; i++) {
            assertThat(turn(pacer)).isTrue();
        }
    }

    @Test
    void waitingNoticesTheTicker() throws Exception {
        Pacer pacer = new Pacer(1, nanos::get);
        assertThat(turn(pacer)).isTrue();
        Thread clock = new Thread(() -> pass(Duration.ofSeconds(1)));
        clock.start();
        assertThat(pacer.acquire(() -> false)).isPresent();
        clock.join();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.NEGATIVE_INFINITY})
    void aRateIsAboveZero(double rate) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Pacer(rate, nanos::get));
    }

    private boolean turn(Pacer pacer) throws InterruptedException {
        int[] asked = {0};
        return pacer.acquire(() -> asked[0]++ > 0).isPresent();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
