package dev.rostrum.inbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import dev.rostrum.domain.InboundEvent;
import dev.rostrum.inbound.KeySet.SigningKey;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether a request comes from Teams (connector reference 7.2). There is no way to switch any of it off. Safe for use by many threads.
 *
 * <p>A token binds the service URL and nothing else of an event, and is good for more than one: what tells repetitions apart comes
 * after this.
 */
public final class RequestAuthenticator {
    static final int MAX_TOKEN = 16 << 10;
    static final Duration SKEW = Duration.ofMinutes(5);

    private static final String SCHEME = "Bearer ";
    private static final String TEAMS = "msteams";

    private final Recipient recipient;
    private final SigningKeys keys;
    private final Clock clock;

    public RequestAuthenticator(Recipient recipient, SigningKeys keys, Clock clock) {
        this.recipient = recipient;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * What the header proves before anything of the body is read.
     *
     * @param outcome {@link Authentication#AUTHENTIC} where the issuer signed it for this bot
     * @param serviceUrl the one that it is good for; null where it says none
     */
    public record Credential(Authentication outcome, String serviceUrl) {}

    /**
     * Looks at the header alone, so that nobody without a good token has a body taken in.
     *
     * @param authorization the values of all headers of that name
     */
    public Credential credential(List<String> authorization) {
        if (authorization.size() > 1) {
            return refused(Authentication.SEVERAL_HEADERS);
        }
        if (authorization.isEmpty() || authorization.get(0).isBlank()) {
            return refused(Authentication.NO_HEADER);
        }
        String header = authorization.get(0);
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return refused(Authentication.NOT_BEARER);
        }
        if (header.length() - SCHEME.length() > MAX_TOKEN) {
            return refused(Authentication.TOKEN_TOO_LONG);
        }
        SignedToken token;
        try {
            token = SignedToken.parse(header.substring(SCHEME.length()));
        } catch (IOException e) {
            return refused(Authentication.TOKEN_UNREADABLE);
        }
        JWSAlgorithm algorithm = new JWSAlgorithm(String.valueOf(StrictJson.text(token.header(), "alg")));
        if (!KeySet.ALGORITHMS.contains(algorithm) || token.header().has("crit")) {
            return refused(Authentication.ALGORITHM);
        }
        Instant now = clock.instant();
        Authentication said = said(token.claims(), now);
        return new Credential(
                said == Authentication.AUTHENTIC ? signed(token, algorithm, now) : said,
                StrictJson.text(token.claims(), "serviceurl"));
    }

    private static Credential refused(Authentication why) {
        return new Credential(why, null);
    }

    /** Whether what came with a good token is what that token is for. */
    public Authentication check(Credential credential, InboundEvent event) {
        if (credential.outcome() != Authentication.AUTHENTIC) {
            return credential.outcome();
        }
        if (!TEAMS.equals(event.channelId())) {
            return Authentication.CHANNEL;
        }
        String serviceUrl = credential.serviceUrl();
        if (serviceUrl == null || !serviceUrl.equalsIgnoreCase(event.serviceUrl())) {
            return Authentication.SERVICE_URL;
        }
        if (!recipient.sendsTo(event.serviceUrl())) {
            return Authentication.SERVICE_URL_HOST;
        }
        return recipient.tenantId().equals(event.tenantId()) ? Authentication.AUTHENTIC : Authentication.TENANT;
    }

    /** What is told, as long as it is not proved: whoever does not know it costs no look at a key. */
    private Authentication said(JsonNode claims, Instant now) {
        if (!recipient.issuer().equals(StrictJson.text(claims, "iss"))) {
            return Authentication.ISSUER;
        }
        // Text is asked for: Teams names one audience, and a token for several would be good elsewhere too.
        if (!recipient.appId().equalsIgnoreCase(StrictJson.text(claims, "aud"))) {
            return Authentication.AUDIENCE;
        }
        return dated(claims, now.getEpochSecond());
    }

    private static Authentication dated(JsonNode claims, long now) {
        JsonNode end = claims.path("exp");
        if (!end.isIntegralNumber() || !end.canConvertToLong()) {
            return Authentication.NO_EXPIRY;
        }
        if (end.longValue() < now - SKEW.toSeconds()) {
            return Authentication.EXPIRED;
        }
        JsonNode begin = claims.path("nbf");
        boolean begun = begin.isMissingNode()
                || (begin.isIntegralNumber()
                        && begin.canConvertToLong()
                        && begin.longValue() <= now + SKEW.toSeconds());
        return begun ? Authentication.AUTHENTIC : Authentication.NOT_YET_VALID;
    }

    private Authentication signed(SignedToken token, JWSAlgorithm algorithm, Instant now) {
        String keyId = StrictJson.text(token.header(), "kid");
        if (keyId == null) {
            return Authentication.NO_KEY_ID;
        }
        Optional<KeySet> set = keys.forToken(keyId);
        if (set.isEmpty()) {
            return Authentication.KEYS_UNAVAILABLE;
        }
        SigningKey key = set.get().keys().get(keyId);
        if (key == null) {
            return Authentication.UNKNOWN_KEY;
        }
        if (!set.get().algorithms().contains(algorithm)
                || (key.algorithm() != null && !key.algorithm().equals(algorithm))) {
            return Authentication.ALGORITHM;
        }
        if (!key.validAt(now, SKEW)) {
            return Authentication.CERTIFICATE_EXPIRED;
        }
        if (!key.endorsements().contains(TEAMS)) {
            return Authentication.ENDORSEMENT;
        }
        return token.verifiedBy(key.key(), algorithm) ? Authentication.AUTHENTIC : Authentication.SIGNATURE;
    }
}
