package dev.rostrum.store.people;

/** What was changed about writing to a person, so that it can be taken back. */
public record ContactChange(ContactMarks before, ContactMarks after) {}
