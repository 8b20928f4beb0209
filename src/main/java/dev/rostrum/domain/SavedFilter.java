package dev.rostrum.domain;

/**
 * A filter of people that is kept under a name.
 *
 * @param id its number, which no other gets
 */
public record SavedFilter(long id, String name, PeopleFilter filter) {
    /** Filters of one data file. */
    public static final int MOST = 200;
}
