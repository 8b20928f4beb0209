package dev.rostrum.connector.auth;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A bot's certificate with its private key, read from a PKCS#12 file or from PEM. Entra takes RSA keys. It never shows its key.
 */
public final class BotCertificate {
    /** Larger than any certificate file with its chain. */
    private static final int MAX_BYTES = 1 << 20;

    private static final int MAX_CERTIFICATES = 32;
    private static final Pattern PEM_BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----(.{1,200000}?)-----END \\1-----", Pattern.DOTALL);

    /** The file, or its key, needs another password. */
    public static final class WrongPassword extends Problem {
        private static final long serialVersionUID = 1L;

        private WrongPassword(String message, Throwable cause) {
            super(Kind.WRONG_USE, Reason.of(message), cause);
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
     * @param file PKCS#12 (.pfx, .p12), or PEM with the certificate and, where {@code keyFile} is null, its key
     * @param keyFile PEM file with the key, or null
     * @param password of the PKCS#12 file or of the key, or null; it is not kept and not changed
     * @throws Problem saying what is wrong with the file and what to do
     */
    public static BotCertificate read(Path file, Path keyFile, char[] password) {
        byte[] bytes = bytes(file);
        try {
            BotCertificate read =
                    isPem(bytes) ? fromPem(file, bytes, keyFile, password) : fromPkcs12(file, bytes, keyFile, password);
            return read.checked(file);
        } catch (GeneralSecurityException e) {
            throw unreadable(file, e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw Problem.wrongUse("There is no certificate file " + file
                        + ". Check its path, or copy the file to this computer.");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw Problem.wrongUse("The file " + file + " is larger than any certificate. Choose the .pfx, .p12 or"
                        + " .pem file of the bot's certificate.");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw Problem.failed(
                    e, "The certificate file " + file + " cannot be read. Give this user the right to read it.");
        }
    }

    private static Problem unreadable(Path file, Exception e) {
        return new Problem(
                Problem.Kind.WRONG_USE,
                Reason.of("The file " + file
                        + " holds no certificate with its key that can be read. Export it again as PKCS#12"
                        + " (.pfx) with its private key, or as PEM."),
                e);
    }

    private static boolean isPem(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
    }

    private static BotCertificate fromPkcs12(Path file, byte[] bytes, Path keyFile, char[] password)
            throws GeneralSecurityException {
        if (keyFile != null) {
            throw Problem.wrongUse(
                    "A PKCS#12 file holds its key itself. Leave the key file out, or give the certificate"
                            + " as PEM.");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        char[] given = password == null ? new char[0] : password;
        try {
            store.load(new ByteArrayInputStream(bytes), given);
            List<String> withKey = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    withKey.add(alias);
                }
            }
            if (withKey.isEmpty()) {
                throw Problem.wrongUse("The file " + file
                        + " holds no private key. Export the certificate again together with its private key.");
            }
            if (withKey.size() > 1) {
                throw Problem.wrongUse("The file " + file + " holds " + withKey.size()
                        + " certificates with keys. Export the bot's alone.");
            }
            String alias = withKey.get(0);
            Certificate found = store.getCertificate(alias);
            if (store.getKey(alias, given) instanceof PrivateKey key && found instanceof X509Certificate certificate) {
                return new BotCertificate(key, certificate);
            }
            throw unreadable(file, null);
        } catch (IOException | UnrecoverableKeyException e) {
            if (e instanceof UnrecoverableKeyException || e.getCause() instanceof UnrecoverableKeyException) {
                throw wrongPassword(file, password, e);
            }
            throw unreadable(file, e);
        }
    }

    private static Problem wrongPassword(Path file, char[] password, Exception e) {
        return new WrongPassword(
                password == null || password.length == 0
                        ? "The key in " + file + " is protected by a password. Enter it."
                        : "The password does not open " + file + ". Enter the one that was set when the file was made.",
                e);
    }

    private static BotCertificate fromPem(Path file, byte[] bytes, Path keyFile, char[] password)
            throws GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        PrivateKey key = null;
        for (Path source : keyFile == null ? List.of(file) : List.of(file, keyFile)) {
            byte[] content = source.equals(file) ? bytes : bytes(source);
            Matcher block = PEM_BLOCK.matcher(new String(content, StandardCharsets.ISO_8859_1));
            while (block.find()) {
                String kind = block.group(1);
                if (kind.endsWith("CERTIFICATE") && certificates.size() < MAX_CERTIFICATES) {
                    certificates.add((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(decoded(source, block.group(2)))));
                } else if (kind.endsWith("PRIVATE KEY")) {
                    if (key != null) {
                        throw Problem.wrongUse("There is more than one private key in " + source
                                + ". Keep the one of the bot's certificate.");
                    }
                    key = pemKey(source, kind, block.group(2), password);
                }
            }
        }
        if (certificates.isEmpty()) {
            throw Problem.wrongUse(
                    "The file " + file
                            + " holds no certificate. Give the PEM file that begins with BEGIN CERTIFICATE, and the key beside it.");
        }
        if (key == null) {
            throw Problem.wrongUse("The private key is missing: " + (keyFile == null ? file : keyFile)
                    + " holds none. Name the PEM file of the key too, or give a PKCS#12 file.");
        }
        PrivateKey found = key;
        X509Certificate own = certificates.stream()
                .filter(c -> belong(found, c))
                .findFirst()
                .orElseThrow(() -> Problem.wrongUse("The private key does not belong to the certificate in " + file
                        + ". Give the two that were made together."));
        return new BotCertificate(key, own);
    }

