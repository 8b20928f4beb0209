package dev.rostrum.store;

import dev.rostrum.domain.Reason;
import dev.rostrum.domain.Ticker;
import dev.rostrum.files.PrivateFile;
import dev.rostrum.store.Session.Mode;
import dev.rostrum.store.StoreFailure.Cause;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data file of one connection. One process writes, by one thread with group commit at {@code synchronous=FULL}; any
 * number read beside it. Safe for use by several threads.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    /** Ours, in SQLite's header field for it: "Rstr". */
    static final int APPLICATION_ID = 0x52737472;

    /** Code of the notice that another process has taken the file; nothing more is written then. */
    public static final String LOST = "store.lost";

    /** The same where the file or its lock was moved, removed or replaced under this process. */
    public static final String REPLACED = "store.replaced";

    /** What is said of a file that is to be read and was not brought to this version's schema yet. */
    private static final String OLDER = "store.older";

    /** What SQLite may leave beside a file. */
    static final List<String> COMPANIONS = List.of("-wal", "-shm", "-journal");

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_LENGTH = 100;
    private static final int APPLICATION_ID_AT = 68;

    /** Up to this size the whole file is checked before the first write (well under a second), else its small tables. */
    private static final long WHOLE_CHECK_BYTES = 32L << 20;

    private static final List<String> SMALL_TABLES =
            List.of("meta", "setting", "team", "announcement", "job", "job_total", "roster");

    private static final long WAL_LIMIT_BYTES = 32L << 20;

    /** 16 MB. A checkpoint takes syncs of its own on the writing thread; four times SQLite's usual 1,000 pages lie between two. */
    private static final int CHECKPOINT_PAGES = 4_000;

    /** A larger file is made anew by way of a temporary file. */
    private static final long REWRITTEN_IN_MEMORY = 64L << 20;

    private static final long CLOSE_MILLIS = 10_000;
    private static final long WRITE_SECONDS = 120;

    // Files that SQLite has open in this process. Opening and closing such a file by other means would drop SQLite's
    // POSIX locks on it, so its header is not looked at again.
    private static final Map<Path, Integer> OPEN = new HashMap<>();

    /** Reads something in one read transaction. For the packages of the store only. */
    @FunctionalInterface
    public interface Reading<T> {
        T from(Session session) throws SQLException;
    }

    /** Changes something in the open transaction. For the packages of the store only. */
    @FunctionalInterface
    public interface Writing<T> {
        T in(Session session) throws SQLException;
    }

    private final Path file;
    private final WriterLock lock;
    private final Session writing;
    private final Writer writer;
    private final Instance instance;
    private final SeenClock seen;
    private final ReaderPool readers;
    private Upkeep upkeep;
    private PeopleIndexing indexing;
    private final List<Thread> readingThreads = new ArrayList<>();
    private ErasedFiles erasedFiles;
    private boolean closed;

    private Database(
            Path file,
            WriterLock lock,
            Session writing,
            Mode reading,
            Writer writer,
            Instance instance,
            SeenClock seen) {
        this.file = file;
        this.lock = lock;
        this.writing = writing;
        this.readers = new ReaderPool(file, reading);
        this.writer = writer;
        this.instance = instance;
        this.seen = seen;
    }

    /**
     * Opens the file for writing, and makes it (folder private to the user) where there is none.
     *
     * @param command what this process does, shown to others who find the file in use
     * @param wait how long to wait for another writing process
     * @param onWait told who has the file in use, and again where that is another process
     * @throws StoreFailure with what to do
     */
    public static Database openForWriting(
            Path file,
            FileIdentity identity,
            String command,
            Duration wait,
            Consumer<Holder> onWait,
            Clock clock,
            Ticker ticker) {
        return openForWriting(
                file, identity, new Waiting(command, wait, onWait), clock, ticker, FileLocation.SYSTEM, notice -> {});
    }

    /**
     * What others are told of this process, and how long it waits for them.
     *
     * @param command what this process does, shown to others who find the file in use
     * @param patience how long to wait for another writing process
     * @param onWait told who has the file in use, and again where that is another process
     */
    public record Waiting(String command, Duration patience, Consumer<Holder> onWait) {}

    /**
     * Opens the file for writing, and makes it (folder private to the user) where there is none. Before a file of an
     * older version is brought up to date, a backup of it is made; once a day every page is checked and a backup made,
     * in the background.
     *
     * @param notices told what the background finds, from a thread of its own
     * @throws StoreFailure with what to do
     */
    public static Database openForWriting(
            Path file, FileIdentity identity, Waiting waiting, Clock clock, Ticker ticker, Consumer<Reason> notices) {
        return openForWriting(file, identity, waiting, clock, ticker, FileLocation.SYSTEM, notices);
    }

    static Database openForWriting(
            Path file,
            FileIdentity identity,
            Waiting waiting,
            Clock clock,
            Ticker ticker,
            FileLocation.Volumes places,
            Consumer<Reason> notices) {
        FileLocation.requireLocal(file, places);
        Path real;
        try {
            real = DataFolder.prepare(file);
        } catch (IOException e) {
            throw Failures.of(e, file);
        }
        Instant now = clock.instant();
        WriterLock lock = WriterLock.acquire(
                real,
                new Holder(ProcessHandle.current().pid(), waiting.command(), now),
                waiting.patience(),
                waiting.onWait());
        try {
            if (Files.notExists(real)) {
                create(real, identity, now);
            } else if (Files.isRegularFile(real) && !Files.isWritable(real)) {
                throw Failures.readOnly(real, null);
            }
            return withFile(real, () -> {
                PrivateFile.make(real);
                return openExisting(real, identity, lock, clock, ticker, notices);
            });
        } catch (IOException e) {
            lock.close();
            throw Failures.of(e, real);
        } catch (SQLException e) {
            lock.close();
            throw Failures.of(e, real);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /** Opens an existing file for reading only, also while another process writes. */
    public static Database openForReading(Path file, FileIdentity identity) {
        return openForReading(file, identity, FileLocation.SYSTEM);
    }

    /** Whether this is a data file of exactly this bot and tenant whose schema an earlier version wrote. */
    public static boolean ofEarlierVersion(Path file, FileIdentity identity) {
        try (Database database = openForReading(file, identity)) {
            return false;
        } catch (StoreFailure e) {
            return e.reason().code().equals(OLDER);
        }
    }

    static Database openForReading(Path file, FileIdentity identity, FileLocation.Volumes places) {
        FileLocation.requireLocal(file, places);
        if (Files.notExists(file)) {
            throw new StoreFailure(Cause.MISSING, null, "store.missing", file.toString());
        }
        try {
            Path real = DataFolder.real(file);
            return withFile(real, () -> {
                Mode mode = Mode.READ;
                try {
                    checkForReading(real, identity, mode);
                } catch (SQLException e) {
                    // WAL needs its companion files. Where they cannot be made and are not there, nobody writes.
                    if (Files.exists(walFile(real)) && Files.size(walFile(real)) > 0) {
                        throw e;
                    }
                    mode = Mode.READ_FROZEN;
                    checkForReading(real, identity, mode);
                }
                return new Database(real, null, null, mode, null, null, null);
            });
        } catch (IOException e) {
            throw Failures.of(e, file);
        } catch (SQLException e) {
            throw Failures.of(e, file);
        }
    }

    @FunctionalInterface
    private interface Opening {
        Database open() throws IOException, SQLException;
    }

    /** Looks at the header before SQLite touches the file, and keeps count of who has it open here. */
    private static Database withFile(Path real, Opening opening) throws IOException, SQLException {
        synchronized (OPEN) {
            if (!OPEN.containsKey(real)) {
                checkHeader(real);
            }
            OPEN.merge(real, 1, Integer::sum);
        }
        boolean done = false;
        try {
            Database database = opening.open();
            done = true;
            return database;
        } finally {
            if (!done) {
                leave(real);
            }
        }
    }

    private static void leave(Path real) {
        synchronized (OPEN) {
            OPEN.computeIfPresent(real, (path, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Whether this process has the file open. */
    static boolean openHere(Path real) {
        synchronized (OPEN) {
            return OPEN.containsKey(real);
        }
    }

    /**
     * Refuses what is not ours without changing it. An empty file is refused too: SQLite would take it for an empty
     * database, which looks like lost data.
     */
    static void checkHeader(Path real) throws IOException {
        if (!Files.isRegularFile(real)) {
            throw Failures.notADataFile(real, null);
        }
        ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH);
        try (FileChannel channel = FileChannel.open(real, StandardOpenOption.READ)) {
            while (header.hasRemaining() && channel.read(header, header.position()) > 0) {
                // Short reads are possible.
            }
        }
        if (header.position() == 0) {
            throw Failures.empty(real);
        }
        if (!Arrays.equals(MAGIC, Arrays.copyOf(header.array(), MAGIC.length))) {
            throw Failures.notADataFile(real, null);
        }
        if (header.hasRemaining()) {
            throw Failures.damaged(real, null);
        }
        if (header.getInt(APPLICATION_ID_AT) != APPLICATION_ID) {
            throw new StoreFailure(Cause.NOT_OURS, null, "store.otherProgram", real.toString());
        }
    }

    /** Builds the file beside its place and moves it there whole, so that a crash leaves no half-made file. */
    private static void create(Path real, FileIdentity identity, Instant now) throws IOException, SQLException {
        if (Files.exists(Restore.prepared(real))) {
            throw new StoreFailure(Cause.DAMAGED, null, "store.restoreCutOff", real.toString());
        }
        for (String suffix : COMPANIONS) {
            Path beside = companion(real, suffix);
            if (Files.exists(beside) && Files.size(beside) > 0 && !suffix.equals("-shm")) {
                // SQLite would play it into the new file.
                throw new StoreFailure(
                        Cause.DAMAGED,
                        null,
                        "store.logWithoutFile",
                        real.toString(),
                        beside.getFileName().toString(),
                        Failures.wayOut(real, "store.wayOut.moveLogAway"));
            }
            Files.deleteIfExists(beside);
        }
        Path fresh = real.resolveSibling(real.getFileName() + ".new");
        drop(fresh);
        PrivateFile.make(fresh);
        try (Session session = Session.open(fresh, Mode.CREATE)) {
            forWriting(session);
            session.script("PRAGMA application_id = " + APPLICATION_ID);
            Migrations.apply(session, 0);
            session.script("BEGIN IMMEDIATE");
            for (Map.Entry<String, String> entry : meta(identity).entrySet()) {
                session.update("INSERT INTO meta (key, value) VALUES (?, ?)", entry.getKey(), entry.getValue());
            }
            session.update("INSERT INTO meta (key, value) VALUES ('created_at', ?)", Long.toString(now.toEpochMilli()));
            session.script("COMMIT");
            session.script("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        if (Files.exists(walFile(fresh))) {
            throw new StoreFailure(Cause.OTHER, null, "store.notCompleted", real.toString());
        }
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE);
        PrivateFile.sync(real.getParent());
    }

    private static Database openExisting(
            Path real, FileIdentity identity, WriterLock lock, Clock clock, Ticker ticker, Consumer<Reason> notices)
            throws IOException, SQLException {
        boolean big = real.toFile().length() > WHOLE_CHECK_BYTES;
        Opened opened = Opened.at(real);
        Session session = Session.open(real, Mode.WRITE);
        if (!opened.there()) {
            // Layered file systems give a file another inode when it is first opened for writing.
            session.close();
            opened = Opened.at(real);
            session = Session.open(real, Mode.WRITE);
        }
        boolean done = false;
        try {
            int version = checkOurs(session, real, identity);
            boolean old = version < Migrations.CURRENT;
            // A migration reads every row, and the backup before it should be of a sound file.
            quickCheck(session, real, big && !old);
            forWriting(session);
            if (old) {
                backUpBeforeMigration(real, identity, version, clock.instant());
            }
            Migrations.apply(session, version);
            session.script("BEGIN IMMEDIATE");
            // Once more, now that nobody can change it: what is written here runs the triggers of the file.
            Schema.require(session, real, Migrations.CURRENT, "store.foreign");
            // Rosters whose sync did not end belong to a process that is gone.
            session.update("DELETE FROM staged");
            session.update(
                    "UPDATE roster SET state = 'VOID' WHERE state = 'COMING' AND id NOT IN (SELECT roster FROM team"
                            + " UNION ALL SELECT roster FROM removed_team WHERE roster IS NOT NULL)");
            Instance instance = Instance.take(session, clock.instant(), ticker.nanos(), opened, lock.opened());
            SeenClock seen = new SeenClock(session, clock, ticker);
            KeptMarks.of(session).write(session);
            instance.require(session, real);
            session.script("COMMIT");
            PeopleIndex.keep(session);
            // A restore or repair that was cut off before its first move.
            Restore.clearLeftovers(real);
            Writer writer = new Writer(real, session, ticker, instance, notices);
            Database database = new Database(real, lock, session, Mode.READ, writer, instance, seen);
            database.erasedFiles = new ErasedFiles(database, identity);
            database.upkeep = new Upkeep(database, identity, !big || old, clock, notices);
            database.indexing = new PeopleIndexing(database);
            database.indexing.begin();
            done = true;
            return database;
        } finally {
            if (!done) {
                session.close();
            }
        }
    }

    private static void backUpBeforeMigration(Path real, FileIdentity identity, int version, Instant now) {
        try {
            BackupFiles.make(real, identity, BackupFiles.Kind.MIGRATION, now, session -> {});
        } catch (StoreFailure e) {
            throw new StoreFailure(e.what(), e, "store.notBroughtUp", real.toString(), version, e.reason());
        }
    }

    /** What a check in the background found, with what to do; empty while nothing was found. */
    public Optional<Reason> finding() {
        return upkeep == null ? Optional.empty() : upkeep.finding();
    }

    /**
     * Whether the computer's clock has jumped by more than a day and no plan was made since; with that time and the one expected.
     * Caps depend on it.
     */
    public Optional<Reason> clockJump(Instant now) {
        if (seen != null && seen.jumpedNow()) {
            seeClock();
        }
        // While another process has the file, it looks at the clock; else nobody has looked since the file was closed.
        boolean unseen = writer == null && !held();
        return read(session -> unseen ? SeenClock.untold(session, now) : SeenClock.untold(session));
    }

    /** Keeps the time that the clock shows now. */
    void seeClock() {
        write(session -> {
            seen.see(session);
            return null;
        });
    }

    private static void checkForReading(Path real, FileIdentity identity, Mode mode) throws SQLException {
        try (Session session = Session.open(real, mode)) {
            if (checkOurs(session, real, identity) < Migrations.CURRENT) {
                throw new StoreFailure(Cause.OTHER, null, OLDER, real.toString());
            }
        }
    }

    /** Durability first: speed comes from group commit. */
    private static void forWriting(Session session) throws SQLException {
        session.script("PRAGMA journal_mode = WAL");
        session.script("PRAGMA synchronous = FULL");
        session.script("PRAGMA secure_delete = ON");
        session.script("PRAGMA journal_size_limit = " + WAL_LIMIT_BYTES);
        session.script("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
        if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac")) {
            // fsync there does not reach the medium.
            session.script("PRAGMA fullfsync = ON");
            session.script("PRAGMA checkpoint_fullfsync = ON");
        }
        if (!"wal".equals(session.text("PRAGMA journal_mode"))) {
            throw new StoreFailure(Cause.OTHER, null, "store.noLog");
        }
    }

    /** The file's version, when it is a data file of ours for exactly this bot and tenant. */
    static int checkOurs(Session session, Path real, FileIdentity identity) throws SQLException {
        return checkOurs(session, real, identity, "store.foreign");
    }

    /** @param foreign the code of what is said of a file that Rostrum alone did not make */
    static int checkOurs(Session session, Path real, FileIdentity identity, String foreign) throws SQLException {
        if (session.number("PRAGMA application_id") != APPLICATION_ID) {
            throw Failures.notADataFile(real, null);
        }
        int version = Math.toIntExact(session.number("PRAGMA user_version"));
        requireKnown(version, real);
        Schema.require(session, real, version, foreign);
        Map<String, String> asked = meta(identity);
        Map<String, String> stored = new HashMap<>();
        for (String key : asked.keySet()) {
            stored.put(key, session.text("SELECT value FROM meta WHERE key = ?", key));
        }
        if (stored.containsValue(null)) {
            throw Failures.damaged(real, null);
        }
        if (!stored.get("simulated").equals(asked.get("simulated"))) {
            throw new StoreFailure(
                    Cause.NOT_OURS,
                    null,
                    identity.simulated() ? "store.ofATenant" : "store.ofTheSandbox",
                    real.toString());
        }
        if (!stored.equals(asked)) {
            boolean sameBot = stored.get("app_id").equals(asked.get("app_id"));
            throw new StoreFailure(
                    Cause.NOT_OURS,
                    null,
                    sameBot ? "store.otherTenant" : "store.otherBot",
                    real.toString(),
                    stored.get("app_id"),
                    stored.get("tenant_id"));
        }
        return version;
    }

    /** @throws StoreFailure where no released program made a file of that version */
    static void requireKnown(int version, Path real) {
        if (version > Migrations.CURRENT) {
            throw new StoreFailure(Cause.NEWER, null, "store.newer", real.toString());
        }
        if (version < 1) {
            throw Failures.damaged(real, null);
        }
    }

    private static Map<String, String> meta(FileIdentity identity) {
        return Map.of(
                "simulated", Boolean.toString(identity.simulated()),
                "app_id", lower(identity.appId()),
                "tenant_id", lower(identity.tenantId()));
    }

    private static String lower(String id) {
        return id == null ? "" : id.strip().toLowerCase(Locale.ROOT);
    }

    /** A damaged page can give wrong answers without any error, so it is looked for before the first write. */
    private static void quickCheck(Session session, Path real, boolean smallTablesOnly) throws SQLException {
        List<String> checks = smallTablesOnly
                ? SMALL_TABLES.stream()
                        .map(t -> "PRAGMA quick_check('" + t + "')")
                        .toList()
                : List.of("PRAGMA quick_check(1)");
        for (String check : checks) {
            if (!"ok".equals(session.text(check))) {
                throw Failures.damaged(real, null);
            }
        }
    }

    private static Path walFile(Path real) {
        return companion(real, "-wal");
    }

    static Path companion(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /** Deletes a file that is not in use, and what SQLite left beside it. */
    static void drop(Path file) throws IOException {
        Files.deleteIfExists(file);
        for (String suffix : COMPANIONS) {
            Files.deleteIfExists(companion(file, suffix));
        }
    }

    public boolean writable() {
        return writer != null;
    }

    /** Whether a process has the file open for writing, this one or another. True also where that cannot be found out. */
    public boolean held() {
        return lock != null || WriterLock.held(file);
    }

    /** What this process is called as the one that writes; null where it only reads. */
    public String instance() {
        return instance == null ? null : instance.name();
    }

    /** What the process that writes is called, or was when it was cut off; empty where there is none. */
    public Optional<String> writingInstance() {
        return Optional.ofNullable(read(Instance::writer));
    }

    /** The process that has the file open for writing, as far as it can be told. */
    public Optional<Holder> holder() {
        try {
            return WriterLock.holder(file);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * The process that has a file open for writing, as far as it can be told without opening the file; empty where nobody has, be it
     * that the last one was cut off.
     */
    public static Optional<Holder> holder(Path file) {
        try {
            Path real = DataFolder.real(file);
            return WriterLock.held(real) ? WriterLock.holder(real) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The file's real path, links resolved. */
    public Path file() {
        return file;
    }

    /**
     * Reads in one read transaction, beside the writer. For the packages of the store only.
     *
     * @throws StoreFailure when the file cannot be read
     */
    public <T> T read(Reading<T> reading) {
        return readers.read(reading);
    }

    /** What the writer's open transaction gathers of one kind; also for other threads, where the kind is safe for them. */
    public <C extends PendingChanges> C pending(Class<C> kind, Supplier<C> none) {
        return writing == null ? none.get() : writing.pending(kind, none);
    }

    /** Queues a change. The future completes on the writer's thread after the commit is durable: never block there. */
    public <T> CompletableFuture<T> submit(Writing<T> work) {
        return writer == null ? readOnly() : writer.submit(work);
    }

    /** As {@link #submit}, for work that may be run more than once: it changes nothing but the file. */
    public <T> CompletableFuture<T> submitRepeatable(Writing<T> work) {
        return writer == null ? readOnly() : writer.submitRepeatable(work);
    }

    private <T> CompletableFuture<T> readOnly() {
        return CompletableFuture.failedFuture(
                new StoreFailure(Cause.READ_ONLY, null, "store.openForReading", file.toString()));
    }

    /** Makes a change and waits until it is durable. Never on the writer's own thread. */
    public <T> T write(Writing<T> work) {
        return await(submit(work));
    }

    /** As {@link #write}, for work that may be run more than once: it changes nothing but the file. */
    public <T> T writeRepeatable(Writing<T> work) {
        return await(submitRepeatable(work));
    }

    /** Waits for a change that was queued. Never on the writer's own thread. */
    public <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(WRITE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException) {
                throw (RuntimeException) e.getCause();
            }
            throw new StoreFailure(Cause.OTHER, e.getCause(), "store.notWritten", file.toString());
        } catch (TimeoutException e) {
            throw new StoreFailure(Cause.OTHER, e, "store.notConfirmed", file.toString(), WRITE_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreFailure(Cause.OTHER, e, "store.writingInterrupted", file.toString());
        }
    }

    /** Work of a thread of its own that only reads. It is interrupted when the file is closed. */
    public void whileOpen(String name, Runnable work) {
        Thread reading = new Thread(work, name);
        reading.setDaemon(true);
        reading.setPriority(Thread.MIN_PRIORITY);
        synchronized (this) {
            if (closed) {
                return;
            }
            readingThreads.add(reading);
        }
        reading.start();
    }

    /** Throws the search index of people away; it is made anew in the background. {@link PeopleIndex#progress} says how far. */
    public void indexAnew() {
        write(session -> {
            PeopleIndex.unfit(session);
            return null;
        });
        indexing.begin();
    }

    Writer writer() {
        return writer;
    }

    /** What takes the traces of people who were erased out of everything that lies around the file; only where it is open for writing. */
    public ErasedFiles erasedFiles() {
        return erasedFiles;
    }

    /**
     * Makes the file anew from its rows, so that nothing of what was deleted is left in it, and empties its log. The writer does nothing
     * else meanwhile.
     *
     * @return false while somebody reads an older state, which stands in the log
     * @throws StoreFailure where there is no room for it
     */
    boolean rewrite() {
        return await(writer.submitAlone(session -> {
            try (Session own = Session.open(file, Mode.WRITE)) {
                forWriting(own);
                if (file.toFile().length() > REWRITTEN_IN_MEMORY) {
                    // Nobody sees the file that SQLite makes for it: it has no name any more once it is open.
                    own.script("PRAGMA temp_store = FILE");
                }
                own.script("VACUUM");
            }
            return writer.logEmptied();
        }));
    }

    /** Empties the log. False while somebody reads an older state, which stands in it. */
    boolean emptyLog() {
        return await(writer.submitAlone(session -> writer.logEmptied()));
    }

    /** Writes what is queued (at most 10 s), empties the write-ahead log, and gives the file free. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        readingThreads.forEach(Thread::interrupt);
        if (upkeep != null) {
            upkeep.close();
            indexing.close();
        }
        readers.close();
        boolean ended = true;
        if (writer != null) {
            try {
                ended = writer.close(CLOSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                ended = false;
            }
            if (!ended) {
                // It may still write: the lock stays with this process.
                LOG.error("the store writer did not end in time");
                return;
            }
            try {
                // The log at this path may belong to the file that was put here: it is not emptied into the other one.
                if (instance.inPlace()) {
                    writing.script("BEGIN IMMEDIATE");
                    if (instance.leave(writing)) {
                        seen.see(writing);
                    }
                    writing.script("COMMIT");
                    writing.script("PRAGMA wal_checkpoint(TRUNCATE)");
                }
            } catch (SQLException e) {
                LOG.warn("no checkpoint at close: {}", Failures.code(e));
            }
            try {
                writing.close();
            } catch (SQLException e) {
                LOG.warn("the writing connection could not be closed: {}", Failures.code(e));
            }
        }
        leave(file);
        if (lock != null) {
            lock.close();
        }
    }
}
