package dev.rostrum.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoalescedTest {
    private final Deque<Runnable> fx = new ArrayDeque<>();
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final List<Duration> delays = new ArrayList<>();
    private final List<Integer> told = new ArrayList<>();
    private long now;
    private final Coalesced<Integer> values = new Coalesced<>(
            fx::add,
            (delay, task) -> {
                delays.add(delay);
                later.add(task);
            },
            () -> now,
            told::add);

    private void pulse() {
        while (!fx.isEmpty()) {
            fx.poll().run();
        }
    }

    @Test
    void thousandValuesCostOneUpdateAndTheNewestComes() {
        for (int i = 0; i < 1000; i++) {
            values.accept(i);
        }
        assertThat(fx).hasSize(1);
        pulse();
        assertThat(told).containsExactly(999);
    }

    @Test
    void nextValueWaitsForTheRestOfTheTenthOfASecond() {
        values.accept(1);
        pulse();
        now += 30_000_000;
        values.accept(2);
        values.accept(3);
        pulse();
        assertThat(told).containsExactly(1);
        assertThat(delays).containsExactly(Duration.ofMillis(71));
        values.accept(4);
        now += 71_000_000;
        later.poll().run();
        assertThat(told).containsExactly(1, 4);
    }

    @Test
    void afterAPauseAValueComesAtOnce() {
        values.accept(1);
        pulse();
        now += 100_000_000;
        values.accept(2);
        pulse();
        assertThat(told).containsExactly(1, 2);
        assertThat(delays).isEmpty();
    }

    @Test
    void nothingIsToldAfterClose() {
        values.accept(1);
        values.close();
        pulse();
        values.accept(2);
        pulse();
        assertThat(told).isEmpty();
    }
}
