package dev.rostrum.connection.secret;

import java.util.Optional;

/**
 * Keeps secrets. Every call ends in a few seconds, and says by {@link SecretFailure} what to do where it could not be done; no
 * store hands a secret on to another by itself. Safe for use by several threads.
 */
public interface SecretStore {
    SecretLocation location();

    /**
     * @return an array of the caller's own, or empty where none is kept under the name
     * @throws SecretFailure where the store cannot say
     */
    Optional<char[]> get(SecretName name);

    /**
     * Keeps a secret in place of the one before. When it returns the secret is kept.
     *
     * @param value left as it is; the caller may wipe it
     * @throws SecretFailure where it is not kept, or not surely
     */
    void put(SecretName name, char[] value);

    /**
     * Forgets a secret; nothing happens where there is none.
     *
     * @throws SecretFailure where it may still be kept
     */
    void remove(SecretName name);
}
