package dev.rostrum.connection.secret;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.connection.secret.SecretFailure.Trouble;
import dev.rostrum.domain.Problem;
import dev.rostrum.files.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets in one file, encrypted as a whole by AES-256-GCM. The key follows from a passphrase by PBKDF2-HMAC-SHA256; the passphrase
 * is asked for once a session and not kept, the key is. A second value derived beside the key tells a wrong passphrase from changed
 * contents.
 */
public final class PassphraseFile implements SecretStore {
    /** Rounds for new files. */
    public static final int ITERATIONS = PassphraseKey.ITERATIONS;

    /** A passphrase's least length. */
    public static final int LEAST_LENGTH = PassphraseKey.LEAST_LENGTH;

    private static final String FORMAT = "rostrum-secrets";
    private static final int VERSION = 1;
    private static final String KDF = PassphraseKey.NAME;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final long MAX_BYTES = 1 << 20;
    private static final int MAX_SECRETS = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How the key of a file follows from its passphrase. */
    private record Derivation(int iterations, String salt) {}

    /** A file as read, still encrypted. */
    private record Sealed(Derivation derivation, byte[] check, byte[] nonce, byte[] data) {}

    private final Path file;
    private final SecureRandom random;
    private Derivation derivation;
    private byte[] key;
    private byte[] check;

    /**
     * @param file where it lies; made by the first secret that is kept
     * @param random gives salts and nonces
     */
    public PassphraseFile(Path file, SecureRandom random) {
        this.file = file;
        this.random = random;
    }

    @Override
    public SecretLocation location() {
        return SecretLocation.FILE;
    }

    /** Whether there is a file yet. Where there is none, {@link #unlock} chooses the passphrase of the one to come. */
    public boolean exists() {
        return Files.exists(file);
    }

    /** Whether the passphrase was given in this session. */
    public synchronized boolean unlocked() {
        return key != null;
    }

    /**
     * Opens the file, or chooses the passphrase of a new one.
     *
     * @param passphrase left as it is; the caller may wipe it
     * @throws SecretFailure WRONG_PASSPHRASE, TAMPERED or DAMAGED
     * @throws Problem for a new passphrase that is too short
     */
    public synchronized void unlock(char[] passphrase) {
        Sealed sealed = read();
        if (sealed == null) {
            choose(passphrase);
            return;
        }
        PassphraseKey derived = derive(passphrase, sealed.derivation());
        if (!MessageDigest.isEqual(derived.check(), sealed.check())) {
            throw wrongPassphrase();
        }
        open(sealed, derived.key());
        lock();
        key = derived.key();
        check = derived.check();
        derivation = sealed.derivation();
    }

    /** Forgets the key. */
    public synchronized void lock() {
        if (key != null) {
            Arrays.fill(key, (byte) 0);
        }
        key = null;
        check = null;
        derivation = null;
    }

    private void choose(char[] passphrase) {
        if (passphrase.length < LEAST_LENGTH) {
            throw Problem.wrongUse("secret.shortPassphrase", LEAST_LENGTH);
        }
        byte[] salt = new byte[PassphraseKey.SALT_BYTES];
        random.nextBytes(salt);
        Derivation chosen = new Derivation(ITERATIONS, Base64.getEncoder().encodeToString(salt));
        PassphraseKey derived = derive(passphrase, chosen);
        lock();
        key = derived.key();
        check = derived.check();
        derivation = chosen;
    }

