package dev.rostrum.ui.fx;

import dev.rostrum.domain.Ticker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Brings snapshots from any thread to the FX thread at most ten times a second. Values in between are skipped, the newest
 * always arrives; of each thing, where they are of several.
 */
public final class Coalesced<T> implements Consumer<T>, AutoCloseable {
    private static final long PULSE = Duration.ofMillis(100).toNanos();

    private final Executor fx;
    private final Delay delay;
    private final Ticker ticker;
    private final Consumer<? super T> sink;

    private final Function<? super T, ?> thing;
    private final Map<Object, T> newest = new LinkedHashMap<>();
    private boolean pending;
    private boolean closed;
    private boolean told;
    private long toldAt;

    /** For snapshots of one thing. */
    public Coalesced(Executor fx, Delay delay, Ticker ticker, Consumer<? super T> sink) {
        this(fx, delay, ticker, value -> "", sink);
    }

    /** @param thing says what a snapshot is of */
    public Coalesced(Executor fx, Delay delay, Ticker ticker, Function<? super T, ?> thing, Consumer<? super T> sink) {
        this.thing = thing;
        this.fx = fx;
        this.delay = delay;
        this.ticker = ticker;
        this.sink = sink;
    }

    @Override
    public void accept(T value) {
        synchronized (this) {
            if (closed) {
                return;
            }
            newest.put(thing.apply(value), value);
            if (pending) {
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
        List<T> values;
        synchronized (this) {
            if (closed) {
                return;
            }
            values = List.copyOf(newest.values());
            newest.clear();
            pending = false;
            told = true;
            toldAt = ticker.nanos();
        }
        values.forEach(sink);
    }

    /** Ends the telling: nothing comes from now on. */
    @Override
    public synchronized void close() {
        closed = true;
        newest.clear();
    }
}
