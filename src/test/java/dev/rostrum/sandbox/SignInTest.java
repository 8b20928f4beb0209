package dev.rostrum.sandbox;

import static dev.rostrum.sandbox.Caller.encode;
import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.MsalServiceException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rostrum.contract.SchemaCheck;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets, certificates and authorities at the token endpoint, and what the connector makes of the tokens. */
class SignInTest {
    private static final String SCOPE = "https://api.botframework.com/.default";

    @TempDir
    static Path keys;

    private static Certificates good;
    private static Certificates other;
    private static Certificates expired;

    @TempDir
    Path folder;

    private SandboxServer server;
    private Caller caller;

    @BeforeAll
    static void make() throws Exception {
        good = Certificates.make(keys, "good", "-1d", 10);
        other = Certificates.make(keys, "other", "-1d", 10);
        expired = Certificates.make(keys, "expired", "-10d", 5);
    }

    @BeforeEach
    void start() throws Exception {
        Instant now = Instant.now();
        start(SandboxSignIn.usual()
                .withCertificates(good.certificate(), expired.certificate())
                .withSecrets(
                        new SandboxSignIn.Secret("second~secret", now.plusSeconds(3_600)),
                        new SandboxSignIn.Secret("old~secret", now.minusSeconds(1)))
                .withTokenLifetime(Duration.ofSeconds(1_200)));
    }

