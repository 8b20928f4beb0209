package dev.rostrum.store;

import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.files.PrivateFile;
import dev.rostrum.store.BackupFiles.Backup;
import dev.rostrum.store.Session.Mode;
import dev.rostrum.store.StoreFailure.Cause;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts another file in the data file's place: a backup of it, or its own rows in a fresh file. The file that was there is set aside,
 * never deleted. Whatever is put there was prepared beside it, whole and checked, before anything moved.
 */
public final class Restore {
    /**
     * How it is done.
     *
     * @param command what this process does, shown to others
     * @param patience how long to wait for another writing process
     * @param onWait told once who holds the file
     * @param audit where it is recorded
     */
    public record Terms(String command, Duration patience, Consumer<Holder> onWait, Instant now, AuditLog audit) {}

    /**
     * What a restore did.
     *
     * @param setAside where the file that was there is kept, or null where there was none
     * @param newerSends sends in that file of which the restored one knows nothing; empty where it cannot be read
     * @param pausedRuns runs that were open in the backup and are paused now
     * @param carried what of that file nothing may undo; null where there was none, or where it cannot be read
     */
    public record Restored(Backup from, Path setAside, OptionalLong newerSends, long pausedRuns, Carried carried) {}

    /**
     * Rows that were carried over.
     *
     * @param optOuts people to whom nothing is sent, of whom the backup did not know
     * @param auditRows rows of the audit log
     * @param erased people who had been erased since the backup, and were erased from it too
     */
    public record Carried(long optOuts, long auditRows, long erased) {}

    /**
     * What a repair did.
     *
     * @param setAside where the file that was there is kept
     * @param left how many rows of each table did not fit; -1 where the table was not there
     * @param pausedRuns runs that were open and are paused now
     */
    public record Repaired(Path setAside, Map<String, Long> left, long pausedRuns) {}

    private static final Logger LOG = LoggerFactory.getLogger(Restore.class);

    private final Path file;
    private final FileIdentity identity;

    /**
     * @param file the data file, which need not be there any more
     * @param identity whose data it holds
     */
    public Restore(Path file, FileIdentity identity) {
        this.file = file;
        this.identity = identity;
    }

    /** The file that takes the data file's place, whole. While the data file is not there, the last move of two was cut off. */
    static Path prepared(Path file) {
        return Database.companion(file, ".restoring");
    }

    /** Where that is made. */
    private static Path preparing(Path file) {
        return Database.companion(file, ".preparing");
    }

    /** Deletes what was left by one that was cut off before its first move. */
    static void clearLeftovers(Path file) throws IOException {
        Database.drop(preparing(file));
        if (Files.exists(file)) {
            Database.drop(prepared(file));
        }
    }

