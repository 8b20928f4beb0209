package dev.rostrum.connector;

import java.util.Arrays;

/**
 * Limits of the kind "at most n within any s", several at once, over one row of events. Exact, unlike counters per second;
 * keeps no more times than its largest limit needs. It is not safe for use by many threads.
 */
final class SlidingWindows {
    private final int[] counts;
    private final long[] spans;
    private final int most;
    // The ring grows as far as it is used; the newest event lies before next.
    private long[] times = new long[8];
    private int next;
    private int size;

    /**
     * @param counts events allowed …
     * @param spans … within so many nanoseconds, in the same order
     */
    SlidingWindows(int[] counts, long[] spans) {
        this.counts = counts.clone();
        this.spans = spans.clone();
        this.most = Arrays.stream(counts).max().orElseThrow();
    }

    /** The same events under other limits, as far as they were kept. */
    SlidingWindows with(int[] otherCounts, long[] otherSpans) {
        SlidingWindows other = new SlidingWindows(otherCounts, otherSpans);
        for (int back = Math.min(size, other.most); back >= 1; back--) {
            other.add(time(back));
        }
        return other;
    }

    /** Nanoseconds from {@code now} until another event fits into every window; zero or less where it fits now. */
    long waitFrom(long now) {
        long wait = 0;
        for (int i = 0; i < counts.length; i++) {
            if (size >= counts[i]) {
                wait = Math.max(wait, time(counts[i]) + spans[i] - now);
            }
        }
        return wait;
    }

    void add(long at) {
        if (size == times.length && size < most) {
            long[] larger = new long[Math.min(most, 2 * size)];
            for (int back = size; back >= 1; back--) {
                larger[size - back] = time(back);
            }
            times = larger;
            next = size;
        }
        times[next % times.length] = at;
        next = (next + 1) % times.length;
        size = Math.min(size + 1, Math.min(most, times.length));
    }

    /** The event {@code back} places from the end; 1 is the newest. */
    private long time(int back) {
        return times[Math.floorMod(next - back, times.length)];
    }
}
