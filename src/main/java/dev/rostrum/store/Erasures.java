package dev.rostrum.store;

import java.util.List;

/**
 * All that one copy of a data file must know of those who were erased from another.
 *
 * @param key by which the digests were made; null where there are none
 */
record Erasures(List<Entry> entries, List<Digest> digests, List<Mark> marks, String key) {
    /** An entry that was erased; the time tells with the number that it is the same one in another copy. Epoch milliseconds. */
    record Entry(long number, long firstSeenAt, long at) {}

    /** A digest of an id; {@code mark} null where it is there only while other copies are looked through. */
    record Digest(byte[] hash, Long mark) {}

    /** A do-not-contact mark that holds for whoever has one of its digests. */
    record Mark(long id, String asker, long at) {}
}
