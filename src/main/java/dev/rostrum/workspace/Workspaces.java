package dev.rostrum.workspace;

import dev.rostrum.connection.Connection;
import java.time.Duration;
import java.util.function.Consumer;

/** Opens connections. */
public interface Workspaces {
    /** What a workspace is opened for. */
    enum Access {
        READ,
        WRITE,
        /** Opens to write, or where another process writes, to read. */
        WRITE_OR_READ,
        /** Opens to read, since the admin wants to look only. */
        LOOK
    }

    /**
     * @param access what for
     * @param command what this process does, shown to others that find the data file in use
     * @param patience how long to wait for another writing process
     * @param notices told in sentences what the admin should know on the way
     */
    record Request(Access access, String command, Duration patience, Consumer<String> notices) {}

    /** How long a writing command waits for another. */
    Duration DEFAULT_WAIT = Duration.ofSeconds(60);

    /**
     * @throws dev.rostrum.domain.Problem with what to do, when it cannot be opened
     */
    Workspace open(Connection connection, Request request);
}
