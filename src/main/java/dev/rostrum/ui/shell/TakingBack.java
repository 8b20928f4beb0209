package dev.rostrum.ui.shell;

import dev.rostrum.ui.fx.Tasks;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Takes back what was done. Everything on the FX thread. */
@FunctionalInterface
public interface TakingBack {
    /**
     * Begins it; exactly one of the two is told.
     *
     * @param done it was taken back
     * @param failed why it was not
     */
    void begin(Runnable done, Consumer<Exception> failed);

    /** What {@link #by} does off the FX thread. */
    @FunctionalInterface
    interface Work {
        /** @throws Exception a {@link dev.rostrum.domain.Problem} where it cannot be taken back (any more) */
        void run() throws Exception;
    }

    /**
     * By a task of the lane of what the admin decides.
     *
     * @param after told on the FX thread when it was taken back, also where whoever offered it is closed by then
     */
    static TakingBack by(Tasks tasks, Work work, Runnable after) {
        Callable<Boolean> call = () -> {
            work.run();
            return true;
        };
        return (done, failed) -> tasks.control(call)
                .onOk(taken -> {
                    after.run();
                    done.run();
                })
                .onFail(failed)
                .start();
    }
}
