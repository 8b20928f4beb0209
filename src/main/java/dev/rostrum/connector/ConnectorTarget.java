package dev.rostrum.connector;

import dev.rostrum.domain.ServiceUrl;
import java.util.function.Supplier;

/**
 * Which bot speaks to which tenant, and where.
 *
 * @param serviceUrl whose host alone is sent tokens
 * @param appId the bot's app id, a GUID in lower case
 * @param tenantId the recipients' tenant, a GUID in lower case
 * @param address asked at each request: {@code serviceUrl}, or one of the same host with another path
 */
public record ConnectorTarget(ServiceUrl serviceUrl, String appId, String tenantId, Supplier<ServiceUrl> address) {
    /** One whose address does not change. */
    public ConnectorTarget(ServiceUrl serviceUrl, String appId, String tenantId) {
        this(serviceUrl, appId, tenantId, () -> serviceUrl);
    }
}
