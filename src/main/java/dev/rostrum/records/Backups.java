package dev.rostrum.records;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.BackupFiles;
import dev.rostrum.store.FileIdentity;
import dev.rostrum.store.Restore;
import dev.rostrum.store.SetAsideFiles;
import dev.rostrum.store.StoreFailure;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Backups of one connection's data file. One is made each day and before the file is brought to a newer schema; the newest
 * 7 daily ones, the newest before each of 5 migrations and 20 made by hand are kept.
 */
public final class Backups {
    /** Why a backup was made. */
    public enum Kind {
        DAILY,
        MIGRATION,
        ASKED
    }

    /**
     * A backup. Each was checked whole when it was made; {@link #trouble} checks it again.
     *
     * @param name what it is called in commands
     * @param file where it lies
     * @param bytes its size
     * @param schemaVersion version of its schema
     */
    public record Backup(String name, Path file, Kind kind, Instant at, long bytes, int schemaVersion) {}

    /**
     * What a restore did.
     *
     * @param setAside where the file that was there is kept, or null where there was none
     * @param newerSends sends in that file of which the restored one knows nothing; empty where it cannot be read
     * @param pausedRuns announcements that were open in the backup and are paused now
     * @param notes what the admin must know
     */
    public record Restored(Backup from, Path setAside, OptionalLong newerSends, long pausedRuns, List<Reason> notes) {}

    /**
     * What a repair did.
     *
     * @param setAside where the file that was there is kept
     * @param notes what the admin must know
     */
    public record Repaired(Path setAside, List<Reason> notes) {}

    /**
     * A data file that a restore or a repair has set aside. Nothing of the program reads or deletes it.
     *
     * @param at when that was
     * @param bytes its size, with what lies beside it
     */
    public record SetAside(Path file, Instant at, long bytes) {}

    private final Path file;
    private final BackupFiles files;
    private final Restore restore;
    private final AuditLog audit;
    private final BackupChecks checks;
    private final Clock clock;

    /**
     * @param file the data file, which need not be there any more
     * @param identity whose data it holds
     * @param audit where a restore is recorded
     * @param checks which backups were found sound before
     */
    public Backups(Path file, FileIdentity identity, AuditLog audit, BackupChecks checks, Clock clock) {
        this.file = file;
        this.files = new BackupFiles(file, identity);
        this.restore = new Restore(file, identity);
        this.audit = audit;
        this.checks = checks;
        this.clock = clock;
    }

    /** All backups, newest first. Quick: their contents are not looked at. */
    public List<Backup> list() {
        return files.list().stream().map(Backups::backup).toList();
    }

    /** The data files that restores and repairs have set aside, newest first. */
    public List<SetAside> setAside() {
        return SetAsideFiles.of(file).stream()
                .map(each -> new SetAside(each.path(), each.at(), each.bytes()))
                .toList();
    }

    /**
     * Checks a whole backup again; takes seconds for a large one, unless it was found sound before. What is the matter with it; empty
     * where it is sound.
     */
    public Optional<Reason> trouble(Backup backup) {
        try {
            checks.check(backup.file(), () -> files.check(file(backup)));
            return Optional.empty();
        } catch (StoreFailure e) {
            return Optional.of(e.reason());
        }
    }

    /** Makes one now, also while the file is open and being written to. */
    public Backup create() {
        return backup(files.create(clock.instant()));
    }

    /**
     * The backup of that name, or the newest.
     *
     * @param name a name of {@link #list}, or null for the newest
     * @throws Problem when there is none
     */
    public Backup find(String name) {
        List<Backup> all = list();
        if (all.isEmpty()) {
            throw Problem.failed("backup.none");
        }
        if (name == null || name.isBlank()) {
            return all.get(0);
        }
        return all.stream()
                .filter(backup -> backup.name().equals(name.strip()))
                .findFirst()
                .orElseThrow(() -> Problem.wrongUse("backup.unknown", name));
    }

    /**
     * Puts a backup in the place of the data file, which must not be open here. The file that was there is set aside, never
     * deleted; its opt-outs and its audit log are carried over.
     *
     * @param without whether to restore also where these cannot be read
     * @param patience how long to wait for another writing process
     * @param notices told when it waits
     * @throws Problem with what to do; everything is as it was then
     * @see #mustAsk
     */
    public Restored restore(Backup backup, boolean without, Duration patience, Consumer<Reason> notices) {
        Restore.Restored done = restore.to(file(backup), without, terms("backup restore", patience, notices));
        List<Reason> notes = new ArrayList<>();
        notes.add(Reason.of("backup.inPlace", backup.at()));
        if (done.setAside() != null) {
            notes.add(Reason.of("backup.setAside", done.setAside().toString()));
            notes.add(
                    done.newerSends().isPresent()
                            ? Reason.of("backup.newerSends", done.newerSends().getAsLong())
                            : Reason.of("backup.unknownSends"));
            notes.add(
                    done.carried() == null
                            ? Reason.of("backup.nothingCarried")
                            : Reason.of(
                                    "backup.carried",
                                    done.carried().optOuts(),
                                    done.carried().auditRows()));
            if (done.carried() != null && done.carried().erased() > 0) {
                notes.add(Reason.of("backup.erasedAgain", done.carried().erased()));
            }
        }
        notes.add(Reason.of("backup.forgotten"));
        if (done.pausedRuns() > 0) {
            notes.add(Reason.of("backup.pausedRuns", done.pausedRuns()));
        }
        return new Restored(backup, done.setAside(), done.newerSends(), done.pausedRuns(), List.copyOf(notes));
    }

    /** Whether a restore stopped only to have it asked whether what nothing may undo is to be lost. */
    public static boolean mustAsk(Exception failure) {
        return failure instanceof StoreFailure store && store.what() == StoreFailure.Cause.NOT_CARRIED;
    }

    /**
     * Copies the rows of a data file that is refused, since something else than Rostrum has changed it, into a fresh one.
     *
     * @param patience how long to wait for another writing process
     * @param notices told when it waits
     * @throws Problem with what to do; everything is as it was then
     */
    public Repaired repair(Duration patience, Consumer<Reason> notices) {
        Restore.Repaired done = restore.repair(terms("backup repair", patience, notices));
        List<Reason> notes = new ArrayList<>();
        notes.add(Reason.of("backup.repaired"));
        notes.add(Reason.of("backup.setAside", done.setAside().toString()));
        done.left()
                .forEach((table, rows) -> notes.add(
                        rows < 0 ? Reason.of("backup.noTable", table) : Reason.of("backup.rowsLeft", table, rows)));
        notes.add(Reason.of("backup.lookAtRows"));
        if (done.pausedRuns() > 0) {
            notes.add(Reason.of("backup.pausedRuns", done.pausedRuns()));
        }
        return new Repaired(done.setAside(), List.copyOf(notes));
    }

    private Restore.Terms terms(String command, Duration patience, Consumer<Reason> notices) {
        return new Restore.Terms(command, patience, holder -> notices.accept(holder.waiting()), clock.instant(), audit);
    }

    private static Backup backup(BackupFiles.Backup made) {
        return new Backup(
                made.path().getFileName().toString(),
                made.path(),
                Kind.valueOf(made.kind().name()),
                made.at(),
                made.bytes(),
                made.schemaVersion());
    }

    private static BackupFiles.Backup file(Backup backup) {
        return new BackupFiles.Backup(
                backup.file(),
                BackupFiles.Kind.valueOf(backup.kind().name()),
                backup.at(),
                backup.bytes(),
                backup.schemaVersion());
    }
}