    private void start(SandboxSignIn signIn) throws Exception {
        server = SandboxServer.start(
                SandboxOptions.defaults(folder).withTeamSizes(12).withSignIn(signIn));
        caller = new Caller(server);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private String form(String credential) {
        return "grant_type=client_credentials&client_id=" + server.appId() + "&scope=" + encode(SCOPE) + "&"
                + credential;
    }

    /** Status and AADSTS number; 200 alone for a token. */
    private String outcome(String tenant, String form) throws Exception {
        var answer = caller.tokenAnswer(tenant, form);
        JsonNode body = Caller.JSON.readTree(answer.body());
        if (answer.statusCode() == 200) {
            SchemaCheck.assertFits("token-response", answer.body());
            return "200";
        }
        SchemaCheck.assertFits("token-error", answer.body());
        return answer.statusCode() + " " + body.path("error_codes").get(0).asInt();
    }

    private String secretOutcome(String secret) throws Exception {
        return outcome(server.tenantId(), form("client_secret=" + encode(secret)));
    }

    private int connector(String token) throws Exception {
        return caller.send(HttpRequest.newBuilder(URI.create(server.serviceUrl() + "v3/teams/"
                                + encode(server.teams().get(0).id())))
                        .header("Authorization", "Bearer " + token))
                .statusCode();
    }

    private String token(String tenant, String form) throws Exception {
        return Caller.JSON
                .readTree(caller.tokenAnswer(tenant, form).body())
                .path("access_token")
                .asText();
    }

    @Test
    void secretsAreGoodUntilTheyEnd() throws Exception {
        assertThat(secretOutcome(server.clientSecret())).isEqualTo("200");
        assertThat(secretOutcome("second~secret")).isEqualTo("200");
        assertThat(secretOutcome("old~secret")).isEqualTo("401 7000222");
        assertThat(secretOutcome("wrong~secret")).isEqualTo("401 7000215");
        assertThat(Caller.JSON
                        .readTree(caller.tokenAnswer(server.tenantId(), caller.goodForm())
                                .body())
                        .path("expires_in")
                        .asInt())
                .isEqualTo(1_200);
        assertThatThrownBy(() -> server.tokenLifetime(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new SandboxSignIn.Secret("x~y", Instant.EPOCH).toString()).doesNotContain("x~y");
    }

    @Test
    void aRotatedSecretIsRefusedAndItsTokensStayGoodUnlessRevoked() throws Exception {
        String first = server.clientSecret();
        String early = token(server.tenantId(), caller.goodForm());
        String second = server.rotateSecret(false);
        assertThat(second).isNotEqualTo(first).isEqualTo(server.clientSecret());
        assertThat(secretOutcome(first)).isEqualTo("401 7000215");
        assertThat(secretOutcome(second)).isEqualTo("200");
        assertThat(connector(early)).isEqualTo(200);
        String third = server.rotateSecret(true);
        assertThat(List.of(first, second)).doesNotContain(third);
        assertThat(secretOutcome(second)).isEqualTo("401 7000215");
        assertThat(connector(early)).isEqualTo(401);
        assertThat(connector(token(server.tenantId(), caller.goodForm()))).isEqualTo(200);
    }

    private String audience() {
        return "https://login.microsoftonline.com/" + server.tenantId() + "/oauth2/v2.0/token";
    }

    private JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .audience(audience())
                .issuer(server.appId())
                .subject(server.appId())
                .jwtID(UUID.randomUUID().toString())
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600)));
    }

    @SuppressWarnings("deprecation") // x5t is what older libraries write
    private String assertion(Certificates named, Certificates signing, JWSAlgorithm algorithm, JWTClaimsSet claims)
            throws Exception {
        JWSHeader.Builder header = new JWSHeader.Builder(algorithm);
        if (algorithm.equals(JWSAlgorithm.PS256)) {
            header.x509CertSHA256Thumbprint(X509CertUtils.computeSHA256Thumbprint(named.certificate()));
        } else {
            header.x509CertThumbprint(Base64URL.encode(MessageDigest.getInstance("SHA-1")
                    .digest(named.certificate().getEncoded())));
        }
        SignedJWT jwt = new SignedJWT(header.build(), claims);
        jwt.sign(new RSASSASigner(signing.key()));
        return jwt.serialize();
    }

    private String certificateOutcome(String assertion) throws Exception {
        return outcome(server.tenantId(), certificateForm(assertion));
    }

    private String certificateForm(String assertion) {
        return form("client_assertion_type=" + encode(ClientAssertions.TYPE) + "&client_assertion=" + assertion);
    }

    private String outcomeWith(Consumer<JWTClaimsSet.Builder> change) throws Exception {
        JWTClaimsSet.Builder claims = claims();
        change.accept(claims);
        return certificateOutcome(assertion(good, good, JWSAlgorithm.PS256, claims.build()));
    }

    @Test
    void anAssertionIsCheckedForReal() throws Exception {
        for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256)) {
            String assertion = assertion(good, good, algorithm, claims().build());
            String token = token(server.tenantId(), certificateForm(assertion));
            assertThat(SignedJWT.parse(token).getJWTClaimsSet().getStringClaim("appidacr"))
                    .isEqualTo("2");
            assertThat(connector(token)).isEqualTo(200);
            // A second time it is a replay.
            assertThat(certificateOutcome(assertion)).isEqualTo("401 50027");
            assertThat(certificateOutcome(assertion(other, other, algorithm, claims().build())))
                    .isEqualTo("401 700027");
            assertThat(certificateOutcome(assertion(good, other, algorithm, claims().build())))
                    .isEqualTo("401 700027");
            assertThat(certificateOutcome(assertion(expired, expired, algorithm, claims().build())))
                    .isEqualTo("401 700027");
        }
        String ownAudience = server.loginUrl() + server.tenantId() + "/oauth2/v2.0/token";
        assertThat(outcomeWith(claims -> claims.audience(ownAudience))).isEqualTo("200");
        assertThat(outcomeWith(claims -> claims.audience("https://login.microsoftonline.com/common/oauth2/v2.0/token")))
                .isEqualTo("401 50027");
        assertThat(outcomeWith(claims -> claims.audience(List.of(audience(), "https://elsewhere.example"))))
                .isEqualTo("401 50027");
        assertThat(outcomeWith(claims -> claims.issuer("somebody"))).isEqualTo("401 700021");
        assertThat(outcomeWith(claims -> claims.subject("somebody"))).isEqualTo("401 700021");
        assertThat(outcomeWith(claims -> claims.jwtID(null))).isEqualTo("401 50027");
        assertThat(outcomeWith(claims -> claims.expirationTime(null))).isEqualTo("401 700024");
        assertThat(outcomeWith(
                        claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(1)))))
                .isEqualTo("401 700024");
        assertThat(outcomeWith(
                        claims -> claims.expirationTime(Date.from(Instant.now().plusSeconds(90_000)))))
                .isEqualTo("401 700024");
        assertThat(outcomeWith(
                        claims -> claims.notBeforeTime(Date.from(Instant.now().plusSeconds(900)))))
                .isEqualTo("401 700024");
        assertThat(certificateOutcome("nonsense")).isEqualTo("401 50027");
        assertThat(outcome(server.tenantId(), form("client_assertion=x"))).isEqualTo("400 900144");
        String assertion = assertion(good, good, JWSAlgorithm.PS256, claims().build());
        String[] parts = assertion.split("\\.");
        String changed = Base64URL.encode(
                        claims().issuer(server.appId()).build().toString())
                .toString();
        assertThat(certificateOutcome(parts[0] + "." + changed + "." + parts[2]))
                .isEqualTo("401 700027");
    }

    @Test
    void anAuthorityGivesTokensThatFitTheTypeOfTheBotOnly() throws Exception {
        String home = token(server.tenantId(), caller.goodForm());
        String common = token("botframework.com", caller.goodForm());
        assertThat(SignedJWT.parse(common).getJWTClaimsSet().getIssuer())
                .isEqualTo("https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/");
        assertThat(connector(home)).isEqualTo(200);
        assertThat(connector(common)).isEqualTo(401);
        server.close();
        start(SandboxSignIn.usual().withMultiTenant(true));
        assertThat(connector(token(server.tenantId(), caller.goodForm()))).isEqualTo(401);
        assertThat(connector(token("botframework.com", caller.goodForm()))).isEqualTo(200);
    }

    @Test
    void aDomainLeadsToItsTenant() throws Exception {
        for (String name : List.of(server.tenantDomain(), server.tenantId())) {
            var answer = caller.metadata(name);
            assertThat(answer.statusCode()).isEqualTo(200);
            SchemaCheck.assertFits("openid-metadata", answer.body());
            assertThat(Caller.JSON.readTree(answer.body()).path("issuer").asText())
                    .isEqualTo("https://login.microsoftonline.com/" + server.tenantId() + "/v2.0");
        }
        var unknown = caller.metadata("nobody.example");
        assertThat(unknown.statusCode()).isEqualTo(400);
        JsonNode body = Caller.JSON.readTree(unknown.body());
        assertThat(body.path("error").asText()).isEqualTo("invalid_tenant");
        assertThat(body.path("error_codes").get(0).asInt()).isEqualTo(90002);
    }

    @Test
    void tokensAreVerifiedWithThePublishedKeys() throws Exception {
        SignedJWT token = SignedJWT.parse(caller.token());
        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
        for (String tenant : List.of(server.tenantId(), server.tenantDomain(), "botframework.com", "common")) {
            for (String version : List.of("/v2.0", "")) {
                JsonNode metadata = document(tenant + version + "/.well-known/openid-configuration");
                URI keys = URI.create(metadata.path("jwks_uri").asText());
                assertThat(keys.getAuthority())
                        .isEqualTo(URI.create(server.loginUrl()).getAuthority());
                verify(token, keys, false);
                if (version.isEmpty() && tenant.equals(server.tenantId())) {
                    assertThat(metadata.path("issuer").asText())
                            .isEqualTo(token.getJWTClaimsSet().getIssuer());
                }
                String endpoint = metadata.path("token_endpoint").asText();
                assertThat(endpoint).startsWith(server.loginUrl()).endsWith("/oauth2" + version + "/token");
            }
        }
        JsonNode bots = document("v1/.well-known/openidconfiguration");
        assertThat(bots.path("issuer").asText()).isEqualTo("https://api.botframework.com");
        verify(token, URI.create(bots.path("jwks_uri").asText()), true);
    }

    private JsonNode document(String path) throws Exception {
        var answer = caller.send(HttpRequest.newBuilder(URI.create(server.loginUrl() + path)));
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return Caller.JSON.readTree(answer.body());
    }

    private void verify(SignedJWT token, URI keys, boolean endorsed) throws Exception {
        String text = caller.send(HttpRequest.newBuilder(keys)).body();
        RSAKey key = (RSAKey) JWKSet.parse(text).getKeyByKeyId(token.getHeader().getKeyID());
        assertThat(token.verify(new RSASSAVerifier(key))).isTrue();
        assertThat(key.isPrivate()).isFalse();
        JsonNode published = Caller.JSON.readTree(text).path("keys").get(0);
        assertThat(published.path("endorsements").path(0).asText()).isEqualTo(endorsed ? "msteams" : "");
        assertThat(X509CertUtils.parse(key.getX509CertChain().get(0).decode()).getPublicKey())
                .isEqualTo(key.toPublicKey());
    }

    @Test
    void olderLibrariesFindTheCloudAndItsFirstVersion() throws Exception {
        String real = "https://login.microsoftonline.com/" + server.tenantId() + "/oauth2/v2.0/authorize";
        JsonNode answer = document("common/discovery/instance?api-version=1.1&authorization_endpoint=" + encode(real));
        assertThat(answer.path("tenant_discovery_endpoint").asText())
                .isEqualTo("https://login.microsoftonline.com/" + server.tenantId()
                        + "/v2.0/.well-known/openid-configuration");
        assertThat(answer.path("metadata").get(0).path("aliases")).hasSize(4);
        String own = server.loginUrl() + server.tenantId() + "/oauth2/authorize";
        assertThat(document("common/discovery/instance?authorization_endpoint=" + encode(own))
                        .path("tenant_discovery_endpoint")
                        .asText())
                .isEqualTo(server.loginUrl() + server.tenantId() + "/.well-known/openid-configuration");
        for (String other : List.of("https://login.example/x/oauth2/authorize", "::", "https://login.windows.net")) {
            var refused = caller.send(HttpRequest.newBuilder(URI.create(
                    server.loginUrl() + "common/discovery/instance?authorization_endpoint=" + encode(other))));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(Caller.JSON.readTree(refused.body()).path("error").asText())
                    .isEqualTo("invalid_instance");
        }

        URI first = URI.create(server.loginUrl() + server.tenantId() + "/oauth2/token");
        String form = "grant_type=client_credentials&client_id=" + server.appId() + "&client_secret="
                + encode(server.clientSecret());
        JsonNode token = Caller.JSON.readTree(post(first, form + "&resource=https%3A%2F%2Fapi.botframework.com")
                .body());
        assertThat(token.path("expires_in").asText()).isEqualTo("1200");
        assertThat(token.path("resource").asText()).isEqualTo("https://api.botframework.com");
        assertThat(connector(token.path("access_token").asText())).isEqualTo(200);
        assertThat(post(first, form).body()).contains("AADSTS900144");
        assertThat(post(first, form + "&resource=https%3A%2F%2Fgraph.microsoft.com")
                        .body())
                .contains("AADSTS500011");
    }

    private java.net.http.HttpResponse<String> post(URI where, String form) throws Exception {
        return caller.send(HttpRequest.newBuilder(where)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    @Test
    void theLibraryOfMicrosoftSignsInByCertificateAndBySecret() throws Exception {
        assertThat(connector(byLibrary(ClientCredentialFactory.createFromCertificate(good.key(), good.certificate()))))
                .isEqualTo(200);
        assertThat(connector(byLibrary(ClientCredentialFactory.createFromSecret(server.clientSecret()))))
                .isEqualTo(200);
        assertThatThrownBy(() ->
                        byLibrary(ClientCredentialFactory.createFromCertificate(other.key(), other.certificate())))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(MsalServiceException.class)
                .hasMessageContaining("AADSTS700027");
        assertThatThrownBy(() ->
                        byLibrary(ClientCredentialFactory.createFromCertificate(expired.key(), expired.certificate())))
                .cause()
                .hasMessageContaining("AADSTS700027");
    }

    @Test
    void theLibraryAsksForTheInstanceFirstWhereItIsNotToldToTrustIt() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        server.script(request -> {
            asked.add(request.method() + " " + request.path());
            return Optional.empty();
        });
        forgetLoginHosts();
        assertThat(connector(byLibrary(ClientCredentialFactory.createFromSecret(server.clientSecret()), true)))
                .isEqualTo(200);
        assertThat(asked)
                .startsWith("GET /common/discovery/instance", "POST /" + server.tenantId() + "/oauth2/v2.0/token");
    }

    /** The library keeps for the life of the process what it learned of a login host, also in other tests. */
    private static void forgetLoginHosts() throws ReflectiveOperationException {
        Field cache = Class.forName("com.microsoft.aad.msal4j.AadInstanceDiscoveryProvider")
                .getDeclaredField("cache");
        cache.setAccessible(true);
        ((Map<?, ?>) cache.get(null)).clear();
    }

    private String byLibrary(IClientCredential credential) throws Exception {
        return byLibrary(credential, false);
    }

    private String byLibrary(IClientCredential credential, boolean discovery) throws Exception {
        ConfidentialClientApplication app = ConfidentialClientApplication.builder(server.appId(), credential)
                .authority("https://login.microsoftonline.com/" + server.tenantId())
                .instanceDiscovery(discovery)
                .httpClient(toSandbox())
                .build();
        return app.acquireToken(
                        ClientCredentialParameters.builder(Set.of(SCOPE)).build())
                .get(30, TimeUnit.SECONDS)
                .accessToken();
    }

    private IHttpClient toSandbox() {
        HttpClient http = HttpClient.newHttpClient();
        return request -> {
            HttpRequest.Builder copy = HttpRequest.newBuilder(
                    URI.create(server.loginUrl() + request.url().getFile().substring(1)));
            request.headers().forEach(copy::header);
            try {
                var answer = http.send(
                        (request.body() == null
                                        ? copy.GET()
                                        : copy.POST(HttpRequest.BodyPublishers.ofString(request.body())))
                                .build(),
                        java.net.http.HttpResponse.BodyHandlers.ofString());
                HttpResponse response = new HttpResponse();
                response.statusCode(answer.statusCode());
                response.body(answer.body());
                response.addHeaders(answer.headers().map());
                return response;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        };
    }

    @Test
    void optionsOutsideTheLimitsAreNamed() {
        assertThatThrownBy(() -> SandboxSignIn.usual().withTokenLifetime(Duration.ofDays(2)))
                .hasMessageContaining("one second to one day");
        assertThatThrownBy(() -> SandboxOptions.defaults(folder).withIdle(Duration.ZERO))
                .satisfies(says("Idle connections"));
    }
}
