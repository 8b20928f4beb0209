package dev.rostrum.store;

import dev.rostrum.files.PrivateFile;
import dev.rostrum.store.Session.Mode;
import dev.rostrum.store.StoreFailure.Cause;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backups of one data file, in the folder {@code backups} beside its own. A backup gets its name only when it is whole,
 * on the disk and checked: {@code VACUUM INTO} beside it, synced, opened read-only, checked, renamed.
 */
public final class BackupFiles {
    /** Why a backup was made. */
    public enum Kind {
        DAILY,
        /** Before the file was brought to a newer schema. */
        MIGRATION,
        ASKED
    }

    /**
     * A backup.
     *
     * @param at when it was made
     * @param bytes its size
     * @param schemaVersion version of its schema
     */
    public record Backup(Path path, Kind kind, Instant at, long bytes, int schemaVersion) {}

    /** Held while this process makes a backup, or changes those that are there. */
    static final ReentrantLock MAKING = new ReentrantLock();

    private static final String TMP = ".tmp";

    private static final Logger LOG = LoggerFactory.getLogger(BackupFiles.class);
    private static final String FOLDER = "backups";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS", Locale.ROOT);
    private static final Pattern NAME =
            Pattern.compile("(.+)\\.(\\d{8}T\\d{9})Z\\.(daily|migration|asked)\\.v(\\d{1,6})\\.db");

    /** How many of each kind are kept, the newest; of those before a migration one for each version. */
    private static final Map<Kind, Integer> KEPT =
            new EnumMap<>(Map.of(Kind.DAILY, 7, Kind.MIGRATION, 5, Kind.ASKED, 20));

    /** Room that a backup leaves on the disk: the data file itself must still grow. */
    private static final long RESERVE_BYTES = 64L << 20;

    private static final Duration STALE = Duration.ofDays(1);

    private final Path file;
    private final FileIdentity identity;

    /**
     * @param file the data file, which need not be there any more
     * @param identity whose data it holds; backups of anybody else are never restored
     */
    public BackupFiles(Path file, FileIdentity identity) {
        this.file = file;
        this.identity = identity;
    }

    /** All backups, newest first, as their names tell; their contents are not looked at. */
    public List<Backup> list() {
        return list(file);
    }

