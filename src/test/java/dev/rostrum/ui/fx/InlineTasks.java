package dev.rostrum.ui.fx;

import java.util.concurrent.Executor;

/** Does work at once on the calling thread, so that view-models are tested without a toolkit. */
public final class InlineTasks implements Tasks {
    private final Executor told;

    public InlineTasks() {
        this(Runnable::run);
    }

    /** @param told where outcomes are told */
    public InlineTasks(Executor told) {
        this.told = told;
    }

    @Override
    public void start(Task<?> task) {
        task.run(told);
    }
}
