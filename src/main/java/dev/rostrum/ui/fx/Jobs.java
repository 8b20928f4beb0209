package dev.rostrum.ui.fx;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Takes work off the FX thread and brings its outcome back to it. */
public interface Jobs {

    /**
     * Runs {@code work} elsewhere; exactly one of {@code ok} and {@code fail} follows on the FX thread, unless the program
     * is ending. An {@link Error} arrives as the cause of an {@link java.util.concurrent.ExecutionException}.
     */
    <T> void run(Callable<? extends T> work, Consumer<? super T> ok, Consumer<? super Exception> fail);
}
