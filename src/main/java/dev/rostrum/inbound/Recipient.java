package dev.rostrum.inbound;

import dev.rostrum.domain.Cloud;
import dev.rostrum.domain.Guid;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.ServiceUrl;
import java.net.URI;

/**
 * The bot that events are for.
 *
 * @param appId a GUID in lower case
 * @param tenantId the one tenant whose events are taken, a GUID in lower case
 * @param connector where the connection leads; where it is local, the service there tells its own keys
 */
public record Recipient(String appId, String tenantId, Cloud cloud, ServiceUrl connector) {
    private static final String LOCAL_METADATA = "/events/.well-known/openidconfiguration";
    private static final String LOCAL_ISSUER = "https://sandbox.rostrum.example";

    /** @throws IllegalArgumentException without both ids: with nothing to compare with, every token would fit */
    public Recipient {
        appId = guid(appId);
        tenantId = guid(tenantId);
    }

    private static String guid(String id) {
        return Guid.parse(id)
                .orElseThrow(() -> new IllegalArgumentException("events need the bot's app id and its tenant"));
    }

    /** Who issues the tokens. A local service, which simulates, is not called as one of a cloud. */
    String issuer() {
        return connector.local() ? LOCAL_ISSUER : cloud.eventIssuer();
    }

    /** Where the issuer tells its keys. */
    URI metadata() {
        return connector.local() ? connector.origin().resolve(LOCAL_METADATA) : cloud.eventMetadata();
    }

    /** Whether keys may be fetched from there: only from where the metadata itself is. */
    boolean keepsKeysAt(URI address) {
        return sameService(metadata(), address)
                && address.getRawUserInfo() == null
                && address.getRawFragment() == null
                && (connector.local()
                        ? ServiceUrl.isLoopback(address.toString())
                        : metadata().getHost().equals(address.getHost()));
    }

    /** Whether messages may be sent to the address that an event names: by then they would carry a token of the bot. */
    boolean sendsTo(String serviceUrl) {
        try {
            boolean local = connector.local();
            ServiceUrl named =
                    local ? ServiceUrl.parse(serviceUrl, true) : ServiceUrl.parse(serviceUrl, connector.allowedHost());
            return !local || sameService(connector.origin(), named.origin());
        } catch (Problem e) {
            return false;
        }
    }

    /** Scheme and port alone, since this computer has several names. */
    private static boolean sameService(URI one, URI other) {
        return one.getScheme().equals(other.getScheme()) && one.getPort() == other.getPort();
    }
}
