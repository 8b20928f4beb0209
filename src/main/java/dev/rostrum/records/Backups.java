package dev.rostrum.records;

import dev.rostrum.domain.Problem;
import dev.rostrum.store.BackupFiles;
import dev.rostrum.store.FileIdentity;
import dev.rostrum.store.StoreFailure;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
     */
    public record Restored(Backup from, Path setAside, OptionalLong newerSends, long pausedRuns) {
        /** What the admin must know, a sentence each. */
        public List<String> inWords(ZoneId zone) {
            List<String> words = new ArrayList<>();
            words.add("The backup of " + time(from.at(), zone) + " is in place.");
            if (setAside != null) {
                words.add("The file that was there is kept as " + setAside + ".");
                words.add(
                        newerSends.isEmpty()
                                ? "It cannot be read, so nobody can say how many sends it holds that the backup does not"
                                        + " know of."
                                : newerSends.getAsLong() == 0
                                        ? "It holds no send that the backup does not know of."
                                        : "It holds " + count(newerSends.getAsLong(), "send", "sends")
                                                + " that the backup does not know of: whoever was sent to then counts as"
                                                + " not sent to.");
            }
            words.add("Whatever else was decided or learned after the backup is forgotten too, opt-outs among it.");
            if (pausedRuns > 0) {
                words.add(count(pausedRuns, "open announcement is", "open announcements are")
                        + " paused. Resuming sends to everybody who waits there, also to those who were sent to after"
                        + " the backup.");
            }
            return List.copyOf(words);
        }

        private static String count(long n, String one, String many) {
            return String.format(Locale.ROOT, "%,d", n) + " " + (n == 1 ? one : many);
        }
    }

    private final BackupFiles files;
    private final Clock clock;

    /**
     * @param file the data file, which need not be there any more
     * @param identity whose data it holds
     */
    public Backups(Path file, FileIdentity identity, Clock clock) {
        this.files = new BackupFiles(file, identity);
        this.clock = clock;
    }

    /** All backups, newest first. Quick: their contents are not looked at. */
    public List<Backup> list() {
        return files.list().stream().map(Backups::backup).toList();
    }

    /** Checks a whole backup again; takes seconds for a large one. Empty where it is sound. */
    public Optional<String> trouble(Backup backup) {
        try {
            files.check(file(backup));
            return Optional.empty();
        } catch (StoreFailure e) {
            return Optional.of(e.getMessage());
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
            throw Problem.failed("There is no backup of this connection yet. One is made each day, and by: rostrum"
                    + " backup create");
        }
        if (name == null || name.isBlank()) {
            return all.get(0);
        }
        return all.stream()
                .filter(backup -> backup.name().equals(name.strip()))
                .findFirst()
                .orElseThrow(() ->
                        Problem.wrongUse("There is no backup \u201c" + name + "\u201d. See: rostrum backup list"));
    }

    /**
     * Puts a backup in the place of the data file, which must not be open here. The file that was there is set aside, never
     * deleted.
     *
     * @param patience how long to wait for another writing process
     * @param notices told when it waits
     * @throws Problem with what to do; everything is as it was then
     */
    public Restored restore(Backup backup, Duration patience, Consumer<String> notices) {
        BackupFiles.Restored restored = files.restore(
                file(backup),
                "backup restore",
                patience,
                holder -> notices.accept("Waiting for process " + holder.pid() + " (" + holder.command()
                        + "), which has the data file open."),
                clock.instant());
        return new Restored(backup, restored.setAside(), restored.newerSends(), restored.pausedRuns());
    }

    private static String time(Instant at, ZoneId zone) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                .withZone(zone)
                .format(at);
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
