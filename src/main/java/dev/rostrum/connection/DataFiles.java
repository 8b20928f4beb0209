package dev.rostrum.connection;

import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.Team;
import dev.rostrum.store.Database;
import dev.rostrum.store.FileIdentity;
import dev.rostrum.store.StoreFailure;
import dev.rostrum.store.people.TeamStore;
import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.store.query.UserQuery;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The data files of the connections, one each, in their folder. */
public final class DataFiles {
    private static final int MOST_NAMES = 1000;

    private final Path folder;

    /**
     * @param folder of the data files; need not exist
     */
    public DataFiles(Path folder) {
        this.folder = folder;
    }

    public Path of(Connection connection) {
        return folder.resolve(connection.file());
    }

    /** Whether the connection's own data file lies here in the form of an earlier version, which has not been updated since. */
    boolean ofEarlierVersion(Connection connection) {
        // The sandbox's file proves nothing about what leads elsewhere.
        return !connection.file().equalsIgnoreCase(Connection.sandbox().file())
                && Database.ofEarlierVersion(of(connection), identity(connection));
    }

    /** Whose data the file of a connection holds. */
    public static FileIdentity identity(Connection connection) {
        if (connection.kind() == Connection.Kind.SANDBOX) {
            return new FileIdentity(true, "sandbox", "sandbox");
        }
        connection.requireIds();
        return new FileIdentity(connection.simulated(), connection.appId(), connection.tenantId());
    }

    /** Whether anything was ever stored for the connection. A file that cannot be looked into counts as used. */
    boolean used(Connection connection) {
        Path file = of(connection);
        if (!Files.exists(file)) {
            return false;
        }
        try (Database database = Database.openForReading(file, identity(connection))) {
            return !new TeamStore(database).list().isEmpty()
                    || new UserQuery(database).select(PeopleFilter.of(null, "")).count() > 0
                    || new ConversationQuery(database)
                                    .select(ConversationQuery.Filter.ALL, List.of())
                                    .count()
                            > 0
                    || new RunQuery(database).select("").count() > 0;
        } catch (StoreFailure e) {
            return true;
        }
    }

    /** The id of the first team in the connection's data file; empty also where it cannot be looked into. */
    Optional<String> someTeam(Connection connection) {
        Path file = of(connection);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Database database = Database.openForReading(file, identity(connection))) {
            return new TeamStore(database).list().stream().map(Team::id).findFirst();
        } catch (StoreFailure e) {
            return Optional.empty();
        }
    }

    /**
     * A name for the connection's data file: of one that it can go on with, else of none that is there yet.
     *
     * @param taken names that other connections have
     */
    String choose(Connection connection, Set<String> taken) {
        for (int n = 1; n <= MOST_NAMES; n++) {
            String name = n == 1 ? FileNames.of(connection.name()) : FileNames.of(connection.name(), n);
            if (!taken.contains(name) && free(folder.resolve(name), identity(connection))) {
                return name;
            }
        }
        throw new IllegalStateException("No name is left for a data file");
    }

    /** A name of no data file that is there. */
    String fresh(String connectionName, Set<String> taken) {
        for (int n = 1; n <= MOST_NAMES; n++) {
            String name = n == 1 ? FileNames.of(connectionName) : FileNames.of(connectionName, n);
            if (!taken.contains(name) && Files.notExists(folder.resolve(name)) && !leftBeside(folder.resolve(name))) {
                return name;
            }
        }
        throw new IllegalStateException("No name is left for a data file");
    }

    Path folder() {
        return folder;
    }

    /** A log without its data file would be read into the next file of that name. */
    private static boolean leftBeside(Path file) {
        return Stream.of("-wal", "-shm", "-journal")
                .anyMatch(ending ->
                        Files.exists(file.resolveSibling(file.getFileName() + ending), LinkOption.NOFOLLOW_LINKS));
    }

    /** How much a data file holds. */
    public record Contents(long teams, long people, long conversations, long announcements) {}

    /** What the connection's data file holds. */
    Contents contents(Connection connection) {
        try (Database database = Database.openForReading(of(connection), identity(connection))) {
            return new Contents(
                    new TeamStore(database).list().size(),
                    new UserQuery(database).select(PeopleFilter.of(null, "")).count(),
                    new ConversationQuery(database)
                            .select(ConversationQuery.Filter.ALL, List.of())
                            .count(),
                    new RunQuery(database).announcements());
        }
    }

    private static boolean free(Path file, FileIdentity identity) {
        if (!Files.exists(file)) {
            return !leftBeside(file);
        }
        try (Database database = Database.openForReading(file, identity)) {
            return !database.writable();
        } catch (StoreFailure e) {
            return e.what() != StoreFailure.Cause.NOT_OURS;
        }
    }
}
