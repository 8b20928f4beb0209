package dev.rostrum.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.RSAKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What the sign-in host, and that of the Bot Framework, tell everybody: OpenID metadata, the keys with which tokens are signed,
 * and which hosts of a cloud are the same (instance discovery, which older libraries ask for before all else).
 *
 * <p>Issuers are named as in the cloud, since they stand in tokens. Addresses lead back to the sandbox: a client that follows
 * them must not carry a simulated secret to Microsoft.
 */
final class SignInDocuments {
    private static final Set<String> HOSTS =
            Set.of("login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net");
    private static final Set<String> ANY_TENANT = Set.of("common", "organizations");
    static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

    private final TokenEndpoint tokens;
    private final RSAKey key;
    private final RSAKey eventKey;
    private final Supplier<String> ownUrl;

    /**
     * @param key of the bot's tokens
     * @param eventKey of what the bot is told of
     * @param ownUrl where the sandbox listens, with a slash at the end
     */
    SignInDocuments(TokenEndpoint tokens, RSAKey key, RSAKey eventKey, Supplier<String> ownUrl) {
        this.tokens = tokens;
        this.key = key;
        this.eventKey = eventKey;
        this.ownUrl = ownUrl;
    }

    Reply answer(String method, Target target, String query) {
        if (!method.equals("GET")) {
            return Reply.methodNotSupported(method);
        }
        if (target.itemId().equals(Target.INSTANCE)) {
            return instance(ConnectorRoutes.parameter(query, "authorization_endpoint"));
        }
        if (target.id() == null) {
            return switch (target.itemId()) {
                case Target.KEYS -> keys(key, true);
                case Target.EVENT_KEYS -> keys(eventKey, true);
                case Target.EVENTS -> botFramework(EventTokens.ISSUER, "events/.well-known/keys");
                default -> botFramework(BearerTokens.AUDIENCE, "v1/.well-known/keys");
            };
        }
        // Entra knows its own template of all tenants, whose issuer has the place of the tenant's id.
        String tenant = ANY_TENANT.contains(target.id()) ? "{tenantid}" : tokens.issuingTenant(target.id());
        if (tenant == null) {
            return tokens.unknownTenant(target.id());
        }
        return target.itemId().equals(Target.KEYS) ? keys(key, false) : metadata(target, tenant);
    }

    private Reply metadata(Target target, String tenant) {
        boolean first = target.itemId().equals(Target.V1);
        String base = ownUrl.get() + (tenant.startsWith("{") ? target.id() : tenant);
        String version = first ? "/" : "/v2.0/";
        ObjectNode body = Reply.object()
                .put("issuer", first ? BearerTokens.issuer(tenant) : TokenEndpoint.LOGIN + tenant + "/v2.0")
                .put("token_endpoint", base + "/oauth2" + version + "token")
                .put("authorization_endpoint", base + "/oauth2" + version + "authorize")
                .put("jwks_uri", base + "/discovery" + version + "keys")
                .put("tenant_region_scope", "EU")
                .put("cloud_instance_name", "microsoftonline.com");
        body.putArray("token_endpoint_auth_methods_supported")
                .add("client_secret_post")
                .add("private_key_jwt");
        body.putArray("response_types_supported").add("code");
        body.putArray("subject_types_supported").add("pairwise");
        body.putArray("id_token_signing_alg_values_supported").add("RS256");
        return Reply.json(200, body);
    }

    /** In place of {@code https://login.botframework.com/v1/.well-known/openidconfiguration}. */
    private Reply botFramework(String issuer, String keys) {
        ObjectNode body = Reply.object()
                .put("issuer", issuer)
                .put("authorization_endpoint", "https://invalid.botframework.com")
                .put("jwks_uri", ownUrl.get() + keys);
        body.putArray("id_token_signing_alg_values_supported").add("RS256");
        body.putArray("token_endpoint_auth_methods_supported").add("private_key_jwt");
        return Reply.json(200, body);
    }

    /** @param endorsed whether it says for which channels the key speaks, as those of the Bot Framework do */
    private static Reply keys(RSAKey key, boolean endorsed) {
        ObjectNode published = Reply.object()
                .put("kty", "RSA")
                .put("use", "sig")
                .put("kid", key.getKeyID())
                .put("x5t", key.getKeyID())
                .put("n", key.getModulus().toString())
                .put("e", key.getPublicExponent().toString());
        ArrayNode chain = published.putArray("x5c");
        key.getX509CertChain().forEach(each -> chain.add(each.toString()));
        if (endorsed) {
            published.putArray("endorsements").add("msteams");
        }
        ObjectNode body = Reply.object();
        body.putArray("keys").add(published);
        return Reply.json(200, body);
    }

    /** @param asked the address of the authority's endpoint, which a library wants to be told is one of Microsoft's */
    private Reply instance(String asked) {
        URI endpoint;
        try {
            endpoint = new URI(asked == null ? "" : asked);
        } catch (URISyntaxException e) {
            return unknownInstance();
        }
        String host = endpoint.getHost() == null ? "" : endpoint.getHost();
        String path = endpoint.getRawPath() == null ? "" : endpoint.getRawPath();
        String[] segments = path.split("/", 3);
        boolean own = LOOPBACK.matcher(host).matches();
        if ((!own && !HOSTS.contains(host)) || segments.length < 2 || segments[1].isEmpty()) {
            return unknownInstance();
        }
        String version = path.contains("/v2.0/") ? "/v2.0/" : "/";
        ObjectNode body = Reply.object()
                .put(
                        "tenant_discovery_endpoint",
                        (own ? ownUrl.get() : "https://" + host + "/") + segments[1] + version
                                + ".well-known/openid-configuration")
                .put("api-version", "1.1");
        ObjectNode cloud = body.putArray("metadata")
                .addObject()
                .put("preferred_network", "login.microsoftonline.com")
                .put("preferred_cache", "login.windows.net");
        ArrayNode aliases = cloud.putArray("aliases");
        HOSTS.stream().sorted().forEach(aliases::add);
        return Reply.json(200, body);
    }

    private Reply unknownInstance() {
        return tokens.refuse(400, "invalid_instance", 50049, "Unknown or invalid instance.");
    }
}
