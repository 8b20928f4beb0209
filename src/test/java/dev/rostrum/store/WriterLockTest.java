package dev.rostrum.store;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.store.people.TeamStore;
import dev.rostrum.testing.Remains;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("storage")
@Timeout(120)
class WriterLockTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("sandbox.db");
    }

    private Process start(String mode) throws IOException {
        return Remains.start(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Drostrum.native=" + System.getProperty("rostrum.native", ""),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HoldFileMain.class.getName(),
                        mode,
                        file().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT));
    }

    private static String firstLine(Process process) throws IOException {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    @Test
    void aSecondProcessIsNamedAndItsDeathFreesTheFile() throws Exception {
        Process other = start("write");
        try {
            assertThat(firstLine(other)).isEqualTo("OPEN 0");
            List<Holder> told = new ArrayList<>();
            assertThatThrownBy(() -> Database.openForWriting(
                            file(),
                            StoreFixture.IDENTITY,
                            "test",
                            Duration.ofMillis(500),
                            told::add,
                            StoreFixture.CLOCK,
                            System::nanoTime))
                    .isInstanceOfSatisfying(
                            StoreFailure.class, e -> assertThat(e.what()).isEqualTo(StoreFailure.Cause.IN_USE))
                    .satisfies(says("process " + other.pid() + " (hold), since "));
            assertThat(told).hasSize(1);
            assertThat(told.get(0).pid()).isEqualTo(other.pid());
            assertThat(told.get(0).command()).isEqualTo("hold");

            // Reading goes on beside it.
            try (Database reader = Database.openForReading(file(), StoreFixture.IDENTITY)) {
                assertThat(new TeamStore(reader).list()).isEmpty();
                assertThat(reader.held()).isTrue();
            }
        } finally {
            other.destroyForcibly();
        }
        assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
        try (Database reader = Database.openForReading(file(), StoreFixture.IDENTITY)) {
            assertThat(reader.held()).isFalse();
        }
        try (Database mine = StoreFixture.open(file())) {
            assertThat(mine.writable()).isTrue();
        }
    }

    @Test
    void waitsUntilTheOtherProcessEnds() throws Exception {
        Process other = start("write");
        assertThat(firstLine(other)).isEqualTo("OPEN 0");
        // Told that it must wait, so it certainly found the file in use before it was given free.
        try (Database mine = Database.openForWriting(
                file(),
                StoreFixture.IDENTITY,
                "test",
                Duration.ofSeconds(60),
                holder -> {
                    try {
                        other.getOutputStream().close();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                StoreFixture.CLOCK,
                System::nanoTime)) {
            assertThat(mine.writable()).isTrue();
            assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(other.exitValue()).isZero();
        }
    }

    @Test
    void theOtherProcessFindsOursAndReadsBeside() throws Exception {
        try (Database mine = StoreFixture.open(file())) {
            new TeamStore(mine).add("19:a", "A", null, null, StoreFixture.T0);
            Process writer = start("write");
            assertThat(firstLine(writer))
                    .startsWith("IN_USE ")
                    .contains(
                            "store.inUseBy",
                            "process " + ProcessHandle.current().pid() + " (test)");
            assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();

            // Opening and closing readers here must not drop our lock.
            Database.openForReading(file(), StoreFixture.IDENTITY).close();
            assertThatThrownBy(() -> StoreFixture.open(file())).isInstanceOf(StoreFailure.class);
            Process again = start("write");
            assertThat(firstLine(again)).startsWith("IN_USE ");
            assertThat(again.waitFor(30, TimeUnit.SECONDS)).isTrue();

            Process reader = start("read");
            assertThat(firstLine(reader)).isEqualTo("OPEN 1");
            reader.getOutputStream().close();
            assertThat(reader.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Whoever lists announcements asks whether somebody sends, and must not keep anybody from sending by that. */
    @Test
    void whoOnlyLooksIsInNobodysWay() throws Exception {
        StoreFixture.open(file()).close();
        Process looking = start("look");
        try {
            assertThat(firstLine(looking)).isEqualTo("LOOKING");
            for (int i = 0; i < 200; i++) {
                WriterLock.acquire(file(), new Holder(1, "test", StoreFixture.T0), Duration.ZERO, holder -> {})
                        .close();
            }
        } finally {
            looking.getOutputStream().write('x');
            looking.getOutputStream().close();
        }
        assertThat(looking.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aSecondWriterOfThisProcessIsRefused() {
        try (Database mine = StoreFixture.open(file())) {
            assertThat(mine.writable()).isTrue();
            assertThatThrownBy(() -> StoreFixture.open(file()))
                    .isInstanceOfSatisfying(
                            StoreFailure.class, e -> assertThat(e.what()).isEqualTo(StoreFailure.Cause.IN_USE))
                    .satisfies(says("process " + ProcessHandle.current().pid()));
        }
        StoreFixture.open(file()).close();
    }

    @Test
    void aLinkLeadsToTheSameLock() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        try (Database mine = StoreFixture.open(real.resolve("x.db"))) {
            assertThat(mine.writable()).isTrue();
            assertThatThrownBy(() -> StoreFixture.open(link.resolve("x.db"))).satisfies(says("in use"));
        }
    }
}
