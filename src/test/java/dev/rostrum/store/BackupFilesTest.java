package dev.rostrum.store;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.store.BackupFiles.Backup;
import dev.rostrum.store.BackupFiles.Kind;
import dev.rostrum.store.ledger.CallOutcome;
import dev.rostrum.store.ledger.CallResult;
import dev.rostrum.store.ledger.Deliveries;
import dev.rostrum.store.ledger.DueDelivery;
import dev.rostrum.store.ledger.Job;
import dev.rostrum.store.ledger.Ledger;
import dev.rostrum.store.people.TeamStore;
import dev.rostrum.words.Sentences;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("storage")
@Timeout(120)
class BackupFilesTest {
    private static final Instant T0 = StoreFixture.T0;

    @TempDir
    Path folder;

    private Path file;
    private BackupFiles backups;

    @BeforeEach
    void make() {
        file = folder.resolve("tenant.db");
        backups = new BackupFiles(file, StoreFixture.IDENTITY);
        try (Database database = StoreFixture.open(file)) {
            StoreFixture.roster(
                    database,
                    "19:a",
                    T0,
                    StoreFixture.user("29:a", "o1", "Ann"),
                    StoreFixture.user("29:b", "o2", "Bob"),
                    StoreFixture.user("29:c", "o3", "Cyd"));
        }
    }

