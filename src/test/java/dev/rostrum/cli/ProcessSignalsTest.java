package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import sun.misc.Signal;
import sun.misc.SignalHandler;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no HUP on Windows")
class ProcessSignalsTest {
    @Test
    void aSignalIsSeenOnceAndTheNextOneGoesWhereItWent() throws Exception {
        CountDownLatch before = new CountDownLatch(1);
        Signal hup = new Signal("HUP");
        SignalHandler original = Signal.handle(hup, signal -> before.countDown());
        try (StopSignals.Watch watch = new ProcessSignals().watch()) {
            assertThat(watch.asked()).isFalse();
            Signal.raise(hup);
            assertThat(watch.await(Duration.ofSeconds(10))).isTrue();
            assertThat(watch.asked()).isTrue();
            assertThat(before.getCount()).isEqualTo(1);
            Signal.raise(hup);
            assertThat(before.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            Signal.handle(hup, original);
        }
    }

    @Test
    void closingGivesTheSignalBack() throws Exception {
        CountDownLatch before = new CountDownLatch(1);
        Signal hup = new Signal("HUP");
        SignalHandler original = Signal.handle(hup, signal -> before.countDown());
        try {
            StopSignals.Watch watch = new ProcessSignals().watch();
            watch.close();
            Signal.raise(hup);
            assertThat(before.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(watch.asked()).isFalse();
        } finally {
            Signal.handle(hup, original);
        }
    }
}
