package dev.rostrum.connector;

import java.time.Duration;

/**
 * A call that Teams answered with 2xx.
 *
 * @param status HTTP status
 * @param msCv correlation vector of the answer ({@code MS-CV}), or null: the only handle Microsoft's support can use
 * @param latency from the first byte written to the answer's end
 * @param value what it said
 */
public record Answer<T>(int status, String msCv, Duration latency, T value) {}
