package dev.rostrum.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bearer tokens of the simulated tenant: JWTs with the claims of a real one. A client never looks into its token, so
 * they are signed with a key that follows from the seed and stay good through a restart.
 */
final class BearerTokens {
    static final String AUDIENCE = "https://api.botframework.com";

    /** The tenant that issues tokens of multi-tenant bots, in the authority botframework.com. */
    static final String BOT_FRAMEWORK_TENANT = "d6d49420-f39b-4df7-a1dc-d59a935871db";

    private static final String GENERATION = "sandbox_generation";
    private static final String SCHEME = "bearer ";

    private final byte[] key;
    private final JWSVerifier verifier;
    private final String takenTenant;
    private final String appId;
    private final Clock clock;
    private final AtomicInteger generation = new AtomicInteger();

    /** @param multiTenant whether tokens of botframework.com are taken, else those of the home tenant */
    BearerTokens(Tenant tenant, boolean multiTenant, Clock clock) {
        this.key = tenant.tokenKey();
        this.takenTenant = multiTenant ? BOT_FRAMEWORK_TENANT : tenant.tenantId();
        this.appId = tenant.appId();
        this.clock = clock;
        try {
            this.verifier = new MACVerifier(key);
        } catch (JOSEException e) {
            throw new IllegalStateException("the key for tokens is too short", e);
        }
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

    static String sign(JWTClaimsSet claims, byte[] key) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(JOSEObjectType.JWT)
                        .build(),
                claims);
        try {
            token.sign(new MACSigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("the key for tokens is too short", e);
        }
        return token.serialize();
    }

    /** Whether an Authorization header holds a token that is good now; null is no header. */
    boolean accepts(String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return false;
        }
        try {
            SignedJWT token =
                    SignedJWT.parse(authorization.substring(SCHEME.length()).strip());
            if (!JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm()) || !token.verify(verifier)) {
                return false;
            }
            JWTClaimsSet claims = token.getJWTClaimsSet();
            Instant now = clock.instant();
            return List.of(AUDIENCE).equals(claims.getAudience())
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

    private static String issuer(String tenant) {
        return "https://sts.windows.net/" + tenant + "/";
    }
}
