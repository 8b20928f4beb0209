package dev.rostrum.ui.fx;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One piece of work off the FX thread. Nothing happens before {@link #start} or {@link #startIn}, so that whoever is to be
 * told is known before there is anything to tell. Then exactly one of {@code onOk} and {@code onFail} follows on the FX
 * thread, and {@code andFinally} behind it, unless the task was dropped or the program is ending.
 */
public final class Task<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Task.class);

    /** What is done, with a hold on the task itself. */
    interface Work<T> {
        T on(Task<T> task) throws Exception;
    }

    private final Tasks tasks;
    private final Tasks.Lane lane;
    private final Work<T> work;
    private Consumer<? super T> ok = result -> {};
    private Consumer<? super Exception> fail =
            failure -> LOG.error("A task failed, and nobody asked to be told", failure);
    private Runnable end = () -> {};

    private volatile boolean cancelled;
    private volatile boolean dropped;
    /** Where outcomes are told; set before the work begins. */
    private Executor fx;
    /** The thread at work; under this task's lock. */
    private Thread worker;

    Task(Tasks tasks, Tasks.Lane lane, Work<T> work) {
        this.tasks = tasks;
        this.lane = lane;
        this.work = work;
    }

    /** Tells the result to this. */
    public Task<T> onOk(Consumer<? super T> told) {
        ok = told;
        return this;
    }

    /** Tells this why there is no result. An {@link Error} arrives as the cause of an {@link ExecutionException}. */
    public Task<T> onFail(Consumer<? super Exception> told) {
        fail = told;
        return this;
    }

    /** Run behind either outcome. */
    public Task<T> andFinally(Runnable told) {
        end = told;
        return this;
    }

    /** Queues the work. */
    public void start() {
        tasks.start(this);
    }

    /** Queues the work in place of what was started in that slot before, which is dropped. */
    public void startIn(LatestTask slot) {
        slot.hold(this);
        tasks.start(this);
    }

    /** Asks long work to end soon. It tells its outcome all the same. */
    public void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Nobody waits for it any more: nothing is told from now on, a read is interrupted, long work is asked to end. */
    public synchronized void drop() {
        dropped = true;
        cancelled = true;
        if (lane == Tasks.Lane.READ && worker != null) {
            worker.interrupt();
        }
    }

    Tasks.Lane lane() {
        return lane;
    }

    /** Does the work on the calling thread. What was dropped before it began is not begun. */
    void run(Executor toldOn) {
        fx = toldOn;
        synchronized (this) {
            if (dropped) {
                return;
            }
            worker = Thread.currentThread();
        }
        Runnable outcome = outcome();
        synchronized (this) {
            worker = null;
            if (dropped && lane == Tasks.Lane.READ) {
                // The interrupt was not meant for the thread's next task.
                Thread.interrupted();
            }
        }
        told(outcome);
    }

    private Runnable outcome() {
        try {
            T result = work.on(this);
            return () -> ok.accept(result);
        } catch (Exception e) {
            return () -> fail.accept(e);
        } catch (Throwable e) {
            LOG.error("A task ended with an error", e);
            return () -> fail.accept(new ExecutionException(e));
        }
    }

    /** Tells that it could not even be queued. */
    void refuse(Executor toldOn, Exception why) {
        fx = toldOn;
        told(() -> fail.accept(why));
    }

    private void told(Runnable outcome) {
        tell(() -> {
            try {
                outcome.run();
            } finally {
                end.run();
            }
        });
    }

    void tell(Runnable news) {
        fx.execute(() -> {
            if (!dropped) {
                news.run();
            }
        });
    }
}
