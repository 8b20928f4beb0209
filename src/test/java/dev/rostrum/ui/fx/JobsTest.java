package dev.rostrum.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class JobsTest {
    private final BlockingQueue<Runnable> fx = new LinkedBlockingQueue<>();

    private void next() throws InterruptedException {
        fx.poll(10, TimeUnit.SECONDS).run();
    }

    @Test
    void resultAndFailureComeThroughTheGivenExecutor() throws InterruptedException {
        List<Object> told = new ArrayList<>();
        try (FxJobs jobs = new FxJobs(fx::add, 1)) {
            jobs.<String>run(() -> Thread.currentThread().getName(), told::add, told::add);
            next();
            jobs.run(
                    () -> {
                        throw new IOException("no");
                    },
                    told::add,
                    told::add);
            next();
            jobs.run(
                    () -> {
                        throw new AssertionError("no");
                    },
                    told::add,
                    told::add);
            next();
        }
        assertThat(told.get(0)).isEqualTo("rostrum-ui-1");
        assertThat(told.get(1)).isInstanceOf(IOException.class);
        assertThat(told.get(2)).isInstanceOf(ExecutionException.class);
    }

    @Test
    void aFullQueueIsToldAsAFailure() throws InterruptedException {
        List<Object> told = new ArrayList<>();
        CountDownLatch gate = new CountDownLatch(1);
        try (FxJobs jobs = new FxJobs(fx::add, 1)) {
            for (int i = 0; i < 258; i++) {
                jobs.run(
                        () -> {
                            gate.await();
                            return "done";
                        },
                        told::add,
                        told::add);
            }
            next();
            gate.countDown();
            next();
        }
        assertThat(told.get(0)).isInstanceOf(RejectedExecutionException.class);
        assertThat(told.get(1)).isEqualTo("done");
    }

    @Test
    void onlyTheLatestReports() {
        QueuedJobs jobs = new QueuedJobs();
        Latest latest = new Latest();
        List<Object> told = new ArrayList<>();
        latest.run(jobs, () -> "first", told::add, told::add);
        latest.run(jobs, () -> "second", told::add, told::add);
        jobs.runAt(1);
        jobs.runAt(0);
        assertThat(told).containsExactly("second");
        latest.run(jobs, () -> "third", told::add, told::add);
        latest.drop();
        jobs.runAll();
        assertThat(told).containsExactly("second");
    }
}
