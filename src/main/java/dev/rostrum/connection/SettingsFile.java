package dev.rostrum.connection;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.connection.secret.PrivateFile;
import dev.rostrum.domain.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings: one versioned JSON file in the data folder. Keys that this version does not know are kept. A change is
 * written beside the file, synced and renamed, so that a crash leaves the old or the new one; a file that cannot be read is
 * set aside, never overwritten.
 */
public final class SettingsFile {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);
    private static final int VERSION = 2;
    private static final long MAX_BYTES = 4L * 1024 * 1024;

    private final Path file;
    private final Clock clock;
    private final Consumer<String> notices;
    private final ObjectMapper json =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * @param notices told in a sentence when a broken file was set aside
     */
    public SettingsFile(Path folder, Clock clock, Consumer<String> notices) {
        this.file = folder.resolve("settings.json");
        this.clock = clock;
        this.notices = notices;
    }

    /** The settings as they are on disk now; an empty object where there are none. */
    public synchronized ObjectNode read() {
        if (!Files.exists(file)) {
            return fresh();
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("larger than " + MAX_BYTES + " bytes");
            }
            JsonNode tree = json.readTree(Files.readString(file));
            if (tree instanceof ObjectNode object) {
                checkVersion(object);
                SettingsMigrations.apply(object);
                return object;
            }
            throw new IOException("not a JSON object");
        } catch (JacksonException e) {
            return setAside("it is not JSON (line " + e.getLocation().getLineNr() + ")");
        } catch (IOException e) {
            if (Files.isReadable(file)) {
                return setAside(e.getMessage());
            }
            throw Problem.failed(
                    e, "The settings " + file + " cannot be read. Give this user the right to read and write it.");
        }
    }

    private void checkVersion(ObjectNode object) {
        int version = object.path("version").asInt(1);
        if (version > VERSION) {
            throw Problem.failed("The settings " + file + " were written by a newer Rostrum (settings version "
                    + version + "). Start that version, or choose another folder with --data-dir.");
        }
    }

    private ObjectNode fresh() {
        ObjectNode object = json.createObjectNode();
        object.put("version", VERSION);
        return object;
    }

    private ObjectNode setAside(String why) {
        Path aside = file.resolveSibling("settings-unreadable-" + clock.millis() + ".json");
        try {
            Files.move(file, aside);
        } catch (IOException e) {
            throw Problem.failed(e, "The settings " + file + " cannot be read: " + why + ", and cannot be set aside.");
        }
        LOG.warn("settings set aside: {}", why);
        notices.accept("The settings could not be read (" + why + "). They were kept as " + aside.getFileName()
                + "; Rostrum goes on with empty ones.");
        return fresh();
    }

    /** Reads, changes and writes the settings; other processes wait meanwhile. */
    public synchronized void change(Consumer<ObjectNode> change) {
        Path folder = file.getParent();
        try {
            PrivateFile.guarded(folder.resolve("settings.lock"), () -> {
                ObjectNode settings = read();
                change.accept(settings);
                settings.put("version", VERSION);
                PrivateFile.replace(file, json.writeValueAsBytes(settings));
                return null;
            });
        } catch (IOException e) {
            throw Problem.failed(
                    "The settings cannot be written in " + folder
                            + ". Give this user the right to write there, or choose another folder with --data-dir.",
                    e);
        }
    }
}
