package dev.rostrum.domain;

/** A source of elapsed time: unlike the wall clock it is never set back or forward. */
@FunctionalInterface
public interface Ticker {
    /** Nanoseconds since an arbitrary origin; only differences mean anything. */
    long nanos();
}
