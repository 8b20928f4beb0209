package dev.rostrum.auth;

import dev.rostrum.domain.Problem;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.RC2ParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PBEParameter;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PBMAC1Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.RC2CBCParameter;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.MD5Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.digests.SHA512tDigest;
import org.bouncycastle.crypto.generators.OpenSSLPBEParametersGenerator;
import org.bouncycastle.crypto.generators.PKCS12ParametersGenerator;
import org.bouncycastle.crypto.generators.PKCS5S1ParametersGenerator;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * Opens what a password protects in one file: PKCS#5, PKCS#12 and the older way of OpenSSL (RFC 8018, 7292, 7914, 9579). Java's own
 * knows only passwords of ASCII. How many rounds the file may ask for is bounded: the figure is the file's.
 */
final class PasswordProtection implements AutoCloseable {
    /** The most of one derivation. OpenSSL makes 2,048; the largest that guides ask for are below a million. */
    private static final long MAX_ROUNDS = 5_000_000;

    /** The most of all derivations of one file together. */
    private static final long ALL_ROUNDS = 12_000_000;

    /** Memory that scrypt may ask for; OpenSSL opens up to 32 MiB. */
    private static final long MAX_MEMORY = 64L << 20;

    private static final int LONGEST_SALT = 1024;

    private static final String SCRYPT = "1.3.6.1.4.1.11591.4.11";

    /** The password did not fit. */
    static final class PasswordMismatch extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** What a cipher is set up with. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, lives for one derivation
    private record CipherSetup(String transformation, byte[] key, AlgorithmParameterSpec parameters) {}

    private final String file;
    private final List<PasswordForm> forms;
    private long rounds;

    /** @param password not kept and not changed; null or empty for none */
    PasswordProtection(String file, char[] password) {
        this.file = file;
        this.forms = PasswordForm.of(password);
    }

    @Override
    public void close() {
        forms.forEach(PasswordForm::wipe);
    }

    @FunctionalInterface
    private interface Derivation {
        CipherSetup with(PasswordForm form) throws GeneralSecurityException;
    }

    /**
     * The DER that was protected.
     *
     * @throws PasswordMismatch when no form of the password opens it
     * @throws Problem for a way of protection that is not known, or one that asks for too much
     */
    byte[] open(AlgorithmIdentifier how, byte[] closed) throws PasswordMismatch {
        return open(form -> keyed(how, form), closed);
    }

    /** Opens the older way of PEM: the key is protected by the header {@code DEK-Info}. */
    byte[] openPem(String dekInfo, byte[] closed) throws PasswordMismatch {
        int comma = dekInfo.indexOf(',');
        String name =
                (comma < 0 ? dekInfo : dekInfo.substring(0, comma)).strip().toUpperCase(Locale.ROOT);
        int keyBytes =
                switch (name) {
                    case "DES-CBC" -> 8;
                    case "DES-EDE3-CBC", "AES-192-CBC" -> 24;
                    case "AES-128-CBC" -> 16;
                    case "AES-256-CBC" -> 32;
                    default -> throw unknown(name);
                };
        byte[] iv;
        try {
            iv = HexFormat.of().parseHex(dekInfo.substring(comma + 1).strip());
        } catch (IllegalArgumentException e) {
            throw unknown(name);
        }
        if (iv.length != (name.startsWith("AES") ? 16 : 8)) {
            throw unknown(name);
        }
        String cipher = name.startsWith("AES") ? "AES" : keyBytes == 8 ? "DES" : "DESede";
        return open(
                form -> {
                    OpenSSLPBEParametersGenerator generator = new OpenSSLPBEParametersGenerator();
                    generator.init(form.bytes(), Arrays.copyOf(iv, 8));
                    return new CipherSetup(
                            cipher + "/CBC/PKCS5Padding",
                            key(generator.generateDerivedParameters(keyBytes * 8)),
                            new IvParameterSpec(iv));
                },
                closed);
    }

