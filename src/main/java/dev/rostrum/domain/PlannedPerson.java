package dev.rostrum.domain;

/**
 * Somebody whom a plan is about, also one who is left out.
 *
 * @param userId as cached; of whoever is known by the Entra object id alone, that one
 * @param name or null
 * @param email or null
 */
public record PlannedPerson(String userId, String name, String email) {}