    /**
     * Puts a backup in the data file's place. What was open in the backup is paused. Opt-outs and the audit log of the file that
     * was there are carried over, and numbers of announcements and jobs go on above its own.
     *
     * @param without whether to restore also where these cannot be read, and are lost
     * @throws StoreFailure with what to do; the data file is as it was then. {@link Cause#NOT_CARRIED} where it must be asked
     *     whether to go on without
     */
    public Restored to(Backup backup, boolean without, Terms terms) {
        return inPlace(terms, real -> {
            finishEarlier(real);
            BackupFiles.check(backup.path(), identity, backup.schemaVersion());
            Path prepared = preparing(real);
            Database.drop(prepared);
            DataCopy.requireRoom(real, backup.bytes());
            PrivateFile.make(prepared);
            Files.copy(backup.path(), prepared, StandardCopyOption.REPLACE_EXISTING);
            PrivateFile.make(prepared);
            Path aside = asideOf(real, terms.now());
            OptionalLong newer = OptionalLong.empty();
            Carried carried = null;
            long paused;
            try (Session session = Session.open(prepared, Mode.WRITE)) {
                session.script("PRAGMA synchronous = FULL");
                // The backup was looked at before it was copied; this is what is written to.
                Database.checkOurs(session, backup.path(), identity, "backup.foreign");
                Migrations.apply(session, backup.schemaVersion());
                session.script("BEGIN IMMEDIATE");
                paused = pauseAll(session, Reason.of("backup.paused", backup.at()));
                session.script("COMMIT");
                if (aside != null) {
                    try {
                        takeOver(real, terms);
                        newer = newerSends(real, prepared);
                        carried = CarryOver.from(session, real);
                        carried = new Carried(carried.optOuts(), carried.auditRows(), erase(session));
                    } catch (IOException | SQLException | Problem e) {
                        LOG.warn(
                                "the file to set aside cannot be read: {}",
                                e.getClass().getSimpleName());
                        if (!without) {
                            throw notCarried(real, e);
                        }
                    }
                }
                session.script("BEGIN IMMEDIATE");
                terms.audit()
                        .add(
                                session,
                                terms.now(),
                                AuditAct.RESTORED,
                                null,
                                carried == null ? null : carried.optOuts(),
                                Reason.of(
                                        "audit.words",
                                        backup.path().getFileName().toString()));
                session.script("COMMIT");
            }
            move(real, prepared, aside);
            LOG.info("restored a backup of schema {}; {} runs paused", backup.schemaVersion(), paused);
            return new Restored(backup, aside, newer, paused, carried);
        });
    }

    /** Nobody comes back who was erased. @return how many people that would have been */
    private static int erase(Session session) throws SQLException {
        session.script("PRAGMA secure_delete = ON");
        session.script("BEGIN IMMEDIATE");
        int people = ErasedPeople.apply(session, null);
        if (people > 0) {
            // The backup itself still holds them: whoever opens the file next looks through all of them.
            session.update("UPDATE erasure SET pending = 1");
            PeopleIndex.empty(session);
        }
        session.script("COMMIT");
        if (people > 0) {
            session.script("VACUUM");
        }
        return people;
    }

    /**
     * Copies the rows of the data file into a fresh one and puts that in its place: for a file that is refused since something else
     * than Rostrum has changed what it is made of. Runs that are open are paused.
     *
     * @throws StoreFailure with what to do; the data file is as it was then
     * @throws Problem where there is nothing to repair
     */
    public Repaired repair(Terms terms) {
        return inPlace(terms, real -> {
            finishEarlier(real);
            if (Files.notExists(real)) {
                throw new StoreFailure(Cause.MISSING, null, "store.missing", real.toString());
            }
            Database.checkHeader(real);
            int version;
            try (Session session = Session.open(real, Mode.READ)) {
                version = Math.toIntExact(session.number("PRAGMA user_version"));
                Database.requireKnown(version, real);
                if (Schema.difference(session, version).isEmpty()) {
                    throw Problem.wrongUse("backup.nothingToRepair", real.toString());
                }
            }
            try (Session held = hold(real)) {
                Path prepared = preparing(real);
                Database.drop(prepared);
                DataCopy.requireRoom(real, Files.size(real));
                PrivateFile.make(prepared);
                Map<String, Long> left = RowCopy.whatFits(real, prepared, version);
                long paused;
                try (Session session = Session.open(prepared, Mode.WRITE)) {
                    session.script("PRAGMA synchronous = FULL");
                    Database.checkOurs(session, real, identity);
                    Migrations.apply(session, version);
                    session.script("BEGIN IMMEDIATE");
                    paused = pauseAll(session, Reason.of("backup.pausedByRepair"));
                    terms.audit().add(session, terms.now(), AuditAct.REPAIRED, null, null, null);
                    session.script("COMMIT");
                }
                Path aside = asideOf(real, terms.now());
                if (Opened.at(real).key() == null) {
                    // Windows: what is open cannot be moved, neither by us nor under a process that still writes.
                    held.close();
                }
                move(real, prepared, aside);
                LOG.warn("repaired a file of schema {}; rows left out of {} tables", version, left.size());
                return new Repaired(aside, left, paused);
            }
        });
    }

