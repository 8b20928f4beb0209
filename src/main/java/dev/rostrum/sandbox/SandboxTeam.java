package dev.rostrum.sandbox;

/**
 * A team of the simulated tenant.
 *
 * @param id thread id of its General channel: what the connector calls the team id
 * @param name display name
 * @param groupId id of its Entra group
 * @param link as "Get link to team" of a Teams client gives it
 * @param memberCount people in it
 */
public record SandboxTeam(String id, String name, String groupId, String link, int memberCount) {}
