package dev.rostrum.connector;

import dev.rostrum.connector.ConnectorFailure.NotFromTeams;
import dev.rostrum.connector.ConnectorFailure.NotSent;
import dev.rostrum.connector.ConnectorFailure.Unanswered;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.Ticker;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Carries the requests of the sign-in library: to exactly the login host, or, for a local connection, to the loopback address
 * of its service URL, path kept. A request for any other host does not leave. Same manners as the connector's own calls: HTTP/1.1,
 * no redirects, capped bodies, one deadline.
 */
public final class SignInTransport implements AutoCloseable {
    /** Headers that the client sets by itself. */
    private static final Set<String> OWN_HEADERS =
            Set.of("host", "content-length", "connection", "expect", "upgrade", "transfer-encoding");

    /**
     * What the sign-in said.
     *
     * @param headers names in lower case
     */
    public record Reply(int status, Map<String, List<String>> headers, String body, Duration latency) {}

    private final URI loginHost;
    private final ServiceUrl local;
    private final Transport transport;

    /**
     * @param loginHost scheme and host of the sign-in, {@code https://login.microsoftonline.com}
     * @param serviceUrl of the connection; a local one gets the requests itself
     * @param network the way out to the login host
     */
    public SignInTransport(URI loginHost, ServiceUrl serviceUrl, CallLimits limits, Network network, Ticker ticker) {
        this(loginHost, serviceUrl, limits, network, TrustStores.here(), ticker);
    }

    SignInTransport(
            URI loginHost,
            ServiceUrl serviceUrl,
            CallLimits limits,
            Network network,
            TrustStores stores,
            Ticker ticker) {
        if (!"https".equals(loginHost.getScheme())
                || loginHost.getHost() == null
                || loginHost.getPort() != -1
                || loginHost.getRawUserInfo() != null) {
            throw new IllegalArgumentException("The sign-in is an https host on its default port");
        }
        this.loginHost = loginHost;
        this.local = serviceUrl.local() ? serviceUrl : null;
        this.transport = new Transport(
                "sign-in",
                limits,
                serviceUrl.local(),
                network,
                serviceUrl.local() && "http".equals(serviceUrl.origin().getScheme())
                        ? null
                        : stores.context(network.trust()),
                ticker);
    }

    /**
     * @param method GET or POST
     * @param body of a POST, or null
     * @throws Unanswered also when the answer's body was lost
     * @throws NotFromTeams when what answered is not the sign-in: that always speaks JSON
     * @throws IllegalStateException when the request names another host than the sign-in's; nothing was sent
     */
    public Reply send(String method, URI uri, Map<String, String> headers, String body)
            throws NotSent, Unanswered, NotFromTeams {
        if (!loginHost.getScheme().equalsIgnoreCase(uri.getScheme())
                || !loginHost.getHost().equalsIgnoreCase(uri.getHost())
                || uri.getRawUserInfo() != null
                || (uri.getPort() != -1 && uri.getPort() != 443)) {
            throw new IllegalStateException("A sign-in request was about to leave for another host than the sign-in's");
        }
        Transport.Call call =
                new Transport.Call(method, carried(uri), body == null ? null : body.getBytes(StandardCharsets.UTF_8));
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (!OWN_HEADERS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                call = call.with(header.getKey(), header.getValue());
            }
        }
        Transport.Reply reply = transport.exchange(call);
        if (reply.body() != Transport.Body.WHOLE) {
            throw reply.bodyLost();
        }
        if (!Provenance.speaks(reply)) {
            // What it says is left out: it was sent a secret, and may quote it.
            NotFromTeams stranger = Provenance.stranger(reply, null, null);
            throw new NotFromTeams(reply.status(), stranger.declaredType(), "", null, reply.latency());
        }
        return new Reply(
                reply.status(), reply.headers(), new String(reply.bytes(), StandardCharsets.UTF_8), reply.latency());
    }

    private URI carried(URI uri) {
        String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        return URI.create((local == null ? loginHost : local.origin()) + path);
    }

    @Override
    public void close() {
        transport.close();
    }
}