    @Override
    public synchronized Optional<char[]> get(SecretName name) {
        Sealed sealed = read();
        if (sealed == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(open(sealed, keyFor(sealed)).get(name.key())).map(String::toCharArray);
    }

    @Override
    public synchronized void put(SecretName name, char[] value) {
        change(secrets -> {
            if (secrets.size() >= MAX_SECRETS) {
                throw Problem.failed("secret.tooMany", file);
            }
            secrets.put(name.key(), new String(value));
        });
    }

    @Override
    public synchronized void remove(SecretName name) {
        if (exists()) {
            change(secrets -> secrets.remove(name.key()));
        }
    }

    @FunctionalInterface
    private interface Change {
        void on(Map<String, String> secrets);
    }

    private void change(Change change) {
        try {
            PrivateFile.guarded(file.resolveSibling(file.getFileName() + ".lock"), () -> {
                Sealed sealed = read();
                if (sealed == null && key == null) {
                    throw locked();
                }
                Map<String, String> secrets = sealed == null ? new TreeMap<>() : open(sealed, keyFor(sealed));
                change.on(secrets);
                PrivateFile.replace(file, seal(secrets));
                return null;
            });
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private SecretFailure locked() {
        return new SecretFailure(Trouble.LOCKED, null, "secret.locked");
    }

    private static SecretFailure wrongPassphrase() {
        return new SecretFailure(Trouble.WRONG_PASSPHRASE, null, "secret.wrongPassphrase");
    }

    private SecretFailure tampered(Exception e) {
        return new SecretFailure(Trouble.TAMPERED, e, "secret.tampered", file.toString());
    }

    private SecretFailure damaged(Exception e) {
        return new SecretFailure(Trouble.DAMAGED, e, "secret.damaged", file.toString());
    }

    private SecretFailure unreachable(IOException e) {
        return new SecretFailure(Trouble.UNREACHABLE, e, "secret.unreachable", file.toString());
    }

    /** The key of this session, if the file is still the one that it opens. */
    private byte[] keyFor(Sealed sealed) {
        if (key == null) {
            throw locked();
        }
        if (!sealed.derivation().equals(derivation)) {
            // Another process made it anew, under another passphrase or salt.
            lock();
            throw locked();
        }
        return key;
    }

    /** Reads the file; null where there is none. */
    private Sealed read() {
        byte[] bytes;
        try {
            if (!Files.exists(file)) {
                return null;
            }
            if (Files.size(file) > MAX_BYTES) {
                throw damaged(null);
            }
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreachable(e);
        }
        try {
            JsonNode node = JSON.readTree(bytes);
            if (node == null || !FORMAT.equals(node.path("format").asText())) {
                throw damaged(null);
            }
            if (node.path("version").asInt() > VERSION) {
                throw new SecretFailure(Trouble.NEWER, null, "secret.newer", file.toString());
            }
            int iterations = node.path("iterations").asInt();
            Sealed sealed = new Sealed(
                    new Derivation(iterations, node.path("salt").asText()),
                    node.path("check").binaryValue(),
                    node.path("nonce").binaryValue(),
                    node.path("data").binaryValue());
            boolean whole = KDF.equals(node.path("kdf").asText())
                    && iterations >= PassphraseKey.FEWEST_ITERATIONS
                    && iterations <= PassphraseKey.MOST_ITERATIONS
                    && Base64.getDecoder().decode(sealed.derivation().salt()).length == PassphraseKey.SALT_BYTES
                    && sealed.check() != null
                    && sealed.nonce() != null
                    && sealed.nonce().length == NONCE_BYTES
                    && sealed.data() != null
                    && MessageDigest.isEqual(sum(sealed), node.path("sum").binaryValue());
            if (!whole) {
                throw damaged(null);
            }
            return sealed;
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(e instanceof JacksonException ? null : e);
        }
    }

    private static PassphraseKey derive(char[] passphrase, Derivation how) {
        return PassphraseKey.derive(passphrase, Base64.getDecoder().decode(how.salt()), how.iterations());
    }

    private Map<String, String> open(Sealed sealed, byte[] with) {
        byte[] plain;
        try {
            plain = cipher(Cipher.DECRYPT_MODE, with, sealed.nonce(), sealed.derivation(), sealed.check())
                    .doFinal(sealed.data());
        } catch (AEADBadTagException e) {
            throw tampered(e);
        } catch (GeneralSecurityException e) {
            throw damaged(e);
        }
        try {
            Map<String, String> secrets = new TreeMap<>();
            JSON.readTree(plain)
                    .fields()
                    .forEachRemaining(e -> secrets.put(e.getKey(), e.getValue().asText()));
            return secrets;
        } catch (IOException e) {
            throw damaged(null);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private byte[] seal(Map<String, String> secrets) throws IOException {
        ObjectNode plainTree = JSON.createObjectNode();
        secrets.forEach(plainTree::put);
        byte[] plain = JSON.writeValueAsBytes(plainTree);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] data =
                    cipher(Cipher.ENCRYPT_MODE, key, nonce, derivation, check).doFinal(plain);
            return JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsBytes(JSON.createObjectNode()
                            .put("format", FORMAT)
                            .put("version", VERSION)
                            .put("kdf", KDF)
                            .put("iterations", derivation.iterations())
                            .put("salt", derivation.salt())
                            .put("check", check)
                            .put("nonce", nonce)
                            .put("data", data)
                            .put("sum", sum(new Sealed(derivation, check, nonce, data))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no AES-256-GCM", e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** Over everything, without a key: tells a file that lost or changed bytes by accident from a wrong passphrase. */
    private static byte[] sum(Sealed sealed) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(header(sealed.derivation(), sealed.check()));
            digest.update(sealed.nonce());
            return digest.digest(sealed.data());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    private static byte[] header(Derivation how, byte[] check) {
        return (FORMAT + "|" + VERSION + "|" + KDF + "|" + how.iterations() + "|" + how.salt() + "|"
                        + Base64.getEncoder().encodeToString(check))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** What stands beside the contents is authenticated with them. */
    private static Cipher cipher(int mode, byte[] key, byte[] nonce, Derivation how, byte[] check)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(header(how, check));
        return cipher;
    }
}
