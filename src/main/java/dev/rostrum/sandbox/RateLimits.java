package dev.rostrum.sandbox;

import dev.rostrum.domain.Problem;
import java.time.Duration;
import java.util.Objects;

/**
 * Which requests the sandbox answers 429 by itself.
 *
 * @param perConversation whether Teams' windows for each conversation and team hold
 * @param perSecond most requests of the whole app in any one second, as a window that slides: a request counts for one
 *     second from when it came, a refused one not at all; 0 for no such limit, at most 100,000
 * @param retryAfter whether a refusal says how long to wait (Retry-After in whole seconds)
 * @param throttleEvery length of a period at whose end everybody is refused; zero for none
 * @param throttleFor how long everybody is refused at the end of each period, each time for one second; shorter than the
 *     period. The first period begins when the server starts
 */
public record RateLimits(
        boolean perConversation, int perSecond, boolean retryAfter, Duration throttleEvery, Duration throttleFor) {
    /** Requests per second that Teams takes from one app in one tenant. */
    public static final int TEAMS_PER_SECOND = 50;

    private static final int MOST_PER_SECOND = 100_000;

    /**
     * @throws Problem when the rate is outside what the parameters say
     * @throws IllegalArgumentException when the periods are
     */
    public RateLimits {
        Objects.requireNonNull(throttleEvery, "throttleEvery");
        Objects.requireNonNull(throttleFor, "throttleFor");
        if (perSecond < 0 || perSecond > MOST_PER_SECOND) {
            throw Problem.wrongUse("sandbox.rate.outside", MOST_PER_SECOND, perSecond);
        }
        boolean periodic = !throttleEvery.isZero() || !throttleFor.isZero();
        if (periodic
                && (throttleFor.isNegative() || throttleFor.isZero() || throttleFor.compareTo(throttleEvery) >= 0)) {
            throw new IllegalArgumentException(
                    "Throttling lasts a part of its period, not " + throttleFor + " of " + throttleEvery + ".");
        }
    }

    /** No request is refused for its rate. */
    public static RateLimits off() {
        return new RateLimits(false, 0, true, Duration.ZERO, Duration.ZERO);
    }

    /** What Microsoft publishes for Teams: windows for each conversation, and 50 requests per second of the app. */
    public static RateLimits teams() {
        return new RateLimits(true, TEAMS_PER_SECOND, true, Duration.ZERO, Duration.ZERO);
    }

    /** Only the whole app is limited, to so many requests in any one second. */
    public static RateLimits app(int perSecond) {
        return new RateLimits(false, perSecond, true, Duration.ZERO, Duration.ZERO);
    }

    /** The same; a refusal does not say how long to wait. */
    public RateLimits withoutRetryAfter() {
        return new RateLimits(perConversation, perSecond, false, throttleEvery, throttleFor);
    }

    /** The same, and everybody is refused for a part of each period. */
    public RateLimits throttling(Duration every, Duration length) {
        return new RateLimits(perConversation, perSecond, retryAfter, every, length);
    }

    boolean none() {
        return !perConversation && perSecond == 0 && throttleEvery.isZero();
    }

    /** Whether everybody is refused so many nanoseconds after the start. */
    boolean throttles(long sinceStart) {
        return !throttleEvery.isZero()
                && sinceStart % throttleEvery.toNanos()
                        >= throttleEvery.minus(throttleFor).toNanos();
    }
}
