package dev.rostrum.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * The account that this process runs as, as the operating system tells it. Java's property {@code user.name} is none: whoever
 * starts the program can set it.
 */
public final class ThisAccount {
    private static final String UNKNOWN = "unknown";

    /** Linux shows a process as a folder that its account owns. */
    private static final Path PROCESS = Path.of("/proc/self");

    private record Account(OptionalInt uid, String name) {}

    private ThisAccount() {}

    /** The POSIX user id; empty where there is none, or it cannot be told. */
    public static OptionalInt uid() {
        return Known.ACCOUNT.uid();
    }

    /** For the audit log: {@code ada (uid 1000)}, on Windows {@code DOMAIN\ada}. */
    public static String name() {
        return Known.ACCOUNT.name();
    }

    /** Asked once: a process stays with its account. */
    private static final class Known {
        static final Account ACCOUNT = PrivateFile.posix(PROCESS)
                ? posix()
                : new Account(OptionalInt.empty(), WindowsAccount.name().orElse(UNKNOWN));
    }

    private static Account posix() {
        try {
            if (Files.isDirectory(PROCESS)) {
                return owner(PROCESS);
            }
            // Elsewhere a file that was just made is owned by the process's account.
            Path made = Files.createTempFile("rostrum", null);
            try {
                return owner(made);
            } finally {
                Files.delete(made);
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return new Account(OptionalInt.empty(), UNKNOWN);
        }
    }

    private static Account owner(Path path) throws IOException {
        int uid = (Integer) Files.getAttribute(path, "unix:uid");
        String name = Files.getOwner(path).getName();
        // An account without an entry, as in containers, is named by its number.
        String both = name.equals(Integer.toString(uid)) ? "uid " + uid : name + " (uid " + uid + ")";
        return new Account(OptionalInt.of(uid), both);
    }
}
