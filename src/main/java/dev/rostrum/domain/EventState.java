package dev.rostrum.domain;

/** How far an inbound event is. */
public enum EventState {
    /** Kept, and not in the cache yet. */
    PENDING,
    /** In the cache. */
    APPLIED,
    /** It could not be applied. */
    FAILED
}
