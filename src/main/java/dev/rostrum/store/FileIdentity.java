package dev.rostrum.store;

/**
 * Whose data a file holds. A file of the sandbox is never opened for a tenant, nor the reverse; user and conversation ids
 * belong to one bot.
 *
 * @param simulated whether it belongs to a simulated tenant (a connection marked local)
 * @param appId the bot's app id
 * @param tenantId the recipients' tenant
 */
public record FileIdentity(boolean simulated, String appId, String tenantId) {}
