package dev.rostrum.connection.secret;

import com.github.javakeyring.BackendNotSupportedException;
import com.github.javakeyring.Keyring;
import com.github.javakeyring.PasswordAccessException;

/** The system's keychain by java-keyring, which tells "there is none" by the text of an exception only. */
final class SystemKeychain implements Keychain.Backend {
    private final Keyring keyring;

    private SystemKeychain(Keyring keyring) {
        this.keyring = keyring;
    }

    static Keychain.Backend find() throws Keychain.Absent {
        try {
            return new SystemKeychain(Keyring.create());
        } catch (BackendNotSupportedException | RuntimeException e) {
            throw new Keychain.Absent("No keychain", e);
        }
    }

    @Override
    public String get(String service, String account) throws PasswordAccessException {
        try {
            return keyring.getPassword(service, account);
        } catch (PasswordAccessException e) {
            if (saysNone(e.getMessage())) {
                return null;
            }
            throw e;
        }
    }

    /** The words of the backends for Secret Service and macOS, KWallet, and Windows (ERROR_NOT_FOUND, which may get lost). */
    static boolean saysNone(String message) {
        return message != null
                && (message.startsWith("No stored credentials match")
                        || message.equals("Password is not in wallet")
                        || message.equals("Password not Found")
                        || message.equals("Error code 1168")
                        || message.equals("Error code 0"));
    }

    @Override
    public void put(String service, String account, String value) throws PasswordAccessException {
        keyring.setPassword(service, account, value);
    }

    @Override
    public void remove(String service, String account) throws PasswordAccessException {
        keyring.deletePassword(service, account);
    }
}
