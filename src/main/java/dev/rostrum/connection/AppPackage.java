package dev.rostrum.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.domain.Guid;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.files.OutputFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The Teams app package of a connection: what a Teams admin uploads so that people and teams can have the bot. A zip of a
 * manifest and two icons, checked by {@link AppPackageRules} before it is written. Nothing in it is secret.
 */
public final class AppPackage {
    /** The manifest's newest schema version (Microsoft 365 app manifest reference, August 2026). */
    public static final String MANIFEST_VERSION = "1.30";

    /** A colour for Teams to use beside the icon where none is chosen: the icon's own. */
    public static final String DEFAULT_ACCENT = "#0969DA";

    static final String MANIFEST = "manifest.json";
    static final String COLOR = "color.png";
    static final String OUTLINE = "outline.png";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The same input makes the same bytes. */
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    /**
     * What the admin chooses; what is null takes its default.
     *
     * @param appGuid id of the app in the tenant's catalogue; default: one made from the bot's app id, always the same
     * @param version MAJOR.MINOR.PATCH, default 1.0.0; Teams takes an update only with a higher one
     * @param name what people see, at most 30 characters; default: the connection's name
     * @param fullName at most 100 characters, other than {@code name}
     * @param description at most 80 characters
     * @param fullDescription at most 4,000 characters
     * @param developer who runs the bot, at most 32 characters; required
     * @param website https address; required
     * @param privacy https address; required
     * @param terms https address; required
     * @param accentColor {@code #RRGGBB}
     * @param manifestVersion schema version for a cloud that does not know the newest yet
     * @param replies whether somebody answers what people write to the bot; else they cannot write to it
     */
    public record Details(
            String appGuid,
            String version,
            String name,
            String fullName,
            String description,
            String fullDescription,
            String developer,
            String website,
            String privacy,
            String terms,
            String accentColor,
            String manifestVersion,
            boolean replies) {}

    /**
     * A package that keeps every rule.
     *
     * @param appGuid id of the app in the tenant's catalogue
     * @param entries contents of its files by name
     */
    public record Made(String appGuid, String name, String version, Map<String, byte[]> entries) {}

    private AppPackage() {}

    /** The id that the app of a bot has where none is chosen: the same for each package of that bot. */
    public static String appGuid(String appId) {
        return UUID.nameUUIDFromBytes(("rostrum teams app of bot " + appId).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /**
     * Makes the package and checks it.
     *
     * @param words makes a text of the package of what is written there where nothing else is chosen: its readers are people of the tenant
     * @throws Problem naming each rule that it breaks and what to change
     */
    public static Made make(Connection connection, Details details, Function<Reason, String> words) {
        if (connection.kind() == Connection.Kind.SANDBOX) {
            throw Problem.wrongUse("appPackage.sandbox");
        }
        connection.requireIds();
        ObjectNode manifest = manifest(connection, details, words);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try {
            entries.put(MANIFEST, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        entries.put(COLOR, resource("app-package-color.png"));
        entries.put(OUTLINE, resource("app-package-outline.png"));
        List<AppPackageRules.RuleViolation> violations =
                AppPackageRules.check(entries, connection.appId(), details.replies());
        if (!violations.isEmpty()) {
            throw Problem.wrongUse(
                    "appPackage.refused",
                    Reason.lines(violations.stream()
                            .map(AppPackageRules.RuleViolation::reason)
                            .toList()));
        }
        return new Made(
                manifest.path("id").asText(),
                manifest.path("name").path("short").asText(),
                manifest.path("version").asText(),
                entries);
    }

    private static ObjectNode manifest(Connection connection, Details details, Function<Reason, String> words) {
        String manifestVersion = or(details.manifestVersion(), MANIFEST_VERSION);
        String developer = or(details.developer(), "");
        String name = or(details.name(), connection.name());
        ObjectNode manifest = JSON.createObjectNode();
        manifest.put("$schema", AppPackageRules.schema(manifestVersion));
        manifest.put("manifestVersion", manifestVersion);
        manifest.put("version", or(details.version(), "1.0.0"));
        String guid = or(details.appGuid(), appGuid(connection.appId()));
        manifest.put("id", Guid.parse(guid).orElse(guid));
        manifest.putObject("developer")
                .put("name", developer)
                .put("websiteUrl", or(details.website(), ""))
                .put("privacyUrl", or(details.privacy(), ""))
                .put("termsOfUseUrl", or(details.terms(), ""));
        manifest.putObject("icons").put("color", COLOR).put("outline", OUTLINE);
        manifest.putObject("name")
                .put("short", name)
                .put("full", or(details.fullName(), words.apply(fullName(name, developer))));
        manifest.putObject("description")
                .put("short", or(details.description(), words.apply(Reason.of("appPackage.default.description"))))
                .put(
                        "full",
                        or(
                                details.fullDescription(),
                                words.apply(Reason.of(
                                        details.replies()
                                                ? "appPackage.default.answered"
                                                : "appPackage.default.unanswered",
                                        developer))));
        manifest.put("accentColor", or(details.accentColor(), DEFAULT_ACCENT));
        ObjectNode bot = manifest.putArray("bots").addObject();
        bot.put("botId", connection.appId());
        ArrayNode scopes = bot.putArray("scopes");
        AppPackageRules.SCOPES.forEach(scopes::add);
        bot.put("supportsFiles", false);
        bot.put("isNotificationOnly", !details.replies());
        return manifest;
    }

    /** It has to differ from the short one. */
    private static Reason fullName(String name, String developer) {
        return name.equalsIgnoreCase(developer)
                ? Reason.of("appPackage.default.fullName", name)
                : Reason.of("appPackage.default.fullNameBy", name, developer);
    }

    private static String or(String chosen, String otherwise) {
        return chosen == null || chosen.isBlank() ? otherwise : chosen.strip();
    }

    private static byte[] resource(String name) {
        try (InputStream in = AppPackage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes the package as a zip.
     *
     * @throws Problem when the file cannot be written
     */
    public static void write(Made made, OutputFile file) {
        file.write(out -> {
            out.write(zip(made.entries()));
            return out;
        });
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, byte[]> file : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTimeLocal(ENTRY_TIME);
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