    private static byte[] decoded(Path file, String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw unreadable(file, e);
        }
    }

    private static PrivateKey pemKey(Path file, String kind, String body, char[] password)
            throws GeneralSecurityException {
        if (body.contains("Proc-Type") || body.contains("DEK-Info")) {
            throw Problem.wrongUse(
                    "The key in " + file + " is protected in an old way that is no longer safe. Convert it:"
                            + " openssl pkcs8 -topk8 -in OLD.pem -out NEW.pem");
        }
        byte[] der = decoded(file, body);
        try {
            switch (kind) {
                case "PRIVATE KEY":
                    return rsa(file, new PKCS8EncodedKeySpec(der));
                case "RSA PRIVATE KEY":
                    return rsa(file, new PKCS8EncodedKeySpec(pkcs8(der)));
                case "ENCRYPTED PRIVATE KEY":
                    return decrypted(file, der, password);
                default:
                    throw notRsa(file);
            }
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    private static PrivateKey rsa(Path file, PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(spec);
        } catch (GeneralSecurityException e) {
            try {
                KeyFactory.getInstance("EC").generatePrivate(spec);
            } catch (GeneralSecurityException neither) {
                throw e;
            }
            throw notRsa(file);
        }
    }

    private static Problem notRsa(Path file) {
        return Problem.wrongUse(
                "The key in " + file + " is no RSA key. Make a certificate with an RSA key of 2048 bits or more.");
    }

    private static PrivateKey decrypted(Path file, byte[] der, char[] password) throws GeneralSecurityException {
        if (password == null || password.length == 0) {
            throw wrongPassword(file, password, null);
        }
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
            // Java names the scheme inside PBES2 by its parameters only.
            String algorithm =
                    info.getAlgName().equals("PBES2") || info.getAlgName().startsWith("1.2.840.113549.1.5.13")
                            ? info.getAlgParameters().toString()
                            : info.getAlgName();
            PBEKeySpec spec = new PBEKeySpec(password);
            try {
                Cipher cipher = Cipher.getInstance(algorithm);
                cipher.init(
                        Cipher.DECRYPT_MODE,
                        SecretKeyFactory.getInstance(algorithm).generateSecret(spec),
                        info.getAlgParameters());
                return rsa(file, info.getKeySpec(cipher));
            } finally {
                spec.clearPassword();
            }
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new Problem(
                    Problem.Kind.WRONG_USE,
                    Reason.of("The key in " + file
                            + " is protected in a way that this program does not know. Convert it: openssl"
                            + " pkcs8 -topk8 -v2 aes256 -in OLD.pem -out NEW.pem"),
                    e);
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (GeneralSecurityException e) {
            throw wrongPassword(file, password, e);
        }
    }

    /** PKCS#1, as older tools write an RSA key, in the frame of PKCS#8. */
    private static byte[] pkcs8(byte[] pkcs1) {
        byte[] version = {0x02, 0x01, 0x00};
        byte[] rsaEncryption = {
            0x30,
            0x0d,
            0x06,
            0x09,
            0x2a,
            (byte) 0x86,
            0x48,
            (byte) 0x86,
            (byte) 0xf7,
            0x0d,
            0x01,
            0x01,
            0x01,
            0x05,
            0x00
        };
        return der(0x30, joined(version, rsaEncryption, der(0x04, pkcs1)));
    }

    private static byte[] der(int tag, byte[] content) {
        int n = content.length;
        byte[] length = n < 0x80
                ? new byte[] {(byte) n}
                : n < 0x100
                        ? new byte[] {(byte) 0x81, (byte) n}
                        : n < 0x10000
                                ? new byte[] {(byte) 0x82, (byte) (n >> 8), (byte) n}
                                : new byte[] {(byte) 0x83, (byte) (n >> 16), (byte) (n >> 8), (byte) n};
        return joined(new byte[] {(byte) tag}, length, content);
    }

    private static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static boolean belong(PrivateKey key, X509Certificate certificate) {
        return key instanceof RSAPrivateKey mine
                && certificate.getPublicKey() instanceof RSAPublicKey theirs
                && mine.getModulus().equals(theirs.getModulus());
    }

    private BotCertificate checked(Path file) {
        if (!(key instanceof RSAPrivateKey rsa)) {
            throw notRsa(file);
        }
        if (!belong(key, certificate)) {
            throw Problem.wrongUse("The private key does not belong to the certificate in " + file
                    + ". Give the two that were made together.");
        }
        if (rsa.getModulus().bitLength() < 2048) {
            throw Problem.wrongUse("The key in " + file + " has "
                    + rsa.getModulus().bitLength() + " bits. Make a certificate with an RSA key of 2048 bits or more.");
        }
        return this;
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
