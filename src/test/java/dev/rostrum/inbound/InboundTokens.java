package dev.rostrum.inbound;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import dev.rostrum.connection.TestCertificates;
import dev.rostrum.domain.Cloud;
import dev.rostrum.domain.InboundEvent;
import dev.rostrum.domain.InboundEvent.Key;
import dev.rostrum.domain.InboundEvent.Place;
import dev.rostrum.domain.InboundEvent.Scope;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.Ticker;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The issuer of events as tests need it: it signs tokens with real keys, and serves its metadata and keys as the one of the public
 * cloud does. What it says can be changed one thing at a time; untouched, all of it is good.
 */
public final class InboundTokens implements KeyFetch {
    public static final String APP = "99999999-9999-4999-8999-999999999999";
    public static final String TENANT = "11111111-aaaa-4bbb-8ccc-222222222222";
    public static final String SERVICE_URL = "https://smba.trafficmanager.net/emea/" + TENANT + "/";
    public static final Recipient RECIPIENT =
            new Recipient(APP, TENANT, Cloud.PUBLIC, ServiceUrl.parse(ServiceUrl.PUBLIC, false));

    static final Instant START = Instant.parse("2026-03-02T09:20:00Z");
    static final URI METADATA = Cloud.PUBLIC.eventMetadata();
    static final URI KEYS = URI.create("https://login.botframework.com/v1/.well-known/keys");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TestCertificates FIRST = certificate(START.minus(Duration.ofDays(100)), Duration.ofDays(300));
    private static final TestCertificates SECOND = certificate(START.minus(Duration.ofDays(10)), Duration.ofDays(300));

    /** As the endpoint does it: the header first, then what came with it. */
    static Authentication check(RequestAuthenticator authenticator, List<String> headers, InboundEvent event) {
        return authenticator.check(authenticator.credential(headers), event);
    }

    /** The time of a test, by the clock and by the ticker. */
    static final class Time extends Clock implements Ticker {
        private Duration byClock = Duration.ZERO;
        private Duration byTicker = Duration.ZERO;

        void pass(Duration duration) {
            setClock(duration);
            byTicker = byTicker.plus(duration);
        }

        void setClock(Duration forward) {
            byClock = byClock.plus(forward);
        }

        @Override
        public Instant instant() {
            return START.plus(byClock);
        }

        @Override
        public long nanos() {
            return byTicker.toNanos();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    /** The addresses that were asked for. */
    final List<URI> asked = new ArrayList<>();

    /** What is served, by address; where there is nothing, nobody answers. */
    final Map<URI, byte[]> served = new LinkedHashMap<>();

    final RSAKey key = published("first", FIRST);
    final RSAKey second = published("second", SECOND);

    /** Serves both keys with endorsements for several channels. */
    public InboundTokens() {
        serve(metadata(KEYS.toString()), jwks(jwk(key), jwk(second)));
    }

    /** The caller's own thread fetches keys. */
    SigningKeys keys(Time time) {
        return new SigningKeys(RECIPIENT, this, time, time, Runnable::run);
    }

    RequestAuthenticator authenticator(Time time) {
        return new RequestAuthenticator(RECIPIENT, keys(time), time);
    }

    void serve(ObjectNode metadata, ObjectNode jwks) {
        served.put(METADATA, bytes(metadata));
        served.put(KEYS, bytes(jwks));
    }

    @Override
    public synchronized byte[] get(URI uri, int maxBytes) throws IOException {
        asked.add(uri);
        byte[] body = served.get(uri);
        if (body == null) {
            throw new IOException("nobody answers");
        }
        return body;
    }

    /** How often keys were fetched. */
    long fetches() {
        return asked.stream().filter(METADATA::equals).count();
    }

    /** The right claims, to be changed. */
    public static Map<String, Object> claims() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("serviceurl", SERVICE_URL);
        claims.put("nbf", START.getEpochSecond() - 300);
        claims.put("exp", START.getEpochSecond() + 3300);
        claims.put("iss", "https://api.botframework.com");
        claims.put("aud", APP);
        return claims;
    }

    /** An Authorization header that is good. */
    public String header() {
        return header(claims());
    }

    public String header(Map<String, Object> claims) {
        return header(claims, header(JWSAlgorithm.RS256, key), key);
    }

    String header(Map<String, Object> claims, JWSHeader header, RSAKey signer) {
        return "Bearer " + sign(header, JSON.valueToTree(claims).toString(), signer);
    }

    static JWSHeader header(JWSAlgorithm algorithm, RSAKey named) {
        return new JWSHeader.Builder(algorithm).keyID(named.getKeyID()).build();
    }

    static String sign(JWSHeader header, String payload, RSAKey signer) {
        JWSObject token = new JWSObject(header, new Payload(payload));
        try {
            token.sign(new RSASSASigner(signer));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    /** An event that fits the claims. */
    public static InboundEvent event() {
        return event("msteams", SERVICE_URL, TENANT);
    }

    static InboundEvent event(String channel, String serviceUrl, String tenant) {
        return new InboundEvent(
                new Key("message", null, "a:1", "1700000000001"),
                null,
                START,
                channel,
                serviceUrl,
                tenant,
                "28:" + APP,
                null,
                new Place("a:1", Scope.PERSONAL),
                null,
                List.of(),
                List.of(),
                false,
                false,
                List.of(),
                false,
                false,
                "hello");
    }

    static ObjectNode metadata(String keysAddress) {
        ObjectNode metadata = JSON.createObjectNode()
                .put("issuer", "https://api.botframework.com")
                .put("authorization_endpoint", "https://invalid.botframework.com")
                .put("jwks_uri", keysAddress);
        metadata.putArray("id_token_signing_alg_values_supported").add("RS256");
        return metadata;
    }

    static ObjectNode jwks(ObjectNode... keys) {
        ObjectNode jwks = JSON.createObjectNode();
        ArrayNode list = jwks.putArray("keys");
        for (ObjectNode each : keys) {
            list.add(each);
        }
        return jwks;
    }

    /** As the issuer tells a key: with its certificate, and speaking for several channels. */
    static ObjectNode jwk(RSAKey key) {
        ObjectNode jwk = JSON.valueToTree(key.toPublicJWK().toJSONObject());
        jwk.putArray("endorsements").add("webchat").add("msteams").add("directline");
        return jwk;
    }

    /** A key of which nothing is told. */
    static ObjectNode bare() {
        return JSON.createObjectNode();
    }

    static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    static RSAKey published(String id, TestCertificates certificate) {
        try {
            return new RSAKey.Builder(RSAKey.parse(certificate.certificate()))
                    .privateKey(certificate.key())
                    .keyID(id)
                    .build();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static TestCertificates certificate(Instant from, Duration life) {
        try {
            return TestCertificates.rsa(from, from.plus(life));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
