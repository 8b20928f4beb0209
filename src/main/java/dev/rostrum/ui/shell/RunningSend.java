package dev.rostrum.ui.shell;

/**
 * The send that runs, for the status bar.
 *
 * @param done recipients with an outcome
 * @param total recipients
 */
public record RunningSend(String title, long done, long total) {
    /** What part of it is done, from 0 to 1. */
    public double share() {
        return total == 0 ? 0 : (double) done / total;
    }
}
