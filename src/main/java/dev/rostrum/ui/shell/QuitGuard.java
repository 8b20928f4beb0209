package dev.rostrum.ui.shell;

/** Asked before the window closes, for example to pause a running send. */
@FunctionalInterface
public interface QuitGuard {
    /** Calls {@code close} when the window may close: now, later after a question, or never. */
    void beforeClose(Runnable close);
}
