package dev.rostrum.store;

import dev.rostrum.store.StoreFailure.Cause;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Which writer the data file belongs to, as the file itself says: a row that each writer sets when it opens the file, and looks at
 * inside each of its transactions. Who gets in while another writes (its lock file was removed) sets the row; from then on no
 * transaction of the other one commits, hence it sends nothing more. That row is read in the file that is open; so the paths of the
 * data file and of its lock are looked at too, for another process may open what lies there now.
 */
final class Instance {
    private static final String KEY = "writer";

    private final String name;
    private final List<Opened> opened;

    private Instance(String name, List<Opened> opened) {
        this.name = name;
        this.opened = opened;
    }

    /**
     * Makes the file one's own, inside a transaction that holds SQLite's write lock.
     *
     * @param n tells apart two of the same process and time
     * @param opened the files that have to stay where they are
     */
    static Instance take(Session session, Instant now, long n, Opened... opened) throws SQLException {
        String name = ProcessHandle.current().pid() + "-" + now.toEpochMilli() + "-" + n;
        session.update(
                "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2", KEY, name);
        return new Instance(name, List.of(opened));
    }

    /** Ends it, when nothing more is written. False where somebody else has taken the file. */
    boolean leave(Session session) throws SQLException {
        return session.update("DELETE FROM meta WHERE key = ? AND value = ?", KEY, name) > 0;
    }

    /** Name of the writer that has the file, or had it when it was cut off; null where there is none. */
    static String writer(Session session) throws SQLException {
        return session.text("SELECT value FROM meta WHERE key = '" + KEY + "'");
    }

    /** Whether a writer has the file, or had it when it was cut off. */
    static boolean taken(Session session) throws SQLException {
        return writer(session) != null;
    }

    /**
     * Inside a transaction that holds SQLite's write lock: then nobody takes the file before it is committed.
     *
     * @throws StoreFailure where somebody else has taken it, or where the files do not lie in their places any more
     */
    void require(Session session, Path file) throws SQLException {
        if (!name.equals(writer(session))) {
            throw new StoreFailure(Cause.LOST, null, Database.LOST, file.toString());
        }
        if (!inPlace()) {
            throw new StoreFailure(Cause.LOST, null, Database.REPLACED, file.toString());
        }
    }

    String name() {
        return name;
    }

    /** Whether the paths lead to the files that were opened. */
    boolean inPlace() {
        return opened.stream().allMatch(Opened::there);
    }
}
