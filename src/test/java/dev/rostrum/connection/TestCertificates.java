package dev.rostrum.connection;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;

/** Certificates of tests, put together byte by byte: the JDK has no public way to make one. */
public record TestCertificates(PrivateKey key, X509Certificate certificate) {
    private static final byte[] SHA256_WITH_RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x0b, 0x05, 0x00
    };
    private static final byte[] SHA256_WITH_ECDSA = {
        0x30, 0x0a, 0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02
    };
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    public static TestCertificates rsa(Instant from, Instant to) throws GeneralSecurityException {
        return rsa(2048, from, to);
    }

    public static TestCertificates rsa(int bits, Instant from, Instant to) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return signed(generator.generateKeyPair(), "SHA256withRSA", SHA256_WITH_RSA, from, to);
    }

    public static TestCertificates ec(Instant from, Instant to) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return signed(generator.generateKeyPair(), "SHA256withECDSA", SHA256_WITH_ECDSA, from, to);
    }

    /** One that vouches for others: for itself, or vouched for by another. */
    public static TestCertificates authority(String name, TestCertificates by, Instant from, Instant to)
            throws GeneralSecurityException {
        byte[] isAuthority = {0x30, 0x0c, 0x06, 0x03, 0x55, 0x1d, 0x13, 0x04, 0x05, 0x30, 0x03, 0x01, 0x01, (byte) 0xff
        };
        return vouchedFor(name, by, isAuthority, from, to);
    }

    /** Of a server of this name, vouched for by an authority. */
    public static TestCertificates server(String host, TestCertificates by, Instant from, Instant to)
            throws GeneralSecurityException {
        byte[] named = der(
                0x30,
                new byte[] {0x06, 0x03, 0x55, 0x1d, 0x11},
                der(0x04, der(0x30, der(0x82, host.getBytes(StandardCharsets.US_ASCII)))));
        return vouchedFor(host, by, named, from, to);
    }

    private static TestCertificates vouchedFor(
            String name, TestCertificates by, byte[] extension, Instant from, Instant to)
            throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        byte[] subject = name(name);
        return signed(
                pair,
                by == null ? pair.getPrivate() : by.key,
                by == null ? subject : by.certificate.getSubjectX500Principal().getEncoded(),
                subject,
                der(0xa3, der(0x30, extension)),
                "SHA256withECDSA",
                SHA256_WITH_ECDSA,
                from,
                to);
    }

    private static byte[] name(String name) {
        return der(
                0x30,
                der(
                        0x31,
                        der(
                                0x30,
                                new byte[] {0x06, 0x03, 0x55, 0x04, 0x03},
                                der(0x0c, name.getBytes(StandardCharsets.UTF_8)))));
    }

    private static TestCertificates signed(KeyPair pair, String algorithm, byte[] oid, Instant from, Instant to)
            throws GeneralSecurityException {
        byte[] name = name("Rostrum test");
        return signed(pair, pair.getPrivate(), name, name, new byte[0], algorithm, oid, from, to);
    }

    private static TestCertificates signed(
            KeyPair pair,
            PrivateKey by,
            byte[] issuer,
            byte[] subject,
            byte[] extensions,
            String algorithm,
            byte[] oid,
            Instant from,
            Instant to)
            throws GeneralSecurityException {
        byte[] serial = der(0x02, BigInteger.valueOf(from.getEpochSecond()).toByteArray());
        byte[] validity = der(
                0x30,
                der(0x18, TIME.format(from).getBytes(StandardCharsets.US_ASCII)),
                der(0x18, TIME.format(to).getBytes(StandardCharsets.US_ASCII)));
        byte[] version = {(byte) 0xa0, 0x03, 0x02, 0x01, 0x02};
        byte[] tbs = der(
                0x30,
                version,
                serial,
                oid,
                issuer,
                validity,
                subject,
                pair.getPublic().getEncoded(),
                extensions);
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(by);
        signature.update(tbs);
        byte[] whole = der(0x30, tbs, oid, der(0x03, new byte[] {0}, signature.sign()));
        return new TestCertificates(pair.getPrivate(), (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole)));
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        byte[] bytes = content.toByteArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (bytes.length < 0x80) {
            out.write(bytes.length);
        } else if (bytes.length < 0x100) {
            out.write(0x81);
            out.write(bytes.length);
        } else {
            out.write(0x82);
            out.write(bytes.length >> 8);
            out.write(bytes.length & 0xff);
        }
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    /** As a PKCS#12 file. */
    public Path pkcs12(Path file, String password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("bot", key, password.toCharArray(), new Certificate[] {certificate});
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
        return file;
    }

    public String certificatePem() throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    public static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind + "-----\n";
    }
}
