package dev.rostrum.announce;

import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.Totals;
import java.time.Duration;
import java.time.Instant;

/**
 * A run at one moment, for screens and progress bars.
 *
 * @param pauseReason why it stands still, or null
 * @param detail the pause in words, or null
 * @param requestsPerSecond measured over the last seconds
 * @param waiting what everybody waits for, or null
 * @param waitingUntil until when, or null
 * @param left estimate of the time left, or null where none can be made
 */
public record RunSnapshot(
        long runId,
        String title,
        RunState state,
        PauseReason pauseReason,
        String detail,
        Totals totals,
        double requestsPerSecond,
        String waiting,
        Instant waitingUntil,
        Duration left) {

    /** Whether requests may be under way. */
    public boolean active() {
        return state == RunState.RUNNING || state == RunState.STOPPING;
    }
}
