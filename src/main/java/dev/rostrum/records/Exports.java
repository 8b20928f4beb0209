package dev.rostrum.records;

import dev.rostrum.store.ExportedFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Which files with people in them were written from a connection: noted when one is written, told when somebody is erased. What went to
 * standard output or the clipboard, and where files were taken since, nobody knows.
 */
public final class Exports {
    /** What was written. */
    public enum Kind {
        PEOPLE,
        CONVERSATIONS,
        DELIVERIES,
        PERSON,
        /** The whole connection with its data file. */
        CONNECTION,
        /** Rows of another table. */
        TABLE
    }

    /** One of them. */
    public record Exported(Instant at, Kind kind, Path file) {}

    private final ExportedFiles files;
    private final Clock clock;

    /** @param file the data file */
    public Exports(Path file, Clock clock) {
        this.files = new ExportedFiles(file);
        this.clock = clock;
    }

    /** Notes a file that was written. */
    public void note(Kind kind, Path file) {
        note(kind, file, 0);
    }

    /** Notes a file with so many rows. @return how many */
    public long noted(Kind kind, Path file, long rows) {
        note(kind, file);
        return rows;
    }

    void note(Kind kind, Path file, long person) {
        files.note(new ExportedFiles.Exported(
                clock.instant(), kind.name().toLowerCase(Locale.ROOT), person, file.toAbsolutePath()));
    }

    /** The newest first, at most {@value ExportedFiles#KEPT}. */
    public List<Exported> list() {
        return files.list().stream().map(Exports::exported).toList();
    }

    /** Those that may hold a person. */
    List<Exported> since(Instant at, long person) {
        return files.list().stream()
                .filter(one -> !one.at().isBefore(at) && (one.person() == 0 || one.person() == person))
                .map(Exports::exported)
                .toList();
    }

    private static Exported exported(ExportedFiles.Exported one) {
        Kind kind = Kind.TABLE;
        for (Kind each : Kind.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(one.kind())) {
                kind = each;
            }
        }
        return new Exported(one.at(), kind, one.path());
    }
}
