package dev.rostrum.store;

import dev.rostrum.files.PrivateFile;
import dev.rostrum.store.Session.Mode;
import dev.rostrum.store.StoreFailure.Cause;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whole copies of data files: taken along to another computer, and brought in from one. */
public final class DataCopy {
    /** Room that a copy leaves on the disk. */
    private static final long RESERVE_BYTES = 64L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(DataCopy.class);
    private static final Pattern UNFINISHED =
            Pattern.compile("unfinished-(\\d{1,18})-\\d{1,9}\\.tmp(?:-wal|-shm|-journal)?");

    private DataCopy() {}

    /**
     * Copies a data file as it stands at one moment, also while another process writes to it, and checks the copy.
     *
     * @param target must not exist; private to the user
     * @return the schema version
     * @throws StoreFailure when it cannot be copied; nothing is left of the copy then
     */
    public static int take(Path file, FileIdentity identity, Path target) {
        boolean done = false;
        try (Database database = Database.openForReading(file, identity)) {
            PrivateFile.make(target);
            try (Session session = Session.open(database.file(), Mode.READ)) {
                session.vacuumInto(target);
            }
            try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            int version = check(target, identity);
            done = true;
            return version;
        } catch (SQLException e) {
            throw Failures.of(e, target);
        } catch (IOException e) {
            throw Failures.of(e, target);
        } finally {
            if (!done) {
                drop(target);
            }
        }
    }

    /**
     * Takes in a data file that somebody gave us. The file is data: it is looked at whole (nothing beside it, its owner, each object
     * that it declares, every page), then its rows are copied into a fresh file of our own making.
     *
     * @param source nobody has it open, and nobody changes it meanwhile; it stays as it is
     * @param target must not exist; private to the user
     * @return the schema version, which may be an older one
     * @throws StoreFailure saying why it is not taken; nothing is left of the copy then
     */
    public static int bringIn(Path source, FileIdentity identity, Path target) {
        boolean done = false;
        try {
            requireAlone(source, "store.broughtIn.beside");
            Database.checkHeader(source);
            int version;
            try (Session session = Session.open(source, Mode.READ_FROZEN)) {
                version = Database.checkOurs(session, source, identity, "store.broughtIn");
                if (!"ok".equals(session.text("PRAGMA quick_check(1)"))) {
                    throw notWhole(source, null);
                }
            }
            requireRoom(target, Files.size(source));
            PrivateFile.make(target);
            RowCopy.all(source, target, version);
            try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            check(target, identity);
            done = true;
            return version;
        } catch (SQLException e) {
            StoreFailure failure = Failures.of(e, target);
            throw failure.what() == Cause.FULL ? failure : notWhole(source, e);
        } catch (IOException e) {
            throw Failures.of(e, target);
        } finally {
            if (!done) {
                drop(target);
            }
        }
    }

    /**
     * A name for a file on its way in or out, of which {@link #clearLeftovers} knows that it is half-made. The file is not made.
     *
     * @param folder where it will be given its name
     */
    public static Path unfinished(Path folder) {
        long pid = ProcessHandle.current().pid();
        int n = 1;
        Path path = folder.resolve("unfinished-" + pid + "-" + n + ".tmp");
        while (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            path = folder.resolve("unfinished-" + pid + "-" + ++n + ".tmp");
        }
        return path;
    }

    /** Deletes what processes left half-made that are there no more; what cannot be deleted stays. */
    public static void clearLeftovers(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> left;
        try (Stream<Path> all = Files.list(folder)) {
            left = all.filter(DataCopy::abandoned).toList();
        } catch (IOException e) {
            LOG.warn("leftovers cannot be looked for: {}", e.getClass().getSimpleName());
            return;
        }
        left.forEach(DataCopy::drop);
    }

    private static boolean abandoned(Path path) {
        Matcher name = UNFINISHED.matcher(path.getFileName().toString());
        return name.matches()
                && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }

    private static StoreFailure notWhole(Path source, Throwable cause) {
        return new StoreFailure(Cause.DAMAGED, cause, "store.broughtIn.notWhole", source.toString());
    }

    /** @throws StoreFailure where a log lies beside a file that came from elsewhere: it would be played into it */
    static void requireAlone(Path file, String code) {
        for (String suffix : Database.COMPANIONS) {
            Path beside = Database.companion(file, suffix);
            if (Files.exists(beside, LinkOption.NOFOLLOW_LINKS)) {
                throw new StoreFailure(
                        Cause.FOREIGN,
                        null,
                        code,
                        file.toString(),
                        beside.getFileName().toString());
            }
        }
    }

    /** @throws StoreFailure where so many bytes have no room beside the file, or would fill its disk */
    static void requireRoom(Path file, long bytes) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.getFileStore(folder).getUsableSpace() < bytes + RESERVE_BYTES) {
            throw new StoreFailure(
                    Cause.FULL, null, "store.noRoom", folder.toString(), (bytes + RESERVE_BYTES) / 1_000_000);
        }
    }

    private static void drop(Path target) {
        try {
            Database.drop(target);
        } catch (IOException e) {
            target.toFile().deleteOnExit();
        }
    }

    /**
     * Looks at a data file that nobody has open: header, owner, version, and every page.
     *
     * @return the schema version
     * @throws StoreFailure saying what is the matter with it
     */
    public static int check(Path file, FileIdentity identity) {
        try {
            Database.checkHeader(file);
            try (Session session = Session.open(file, Mode.READ)) {
                int version = Database.checkOurs(session, file, identity);
                if (!"ok".equals(session.text("PRAGMA quick_check(1)"))) {
                    throw new StoreFailure(Cause.DAMAGED, null, "store.copyDamaged", file.toString());
                }
                return version;
            }
        } catch (SQLException e) {
            throw Failures.of(e, file);
        } catch (IOException e) {
            throw Failures.of(e, file);
        }
    }
}
