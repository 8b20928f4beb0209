package dev.rostrum.ui.fx;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Runs work at once on the calling thread, so that view-models are tested without a toolkit. */
public final class InlineJobs implements Jobs {
    @Override
    public <T> void run(Callable<? extends T> work, Consumer<? super T> ok, Consumer<? super Exception> fail) {
        T result;
        try {
            result = work.call();
        } catch (Exception e) {
            fail.accept(e);
            return;
        }
        ok.accept(result);
    }
}
