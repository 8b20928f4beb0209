package dev.rostrum.domain;

import java.time.Instant;

/**
 * A sync of a team that came to its end.
 *
 * @param number its number, which no other sync of this data file has
 * @param at when it ended
 * @param people people of the roster then
 * @param joined not in the roster before
 * @param left in the roster before
 */
public record SyncedRoster(long number, Instant at, int people, int joined, int left) {}
