package dev.rostrum.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.domain.Problem;
import java.util.List;

/**
 * A connection's entry in the settings, and the list of its groups. To add a group: a component of {@link Connection}, a class,
 * and its line in the four places below. Keys that no group knows stay in the entry.
 */
final class ConnectionEntry {
    static final BotGroup BOT = new BotGroup();
    static final AddressGroup ADDRESS = new AddressGroup();
    static final CredentialGroup CREDENTIAL = new CredentialGroup();
    static final SecretStorageGroup SECRET_STORAGE = new SecretStorageGroup();
    static final NetworkGroup NETWORK = new NetworkGroup();
    static final PaceGroup PACE = new PaceGroup();
    static final List<SettingsGroup<?>> GROUPS = List.of(BOT, ADDRESS, CREDENTIAL, SECRET_STORAGE, NETWORK, PACE);

    private ConnectionEntry() {}

    /**
     * @throws Problem naming the connection, where an entry was edited by hand into something that cannot be used
     */
    static Connection read(JsonNode entry) {
        String name = name(entry);
        try {
            return bare(entry);
        } catch (Problem e) {
            throw Problem.failed(e, "connection.unusable", name, e.reason());
        }
    }

    /** @throws Problem about the entry alone, wherever it comes from */
    static Connection bare(JsonNode entry) {
        String name = name(entry);
        String file = entry.path("file").asText(FileNames.of(name));
        if (!FileNames.is(file)) {
            throw Problem.wrongUse("connection.file");
        }
        return new Connection(
                entry.path("id").asText(),
                name,
                AddressGroup.local(entry) ? Connection.Kind.LOCAL : Connection.Kind.TENANT,
                BOT.read(entry),
                ADDRESS.read(entry),
                CREDENTIAL.read(entry),
                SECRET_STORAGE.read(entry),
                NETWORK.read(entry),
                PACE.read(entry),
                file);
    }

    static String name(JsonNode entry) {
        return entry.path("name").asText();
    }

    static void write(Connection connection, ObjectNode entry) {
        entry.put("id", connection.id());
        entry.put("name", connection.name());
        BOT.write(connection.bot(), entry);
        ADDRESS.write(connection.address(), entry);
        CREDENTIAL.write(connection.credential(), entry);
        SECRET_STORAGE.write(connection.secretStorage(), entry);
        NETWORK.write(connection.network(), entry);
        PACE.write(connection.pace(), entry);
        entry.put("file", connection.file());
    }

    /** The connection as the form says; it counts only where the reading has no problems. */
    static Connection check(FormReading form, String id, String name, String file) {
        return new Connection(
                id,
                name,
                form.local() ? Connection.Kind.LOCAL : Connection.Kind.TENANT,
                BOT.check(form),
                ADDRESS.check(form),
                CREDENTIAL.check(form),
                SECRET_STORAGE.check(form),
                NETWORK.check(form),
                PACE.check(form),
                file);
    }
}
