package dev.rostrum.store;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/** The data file of one connection. */
public final class Database implements AutoCloseable {
    private Database() {}

    /**
     * Opens the file for writing, and makes it (folder private to the user) where there is none.
     *
     * @param command what this process does, shown to others who find the file in use
     * @param wait how long to wait for another writing process
     * @param onWait told once when the file is found in use
     * @throws StoreFailure with what to do
     */
    public static Database openForWriting(
            Path file, FileIdentity identity, String command, Duration wait, Consumer<Holder> onWait, Clock clock) {
        throw new UnsupportedOperationException("in work");
    }

    /** Opens an existing file for reading only, also while another process writes. */
    public static Database openForReading(Path file, FileIdentity identity) {
        throw new UnsupportedOperationException("in work");
    }

    public boolean writable() {
        throw new UnsupportedOperationException("in work");
    }

    public Path file() {
        throw new UnsupportedOperationException("in work");
    }

    @Override
    public void close() {}
}
