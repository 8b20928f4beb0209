package dev.rostrum.ui.fx;

import java.time.Duration;

/** Runs something later, on the FX thread. */
@FunctionalInterface
public interface Delay {
    void after(Duration delay, Runnable task);
}
