package dev.rostrum.store;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rostrum.domain.Reason;
import dev.rostrum.store.StoreFailure.Cause;
import dev.rostrum.store.people.UserStore;
import dev.rostrum.testing.SharedFolder;
import dev.rostrum.words.Sentences;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each trouble that a data file can be in: its message says what to do, and nothing is lost. A full disk in the middle of a
 * run is in {@link FullDiskTest}.
 */
@Tag("storage")
@Timeout(180)
class StorageTroubleTest {
    private static final int PAGE = 4096;
    private static final int USER_VERSION_AT = 60;
    private static final int APPLICATION_ID_AT = 68;

    @TempDir(factory = SharedFolder.class)
    Path folder;

    private Path data;
    private Path file;

    @BeforeEach
    void make() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        file = data.resolve("sandbox.db");
        try (Database database = StoreFixture.open(file)) {
            StoreFixture.roster(database, "19:a@thread.tacv2", StoreFixture.T0, StoreFixture.user("29:a", null, "Ann"));
        }
    }

    @FunctionalInterface
    private interface Spoiling {
        void spoil(Path file) throws IOException;
    }

    private enum Trouble {
        ZERO_LENGTH(Cause.DAMAGED, "is empty", f -> cut(f, 0)),
        CUT_IN_THE_HEADER(Cause.DAMAGED, "is damaged", f -> cut(f, 60)),
        CUT_IN_HALF(Cause.DAMAGED, "is damaged", f -> cut(f, Files.size(f) / 2 / PAGE * PAGE)),
        CUT_BY_A_PAGE(Cause.DAMAGED, "is damaged", f -> cut(f, Files.size(f) - PAGE)),
        PAGE_ZEROED(Cause.DAMAGED, "is damaged", f -> write(f, PAGE, new byte[64])),
        NOT_A_DATABASE(
                Cause.NOT_OURS,
                "is not a data file of Rostrum",
                f -> Files.writeString(f, "Dear diary, today nothing happened. ".repeat(500))),
        FOREIGN_APPLICATION(
                Cause.NOT_OURS,
                "belongs to another program",
                f -> write(f, APPLICATION_ID_AT, new byte[] {1, 2, 3, 4})),
        NEWER_SCHEMA(
                Cause.NEWER, "written by a newer version", f -> write(f, USER_VERSION_AT, new byte[] {0, 0, 3, 7})),
        LOG_WITHOUT_FILE(Cause.DAMAGED, "last changes is still there", f -> {
            Files.delete(f);
            Files.writeString(f.resolveSibling("sandbox.db-wal"), "the last changes");
        }),
        RESTORE_CUT_OFF(
                Cause.DAMAGED, "a restore was cut off", f -> Files.move(f, f.resolveSibling("sandbox.db.restoring")));

        /** Nothing can be carried over into a restored file. */
        private boolean unreadable() {
            return this != RESTORE_CUT_OFF;
        }

        private final Cause cause;
        private final String words;
        private final Spoiling spoiling;

        Trouble(Cause cause, String words, Spoiling spoiling) {
            this.cause = cause;
            this.words = words;
            this.spoiling = spoiling;
        }
    }

    private static void cut(Path file, long length) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.setLength(length);
        }
    }

    private static void write(Path file, long at, byte[] bytes) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(at);
            raw.write(bytes);
        }
    }

    /** Everything that counts in the data folder, by name: no locks, no index of the log, no empty log. */
    private Map<String, byte[]> contents() throws IOException {
        Map<String, byte[]> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path path : (Iterable<Path>) files::iterator) {
                String name = path.toString();
                boolean counts = !name.endsWith(".lock")
                        && !name.endsWith("-shm")
                        && !(name.endsWith("-wal") && Files.size(path) == 0);
                if (Files.isRegularFile(path) && counts) {
                    all.put(data.relativize(path).toString(), Files.readAllBytes(path));
                }
            }
        }
        return all;
    }

    private static void same(Map<String, byte[]> now, Map<String, byte[]> before) {
        assertThat(now.keySet()).isEqualTo(before.keySet());
        now.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(before.get(name)));
    }

    @ParameterizedTest
    @EnumSource
    void spoiltFilesAreNamedLeftAloneAndCanBeRestored(Trouble trouble) throws IOException {
        BackupFiles backups = new BackupFiles(file, StoreFixture.IDENTITY);
        BackupFiles.Backup backup = backups.create(StoreFixture.T0);
        trouble.spoiling.spoil(file);
        Map<String, byte[]> before = contents();

        assertThatThrownBy(() -> StoreFixture.open(file))
                .isInstanceOfSatisfying(
                        StoreFailure.class, e -> assertThat(e.what()).isEqualTo(trouble.cause))
                .satisfies(says(trouble.words))
                .satisfies(says(trouble.cause == Cause.DAMAGED ? "rostrum backup restore" : "another data folder"));
        if (trouble == Trouble.ZERO_LENGTH) {
            assertThatThrownBy(() -> StoreFixture.open(file)).satisfies(says("Restore the backup of "));
            assertThatThrownBy(() -> Database.openForReading(file, StoreFixture.IDENTITY))
                    .satisfies(says("is empty"));
        }
        same(contents(), before);

        Restore restore = new Restore(file, StoreFixture.IDENTITY);
        Restore.Terms terms = StoreFixture.terms(StoreFixture.at(60));
        if (trouble.unreadable()) {
            assertThatThrownBy(() -> restore.to(backup, false, terms))
                    .isInstanceOfSatisfying(
                            StoreFailure.class, e -> assertThat(e.what()).isEqualTo(Cause.NOT_CARRIED))
                    .satisfies(says("cannot be carried over"))
                    .satisfies(says("--force"));
            same(contents(), before);
        }
        Restore.Restored restored = restore.to(backup, trouble.unreadable(), terms);
        assertThat(restored.carried() == null).isEqualTo(trouble.unreadable());

        assertThat(restored.pausedRuns()).isZero();
        assertThat(restored.setAside()).isNotNull();
        try (Database database = StoreFixture.open(file)) {
            assertThat(new UserStore(database).find("29:a")).isPresent();
        }
    }

    @Test
    void withoutABackupTheMessageSaysSo() throws IOException {
        cut(file, 0);
        assertThatThrownBy(() -> StoreFixture.open(file))
                .satisfies(says("There is no backup of it. Put a copy of yours in its place, or delete it"));
    }

    @Test
    void damageInALargeFileIsFoundInTheBackground() throws Exception {
        try (Database database = StoreFixture.open(file)) {
            database.write(session -> {
                session.script("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 70000)"
                        + " INSERT INTO user (user_id, kind, name_key, folded, first_seen_at, changed_at)"
                        + " SELECT '29:' || i, 'MEMBER', x'00', hex(zeroblob(300)), 0, 0 FROM n");
                return null;
            });
        }
        assertThat(Files.size(file)).isGreaterThan(33L << 20);
        new BackupFiles(file, StoreFixture.IDENTITY).create(StoreFixture.T0);
        write(file, Files.size(file) / 2 / PAGE * PAGE, new byte[64]);
        BlockingQueue<Reason> told = new ArrayBlockingQueue<>(10);

        try (Database database = Database.openForWriting(
                file,
                StoreFixture.IDENTITY,
                new Database.Waiting("test", Duration.ZERO, holder -> {}),
                Clock.offset(StoreFixture.CLOCK, Duration.ofDays(2)),
                System::nanoTime,
                told::add)) {
            assertThat(Sentences.whole(told.poll(60, TimeUnit.SECONDS)))
                    .contains("is damaged", "rostrum backup restore");
            assertThat(database.finding()).isPresent();
        }
        assertThat(new BackupFiles(file, StoreFixture.IDENTITY).list())
                .as("a damaged file pushes out no backup")
                .hasSize(1);
    }

    @Test
    void aSoundLargeFileIsCheckedOnceADay() throws Exception {
        try (Database database = StoreFixture.open(file)) {
            database.write(session -> {
                session.script("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 70000)"
                        + " INSERT INTO user (user_id, kind, name_key, folded, first_seen_at, changed_at)"
                        + " SELECT '29:' || i, 'MEMBER', x'00', hex(zeroblob(300)), 0, 0 FROM n");
                return null;
            });
        }
        try (Database database = Database.openForWriting(
                file,
                StoreFixture.IDENTITY,
                new Database.Waiting("test", Duration.ZERO, holder -> {}),
                Clock.offset(StoreFixture.CLOCK, Duration.ofHours(2)),
                System::nanoTime,
                notice -> {})) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (checkedAt(database) == 0 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(checkedAt(database))
                    .isEqualTo(StoreFixture.T0.plus(Duration.ofHours(2)).toEpochMilli());
            assertThat(database.finding()).isEmpty();
        }
    }

    private static long checkedAt(Database database) {
        String value = StoreFixture.text(database, "SELECT value FROM setting WHERE key = 'file_checked_at'");
        return value == null ? 0 : Long.parseLong(value);
    }

    @Test
    void aSecondInstanceIsToldWhoHoldsTheFile() {
        try (Database database = StoreFixture.open(file)) {
            assertThatThrownBy(() -> StoreFixture.open(file))
                    .isInstanceOfSatisfying(
                            StoreFailure.class, e -> assertThat(e.what()).isEqualTo(Cause.IN_USE))
                    .satisfies(says("process " + ProcessHandle.current().pid() + " (test), since "));
            assertThatThrownBy(() -> restoreNewest()).satisfies(says("in use by process"));
            assertThat(new UserStore(database).find("29:a")).isPresent();
        }
    }

    private void restoreNewest() {
        BackupFiles backups = new BackupFiles(file, StoreFixture.IDENTITY);
        new Restore(file, StoreFixture.IDENTITY)
                .to(backups.create(StoreFixture.T0), false, StoreFixture.terms(StoreFixture.T0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nfs4", "CIFS", "smb2", "fuse.sshfs"})
    void aNetworkFileSystemIsRefusedBeforeAnythingIsMade(String type) {
        Path there = folder.resolve("share").resolve("deeper").resolve("x.db");
        for (Runnable open : List.<Runnable>of(
                () -> Database.openForWriting(
                        there,
                        StoreFixture.IDENTITY,
                        new Database.Waiting("test", Duration.ZERO, holder -> {}),
                        StoreFixture.CLOCK,
                        System::nanoTime,
                        path -> type,
                        notice -> {}),
                () -> Database.openForReading(there, StoreFixture.IDENTITY, path -> type))) {
            assertThatThrownBy(open::run)
                    .isInstanceOfSatisfying(
                            StoreFailure.class, e -> assertThat(e.what()).isEqualTo(Cause.NETWORK))
                    .satisfies(says("a network file system (" + type + ")"))
                    .satisfies(says("Choose a folder on a disk of this computer"));
        }
        assertThat(there.getParent().getParent()).doesNotExist();
    }

    @Test
    void networkPathsAreKnownByTheirShape() {
        for (String remote : List.of(
                "\\\\server\\share\\x.db", "//server/share/x.db", "\\\\?\\UNC\\server\\share\\x.db", "//?/unc/s/x")) {
            assertThat(FileLocation.remotePath(remote)).as(remote).isTrue();
        }
        for (String local : List.of(
                "C:\\Users\\a\\x.db", "/home/a/x.db", "\\\\?\\C:\\Users\\x.db", "\\\\.\\C:\\x", "x.db", "/a//b")) {
            assertThat(FileLocation.remotePath(local)).as(local).isFalse();
        }
        for (String type : List.of("ext4", "xfs", "apfs", "NTFS", "tmpfs", "overlay", "btrfs", "zfs")) {
            assertThat(FileLocation.remoteType(type)).as(type).isFalse();
        }
    }

    /** Windows itself cannot be asked here; what is asked, and what its answer means, can be seen. */
    @Test
    void aDriveLetterIsAskedForAndRefusedWhenItIsAShare() {
        List<String> asked = new ArrayList<>();
        assertThat(FileLocation.remote("z:\\team\\rostrum\\x.db", "NTFS", root -> asked.add(root)))
                .contains(Reason.of("store.place.drive", "Z"));
        assertThat(FileLocation.remote("\\\\?\\Z:\\team\\x.db", "NTFS", root -> asked.add(root)))
                .contains(Reason.of("store.place.drive", "Z"));
        assertThat(FileLocation.remote("C:/Users/a/x.db", "NTFS", root -> !asked.add(root)))
                .isEmpty();
        assertThat(asked).containsExactly("Z:\\", "Z:\\", "C:\\");
        for (String without :
                List.of("/home/a/x.db", "x.db", "C:x.db", "1:\\x", "\\\\?\\Volume{a}\\x", "\\x", "z:", "")) {
            assertThat(FileLocation.driveRoot(without)).as(without).isEmpty();
        }
        assertThat(FileLocation.remote("\\\\server\\share\\x.db", "NTFS", root -> asked.add("no drive")))
                .contains(Reason.of("store.place.share"));
        assertThat(asked).doesNotContain("no drive");
        assertThat(WindowsDrives.share("Z:\\")).as("no Windows here").isFalse();
    }

    @Test
    void aFolderOrFileThatMayNotBeWrittenIsNamedAndCanStillBeRead() throws Exception {
        assumeTrue(Files.getFileStore(data).supportsFileAttributeView("posix"), "no POSIX permissions here");
        OtherAccount other = new OtherAccount(folder);
        String library = "-Drostrum.native=" + other.library();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        // The log's files may not be left over, so that this is a folder with the data file alone.
        for (String name : List.of("sandbox.db-wal", "sandbox.db-shm", "sandbox.db.lock")) {
            Files.deleteIfExists(data.resolve(name));
        }
        byte[] before = Files.readAllBytes(file);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assertThat(other.opens("write", file, library))
                    .startsWith("READ_ONLY ")
                    .contains("store.notWritable");
            assertThat(other.opens("write", data.resolve("other.db"), library)).startsWith("READ_ONLY ");
            assertThat(other.opens("write", data.resolve("sub").resolve("x.db"), library))
                    .startsWith("READ_ONLY ");
            assertThat(other.opens("read", file, library)).isEqualTo("OPEN 1");
        } finally {
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        // The folder may be written, the file may not.
        OtherAccount.own(data);
        assertThat(other.opens("write", file, library)).startsWith("READ_ONLY ").contains("store.notWritable");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void whatOthersCouldChangeIsRefusedForWritingAndCanStillBeRead() throws Exception {
        assumeTrue(Files.getFileStore(data).supportsFileAttributeView("posix"), "no POSIX permissions here");
        OtherAccount other = new OtherAccount(folder);
        String library = "-Drostrum.native=" + other.library();
        Files.deleteIfExists(data.resolve("sandbox.db.lock"));
        OtherAccount.own(data);
        OtherAccount.own(file);
        byte[] before = Files.readAllBytes(file);

        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(other.opens("write", file, library))
                .startsWith("UNSAFE files.everybodyMayWrite")
                .contains(data.toRealPath().toString());
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(other.opens("write", file, library)).startsWith("UNSAFE files.everybodyMayWrite");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Path wal = Files.createFile(data.resolve("sandbox.db-wal"));
        Files.setPosixFilePermissions(wal, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(other.opens("write", file, library)).startsWith("UNSAFE files.everybodyMayWrite");
        Files.delete(wal);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(other.opens("write", file, library))
                .as("the folder above")
                .startsWith("UNSAFE files.everybodyMayWrite");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(Files.readAllBytes(file)).isEqualTo(before);

        if (OtherAccount.owns(file, 12_345)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            assertThat(other.opens("write", file, library)).startsWith("UNSAFE files.othersOwn");
            assertThat(other.opens("read", file, library)).isEqualTo("OPEN 1");
            OtherAccount.own(file);
            OtherAccount.owns(data, 12_345);
            assertThat(other.opens("write", file, library)).startsWith("UNSAFE files.othersOwn");
        }
        OtherAccount.own(data);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxr-x"));
        assertThat(other.opens("write", file, library)).as("the group's").isEqualTo("OPEN 1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .as("a folder that was there keeps its rights")
                .isEqualTo("rwxrwxr-x");
    }

    /** Nothing can be unpacked into the folder; one that is mounted noexec is in {@link NoexecFolderTest}. */
    @Test
    void theTemporaryFolderIsNotNeededAndNamedWhereItIs() throws Exception {
        OtherAccount other = new OtherAccount(folder);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        Files.deleteIfExists(data.resolve("sandbox.db.lock"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-xr-xr-x"));
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("r-xr-xr-x"));
        String option = "-Djava.io.tmpdir=" + temporary;

        assertThat(other.opens("read", file, option, "-Drostrum.native=" + other.library()))
                .isEqualTo("OPEN 1");
        assertThat(other.opens("read", file, option))
                .startsWith("OTHER ")
                .contains("store.noLibrary", temporary.toString());

        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatCode(() -> Files.delete(temporary)).doesNotThrowAnyException();
    }
}
