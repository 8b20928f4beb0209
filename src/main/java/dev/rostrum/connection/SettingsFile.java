package dev.rostrum.connection;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.files.PrivateFile;
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
    private final Consumer<Reason> notices;
    private final ObjectMapper json =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * @param notices told when a broken file was set aside
     */
    public SettingsFile(Path folder, Clock clock, Consumer<Reason> notices) {
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
                return setAside(Reason.of("settings.large", MAX_BYTES));
            }
            JsonNode tree = json.readTree(Files.readString(file));
            if (tree instanceof ObjectNode object) {
                checkVersion(object);
                SettingsMigrations.apply(object);
                return object;
            }
            return setAside(Reason.of("settings.noObject"));
        } catch (JacksonException e) {
            return setAside(Reason.of("settings.noJson", e.getLocation().getLineNr()));
        } catch (IOException e) {
            if (Files.isReadable(file)) {
                return setAside(Reason.of("settings.broken"));
            }
            throw Problem.failed(e, "settings.unreadable", file.toString());
        }
    }

    private void checkVersion(ObjectNode object) {
        int version = object.path("version").asInt(1);
        if (version > VERSION) {
            throw Problem.failed("settings.newer", file.toString(), version);
        }
    }

    private ObjectNode fresh() {
        ObjectNode object = json.createObjectNode();
        object.put("version", VERSION);
        return object;
    }

    private ObjectNode setAside(Reason why) {
        Path aside = file.resolveSibling("settings-unreadable-" + clock.millis() + ".json");
        try {
            Files.move(file, aside);
        } catch (IOException e) {
            throw Problem.failed(e, "settings.notSetAside", file.toString(), why);
        }
        LOG.warn("settings set aside: {}", why.code());
        notices.accept(Reason.of("settings.setAside", why, String.valueOf(aside.getFileName())));
        return fresh();
    }

    /** Reads, changes and writes the settings; other processes wait meanwhile. */
    public void change(Consumer<ObjectNode> change) {
        alone(() -> {
            ObjectNode settings = read();
            change.accept(settings);
            settings.put("version", VERSION);
            PrivateFile.replace(file, json.writeValueAsBytes(settings));
            return null;
        });
    }

    /** Does something while nobody changes the settings. */
    synchronized <T> T alone(PrivateFile.Work<T> work) {
        Path folder = file.getParent();
        try {
            return PrivateFile.guarded(folder.resolve("settings.lock"), work);
        } catch (IOException e) {
            throw Problem.failed(e, "settings.unwritable", folder.toString());
        }
    }
}
