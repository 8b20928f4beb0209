package dev.rostrum.connector;

/**
 * What {@code GET /v3/teams/{id}} tells of a team (connector reference 3.5).
 *
 * @param name may be null
 * @param groupId Entra group id, may be null
 * @param memberCount may be null
 */
public record TeamDetails(String id, String name, String groupId, Integer memberCount) {}
