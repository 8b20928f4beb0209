package dev.rostrum.store;

import dev.rostrum.domain.Reason;
import dev.rostrum.files.PrivateFile;
import dev.rostrum.store.BackupFiles.Backup;
import dev.rostrum.store.Session.Mode;
import dev.rostrum.store.StoreFailure.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes people who were erased from a data file out of all that lies around it: its log and free room, its backups, the files that a restore set
 * aside. Each file is replaced by one without them, in one move, so that a crash leaves the old or the new one; that it is not done yet
 * stands in the data file, and whoever opens it next for writing goes on.
 */
public final class ErasedFiles {
    /**
     * How far it is.
     *
     * @param done files that are done
     */
    public record Progress(int done, int of) {}

    /**
     * What became of it.
     *
     * @param rewritten backups and files set aside that held some of them, and do no more
     * @param removed those that could not be read, and are gone
     * @param left what is not done yet, and why; empty where all is done
     */
    public record Done(int rewritten, List<Path> removed, List<Reason> left) {
        public Done {
            removed = List.copyOf(removed);
            left = List.copyOf(left);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(ErasedFiles.class);

    /** Where a file without them is made. */
    private static final String MADE = ".tmp";

    /** Looks for the end of those who read an older state, each of a tenth of a second. */
    private static final int LOOKS = 20;

    /** Of what cannot be read nothing can be taken out. */
    private static final Set<Cause> UNREADABLE = Set.of(Cause.DAMAGED, Cause.FOREIGN);

    private static final String PENDING = "SELECT EXISTS (SELECT 1 FROM erasure WHERE pending = 1)";

    private final Database database;
    private final FileIdentity identity;

    ErasedFiles(Database database, FileIdentity identity) {
        this.database = database;
        this.identity = identity;
    }

    /** Whether people were erased who may still stand in one of these files. */
    public boolean pending() {
        return database.read(session -> session.number(PENDING)) != 0;
    }

    /** Goes on with what was cut off, or could not be done before. */
    void goOn() {
        if (pending()) {
            Done done = finish(null, progress -> {});
            LOG.info(
                    "erasing was finished: {} files without the erased, {} removed, {} left",
                    done.rewritten(),
                    done.removed().size(),
                    done.left().size());
        }
    }

    /**
     * Does what is to be done; for a large file it takes as long as to copy it, and as much again for each backup.
     *
     * @param known who was erased just now, or null
     * @param told of each step, on this thread
     */
    public synchronized Done finish(PersonIdentity known, Consumer<Progress> told) {
        Erasures erasures = database.read(ErasedPeople::list);
        List<Reason> left = new ArrayList<>();
        List<Path> removed = new ArrayList<>();
        int rewritten = 0;
        BackupFiles.MAKING.lock();
        try {
            for (Path path : BackupFiles.halfMade(database.file())) {
                Database.drop(path);
            }
            for (Path path : SetAsideFiles.halfMade(database.file())) {
                Database.drop(path);
            }
            if (known != null) {
                database.write(session -> known.update(session, PersonTables.REQUESTS));
            }
            List<Copy> copies = copies();
            told.accept(new Progress(0, copies.size() + 1));
            dataFile().ifPresent(left::add);
            int n = 1;
            for (Copy copy : copies) {
                told.accept(new Progress(n++, copies.size() + 1));
                try {
                    rewritten += withoutThem(copy, erasures, known) ? 1 : 0;
                } catch (StoreFailure e) {
                    if (UNREADABLE.contains(e.what())) {
                        Database.drop(copy.path());
                        removed.add(copy.path());
                        LOG.warn("a copy that cannot be read was removed: {}", e.what());
                    } else if (e.what() != Cause.NOT_OURS && e.what() != Cause.NEWER) {
                        left.add(Reason.named(copy.path().toString(), e.reason()));
                    }
                }
            }
            told.accept(new Progress(n, n));
        } catch (IOException e) {
            left.add(Failures.of(e, database.file()).reason());
        } finally {
            BackupFiles.MAKING.unlock();
        }
        if (left.isEmpty()) {
            complete(erasures);
        }
        return new Done(rewritten, removed, left);
    }

    private void complete(Erasures erasures) {
        database.write(session -> {
            for (Erasures.Entry entry : erasures.entries()) {
                session.update("UPDATE erasure SET pending = 0 WHERE entry = ? AND pending = 1", entry.number());
            }
            if (session.number(PENDING) == 0) {
                session.erased();
                session.update("DELETE FROM erased_id WHERE mark IS NULL");
            }
            return null;
        });
    }

    // ---------------------------------------------------------------- the data file

    /** Empty where it is done. */
    private Optional<Reason> dataFile() {
        boolean busy = database.read(session -> session.number(
                        "SELECT EXISTS (SELECT 1 FROM job WHERE state IN ('RUNNING', 'STOPPING', 'PLANNING'))"))
                != 0;
        if (busy) {
            // Nothing else holds up the writer of a run for so long.
            return Optional.of(Reason.of("erase.left.running"));
        }
        try {
            boolean empty = database.rewrite();
            for (int look = 0; !empty && look < LOOKS; look++) {
                empty = database.emptyLog();
            }
            return empty ? Optional.empty() : Optional.of(Reason.of("erase.left.reader"));
        } catch (StoreFailure e) {
            return Optional.of(e.reason());
        }
    }

    // ---------------------------------------------------------------- copies of it

    /** @param backup null where it was set aside */
    private record Copy(Path path, Backup backup) {}

    private List<Copy> copies() throws IOException {
        Path file = database.file();
        List<Copy> copies = new ArrayList<>();
        new BackupFiles(file, identity).list().forEach(backup -> copies.add(new Copy(backup.path(), backup)));
        for (Path path : SetAsideFiles.all(file)) {
            copies.add(new Copy(path, null));
        }
        return copies;
    }

    /** @return whether it held some of them */
    private boolean withoutThem(Copy copy, Erasures erasures, PersonIdentity known) throws IOException {
        Path path = copy.path();
        Path made = Database.companion(path, MADE);
        try {
            if (copy.backup() == null) {
                foldLogIn(path);
            } else {
                // Nothing of ours lies beside a backup.
                dropCompanions(path);
            }
            int version;
            try (Session session = Session.open(path, Mode.READ_FROZEN)) {
                Database.checkHeader(path);
                version = Database.checkOurs(session, path, identity, "backup.foreign");
                if (known != null && !names(session, erasures) && !ByteSearch.found(path, known.traces())) {
                    return false;
                }
                Database.drop(made);
                DataCopy.requireRoom(path, 2 * Files.size(path));
                PrivateFile.make(made);
                session.vacuumInto(made);
            }
            if (!emptied(made, version, erasures, known)) {
                return false;
            }
            BackupFiles.force(made);
            Path target = copy.backup() == null ? path : BackupFiles.withVersion(copy.backup(), Migrations.CURRENT);
            Files.move(made, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            if (!target.equals(path)) {
                Files.delete(path);
            }
            PrivateFile.sync(path.getParent());
            return true;
        } catch (SQLException e) {
            throw Failures.of(e, path);
        } finally {
            Database.drop(made);
        }
    }

    private static void dropCompanions(Path path) throws IOException {
        for (String suffix : Database.COMPANIONS) {
            Files.deleteIfExists(Database.companion(path, suffix));
        }
    }

    /** Else the log would be played into the file that takes its place. */
    private void foldLogIn(Path path) throws SQLException, IOException {
        Database.checkHeader(path);
        try (Session session = Session.open(path, Mode.READ)) {
            Database.checkOurs(session, path, identity, "backup.foreign");
        }
        try (Session session = Session.open(path, Mode.WRITE)) {
            session.script("PRAGMA journal_mode = DELETE");
        }
        if (Files.exists(Database.companion(path, "-wal"))) {
            throw new StoreFailure(Cause.IN_USE, null, "erase.left.inUse", path.toString());
        }
        dropCompanions(path);
    }

    private static boolean names(Session session, Erasures erasures) throws SQLException {
        for (Erasures.Entry entry : erasures.entries()) {
            if (session.number(
                            "SELECT EXISTS (SELECT 1 FROM user WHERE id = ? AND first_seen_at = ?"
                                    + " AND (user_id IS NOT NULL OR object_id IS NOT NULL))",
                            entry.number(),
                            entry.firstSeenAt())
                    != 0) {
                return true;
            }
        }
        return false;
    }

    /** @return whether anybody was taken out of it, or may have been */
    private boolean emptied(Path made, int version, Erasures erasures, PersonIdentity known)
            throws SQLException, IOException {
        try (Session session = Session.open(made, Mode.WRITE)) {
            // It is thrown away where this does not come to its end.
            session.script("PRAGMA journal_mode = MEMORY");
            session.script("PRAGMA secure_delete = ON");
            Migrations.apply(session, version);
            session.script("BEGIN IMMEDIATE");
            ErasedPeople.learn(session, erasures);
            int people = ErasedPeople.apply(session, known);
            // Nothing keeps it up here.
            PeopleIndex.empty(session);
            session.update("UPDATE erasure SET pending = 0");
            session.update("DELETE FROM erased_id WHERE mark IS NULL");
            session.script("COMMIT");
            if (people == 0 && known == null) {
                return false;
            }
            session.script("VACUUM");
        }
        BackupFiles.check(made, identity, Migrations.CURRENT);
        return true;
    }

    /** Whether people were erased from the data file of whom a copy that was just made of it does not know that yet. */
    static boolean older(Path copy, Path file) throws SQLException {
        String count = "SELECT count(*) FROM erasure";
        try (Session session = Session.open(copy, Mode.READ_FROZEN)) {
            if (!Restore.exists(session, "main", "erasure")) {
                return false;
            }
            long known = session.number(count);
            try (Session now = Session.open(file, Mode.READ)) {
                return Restore.exists(now, "main", "erasure") && now.number(count) > known;
            }
        }
    }
}