    private byte[] open(Derivation derivation, byte[] closed) throws PasswordMismatch {
        for (PasswordForm form : List.copyOf(forms)) {
            try {
                CipherSetup keyed = derivation.with(form);
                Cipher cipher = Cipher.getInstance(keyed.transformation());
                String name = keyed.transformation().replaceAll("/.*", "");
                cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(keyed.key(), name), keyed.parameters());
                Arrays.fill(keyed.key(), (byte) 0);
                byte[] opened = cipher.doFinal(closed);
                if (isDer(opened)) {
                    first(form);
                    return opened;
                }
            } catch (NoSuchAlgorithmException | NoSuchPaddingException e) {
                throw unknown(e.getMessage());
            } catch (GeneralSecurityException e) {
                // The padding is wrong: as a rule the next form, or none, is the right one.
            }
        }
        throw new PasswordMismatch();
    }

    /** Whether it is one element of DER or BER, as a whole: garbage hardly ever is, where its padding is right by chance. */
    private static boolean isDer(byte[] bytes) {
        try {
            return ASN1Primitive.fromByteArray(bytes) instanceof ASN1Sequence;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** The rest of a file is protected by the same form. */
    private void first(PasswordForm form) {
        forms.remove(form);
        forms.add(0, form);
    }

    /**
     * Whether a PKCS#12 file is as it was written, by one form of the password.
     *
     * @throws PasswordMismatch when it is not, which cannot be told from a wrong password
     */
    void verify(MacData mac, byte[] content) throws PasswordMismatch {
        AlgorithmIdentifier how = mac.getMac().getAlgorithmId();
        boolean pbmac = how.getAlgorithm().getId().equals("1.2.840.113549.1.5.14");
        PBMAC1Params newer = pbmac ? PBMAC1Params.getInstance(how.getParameters()) : null;
        for (PasswordForm form : List.copyOf(forms)) {
            HMac hmac;
            byte[] key;
            if (newer == null) {
                hmac = new HMac(digest(how.getAlgorithm()));
                PKCS12ParametersGenerator generator = new PKCS12ParametersGenerator(digest(how.getAlgorithm()));
                generator.init(form.wide(), salt(mac.getSalt()), rounds(mac.getIterationCount()));
                key = key(generator.generateDerivedMacParameters(hmac.getMacSize() * 8));
            } else {
                hmac = new HMac(digest(newer.getMessageAuthScheme().getAlgorithm()));
                key = derived(newer.getKeyDerivationFunc(), form, hmac.getMacSize());
            }
            hmac.init(new KeyParameter(key));
            Arrays.fill(key, (byte) 0);
            hmac.update(content, 0, content.length);
            byte[] made = new byte[hmac.getMacSize()];
            hmac.doFinal(made, 0);
            if (MessageDigest.isEqual(made, mac.getMac().getDigest())) {
                first(form);
                return;
            }
        }
        throw new PasswordMismatch();
    }

    private CipherSetup keyed(AlgorithmIdentifier how, PasswordForm form) throws GeneralSecurityException {
        String id = how.getAlgorithm().getId();
        switch (id) {
            case "1.2.840.113549.1.5.13": // PBES2
                PBES2Parameters two = PBES2Parameters.getInstance(how.getParameters());
                return pbes2(two, form);
            case "1.2.840.113549.1.12.1.1": // pbeWithSHAAnd128BitRC4
                return pkcs12(how, form, "ARCFOUR", 128, 0);
            case "1.2.840.113549.1.12.1.2": // pbeWithSHAAnd40BitRC4
                return pkcs12(how, form, "ARCFOUR", 40, 0);
            case "1.2.840.113549.1.12.1.3": // pbeWithSHAAnd3-KeyTripleDES-CBC
                return pkcs12(how, form, "DESede/CBC/PKCS5Padding", 192, 64);
            case "1.2.840.113549.1.12.1.4": // pbeWithSHAAnd2-KeyTripleDES-CBC
                return pkcs12(how, form, "DESede/CBC/PKCS5Padding", 128, 64);
            case "1.2.840.113549.1.12.1.5": // pbeWithSHAAnd128BitRC2-CBC
                return pkcs12(how, form, "RC2/CBC/PKCS5Padding", 128, 64);
            case "1.2.840.113549.1.12.1.6": // pbeWithSHAAnd40BitRC2-CBC
                return pkcs12(how, form, "RC2/CBC/PKCS5Padding", 40, 64);
            case "1.2.840.113549.1.5.3": // pbeWithMD5AndDES-CBC
                return pbes1(how, form, new MD5Digest(), "DES/CBC/PKCS5Padding");
            case "1.2.840.113549.1.5.6": // pbeWithMD5AndRC2-CBC
                return pbes1(how, form, new MD5Digest(), "RC2/CBC/PKCS5Padding");
            case "1.2.840.113549.1.5.10": // pbeWithSHA1AndDES-CBC
                return pbes1(how, form, new SHA1Digest(), "DES/CBC/PKCS5Padding");
            case "1.2.840.113549.1.5.11": // pbeWithSHA1AndRC2-CBC
                return pbes1(how, form, new SHA1Digest(), "RC2/CBC/PKCS5Padding");
            default:
                throw unknown(id);
        }
    }

    private CipherSetup pkcs12(
            AlgorithmIdentifier how, PasswordForm form, String transformation, int keyBits, int ivBits) {
        PKCS12PBEParams given = PKCS12PBEParams.getInstance(how.getParameters());
        PKCS12ParametersGenerator generator = new PKCS12ParametersGenerator(new SHA1Digest());
        generator.init(form.wide(), salt(given.getIV()), rounds(given.getIterations()));
        if (ivBits == 0) {
            return new CipherSetup(transformation, key(generator.generateDerivedParameters(keyBits)), null);
        }
        ParametersWithIV both = (ParametersWithIV) generator.generateDerivedParameters(keyBits, ivBits);
        byte[] key = key(both.getParameters());
        if (transformation.startsWith("DESede") && keyBits == 128) {
            key = Arrays.copyOf(key, 24);
            System.arraycopy(key, 0, key, 16, 8);
        }
        return new CipherSetup(
                transformation,
                key,
                transformation.startsWith("RC2")
                        ? new RC2ParameterSpec(keyBits, both.getIV())
                        : new IvParameterSpec(both.getIV()));
    }

    private CipherSetup pbes1(AlgorithmIdentifier how, PasswordForm form, Digest digest, String transformation) {
        PBEParameter given = PBEParameter.getInstance(how.getParameters());
        PKCS5S1ParametersGenerator generator = new PKCS5S1ParametersGenerator(digest);
        generator.init(form.bytes(), salt(given.getSalt()), rounds(given.getIterationCount()));
        ParametersWithIV both = (ParametersWithIV) generator.generateDerivedParameters(64, 64);
        return new CipherSetup(
                transformation,
                key(both.getParameters()),
                transformation.startsWith("RC2")
                        ? new RC2ParameterSpec(64, both.getIV())
                        : new IvParameterSpec(both.getIV()));
    }

    private CipherSetup pbes2(PBES2Parameters two, PasswordForm form) throws GeneralSecurityException {
        String id = two.getEncryptionScheme().getAlgorithm().getId();
        ASN1Encodable parameters = two.getEncryptionScheme().getParameters();
        AlgorithmIdentifier kdf = AlgorithmIdentifier.getInstance(two.getKeyDerivationFunc());
        if (id.equals("1.2.840.113549.3.2")) {
            RC2CBCParameter rc2 = RC2CBCParameter.getInstance(parameters);
            int bits = effectiveBits(rc2.getRC2ParameterVersion());
            return new CipherSetup(
                    "RC2/CBC/PKCS5Padding", derived(kdf, form, bits / 8), new RC2ParameterSpec(bits, rc2.getIV()));
        }
        String cipher;
        int keyBytes;
        switch (id) {
            case "2.16.840.1.101.3.4.1.2" -> {
                cipher = "AES";
                keyBytes = 16;
            }
            case "2.16.840.1.101.3.4.1.22" -> {
                cipher = "AES";
                keyBytes = 24;
            }
            case "2.16.840.1.101.3.4.1.42" -> {
                cipher = "AES";
                keyBytes = 32;
            }
            case "1.2.840.113549.3.7" -> {
                cipher = "DESede";
                keyBytes = 24;
            }
            case "1.3.14.3.2.7" -> {
                cipher = "DES";
                keyBytes = 8;
            }
            default -> throw unknown(id);
        }
        byte[] iv = ASN1OctetString.getInstance(parameters).getOctets();
        return new CipherSetup(cipher + "/CBC/PKCS5Padding", derived(kdf, form, keyBytes), new IvParameterSpec(iv));
    }

    /** RFC 8018, B.2.3: a number of its own for each of the three usual sizes. */
    private int effectiveBits(BigInteger version) {
        return switch (version == null ? 32 : version.bitLength() > 31 ? -1 : version.intValue()) {
            case 160 -> 40;
            case 120 -> 64;
            case 58 -> 128;
            case 32 -> 32;
            default -> throw unknown("RC2");
        };
    }

    private byte[] derived(AlgorithmIdentifier kdf, PasswordForm form, int keyBytes) {
        String id = kdf.getAlgorithm().getId();
        if (id.equals("1.2.840.113549.1.5.12")) {
            PBKDF2Params given = PBKDF2Params.getInstance(kdf.getParameters());
            PKCS5S2ParametersGenerator generator =
                    new PKCS5S2ParametersGenerator(digest(given.getPrf().getAlgorithm()));
            generator.init(form.bytes(), salt(given.getSalt()), rounds(given.getIterationCount()));
            return key(generator.generateDerivedMacParameters(keyBytes * 8));
        }
        if (!id.equals(SCRYPT)) {
            throw unknown(id);
        }
        ASN1Sequence given = ASN1Sequence.getInstance(kdf.getParameters());
        byte[] salt = salt(ASN1OctetString.getInstance(given.getObjectAt(0)).getOctets());
        BigInteger n = ASN1Integer.getInstance(given.getObjectAt(1)).getPositiveValue();
        BigInteger r = ASN1Integer.getInstance(given.getObjectAt(2)).getPositiveValue();
        BigInteger p = ASN1Integer.getInstance(given.getObjectAt(3)).getPositiveValue();
        BigInteger work = n.multiply(r).multiply(p);
        if (work.shiftLeft(7).compareTo(BigInteger.valueOf(MAX_MEMORY)) > 0
                || work.signum() == 0
                || n.bitCount() != 1) {
            throw Problem.wrongUse("certificate.tooManyRounds", file, work, MAX_MEMORY >> 7);
        }
        rounds(work);
        return SCrypt.generate(form.bytes(), salt, n.intValue(), r.intValue(), p.intValue(), keyBytes);
    }

    private Digest digest(ASN1ObjectIdentifier id) {
        return switch (id.getId()) {
            case "1.2.840.113549.2.5" -> new MD5Digest();
            case "1.2.840.113549.2.7", "1.3.14.3.2.26" -> new SHA1Digest();
            case "1.2.840.113549.2.8", "2.16.840.1.101.3.4.2.4" -> new SHA224Digest();
            case "1.2.840.113549.2.9", "2.16.840.1.101.3.4.2.1" -> new SHA256Digest();
            case "1.2.840.113549.2.10", "2.16.840.1.101.3.4.2.2" -> new SHA384Digest();
            case "1.2.840.113549.2.11", "2.16.840.1.101.3.4.2.3" -> new SHA512Digest();
            case "1.2.840.113549.2.12" -> new SHA512tDigest(224);
            case "1.2.840.113549.2.13" -> new SHA512tDigest(256);
            default -> throw unknown(id.getId());
        };
    }

    private int rounds(BigInteger asked) {
        long limit = Math.min(MAX_ROUNDS, ALL_ROUNDS - rounds);
        if (asked.signum() <= 0 || asked.compareTo(BigInteger.valueOf(limit)) > 0) {
            throw Problem.wrongUse("certificate.tooManyRounds", file, asked, MAX_ROUNDS);
        }
        rounds += asked.longValue();
        return asked.intValue();
    }

    private byte[] salt(byte[] salt) {
        if (salt.length > LONGEST_SALT) {
            throw Problem.wrongUse("certificate.unrecognised", file);
        }
        return salt;
    }

    private Problem unknown(String what) {
        return Problem.wrongUse("certificate.unknownProtection", file, what);
    }

    private static byte[] key(CipherParameters parameters) {
        return ((KeyParameter) parameters).getKey();
    }
}
