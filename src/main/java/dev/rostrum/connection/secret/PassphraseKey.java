package dev.rostrum.connection.secret;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A key of 256 bits that follows from a passphrase by PBKDF2-HMAC-SHA256, and a value derived beside it that tells a wrong
 * passphrase from changed contents.
 */
public final class PassphraseKey {
    /** Rounds for what is made new, the figure that OWASP's password storage page gives for PBKDF2-HMAC-SHA256 since 2023. */
    public static final int ITERATIONS = 600_000;

    public static final int FEWEST_ITERATIONS = 100_000;
    public static final int MOST_ITERATIONS = 10_000_000;

    /** A passphrase's least length: whoever gets the file can try as many as they like. */
    public static final int LEAST_LENGTH = 12;

    public static final int KEY_BYTES = 32;
    public static final int SALT_BYTES = 16;

    static final String NAME = "PBKDF2-HMAC-SHA256";

    private final byte[] key;
    private final byte[] check;

    private PassphraseKey(byte[] key, byte[] check) {
        this.key = key;
        this.check = check;
    }

    /**
     * @param passphrase left as it is; the caller may wipe it
     * @param iterations bounded by the caller: a file may name any number
     */
    public static PassphraseKey derive(char[] passphrase, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(passphrase, salt, iterations, 2 * KEY_BYTES * Byte.SIZE);
        try {
            byte[] both = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            PassphraseKey derived = new PassphraseKey(
                    Arrays.copyOf(both, KEY_BYTES), Arrays.copyOfRange(both, KEY_BYTES, 2 * KEY_BYTES));
            Arrays.fill(both, (byte) 0);
            return derived;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + NAME, e);
        } finally {
            spec.clearPassword();
        }
    }

    /** The array itself; the holder wipes it. */
    public byte[] key() {
        return key;
    }

    /** What may stand in the file. */
    public byte[] check() {
        return check;
    }
}
