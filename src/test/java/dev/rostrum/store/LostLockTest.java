package dev.rostrum.store;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.ledger.Deliveries;
import dev.rostrum.store.ledger.DueDelivery;
import dev.rostrum.store.ledger.Ledger;
import dev.rostrum.store.people.TeamStore;
import dev.rostrum.testing.ChildProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lock file is removed while a process writes: who comes after has the file, and who had it commits nothing more. */
@Tag("storage")
@Timeout(120)
class LostLockTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("sandbox.db");
    }

    private Database open(List<Reason> told) {
        return Database.openForWriting(
                file(),
                StoreFixture.IDENTITY,
                new Database.Waiting("test", Duration.ZERO, holder -> {}),
                StoreFixture.CLOCK,
                System::nanoTime,
                told::add);
    }

    @Test
    void whoComesAfterHasTheFileAndTheOtherSaysSo() throws Exception {
        List<Reason> told = new ArrayList<>();
        try (Database mine = open(told)) {
            TeamStore teams = new TeamStore(mine);
            teams.add("19:mine", "Mine", null, null, StoreFixture.T0);
            Files.delete(WriterLock.lockFile(file()));
            try (ChildProgram other =
                    ChildProgram.main(HoldFileMain.class.getName(), Map.of(), "write", file().toString())) {
                other.awaitLine("OPEN 1", Duration.ofSeconds(60));

                for (int i = 0; i < 2; i++) {
                    assertThatThrownBy(() -> teams.add("19:late", "Late", null, null, StoreFixture.T0))
                            .isInstanceOfSatisfying(StoreFailure.class, e -> assertThat(e.what())
                                    .isEqualTo(StoreFailure.Cause.LOST))
                            .satisfies(says("This one writes and sends nothing more"));
                }
                mine.writer().thread().join();
                assertThat(told).extracting(Reason::code).containsExactly("store.lost");
                assertThat(teams.find("19:mine")).as("reading goes on").isPresent();
                assertThat(teams.find("19:late")).isEmpty();
                other.endInput();
                assertThat(other.exit(Duration.ofSeconds(60))).isZero();
            }
        }
        try (Database after = StoreFixture.open(file())) {
            assertThat(new TeamStore(after).list()).hasSize(1);
        }
    }

    /** The other way round: a process of its own loses its file to this one. */
    @Test
    void aProcessThatLostItEndsWithStatus1() throws Exception {
        StoreFixture.open(file()).close();
        try (ChildProgram other = ChildProgram.main(LostLockMain.class.getName(), Map.of(), file().toString())) {
            other.awaitLine("COMMITTED 1", Duration.ofSeconds(60));
            Files.delete(WriterLock.lockFile(file()));
            try (Database mine = StoreFixture.open(file())) {
                long teams = StoreFixture.number(mine, "SELECT count(*) FROM team");
                assertThat(other.exit(Duration.ofSeconds(60))).isEqualTo(1);
                assertThat(other.error()).contains("writes and sends nothing more");
                assertThat(StoreFixture.number(mine, "SELECT count(*) FROM team"))
                        .as("not one more commit")
                        .isEqualTo(teams);
            }
        }
    }

    /** A restore replaces the file: whoever still has the old one open finds that it is not theirs any more. */
    @Test
    void aRestoreTakesTheFileFromWhoeverStillWrites() throws Exception {
        List<Reason> told = new ArrayList<>();
        try (Database mine = open(told)) {
            new BackupFiles(file(), StoreFixture.IDENTITY).create(StoreFixture.T0);
            Files.delete(WriterLock.lockFile(file()));
            try (ChildProgram other = ChildProgram.main(RestoreMain.class.getName(), Map.of(), file().toString())) {
                assertThat(other.exit(Duration.ofSeconds(60))).as(other.error()).isZero();
            }
            assertThatThrownBy(() -> new TeamStore(mine).add("19:late", "Late", null, null, StoreFixture.T0))
                    .isInstanceOfSatisfying(
                            StoreFailure.class, e -> assertThat(e.what()).isEqualTo(StoreFailure.Cause.LOST));
        }
    }

    /** What others do to the places of an open file: a sync client, a restore by hand, a copy of the whole folder. */
    enum Other {
        FILE_REPLACED {
            @Override
            void happensTo(Path file) throws IOException {
                Path copy = Files.copy(file, file.resolveSibling("copy"));
                Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
            }
        },
        FILE_MOVED {
            @Override
            void happensTo(Path file) throws IOException {
                Files.move(file, file.resolveSibling("moved"));
            }
        },
        FOLDER_MOVED_AND_COPIED {
            @Override
            void happensTo(Path file) throws IOException {
                Path moved = file.getParent().resolveSibling("moved");
                Files.move(file.getParent(), moved);
                Files.createDirectory(file.getParent());
                for (String suffix : List.of("", "-wal", "-shm")) {
                    String name = file.getFileName() + suffix;
                    Files.copy(moved.resolve(name), file.resolveSibling(name));
                }
            }
        },
        LOCK_REMOVED {
            @Override
            void happensTo(Path file) throws IOException {
                Files.delete(WriterLock.lockFile(file));
            }
        },
        LOCK_REPLACED {
            @Override
            void happensTo(Path file) throws IOException {
                Path lock = WriterLock.lockFile(file);
                Files.move(Files.createFile(file.resolveSibling("empty")), lock, StandardCopyOption.REPLACE_EXISTING);
            }
        };

        abstract void happensTo(Path file) throws IOException;
    }

    /** The row in the file still says that it is ours, since it is read in the file that is open. */
    @ParameterizedTest
    @EnumSource(Other.class)
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "an open file can neither be moved nor replaced there")
    void noSendIsClaimedInAFileThatLostItsPlace(Other other) throws Exception {
        Path place = Files.createDirectory(folder.resolve("connections")).resolve("sandbox.db");
        List<Reason> told = new CopyOnWriteArrayList<>();
        byte[] there;
        try (Database mine = Database.openForWriting(
                place,
                StoreFixture.IDENTITY,
                new Database.Waiting("test", Duration.ZERO, holder -> {}),
                StoreFixture.CLOCK,
                System::nanoTime,
                told::add)) {
            StoreFixture.roster(
                    mine,
                    "19:a",
                    StoreFixture.T0,
                    StoreFixture.user("29:a", "o1", "Ann"),
                    StoreFixture.user("29:b", "o2", "Bob"));
            Ledger ledger = StoreFixture.unguarded(mine);
            long run = StoreFixture.running(ledger, Audience.ofTeams(Set.of("19:a")));
            List<DueDelivery> due = ledger.deliveries().due(run, StoreFixture.at(100_000), 2, Deliveries.EVERY_ROW);
            assertThat(StoreFixture.get(ledger.claims().opening(due.get(0), StoreFixture.at(1))))
                    .isTrue();

            other.happensTo(place);

            there = Files.exists(place) ? Files.readAllBytes(place) : null;
            assertThatThrownBy(() -> StoreFixture.get(ledger.claims().opening(due.get(1), StoreFixture.at(2))))
                    .isInstanceOfSatisfying(
                            StoreFailure.class, e -> assertThat(e.what()).isEqualTo(StoreFailure.Cause.LOST))
                    .satisfies(says("moved, removed or replaced"));
            mine.writer().thread().join();
            assertThat(told).extracting(Reason::code).containsExactly("store.replaced");
        }
        if (other == Other.FILE_REPLACED || other == Other.FOLDER_MOVED_AND_COPIED) {
            assertThat(Arrays.equals(Files.readAllBytes(place), there))
                    .as("nothing is written at the end either")
                    .isTrue();
        }
    }

    /** An orderly end leaves no name behind, so that nothing is changed in a file that is only set aside. */
    @Test
    void anOrderlyEndGivesTheFileFree() {
        StoreFixture.open(file()).close();
        try (Database reader = Database.openForReading(file(), StoreFixture.IDENTITY)) {
            assertThat(StoreFixture.number(reader, "SELECT count(*) FROM meta WHERE key = 'writer'"))
                    .isZero();
        }
    }
}
