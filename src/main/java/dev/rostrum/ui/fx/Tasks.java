package dev.rostrum.ui.fx;

import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Takes work off the FX thread and brings its outcome back to it. Each kind of work has a lane with threads of its own, so
 * that long work holds up no page, and neither holds up a decision of the admin.
 */
public interface Tasks {
    /** Where a task waits for its turn. */
    enum Lane {
        /** What the admin decided and what takes a commit or two: pause, stop, decide. Nothing else stands before it. */
        CONTROL,
        /** Pages and counts. One that nobody waits for any more is interrupted. */
        READ,
        /** Whatever waits for the network, for a keychain, or goes through a whole file. */
        LONG
    }

    /** Long work that asks now and then whether it shall end; it throws in that case. */
    @FunctionalInterface
    interface Cancellable<T> {
        T run(BooleanSupplier cancelled) throws Exception;
    }

    /** Long work that says how far it is, too. */
    @FunctionalInterface
    interface ProgressWork<P, T> {
        /** @param progress brings what it is told to the FX thread, each piece and in order */
        T run(Consumer<P> progress, BooleanSupplier cancelled) throws Exception;
    }

    /** A task on the lane of what the admin decides. */
    default <T> Task<T> control(Callable<? extends T> work) {
        return new Task<>(this, Lane.CONTROL, task -> work.call());
    }

    /** A task on the lane of pages and counts. */
    default <T> Task<T> read(Callable<? extends T> work) {
        return new Task<>(this, Lane.READ, task -> work.call());
    }

    /** A task on the lane of long work. */
    default <T> Task<T> lengthy(Callable<? extends T> work) {
        return new Task<>(this, Lane.LONG, task -> work.call());
    }

    /** A task on the lane of long work that can be cancelled. */
    default <T> Task<T> lengthy(Cancellable<? extends T> work) {
        return new Task<>(this, Lane.LONG, task -> work.run(task::isCancelled));
    }

    /**
     * A task on the lane of long work that is followed and can be cancelled.
     *
     * @param told the progress, on the FX thread
     */
    default <P, T> Task<T> lengthy(Consumer<? super P> told, ProgressWork<P, ? extends T> work) {
        return new Task<>(
                this, Lane.LONG, task -> work.run(step -> task.tell(() -> told.accept(step)), task::isCancelled));
    }

    /** Queues a task on its lane; {@link Task#start} calls it. */
    void start(Task<?> task);
}
