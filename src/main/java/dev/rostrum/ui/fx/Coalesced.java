package dev.rostrum.ui.fx;

import dev.rostrum.domain.Ticker;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Brings snapshots from any thread to the FX thread at most ten times a second. Values in between are skipped, the newest
 * always arrives.
 */
public final class Coalesced<T> implements Consumer<T>, AutoCloseable {
    private static final long PULSE = Duration.ofMillis(100).toNanos();

    private final Executor fx;
    private final Delay delay;
    private final Ticker ticker;
    private final Consumer<? super T> sink;

    private T newest;
    private boolean pending;
    private boolean closed;
    private boolean told;
    private long toldAt;

    public Coalesced(Executor fx, Delay delay, Ticker ticker, Consumer<? super T> sink) {
        this.fx = fx;
        this.delay = delay;
        this.ticker = ticker;
        this.sink = sink;
    }

    @Override
    public void accept(T value) {
        synchronized (this) {
            newest = value;
            if (pending || closed) {
                return;
            }
            pending = true;
        }
        fx.execute(this::pulse);
    }

    private void pulse() {
        long wait;
        synchronized (this) {
            wait = told ? PULSE - (ticker.nanos() - toldAt) : 0;
        }
        if (wait > 0) {
            // The pause is rounded up: one of 0 ms would come back too early and break the rate.
            delay.after(Duration.ofMillis(wait / 1_000_000 + 1), this::tell);
        } else {
            tell();
        }
    }

    private void tell() {
        T value;
        synchronized (this) {
            if (closed) {
                return;
            }
            value = newest;
            pending = false;
            told = true;
            toldAt = ticker.nanos();
        }
        sink.accept(value);
    }

    /** Ends the telling: nothing comes from now on. */
    @Override
    public synchronized void close() {
        closed = true;
        newest = null;
    }
}
