package dev.rostrum.inbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/**
 * A JWT in its three parts. What its header says of keys ({@code jku}, {@code x5u}, {@code jwk}, {@code x5c}) is not read at all.
 *
 * @param signed what the signature is about
 */
record SignedToken(JsonNode header, JsonNode claims, byte[] signed, Base64URL signature) {
    /** @throws IOException without a word of the token, where it is none */
    static SignedToken parse(String text) throws IOException {
        String[] parts = text.split("\\.", 4);
        if (parts.length != 3) {
            throw new IOException("not three parts");
        }
        JsonNode header = StrictJson.object(decoded(parts[0]));
        JsonNode claims = StrictJson.object(decoded(parts[1]));
        byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        return new SignedToken(header, claims, signed, Base64URL.encode(decoded(parts[2])));
    }

    /** Of the ways to write the same bytes that decoders put up with, one is taken: a token is not to be changed unseen. */
    private static byte[] decoded(String part) throws IOException {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // It is told below, without the part that the exception quotes.
        }
        throw new IOException("not Base64url");
    }

    boolean verifiedBy(RSAPublicKey key, JWSAlgorithm algorithm) {
        try {
            return new RSASSAVerifier(key).verify(new JWSHeader(algorithm), signed, signature);
        } catch (JOSEException e) {
            return false;
        }
    }
}
