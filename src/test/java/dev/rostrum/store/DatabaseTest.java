package dev.rostrum.store;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rostrum.store.people.TeamStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("storage")
@Timeout(120)
class DatabaseTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("sandbox.db");
    }

    private static void refused(StoreFailure.Cause cause, String says, Runnable open) {
        assertThatThrownBy(open::run)
                .isInstanceOfSatisfying(
                        StoreFailure.class, e -> assertThat(e.what()).isEqualTo(cause))
                .satisfies(says(says));
    }

    private void make() {
        try (Database database = StoreFixture.open(file())) {
            new TeamStore(database).add("19:a@thread.tacv2", "A", null, 3, StoreFixture.T0);
        }
    }

    private void sql(Path path, String sql) throws Exception {
        NativeLibrary.use();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Test
    void makesAPrivateFileAndFindsItAgain() throws IOException {
        Path deep = folder.resolve("new").resolve("deeper").resolve("x.db");
        StoreFixture.open(deep).close();
        assertThat(Files.exists(deep)).isTrue();
        if (Files.getFileStore(deep).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep.getParent())))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(WriterLock.lockFile(deep))))
                    .isEqualTo("rw-------");
        }
        // Closing leaves the log empty: the file alone is whole.
        assertThat(Files.exists(deep.resolveSibling("x.db-wal"))).isFalse();
        StoreFixture.open(deep).close();
    }

    @Test
    void takesOtherPeoplesRightsFromAFile() throws IOException {
        make();
        assumeTrue(Files.getFileStore(file()).supportsFileAttributeView("posix"), "no POSIX permissions here");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        StoreFixture.open(file()).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a?mode=memory&b.db", "a#b.db", "a%41 b.db", "Zürich 山.db", "a;b&synchronous=OFF.db", ":memory:"
            })
    void noNameIsTakenForASetting(String name) {
        Path path = folder.resolve(name);
        try (Database database = StoreFixture.open(path)) {
            long synchronous = database.write(session -> session.number("PRAGMA synchronous"));
            assertThat(synchronous).isEqualTo(2);
        }
        assertThat(Files.isRegularFile(path)).isTrue();
        Database.openForReading(path, StoreFixture.IDENTITY).close();
    }

    @Test
    void usesTheLibraryBroughtAlong() {
        make();
        String folder = System.getProperty(NativeLibrary.PROPERTY);
        assumeTrue(folder != null, "rostrum.native is not set in this run");
        assertThat(NativeLibrary.libraryIn(Path.of(folder))).isRegularFile();
        assertThat(System.getProperty("org.sqlite.lib.path"))
                .startsWith(Path.of(folder).toAbsolutePath().toString());
    }

    @Test
    void ownVersionAndApplication() {
        try (Database database = StoreFixture.open(file())) {
            assertThat(StoreFixture.number(database, "PRAGMA user_version")).isEqualTo(Migrations.CURRENT);
            assertThat(StoreFixture.number(database, "PRAGMA application_id")).isEqualTo(0x52737472);
            assertThat(StoreFixture.texts(database, "PRAGMA foreign_key_check")).isEmpty();
        }
    }

    @Test
    void readingFindsNoFileAndMakesNone() {
        refused(
                StoreFailure.Cause.MISSING,
                "no data file",
                () -> Database.openForReading(file(), StoreFixture.IDENTITY));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFileBelongsToOneBotInOneTenant() {
        make();
        FileIdentity mine = StoreFixture.IDENTITY;
        FileIdentity real = new FileIdentity(false, mine.appId(), mine.tenantId());
        FileIdentity bot = new FileIdentity(true, "00000000-0000-0000-0000-000000000001", mine.tenantId());
        FileIdentity tenant = new FileIdentity(true, mine.appId(), "00000000-0000-0000-0000-000000000002");
        for (FileIdentity other : List.of(real, bot, tenant)) {
            String says = other == real ? "simulated tenant" : other == bot ? "another bot" : "another tenant";
            refused(StoreFailure.Cause.NOT_OURS, says, () -> Database.openForReading(file(), other));
            refused(
                    StoreFailure.Cause.NOT_OURS,
                    says,
                    () -> Database.openForWriting(
                            file(), other, "test", Duration.ZERO, h -> {}, StoreFixture.CLOCK, System::nanoTime));
        }
        // Refusals leave the lock free and the file as it was.
        try (Database database = StoreFixture.open(file())) {
            assertThat(new TeamStore(database).list()).hasSize(1);
        }
    }

    @Test
    void aRealFileIsNotOpenedForTheSandbox() {
        FileIdentity real = new FileIdentity(false, "a", "t");
        Database.openForWriting(file(), real, "test", Duration.ZERO, h -> {}, StoreFixture.CLOCK, System::nanoTime)
                .close();
        refused(
                StoreFailure.Cause.NOT_OURS,
                "belongs to a real tenant",
                () -> Database.openForReading(file(), new FileIdentity(true, "a", "t")));
    }

    @Test
    void aNewerFileIsLeftAlone() throws Exception {
        make();
        sql(file(), "PRAGMA user_version = 99");
        byte[] before = Files.readAllBytes(file());
        refused(StoreFailure.Cause.NEWER, "newer version", () -> StoreFixture.open(file()));
        refused(
                StoreFailure.Cause.NEWER,
                "newer version",
                () -> Database.openForReading(file(), StoreFixture.IDENTITY));
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void foreignFilesAreRefusedUnchanged() throws Exception {
        Path text = folder.resolve("text.db");
        Files.writeString(text, "Dear diary, ".repeat(100));
        Path other = folder.resolve("other.db");
        sql(other, "CREATE TABLE t (x)");
        Path directory = Files.createDirectory(folder.resolve("directory.db"));
        for (Path path : List.of(text, other, directory)) {
            byte[] before = Files.isDirectory(path) ? new byte[0] : Files.readAllBytes(path);
            String says = path.equals(other) ? "another program" : "not a data file of Rostrum";
            refused(StoreFailure.Cause.NOT_OURS, says, () -> StoreFixture.open(path));
            refused(StoreFailure.Cause.NOT_OURS, says, () -> Database.openForReading(path, StoreFixture.IDENTITY));
            assertThat(Files.isDirectory(path) ? new byte[0] : Files.readAllBytes(path))
                    .isEqualTo(before);
        }
    }

    @Test
    void damageIsFoundBeforeTheFirstWrite() throws Exception {
        make();
        StoreFixture.withoutFreePages(file());
        int pageSize = 4096;
        long pages = Files.size(file()) / pageSize;
        Path copy = folder.resolve("copy.db");
        int found = 0;
        for (long page = 1; page < pages; page++) {
            Files.copy(file(), copy, StandardCopyOption.REPLACE_EXISTING);
            try (RandomAccessFile raw = new RandomAccessFile(copy.toFile(), "rw")) {
                raw.seek(page * pageSize);
                raw.write(new byte[64]);
            }
            byte[] before = Files.readAllBytes(copy);
            refused(StoreFailure.Cause.DAMAGED, "damaged", () -> StoreFixture.open(copy));
            assertThat(Files.readAllBytes(copy)).isEqualTo(before);
            found++;
        }
        assertThat(found).isGreaterThan(10);
    }

    @Test
    void aLogWithoutItsFileIsNotReplayedIntoANewOne() throws Exception {
        Files.writeString(folder.resolve("sandbox.db-wal"), "the last changes");
        refused(StoreFailure.Cause.DAMAGED, "sandbox.db-wal", () -> StoreFixture.open(file()));
        assertThat(Files.exists(file())).isFalse();
    }

    @Test
    void aHalfMadeNewFileIsMadeAgain() throws Exception {
        Files.writeString(folder.resolve("sandbox.db.new"), "half");
        make();
        assertThat(Files.exists(folder.resolve("sandbox.db.new"))).isFalse();
    }

    @Test
    void readersSeeWhatIsCommittedAndNeverWrite() {
        try (Database writer = StoreFixture.open(file());
                Database reader = Database.openForReading(file(), StoreFixture.IDENTITY)) {
            assertThat(reader.writable()).isFalse();
            TeamStore teams = new TeamStore(writer);
            assertThat(new TeamStore(reader).list()).isEmpty();
            teams.add("19:a", "A", null, null, StoreFixture.T0);
            assertThat(new TeamStore(reader).list()).hasSize(1);
            assertThat(new TeamStore(writer).list()).hasSize(1);
            refused(StoreFailure.Cause.READ_ONLY, "reading only", () -> new TeamStore(reader)
                    .add("19:b", "B", null, null, StoreFixture.T0));
            refused(
                    StoreFailure.Cause.READ_ONLY,
                    "cannot be written",
                    () -> reader.read(session -> session.update("DELETE FROM team")));
            refused(
                    StoreFailure.Cause.READ_ONLY,
                    "cannot be written",
                    () -> writer.read(session -> session.update("DELETE FROM team")));
        }
        // Without a writer, and without the log's files beside it.
        try (Database reader = Database.openForReading(file(), StoreFixture.IDENTITY)) {
            assertThat(new TeamStore(reader).list()).hasSize(1);
        }
    }

    @Test
    void manyThreadsReadWhileOneWrites() throws Exception {
        try (Database database = StoreFixture.open(file())) {
            TeamStore teams = new TeamStore(database);
            List<Throwable> trouble = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Thread thread = new Thread(() -> {
                    for (int n = 0; n < 100; n++) {
                        teams.list();
                    }
                });
                thread.setUncaughtExceptionHandler((t, e) -> {
                    synchronized (trouble) {
                        trouble.add(e);
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (int i = 0; i < 50; i++) {
                teams.add("19:" + i, "T" + i, null, null, StoreFixture.T0);
            }
            for (Thread thread : threads) {
                thread.join(30_000);
                assertThat(thread.isAlive()).isFalse();
            }
            assertThat(trouble).isEmpty();
            assertThat(teams.list()).hasSize(50);
        }
    }

    @Test
    @Timeout(60)
    void anInterruptedThreadReadsNoFurther() throws Exception {
        String endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
        try (Database database = StoreFixture.open(file())) {
            // More than there are reading connections: each is usable after.
            for (int i = 0; i < 5; i++) {
                CountDownLatch reading = new CountDownLatch(1);
                AtomicReference<Exception> told = new AtomicReference<>();
                Thread thread = new Thread(() -> {
                    try {
                        database.read(session -> {
                            reading.countDown();
                            return session.number(endless);
                        });
                    } catch (StoreFailure e) {
                        told.set(e);
                    }
                });
                thread.start();
                reading.await();
                thread.interrupt();
                thread.join();
                assertThat(told.get()).isInstanceOf(StoreFailure.class).satisfies(says("was interrupted"));
                assertThat(database.<Long>read(session -> session.number("SELECT count(*) FROM team")))
                        .isZero();
            }
        }
    }
}
