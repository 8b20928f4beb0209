package dev.rostrum.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/**
 * The tokens by which a bot tells that an event is the tenant's: with the claims of those of the Bot Framework, but for an issuer
 * that no cloud has. Safe for use by many threads.
 */
final class EventTokens {
    /** The top-level domain {@code example} belongs to nobody, ever. */
    static final String ISSUER = "https://sandbox.rostrum.example";

    private static final Duration LIFETIME = Duration.ofHours(1);

    private final RSAKey key = TokenKey.load(TokenKey.EVENTS);
    private final String appId;
    private final Clock clock;
    private String current;
    private String currentServiceUrl;
    private Instant renewAt = Instant.MIN;

    EventTokens(String appId, Clock clock) {
        this.appId = appId;
        this.clock = clock;
    }

    /** As a JWKS has it. */
    RSAKey publicKey() {
        return key.toPublicJWK();
    }

    /** A token for events that carry this service URL; as with Teams the same one serves for a while. */
    synchronized String token(String serviceUrl) {
        Instant now = clock.instant();
        if (!serviceUrl.equals(currentServiceUrl) || !now.isBefore(renewAt)) {
            current = sign(serviceUrl, now);
            currentServiceUrl = serviceUrl;
            renewAt = now.plus(LIFETIME.dividedBy(2));
        }
        return current;
    }

    @SuppressWarnings("deprecation") // x5t is what the Bot Framework writes
    private String sign(String serviceUrl, Instant now) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .x509CertThumbprint(new Base64URL(key.getKeyID()))
                .build();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(appId)
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .claim("serviceurl", serviceUrl)
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("the key for events is not one for RSA", e);
        }
        return token.serialize();
    }
}
