package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
    /** Under nohup the signal is ignored from the start, and Java keeps it so: rightly, but there is nothing to see then. */
    private static SignalHandler handled(Signal hup, CountDownLatch before) {
        SignalHandler original = Signal.handle(hup, signal -> before.countDown());
        assumeTrue(original != SignalHandler.SIG_IGN, "HUP is ignored by this process, as under nohup");
        return original;
    }

    @Test
    void aSignalIsSeenOnceAndTheNextOneGoesWhereItWent() throws Exception {
        CountDownLatch before = new CountDownLatch(1);
        Signal hup = new Signal("HUP");
        SignalHandler original = handled(hup, before);
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
        SignalHandler original = handled(hup, before);
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
