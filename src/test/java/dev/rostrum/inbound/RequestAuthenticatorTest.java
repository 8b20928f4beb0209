package dev.rostrum.inbound;

import static dev.rostrum.inbound.InboundTokens.APP;
import static dev.rostrum.inbound.InboundTokens.KEYS;
import static dev.rostrum.inbound.InboundTokens.RECIPIENT;
import static dev.rostrum.inbound.InboundTokens.SERVICE_URL;
import static dev.rostrum.inbound.InboundTokens.START;
import static dev.rostrum.inbound.InboundTokens.TENANT;
import static dev.rostrum.inbound.InboundTokens.claims;
import static dev.rostrum.inbound.InboundTokens.event;
import static dev.rostrum.inbound.InboundTokens.jwk;
import static dev.rostrum.inbound.InboundTokens.jwks;
import static dev.rostrum.inbound.InboundTokens.metadata;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import dev.rostrum.connection.TestCertificates;
import dev.rostrum.domain.Cloud;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.inbound.InboundTokens.Time;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The cases of the reference (reliability.md 5.2) by their numbers, then what must be taken. Cases 5 and 6 (an identity that is not
 * authenticated, or null) are about objects of an SDK and have no form in HTTP: a request without a good token has no identity here.
 */
class RequestAuthenticatorTest {
    private final Time time = new Time();
    private final InboundTokens tokens = new InboundTokens();
    private final RequestAuthenticator authenticator = tokens.authenticator(time);

    @Test
    void case1NoHeader() {
        assertThat(InboundTokens.check(authenticator, List.of(), event())).isEqualTo(Authentication.NO_HEADER);
    }

    @Test
    void case2EmptyHeader() {
        assertThat(check("")).isEqualTo(Authentication.NO_HEADER);
        assertThat(check(" ")).isEqualTo(Authentication.NO_HEADER);
    }

    @Test
    void case3HeaderOfOnePart() {
        assertThat(check("Bearer")).isEqualTo(Authentication.NOT_BEARER);
        assertThat(check(tokens.header().substring(7))).isEqualTo(Authentication.NOT_BEARER);
    }

    @Test
    void case4NotBearer() {
        assertThat(check("Basic " + tokens.header().substring(7))).isEqualTo(Authentication.NOT_BEARER);
    }

    @Test
    void case7NoIssuer() {
        assertThat(check(without("iss"))).isEqualTo(Authentication.ISSUER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.botframework.us",
                "https://api.botframework.com/",
                "https://API.botframework.com",
                "https://sts.windows.net/" + TENANT + "/",
                ""
            })
    void case8WrongIssuer(String issuer) {
        assertThat(check(with("iss", issuer))).isEqualTo(Authentication.ISSUER);
    }

    @Test
    void case9NoAudience() {
        assertThat(check(without("aud"))).isEqualTo(Authentication.AUDIENCE);
    }

