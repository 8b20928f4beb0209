package dev.rostrum.ui.fx;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Jobs} on a small pool of named daemon threads with a finite queue. Outcomes go to the given executor. */
public final class FxJobs implements Jobs, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FxJobs.class);
    private static final int QUEUE = 256;

    private final Executor fx;
    private final ThreadPoolExecutor pool;

    /**
     * @param fx where outcomes are told, usually an {@link FxThread}
     * @param threads how many pieces of work run at once, at least 1
     */
    public FxJobs(Executor fx, int threads) {
        this.fx = fx;
        AtomicInteger number = new AtomicInteger();
        pool = new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), task -> {
            Thread thread = new Thread(task, "rostrum-ui-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public <T> void run(Callable<? extends T> work, Consumer<? super T> ok, Consumer<? super Exception> fail) {
        try {
            pool.execute(() -> work(work, ok, fail));
        } catch (RejectedExecutionException e) {
            if (!pool.isShutdown()) {
                fx.execute(() -> fail.accept(e));
            }
        }
    }

    private <T> void work(Callable<? extends T> work, Consumer<? super T> ok, Consumer<? super Exception> fail) {
        T result;
        try {
            result = work.call();
        } catch (Exception e) {
            fx.execute(() -> fail.accept(e));
            return;
        } catch (Throwable e) {
            LOG.error("Work of the window ended with an error", e);
            fx.execute(() -> fail.accept(new ExecutionException(e)));
            return;
        }
        fx.execute(() -> ok.accept(result));
    }

    /** Interrupts what runs and drops what waits. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
