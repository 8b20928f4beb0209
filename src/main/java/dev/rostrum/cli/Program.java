package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ConnectionArchive;
import dev.rostrum.connection.ConnectionCheck;
import dev.rostrum.connection.Connections;
import dev.rostrum.connection.Secrets;
import dev.rostrum.connection.SendingSettings;
import dev.rostrum.connection.doctor.Doctor;
import dev.rostrum.domain.Reason;
import dev.rostrum.records.Backups;
import dev.rostrum.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** What commands are built on: the object graph of a data folder, made by the program when the first command asks. */
public interface Program {
    /** Version of the program. */
    String version();

    Path dataFolder();

    /** The file that starts the program; empty where it was started in another way. */
    Optional<Path> launcher();

    Connections connections();

    Secrets secrets();

    /** Tries connections. */
    ConnectionCheck check();

    /** Looks at everything that a send needs. */
    Doctor doctor();

    /** Moves connections to other computers. */
    ConnectionArchive archive();

    /** The guard's numbers and when runs pause by themselves. */
    SendingSettings sending();

    /** Wall time. */
    Clock clock();

    Workspaces workspaces();

    /** Why a data file that was open for writing is this program's no more; then nothing is written to it. */
    Optional<Reason> lost();

    /** Backups of a connection's data file. */
    Backups backups(Connection connection);

    /**
     * Opens the window and returns when it is closed.
     *
     * @param lookOnly nothing is changed from it, whatever connection it is led to
     * @return why there can be no window here, and how to get one; empty when it was shown
     */
    Optional<Reason> console(String connectionName, boolean lookOnly);

    /** The same program on another data folder, for the demo. */
    Program at(Path dataFolder);
}
