package dev.rostrum.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A delay whose tasks wait until the test lets the time pass. */
public final class HeldDelay implements Delay {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final List<Duration> rests = new ArrayList<>();

    @Override
    public void after(Duration delay, Runnable task) {
        rests.add(delay);
        waiting.add(task);
    }

    /** What is to happen later. */
    public Queue<Runnable> waiting() {
        return waiting;
    }

    /** How long each was to wait. */
    public List<Duration> rests() {
        return rests;
    }

    /** Lets the one thing happen that waits. */
    public void pass() {
        assertThat(waiting).hasSize(1);
        waiting.remove().run();
    }
}
