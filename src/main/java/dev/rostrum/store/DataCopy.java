package dev.rostrum.store;

import dev.rostrum.store.Session.Mode;
import dev.rostrum.store.StoreFailure.Cause;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/** Whole copies of data files in any place, and the check of such a copy. */
public final class DataCopy {
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
            DataFolder.makePrivate(target);
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

    private static void drop(Path target) {
        try {
            Files.deleteIfExists(target);
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
                    throw new StoreFailure(
                            Cause.DAMAGED, "The data file " + file + " is damaged. Make the copy again.", null);
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
