package dev.rostrum.connection.secret;

import java.util.Objects;

/**
 * Names a secret in every store.
 *
 * @param connectionId of the connection, which stays when it is renamed; never its name
 */
public record SecretName(String connectionId, Purpose purpose) {
    public SecretName {
        Objects.requireNonNull(purpose, "purpose");
        if (connectionId == null || !connectionId.matches("[A-Za-z0-9._-]{1,80}")) {
            throw new IllegalArgumentException("A connection's id is letters, digits, dots and hyphens");
        }
    }

    /** The name as stores keep it. */
    public String key() {
        return connectionId + "/" + purpose.code();
    }
}
