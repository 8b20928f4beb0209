package dev.rostrum.connection.secret;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Secrets for as long as this program runs, in memory alone. */
public final class SessionSecrets implements SecretStore {
    private final Map<SecretName, char[]> held = new HashMap<>();

    @Override
    public SecretLocation location() {
        return SecretLocation.SESSION;
    }

    @Override
    public synchronized Optional<char[]> get(SecretName name) {
        return Optional.ofNullable(held.get(name)).map(char[]::clone);
    }

    @Override
    public synchronized void put(SecretName name, char[] value) {
        wipe(held.put(name, value.clone()));
    }

    @Override
    public synchronized void remove(SecretName name) {
        wipe(held.remove(name));
    }

    private static void wipe(char[] gone) {
        if (gone != null) {
            Arrays.fill(gone, '\0');
        }
    }
}
