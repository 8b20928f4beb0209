package dev.rostrum.store;

import dev.rostrum.store.Session.Mode;
import dev.rostrum.store.StoreFailure.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** Looks at a whole data file for reading only, beside whoever writes to it. One look each. */
public final class FileHealth {
    private final Path file;
    private final FileIdentity identity;
    private final Object lock = new Object();
    private Session reading;
    private boolean cancelled;

    /**
     * @param identity whose data it should hold
     */
    public FileHealth(Path file, FileIdentity identity) {
        this.file = file;
        this.identity = identity;
    }

    /**
     * Checks every page; seconds for a large file. Returns the version of its schema.
     *
     * @throws StoreFailure saying what is the matter and what to do; {@link Cause#MISSING} where there is no file yet
     */
    public int check() {
        // Refuses what is no data file of this connection before SQLite reads on.
        try (Database database = Database.openForReading(file, identity);
                Session session = Session.open(database.file(), Mode.READ)) {
            hold(session);
            try {
                if (!"ok".equals(session.text("PRAGMA quick_check(1)"))) {
                    throw Failures.damaged(file, null);
                }
                return Math.toIntExact(session.number("PRAGMA user_version"));
            } finally {
                hold(null);
            }
        } catch (SQLException e) {
            throw Failures.of(e, file);
        }
    }

    /**
     * How far the search index of people is, and whether what is there is sound.
     *
     * @throws StoreFailure where the file cannot be read
     */
    public Index index() {
        try (Database database = Database.openForReading(file, identity)) {
            PeopleIndex.Progress progress = database.read(PeopleIndex::progress);
            return new Index(progress.done(), progress.all());
        }
    }

    /**
     * The search index of people.
     *
     * @param done entries that are in it
     * @param all entries
     */
    public record Index(long done, long all) {}

    /** Ends a check under way, from another thread. */
    public void cancel() {
        synchronized (lock) {
            cancelled = true;
            try {
                if (reading != null) {
                    reading.interrupt();
                }
            } catch (SQLException e) {
                // Closed meanwhile: then it has ended.
                return;
            }
        }
    }

    private void hold(Session session) {
        synchronized (lock) {
            reading = session;
            if (session != null && cancelled) {
                throw new StoreFailure(Cause.OTHER, null, "store.checkStopped");
            }
        }
    }

    /**
     * Bytes that can still be written where the file lies, or would lie.
     *
     * @throws StoreFailure where that cannot be told
     */
    public static long freeBytes(Path file) {
        Path existing = file.toAbsolutePath().normalize();
        while (existing != null && Files.notExists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null) {
            throw new StoreFailure(Cause.MISSING, null, "store.noDisk", file.toString());
        }
        try {
            return Files.getFileStore(existing).getUsableSpace();
        } catch (IOException e) {
            throw Failures.of(e, existing);
        }
    }
}
