package dev.rostrum.connection.secret;

import java.util.Objects;

/**
 * Names a secret in every store. Where it may go is part of its name: a connection that leads elsewhere does not find it.
 *
 * @param connectionId of the connection, which stays when it is renamed; never its name
 * @param destination the hosts that it was typed for; empty where it goes nowhere, and of earlier versions, which did not say
 */
public record SecretName(String connectionId, Purpose purpose, String destination) {
    /** The name under which earlier versions kept it. */
    public SecretName(String connectionId, Purpose purpose) {
        this(connectionId, purpose, "");
    }

    public SecretName {
        Objects.requireNonNull(purpose, "purpose");
        if (connectionId == null || !connectionId.matches("[A-Za-z0-9._-]{1,80}")) {
            throw new IllegalArgumentException("A connection's id is letters, digits, dots and hyphens");
        }
        if (!destination.matches("[A-Za-z0-9._:\\[\\]+-]{0,600}")) {
            throw new IllegalArgumentException("A destination is made of host names and ports");
        }
    }

    /** The name as stores keep it. */
    public String key() {
        return connectionId + "/" + purpose.code() + (destination.isEmpty() ? "" : "@" + destination);
    }
}
