package dev.rostrum.store;

import dev.rostrum.store.StoreFailure.Cause;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.sqlite.SQLiteException;

/** What SQLite and the file system report, in words that say what to do. */
final class Failures {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

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
        if (withoutLibrary(e)) {
            return noLibrary(file, e);
        }
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
                Cause.DAMAGED, "The data file " + file + " is damaged. " + wayOut(file, "move it away"), cause);
    }

    /** Nothing is in it. SQLite would take it for a new file, which looks as if all data were gone. */
    static StoreFailure empty(Path file) {
        return new StoreFailure(
                Cause.DAMAGED, "The data file " + file + " is empty. " + wayOut(file, "delete it"), null);
    }

    /** What to do about a file that cannot be used any more. */
    static String wayOut(Path file, String startAnew) {
        return BackupFiles.newest(file)
                .map(backup -> "Restore the backup of " + time(backup.at()) + " with: rostrum backup restore")
                .orElse("There is no backup of it. Put a copy of yours in its place, or " + startAnew
                        + " to start with a new one.");
    }

    /** A time as the admin's clock shows it. */
    static String time(Instant at) {
        return TIME.withZone(ZoneId.systemDefault()).format(at);
    }

    /** Whether the driver could not load its own library. */
    private static boolean withoutLibrary(SQLException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof UnsatisfiedLinkError
                    || t.getClass().getSimpleName().contains("NativeLibrary")) {
                return true;
            }
        }
        return code(e) == -1 && String.valueOf(e.getMessage()).startsWith("Error opening connection");
    }

    private static StoreFailure noLibrary(Path file, Throwable cause) {
        return new StoreFailure(
                Cause.OTHER,
                "The part of the program that reads the data file " + file
                        + " could not be loaded. It lies in the folder lib/native of the program, or is unpacked into "
                        + System.getProperty("java.io.tmpdir")
                        + ", which must allow programs (not noexec). Unpack Rostrum again, or set -Djava.io.tmpdir.",
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
