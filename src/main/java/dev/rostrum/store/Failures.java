package dev.rostrum.store;

import dev.rostrum.store.StoreFailure.Cause;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.sql.SQLException;
import java.util.Locale;
import org.sqlite.SQLiteException;

/** What SQLite and the file system report, in words that say what to do. */
final class Failures {
    private static final int PERM = 3;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READONLY = 8;
    private static final int IOERR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANTOPEN = 14;
    private static final int NOTADB = 26;

    private Failures() {}

    /** The primary result code of SQLite, or -1 where the exception carries none. */
    static int code(SQLException e) {
        return e instanceof SQLiteException ? ((SQLiteException) e).getResultCode().code & 0xff : -1;
    }

    static StoreFailure of(SQLException e, Path file) {
        switch (code(e)) {
            case PERM:
            case READONLY:
                return readOnly(file, e);
            case BUSY:
            case LOCKED:
                return new StoreFailure(
                        Cause.IN_USE,
                        "Another program holds the data file " + file + ". Close it there and try again.",
                        e);
            case IOERR:
                return new StoreFailure(
                        Cause.OTHER,
                        "The disk reported a fault while the data file " + file
                                + " was in use. Check the disk and start Rostrum again.",
                        e);
            case CORRUPT:
                return damaged(file, e);
            case FULL:
                return new StoreFailure(
                        Cause.FULL, "There is no room left for the data file " + file + ". Free space on its disk.", e);
            case CANTOPEN:
                return new StoreFailure(
                        Cause.READ_ONLY,
                        "The data file " + file
                                + " or its folder cannot be opened. Give your account the right to read and write there,"
                                + " or choose another data folder.",
                        e);
            case NOTADB:
                return notADataFile(file, e);
            default:
                return new StoreFailure(
                        Cause.OTHER, "The data file " + file + " could not be used: " + e.getMessage() + ".", e);
        }
    }

    static StoreFailure of(IOException e, Path file) {
        if (e instanceof AccessDeniedException || isReadOnlySystem(e)) {
            return readOnly(file, e);
        }
        if (e instanceof FileSystemException && saysNoSpace(e)) {
            return new StoreFailure(
                    Cause.FULL, "There is no room left for the data file " + file + ". Free space on its disk.", e);
        }
        return new StoreFailure(
                Cause.OTHER,
                "The data file " + file + " could not be used: " + e.getMessage()
                        + ". Check its folder, or choose another data folder.",
                e);
    }

    static StoreFailure readOnly(Path file, Throwable cause) {
        return new StoreFailure(
                Cause.READ_ONLY,
                "The data file " + file
                        + " cannot be written. Give your account the right to write to it and to its folder, or choose"
                        + " another data folder.",
                cause);
    }

    static StoreFailure damaged(Path file, Throwable cause) {
        return new StoreFailure(
                Cause.DAMAGED,
                "The data file " + file
                        + " is damaged. Put a backup in its place, or move it away to start with an empty one.",
                cause);
    }

    static StoreFailure notADataFile(Path file, Throwable cause) {
        return new StoreFailure(
                Cause.NOT_OURS,
                file + " is not a data file of Rostrum. Move it away, or choose another data folder.",
                cause);
    }

    private static boolean isReadOnlySystem(IOException e) {
        // "Operation not permitted": the file belongs to another account, so not even its rights can be set.
        return e.getCause() instanceof ReadOnlyFileSystemException
                || lower(e).contains("read-only file system")
                || lower(e).contains("operation not permitted");
    }

    private static boolean saysNoSpace(IOException e) {
        return lower(e).contains("no space left") || lower(e).contains("not enough space");
    }

    private static String lower(IOException e) {
        return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    }
}
