package dev.rostrum.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** The keys with which all simulated tenants sign: they are in the program, and no secret. */
final class TokenKey {
    /** Signs the tokens that the bot gets. */
    static final String TOKENS = "token-key.txt";

    /** Signs what the bot is told of. */
    static final String EVENTS = "event-key.txt";

    private TokenKey() {}

    /** @throws IllegalStateException if the program's own file is not as expected */
    static RSAKey load(String file) {
        List<byte[]> parts;
        try (InputStream in = TokenKey.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing from the program");
            }
            parts = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Base64.getDecoder()::decode)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
        try {
            PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(parts.get(0)));
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(parts.get(1)));
            // As Entra's keys are named: by the certificate.
            String name = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(parts.get(1)));
            return new RSAKey.Builder(RSAKey.parse(certificate))
                    .privateKey(key)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyID(name)
                    .build();
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException(file + " is not readable", e);
        }
    }
}
