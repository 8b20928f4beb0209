package dev.rostrum.connector;

import dev.rostrum.domain.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/**
 * Paces all calls of one connection. Turns come evenly spaced, slightly wider than the set rate asks, so that what the network
 * delays still meets the service's sliding second; a turn taken late is made up for within bounds. Two windows hold the set
 * rate strictly: one over turns, one over departures, since a commit lies between the two. Time that passes with nobody waiting
 * earns nothing, so neither idleness nor a sleeping computer is followed by a burst. The wall clock has no say.
 *
 * <p>Below the set rate it adapts: a 429 lowers the rate in force, answered requests raise it again. Nobody begins a request
 * while Teams asked to wait. Each conversation has windows of its own (connector reference 5.1).
 */
public final class Pacer {
    /** Microsoft's limit for one app in one tenant (connector reference 5.1). */
    public static final double CEILING = 50;

    /** Requests per second where nothing else is set; a first contact costs two. */
    public static final double DEFAULT_RATE = 20;

    /** Room for the network: a request may come so much later than the one a second before, and still fit. */
    private static final double SPACING = 1.02;

    /** The strict windows are so much longer than a second. */
    private static final double STRICT = 1.01;

    /** Lateness beyond this is not made up for. */
    static final long CATCH_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** A ticker set by hand moves without waking anybody. */
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long LOOK_AGAIN_BEHIND_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** A hold that is over so soon is waited for also by a request that had its turn before. */
    private static final long SHORT_HOLD_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final int MOST_LOOKS = 100;

    /** What a 429 without {@code Retry-After} costs, doubled while more of them follow. */
    private static final Duration HOLD = Duration.ofSeconds(2);

    private static final int MOST_DOUBLINGS = 5;

    /** No answer holds the connection for longer. */
    static final Duration MOST_HOLD = Duration.ofHours(1);

    /** A 429 that comes alone lowers the rate in force to this part … */
    private static final double LOWER_ONCE = 0.95;

    /** … and one that follows within {@link #SOON_NANOS} of a lowering to this. */
    private static final double LOWER_AGAIN = 0.8;

    private static final long SOON_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** A second with answers raises the rate in force by this part of the set rate. */
    private static final double RAISE = 0.01;

    /** The rate in force never falls below this part of the set rate. */
    private static final double FLOOR = 0.02;

    /** The rate above which (on local connections only) the strict window is shorter than a second. */
    private static final int MOST_COUNTED = 1000;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /**
     * Conversations remembered. At the ceiling one is forgotten after 80 s of disuse at the soonest, when only its window of an
     * hour could still matter.
     */
    private static final int CONVERSATIONS = 4096;

    /** What a call does, as far as Teams counts it apart (connector reference 5.1). */
    public enum Kind {
        /** A message sent, changed or deleted; counted per conversation. */
        SEND(new int[] {7, 8, 60, 1800}),
        /** A conversation created or fetched; counted per user. */
        CREATE(new int[] {7, 8, 60, 1800}),
        /** A page of a roster; counted per team. */
        MEMBERS(new int[] {14, 16, 120, 3600});

        private static final long[] SPANS = LongStream.of(1, 2, 30, 3600)
                .map(s -> (long) (SECOND * STRICT * s))
                .toArray();
        private final int[] counts;

        Kind(int[] counts) {
            this.counts = counts;
        }

        private SlidingWindows windows() {
            return new SlidingWindows(counts, SPANS);
        }
    }

    /** Why nobody begins a request. */
    public enum Hold {
        TEAMS_ASKED,
        NOT_CONNECTED
    }

    /** The right to begin one request. Used up by the call it is handed to. */
    public final class Permit {
        private final AtomicBoolean used = new AtomicBoolean();
        private final BooleanSupplier givenUp;
        private final RateLimit limit;
        private volatile long departed;

        private Permit(BooleanSupplier givenUp, RateLimit limit) {
            this.givenUp = givenUp;
            this.limit = limit;
            this.departed = ticker.nanos();
        }

        /**
         * Right before the request goes: waits, for the most part not at all, until the last second has room for it.
         *
         * @return whether it may go: not where the caller has given up meanwhile, or everybody is held for long
         */
        boolean use() {
            if (!used.compareAndSet(false, true)) {
                throw new IllegalStateException("A permit is good for one request");
            }
            return depart(this);
        }

