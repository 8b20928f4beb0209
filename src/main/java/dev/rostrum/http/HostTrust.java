package dev.rostrum.http;

import dev.rostrum.domain.ServiceUrl;
import java.net.URI;

/** The last look before a bearer token is attached: the request goes where the connection's service URL says, and nowhere else. */
public final class HostTrust {
    private HostTrust() {}

    /**
     * @throws IllegalStateException when the request would go elsewhere; nothing has been sent then
     */
    public static void check(URI request, ServiceUrl serviceUrl) {
        URI origin = serviceUrl.origin();
        boolean same = request.getScheme() != null
                && request.getHost() != null
                && request.getRawUserInfo() == null
                && request.getScheme().equals(origin.getScheme())
                && request.getHost().equals(origin.getHost())
                && request.getPort() == origin.getPort();
        boolean trusted = serviceUrl.trusts(request.getScheme(), request.getHost(), request.getPort());
        if (!same || !trusted) {
            throw new IllegalStateException("A request was about to leave for a host that is not the service URL's");
        }
    }
}
