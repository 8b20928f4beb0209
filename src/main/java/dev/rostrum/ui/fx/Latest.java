package dev.rostrum.ui.fx;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Lets only the newest of a row of requests report: the outcome of an older one is dropped. Used on the FX thread. */
public final class Latest {
    private long ticket;

    /** Runs the work and makes every earlier request of this object stale. */
    public <T> void run(
            Jobs jobs, Callable<? extends T> work, Consumer<? super T> ok, Consumer<? super Exception> fail) {
        long mine = ++ticket;
        jobs.<T>run(
                work,
                result -> {
                    if (mine == ticket) {
                        ok.accept(result);
                    }
                },
                failure -> {
                    if (mine == ticket) {
                        fail.accept(failure);
                    }
                });
    }

    /** Makes every request so far stale. */
    public void drop() {
        ticket++;
    }
}
