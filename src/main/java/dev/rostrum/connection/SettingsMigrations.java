package dev.rostrum.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.domain.Cloud;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;

/** Brings settings of earlier versions up to this one, in memory; the next change writes them. Unknown keys stay. */
final class SettingsMigrations {
    private SettingsMigrations() {}

    static void apply(ObjectNode settings) {
        if (settings.path("version").asInt(1) < 2) {
            settings.path("connections").forEach(entry -> {
                if (entry instanceof ObjectNode object) {
                    fromOne(object);
                }
            });
            settings.put("version", 2);
        }
    }

    /** Version 1 knew the public sign-in and client secrets of the session only. */
    private static void fromOne(ObjectNode entry) {
        String file = entry.path("file").asText(FileNames.of(ConnectionEntry.name(entry)));
        entry.put("file", file);
        // The id is derived and not drawn, so that it is the same at every reading until it is written. Version 1 kept
        // no secret under it.
        entry.put("id", "v1-" + file.replaceAll("\\.db$", "").replaceAll("[^A-Za-z0-9-]", "-"));
        entry.put("botType", BotType.SINGLE_TENANT.code());
        entry.put("cloud", cloud(entry.path("serviceUrl").asText()).code());
        JsonNode credential = entry.remove("credential");
        JsonNode variable = entry.remove("secretEnvironment");
        entry.putObject("credential")
                .put("kind", credential != null && credential.asText().equals("none") ? "none" : "secret");
        ObjectNode secrets = entry.putObject("secrets").put("keep", "session");
        if (variable != null && variable.isTextual()) {
            secrets.putObject("environment").set("client-secret", variable);
        }
    }

    private static Cloud cloud(String serviceUrl) {
        try {
            String host = new URI(serviceUrl).getHost();
            return Arrays.stream(Cloud.values())
                    .filter(c -> c.host().equalsIgnoreCase(host))
                    .findFirst()
                    .orElse(Cloud.PUBLIC);
        } catch (URISyntaxException e) {
            return Cloud.PUBLIC;
        }
    }
}
