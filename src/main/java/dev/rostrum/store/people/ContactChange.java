package dev.rostrum.store.people;

/**
 * What was changed about writing to a person, so that it can be taken back.
 *
 * @param id by which they were named
 */
public record ContactChange(String id, ContactMarks before, ContactMarks after) {}
