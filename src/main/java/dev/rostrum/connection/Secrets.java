package dev.rostrum.connection;

import dev.rostrum.connection.secret.Keychain;
import dev.rostrum.connection.secret.PassphraseFile;
import dev.rostrum.connection.secret.Purpose;
import dev.rostrum.connection.secret.SecretFailure;
import dev.rostrum.connection.secret.SecretFailure.Trouble;
import dev.rostrum.connection.secret.SecretLocation;
import dev.rostrum.connection.secret.SecretName;
import dev.rostrum.connection.secret.SecretStore;
import dev.rostrum.connection.secret.SessionSecrets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secrets of the connections. What was given in this session counts first, then the environment variable that the connection
 * names, then the store that the admin chose for it. A store that fails says so; no other takes its place.
 */
public final class Secrets {
    private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);

    private final UnaryOperator<String> environment;
    private final Map<SecretLocation, SecretStore> stores = new EnumMap<>(SecretLocation.class);
    private final Keychain keychain;
    private final PassphraseFile file;
    private final SessionSecrets given = new SessionSecrets();

    /** What a store gave in this session: a keychain that hangs later does not take it away. */
    private final SessionSecrets read = new SessionSecrets();

    /**
     * @param environment looks up an environment variable; null where it is not set
     */
    public Secrets(UnaryOperator<String> environment, Keychain keychain, PassphraseFile file) {
        this.environment = environment;
        this.keychain = keychain;
        this.file = file;
        stores.put(SecretLocation.KEYCHAIN, keychain);
        stores.put(SecretLocation.FILE, file);
    }

    /** The file under a passphrase: to be unlocked once a session before connections that keep their secrets there. */
    public PassphraseFile file() {
        return file;
    }

    /** Keeps a client secret for this session only. */
    public void give(Connection connection, String clientSecret) {
        give(connection, Purpose.CLIENT_SECRET, clientSecret.toCharArray());
    }

    /** Keeps a secret for this session only. */
    public void give(Connection connection, Purpose purpose, char[] value) {
        char[] bare = TypedSecrets.bare(purpose, value);
        given.put(connection.secret(purpose), bare);
        Arrays.fill(bare, '\0');
    }

    /**
     * Keeps a secret where the admin chose to. It is known in this session in any case.
     *
     * @throws SecretFailure where it is not kept beyond this session, with what to do
     */
    public void keep(Connection connection, Purpose purpose, char[] value) {
        give(connection, purpose, value);
        SecretStore store = stores.get(connection.secretStorage().location());
        if (store != null) {
            store.put(connection.secret(purpose), value);
        }
    }

    /**
     * The secret, in an array of the caller's own.
     *
     * @throws SecretFailure where the store that the admin chose cannot be asked
     */
    public Optional<char[]> of(Connection connection, Purpose purpose) {
        if (connection.unsafe() != null) {
            return Optional.empty();
        }
        Optional<char[]> ready = ready(connection, purpose);
        SecretStore store = stores.get(connection.secretStorage().location());
        if (ready.isPresent() || store == null) {
            return ready;
        }
        Optional<char[]> stored =
                store.get(connection.secret(purpose)).or(() -> ofEarlierVersion(connection, purpose, store));
        stored.ifPresent(value -> read.put(connection.secret(purpose), value));
        return stored;
    }

    /**
     * Earlier versions kept a secret without saying for which host. It counts for the tenant that the connection leads to when it is
     * first needed, and from then on for that one alone; a service on this computer never gets it.
     */
    private static Optional<char[]> ofEarlierVersion(Connection connection, Purpose purpose, SecretStore store) {
        if (connection.kind() != Connection.Kind.TENANT) {
            return Optional.empty();
        }
        SecretName earlier = new SecretName(connection.id(), purpose);
        Optional<char[]> value = store.get(earlier);
        if (value.isPresent()) {
            store.put(connection.secret(purpose), value.get());
            store.remove(earlier);
        }
        return value;
    }

    /** The client secret; for places that need it as a text. */
    public Optional<String> of(Connection connection) {
        return of(connection, Purpose.CLIENT_SECRET).map(String::new);
    }

    /** The secret where no store has to be asked for it. */
    Optional<char[]> ready(Connection connection, Purpose purpose) {
        if (connection.unsafe() != null) {
            return Optional.empty();
        }
        return given.get(connection.secret(purpose))
                .or(() -> Optional.ofNullable(
                                variable(connection.secretStorage().variables().get(purpose)))
                        .map(value -> TypedSecrets.bare(purpose, value.toCharArray())))
                .or(() -> read.get(connection.secret(purpose)));
    }

    /** The value of an environment variable, or null where it is not set or blank. */
    String variable(String name) {
        String value = name == null || name.isEmpty() ? null : environment.apply(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** Asks the store again at the next need: what it gave was refused, and may have been corrected by another process. */
    void refused(Connection connection) {
        connection.signInSecret().ifPresent(purpose -> read.remove(connection.secret(purpose)));
    }

    /** Whether the connection can sign in without asking anybody. May wait some seconds for a keychain. */
    public boolean known(Connection connection) {
        if (connection.credential() instanceof Connection.Credential.Certificate certificate && !certificate.chosen()) {
            return false;
        }
        for (Purpose purpose : connection.neededSecrets()) {
            try {
                Optional<char[]> value = of(connection, purpose);
                if (value.isEmpty()) {
                    return false;
                }
                Arrays.fill(value.get(), '\0');
            } catch (SecretFailure e) {
                LOG.debug("a secret cannot be asked for: {}", e.trouble());
                return false;
            }
        }
        return true;
    }

    /**
     * Forgets every secret of a connection, here and where it is kept.
     *
     * @throws SecretFailure where one may still be kept; those of the session are gone in any case
     */
    public void forget(Connection connection) {
        forget(connection, EnumSet.allOf(Purpose.class));
    }

    /** Does as {@link #forget(Connection)} for some secrets. */
    void forget(Connection connection, Set<Purpose> purposes) {
        for (Purpose purpose : purposes) {
            given.remove(connection.secret(purpose));
            read.remove(connection.secret(purpose));
        }
        SecretStore store = stores.get(connection.secretStorage().location());
        if (store != null) {
            for (Purpose purpose : purposes) {
                remove(store, connection.secret(purpose));
                remove(store, new SecretName(connection.id(), purpose));
            }
        }
    }

    /**
     * Takes the secrets of a connection along to where they are kept from now on, as far as they are known. Both lead to the same
     * hosts for these purposes.
     */
    void move(Connection before, Connection after, Set<Purpose> purposes) {
        SecretStore to = stores.get(after.secretStorage().location());
        for (Purpose purpose : purposes) {
            Optional<char[]> value = kept(before, purpose);
            if (value.isPresent() && !after.secretStorage().variables().containsKey(purpose)) {
                if (to == null) {
                    given.put(after.secret(purpose), value.get());
                } else {
                    to.put(after.secret(purpose), value.get());
                }
            }
            value.ifPresent(v -> Arrays.fill(v, '\0'));
        }
        SecretStore from = stores.get(before.secretStorage().location());
        if (from != null) {
            for (Purpose purpose : purposes) {
                remove(from, before.secret(purpose));
            }
        }
    }

    /** Where there is no such store, nothing is kept in it. */
    private Optional<char[]> kept(Connection connection, Purpose purpose) {
        try {
            return of(connection, purpose);
        } catch (SecretFailure e) {
            if (e.trouble() != Trouble.ABSENT) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static void remove(SecretStore store, SecretName name) {
        try {
            store.remove(name);
        } catch (SecretFailure e) {
            if (e.trouble() != Trouble.ABSENT) {
                throw e;
            }
        }
    }

    /** Where a secret is best kept on this computer: in its keychain, or in a file where there is none. May wait some seconds. */
    public SecretLocation usualPlace() {
        try {
            keychain.tryOut();
            return SecretLocation.KEYCHAIN;
        } catch (SecretFailure e) {
            return e.trouble() == Trouble.ABSENT ? SecretLocation.FILE : SecretLocation.KEYCHAIN;
        }
    }
}
