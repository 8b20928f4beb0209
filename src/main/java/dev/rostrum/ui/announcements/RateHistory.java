package dev.rostrum.ui.announcements;

import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.announce.Runs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests per second of the runs at work, measured since this window watches them: about one sample a second, at most
 * {@value #MOST} of a run; then every second one is dropped and half as many are taken. As many runs are kept as may be at work.
 */
final class RateHistory {
    static final int MOST = 600;

    /**
     * @param perSecond measured
     * @param limit the rate in force; infinite where pacing is lifted
     * @param held everybody waits, because Teams asked for it
     * @param begins nothing was sent right before it: the run was paused, or the window did not watch
     */
    record Sample(Instant at, double perSecond, double limit, boolean held, boolean begins) {}

    /** Over its first moments a rate says little. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private static final class Samples {
        private final List<Sample> samples = new ArrayList<>();
        private final Instant since;
        private Duration step = Duration.ofSeconds(1);
        private boolean broken = true;

        Samples(Instant since) {
            this.since = since;
        }

        void add(RunSnapshot snapshot, double limit, Instant now) {
            if (!snapshot.active()) {
                broken = true;
                return;
            }
            if (now.isBefore(since.plus(SETTLING))) {
                return;
            }
            if (!samples.isEmpty()
                    && now.isBefore(samples.get(samples.size() - 1).at().plus(step))) {
                return;
            }
            samples.add(new Sample(now, snapshot.requestsPerSecond(), limit, snapshot.waitingUntil() != null, broken));
            broken = false;
            if (samples.size() > MOST) {
                List<Sample> kept = new ArrayList<>();
                for (int i = 0; i < samples.size(); i += 2) {
                    boolean next = i + 1 < samples.size() && samples.get(i + 1).begins();
                    // Where the one that began goes, the one before it is no part of the same line.
                    kept.add(next ? samples.get(i + 1) : samples.get(i));
                }
                samples.clear();
                samples.addAll(kept);
                step = step.multipliedBy(2);
            }
        }
    }

    private final Clock clock;
    private final Map<Long, Samples> runs = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Samples> eldest) {
            return size() > Runs.MOST_AT_WORK;
        }
    };

    RateHistory(Clock clock) {
        this.clock = clock;
    }

    void add(RunSnapshot snapshot, double limit) {
        Instant now = clock.instant();
        runs.computeIfAbsent(snapshot.runId(), run -> new Samples(now)).add(snapshot, limit, now);
    }

    /** Samples of this run, oldest first; none of a run that was not watched. */
    List<Sample> of(long wanted) {
        Samples run = runs.get(wanted);
        return run == null ? List.of() : List.copyOf(run.samples);
    }
}
