package dev.rostrum.store;

import dev.rostrum.domain.Reason;
import dev.rostrum.files.PrivateFile;
import dev.rostrum.files.Rights;
import dev.rostrum.store.StoreFailure.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of a data file that is going to be written. */
final class DataFolder {
    /** What lies beside a data file and is believed with it: SQLite replays the logs, and the lock lets one process in. */
    private static final String[] COMPANIONS = {"-wal", "-shm", "-journal", ".lock"};

    private DataFolder() {}

    /**
     * Makes the file's folder where there is none, private to the user, and returns the file's real path: lock and data
     * must be the same for everybody, whatever links led there. A folder that stood before keeps its permissions; it
     * may be the user's home.
     *
     * @throws StoreFailure {@link Cause#UNSAFE} where others could change the folder, the file, or what lies beside it
     */
    static Path prepare(Path file) throws IOException {
        PrivateFile.folder(file.toAbsolutePath().normalize().getParent());
        Path real = real(file);
        Path folder = real.getParent();
        require(Rights.refusal(folder));
        if (folder.getParent() != null) {
            // Whoever may rename the folder itself may put another in its place.
            require(Rights.refusalAbove(folder.getParent()));
        }
        require(Rights.refusal(real));
        for (String companion : COMPANIONS) {
            require(Rights.refusal(real.resolveSibling(real.getFileName() + companion)));
        }
        return real;
    }

    private static void require(Optional<Reason> refusal) {
        if (refusal.isPresent()) {
            throw new StoreFailure(
                    Cause.UNSAFE,
                    null,
                    refusal.get().code(),
                    refusal.get().arguments().toArray());
        }
    }

    /** The real path of a file that need not exist, in a folder that does. */
    static Path real(Path file) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        return Files.exists(absolute)
                ? absolute.toRealPath()
                : absolute.getParent().toRealPath().resolve(absolute.getFileName());
    }
}
