package dev.rostrum.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The token endpoint of Microsoft Entra, as far as a bot uses it: client credentials with a secret or a
 * certificate. Statuses, error codes
 * and AADSTS numbers are Entra's; its texts differ in wording.
 */
final class TokenEndpoint {
    private static final String BOT_FRAMEWORK_DOMAIN = "botframework.com";
    static final String LOGIN = "https://login.microsoftonline.com/";
    private static final String SCOPE = BearerTokens.AUDIENCE + "/.default";
    private static final Set<String> HARMLESS_SCOPES = Set.of("openid", "profile", "offline_access");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT);

    private final Tenant tenant;
    private final BearerTokens tokens;
    private final Clock clock;
    private final SandboxSignIn options;
    private final ClientAssertions assertions;
    private final Supplier<String> ownUrl;
    private volatile Duration lifetime;
    private volatile String secret;
    private int rotations;

    /** @param ownUrl where this endpoint really listens, up to the tenant: good as an audience too */
    TokenEndpoint(Tenant tenant, SandboxSignIn options, BearerTokens tokens, Clock clock, Supplier<String> ownUrl) {
        this.tenant = tenant;
        this.options = options;
        this.tokens = tokens;
        this.clock = clock;
        this.assertions = new ClientAssertions(options.certificates(), tenant.appId(), clock);
        this.ownUrl = ownUrl;
        this.lifetime = options.tokenLifetime();
        this.secret = tenant.clientSecret(0);
    }

    void lifetime(Duration newLifetime) {
        this.lifetime = SandboxSignIn.checkLifetime(newLifetime);
    }

    String secret() {
        return secret;
    }

    /** A new secret takes the place of the one that was good until now. */
    synchronized String rotate(boolean revoke) {
        secret = tenant.clientSecret(++rotations);
        if (revoke) {
            tokens.revokeAll();
        }
        return secret;
    }

    /** @param version {@link Target#V1} names what the token is for as a resource, {@link Target#V2} as a scope */
    Reply answer(String method, String pathTenant, String version, String contentType, String body) {
        boolean first = version.equals(Target.V1);
        if (!method.equals("POST")) {
            return refuse(400, "invalid_request", 900561, "The endpoint takes POST requests only, not " + method + ".");
        }
        Map<String, String> form = new HashMap<>();
        String repeated = isForm(contentType) ? parse(body, form) : null;
        if (repeated != null) {
            return refuse(400, "invalid_request", 9000411, "The parameter '" + repeated + "' is given twice.");
        }
        String grant = form.get("grant_type");
        if (grant == null) {
            return missing("grant_type");
        }
        String issuingTenant = issuingTenant(pathTenant);
        if (issuingTenant == null) {
            return refuse(400, "invalid_request", 90002, "Tenant '" + pathTenant + "' not found.");
        }
        if (!grant.equals("client_credentials")) {
            return refuse(
                    400,
                    "unsupported_grant_type",
                    70003,
                    "The app requested an unsupported grant type '" + grant + "'.");
        }
        String client = form.get("client_id");
        if (client == null) {
            return missing("client_id");
        }
        if (!client.equalsIgnoreCase(tenant.appId())) {
            return refuse(
                    400,
                    "unauthorized_client",
                    700016,
                    "Application with identifier '" + client + "' was not found in the directory.");
        }
        Reply wrongAim = first ? checkResource(form.get("resource")) : checkScope(form.get("scope"));
        if (wrongAim != null) {
            return wrongAim;
        }
        boolean byCertificate = form.containsKey("client_assertion");
        String path = pathTenant + (first ? "/oauth2/token" : "/oauth2/v2.0/token");
        Reply refusal = byCertificate ? checkAssertion(form, path) : checkSecret(form.get("client_secret"));
        if (refusal != null) {
            return refusal;
        }
        Duration life = lifetime;
        ObjectNode answer = Reply.object().put("token_type", "Bearer");
        if (first) {
            // The first version has its numbers as texts.
            Instant now = clock.instant();
            answer.put("expires_in", Long.toString(life.toSeconds()))
                    .put("ext_expires_in", Long.toString(life.toSeconds()))
                    .put("expires_on", Long.toString(now.plus(life).getEpochSecond()))
                    .put("not_before", Long.toString(now.getEpochSecond()))
                    .put("resource", BearerTokens.AUDIENCE);
        } else {
            answer.put("expires_in", life.toSeconds()).put("ext_expires_in", life.toSeconds());
        }
        answer.put("access_token", tokens.issue(life, issuingTenant, byCertificate));
        return Reply.json(200, answer).with("Cache-Control", "no-store, no-cache");
    }

    private Reply checkScope(String scope) {
        if (scope == null) {
            return missing("scope");
        }
        Set<String> scopes = new HashSet<>(Arrays.asList(scope.strip().split("\\s+")));
        scopes.removeAll(HARMLESS_SCOPES);
        return scopes.equals(Set.of(SCOPE))
                ? null
                : refuse(400, "invalid_scope", 70011, "The scope '" + scope + "' is not valid.");
    }

    private Reply checkResource(String resource) {
        if (resource == null) {
            return missing("resource");
        }
        return resource.equals(BearerTokens.AUDIENCE) || resource.equals(BearerTokens.AUDIENCE + "/")
                ? null
                : refuse(
                        400,
                        "invalid_resource",
                        500011,
                        "The resource principal named " + resource + " was not found.");
    }

    private Reply checkSecret(String given) {
        if (given == null) {
            return refuse(
                    401,
                    "invalid_client",
                    7000218,
                    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");
        }
        if (same(given, secret)) {
            return null;
        }
        for (SandboxSignIn.Secret each : options.secrets()) {
            if (same(given, each.value())) {
                return clock.instant().isBefore(each.expires())
                        ? null
                        : refuse(401, "invalid_client", 7000222, "The client secret given has expired.");
            }
        }
        return refuse(401, "invalid_client", 7000215, "Invalid client secret provided.");
    }

    private static boolean same(String given, String secret) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
    }

    private Reply checkAssertion(Map<String, String> form, String path) {
        if (!ClientAssertions.TYPE.equals(form.get("client_assertion_type"))) {
            return missing("client_assertion_type");
        }
        // Under each name of this computer, and under Entra's: other programs name that whoever they ask.
        Set<String> audiences = new HashSet<>(Set.of(LOGIN + path, ownUrl.get() + path));
        audiences.add(ownUrl.get().replace("//127.0.0.1:", "//localhost:") + path);
        audiences.add(ownUrl.get().replace("//127.0.0.1:", "//[::1]:") + path);
        ClientAssertions.Refusal refusal = assertions.check(form.get("client_assertion"), audiences);
        return refusal == null ? null : refuse(401, "invalid_client", refusal.number(), refusal.text());
    }

    /** The id of the tenant that a path names by id or domain; null if there is no such. */
    String issuingTenant(String pathTenant) {
        if (pathTenant.equalsIgnoreCase(tenant.tenantId()) || pathTenant.equalsIgnoreCase(Tenant.DOMAIN)) {
            return tenant.tenantId();
        }
        return pathTenant.equalsIgnoreCase(BearerTokens.BOT_FRAMEWORK_TENANT)
                        || pathTenant.equalsIgnoreCase(BOT_FRAMEWORK_DOMAIN)
                ? BearerTokens.BOT_FRAMEWORK_TENANT
                : null;
    }

    private static boolean isForm(String contentType) {
        return contentType != null
                && contentType.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
    }

    /** Reads the parameters; gives the name of one that stands there twice, or null. */
    private static String parse(String body, Map<String, String> form) {
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                continue;
            }
            try {
                String name = URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8);
                String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                if (form.put(name, value) != null) {
                    return name;
                }
            } catch (IllegalArgumentException e) {
                // A parameter that cannot be decoded counts as not given.
            }
        }
        return null;
    }

    private Reply missing(String parameter) {
        return refuse(
                400,
                "invalid_request",
                900144,
                "The request body must contain the following parameter: '" + parameter + "'.");
    }

    Reply unknownTenant(String pathTenant) {
        return refuse(400, "invalid_tenant", 90002, "Tenant '" + pathTenant + "' not found.");
    }

    Reply refuse(int status, String error, int number, String text) {
        String time = TIME.format(clock.instant().atOffset(ZoneOffset.UTC));
        String trace = UUID.randomUUID().toString();
        String correlation = UUID.randomUUID().toString();
        ObjectNode body = Reply.object();
        body.put("error", error);
        body.put(
                "error_description",
                "AADSTS" + number + ": " + text + " Trace ID: " + trace + " Correlation ID: " + correlation
                        + " Timestamp: " + time);
        body.putArray("error_codes").add(number);
        body.put("timestamp", time);
        body.put("trace_id", trace);
        body.put("correlation_id", correlation);
        body.put("error_uri", "https://login.microsoftonline.com/error?code=" + number);
        return Reply.json(status, body).with("Cache-Control", "no-store, no-cache");
    }
}