    @FunctionalInterface
    private interface Work<T> {
        T in(Path real) throws IOException, SQLException;
    }

    private <T> T inPlace(Terms terms, Work<T> work) {
        Path real;
        try {
            real = DataFolder.prepare(file);
        } catch (IOException e) {
            throw Failures.of(e, file);
        }
        Holder me = new Holder(ProcessHandle.current().pid(), terms.command(), terms.now());
        try (WriterLock lock = WriterLock.acquire(real, me, terms.patience(), terms.onWait())) {
            if (Database.openHere(real)) {
                throw new StoreFailure(Cause.IN_USE, null, "backup.openHere", real.toString());
            }
            try {
                return work.in(real);
            } finally {
                clearLeftovers(real);
            }
        } catch (AtomicMoveNotSupportedException e) {
            throw new StoreFailure(Cause.OTHER, e, "backup.noRename", real.toString());
        } catch (IOException e) {
            throw Failures.of(e, real);
        } catch (SQLException e) {
            throw Failures.of(e, real);
        }
    }

    /** A file that an earlier restore had prepared, and had set the other aside for, is the data file already. */
    private static void finishEarlier(Path real) throws IOException {
        if (Files.notExists(real) && Files.exists(prepared(real))) {
            Files.move(prepared(real), real, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private void move(Path real, Path prepared, Path aside) throws IOException, SQLException {
        BackupFiles.force(prepared);
        BackupFiles.check(prepared, identity, Migrations.CURRENT);
        Path whole = prepared(real);
        Database.drop(whole);
        Files.move(prepared, whole, StandardCopyOption.ATOMIC_MOVE);
        setAside(real, aside);
        Files.move(whole, real, StandardCopyOption.ATOMIC_MOVE);
        PrivateFile.sync(real.getParent());
    }

    private static StoreFailure notCarried(Path real, Exception e) {
        Problem why;
        if (e instanceof Problem problem) {
            why = problem;
        } else {
            why = e instanceof SQLException trouble ? Failures.of(trouble, real) : Failures.of((IOException) e, real);
        }
        return new StoreFailure(Cause.NOT_CARRIED, e, "backup.notCarried", why.reason());
    }

    /**
     * Nothing of what waited may go out by itself: it may have gone out since, or be another text. What people do prompts nothing until
     * the admin switches that on here (the key of the origin in {@code store.people.InboundStore}).
     */
    private static long pauseAll(Session session, Reason why) throws SQLException {
        session.update("DELETE FROM prompt");
        session.update("DELETE FROM setting WHERE key = 'inbound_origin'");
        return session.update(
                "UPDATE job SET state = 'PAUSED', pause_reason = ?, pause_detail = ?, ended_at = NULL"
                        + " WHERE state IN ('SCHEDULED', 'RUNNING', 'PAUSED', 'STOPPING')",
                PauseReason.RESTORED,
                why.stored());
    }

    /** Makes sure that the file can be relied on, and that nobody writes to it any more. */
    private void takeOver(Path real, Terms terms) throws IOException, SQLException {
        Database.checkHeader(real);
        try (Session session = Session.open(real, Mode.READ)) {
            Database.checkOurs(session, real, identity);
            for (String table : List.of("user", "opt_out", "audit_log", "job", "announcement")) {
                if (exists(session, "main", table)
                        && !"ok".equals(session.text("PRAGMA quick_check('" + table + "')"))) {
                    throw Failures.damaged(real, null);
                }
            }
        }
        fence(real, terms);
    }

    /**
     * Keeps every other process from writing to a file whose schema may be any, by SQLite's write lock alone: a row in it would run
     * its triggers. One that still writes finds, once the file has moved, that it does not lie in its place any more.
     */
    private static Session hold(Path real) throws SQLException {
        Session session = Session.open(real, Mode.WRITE);
        try {
            session.script("BEGIN IMMEDIATE");
        } catch (SQLException e) {
            StoreFailure why = Failures.of(e, real);
            if (why.what() == Cause.IN_USE) {
                session.close();
                throw why;
            }
            LOG.warn("the file to set aside takes no lock: {}", Failures.code(e));
        }
        session.script("PRAGMA query_only = ON");
        return session;
    }

    /** A process whose lock was taken away may still write: from here on it finds that the file is not its own. */
    private void fence(Path real, Terms terms) {
        try (Session session = Session.open(real, Mode.WRITE)) {
            session.script("PRAGMA synchronous = FULL");
            session.script("BEGIN IMMEDIATE");
            // Looked at where nobody can change it: the row below would run a trigger.
            Database.checkOurs(session, real, identity);
            if (Instance.taken(session)) {
                Instance.take(session, terms.now(), 0);
            }
            session.script("COMMIT");
        } catch (SQLException e) {
            LOG.warn("the file to set aside takes no change: {}", Failures.code(e));
        }
    }

    static boolean exists(Session session, String schema, String table) throws SQLException {
        return session.number(
                        "SELECT count(*) FROM pragma_table_list WHERE schema = ? AND type = 'table' AND name = ?",
                        schema,
                        table)
                > 0;
    }

    /** Sends of the present file, with those under way. Up to schema 4 these had an attempt too. */
    private static final String SENDS = "SELECT delivery, n, started_at FROM main.attempt WHERE call = 'SEND'"
            + " UNION ALL SELECT d.id, d.attempts, d.updated_at FROM main.delivery d JOIN main.job j ON j.id = d.job"
            + " WHERE d.state = 'SENDING' AND j.kind IN ('SEND', 'RESEND')"
            + " AND NOT EXISTS (SELECT 1 FROM main.attempt a WHERE a.delivery = d.id AND a.n = d.attempts)";

    /** Sends that the present file holds and the prepared one does not. */
    private static OptionalLong newerSends(Path real, Path prepared) throws SQLException {
        try (Session session = Session.open(real, Mode.READ)) {
            session.update("ATTACH DATABASE ? AS restored", Session.uri(prepared) + "?mode=ro");
            return OptionalLong.of(session.number("SELECT count(*) FROM (" + SENDS + ") s"
                    + " WHERE NOT EXISTS (SELECT 1 FROM restored.attempt b WHERE b.delivery = s.delivery"
                    + " AND b.n = s.n AND b.started_at = s.started_at)"
                    + " AND NOT EXISTS (SELECT 1 FROM restored.delivery b WHERE b.id = s.delivery"
                    + " AND b.state = 'SENDING' AND b.attempts = s.n AND b.updated_at = s.started_at)"));
        }
    }

    /** Where the present file will be kept; null where there is none, nor a log of it. */
    private static Path asideOf(Path real, Instant now) throws IOException {
        Path wal = Database.companion(real, "-wal");
        if (Files.notExists(real) && (Files.notExists(wal) || Files.size(wal) == 0)) {
            return null;
        }
        Instant stamp = now;
        while (true) {
            Path candidate = SetAsideFiles.named(real, stamp);
            if (Files.notExists(candidate) && Files.notExists(Database.companion(candidate, "-wal"))) {
                return candidate;
            }
            stamp = stamp.plusMillis(1);
        }
    }

    /**
     * Moves the present file with its log out of the way. The file goes first: should the program end in between, a log
     * without its file is never replayed into another one, while a file without its log would have lost its last changes.
     */
    private static void setAside(Path real, Path aside) throws IOException {
        if (aside == null) {
            Database.drop(real);
            return;
        }
        moveThere(real, aside);
        for (String suffix : Database.COMPANIONS) {
            moveThere(Database.companion(real, suffix), Database.companion(aside, suffix));
        }
        PrivateFile.sync(real.getParent());
    }

    private static void moveThere(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            throw new FileAlreadyExistsException(to.toString());
        }
        if (Files.exists(from)) {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