        /** Asks once more when the connection stands: whether the caller has not given up, and no long hold has begun. */
        boolean holds() {
            return !givenUp.getAsBoolean() && (givenUp == NEVER || !longHold());
        }
    }

    /**
     * @param requestsPerSecond the set rate; infinite where pacing is lifted
     * @param inForce the rate kept now, lower than the set one after a 429
     * @param heldFor how long nobody begins a request, zero where that is not so
     * @param heldBy why not, or null
     */
    public record State(double requestsPerSecond, double inForce, Duration heldFor, Hold heldBy) {
        /** Whether Teams' answers made it slower than it is set. */
        public boolean lowered() {
            return inForce < requestsPerSecond;
        }
    }

    private static final BooleanSupplier NEVER = () -> false;

    private record Conversation(Kind kind, String id) {}

    private static final class Waiter {
        private final Condition granted;
        private boolean inLine;

        Waiter(Condition granted) {
            this.granted = granted;
        }
    }

    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Waiter> line = new ArrayDeque<>();
    private final Map<Conversation, SlidingWindows> conversations = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Conversation, SlidingWindows> eldest) {
            return size() > CONVERSATIONS;
        }
    };
    private volatile boolean lifted;
    private volatile boolean held;
    private double rate;
    private double inForce;
    private SlidingWindows turns;
    private SlidingWindows departures;
    private long due;
    private long heldUntil;
    private Hold heldBy;
    private long loweredAt;
    private boolean everLowered;
    private long raisedAt;
    private int unasked;

    /**
     * @param requestsPerSecond above 0; {@link Double#POSITIVE_INFINITY} lifts pacing (connections marked local only)
     */
    public Pacer(double requestsPerSecond, Ticker ticker) {
        this.ticker = ticker;
        this.rate = checked(requestsPerSecond);
        this.inForce = rate;
        this.lifted = Double.isInfinite(rate);
        this.turns = strictWindow(rate);
        this.departures = strictWindow(rate);
        this.due = ticker.nanos();
        this.heldUntil = due;
    }

    private static double checked(double requestsPerSecond) {
        if (!(requestsPerSecond > 0)) {
            throw new IllegalArgumentException("A rate is above 0 requests per second");
        }
        return requestsPerSecond;
    }

    /** No more than this rate in any second; below one a second the window is the time that one takes. */
    static SlidingWindows strictWindow(double rate) {
        return new SlidingWindows(strictCounts(rate), strictSpans(rate));
    }

    private static int[] strictCounts(double rate) {
        return new int[] {(int) Math.max(1, Math.min(MOST_COUNTED, rate))};
    }

    private static long[] strictSpans(double rate) {
        return new long[] {(long) (SECOND * STRICT * strictCounts(rate)[0] / Math.max(rate, Double.MIN_NORMAL))};
    }

    /** Does as {@link #acquire(Kind, String, RateLimit, BooleanSupplier)}, for a call that Teams counts in no conversation. */
    public Optional<Permit> acquire(BooleanSupplier givenUp) throws InterruptedException {
        return acquire(null, null, null, givenUp);
    }

    /** Does as {@link #acquire(Kind, String, RateLimit, BooleanSupplier)}, for a request that is never given up, and goes once it has its permit. */
    public Permit acquire(Kind kind, String conversation) throws InterruptedException {
        return acquire(kind, conversation, null, NEVER).orElseThrow();
    }

    /**
     * Waits for the next turn. Turns are given in the order of asking, one waiter woken for each.
     *
     * @param kind what Teams counts it as in its conversation, or null
     * @param conversation the id it is counted under, or null
     * @param limit what it keeps to besides as it departs, or null; whoever asks has waited for its turn there before
     * @param givenUp asked at least twice a second, and at once after {@link #lookAgain}; once it says yes, no permit is given. Asked
     *     again right before the request: a permit that has been given up by then, or that meets a long hold, is no longer good,
     *     and the call fails as {@link ConnectorFailure.NotBegun}. It must not block
     * @return the permit, or empty when given up
     */
    public Optional<Permit> acquire(Kind kind, String conversation, RateLimit limit, BooleanSupplier givenUp)
            throws InterruptedException {
        if (lifted && !held) {
            return givenUp.getAsBoolean() ? Optional.empty() : Optional.of(new Permit(givenUp, limit));
        }
        Conversation counted = kind == null || conversation == null ? null : new Conversation(kind, conversation);
        lock.lockInterruptibly();
        Waiter me = new Waiter(lock.newCondition());
        try {
            while (true) {
                if (givenUp.getAsBoolean()) {
                    return Optional.empty();
                }
                // A full conversation waits outside the line, where it holds up nobody.
                long own = conversationWait(counted);
                if (own > 0) {
                    leave(me);
                    me.granted.awaitNanos(Math.min(own, LOOK_AGAIN_BEHIND_NANOS));
                    continue;
                }
                join(me);
                if (line.peek() != me) {
                    me.granted.awaitNanos(LOOK_AGAIN_BEHIND_NANOS);
                    continue;
                }
                long wait = turnWait();
                if (wait <= 0) {
                    take(counted);
                    return Optional.of(new Permit(givenUp, limit));
                }
                me.granted.awaitNanos(Math.min(wait, LOOK_AGAIN_NANOS));
            }
        } finally {
            leave(me);
            lock.unlock();
        }
    }

    /** Does as {@link #acquire(Kind, String, RateLimit, BooleanSupplier)}, for a request that keeps to no limit besides. */
    public Optional<Permit> acquire(Kind kind, String conversation, BooleanSupplier givenUp)
            throws InterruptedException {
        return acquire(kind, conversation, null, givenUp);
    }

    /** Does as {@link #acquire(Kind, String, RateLimit, BooleanSupplier)}, but is empty where there would be anything to wait for. */
    public Optional<Permit> acquireNow(Kind kind, String conversation, BooleanSupplier givenUp) {
        if (lifted && !held) {
            return givenUp.getAsBoolean() ? Optional.empty() : Optional.of(new Permit(givenUp, null));
        }
        Conversation counted = new Conversation(kind, conversation);
        lock.lock();
        try {
            if (givenUp.getAsBoolean() || !line.isEmpty() || conversationWait(counted) > 0) {
                return Optional.empty();
            }
            due = later(due, ticker.nanos());
            if (turnWait() > 0) {
                return Optional.empty();
            }
            take(counted);
            return Optional.of(new Permit(givenUp, null));
        } finally {
            lock.unlock();
        }
    }

    private void join(Waiter me) {
        if (me.inLine) {
            return;
        }
        if (line.isEmpty()) {
            // Nobody waited until now, so nothing is late.
            due = later(due, ticker.nanos());
        }
        line.add(me);
        me.inLine = true;
    }

    private void leave(Waiter me) {
        if (!me.inLine) {
            return;
        }
        boolean first = line.peek() == me;
        line.remove(me);
        me.inLine = false;
        if (first) {
            wakeFirst();
        }
    }

    private void wakeFirst() {
        Waiter first = line.peek();
        if (first != null) {
            first.granted.signal();
        }
    }

    static long later(long one, long other) {
        return one - other >= 0 ? one : other;
    }

    private long conversationWait(Conversation counted) {
        if (counted == null || lifted) {
            return 0;
        }
        SlidingWindows windows = conversations.get(counted);
        return windows == null ? 0 : windows.waitFrom(ticker.nanos());
    }

    private long turnWait() {
        long now = ticker.nanos();
        long hold = heldUntil - now;
        if (hold <= 0) {
            held = false;
        }
        if (lifted) {
            return hold;
        }
        return Math.max(Math.max(due - now, hold), turns.waitFrom(now));
    }

    private void take(Conversation counted) {
        if (lifted) {
            return;
        }
        long now = ticker.nanos();
        due = later(due, now - CATCH_UP_NANOS) + interval();
        turns.add(now);
        if (counted != null) {
            conversations.computeIfAbsent(counted, key -> key.kind().windows()).add(now);
        }
    }

    private long interval() {
        return lifted ? 0 : interval(inForce);
    }

    static long interval(double rate) {
        return (long) (SECOND * SPACING / rate);
    }

    /** Waits for room in the last second, and for the end of a short hold that began after the turn was given. */
    private boolean depart(Permit permit) {
        BooleanSupplier givenUp = permit.givenUp;
        RateLimit limit = permit.limit;
        if (lifted && !held && limit == null) {
            permit.departed = ticker.nanos();
            return !givenUp.getAsBoolean();
        }
        // This ends on a ticker that stands still, too.
        for (int look = 0; !givenUp.getAsBoolean(); look++) {
            long wait;
            lock.lock();
            try {
                long now = ticker.nanos();
                long hold = heldUntil - now;
                boolean longHold = hold > SHORT_HOLD_NANOS;
                if (longHold && givenUp != NEVER) {
                    return false;
                }
                wait = Math.max(lifted ? 0 : departures.waitFrom(now), longHold ? 0 : hold);
                wait = limit == null ? wait : Math.max(wait, limit.departureWait(now));
                if (wait <= 0 || look >= MOST_LOOKS) {
                    departures.add(now);
                    if (limit != null) {
                        limit.departed(now);
                    }
                    permit.departed = now;
                    return true;
                }
            } finally {
                lock.unlock();
            }
            LockSupport.parkNanos(Math.min(wait, LOOK_AGAIN_NANOS));
        }
        return false;
    }

    private boolean longHold() {
        if (!held) {
            return false;
        }
        lock.lock();
        try {
            return heldUntil - ticker.nanos() > SHORT_HOLD_NANOS;
        } finally {
            lock.unlock();
        }
    }

    /** Asks those who wait whether they have given up. */
    public void lookAgain() {
        lock.lock();
        try {
            for (Waiter waiter : line) {
                waiter.granted.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nobody begins a request before {@code wait} has passed; a shorter wait never shortens a longer one. */
    public void hold(Duration wait, Hold why) {
        lock.lock();
        try {
            long until = ticker.nanos() + (wait.compareTo(MOST_HOLD) > 0 ? MOST_HOLD : wait).toNanos();
            if (until - heldUntil > 0 || heldBy == null) {
                heldUntil = later(heldUntil, until);
                heldBy = why;
                held = true;
                due = later(due, heldUntil);
                wakeFirst();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * A request was answered 429: everybody waits as long as Teams asked, and the rate in force falls, once for all requests
     * that were under way together.
     *
     * @param retryAfter what Teams asked for, or null
     * @return how long everybody waits for it
     */
    Duration throttled(Permit permit, Duration retryAfter) {
        lock.lock();
        try {
            long now = ticker.nanos();
            boolean together = everLowered && permit.departed - loweredAt <= 0;
            if (!together && !lifted) {
                boolean soon = everLowered && now - loweredAt < SOON_NANOS;
                inForce = Math.max(rate * FLOOR, inForce * (soon ? LOWER_AGAIN : LOWER_ONCE));
            }
            if (!together) {
                loweredAt = now;
                raisedAt = now;
                everLowered = true;
                unasked = retryAfter == null ? unasked + 1 : 0;
            }
            Duration wait = retryAfter != null
                    ? retryAfter
                    : HOLD.multipliedBy(1L << Math.min(Math.max(0, unasked - 1), MOST_DOUBLINGS));
            hold(wait, Hold.TEAMS_ASKED);
            return wait;
        } finally {
            lock.unlock();
        }
    }

    /** A request was answered otherwise: the rate in force rises, in steps of a second, to the set rate at most. */
    void answered() {
        if (lifted) {
            return;
        }
        lock.lock();
        try {
            unasked = 0;
            if (inForce >= rate) {
                return;
            }
            long now = ticker.nanos();
            if (now - raisedAt >= SECOND) {
                raisedAt = now;
                inForce = Math.min(rate, inForce + rate * RAISE);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sets the rate; what was lowered before counts no more. */
    public void setRate(double requestsPerSecond) {
        lock.lock();
        try {
            rate = checked(requestsPerSecond);
            inForce = rate;
            lifted = Double.isInfinite(rate);
            turns = turns.with(strictCounts(rate), strictSpans(rate));
            departures = departures.with(strictCounts(rate), strictSpans(rate));
            long soonest = later(heldUntil, ticker.nanos() + interval());
            due = due - soonest < 0 ? due : soonest;
            for (Waiter waiter : line) {
                waiter.granted.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    public State state() {
        lock.lock();
        try {
            Duration wait = Duration.ofNanos(Math.max(0, heldUntil - ticker.nanos()));
            return new State(rate, inForce, wait, wait.isZero() ? null : heldBy);
        } finally {
            lock.unlock();
        }
    }
}
