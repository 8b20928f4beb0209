package dev.rostrum.ui.fx;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Keeps work until the test lets it run, in the order that the test wants. */
public final class QueuedJobs implements Jobs {
    private final List<Runnable> waiting = new ArrayList<>();

    @Override
    public <T> void run(Callable<? extends T> work, Consumer<? super T> ok, Consumer<? super Exception> fail) {
        waiting.add(() -> new InlineJobs().run(work, ok, fail));
    }

    public int waiting() {
        return waiting.size();
    }

    /** Runs the n-th of the waiting pieces of work. */
    public void runAt(int n) {
        waiting.remove(n).run();
    }

    /** Runs all, also what they add. */
    public void runAll() {
        while (!waiting.isEmpty()) {
            runAt(0);
        }
    }
}
