package dev.rostrum.http;

import java.time.Duration;

/**
 * How long one call may take. Both limits are finite on purpose: the JDK's own request timeout ends with the answer's
 * headers, so a body that trickles in would otherwise hold a call for ever.
 *
 * @param connect until the connection stands, TLS included
 * @param exchange from the first byte written to the last byte of the answer's body
 * @param late how long after that the answer of a send, whose call is given up by then, is still read; zero for not at all
 */
public record CallLimits(Duration connect, Duration exchange, Duration late) {
    private static final Duration LATE = Duration.ofMinutes(2);

    /** 10 s to connect, 60 s for the whole exchange, 2 min more for a late answer. */
    public static final CallLimits DEFAULT = new CallLimits(Duration.ofSeconds(10), Duration.ofSeconds(60));

    /** 10 s to connect, 30 s for the whole exchange: a sign-in that takes longer will not come. */
    public static final CallLimits SIGN_IN = new CallLimits(Duration.ofSeconds(10), Duration.ofSeconds(30));

    /** Makes limits with two minutes for late answers. */
    public CallLimits(Duration connect, Duration exchange) {
        this(connect, exchange, LATE);
    }

    public CallLimits {
        if (late.isNegative()) {
            throw new IllegalArgumentException("A limit is not below 0");
        }
        if (connect.isNegative() || connect.isZero() || exchange.isNegative() || exchange.isZero()) {
            throw new IllegalArgumentException("A limit is above 0");
        }
    }
}
