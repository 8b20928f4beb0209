package dev.rostrum.ui.announcements;

import dev.rostrum.announce.RunSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests per second of the run that sends, measured since this window watches it: about one sample a second, at most
 * {@value #MOST}; then every second one is dropped and half as many are taken.
 */
final class RateHistory {
    static final int MOST = 600;

    /**
     * @param perSecond measured
     * @param limit the rate in force; infinite where pacing is lifted
     * @param held everybody waits, because Teams asked for it
     */
    record Sample(Instant at, double perSecond, double limit, boolean held) {}

    /** Over its first moments a rate says little. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private final Clock clock;
    private final List<Sample> samples = new ArrayList<>();
    private Duration step = Duration.ofSeconds(1);
    private long runId;
    private Instant since = Instant.MAX;

    RateHistory(Clock clock) {
        this.clock = clock;
    }

    void add(RunSnapshot snapshot, double limit) {
        if (snapshot.runId() != runId) {
            runId = snapshot.runId();
            samples.clear();
            step = Duration.ofSeconds(1);
            since = clock.instant();
        }
        Instant now = clock.instant();
        if (!snapshot.active() || now.isBefore(since.plus(SETTLING))) {
            return;
        }
        if (!samples.isEmpty()
                && now.isBefore(samples.get(samples.size() - 1).at().plus(step))) {
            return;
        }
        samples.add(new Sample(now, snapshot.requestsPerSecond(), limit, snapshot.waitingUntil() != null));
        if (samples.size() > MOST) {
            List<Sample> kept = new ArrayList<>();
            for (int i = 0; i < samples.size(); i += 2) {
                kept.add(samples.get(i));
            }
            samples.clear();
            samples.addAll(kept);
            step = step.multipliedBy(2);
        }
    }

    /** Samples of this run, oldest first; none of a run that was not watched. */
    List<Sample> of(long wanted) {
        return wanted == runId ? List.copyOf(samples) : List.of();
    }
}
