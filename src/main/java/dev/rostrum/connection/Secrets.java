package dev.rostrum.connection;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Client secrets for as long as this program runs. They come from an environment variable, standard input or a field of the
 * window, and are never written anywhere.
 */
public final class Secrets {
    private final UnaryOperator<String> environment;
    private final Map<String, String> given = new ConcurrentHashMap<>();

    /**
     * @param environment looks up an environment variable; null where it is not set
     */
    public Secrets(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    /** Keeps a secret for this session. */
    public void give(String connectionName, String secret) {
        given.put(key(connectionName), secret);
    }

    /** The secret given in this session, else that of the connection's environment variable. */
    public Optional<String> of(Connection connection) {
        String secret = given.get(key(connection.name()));
        if (secret == null
                && connection.credential() instanceof Connection.Credential.Secret kept
                && kept.environment() != null) {
            secret = environment.apply(kept.environment());
        }
        return Optional.ofNullable(secret).filter(s -> !s.isBlank());
    }

    /** Whether the connection can sign in without asking anybody. */
    public boolean known(Connection connection) {
        return connection.credential() instanceof Connection.Credential.None
                || of(connection).isPresent();
    }

    private static String key(String connectionName) {
        return connectionName.toLowerCase(Locale.ROOT);
    }
}
