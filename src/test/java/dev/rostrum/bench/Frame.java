package dev.rostrum.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The time that all benchmarks have together. One that no longer fits is not begun, one that goes on too long is ended with its
 * processes; both say SKIPPED and why.
 */
final class Frame {
    private static final Duration END = Duration.ofSeconds(30);

    /** Measures one thing, in a folder of its own. */
    interface Benchmark {
        List<Figure> measure(Path folder) throws Exception;
    }

    private final LongSupplier nanos;
    private final long end;

    Frame(Duration all, LongSupplier nanos) {
        this.nanos = nanos;
        this.end = nanos.getAsLong() + all.toNanos();
    }

    /**
     * Runs a benchmark.
     *
     * @param needs with less time left it is not begun
     * @param limit when it is given up; earlier when all time is used up
     */
    List<Figure> measure(String name, Duration needs, Duration limit, Path folder, Benchmark benchmark)
            throws Exception {
        Duration left = Duration.ofNanos(Math.max(0, end - nanos.getAsLong()));
        if (left.isZero() || left.compareTo(needs) < 0) {
            return List.of(Figure.skipped(
                    name,
                    "needs about " + minutes(needs) + ", and of the time for all of them " + minutes(left)
                            + " are left"));
        }
        Duration may = left.compareTo(limit) < 0 ? left : limit;
        FutureTask<List<Figure>> task = new FutureTask<>(() -> benchmark.measure(folder));
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(may.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // A benchmark waits for what its processes say: it ends with them.
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            thread.interrupt();
            thread.join(END.toMillis());
            return List.of(Figure.skipped(name, "was not done after " + minutes(may) + " and was ended"));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static String minutes(Duration time) {
        return Figure.number(Math.round(time.toSeconds() / 6.0) / 10.0) + " min";
    }
}
