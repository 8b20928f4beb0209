package dev.rostrum.auth;

import dev.rostrum.domain.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.CertBag;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.util.io.pem.PemHeader;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * The certificates and keys of one file, of whichever form: PKCS#12, PEM, or DER of a certificate, of a chain (PKCS#7) or of a key.
 * Everything in it is counted before it is believed.
 */
final class CertificateFile {
    /** Larger than any certificate file with its chain. */
    static final int MAX_BYTES = 1 << 20;

    private static final int MAX_PARTS = 64;
    private static final int MAX_DEPTH = 4;
    private static final AlgorithmIdentifier RSA =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);

    private final Path path;
    private final char[] password;
    private final PasswordProtection protection;
    private final List<X509Certificate> certificates = new ArrayList<>();
    private final Set<PrivateKey> keys = new LinkedHashSet<>();
    private boolean pkcs12;
    private int parts;

    private CertificateFile(Path path, char[] password, PasswordProtection protection) {
        this.path = path;
        this.password = password;
        this.protection = protection;
    }

    /**
     * @param password of the file or of its key, or null; neither kept nor changed
     * @throws Problem saying what is wrong with the file and what to do
     */
    static CertificateFile read(Path path, char[] password) {
        byte[] bytes = bytes(path);
        try (PasswordProtection protection = new PasswordProtection(path.toString(), password)) {
            CertificateFile file = new CertificateFile(path, password, protection);
            String text = text(bytes);
            if (text != null) {
                file.takePem(text);
            } else {
                file.takeDer(bytes);
            }
            return file;
        } catch (Problem e) {
            throw e;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // The reader of ASN.1 tells what it does not like by exceptions of any kind.
            throw new Problem(Problem.Kind.WRONG_USE, unrecognised(path).reason(), e);
        } catch (PasswordProtection.PasswordMismatch e) {
            throw new BotCertificate.WrongPassword(password == null || password.length == 0, path);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    List<X509Certificate> certificates() {
        return certificates;
    }

    List<PrivateKey> keys() {
        return List.copyOf(keys);
    }

    boolean pkcs12() {
        return pkcs12;
    }

    private static byte[] bytes(Path path) {
        if (!Files.isRegularFile(path)) {
            throw Problem.wrongUse("certificate.absent", path.toString());
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw Problem.wrongUse("certificate.tooLarge", path.toString());
            }
            return bytes;
        } catch (IOException e) {
            throw Problem.failed(e, "certificate.unreadable", path.toString());
        }
    }

    static Problem unrecognised(Path path) {
        return Problem.wrongUse("certificate.unrecognised", path.toString());
    }

    /** The text of a PEM file, also of one that a console wrote in UTF-16; null where it is none. */
    private static String text(byte[] bytes) {
        Charset charset = StandardCharsets.ISO_8859_1;
        if (bytes.length > 1 && ((bytes[0] == -1 && bytes[1] == -2) || (bytes[0] == -2 && bytes[1] == -1))) {
            charset = StandardCharsets.UTF_16;
        }
        String text = new String(bytes, charset);
        return text.contains("-----BEGIN ") ? text : null;
    }

    private void takePem(String text)
            throws IOException, GeneralSecurityException, PasswordProtection.PasswordMismatch {
        // What stands around a block, blanks and a mark of UTF-8 included, is not part of it.
        String lines = text.lines()
                .map(line -> {
                    int begin = line.indexOf("-----");
                    return begin > 0 && line.startsWith("-----BEGIN ", begin) ? line.substring(begin) : line;
                })
                .map(String::strip)
                .collect(Collectors.joining("\n"));
        try (PemReader reader = new PemReader(new StringReader(lines))) {
            for (PemObject part = reader.readPemObject(); part != null; part = reader.readPemObject()) {
                count();
                byte[] content = part.getContent();
                try {
                    takePem(part, content);
                } finally {
                    Arrays.fill(content, (byte) 0);
                }
            }
        }
    }

    private void takePem(PemObject part, byte[] content)
            throws IOException, GeneralSecurityException, PasswordProtection.PasswordMismatch {
        String kind = part.getType();
        if (kind.endsWith("CERTIFICATE") || kind.equals("PKCS7")) {
            takeCertificates(content);
            return;
        }
        if (!kind.endsWith("PRIVATE KEY")) {
            return;
        }
        if (kind.equals("OPENSSH PRIVATE KEY")) {
            throw Problem.wrongUse("certificate.sshKey", path.toString());
        }
        byte[] key = content;
        for (Object header : part.getHeaders()) {
            if (header instanceof PemHeader named && named.getName().equals("DEK-Info")) {
                needPassword();
                key = protection.openPem(named.getValue(), content);
            }
        }
        if (kind.equals("PRIVATE KEY") || kind.equals("RSA PRIVATE KEY") || kind.equals("ENCRYPTED PRIVATE KEY")) {
            takeDer(key);
        } else {
            throw notRsa();
        }
    }

    private void count() {
        if (++parts > MAX_PARTS) {
            throw unrecognised(path);
        }
    }

    private void takeDer(byte[] der) throws IOException, GeneralSecurityException, PasswordProtection.PasswordMismatch {
        if (der.length > 4 && (der[0] & 0xff) == 0xfe && (der[1] & 0xff) == 0xed) {
            throw Problem.wrongUse("certificate.javaStore", path.toString());
        }
        ASN1Sequence all = sequence(der);
        ASN1Encodable first = all.size() == 0 ? null : all.getObjectAt(0);
        ASN1Encodable second = all.size() < 2 ? null : all.getObjectAt(1);
        if (first instanceof ASN1Integer version && version.hasValue(3)) {
            takePkcs12(Pfx.getInstance(all));
        } else if (first instanceof ASN1Integer && second instanceof ASN1Integer) {
            takeKey(new PrivateKeyInfo(RSA, all));
        } else if (first instanceof ASN1Integer) {
            takeKey(PrivateKeyInfo.getInstance(all));
        } else if (all.size() == 2 && first instanceof ASN1Sequence && second instanceof ASN1OctetString) {
            takeKey(EncryptedPrivateKeyInfo.getInstance(all));
        } else {
            takeCertificates(der);
        }
    }

    private static ASN1Sequence sequence(byte[] der) throws IOException {
        return ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(der));
    }

    private void takeCertificates(byte[] der) throws CertificateException {
        for (Certificate each :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(der))) {
            count();
            certificates.add((X509Certificate) each);
        }
    }

    private void takeKey(EncryptedPrivateKeyInfo info)
            throws IOException, GeneralSecurityException, PasswordProtection.PasswordMismatch {
        needPassword();
        byte[] opened = protection.open(info.getEncryptionAlgorithm(), info.getEncryptedData());
        try {
            takeKey(PrivateKeyInfo.getInstance(sequence(opened)));
        } finally {
            Arrays.fill(opened, (byte) 0);
        }
    }

    /** A key under no password at all would be tried under none: a PKCS#12 file may do that, a key by itself does not. */
    private void needPassword() throws PasswordProtection.PasswordMismatch {
        if (!pkcs12 && (password == null || password.length == 0)) {
            throw new PasswordProtection.PasswordMismatch();
        }
    }

    private void takeKey(PrivateKeyInfo info) throws IOException, GeneralSecurityException {
        if (!info.getPrivateKeyAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
            throw notRsa();
        }
        byte[] encoded = info.getEncoded();
        try {
            keys.add(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private Problem notRsa() {
        return Problem.wrongUse("certificate.notRsa", path.toString());
    }

    private void takePkcs12(Pfx pfx) throws IOException, GeneralSecurityException, PasswordProtection.PasswordMismatch {
        pkcs12 = true;
        ContentInfo safe = pfx.getAuthSafe();
        if (!safe.getContentType().equals(PKCSObjectIdentifiers.data)) {
            throw otherwiseProtected(safe);
        }
        byte[] content = ASN1OctetString.getInstance(safe.getContent()).getOctets();
        if (pfx.getMacData() != null) {
            protection.verify(pfx.getMacData(), content);
        }
        for (ASN1Encodable each : sequence(content)) {
            count();
            ContentInfo info = ContentInfo.getInstance(each);
            if (info.getContentType().equals(PKCSObjectIdentifiers.data)) {
                takeBags(sequence(ASN1OctetString.getInstance(info.getContent()).getOctets()), 0);
            } else if (info.getContentType().equals(PKCSObjectIdentifiers.encryptedData)) {
                EncryptedData closed = EncryptedData.getInstance(info.getContent());
                takeBags(
                        sequence(protection.open(
                                closed.getEncryptionAlgorithm(),
                                closed.getContent().getOctets())),
                        0);
            } else {
                throw otherwiseProtected(info);
            }
        }
    }

    /** Says that it is protected by a public key in place of a password, say: as Windows does for a group of its directory. */
    private Problem otherwiseProtected(ContentInfo info) {
        return Problem.wrongUse(
                "certificate.unknownProtection",
                path.toString(),
                info.getContentType().getId());
    }

    private void takeBags(ASN1Sequence bags, int depth)
            throws IOException, GeneralSecurityException, PasswordProtection.PasswordMismatch {
        if (depth > MAX_DEPTH) {
            throw unrecognised(path);
        }
        for (ASN1Encodable each : bags) {
            count();
            SafeBag bag = SafeBag.getInstance(each);
            if (bag.getBagId().equals(PKCSObjectIdentifiers.keyBag)) {
                takeKey(PrivateKeyInfo.getInstance(bag.getBagValue()));
            } else if (bag.getBagId().equals(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag)) {
                takeKey(EncryptedPrivateKeyInfo.getInstance(bag.getBagValue()));
            } else if (bag.getBagId().equals(PKCSObjectIdentifiers.certBag)) {
                CertBag certificate = CertBag.getInstance(bag.getBagValue());
                if (certificate.getCertId().equals(PKCSObjectIdentifiers.x509Certificate)) {
                    takeCertificates(ASN1OctetString.getInstance(certificate.getCertValue())
                            .getOctets());
                }
            } else if (bag.getBagId().equals(PKCSObjectIdentifiers.safeContentsBag)) {
                takeBags(ASN1Sequence.getInstance(bag.getBagValue()), depth + 1);
            }
        }
    }
}
