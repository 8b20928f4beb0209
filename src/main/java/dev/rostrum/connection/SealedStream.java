package dev.rostrum.connection;

import dev.rostrum.connection.secret.PassphraseKey;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Bytes sealed under a passphrase: a header, then AES-256-GCM chunks of {@value #CHUNK} bytes, the last one shorter or empty. Number
 * of the chunk, whether it is the last, and the header are authenticated with each; the salt gives each file a key of its own. So
 * what was cut off, put in another order or taken from another file does not open.
 *
 * <pre>
 * header: "rostrum-sealed-1\n", rounds (4 bytes), salt (16), check value of the passphrase (32)
 * chunk n: ciphertext and tag (16 more bytes); nonce: 4 zero bytes and n (8 bytes); beside it: header, n, 1 for the last or 0
 * </pre>
 */
final class SealedStream {
    /** Bytes of contents in every chunk but the last. */
    static final int CHUNK = 1 << 16;

    private static final byte[] MAGIC = "rostrum-sealed-1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = MAGIC.length + Integer.BYTES + PassphraseKey.SALT_BYTES + PassphraseKey.KEY_BYTES;
    private static final int TAG = 16;
    private static final int NONCE = 12;

    /** The passphrase is not the one that it was sealed under. */
    static final class WrongPassphrase extends IOException {
        private static final long serialVersionUID = 1L;

        WrongPassphrase() {
            super("the passphrase does not open the seal");
        }
    }

    /** The passphrase is right, but this is not all that was sealed, or not only that. */
    static final class Broken extends IOException {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }

    private final byte[] header;
    private final SecretKeySpec key;
    private long number;

    private SealedStream(byte[] header, PassphraseKey derived) {
        this.header = header;
        this.key = new SecretKeySpec(derived.key(), "AES");
        Arrays.fill(derived.key(), (byte) 0);
    }

    /** Whether the stream begins as a sealed file does; it stands at its beginning after. */
    static boolean isSealed(BufferedInputStream in) throws IOException {
        in.mark(MAGIC.length);
        byte[] start = in.readNBytes(MAGIC.length);
        in.reset();
        return Arrays.equals(start, MAGIC);
    }

    /** Seals what is written; closing writes the end mark and closes the other. */
    static OutputStream seal(OutputStream out, char[] passphrase, SecureRandom random) throws IOException {
        byte[] salt = new byte[PassphraseKey.SALT_BYTES];
        random.nextBytes(salt);
        PassphraseKey derived = PassphraseKey.derive(passphrase, salt, PassphraseKey.ITERATIONS);
        byte[] header = ByteBuffer.allocate(HEADER)
                .put(MAGIC)
                .putInt(PassphraseKey.ITERATIONS)
                .put(salt)
                .put(derived.check())
                .array();
        out.write(header);
        return new SealedStream(header, derived).sealing(out);
    }

    /**
     * The contents of a sealed file. Nothing counts before the end was read: only there it shows that nothing is missing.
     *
     * @throws WrongPassphrase also where the header was changed
     * @throws Broken also while reading
     */
    static InputStream open(InputStream in, char[] passphrase) throws IOException {
        byte[] header = in.readNBytes(HEADER);
        if (header.length < HEADER) {
            throw new Broken("the header ends early");
        }
        ByteBuffer parts = ByteBuffer.wrap(header).position(MAGIC.length);
        int iterations = parts.getInt();
        if (iterations < PassphraseKey.FEWEST_ITERATIONS || iterations > PassphraseKey.MOST_ITERATIONS) {
            throw new Broken("the rounds are out of bounds");
        }
        byte[] salt = new byte[PassphraseKey.SALT_BYTES];
        byte[] check = new byte[PassphraseKey.KEY_BYTES];
        parts.get(salt).get(check);
        PassphraseKey derived = PassphraseKey.derive(passphrase, salt, iterations);
        if (!MessageDigest.isEqual(derived.check(), check)) {
            throw new WrongPassphrase();
        }
        return new SealedStream(header, derived).opening(new DataInputStream(new BufferedInputStream(in)));
    }

    private byte[] crypt(int mode, byte[] bytes, int length, boolean last) throws IOException {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            byte[] nonce = ByteBuffer.allocate(NONCE).putInt(0).putLong(number).array();
            cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
            cipher.updateAAD(header);
            cipher.updateAAD(ByteBuffer.allocate(Long.BYTES + 1)
                    .putLong(number)
                    .put((byte) (last ? 1 : 0))
                    .flip());
            number++;
            return cipher.doFinal(bytes, 0, length);
        } catch (AEADBadTagException e) {
            throw new Broken("chunk " + (number - 1) + " is not what was sealed there");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no AES-256-GCM", e);
        }
    }

    private OutputStream sealing(OutputStream out) {
        return new OutputStream() {
            private final byte[] chunk = new byte[CHUNK];
            private int filled;
            private boolean closed;

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                int at = from;
                while (at < from + length) {
                    if (filled == CHUNK) {
                        out.write(crypt(Cipher.ENCRYPT_MODE, chunk, filled, false));
                        filled = 0;
                    }
                    int part = Math.min(CHUNK - filled, from + length - at);
                    System.arraycopy(bytes, at, chunk, filled, part);
                    filled += part;
                    at += part;
                }
            }

            @Override
            public void close() throws IOException {
                if (!closed) {
                    closed = true;
                    try (out) {
                        out.write(crypt(Cipher.ENCRYPT_MODE, chunk, filled, true));
                    }
                }
            }
        };
    }

    private InputStream opening(DataInputStream in) {
        return new InputStream() {
            private byte[] plain = new byte[0];
            private int at;
            private boolean ended;

            private boolean fill() throws IOException {
                while (at == plain.length) {
                    if (ended) {
                        return false;
                    }
                    byte[] sealed = in.readNBytes(CHUNK + TAG);
                    if (sealed.length < TAG) {
                        throw new Broken("the end mark is missing");
                    }
                    in.mark(1);
                    ended = in.read() < 0;
                    in.reset();
                    plain = crypt(Cipher.DECRYPT_MODE, sealed, sealed.length, ended);
                    at = 0;
                }
                return true;
            }

            @Override
            public int read() throws IOException {
                return fill() ? plain[at++] & 0xff : -1;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                if (!fill()) {
                    return -1;
                }
                int part = Math.min(length, plain.length - at);
                System.arraycopy(plain, at, bytes, from, part);
                at += part;
                return part;
            }

            @Override
            public void close() throws IOException {
                in.close();
            }
        };
    }
}
