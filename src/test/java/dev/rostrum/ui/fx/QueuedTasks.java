package dev.rostrum.ui.fx;

import java.util.ArrayList;
import java.util.List;

/** Keeps work until the test lets it run, in the order that the test wants. */
public final class QueuedTasks implements Tasks {
    private final List<Task<?>> waiting = new ArrayList<>();

    @Override
    public void start(Task<?> task) {
        waiting.add(task);
    }

    public int waiting() {
        return waiting.size();
    }

    /** Runs the n-th of the waiting pieces of work. */
    public void runAt(int n) {
        waiting.remove(n).run(Runnable::run);
    }

    /** Runs all, also what they add. */
    public void runAll() {
        while (!waiting.isEmpty()) {
            runAt(0);
        }
    }
}
