package dev.rostrum.domain;

import java.time.Instant;
import java.util.List;

/**
 * Who joined a team since a moment and is still there, and who left since then and is not back.
 *
 * @param since the moment
 */
public record RosterDifference(Instant since, List<Person> joined, List<Person> left) {
    /** @param at when the last of it was told, by a sync or an event */
    public record Person(User user, Instant at) {}

    public record Counts(int joined, int left) {}
}
