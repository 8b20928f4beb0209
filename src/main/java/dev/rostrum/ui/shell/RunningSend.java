package dev.rostrum.ui.shell;

import dev.rostrum.announce.RunSnapshot;
import java.util.List;

/**
 * What is being sent, for the status bar.
 *
 * @param sends announcements that are sent together
 * @param title of the first of them
 * @param done recipients with an outcome, of all of them
 * @param total recipients of all of them
 */
public record RunningSend(int sends, String title, long done, long total) {
    /** Of these runs together, or null where there is none. */
    public static RunningSend of(List<RunSnapshot> runs) {
        return runs.isEmpty()
                ? null
                : new RunningSend(
                        runs.size(),
                        runs.get(0).title(),
                        runs.stream().mapToLong(run -> run.totals().settled()).sum(),
                        runs.stream()
                                .mapToLong(run -> run.totals().recipients())
                                .sum());
    }

    /** What part of it is done, from 0 to 1. */
    public double share() {
        return total == 0 ? 0 : (double) done / total;
    }
}
