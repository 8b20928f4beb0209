package dev.rostrum.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bearer tokens of the simulated tenant: JWTs with the claims of a real one, signed as Entra signs them with a key that is
 * {@link #publicKey published}. They stay good through a restart. Safe for use by many threads.
 */
final class BearerTokens {
    static final String AUDIENCE = "https://api.botframework.com";

    /** The tenant that issues tokens of multi-tenant bots, in the authority botframework.com. */
    static final String BOT_FRAMEWORK_TENANT = "d6d49420-f39b-4df7-a1dc-d59a935871db";

    private static final String GENERATION = "sandbox_generation";
    private static final String SCHEME = "bearer ";

    /** Tokens are few; of each the signature is checked once. */
    private static final int MOST_REMEMBERED = 64;

    private final RSAKey key;
    private final JWSVerifier verifier;
    private final Map<String, JWTClaimsSet> verified = new LinkedHashMap<>();
    private final String takenTenant;
    private final String appId;
    private final Clock clock;
    private final AtomicInteger generation = new AtomicInteger();

    /** @param multiTenant whether tokens of botframework.com are taken, else those of the home tenant */
    BearerTokens(Tenant tenant, boolean multiTenant, Clock clock) {
        this.key = TokenKey.load(TokenKey.TOKENS);
        this.takenTenant = multiTenant ? BOT_FRAMEWORK_TENANT : tenant.tenantId();
        this.appId = tenant.appId();
        this.clock = clock;
        try {
            this.verifier = new RSASSAVerifier(key);
        } catch (JOSEException e) {
            throw new IllegalStateException("the key for tokens is not one for RSA", e);
        }
    }

    /** As a JWKS has it. */
    RSAKey publicKey() {
        return key.toPublicJWK();
    }

    /** No token issued so far is taken from now on. */
    void revokeAll() {
        generation.incrementAndGet();
    }

    /** A new token of the bot, good from now for the given time, wherever it is taken. */
    String issue(Duration lifetime, String issuingTenant, boolean byCertificate) {
        Instant now = clock.instant();
        return sign(
                new JWTClaimsSet.Builder()
                        .audience(AUDIENCE)
                        .issuer(issuer(issuingTenant))
                        .issueTime(Date.from(now))
                        .notBeforeTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(lifetime)))
                        .claim("appid", appId)
                        .claim("appidacr", byCertificate ? "2" : "1")
                        .claim("idtyp", "app")
                        .claim("tid", issuingTenant)
                        .claim("uti", UUID.randomUUID().toString())
                        .claim("ver", "1.0")
                        .claim(GENERATION, generation.get())
                        .build(),
                key);
    }

    static String sign(JWTClaimsSet claims, RSAKey key) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(JOSEObjectType.JWT)
                        .keyID(key.getKeyID())
                        .build(),
                claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("the key for tokens is not one for RSA", e);
        }
        return token.serialize();
    }

    /** Whether an Authorization header holds a token that is good now; null is no header. */
    boolean accepts(String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return false;
        }
        try {
            JWTClaimsSet claims =
                    claims(authorization.substring(SCHEME.length()).strip());
            Instant now = clock.instant();
            return claims != null
                    && List.of(AUDIENCE).equals(claims.getAudience())
                    && issuer(takenTenant).equals(claims.getIssuer())
                    && appId.equals(claims.getStringClaim("appid"))
                    && takenTenant.equals(claims.getStringClaim("tid"))
                    && claims.getClaim(GENERATION) instanceof Long issued
                    && issued >= generation.get()
                    && claims.getExpirationTime() != null
                    && now.isBefore(claims.getExpirationTime().toInstant())
                    && claims.getNotBeforeTime() != null
                    && !now.isBefore(claims.getNotBeforeTime().toInstant());
        } catch (ParseException | JOSEException e) {
            return false;
        }
    }

    /** What a token says, if its signature is good; else null. */
    private JWTClaimsSet claims(String token) throws ParseException, JOSEException {
        synchronized (verified) {
            JWTClaimsSet known = verified.get(token);
            if (known != null) {
                return known;
            }
        }
        SignedJWT parsed = SignedJWT.parse(token);
        if (!JWSAlgorithm.RS256.equals(parsed.getHeader().getAlgorithm()) || !parsed.verify(verifier)) {
            return null;
        }
        JWTClaimsSet claims = parsed.getJWTClaimsSet();
        synchronized (verified) {
            if (verified.size() == MOST_REMEMBERED) {
                verified.remove(verified.keySet().iterator().next());
            }
            verified.put(token, claims);
        }
        return claims;
    }

    static String issuer(String tenant) {
        return "https://sts.windows.net/" + tenant + "/";
    }
}
