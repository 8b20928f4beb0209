package dev.rostrum.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rostrum.domain.Cloud;
import dev.rostrum.domain.Guid;
import dev.rostrum.domain.MadeRequest;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.RequestKind;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.Ticker;
import dev.rostrum.http.CallFailure;
import dev.rostrum.http.CallLimits;
import dev.rostrum.http.HostClient;
import dev.rostrum.http.Network;
import dev.rostrum.http.RequestNotes;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Turns a domain of a tenant into the tenant's GUID, by the sign-in's OpenID metadata: its issuer and token address hold the
 * GUID. No token and no secret is needed, and none is sent.
 */
public final class TenantDirectory {
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ticker ticker;

    public TenantDirectory(Ticker ticker) {
        this.ticker = ticker;
    }

    /** The text as a domain in lower case, or empty where it cannot be one. */
    public static Optional<String> domain(String text) {
        String bare = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        return DOMAIN.matcher(bare).matches() ? Optional.of(bare) : Optional.empty();
    }

    /**
     * Asks the cloud's sign-in.
     *
     * @param domain as {@link #domain} gives it
     * @param serviceUrl of the connection; of a local one the server itself is asked
     * @param told of the request
     * @return the tenant's GUID in lower case
     * @throws Problem with what to do, when there is no such tenant or no answer
     */
    public String tenantId(
            Cloud cloud, String domain, ServiceUrl serviceUrl, Network network, Consumer<? super MadeRequest> told) {
        URI metadata = URI.create(cloud.loginHost() + "/" + domain + "/v2.0/.well-known/openid-configuration");
        HostClient.Reply reply;
        try (HostClient client = new HostClient(
                "sign-in",
                Set.of(cloud.loginHost()),
                serviceUrl,
                CallLimits.SIGN_IN,
                network,
                ticker,
                new RequestNotes(RequestKind.TENANT, told))) {
            reply = client.get(metadata);
        } catch (CallFailure e) {
            throw Problem.failed(e, "auth.directoryUnanswered", domain, SignInTrouble.of(e));
        }
        JsonNode said = json(reply.body());
        if ((reply.status() == 400 || reply.status() == 404)
                && said.path("error").isTextual()) {
            throw Problem.wrongUse("auth.directoryUnknown", cloud.label(), domain);
        }
        String issuer = guid(said.path("issuer").asText(""));
        String endpoint = guid(said.path("token_endpoint").asText(""));
        if (reply.status() != 200 || issuer == null || !issuer.equals(endpoint)) {
            throw Problem.failed(
                    "auth.directoryUnanswered",
                    domain,
                    SignInAdvice.of(reply.status(), said).reason());
        }
        return issuer;
    }

    private static JsonNode json(String body) {
        try {
            JsonNode root = JSON.readTree(body);
            return root == null ? MissingNode.getInstance() : root;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** The GUID that the address' path begins with, or null. */
    private static String guid(String address) {
        try {
            String path = new URI(address).getRawPath();
            String[] segments = path == null ? new String[0] : path.split("/", 3);
            return segments.length < 2 ? null : Guid.parse(segments[1]).orElse(null);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
