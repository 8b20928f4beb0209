package dev.rostrum.connector;

import dev.rostrum.domain.ServiceUrl;

/**
 * Which bot speaks to which tenant, and where.
 *
 * @param appId the bot's app id, a GUID in lower case
 * @param tenantId the recipients' tenant, a GUID in lower case
 */
public record ConnectorTarget(ServiceUrl serviceUrl, String appId, String tenantId) {}
