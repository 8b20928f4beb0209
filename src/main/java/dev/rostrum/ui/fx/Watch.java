package dev.rostrum.ui.fx;

import dev.rostrum.domain.Ticker;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Looks again and again, while it is in view, at whether there is news: a second after the last look, or ten times as long as that
 * took. Used on one thread, in the window the FX thread.
 */
public final class Watch<T> implements AutoCloseable {
    /** Between two looks. */
    public static final Duration REST = Duration.ofSeconds(1);

    /** A look that takes long is followed by a rest so many times as long. */
    private static final int REST_FOR_WORK = 10;

    private final Tasks tasks;
    private final Delay delay;
    private final Ticker ticker;
    private final Supplier<Callable<T>> looking;
    private final Consumer<? super T> seen;
    private final LatestTask looks = new LatestTask();
    private Duration rest = REST;
    private boolean inView;
    private boolean waiting;

    /**
     * @param delay brings the next look
     * @param looking asked before each look what to read, off the FX thread; null: nothing now
     * @param seen told what was read. Where it cannot be read it is not told; reading rows says so
     */
    public Watch(Tasks tasks, Delay delay, Ticker ticker, Supplier<Callable<T>> looking, Consumer<? super T> seen) {
        this.tasks = tasks;
        this.delay = delay;
        this.ticker = ticker;
        this.looking = looking;
        this.seen = seen;
    }

    /** It is in view from now on, and looks at once. */
    public void shown() {
        inView = true;
        look();
    }

    public void hidden() {
        inView = false;
        looks.drop();
    }

    private void rest() {
        if (waiting || !inView) {
            return;
        }
        waiting = true;
        delay.after(rest, () -> {
            waiting = false;
            look();
        });
    }

    private void look() {
        if (!inView) {
            return;
        }
        Callable<T> next = looking.get();
        if (next == null) {
            rest();
            return;
        }
        long begun = ticker.nanos();
        tasks.read(next)
                .onOk(seen)
                .onFail(e -> {})
                .andFinally(() -> {
                    Duration took = Duration.ofNanos(ticker.nanos() - begun).multipliedBy(REST_FOR_WORK);
                    rest = took.compareTo(REST) > 0 ? took : REST;
                    rest();
                })
                .startIn(looks);
    }

    @Override
    public void close() {
        hidden();
    }
}
