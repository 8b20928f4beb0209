package dev.rostrum.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.Ticker;
import dev.rostrum.http.CallFailure.NotFromHost;
import dev.rostrum.http.CallFailure.NotSent;
import dev.rostrum.http.CallFailure.Unanswered;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Requests without a bearer, to a short list of https hosts and to no other: sign-ins, and the documents and keys by which tokens are
 * checked. Those of a local connection go to the loopback address of its service URL, path kept, whose server stands in for every
 * host. Same manners as the connector's own calls: HTTP/1.1, no redirects, capped bodies, one deadline.
 */
public final class HostClient implements AutoCloseable {
    /** Headers that the client sets by itself. */
    private static final Set<String> OWN_HEADERS =
            Set.of("host", "content-length", "connection", "expect", "upgrade", "transfer-encoding");

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What the host said.
     *
     * @param headers names in lower case
     */
    public record Reply(int status, Map<String, List<String>> headers, String body, Duration latency) {}

    private final Set<URI> hosts;
    private final ServiceUrl local;
    private final Transport transport;
    private final RequestNotes notes;

    /**
     * @param name begins the names of its threads
     * @param hosts scheme and host of each, {@code https://login.microsoftonline.com}
     * @param serviceUrl of the connection; a local one gets the requests itself
     * @param network the way out
     * @param notes who is told of each request
     */
    public HostClient(
            String name,
            Set<URI> hosts,
            ServiceUrl serviceUrl,
            CallLimits limits,
            Network network,
            Ticker ticker,
            RequestNotes notes) {
        this(name, hosts, serviceUrl, limits, network, TrustStores.here(), ticker, notes);
    }

    HostClient(
            String name,
            Set<URI> hosts,
            ServiceUrl serviceUrl,
            CallLimits limits,
            Network network,
            TrustStores stores,
            Ticker ticker,
            RequestNotes notes) {
        for (URI host : hosts) {
            if (!"https".equals(host.getScheme())
                    || host.getHost() == null
                    || host.getPort() != -1
                    || host.getRawUserInfo() != null) {
                throw new IllegalArgumentException("Each is an https host on its default port");
            }
        }
        this.hosts = Set.copyOf(hosts);
        this.local = serviceUrl.local() ? serviceUrl : null;
        this.notes = notes;
        this.transport = new Transport(name, limits, serviceUrl, network, stores, ticker);
    }

    /**
     * Whether requests may go to this address: to ask first of one that a document named. The address of a local connection's own
     * server is one too, as its documents name it.
     */
    public boolean lists(URI uri) {
        return uri.getHost() != null
                && uri.getRawUserInfo() == null
                && (hosts.stream().anyMatch(host -> isAt(uri, host)) || (local != null && isOwn(uri, local.origin())));
    }

    private static boolean isAt(URI uri, URI host) {
        return host.getScheme().equalsIgnoreCase(uri.getScheme())
                && host.getHost().equalsIgnoreCase(uri.getHost())
                && (uri.getPort() == -1 || uri.getPort() == 443);
    }

    private static boolean isOwn(URI uri, URI origin) {
        return origin.getScheme().equalsIgnoreCase(uri.getScheme())
                && origin.getHost().equalsIgnoreCase(uri.getHost())
                && origin.getPort() == uri.getPort();
    }

    /**
     * Reads a JSON document, of 1 MB at most.
     *
     * @throws Unanswered also when the answer's body was lost
     * @throws NotFromHost when what answered cannot be the host: that always speaks JSON
     * @throws IllegalStateException for a host that is not on the list; nothing was sent
     */
    public Reply get(URI uri) throws NotSent, Unanswered, NotFromHost {
        return send("GET", uri, Map.of("Accept", "application/json"), null);
    }

    /**
     * Does as {@link #get} with any request.
     *
     * @param method GET or POST
     * @param body of a POST, or null
     */
    public Reply send(String method, URI uri, Map<String, String> headers, String body)
            throws NotSent, Unanswered, NotFromHost {
        if (!lists(uri)) {
            throw new IllegalStateException("A request was about to leave for a host that is not on the list");
        }
        Transport.Call call =
                new Transport.Call(method, carried(uri), body == null ? null : body.getBytes(StandardCharsets.UTF_8));
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (!OWN_HEADERS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                call = call.with(header.getKey(), header.getValue());
            }
        }
        try {
            Reply reply = read(transport.exchange(call));
            notes.answered(call.uri(), reply);
            return reply;
        } catch (NotSent | Unanswered | NotFromHost e) {
            notes.failed(call.uri(), e);
            throw e;
        }
    }

    private static Reply read(Transport.Reply reply) throws Unanswered, NotFromHost {
        if (reply.body() != Transport.Body.WHOLE) {
            throw reply.bodyLost();
        }
        if (!speaks(reply)) {
            // What it says is left out: it may have been sent a secret, and may quote it.
            throw new NotFromHost(reply.status(), reply.latency());
        }
        return new Reply(
                reply.status(), reply.headers(), new String(reply.bytes(), StandardCharsets.UTF_8), reply.latency());
    }

    private URI carried(URI uri) {
        String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        URI host = local == null ? URI.create("https://" + uri.getHost().toLowerCase(Locale.ROOT)) : local.origin();
        return URI.create(host + path);
    }

    /**
     * Whether an answer to a request without a token, or to a sign-in, can be the host's: an object, or a no without a word. Where
     * the status alone tells what to do (too many requests, a gateway's trouble), nothing depends on who said it; a proxy's own
     * statuses never are the host's.
     */
    static boolean speaks(Transport.Reply reply) {
        int status = reply.status();
        if (status == 407 || status == 511) {
            return false;
        }
        if (status == 408 || status == 429 || (status >= 500 && status != 501)) {
            return true;
        }
        if (ReplyText.isBlank(reply.bytes())) {
            return status >= 300;
        }
        try {
            JsonNode root = JSON.readTree(reply.bytes());
            return root != null && root.isObject();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
