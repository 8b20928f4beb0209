package dev.rostrum.domain;

import java.time.Instant;

/**
 * A list of people that is kept under a name.
 *
 * @param id its number, which no other list gets
 * @param people how many are in it
 */
public record SavedList(long id, String name, long people, Instant changedAt) {
    /** Lists of one data file. */
    public static final int MOST = 500;
}
