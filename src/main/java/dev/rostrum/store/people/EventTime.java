package dev.rostrum.store.people;

/**
 * Where something that was told stands in time.
 *
 * @param at epoch milliseconds
 * @param rank decides between two of one millisecond, the same way in whatever order they come
 */
record EventTime(long at, long rank) {
    /** Of a roster that began then: it holds what happened in the same millisecond. */
    static EventTime ofRoster(long at) {
        return new EventTime(at, Long.MAX_VALUE);
    }
}
