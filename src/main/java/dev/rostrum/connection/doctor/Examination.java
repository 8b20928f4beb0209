package dev.rostrum.connection.doctor;

import dev.rostrum.connection.Connection;
import java.util.Objects;

/**
 * What the doctor is asked to look at.
 *
 * @param connection as the open workspace gives it; that of a sandbox leads nowhere while it is not open
 * @param openConnection of the open workspace, or {@link OpenConnection#NONE}
 * @param teamId a team to read, or null for the first of the data file
 * @param messageMe whether a message is sent to "me". Only ever after the admin was asked
 */
public record Examination(Connection connection, OpenConnection openConnection, String teamId, boolean messageMe) {
    public Examination {
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(openConnection, "means");
    }

    /** Everything that sends no message. */
    public static Examination of(Connection connection, OpenConnection openConnection) {
        return new Examination(connection, openConnection, null, false);
    }
}
