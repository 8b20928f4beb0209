package dev.rostrum.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Checks the signed assertions with which an app signs in by certificate: signature by the key of a registered
 * certificate (RS256 or PS256, named by {@code x5t} or {@code x5t#S256}), audience, issuer, subject, times, and that
 * each is used once. Safe for use by many threads.
 */
final class ClientAssertions {
    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256);
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final int MOST_REMEMBERED = 10_000;

    private final List<Registered> certificates = new ArrayList<>();
    private final String appId;
    private final Clock clock;
    /** Assertions seen, by their id, until they end. */
    private final Map<String, Instant> used = new LinkedHashMap<>();

    ClientAssertions(List<X509Certificate> certificates, String appId, Clock clock) {
        this.appId = appId;
        this.clock = clock;
        for (X509Certificate certificate : certificates) {
            this.certificates.add(Registered.of(certificate));
        }
    }

    /** A certificate with its thumbprints as assertions name them. */
    private record Registered(X509Certificate certificate, RSAPublicKey key, String sha1, String sha256) {
        static Registered of(X509Certificate certificate) {
            if (!(certificate.getPublicKey() instanceof RSAPublicKey key)) {
                throw new IllegalArgumentException("A certificate of an app has an RSA key here.");
            }
            try {
                byte[] encoded = certificate.getEncoded();
                return new Registered(
                        certificate,
                        key,
                        Base64URL.encode(MessageDigest.getInstance("SHA-1").digest(encoded))
                                .toString(),
                        X509CertUtils.computeSHA256Thumbprint(certificate).toString());
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("A certificate cannot be read.", e);
            }
        }
    }

    /** Why an assertion is refused: an AADSTS number and what it says. */
    record Refusal(int number, String text) {}

    /**
     * @param audiences one of which the assertion must name; upper and lower case are the same
     * @return null if the assertion is good
     */
    Refusal check(String assertion, Set<String> audiences) {
        SignedJWT token;
        JWTClaimsSet claims;
        try {
            token = SignedJWT.parse(assertion);
            claims = token.getJWTClaimsSet();
        } catch (ParseException e) {
            return new Refusal(50027, "The assertion is not a signed JWT.");
        }
        Refusal signature = checkSignature(token);
        if (signature != null) {
            return signature;
        }
        if (!appId.equalsIgnoreCase(claims.getIssuer()) || !appId.equalsIgnoreCase(claims.getSubject())) {
            return new Refusal(700021, "Issuer and subject of the assertion are not the client id.");
        }
        if (claims.getAudience().size() != 1
                || audiences.stream()
                        .noneMatch(each ->
                                each.equalsIgnoreCase(claims.getAudience().get(0)))) {
            return new Refusal(50027, "The audience of the assertion is not this token endpoint.");
        }
        return checkUse(claims);
    }

    private Refusal checkSignature(SignedJWT token) {
        JWSHeader header = token.getHeader();
        if (!ALGORITHMS.contains(header.getAlgorithm())) {
            return new Refusal(50027, "The assertion is signed in a way that is not taken.");
        }
        Registered key = find(header);
        if (key == null) {
            return new Refusal(
                    700027, "The signature of the assertion failed: its certificate is not registered for this app.");
        }
        Instant now = clock.instant();
        if (!now.isBefore(key.certificate().getNotAfter().toInstant())
                || now.isBefore(key.certificate().getNotBefore().toInstant())) {
            return new Refusal(700027, "The signature of the assertion failed: the key used is expired.");
        }
        try {
            return token.verify(new RSASSAVerifier(key.key()))
                    ? null
                    : new Refusal(700027, "The signature of the assertion failed.");
        } catch (JOSEException e) {
            return new Refusal(700027, "The signature of the assertion failed.");
        }
    }

    private Registered find(JWSHeader header) {
        String sha256 = thumbprint(header, "x5t#S256");
        String sha1 = thumbprint(header, "x5t");
        if (sha256 == null && sha1 == null) {
            return null;
        }
        return certificates.stream()
                .filter(each ->
                        (sha256 == null || sha256.equals(each.sha256())) && (sha1 == null || sha1.equals(each.sha1())))
                .findFirst()
                .orElse(null);
    }

    /** As base64url without padding. msal4j writes plain base64 with padding, and Entra takes it. */
    private static String thumbprint(JWSHeader header, String name) {
        Object given = header.toJSONObject().get(name);
        return given == null
                ? null
                : given.toString().replace('+', '-').replace('/', '_').replace("=", "");
    }

    private synchronized Refusal checkUse(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Instant ends = claims.getExpirationTime() == null
                ? null
                : claims.getExpirationTime().toInstant();
        Instant begins = claims.getNotBeforeTime() == null
                ? now
                : claims.getNotBeforeTime().toInstant();
        if (ends == null || !now.isBefore(ends) || ends.isAfter(now.plus(LONGEST)) || begins.isAfter(now.plus(SKEW))) {
            return new Refusal(700024, "The assertion is not within its valid time range.");
        }
        String id = claims.getJWTID();
        if (id == null || id.isEmpty()) {
            return new Refusal(50027, "The assertion has no id.");
        }
        used.values().removeIf(end -> !now.isBefore(end));
        if (used.putIfAbsent(id.toLowerCase(Locale.ROOT), ends) != null) {
            return new Refusal(50027, "The assertion was used before.");
        }
        if (used.size() > MOST_REMEMBERED) {
            Iterator<String> oldest = used.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return null;
    }
}
