package dev.rostrum.ui.fx;

import java.time.Duration;
import java.util.concurrent.Executor;
import javafx.animation.AnimationTimer;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one road to the FX thread. What arrives after {@link #close()} is dropped: the window is gone. */
public final class FxThread implements Executor, Delay, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FxThread.class);

    private volatile boolean closed;

    /** Runs the task now when already on the FX thread, else queues it there. */
    @Override
    public void execute(Runnable task) {
        if (closed) {
            return;
        }
        if (Platform.isFxApplicationThread()) {
            task.run();
            return;
        }
        later(task);
    }

    /** Queues the task behind what the FX thread is doing, also when called on it. */
    public void later(Runnable task) {
        if (closed) {
            return;
        }
        try {
            Platform.runLater(() -> {
                if (!closed) {
                    task.run();
                }
            });
        } catch (IllegalStateException e) {
            LOG.debug("The FX toolkit has ended; a late task was dropped");
        }
    }

    @Override
    public void after(Duration delay, Runnable task) {
        execute(() -> {
            PauseTransition pause = new PauseTransition(javafx.util.Duration.millis((double) delay.toMillis()));
            pause.setOnFinished(e -> {
                if (!closed) {
                    task.run();
                }
            });
            pause.play();
        });
    }

    /** Runs the task once a frame that was asked for before this call is drawn. */
    public void afterFrame(Runnable task) {
        execute(() -> new AnimationTimer() {
            private int pulses;

            @Override
            public void handle(long now) {
                // A pulse begins with its timers and ends with its frame: the third comes after two frames.
                pulses++;
                if (pulses == 3) {
                    stop();
                    task.run();
                }
            }
        }.start());
    }

    @Override
    public void close() {
        closed = true;
    }
}
