package dev.rostrum.inbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keys of an issuer.
 *
 * @param keys by their ids
 * @param algorithms with which the issuer says that it signs
 */
record KeySet(Map<String, SigningKey> keys, Set<JWSAlgorithm> algorithms) {
    /** What the official SDKs take. */
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512);

    private static final int MIN_BITS = 2048;

    /**
     * One key.
     *
     * @param algorithm the one that it is for; null where it does not say
     * @param certificate null where it came without one
     * @param endorsements the channels that it speaks for
     */
    record SigningKey(RSAPublicKey key, Algorithm algorithm, X509Certificate certificate, Set<String> endorsements) {
        boolean validAt(Instant now, Duration skew) {
            return certificate == null
                    || (!now.plus(skew).isBefore(certificate.getNotBefore().toInstant())
                            && !now.minus(skew)
                                    .isAfter(certificate.getNotAfter().toInstant()));
        }
    }

    KeySet {
        keys = Map.copyOf(keys);
        algorithms = Set.copyOf(algorithms);
    }

    /**
     * Reads what the issuer tells. A key that is of no use for signatures, too short or not readable is left out.
     *
     * @throws IOException where no key is left
     */
    static KeySet parse(JsonNode metadata, byte[] jwks) throws IOException {
        Map<String, SigningKey> keys = new HashMap<>();
        for (JsonNode one : StrictJson.object(jwks).path("keys")) {
            try {
                RSAKey parsed = RSAKey.parse(one.toString());
                RSAPublicKey key = parsed.toRSAPublicKey();
                if (parsed.getKeyID() != null
                        && !KeyUse.ENCRYPTION.equals(parsed.getKeyUse())
                        && key.getModulus().bitLength() >= MIN_BITS) {
                    List<X509Certificate> chain = parsed.getParsedX509CertChain();
                    keys.putIfAbsent(
                            parsed.getKeyID(),
                            new SigningKey(
                                    key,
                                    parsed.getAlgorithm(),
                                    chain == null ? null : chain.get(0),
                                    texts(one.path("endorsements"))));
                }
            } catch (ParseException | JOSEException | RuntimeException e) {
                // The library throws anything at what is no key. The other keys are good all the same.
            }
        }
        if (keys.isEmpty()) {
            throw new IOException("no key among the keys");
        }
        Set<String> told = texts(metadata.path("id_token_signing_alg_values_supported"));
        Set<JWSAlgorithm> algorithms = new HashSet<>(ALGORITHMS);
        algorithms.removeIf(each -> !told.isEmpty() && !told.contains(each.getName()));
        return new KeySet(keys, algorithms);
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new HashSet<>();
        array.forEach(each -> {
            if (each.isTextual()) {
                texts.add(each.textValue());
            }
        });
        return Set.copyOf(texts);
    }
}
