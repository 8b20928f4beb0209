package dev.rostrum.connection;

import dev.rostrum.connection.secret.Keychain;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A keychain's backend in memory, that can be told to fail. */
final class MemoryKeychain implements Keychain.Backend {
    final Map<String, String> held = new ConcurrentHashMap<>();
    volatile RuntimeException failure;
    volatile boolean swallows;

    private void fail() {
        RuntimeException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
    }

    @Override
    public String get(String service, String account) {
        fail();
        return held.get(service + "|" + account);
    }

    @Override
    public void put(String service, String account, String value) {
        fail();
        if (!swallows) {
            held.put(service + "|" + account, value);
        }
    }

    @Override
    public void remove(String service, String account) {
        fail();
        held.remove(service + "|" + account);
    }
}
