package dev.rostrum.store;

import dev.rostrum.domain.Reason;
import dev.rostrum.store.StoreFailure.Cause;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.sql.SQLException;
import java.util.Locale;
import org.sqlite.SQLiteException;

/** What SQLite and the file system report, as failures whose words say what to do. */
final class Failures {
    private static final int PERM = 3;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READONLY = 8;
    private static final int INTERRUPT = 9;
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
                return new StoreFailure(Cause.IN_USE, e, "store.heldByAProgram", file.toString());
            case INTERRUPT:
                return new StoreFailure(Cause.OTHER, e, "store.readingInterrupted", file.toString());
            case IOERR:
                return new StoreFailure(Cause.OTHER, e, "store.diskFault", file.toString());
            case CORRUPT:
                return damaged(file, e);
            case FULL:
                return full(file, e);
            case CANTOPEN:
                return new StoreFailure(Cause.READ_ONLY, e, "store.cannotBeOpened", file.toString());
            case NOTADB:
                return notADataFile(file, e);
            default:
                return new StoreFailure(Cause.OTHER, e, "store.unusable", file.toString(), e.getMessage());
        }
    }

    static StoreFailure of(IOException e, Path file) {
        if (e instanceof AccessDeniedException || isReadOnlySystem(e)) {
            return readOnly(file, e);
        }
        return e instanceof FileSystemException && saysNoSpace(e)
                ? full(file, e)
                : new StoreFailure(Cause.OTHER, e, "store.unusable", file.toString(), e.getMessage());
    }

    private static StoreFailure full(Path file, Throwable cause) {
        return new StoreFailure(Cause.FULL, cause, "store.full", file.toString());
    }

    static StoreFailure readOnly(Path file, Throwable cause) {
        return new StoreFailure(Cause.READ_ONLY, cause, "store.notWritable", file.toString());
    }

    static StoreFailure damaged(Path file, Throwable cause) {
        return new StoreFailure(
                Cause.DAMAGED, cause, "store.damaged", file.toString(), wayOut(file, "store.wayOut.moveAway"));
    }

    /** Nothing is in it. SQLite would take it for a new file, which looks as if all data were gone. */
    static StoreFailure empty(Path file) {
        return new StoreFailure(
                Cause.DAMAGED, null, "store.empty", file.toString(), wayOut(file, "store.wayOut.delete"));
    }

    /**
     * What to do about a file that cannot be used any more.
     *
     * @param startAnew code of what to do where there is no backup
     */
    static Reason wayOut(Path file, String startAnew) {
        return BackupFiles.newest(file)
                .map(backup -> Reason.of("store.wayOut.restore", backup.at()))
                .orElseGet(() -> Reason.of(startAnew));
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
                Cause.OTHER, cause, "store.noLibrary", file.toString(), System.getProperty("java.io.tmpdir"));
    }

    static StoreFailure notADataFile(Path file, Throwable cause) {
        return new StoreFailure(Cause.NOT_OURS, cause, "store.notADataFile", file.toString());
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
