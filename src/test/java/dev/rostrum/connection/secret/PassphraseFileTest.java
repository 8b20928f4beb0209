package dev.rostrum.connection.secret;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.connection.secret.SecretFailure.Trouble;
import dev.rostrum.domain.Problem;
import dev.rostrum.testing.Canary;
import dev.rostrum.testing.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassphraseFileTest {
    private static final String SECRET = Canary.CLIENT_SECRET.value() + " \u00fc\u7530";
    private static final String PASSPHRASE = Canary.PASSPHRASE.value();
    private static final SecretName NAME = new SecretName("id-1", Purpose.CLIENT_SECRET);
    private static final SecretName OTHER = new SecretName("id-2", Purpose.PROXY_PASSWORD);

    @TempDir
    Path folder;

    private PassphraseFile open() {
        return new PassphraseFile(file(), new SecureRandom());
    }

    private Path file() {
        return folder.resolve("secrets.json");
    }

    private PassphraseFile filled() {
        PassphraseFile store = open();
        store.unlock(PASSPHRASE.toCharArray());
        store.put(NAME, SECRET.toCharArray());
        store.put(OTHER, Canary.PROXY_PASSWORD.value().toCharArray());
        return store;
    }

    private static void fails(Trouble reason, String words, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SecretFailure.class, e -> assertThat(e.trouble()).isEqualTo(reason))
                .satisfies(says(words))
                .satisfies(e -> assertThat(Said.words(e)).doesNotContain(SECRET))
                .satisfies(e -> assertThat(Said.words(e)).doesNotContain(PASSPHRASE));
    }

    @Test
    void keepsSecretsOverSessionsAndNothingInPlainText() throws IOException {
        filled();

        PassphraseFile later = open();
        fails(Trouble.LOCKED, "Enter the passphrase", () -> later.get(NAME));
        later.unlock(PASSPHRASE.toCharArray());

        assertThat(later.get(NAME))
                .hasValueSatisfying(v -> assertThat(new String(v)).isEqualTo(SECRET));
        assertThat(later.get(OTHER))
                .hasValueSatisfying(v -> assertThat(new String(v)).isEqualTo(Canary.PROXY_PASSWORD.value()));
        assertThat(later.get(new SecretName("id-3", Purpose.CLIENT_SECRET))).isEmpty();
        assertThat(Files.readString(file())).doesNotContain("Kanari", "id-1").contains("600000");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("secrets.json", "secrets.json.lock");
        }
    }

    @Test
    void eachWriteHasItsOwnNonceAndARemovedSecretIsGone() throws IOException {
        PassphraseFile store = filled();
        String before = Files.readString(file());
        store.put(NAME, SECRET.toCharArray());
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(file().toFile()).path("nonce"))
                .isNotEqualTo(json.readTree(before).path("nonce"));

        store.remove(NAME);
        assertThat(store.get(NAME)).isEmpty();
        assertThat(store.get(OTHER)).isPresent();
    }

    @Test
    void aWrongPassphraseSaysSoAndTheFileStaysLocked() {
        filled();
        PassphraseFile later = open();
        fails(
                Trouble.WRONG_PASSPHRASE,
                "does not open",
                () -> later.unlock(Canary.WRONG_PASSPHRASE.value().toCharArray()));
        assertThat(later.unlocked()).isFalse();
        fails(Trouble.LOCKED, "passphrase", () -> later.put(NAME, "x".toCharArray()));
    }

    @Test
    void aShortPassphraseIsRefusedBeforeThereIsAFile() {
        assertThatThrownBy(() -> open().unlock("elevenchars".toCharArray()))
                .isInstanceOf(Problem.class)
                .satisfies(says("12 characters"));
        assertThat(file()).doesNotExist();
    }

    /** Whoever changes the contents and mends the plain checksum too. */
    @Test
    void changedContentsAreToldFromAWrongPassphrase() throws Exception {
        filled();
        ObjectMapper json = new ObjectMapper();
        ObjectNode node = (ObjectNode) json.readTree(file().toFile());
        byte[] data = node.path("data").binaryValue();
        data[3] ^= 1;
        node.put("data", data);
        java.security.MessageDigest digest = java.security.MessageDigest.getInstance("SHA-256");
        digest.update(("rostrum-secrets|1|PBKDF2-HMAC-SHA256|"
                        + node.path("iterations").asInt() + "|"
                        + node.path("salt").asText() + "|" + node.path("check").asText())
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        digest.update(node.path("nonce").binaryValue());
        node.put("sum", digest.digest(data));
        json.writeValue(file().toFile(), node);

        fails(Trouble.TAMPERED, "changed by something other", () -> open().unlock(PASSPHRASE.toCharArray()));
    }

    @Test
    void aByteLostOrFlippedIsDamageAndNeverASecret() throws Exception {
        filled();
        byte[] whole = Files.readAllBytes(file());
        for (int at = 0; at < whole.length; at += 7) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x01;
            Files.write(file(), flipped);
            assertThatThrownBy(() -> {
                        PassphraseFile store = open();
                        store.unlock(PASSPHRASE.toCharArray());
                        if (new String(store.get(NAME).orElseThrow()).equals(SECRET)) {
                            // Blank space and the like between the fields may change without harm.
                            throw new SecretFailure(Trouble.DAMAGED, null, "secret.damaged", "");
                        }
                    })
                    .as("byte %d", at)
                    .isInstanceOfSatisfying(
                            SecretFailure.class, e -> assertThat(e.trouble()).isIn(Trouble.DAMAGED, Trouble.NEWER));
        }
        Files.write(file(), java.util.Arrays.copyOf(whole, whole.length / 2));
        fails(Trouble.DAMAGED, "not whole", () -> open().unlock(PASSPHRASE.toCharArray()));
        Files.write(file(), new byte[0]);
        fails(Trouble.DAMAGED, "not whole", () -> open().unlock(PASSPHRASE.toCharArray()));
    }

    @Test
    void aFileOfANewerVersionAndTooFewRoundsAreRefused() throws Exception {
        filled();
        String whole = Files.readString(file());
        Files.writeString(file(), whole.replace("\"version\" : 1", "\"version\" : 2"));
        fails(Trouble.NEWER, "newer Rostrum", () -> open().unlock(PASSPHRASE.toCharArray()));
        Files.writeString(file(), whole.replace("600000", "1"));
        fails(Trouble.DAMAGED, "not whole", () -> open().unlock(PASSPHRASE.toCharArray()));
        Files.writeString(file(), whole.replace("600000", "2000000000"));
        fails(Trouble.DAMAGED, "not whole", () -> open().unlock(PASSPHRASE.toCharArray()));
    }

    @Test
    void twoProcessesDoNotLoseEachOthersSecrets() {
        PassphraseFile one = filled();
        PassphraseFile two = open();
        two.unlock(PASSPHRASE.toCharArray());
        SecretName third = new SecretName("id-3", Purpose.CLIENT_SECRET);
        two.put(third, "third".toCharArray());
        one.put(NAME, "new".toCharArray());
        assertThat(two.get(NAME))
                .hasValueSatisfying(v -> assertThat(new String(v)).isEqualTo("new"));
        assertThat(one.get(third)).isPresent();
    }
}
