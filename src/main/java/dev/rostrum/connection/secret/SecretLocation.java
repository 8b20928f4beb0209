package dev.rostrum.connection.secret;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where the admin wants a connection's secrets to be kept. Nothing falls from one to another by itself. */
public enum SecretLocation {
    /** They are in memory only, asked for at each start, or taken from the environment variable that the connection names. */
    SESSION("session"),
    /** The keychain of the operating system. */
    KEYCHAIN("keychain"),
    /** A file of this data folder, encrypted under a passphrase that is asked for at each start. */
    FILE("file");

    private final String code;

    SecretLocation(String code) {
        this.code = code;
    }

    /** Its name in settings and on the command line. */
    public String code() {
        return code;
    }

    public static Optional<SecretLocation> of(String text) {
        String bare = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(k -> k.code.equals(bare)).findFirst();
    }

    public static List<String> codes() {
        return Arrays.stream(values()).map(SecretLocation::code).toList();
    }
}
