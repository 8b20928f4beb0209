package dev.rostrum.ui.fx;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** {@link Tasks} on named daemon threads, a few for each lane, with a finite queue. Outcomes go to the given executor. */
public final class FxTasks implements Tasks, AutoCloseable {
    private static final int CONTROL_THREADS = 4;
    private static final int READ_THREADS = 4;
    /** One less than a data file's reading connections: exports that hold theirs for minutes leave one to all others. */
    private static final int LONG_THREADS = 3;

    private static final int QUEUE = 256;

    private final Executor fx;
    private final Map<Lane, ThreadPoolExecutor> lanes = new EnumMap<>(Lane.class);

    /** @param fx where outcomes are told, usually an {@link FxThread} */
    public FxTasks(Executor fx) {
        this.fx = fx;
        lanes.put(Lane.CONTROL, lane("rostrum-control-", CONTROL_THREADS));
        lanes.put(Lane.READ, lane("rostrum-read-", READ_THREADS));
        lanes.put(Lane.LONG, lane("rostrum-long-", LONG_THREADS));
    }

    private static ThreadPoolExecutor lane(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), task -> {
                    Thread thread = new Thread(task, name + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public void start(Task<?> task) {
        ThreadPoolExecutor pool = lanes.get(task.lane());
        try {
            pool.execute(() -> task.run(fx));
        } catch (RejectedExecutionException e) {
            if (!pool.isShutdown()) {
                task.refuse(fx, e);
            }
        }
    }

    /** Interrupts what runs and drops what waits. */
    @Override
    public void close() {
        lanes.values().forEach(ThreadPoolExecutor::shutdownNow);
    }
}
