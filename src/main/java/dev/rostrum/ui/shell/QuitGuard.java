package dev.rostrum.ui.shell;

/** Decides whether the window closes, for example after a running send was paused. */
@FunctionalInterface
public interface QuitGuard {
    /** Calls {@code close} when the window may close: now, later after a question, or never. */
    void beforeClose(Runnable close);
}
