package dev.rostrum.announce;

import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.Totals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A run at one moment, for screens and progress bars.
 *
 * @param pauseReason why it stands still, or null
 * @param detail what is special about the pause, or null
 * @param requestsPerSecond measured over the last seconds
 * @param rateInForce requests per second that it keeps to now: the set rate, less while Teams throttles; infinite where pacing is
 *     lifted, 0 where it does not send
 * @param waiting what it waits for and until when, or null
 * @param inFlight ids of the deliveries of which a request is under way
 * @param left estimate of the time left, or null where none can be made
 */
public record RunSnapshot(
        long runId,
        String title,
        RunState state,
        PauseReason pauseReason,
        Reason detail,
        Totals totals,
        double requestsPerSecond,
        double rateInForce,
        Waiting waiting,
        List<Long> inFlight,
        Duration left) {

    public RunSnapshot {
        inFlight = List.copyOf(inFlight);
    }

    /** A run that does not send. */
    public static RunSnapshot standing(
            long runId, String title, RunState state, PauseReason pauseReason, Reason detail, Totals totals) {
        return new RunSnapshot(runId, title, state, pauseReason, detail, totals, 0, 0, null, List.of(), null);
    }

    /** Whether requests may be under way. */
    public boolean active() {
        return state == RunState.RUNNING || state == RunState.STOPPING;
    }

    /** Until when it holds, where that is known, else null. */
    public Instant waitingUntil() {
        return waiting == null ? null : waiting.until();
    }
}
