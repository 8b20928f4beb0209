package dev.rostrum.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.connection.Connection.Credential;
import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.BotId;
import dev.rostrum.domain.Guid;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.TrimmedId;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32;

/** The connections of this data folder. The sandbox is always the first and cannot be removed. */
public final class Connections {
    private static final int MAX_NAME = 60;
    private static final int MAX_IN_FLIGHT = 64;
    private static final Set<String> DEVICES = Set.of(
            "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1",
            "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    /**
     * What the admin typed to add a connection; checked by {@link #add}.
     *
     * @param rate requests per second, null for the default, 0 to lift pacing (local only)
     * @param secretEnvironment variable that holds the client secret, or null where it is asked for
     * @param noCredential no sign-in (loopback only)
     */
    public record Entry(
            String name,
            String appId,
            String tenantId,
            String serviceUrl,
            Double rate,
            Integer inFlight,
            String secretEnvironment,
            boolean noCredential) {}

    /**
     * @param connection what was stored
     * @param warnings what was changed on the way, a sentence each
     */
    public record Added(Connection connection, List<String> warnings) {}

    private final SettingsFile settings;

    public Connections(SettingsFile settings) {
        this.settings = settings;
    }

    public List<Connection> list() {
        return read(settings.read());
    }

    /** The connection in use. */
    public Connection current() {
        ObjectNode tree = settings.read();
        String name = tree.path("current").asText(Connection.SANDBOX);
        return read(tree).stream()
                .filter(c -> c.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseGet(Connection::sandbox);
    }

    /** @throws Problem naming the connections there are */
    public Connection find(String name) {
        List<Connection> all = list();
        return all.stream()
                .filter(c -> c.name().equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(() -> Problem.wrongUse("There is no connection \u201c" + name + "\u201d. There are: "
                        + String.join(", ", all.stream().map(Connection::name).toList()) + "."));
    }

    public void use(String name) {
        Connection chosen = find(name);
        settings.change(tree -> tree.put("current", chosen.name()));
    }

    /** Removes the entry. The data file stays where it is. */
    public Connection remove(String name) {
        Connection gone = find(name);
        if (gone.kind() == Connection.Kind.SANDBOX) {
            throw Problem.wrongUse("The sandbox is built in and cannot be removed.");
        }
        settings.change(tree -> {
            ArrayNode kept = tree.arrayNode();
            tree.path("connections").forEach(node -> {
                if (!node.path("name").asText().equalsIgnoreCase(gone.name())) {
                    kept.add(node);
                }
            });
            tree.set("connections", kept);
            if (tree.path("current").asText("").equalsIgnoreCase(gone.name())) {
                tree.put("current", Connection.SANDBOX);
            }
        });
        return gone;
    }

    /**
     * Checks and stores a connection.
     *
     * @throws Problem naming the first thing that is wrong and what to do; nothing is stored then
     */
    public Added add(Entry entry) {
        List<String> warnings = new ArrayList<>();
        Connection added = check(entry, warnings);
        settings.change(tree -> {
            for (Connection known : read(tree)) {
                if (known.name().equalsIgnoreCase(added.name())) {
                    throw Problem.wrongUse("There is already a connection \u201c" + known.name()
                            + "\u201d. Choose another name, or remove it first.");
                }
            }
            JsonNode list = tree.path("connections");
            ArrayNode entries = list instanceof ArrayNode array ? array : tree.putArray("connections");
            entries.add(write(entries.objectNode(), added));
        });
        return new Added(added, warnings);
    }

    private static Connection check(Entry entry, List<String> warnings) {
        String name = entry.name() == null ? "" : entry.name().strip();
        if (name.isEmpty() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw Problem.wrongUse("A connection needs a name of 1 to " + MAX_NAME + " characters.");
        }
        String appId = BotId.appId(noted(entry.appId(), "app id", warnings))
                .orElseThrow(
                        () -> Problem.wrongUse(
                                "The app id is missing or not a GUID. Copy the Application (client) id of the app registration."));
        String tenantId = Guid.parse(noted(entry.tenantId(), "tenant id", warnings))
                .orElseThrow(
                        () -> Problem.wrongUse(
                                "The tenant id is missing or not a GUID. Copy the Directory (tenant) id of the recipients' tenant."));
        String url =
                entry.serviceUrl() == null || entry.serviceUrl().isBlank() ? ServiceUrl.PUBLIC : entry.serviceUrl();
        boolean local = ServiceUrl.isLoopback(url);
        ServiceUrl serviceUrl = ServiceUrl.parse(url, local);
        if (entry.noCredential() && !local) {
            throw Problem.wrongUse("A connection without sign-in reaches this computer only. Give a client secret.");
        }
        double rate = rate(entry.rate(), local);
        int inFlight = entry.inFlight() == null ? Connection.DEFAULT_IN_FLIGHT : entry.inFlight();
        if (inFlight < 1 || inFlight > MAX_IN_FLIGHT) {
            throw Problem.wrongUse("Requests in flight go from 1 to " + MAX_IN_FLIGHT + ".");
        }
        return new Connection(
                name,
                local ? Connection.Kind.LOCAL : Connection.Kind.TENANT,
                appId,
                tenantId,
                serviceUrl,
                entry.noCredential() ? new Credential.None() : new Credential.Secret(entry.secretEnvironment()),
                rate,
                inFlight,
                fileName(name));
    }

    private static String noted(String pasted, String what, List<String> warnings) {
        TrimmedId trimmed = TrimmedId.of(pasted);
        if (trimmed.changed()) {
            warnings.add("The " + what + " had blanks or quotes around it; they were left out.");
        }
        return trimmed.value();
    }

    /** The rate a connection may have: pacing and the ceiling can be lifted only on this computer. */
    static double rate(Double asked, boolean local) {
        if (asked == null) {
            return Pacer.DEFAULT_RATE;
        }
        if (asked == 0 && local) {
            return Double.POSITIVE_INFINITY;
        }
        if (!(asked > 0) || Double.isInfinite(asked) || (asked > Pacer.CEILING && !local)) {
            throw Problem.wrongUse("The rate goes from above 0 to " + (int) Pacer.CEILING
                    + " requests a second, the limit of Teams for one app in one tenant."
                    + (asked == 0 ? " Only a connection to this computer may lift it." : ""));
        }
        return asked;
    }

    /** A file name that Windows takes too, made from a connection's name. */
    static String fileName(String name) {
        String slug = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        if (slug.length() > 40) {
            slug = slug.substring(0, 40);
        }
        if (!slug.equals(name) || slug.equals("sandbox") || DEVICES.contains(slug)) {
            CRC32 crc = new CRC32();
            crc.update(name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            slug = (slug.isEmpty() ? "connection" : slug) + String.format(Locale.ROOT, "-%08x", crc.getValue());
        }
        return slug + ".db";
    }

    private static ObjectNode write(ObjectNode node, Connection connection) {
        node.put("name", connection.name());
        node.put("appId", connection.appId());
        node.put("tenantId", connection.tenantId());
        node.put("serviceUrl", connection.serviceUrl().toString());
        node.put("local", connection.kind() == Connection.Kind.LOCAL);
        if (connection.credential() instanceof Credential.Secret secret) {
            node.put("credential", "secret");
            if (secret.environment() != null) {
                node.put("secretEnvironment", secret.environment());
            }
        } else {
            node.put("credential", "none");
        }
        node.put(
                "requestsPerSecond",
                Double.isInfinite(connection.requestsPerSecond()) ? 0 : connection.requestsPerSecond());
        node.put("inFlight", connection.inFlight());
        node.put("file", connection.file());
        return node;
    }

    private static List<Connection> read(ObjectNode tree) {
        List<Connection> all = new ArrayList<>();
        all.add(Connection.sandbox());
        for (JsonNode node : tree.path("connections")) {
            boolean local = node.path("local").asBoolean(false);
            all.add(new Connection(
                    node.path("name").asText(),
                    local ? Connection.Kind.LOCAL : Connection.Kind.TENANT,
                    Guid.parse(node.path("appId").asText()).orElse(null),
                    Guid.parse(node.path("tenantId").asText()).orElse(null),
                    ServiceUrl.parse(node.path("serviceUrl").asText(), local),
                    node.path("credential").asText().equals("none")
                            ? new Credential.None()
                            : new Credential.Secret(
                                    node.path("secretEnvironment").textValue()),
                    rate(node.path("requestsPerSecond").asDouble(Pacer.DEFAULT_RATE), local),
                    node.path("inFlight").asInt(Connection.DEFAULT_IN_FLIGHT),
                    node.path("file").asText(fileName(node.path("name").asText()))));
        }
        return all;
    }
}
