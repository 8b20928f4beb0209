package dev.rostrum.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong nanos = new AtomicLong(5);

    @TempDir
    private Path folder;

    @Test
    void aBenchmarkThatNoLongerFitsIsNotBegunAndSaysWhy() throws Exception {
        Frame frame = new Frame(Duration.ofMinutes(42), nanos::get);
        nanos.addAndGet(Duration.ofMinutes(40).toNanos());
        AtomicBoolean begun = new AtomicBoolean();

        Figure figure = frame.measure("window", Duration.ofMinutes(4), Duration.ofMinutes(6), folder, each -> {
                    begun.set(true);
                    return List.of();
                })
                .get(0);

        assertFalse(begun.get());
        assertEquals(
                "window SKIPPED; needs about 4 min, and of the time for all of them 2 min are left", figure.line());
    }

    @Test
    void oneThatFitsIsMeasured() throws Exception {
        Frame frame = new Frame(MINUTE, nanos::get);
        Figure figure = Figure.told("x", 1, "", "", "");

        assertEquals(List.of(figure), frame.measure("x", MINUTE, MINUTE, folder, each -> List.of(figure)));
    }

    @Test
    void oneThatBreaksSaysWhatBrokeIt() {
        Frame frame = new Frame(MINUTE, nanos::get);

        assertEquals(
                "no disk",
                assertThrows(
                                IOException.class,
                                () -> frame.measure("x", MINUTE, MINUTE, folder, each -> {
                                    throw new IOException("no disk");
                                }))
                        .getMessage());
    }

    @Test
    void oneThatGoesOnIsEndedWithItsProcesses() throws Exception {
        Frame frame = new Frame(MINUTE, nanos::get);
        CompletableFuture<Process> started = new CompletableFuture<>();

        Figure figure = frame.measure("x", Duration.ZERO, Duration.ofMillis(300), folder, each -> {
                    // Says nothing, as a benchmark's process that hangs.
                    Process process = new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    TinyServer.class.getName())
                            .start();
                    started.complete(process);
                    process.waitFor();
                    return List.of();
                })
                .get(0);

        assertEquals("SKIPPED", figure.verdict());
        assertTrue(figure.line().contains("was ended"), figure.line());
        assertTrue(started.join().waitFor(30, TimeUnit.SECONDS), "its process goes on");
    }
}