    /** As when the window is asked for one while the daily one is made. */
    @Test
    void severalAtOneInstantAreSeveral() throws Exception {
        List<Callable<Backup>> calls = Collections.nCopies(6, () -> backups.create(T0));
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            for (int round = 0; round < 3; round++) {
                Set<Path> made = new HashSet<>();
                for (Future<Backup> one : threads.invokeAll(calls)) {
                    backups.check(one.get());
                    made.add(one.get().path());
                }
                assertThat(made).hasSameSizeAs(calls);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Database openLater(Duration later, List<Reason> notices) {
        return Database.openForWriting(
                file,
                StoreFixture.IDENTITY,
                new Database.Waiting("test", Duration.ZERO, holder -> {}),
                Clock.offset(StoreFixture.CLOCK, later),
                System::nanoTime,
                notice -> {
                    synchronized (notices) {
                        notices.add(notice);
                    }
                });
    }

    private List<Backup> of(Kind kind) {
        return backups.list().stream().filter(b -> b.kind() == kind).toList();
    }

    private void await(String what, java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private Restore.Restored restore(Backup backup) {
        return new Restore(file, StoreFixture.IDENTITY).to(backup, false, StoreFixture.terms(T0.plusSeconds(9)));
    }

    @Test
    void aBackupIsMadeBesideAWriterAndIsPrivateAndWhole() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        try (Database database = StoreFixture.open(file)) {
            TeamStore teams = new TeamStore(database);
            Thread writer = new Thread(() -> {
                for (int i = 0; !stop.get(); i++) {
                    teams.add("19:x" + i, "X" + i, null, null, T0);
                }
            });
            writer.start();
            Backup made = backups.create(T0);
            stop.set(true);
            writer.join(30_000);

            backups.check(made);
            assertThat(made.schemaVersion()).isEqualTo(Migrations.CURRENT);
            assertThat(made.bytes()).isPositive();
            assertThat(made.at()).isEqualTo(T0);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.path())))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(made.path().getParent())))
                    .isEqualTo("rwx------");
        }
        try (Stream<Path> left = Files.list(folder.resolve("backups"))) {
            assertThat(left).as("nothing half-made beside it").hasSize(1);
        }
        try (Database copy = Database.openForReading(backups.list().get(0).path(), StoreFixture.IDENTITY)) {
            assertThat(StoreFixture.number(copy, "SELECT count(*) FROM user")).isEqualTo(3);
        }
    }

    @Test
    void oneIsMadeEachDayAndSevenAreKept() {
        openLater(Duration.ofHours(23), new ArrayList<>()).close();
        assertThat(of(Kind.DAILY)).as("a file younger than a day needs none").isEmpty();
        for (int day = 1; day <= 10; day++) {
            Duration later = Duration.ofDays(day);
            try (Database database = openLater(later, new ArrayList<>())) {
                assertThat(database.writable()).isTrue();
                await(
                        "the backup of day " + day,
                        () -> !of(Kind.DAILY).isEmpty()
                                && of(Kind.DAILY).get(0).at().equals(T0.plus(later)));
            }
            openLater(later.plusHours(2), new ArrayList<>()).close();
        }
        assertThat(of(Kind.DAILY))
                .extracting(Backup::at)
                .containsExactlyElementsOf(Stream.of(10, 9, 8, 7, 6, 5, 4)
                        .map(day -> T0.plus(Duration.ofDays(day)))
                        .toList());
    }

    @Test
    void aBackupThatCannotBeMadeIsSaidAndStopsNothing() throws Exception {
        Files.writeString(folder.resolve("backups"), "in the way");
        List<Reason> notices = new ArrayList<>();
        try (Database database = openLater(Duration.ofDays(2), notices)) {
            await("a notice", () -> {
                synchronized (notices) {
                    return !notices.isEmpty();
                }
            });
            assertThat(new TeamStore(database).add("19:z", "Z", null, null, T0)).isTrue();
        }
        assertThat(Sentences.whole(notices.get(0))).startsWith("Today's backup was not made. ");
    }

    @Test
    void halfMadeBackupsOfYesterdayAreClearedAway() throws Exception {
        backups.create(T0);
        Path stale = folder.resolve("backups").resolve("tenant.20200101T000000000Z.daily.v1.db.tmp");
        Path journal = stale.resolveSibling(stale.getFileName() + "-journal");
        Path others = folder.resolve("backups").resolve("tenant-2.20200101T000000000Z.daily.v1.db.tmp");
        for (Path path : List.of(stale, journal, others)) {
            Files.writeString(path, "half");
            Files.setLastModifiedTime(path, java.nio.file.attribute.FileTime.from(T0.minus(Duration.ofDays(2))));
        }
        backups.create(T0.plusSeconds(1));
        assertThat(stale).doesNotExist();
        assertThat(journal).doesNotExist();
        assertThat(others).exists();
        assertThat(new BackupFiles(folder.resolve("tenant-2.db"), StoreFixture.IDENTITY).list())
                .isEmpty();
    }

    @Test
    void restoringForgetsNothingSilently() throws Exception {
        long run;
        DueDelivery sentBefore;
        try (Database database = StoreFixture.open(file)) {
            Ledger ledger = Ledger.of(database);
            run = StoreFixture.running(ledger, Audience.ofTeams(Set.of("19:a")));
            List<DueDelivery> due = ledger.deliveries().due(run, T0, 10, Deliveries.EVERY_ROW);
            sentBefore = due.get(0);
            send(ledger, sentBefore, "a:1");
            DueDelivery inFlight = due.get(1);
            StoreFixture.get(ledger.claims().opening(inFlight, T0));
            StoreFixture.get(ledger.claims()
                    .openedAndSending(inFlight, "a:2", new CallResult(T0, T0, 201, null, null, 1, null), T0));
            backups.create(T0.plusSeconds(5));
            // After the backup: the answer of the second, and the third.
            StoreFixture.get(ledger.outcomes()
                    .settle(inFlight, new CallResult(T0, T0, 201, null, null, 1, null), new CallOutcome.Sent("m2")));
            send(ledger, due.get(2), "a:3");
            StoreFixture.get(ledger.jobs().setState(run, RunState.DONE, null, null, T0));
        }
        byte[] before = Files.readAllBytes(file);

        Restore.Restored restored = restore(backups.list().get(0));

        assertThat(restored.newerSends()).hasValue(1);
        assertThat(restored.pausedRuns()).isEqualTo(1);
        assertThat(Files.readAllBytes(restored.setAside())).isEqualTo(before);
        try (Database database = StoreFixture.open(file)) {
            Ledger ledger = Ledger.of(database);
            ledger.jobs().recover(T0);
            Job open = ledger.jobs().find(run).orElseThrow();
            assertThat(open.state()).isEqualTo(RunState.PAUSED);
            assertThat(open.pauseReason()).isEqualTo(PauseReason.RESTORED);
            assertThat(Sentences.whole(open.pauseDetail()))
                    .contains("restored from the backup of", "before you resume");
            assertThat(ledger.jobs().totals(run).sent()).isEqualTo(1);
            assertThat(ledger.jobs().totals(run).inDoubt()).isEqualTo(1);
            assertThat(ledger.jobs().totals(run).waiting()).isEqualTo(1);
        }
    }

    /** It has no attempt of its own yet, and may arrive. */
    @Test
    void aSendUnderWayIsNewerThanTheBackup() throws Exception {
        try (Database database = StoreFixture.open(file)) {
            Ledger ledger = Ledger.of(database);
            long run = StoreFixture.running(ledger, Audience.ofTeams(Set.of("19:a")));
            List<DueDelivery> due = ledger.deliveries().due(run, T0, 10, Deliveries.EVERY_ROW);
            StoreFixture.get(ledger.claims().opening(due.get(1), T0));
            backups.create(T0.plusSeconds(5));
            CallResult created = new CallResult(T0, T0, 201, null, null, 1, null);
            StoreFixture.get(ledger.claims().opening(due.get(0), T0));
            StoreFixture.get(ledger.claims().openedAndSending(due.get(0), "a:1", created, T0));
        }

        assertThat(restore(backups.list().get(0)).newerSends()).hasValue(1);
    }

    private static void send(Ledger ledger, DueDelivery row, String conversation) {
        CallResult answer = new CallResult(T0, T0, 201, null, null, 1, null);
        StoreFixture.get(ledger.claims().opening(row, T0));
        StoreFixture.get(ledger.claims().openedAndSending(row, conversation, answer, T0));
        StoreFixture.get(ledger.outcomes().settle(row, answer, new CallOutcome.Sent("m")));
    }

    @Test
    void theLogGoesAsideWithItsFile() throws Exception {
        Backup backup = backups.create(T0);
        Path killed = Files.createDirectory(folder.resolve("killed"));
        try (Database database = StoreFixture.open(file)) {
            new TeamStore(database).add("19:late", "Late", null, null, T0);
            // As a kill leaves it: the last commit stands in the log alone.
            for (String name : List.of("tenant.db", "tenant.db-wal")) {
                Files.copy(folder.resolve(name), killed.resolve(name));
            }
        }
        Files.createDirectories(killed.resolve("backups"));
        Files.copy(
                backup.path(), killed.resolve("backups").resolve(backup.path().getFileName()));
        BackupFiles there = new BackupFiles(killed.resolve("tenant.db"), StoreFixture.IDENTITY);

        Restore.Restored restored = new Restore(killed.resolve("tenant.db"), StoreFixture.IDENTITY)
                .to(there.list().get(0), false, StoreFixture.terms(T0.plusSeconds(9)));

        assertThat(killed.resolve("tenant.db-wal")).doesNotExist();
        try (Database database = StoreFixture.open(killed.resolve("tenant.db"))) {
            assertThat(new TeamStore(database).find("19:late")).isEmpty();
        }
        try (Database aside = Database.openForReading(restored.setAside(), StoreFixture.IDENTITY)) {
            assertThat(new TeamStore(aside).find("19:late")).isPresent();
        }
    }

    @Test
    void aDamagedOrForeignBackupChangesNothing() throws Exception {
        Backup damaged = backups.create(T0);
        try (RandomAccessFile raw = new RandomAccessFile(damaged.path().toFile(), "rw")) {
            raw.seek(4096 * 3L);
            raw.write(new byte[64]);
        }
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> restore(damaged)).satisfies(says("The backup")).satisfies(says("is damaged"));
        assertThatThrownBy(() -> new Restore(file, new FileIdentity(false, "other", "other"))
                        .to(backups.create(T0), false, StoreFixture.terms(T0)))
                .isInstanceOfSatisfying(
                        StoreFailure.class, e -> assertThat(e.what()).isEqualTo(StoreFailure.Cause.NOT_OURS));
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all.map(p -> p.getFileName().toString())).noneMatch(name -> name.contains("set-aside"));
        }
    }

    @Test
    void openForReadingHereIsInTheWay() throws IOException {
        Backup backup = backups.create(T0);
        try (Database reader = Database.openForReading(file, StoreFixture.IDENTITY)) {
            assertThatThrownBy(() -> restore(backup)).satisfies(says("is open here"));
            assertThat(reader.writable()).isFalse();
        }
        assertThat(restore(backup).newerSends()).hasValue(0);
    }

    @Test
    void aFileThatIsGoneIsRestoredToo() throws IOException {
        Backup backup = backups.create(T0);
        Files.delete(file);
        Restore.Restored restored = restore(backup);
        assertThat(restored.setAside()).isNull();
        assertThat(restored.newerSends()).isEmpty();
        try (Database database = StoreFixture.open(file)) {
            assertThat(new TeamStore(database).list()).hasSize(1);
        }
    }
}
