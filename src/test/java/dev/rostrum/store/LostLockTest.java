package dev.rostrum.store;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Reason;
import dev.rostrum.testing.ChildProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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
                            .satisfies(says("Another process of Rostrum has taken the data file"));
                }
                assertThat(mine.writer().thread().isAlive()).isFalse();
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
                assertThat(other.error()).contains("has taken the data file");
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