    @Test
    void case10EmptyAudience() {
        assertThat(check(with("aud", ""))).isEqualTo(Authentication.AUDIENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {TENANT, "api://" + APP, "api://botid-" + APP, "https://api.botframework.com", APP + " "})
    void case11WrongAppId(String audience) {
        assertThat(check(with("aud", audience))).isEqualTo(Authentication.AUDIENCE);
    }

    @Test
    void case12NoServiceUrlClaim() {
        Map<String, Object> claims = without("serviceurl");
        assertThat(check(claims)).isEqualTo(Authentication.SERVICE_URL);
        claims.put("serviceUrl", SERVICE_URL);
        assertThat(check(claims)).isEqualTo(Authentication.SERVICE_URL);
    }

    @Test
    void case13EmptyServiceUrlClaim() {
        String header = tokens.header(with("serviceurl", ""));
        assertThat(check(header)).isEqualTo(Authentication.SERVICE_URL);
        assertThat(InboundTokens.check(authenticator, List.of(header), event("msteams", "", TENANT)))
                .isEqualTo(Authentication.SERVICE_URL);
        assertThat(InboundTokens.check(authenticator, List.of(header), event("msteams", null, TENANT)))
                .isEqualTo(Authentication.SERVICE_URL);
    }

    @Test
    void case14OtherServiceUrl() {
        assertThat(check(with("serviceurl", "https://smba.trafficmanager.net/amer/")))
                .isEqualTo(Authentication.SERVICE_URL);
    }

    @Test
    void case15ExpiredToken() {
        assertThat(check(with("exp", START.getEpochSecond() - 3600))).isEqualTo(Authentication.EXPIRED);
    }

    @Test
    void case16ExpiredSigningCertificate() {
        RSAKey over = InboundTokens.published(
                "over", InboundTokens.certificate(START.minus(Duration.ofDays(31)), Duration.ofDays(30)));
        RSAKey early = InboundTokens.published(
                "early", InboundTokens.certificate(START.plus(Duration.ofDays(1)), Duration.ofDays(30)));
        tokens.serve(metadata(KEYS.toString()), jwks(jwk(over), jwk(early)));
        assertThat(check(signedBy(over))).isEqualTo(Authentication.CERTIFICATE_EXPIRED);
        assertThat(check(signedBy(early))).isEqualTo(Authentication.CERTIFICATE_EXPIRED);
        // It is the certificate that this is about: the very same key is good without it.
        tokens.serve(metadata(KEYS.toString()), jwks((ObjectNode) jwk(over).without("x5c")));
        assertThat(InboundTokens.check(tokens.authenticator(time), List.of(signedBy(over)), event()))
                .isEqualTo(Authentication.AUTHENTIC);
    }

    @Test
    void case17UnendorsedChannel() {
        ObjectNode key = jwk(tokens.key);
        key.putArray("endorsements");
        tokens.serve(metadata(KEYS.toString()), jwks(key));
        assertThat(check(tokens.header())).isEqualTo(Authentication.ENDORSEMENT);
    }

    @Test
    void case18MismatchedEndorsement() {
        ObjectNode key = jwk(tokens.key);
        key.putArray("endorsements").add("webchat").add("MSTEAMS").add("msteams2");
        tokens.serve(metadata(KEYS.toString()), jwks(key));
        assertThat(check(tokens.header())).isEqualTo(Authentication.ENDORSEMENT);
    }

    @Test
    void case19NullEndorsements() {
        ObjectNode key = jwk(tokens.key);
        key.putNull("endorsements");
        tokens.serve(metadata(KEYS.toString()), jwks(key, (ObjectNode)
                jwk(tokens.second).without("endorsements")));
        assertThat(check(tokens.header())).isEqualTo(Authentication.ENDORSEMENT);
        assertThat(check(signedBy(tokens.second))).isEqualTo(Authentication.ENDORSEMENT);
    }

    /** It has no form in HTTP: no endpoint can be made for a bot without an app id. */
    @Test
    void case20NoCredentialsSet() {
        for (String none : Arrays.asList(null, "", "*")) {
            assertThatThrownBy(() -> new Recipient(none, TENANT, Cloud.PUBLIC, RECIPIENT.connector()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Recipient(APP, none, Cloud.PUBLIC, RECIPIENT.connector()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", ""})
    void case21AlgorithmNone(String none) {
        String[] parts = tokens.header().substring(7).split("\\.");
        String header = encoded("{\"alg\":\"" + none + "\",\"kid\":\"first\"}");
        assertThat(check("Bearer " + header + "." + parts[1] + ".")).isEqualTo(Authentication.ALGORITHM);
        assertThat(check("Bearer " + header + "." + parts[1] + "." + parts[2])).isEqualTo(Authentication.ALGORITHM);
    }

    @Test
    void case22HmacKeyedWithThePublicKey() throws Exception {
        byte[] pem = ("-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(tokens.key.toRSAPublicKey().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (byte[] secret : List.of(tokens.key.toRSAPublicKey().getEncoded(), pem)) {
            JWSObject token = new JWSObject(
                    InboundTokens.header(JWSAlgorithm.HS256, tokens.key), new Payload(Map.copyOf(claims())));
            token.sign(new MACSigner(secret));
            assertThat(check("Bearer " + token.serialize())).isEqualTo(Authentication.ALGORITHM);
        }
    }

    @Test
    void case23EcdsaWithAnEmptySignature() {
        String[] parts = tokens.header().substring(7).split("\\.");
        String zero = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);
        for (String algorithm : List.of("ES256", "ES512", "PS256", "EdDSA", "rs256")) {
            String header = encoded("{\"alg\":\"" + algorithm + "\",\"kid\":\"first\"}");
            assertThat(check("Bearer " + header + "." + parts[1] + "." + zero)).isEqualTo(Authentication.ALGORITHM);
        }
    }

    @Test
    void case24NoKeyId() {
        JWSHeader nameless = new JWSHeader(JWSAlgorithm.RS256);
        assertThat(check(tokens.header(claims(), nameless, tokens.key))).isEqualTo(Authentication.NO_KEY_ID);
        tokens.serve(metadata(KEYS.toString()), jwks(jwk(tokens.key)));
        assertThat(check(tokens.header(claims(), nameless, tokens.key))).isEqualTo(Authentication.NO_KEY_ID);
    }

    @Test
    void case25UnknownKeyIdAsksOnceInFiveMinutes() {
        assertThat(check(tokens.header())).isEqualTo(Authentication.AUTHENTIC);
        RSAKey unknown = renamed(tokens.key, "third");
        time.pass(Duration.ofSeconds(299));
        assertThat(check(signedBy(unknown))).isEqualTo(Authentication.UNKNOWN_KEY);
        assertThat(tokens.fetches()).isEqualTo(1);
        time.pass(Duration.ofSeconds(1));
        for (int i = 0; i < 10; i++) {
            assertThat(check(signedBy(renamed(tokens.key, "third" + i)))).isEqualTo(Authentication.UNKNOWN_KEY);
        }
        assertThat(tokens.fetches()).isEqualTo(2);
        time.pass(Duration.ofMinutes(5));
        assertThat(check(signedBy(unknown))).isEqualTo(Authentication.UNKNOWN_KEY);
        assertThat(tokens.fetches()).isEqualTo(3);
    }

    @Test
    void case26KeysInTheHeaderAreIgnored() throws Exception {
        RSAKey own = InboundTokens.published(
                "own", InboundTokens.certificate(START.minus(Duration.ofDays(1)), Duration.ofDays(30)));
        URI elsewhere = URI.create("https://elsewhere.example/keys");
        for (RSAKey named : List.of(own, tokens.key)) {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID(named.getKeyID())
                    .jwkURL(elsewhere)
                    .x509CertURL(elsewhere)
                    .jwk(own.toPublicJWK())
                    .x509CertChain(own.getX509CertChain())
                    .build();
            assertThat(check(tokens.header(claims(), header, own)))
                    .isEqualTo(named == own ? Authentication.UNKNOWN_KEY : Authentication.SIGNATURE);
        }
        // Ignored is not refused: the signature of a listed key counts beside them.
        JWSHeader listed = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(tokens.key.getKeyID())
                .jwkURL(elsewhere)
                .jwk(own.toPublicJWK())
                .build();
        assertThat(check(tokens.header(claims(), listed, tokens.key))).isEqualTo(Authentication.AUTHENTIC);
        assertThat(tokens.asked).containsOnly(InboundTokens.METADATA, KEYS);
    }

    @Test
    void case27NoExpiry() {
        assertThat(check(without("exp"))).isEqualTo(Authentication.NO_EXPIRY);
        assertThat(check(with("exp", null))).isEqualTo(Authentication.NO_EXPIRY);
        assertThat(check(with("exp", "1999999999"))).isEqualTo(Authentication.NO_EXPIRY);
        assertThat(check(with("exp", 1e300))).isEqualTo(Authentication.NO_EXPIRY);
    }

    @Test
    void case28NotYetValid() {
        assertThat(check(with("nbf", START.getEpochSecond() + 301))).isEqualTo(Authentication.NOT_YET_VALID);
        assertThat(check(with("nbf", "soon"))).isEqualTo(Authentication.NOT_YET_VALID);
    }

    @Test
    void case29SkewOf299SecondsIsTakenAndOf301IsNot() {
        long now = START.getEpochSecond();
        assertThat(check(with("exp", now - 299))).isEqualTo(Authentication.AUTHENTIC);
        assertThat(check(with("exp", now - 301))).isEqualTo(Authentication.EXPIRED);
        assertThat(check(with("nbf", now + 299))).isEqualTo(Authentication.AUTHENTIC);
        assertThat(check(with("nbf", now + 301))).isEqualTo(Authentication.NOT_YET_VALID);
    }

    @Test
    void case30SeveralAudiences() {
        for (List<String> audience :
                List.of(List.of(APP, TENANT), List.of(TENANT, APP), List.of(APP), List.<String>of())) {
            assertThat(check(with("aud", audience))).isEqualTo(Authentication.AUDIENCE);
        }
    }

    @Test
    void case31DuplicateClaims() {
        String once =
                "\"iss\":\"https://api.botframework.com\",\"serviceurl\":\"" + SERVICE_URL + "\",\"exp\":1999999999";
        JWSHeader header = InboundTokens.header(JWSAlgorithm.RS256, tokens.key);
        for (String twice : List.of(
                ",\"aud\":\"" + TENANT + "\",\"aud\":\"" + APP + "\"",
                ",\"aud\":\"" + APP + "\",\"aud\":\"" + TENANT + "\"",
                ",\"aud\":\"" + APP + "\",\"a\\u0075d\":\"" + APP + "\"")) {
            assertThat(check("Bearer " + InboundTokens.sign(header, "{" + once + twice + "}", tokens.key)))
                    .isEqualTo(Authentication.TOKEN_UNREADABLE);
        }
        String good = "{" + once + ",\"aud\":\"" + APP + "\"}";
        assertThat(check("Bearer " + InboundTokens.sign(header, good, tokens.key)))
                .isEqualTo(Authentication.AUTHENTIC);
    }

    @Test
    void case32FlippedSignatureByte() {
        String header = tokens.header();
        byte[] signature = Base64.getUrlDecoder().decode(header.substring(header.lastIndexOf('.') + 1));
        for (int i = 0; i < signature.length; i++) {
            byte[] flipped = signature.clone();
            flipped[i] ^= 1;
            assertThat(check(header.substring(0, header.lastIndexOf('.') + 1)
                            + Base64.getUrlEncoder().withoutPadding().encodeToString(flipped)))
                    .isEqualTo(Authentication.SIGNATURE);
        }
    }

    @Test
    void case33ChangedPayload() {
        String[] parts = tokens.header().split("\\.");
        String other = tokens.header(with("exp", START.getEpochSecond() + 3301)).split("\\.")[1];
        assertThat(check(parts[0] + "." + other + "." + parts[2])).isEqualTo(Authentication.SIGNATURE);
    }

    @Test
    void case34TokenOfMoreThan16KiB() {
        int bare = tokens.header(with("more", "")).length() - 7;
        int room = (RequestAuthenticator.MAX_TOKEN - bare) * 3 / 4;
        String fits = tokens.header(with("more", "x".repeat(room - 3)));
        String large = tokens.header(with("more", "x".repeat(room + 3)));
        assertThat(check(fits)).isEqualTo(Authentication.AUTHENTIC);
        assertThat(check(large)).isEqualTo(Authentication.TOKEN_TOO_LONG);
    }

    @Test
    void case35TwoAuthorizationHeaders() {
        String good = tokens.header();
        assertThat(InboundTokens.check(authenticator, List.of(good, good), event()))
                .isEqualTo(Authentication.SEVERAL_HEADERS);
        assertThat(InboundTokens.check(authenticator, List.of(good, ""), event()))
                .isEqualTo(Authentication.SEVERAL_HEADERS);
        assertThat(check(good + ", " + good)).isEqualTo(Authentication.TOKEN_UNREADABLE);
    }

    @Test
    void case36OtherChannel() {
        String header = tokens.header();
        for (String channel : Arrays.asList("webchat", "emulator", "MSTEAMS", "", null)) {
            assertThat(InboundTokens.check(authenticator, List.of(header), event(channel, SERVICE_URL, TENANT)))
                    .isEqualTo(Authentication.CHANNEL);
        }
    }

    @Test
    void case37ForeignTenant() {
        String header = tokens.header();
        for (String tenant : Arrays.asList(APP, "", null)) {
            assertThat(InboundTokens.check(authenticator, List.of(header), event("msteams", SERVICE_URL, tenant)))
                    .isEqualTo(Authentication.TENANT);
        }
    }

    /** A repetition is authentic like the first. That it is answered 200 and changes nothing is for the endpoint and its store. */
    @Test
    void case38RepeatedActivityIsAuthenticEachTime() {
        String header = tokens.header();
        assertThat(check(header)).isEqualTo(Authentication.AUTHENTIC);
        assertThat(check(header)).isEqualTo(Authentication.AUTHENTIC);
    }

    @Test
    void case39OldKeysHoldFiveDaysWhileNobodyTellsNewOnes() {
        assertThat(check(tokens.header())).isEqualTo(Authentication.AUTHENTIC);
        tokens.served.clear();
        time.pass(SigningKeys.HELD.minusSeconds(1));
        String late = tokens.header(with("exp", time.instant().getEpochSecond() + 60));
        assertThat(check(late)).isEqualTo(Authentication.AUTHENTIC);
        assertThat(tokens.fetches()).isEqualTo(2);
        time.pass(Duration.ofSeconds(1));
        assertThat(check(late)).isEqualTo(Authentication.KEYS_UNAVAILABLE);
        assertThat(Authentication.KEYS_UNAVAILABLE.status()).isEqualTo(503);
    }

    /** That no redirect is followed is for the fetch of the product, by its contract; here it is one more answer without keys. */
    @Test
    void case40KeysThatAreHugeElsewhereOrOverHttp() {
        byte[] good = tokens.served.get(KEYS);
        byte[] huge = Arrays.copyOf(good, SigningKeys.MAX_BYTES + 1);
        Arrays.fill(huge, good.length, huge.length, (byte) ' ');
        tokens.served.put(KEYS, huge);
        assertThat(freshCheck()).isEqualTo(Authentication.KEYS_UNAVAILABLE);
        tokens.served.put(KEYS, Arrays.copyOf(huge, SigningKeys.MAX_BYTES));
        assertThat(freshCheck()).isEqualTo(Authentication.AUTHENTIC);
        for (String address : List.of(
                "http://login.botframework.com/v1/.well-known/keys",
                "https://login.botframework.com.elsewhere.example/keys",
                "https://login.botframework.com@elsewhere.example/keys",
                "https://you@login.botframework.com/keys",
                "https://login.botframework.com:444/keys",
                "https://login.botframework.azure.us/v1/.well-known/keys",
                "https://127.0.0.1/keys",
                "file:///keys",
                "//login.botframework.com/keys",
                "keys",
                "https://login.botframework.com/ keys",
                "")) {
            tokens.served.put(InboundTokens.METADATA, InboundTokens.bytes(metadata(address)));
            tokens.asked.clear();
            assertThat(freshCheck()).as(address).isEqualTo(Authentication.KEYS_UNAVAILABLE);
            assertThat(tokens.asked).containsExactly(InboundTokens.METADATA);
        }
    }

    @Test
    void eachAlgorithmThatTheIssuerNamesIsTaken() {
        List<JWSAlgorithm> three = List.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512);
        for (JWSAlgorithm each : three) {
            String header = tokens.header(claims(), InboundTokens.header(each, tokens.key), tokens.key);
            assertThat(check(header))
                    .isEqualTo(each == JWSAlgorithm.RS256 ? Authentication.AUTHENTIC : Authentication.ALGORITHM);
            ObjectNode all = metadata(KEYS.toString());
            three.forEach(one ->
                    all.withArray("id_token_signing_alg_values_supported").add(one.getName()));
            ObjectNode none = (ObjectNode) metadata(KEYS.toString()).without("id_token_signing_alg_values_supported");
            for (ObjectNode metadata : List.of(all, none)) {
                InboundTokens others = new InboundTokens();
                others.serve(metadata, jwks(jwk(tokens.key)));
                assertThat(InboundTokens.check(others.authenticator(time), List.of(header), event()))
                        .isEqualTo(Authentication.AUTHENTIC);
            }
            InboundTokens bound = new InboundTokens();
            bound.serve(all, jwks(jwk(tokens.key).put("alg", "RS384")));
            assertThat(InboundTokens.check(bound.authenticator(time), List.of(header), event()))
                    .isEqualTo(each == JWSAlgorithm.RS384 ? Authentication.AUTHENTIC : Authentication.ALGORITHM);
        }
    }

    @Test
    void eachListedKeyIsTakenForItselfAlone() {
        assertThat(check(signedBy(tokens.second))).isEqualTo(Authentication.AUTHENTIC);
        assertThat(check(tokens.header(claims(), InboundTokens.header(JWSAlgorithm.RS256, tokens.second), tokens.key)))
                .isEqualTo(Authentication.SIGNATURE);
    }

    @Test
    void aNewKeyIsTakenAndOneThatIsListedNoMoreIsNot() {
        tokens.serve(metadata(KEYS.toString()), jwks(jwk(tokens.key)));
        assertThat(check(tokens.header())).isEqualTo(Authentication.AUTHENTIC);
        time.pass(SigningKeys.PAUSE);
        tokens.serve(metadata(KEYS.toString()), jwks(jwk(tokens.second)));
        assertThat(check(tokens.header())).isEqualTo(Authentication.AUTHENTIC);
        assertThat(check(signedBy(tokens.second))).isEqualTo(Authentication.AUTHENTIC);
        assertThat(check(tokens.header())).isEqualTo(Authentication.UNKNOWN_KEY);
    }

    @Test
    void caseOfServiceUrlAppIdAndSchemeDoNotMatter() {
        Map<String, Object> claims = with("serviceurl", SERVICE_URL.toUpperCase(Locale.ROOT));
        claims.put("aud", APP.toUpperCase(Locale.ROOT));
        assertThat(check(tokens.header(claims).replace("Bearer", "bearer"))).isEqualTo(Authentication.AUTHENTIC);
        String shouted = "HTTPS://SMBA.TRAFFICMANAGER.NET/EMEA/" + TENANT + "/";
        assertThat(InboundTokens.check(authenticator, List.of(tokens.header()), event("msteams", shouted, TENANT)))
                .isEqualTo(Authentication.AUTHENTIC);
    }

    @Test
    void aTokenWithoutBeginningOrWithMoreClaimsIsTaken() {
        Map<String, Object> claims = without("nbf");
        claims.put("tid", Map.of("any", List.of("thing")));
        assertThat(check(claims)).isEqualTo(Authentication.AUTHENTIC);
    }

    @Test
    void aHeaderThatAsksForAnExtensionIsRefused() {
        for (String more : List.of("\"crit\":[\"b64\"],\"b64\":false", "\"crit\":[]", "\"crit\":null")) {
            String[] parts = tokens.header().split("\\.");
            String header = encoded("{\"alg\":\"RS256\",\"kid\":\"first\"," + more + "}");
            assertThat(check("Bearer " + header + "." + parts[1] + "." + parts[2]))
                    .isEqualTo(Authentication.ALGORITHM);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://smba.trafficmanager.net.elsewhere.example/emea/",
                "https://elsewhere.trafficmanager.net/emea/",
                "http://smba.trafficmanager.net/emea/",
                "https://smba.trafficmanager.net:444/emea/",
                "https://smba.trafficmanager.net@elsewhere.example/",
                "https://127.0.0.1/"
            })
    void aServiceUrlOffTheListIsRefusedThoughItIsSigned(String serviceUrl) {
        String header = tokens.header(with("serviceurl", serviceUrl));
        assertThat(InboundTokens.check(authenticator, List.of(header), event("msteams", serviceUrl, TENANT)))
                .isEqualTo(Authentication.SERVICE_URL_HOST);
    }

    @Test
    void aHostThatTheAdminAllowedIsTaken() {
        String allowed = "https://bots.example.org/teams/";
        Recipient recipient = new Recipient(APP, TENANT, Cloud.PUBLIC, ServiceUrl.parse(allowed, "bots.example.org"));
        RequestAuthenticator other = new RequestAuthenticator(recipient, tokens.keys(time), time);
        String header = tokens.header(with("serviceurl", allowed));
        assertThat(InboundTokens.check(other, List.of(header), event("msteams", allowed, TENANT)))
                .isEqualTo(Authentication.AUTHENTIC);
        assertThat(InboundTokens.check(authenticator, List.of(header), event("msteams", allowed, TENANT)))
                .isEqualTo(Authentication.SERVICE_URL_HOST);
    }

    @Test
    void eachCloudHasItsIssuer() {
        for (Cloud cloud : Cloud.values()) {
            boolean government = cloud == Cloud.GCC_HIGH || cloud == Cloud.DOD;
            String issuer = government ? "https://api.botframework.us" : "https://api.botframework.com";
            URI host =
                    URI.create(government ? "https://login.botframework.azure.us/" : "https://login.botframework.com/");
            InboundTokens others = new InboundTokens();
            others.served.clear();
            URI keys = host.resolve("/v1/.well-known/keys");
            others.served.put(
                    host.resolve("/v1/.well-known/openidconfiguration"),
                    InboundTokens.bytes(metadata(keys.toString())));
            others.served.put(keys, InboundTokens.bytes(jwks(jwk(others.key))));
            Recipient recipient = new Recipient(APP, TENANT, cloud, ServiceUrl.parse(cloud.serviceUrl(), false));
            RequestAuthenticator its = new RequestAuthenticator(
                    recipient, new SigningKeys(recipient, others, time, time, Runnable::run), time);
            Map<String, Object> claims = with("serviceurl", cloud.serviceUrl());
            claims.put("iss", issuer);
            assertThat(InboundTokens.check(
                            its, List.of(others.header(claims)), event("msteams", cloud.serviceUrl(), TENANT)))
                    .isEqualTo(Authentication.AUTHENTIC);
            claims.put("iss", government ? "https://api.botframework.com" : "https://api.botframework.us");
            assertThat(InboundTokens.check(
                            its, List.of(others.header(claims)), event("msteams", cloud.serviceUrl(), TENANT)))
                    .isEqualTo(Authentication.ISSUER);
        }
    }

    @Test
    void aLocalServiceProvesItselfByItsOwnKeysToALocalConnectionAlone() {
        String local = "http://127.0.0.1:3978/";
        InboundTokens sandbox = new InboundTokens();
        sandbox.served.clear();
        sandbox.served.put(
                URI.create("http://localhost:3978/events/.well-known/openidconfiguration"),
                InboundTokens.bytes(
                        metadata(local + "events/.well-known/keys").put("issuer", "https://sandbox.rostrum.example")));
        RSAKey own = renamed(sandbox.second, "sandbox");
        sandbox.served.put(URI.create(local + "events/.well-known/keys"), InboundTokens.bytes(jwks(jwk(own))));
        Recipient recipient = new Recipient(APP, TENANT, Cloud.PUBLIC, ServiceUrl.parse("http://localhost:3978", true));
        RequestAuthenticator its = new RequestAuthenticator(
                recipient, new SigningKeys(recipient, sandbox, time, time, Runnable::run), time);
        Map<String, Object> claims = with("serviceurl", local);
        String asTheCloud = sandbox.header(claims, InboundTokens.header(JWSAlgorithm.RS256, own), own);
        assertThat(InboundTokens.check(its, List.of(asTheCloud), event("msteams", local, TENANT)))
                .isEqualTo(Authentication.ISSUER);
        assertThat(InboundTokens.check(authenticator, List.of(asTheCloud), event("msteams", local, TENANT)))
                .isEqualTo(Authentication.UNKNOWN_KEY);
        claims.put("iss", "https://sandbox.rostrum.example");
        String header = sandbox.header(claims, InboundTokens.header(JWSAlgorithm.RS256, own), own);
        assertThat(InboundTokens.check(its, List.of(header), event("msteams", local, TENANT)))
                .isEqualTo(Authentication.AUTHENTIC);
        assertThat(InboundTokens.check(authenticator, List.of(header), event("msteams", local, TENANT)))
                .isEqualTo(Authentication.ISSUER);
        // With a service URL of Teams it still is nobody's key.
        assertThat(check(signedBy(own))).isEqualTo(Authentication.UNKNOWN_KEY);
        String otherPort = "http://127.0.0.1:3979/";
        claims.put("serviceurl", otherPort);
        header = sandbox.header(claims, InboundTokens.header(JWSAlgorithm.RS256, own), own);
        assertThat(InboundTokens.check(its, List.of(header), event("msteams", otherPort, TENANT)))
                .isEqualTo(Authentication.SERVICE_URL_HOST);
    }

    @Test
    void keysThatAreNotForThisAreLeftOut() throws Exception {
        RSAKey weak = InboundTokens.published(
                "weak", TestCertificates.rsa(1024, START.minus(Duration.ofDays(1)), START.plus(Duration.ofDays(1))));
        ObjectNode forSecrets = jwk(tokens.second).put("use", "enc");
        ObjectNode otherCertificate = jwk(renamed(tokens.second, "mixed"));
        otherCertificate.set("x5c", jwk(tokens.key).get("x5c"));
        ObjectNode broken = jwk(renamed(tokens.key, "broken")).put("n", 7);
        tokens.serve(
                metadata(KEYS.toString()),
                jwks(broken, InboundTokens.bare(), jwk(weak), forSecrets, otherCertificate, jwk(tokens.key)));
        assertThat(check(tokens.header())).isEqualTo(Authentication.AUTHENTIC);
        assertThat(check(signedBy(tokens.second))).isEqualTo(Authentication.UNKNOWN_KEY);
        assertThat(check(signedBy(renamed(tokens.second, "mixed")))).isEqualTo(Authentication.UNKNOWN_KEY);
        assertThat(check(signedBy(renamed(tokens.key, "broken")))).isEqualTo(Authentication.UNKNOWN_KEY);
        String byWeak = "Bearer " + encoded("{\"alg\":\"RS256\",\"kid\":\"weak\"}") + "."
                + tokens.header().split("\\.")[1] + ".AAAA";
        assertThat(check(byWeak)).isEqualTo(Authentication.UNKNOWN_KEY);
    }

    /** Each bit of each character, each character left out or written twice: about 8,000 tokens. */
    @Test
    void anyChangeOfATokenIsRefused() {
        String token = tokens.header().substring(7);
        for (int i = 0; i < token.length(); i++) {
            String before = "Bearer " + token.substring(0, i);
            String after = token.substring(i + 1);
            for (int bit = 0; bit < 8; bit++) {
                assertThat(check(before + (char) (token.charAt(i) ^ (1 << bit)) + after))
                        .isNotEqualTo(Authentication.AUTHENTIC);
            }
            assertThat(check(before + after)).isNotEqualTo(Authentication.AUTHENTIC);
            assertThat(check(before + token.charAt(i) + token.charAt(i) + after))
                    .isNotEqualTo(Authentication.AUTHENTIC);
            assertThat(check(before)).isNotEqualTo(Authentication.AUTHENTIC);
        }
        assertThat(check("Bearer " + token + "A")).isEqualTo(Authentication.SIGNATURE);
        for (String odd : List.of(token + "=", token + "+", token + " ", " " + token, token + ".", token + "\n")) {
            assertThat(check("Bearer " + odd)).isEqualTo(Authentication.TOKEN_UNREADABLE);
        }
        assertThat(check("Bearer " + token)).isEqualTo(Authentication.AUTHENTIC);
    }

    @Test
    void partsThatAreNoObjectsAreUnreadable() {
        String good = tokens.header().substring(7);
        String[] parts = good.split("\\.");
        for (String odd :
                List.of("", "[]", "null", "\"alg\"", "{", "{}{}", "{\"alg\":\"RS256\"} x", "[".repeat(5000))) {
            assertThat(check("Bearer " + encoded(odd) + "." + parts[1] + "." + parts[2]))
                    .isEqualTo(Authentication.TOKEN_UNREADABLE);
            assertThat(check("Bearer " + parts[0] + "." + encoded(odd) + "." + parts[2]))
                    .isEqualTo(Authentication.TOKEN_UNREADABLE);
        }
    }

    @Test
    void whoSaysNothingOfValueCostsNoLookAtAKey() {
        check("Bearer a.b.c");
        check(with("aud", TENANT));
        check(without("exp"));
        assertThat(tokens.asked).isEmpty();
    }

    private Authentication check(String header) {
        return InboundTokens.check(authenticator, List.of(header), event());
    }

    private Authentication check(Map<String, Object> claims) {
        return check(tokens.header(claims));
    }

    private Authentication freshCheck() {
        return InboundTokens.check(tokens.authenticator(time), List.of(tokens.header()), event());
    }

    private String signedBy(RSAKey key) {
        return tokens.header(claims(), InboundTokens.header(JWSAlgorithm.RS256, key), key);
    }

    private static RSAKey renamed(RSAKey key, String id) {
        return new RSAKey.Builder(key).keyID(id).build();
    }

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> claims = claims();
        claims.put(name, value);
        return claims;
    }

    private static Map<String, Object> without(String name) {
        Map<String, Object> claims = claims();
        claims.remove(name);
        return claims;
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