    private static List<Backup> list(Path file) {
        Path folder = folder(file);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> parse(path, stem(file)))
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparing(Backup::at).reversed())
                    .toList();
        } catch (IOException e) {
            throw Failures.of(e, folder);
        }
    }

    /** The newest backup of a data file, for messages; empty also where that cannot be told. */
    static Optional<Backup> newest(Path file) {
        try {
            return list(file).stream().findFirst();
        } catch (StoreFailure e) {
            return Optional.empty();
        }
    }

    private static Path folder(Path file) {
        return file.toAbsolutePath().resolveSibling(FOLDER);
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".db") ? name.substring(0, name.length() - 3) : name;
    }

    private static Optional<Backup> parse(Path path, String stem) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        if (!name.matches() || !name.group(1).equals(stem)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Backup(
                    path,
                    Kind.valueOf(name.group(3).toUpperCase(Locale.ROOT)),
                    LocalDateTime.parse(name.group(2), STAMP).toInstant(ZoneOffset.UTC),
                    Files.size(path),
                    Integer.parseInt(name.group(4))));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    // ---------------------------------------------------------------- making one

    /**
     * Makes a backup now, also while another process writes.
     *
     * @throws StoreFailure when it cannot be made; nothing is left of it then
     */
    public Backup create(Instant at) {
        try (Database database = Database.openForReading(file, identity)) {
            return make(database.file(), identity, Kind.ASKED, at, session -> {});
        }
    }

    /**
     * Makes a backup of a file that is open here, with a connection of its own.
     *
     * @param reading told of that connection, so that it can be interrupted, and of null before it is closed
     */
    static Backup make(Path real, FileIdentity identity, Kind kind, Instant at, Consumer<Session> reading) {
        MAKING.lock();
        try {
            Backup made = makeOne(real, identity, kind, at, reading);
            while (ErasedFiles.older(made.path(), real)) {
                // Somebody was erased meanwhile by another process, which did not see this one yet.
                Files.delete(made.path());
                made = makeOne(real, identity, kind, at, reading);
            }
            return made;
        } catch (SQLException e) {
            throw Failures.of(e, real);
        } catch (IOException e) {
            throw Failures.of(e, folder(real));
        } finally {
            MAKING.unlock();
        }
    }

    private static Backup makeOne(Path real, FileIdentity identity, Kind kind, Instant at, Consumer<Session> reading) {
        Path folder = folder(real);
        Path tmp = null;
        try {
            requireRoom(real, folder);
            prune(real, at, null);
            Path target;
            int version;
            try (Session session = Session.open(real, Mode.READ)) {
                reading.accept(session);
                try {
                    version = Math.toIntExact(session.number("PRAGMA user_version"));
                    tmp = reserve(folder, stem(real), at, kind, version);
                    target = whole(tmp);
                    session.vacuumInto(tmp);
                } finally {
                    reading.accept(null);
                }
            }
            force(tmp);
            check(tmp, identity, version);
            Files.move(tmp, target, StandardCopyOption.ATOMIC_MOVE);
            tmp = null;
            PrivateFile.sync(folder);
            Backup made = parse(target, stem(real)).orElseThrow();
            LOG.info("backup made: {} bytes, schema {}, {}", made.bytes(), version, kind);
            prune(real, at, made);
            return made;
        } catch (SQLException e) {
            StoreFailure why = Failures.of(e, real);
            throw why.what() == Cause.FULL ? noRoom(folder, e) : why;
        } catch (IOException e) {
            throw Failures.of(e, folder);
        } finally {
            if (tmp != null) {
                drop(tmp);
            }
        }
    }

    private static void requireRoom(Path real, Path folder) throws IOException {
        DataFolder.prepare(folder.resolve("x"));
        long needed = Files.size(real) + RESERVE_BYTES;
        Path wal = Database.companion(real, "-wal");
        if (Files.exists(wal)) {
            needed += Files.size(wal);
        }
        long there = Files.getFileStore(folder).getUsableSpace();
        if (there < needed) {
            throw noRoom(folder, null);
        }
    }

    private static StoreFailure noRoom(Path folder, Throwable cause) {
        return new StoreFailure(Cause.FULL, cause, "backup.noRoom", folder.toString());
    }

    /**
     * Makes the file that the backup grows in, under a name that no other backup has, also not one that is being made beside this
     * one.
     */
    private static Path reserve(Path folder, String stem, Instant at, Kind kind, int version) throws IOException {
        Instant stamp = at;
        while (true) {
            Path tmp =
                    folder.resolve(stem + "." + STAMP.withZone(ZoneOffset.UTC).format(stamp) + "Z."
                            + kind.name().toLowerCase(Locale.ROOT) + ".v" + version + ".db" + TMP);
            if (Files.notExists(whole(tmp)) && PrivateFile.makeNew(tmp)) {
                // Whoever had the name may have been done between the two.
                if (Files.notExists(whole(tmp))) {
                    return tmp;
                }
                drop(tmp);
            }
            stamp = stamp.plusMillis(1);
        }
    }

    private static Path whole(Path tmp) {
        String name = tmp.getFileName().toString();
        return tmp.resolveSibling(name.substring(0, name.length() - TMP.length()));
    }

    static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Looks at a file that nobody has open: what lies beside it, header, schema, owner, version, and every page. */
    static void check(Path path, FileIdentity identity, int version) throws IOException, SQLException {
        DataCopy.requireAlone(path, "backup.beside");
        Database.checkHeader(path);
        try (Session session = Session.open(path, Mode.READ_FROZEN)) {
            int found = Database.checkOurs(session, path, identity, "backup.foreign");
            if (found != version || !"ok".equals(session.text("PRAGMA quick_check(1)"))) {
                throw new StoreFailure(Cause.DAMAGED, null, "backup.damaged", path.toString());
            }
        }
    }

    /**
     * Checks a whole backup.
     *
     * @throws StoreFailure saying what is the matter with it
     */
    public void check(Backup backup) {
        try {
            check(backup.path(), identity, backup.schemaVersion());
        } catch (IOException e) {
            throw Failures.of(e, backup.path());
        } catch (SQLException e) {
            throw new StoreFailure(
                    Cause.DAMAGED, e, "backup.damaged", backup.path().toString());
        }
    }

    /** Deletes what is more than is kept, and what a crash left half-made. */
    /** @param made stays whatever its time says, since a clock may have been set back; or null */
    private static void prune(Path real, Instant now, Backup made) throws IOException {
        Map<Kind, Integer> seen = new EnumMap<>(Kind.class);
        Set<Integer> versions = new HashSet<>();
        if (made != null) {
            seen.put(made.kind(), 1);
            if (made.kind() == Kind.MIGRATION) {
                versions.add(made.schemaVersion());
            }
        }
        for (Backup backup : list(real)) {
            if (made != null && backup.path().equals(made.path())) {
                continue;
            }
            boolean again = backup.kind() == Kind.MIGRATION && !versions.add(backup.schemaVersion());
            if (again || seen.merge(backup.kind(), 1, Integer::sum) > KEPT.get(backup.kind())) {
                Files.deleteIfExists(backup.path());
            }
        }
        List<Path> left = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder(real))) {
            all.filter(path -> halfMade(path, stem(real))).forEach(left::add);
        }
        for (Path path : left) {
            try {
                FileTime changed = Files.getLastModifiedTime(path);
                if (changed.toInstant().isBefore(now.minus(STALE))) {
                    Files.deleteIfExists(path);
                }
            } catch (NoSuchFileException e) {
                LOG.debug("a backup that was being made beside this one is whole");
            }
        }
    }

    /** What was left half-made, or is being made by another process, which then finds it gone. */
    static List<Path> halfMade(Path file) throws IOException {
        if (!Files.isDirectory(folder(file))) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder(file))) {
            return all.filter(path -> halfMade(path, stem(file))).toList();
        }
    }

    /** The name of a backup that has another schema from now on. */
    static Path withVersion(Backup backup, int version) {
        String name = backup.path().getFileName().toString();
        return backup.path().resolveSibling(name.substring(0, name.lastIndexOf(".v")) + ".v" + version + ".db");
    }

    private static boolean halfMade(Path path, String stem) {
        String name = path.getFileName().toString();
        int tmp = name.indexOf(".db.tmp");
        Matcher whole = NAME.matcher(tmp < 0 ? "" : name.substring(0, tmp + ".db".length()));
        return tmp > 0 && whole.matches() && whole.group(1).equals(stem);
    }

    static void drop(Path tmp) {
        try {
            Database.drop(tmp);
        } catch (IOException e) {
            LOG.warn("a half-made backup stays: {}", e.getClass().getSimpleName());
        }
    }
}
