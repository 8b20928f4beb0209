package dev.rostrum.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.connection.ConnectionArchive.LeftOut;
import dev.rostrum.connection.secret.Purpose;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.files.PrivateFile;
import dev.rostrum.files.Rights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells a connection that was typed in this data folder from one whose settings were brought in: a mark in its entry, made with a key
 * that lies beside the settings and never in them. It covers what decides where a credential comes from and goes. Whoever may read and
 * write the folder can forge it; it is for the file that an admin copies in and did not write (decision 0040).
 */
public final class LocalOriginMark {
    private static final String MARK = "typedHere";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The keys outside of a group that the mark covers. */
    private static final List<String> BARE =
            List.of("id", "appId", "botType", "botTenant", "tenantId", "cloud", "serviceUrl", "allowedHost", "local");

    private final Path folder;
    private final Path file;
    private final SecureRandom random;

    /** @param folder of the settings; need not exist */
    public LocalOriginMark(Path folder, SecureRandom random) {
        this.folder = folder;
        this.file = folder.resolve("instance");
        this.random = random;
    }

    /** Whether this folder has no key yet: nothing was ever marked in it. */
    boolean begins() {
        return Files.notExists(file);
    }

    /** Makes the key where there is none, and says whether it did; as {@link #mark}. */
    boolean begin() {
        if (!begins()) {
            return false;
        }
        newKey();
        return true;
    }

    /** Why nothing that these settings say may steer a credential: others could have written them, or the key. */
    Optional<Reason> unsafe() {
        return Stream.of(folder, folder.resolve("settings.json"), file)
                .flatMap(place -> Rights.refusal(place).stream())
                .findFirst();
    }

    static boolean marked(JsonNode entry) {
        return entry.has(MARK);
    }

    /** What steers a credential in this entry and was not typed here; empty where nothing does, or all was. */
    Set<LeftOut> elsewhere(JsonNode entry) {
        Set<LeftOut> steering = ArchivedConnection.leftOut(entry);
        if (steering.isEmpty() || bears(entry)) {
            return Set.of();
        }
        return steering;
    }

    private boolean bears(JsonNode entry) {
        Optional<byte[]> key = key();
        return key.isPresent()
                && MessageDigest.isEqual(
                        bytes(mark(key.get(), entry)), bytes(entry.path(MARK).asText()));
    }

    /**
     * Marks an entry as typed here. Called while the settings are being changed, so that one process alone makes the key.
     *
     * @throws Problem where the key cannot be read or kept
     */
    void mark(ObjectNode entry) {
        byte[] key = key().orElseGet(this::newKey);
        entry.put(MARK, mark(key, entry));
    }

    /**
     * Marks what is switched on in a data file as switched on in this folder. Where there is no key it is of no folder, and fits
     * nothing that another start of the program has marked.
     */
    public String ofDataFiles() {
        return key().map(key -> mac(key, "dataFiles")).orElseGet(() -> {
            byte[] none = new byte[KEY_BYTES];
            random.nextBytes(none);
            return HexFormat.of().formatHex(none);
        });
    }

    /** The key; empty where there is none, or none that can be used: then nothing was typed here. */
    private Optional<byte[]> key() {
        try {
            byte[] key = HexFormat.of().parseHex(Files.readString(file).strip());
            return key.length == KEY_BYTES ? Optional.of(key) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private byte[] newKey() {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        try {
            PrivateFile.replace(file, bytes(HexFormat.of().formatHex(key)));
        } catch (IOException e) {
            throw Problem.failed(e, "settings.unwritable", file.getParent().toString());
        }
        return key;
    }

    private static String mark(byte[] key, JsonNode entry) {
        // As an array of texts, no two entries are written alike.
        ArrayNode covered = JSON.createArrayNode();
        BARE.forEach(name -> covered.add(entry.path(name).asText()));
        for (String name : List.of("kind", "file", "keyFile")) {
            covered.add(entry.path("credential").path(name).asText());
        }
        for (Purpose purpose : Purpose.values()) {
            covered.add(entry.path("secrets")
                    .path("environment")
                    .path(purpose.code())
                    .asText());
        }
        for (String name : List.of("proxy", "host", "port", "user")) {
            covered.add(entry.path("network").path(name).asText());
        }
        return mac(key, covered.toString());
    }

    private static String mac(byte[] key, String covered) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(bytes(covered)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
