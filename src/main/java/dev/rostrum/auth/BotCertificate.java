package dev.rostrum.auth;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A bot's certificate with its private key, read from a PKCS#12 file or from PEM or DER. Entra takes RSA keys. It never shows its key.
 */
public final class BotCertificate {
    /** Below this Entra takes no key. */
    private static final int LEAST_BITS = 2048;

    /** The file, or its key, needs another password. */
    public static final class WrongPassword extends Problem {
        private static final long serialVersionUID = 1L;

        WrongPassword(boolean none, Path file) {
            super(
                    Kind.WRONG_USE,
                    Reason.of(none ? "certificate.passwordMissing" : "certificate.passwordWrong", file.toString()),
                    null);
        }
    }

    private final PrivateKey key;
    private final X509Certificate certificate;

    private BotCertificate(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /**
     * Reads a certificate.
     *
     * @param file PKCS#12 (.pfx, .p12), or PEM or DER with the certificate and, where {@code keyFile} is null, its key
     * @param keyFile PEM or DER file with the key, or null
     * @param password of the PKCS#12 file or of the key, or null; it is not kept and not changed
     * @throws Problem saying what is wrong with the file and what to do
     */
    public static BotCertificate read(Path file, Path keyFile, char[] password) {
        CertificateFile main = CertificateFile.read(file, password);
        List<X509Certificate> certificates = new ArrayList<>(main.certificates());
        Set<PrivateKey> keys = new LinkedHashSet<>(main.keys());
        if (keyFile != null) {
            if (main.pkcs12()) {
                throw Problem.wrongUse("certificate.holdsItsKey", file.toString());
            }
            CertificateFile beside = CertificateFile.read(keyFile, password);
            certificates.addAll(beside.certificates());
            keys.addAll(beside.keys());
        }
        String named = file.toString();
        if (certificates.isEmpty()) {
            throw Problem.wrongUse("certificate.noCertificate", named);
        }
        if (keys.isEmpty()) {
            throw Problem.wrongUse("certificate.noKey", keyFile == null ? named : keyFile.toString());
        }
        if (keys.size() > 1) {
            throw Problem.wrongUse(
                    "certificate.severalKeys", keyFile == null ? named : keyFile.toString(), keys.size());
        }
        RSAPrivateKey key = (RSAPrivateKey) keys.iterator().next();
        X509Certificate own = certificates.stream()
                .filter(certificate -> belong(key, certificate))
                .findFirst()
                .orElseThrow(() -> Problem.wrongUse("certificate.notPaired", named));
        if (key.getModulus().bitLength() < LEAST_BITS) {
            throw Problem.wrongUse(
                    "certificate.shortKey", named, key.getModulus().bitLength());
        }
        return new BotCertificate(key, own);
    }

    private static boolean belong(RSAPrivateKey key, X509Certificate certificate) {
        return certificate.getPublicKey() instanceof RSAPublicKey theirs
                && key.getModulus().equals(theirs.getModulus());
    }

    /** When it ends. */
    public Instant expires() {
        return certificate.getNotAfter().toInstant();
    }

    /** When it begins to count. */
    public Instant begins() {
        return certificate.getNotBefore().toInstant();
    }

    /** SHA-1 in upper-case hexadecimal digits, as Entra lists the certificates of an app registration. */
    public String thumbprint() {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No SHA-1, or a certificate without its bytes", e);
        }
    }

    PrivateKey key() {
        return key;
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** Whether both are the same key and certificate. */
    @Override
    public boolean equals(Object other) {
        return other instanceof BotCertificate that && certificate.equals(that.certificate);
    }

    @Override
    public int hashCode() {
        return certificate.hashCode();
    }

    @Override
    public String toString() {
        return "BotCertificate[" + thumbprint() + "]";
    }
}
