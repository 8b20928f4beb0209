package dev.rostrum.ui.fx;

/** Does work at once on the calling thread, so that view-models are tested without a toolkit. */
public final class InlineTasks implements Tasks {
    @Override
    public void start(Task<?> task) {
        task.run(Runnable::run);
    }
}
