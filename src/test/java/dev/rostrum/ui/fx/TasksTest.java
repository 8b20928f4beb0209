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
class TasksTest {
    private final BlockingQueue<Runnable> fx = new LinkedBlockingQueue<>();
    private final List<Object> told = new ArrayList<>();

    private void next() throws InterruptedException {
        fx.poll(10, TimeUnit.SECONDS).run();
    }

    private void start(Task<?> task) {
        task.onOk(told::add)
                .onFail(told::add)
                .andFinally(() -> told.add("finally"))
                .start();
    }

    @Test
    void resultAndFailureComeThroughTheGivenExecutorAndThenTheEnd() throws InterruptedException {
        try (FxTasks tasks = new FxTasks(fx::add)) {
            start(tasks.control(() -> Thread.currentThread().getName()));
            next();
            start(tasks.read(() -> {
                throw new IOException("no");
            }));
            next();
            start(tasks.lengthy(() -> {
                throw new AssertionError("no");
            }));
            next();
        }
        assertThat(told.get(0)).isEqualTo("rostrum-control-1");
        assertThat(told.get(2)).isInstanceOf(IOException.class);
        assertThat(told.get(4)).isInstanceOf(ExecutionException.class);
        assertThat(List.of(told.get(1), told.get(3), told.get(5))).containsOnly("finally");
    }

    @Test
    void aFullLaneIsToldAsAFailureAndHoldsUpNoOther() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        try (FxTasks tasks = new FxTasks(fx::add)) {
            for (int i = 0; i < 3 + 256 + 1; i++) {
                start(tasks.lengthy(() -> {
                    gate.await();
                    return "done";
                }));
            }
            next();
            assertThat(told.get(0)).isInstanceOf(RejectedExecutionException.class);
            start(tasks.read(() -> "page"));
            next();
            start(tasks.control(() -> "paused"));
            next();
            gate.countDown();
            next();
        }
        assertThat(told.subList(1, 7)).containsExactly("finally", "page", "finally", "paused", "finally", "done");
    }

    @Test
    void onlyTheNewestOfASlotReports() {
        QueuedTasks tasks = new QueuedTasks();
        LatestTask slot = new LatestTask();
        tasks.read(() -> "first").onOk(told::add).onFail(told::add).startIn(slot);
        tasks.read(() -> "second").onOk(told::add).onFail(told::add).startIn(slot);
        tasks.runAt(1);
        tasks.runAt(0);
        assertThat(told).containsExactly("second");
        tasks.read(() -> "third").onOk(told::add).onFail(told::add).startIn(slot);
        slot.drop();
        tasks.runAll();
        assertThat(told).containsExactly("second");
    }

    @Test
    void aSupersededReadIsInterruptedAndItsThreadsNextTaskIsNot() throws InterruptedException {
        LatestTask slot = new LatestTask();
        CountDownLatch reading = new CountDownLatch(4);
        CountDownLatch interrupted = new CountDownLatch(4);
        List<LatestTask> others = List.of(new LatestTask(), new LatestTask(), new LatestTask(), slot);
        try (FxTasks tasks = new FxTasks(fx::add)) {
            for (LatestTask each : others) {
                tasks.read(() -> {
                            reading.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } finally {
                                interrupted.countDown();
                            }
                            return "old";
                        })
                        .onOk(told::add)
                        .onFail(told::add)
                        .startIn(each);
            }
            reading.await();
            for (LatestTask each : others) {
                tasks.read(() -> Thread.currentThread().isInterrupted())
                        .onOk(told::add)
                        .onFail(told::add)
                        .startIn(each);
            }
            interrupted.await();
            // What the old ones have to say comes too, and is dropped.
            for (int i = 0; i < 8; i++) {
                next();
            }
        }
        assertThat(told).containsExactly(false, false, false, false);
    }

    @Test
    void longWorkTellsItsStepsInOrderAndEndsWhenItIsCancelled() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        try (FxTasks tasks = new FxTasks(fx::add)) {
            Task<String> task = tasks.<Integer, String>lengthy(told::add, (progress, cancelled) -> {
                for (int i = 0; i < 3; i++) {
                    progress.accept(i);
                }
                begun.countDown();
                gate.await();
                if (cancelled.getAsBoolean()) {
                    throw new InterruptedException("cancelled");
                }
                return "done";
            });
            start(task);
            begun.await();
            task.cancel();
            gate.countDown();
            for (int i = 0; i < 4; i++) {
                next();
            }
        }
        assertThat(told.subList(0, 3)).containsExactly(0, 1, 2);
        assertThat(told.get(3)).isInstanceOf(InterruptedException.class);
        assertThat(told.get(4)).isEqualTo("finally");
    }
}
