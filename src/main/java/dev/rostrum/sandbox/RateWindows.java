package dev.rostrum.sandbox;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The rate limits as sliding windows: for each operation on each thread, and for all requests of the app in
 * the tenant. A request that is refused counts nowhere. The limits for all bots together are twice those for one bot
 * and cannot be met here, where there is one. Safe for use by many threads.
 */
final class RateWindows {
    /** An operation with limits of its own. */
    enum Operation {
        SEND(new Window(1, 7), new Window(2, 8), new Window(30, 60), new Window(3600, 1800)),
        CREATE(new Window(1, 7), new Window(2, 8), new Window(30, 60), new Window(3600, 1800)),
        MEMBERS(new Window(1, 14), new Window(2, 16), new Window(30, 120), new Window(3600, 3600)),
        /** The older call for a roster at once. */
        ALL_MEMBERS(new Window(60, 5)),
        CONVERSATION(new Window(1, 14), new Window(2, 16), new Window(30, 120), new Window(3600, 3600));

        @SuppressWarnings("ImmutableEnumChecker") // List.of makes one that cannot change
        private final List<Window> windows;

        Operation(Window... windows) {
            this.windows = List.of(windows);
        }
    }

    private static final int SWEEP_EVERY = 4096;
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(3600);

    private final RateLimits limits;
    private final List<Window> wholeApp;
    private final LongSupplier nanos;
    private final long start;
    private final Times app = new Times();
    private final Map<Key, Times> threads = new HashMap<>();
    private int untilSweep = SWEEP_EVERY;

    RateWindows(RateLimits limits, LongSupplier nanos) {
        this.limits = limits;
        this.wholeApp = limits.perSecond() == 0 ? List.of() : List.of(new Window(1, limits.perSecond()));
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    RateLimits limits() {
        return limits;
    }

    /**
     * Counts one request, or as many as the sandbox makes of it, if all windows have room.
     *
     * @param operation what limits apply; null for none but the app's
     * @param thread number of the person or team whose thread it is on
     * @return 0 if it was counted, else the nanoseconds until it could be
     */
    synchronized long take(Operation operation, long thread, int count) {
        if (limits.none()) {
            return 0;
        }
        long now = nanos.getAsLong();
        if (limits.throttles(now - start)) {
            return TimeUnit.SECONDS.toNanos(1);
        }
        Times own = operation == null || !limits.perConversation()
                ? null
                : threads.computeIfAbsent(new Key(operation, thread), key -> new Times());
        long wait = app.wait(wholeApp, count, now);
        if (own != null) {
            wait = Math.max(wait, own.wait(operation.windows, count, now));
        }
        if (wait == 0) {
            if (!wholeApp.isEmpty()) {
                app.add(count, now, TimeUnit.SECONDS.toNanos(1));
            }
            if (own != null) {
                own.add(count, now, LONGEST);
            }
        }
        if (--untilSweep == 0) {
            sweep(now);
        }
        return wait;
    }

    private void sweep(long now) {
        untilSweep = SWEEP_EVERY;
        for (Iterator<Times> all = threads.values().iterator(); all.hasNext(); ) {
            Times times = all.next();
            times.forget(now, LONGEST);
            if (times.size == 0) {
                all.remove();
            }
        }
    }

    /** At most so many requests in so many seconds. */
    private record Window(int seconds, int most) {}

    private record Key(Operation operation, long thread) {}

    /** When requests were counted, oldest first, in a ring that grows up to the largest window. */
    private static final class Times {
        private long[] ring = new long[4];
        private int first;
        private int size;

        long wait(List<Window> windows, int count, long now) {
            long wait = 0;
            for (Window window : windows) {
                int over = size + count - window.most;
                if (over > 0) {
                    long age = now - at(Math.min(over, size) - 1);
                    wait = Math.max(wait, TimeUnit.SECONDS.toNanos(window.seconds) - age);
                }
            }
            return wait;
        }

        void add(int count, long now, long keep) {
            forget(now, keep);
            for (int i = 0; i < count; i++) {
                if (size == ring.length) {
                    long[] larger = new long[size * 2];
                    for (int j = 0; j < size; j++) {
                        larger[j] = at(j);
                    }
                    ring = larger;
                    first = 0;
                }
                ring[(first + size++) % ring.length] = now;
            }
        }

        void forget(long now, long keep) {
            while (size > 0 && now - at(0) >= keep) {
                first = (first + 1) % ring.length;
                size--;
            }
        }

        private long at(int position) {
            return ring[(first + position) % ring.length];
        }
    }
}
