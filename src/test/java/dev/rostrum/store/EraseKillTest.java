package dev.rostrum.store;

import static dev.rostrum.store.StoreFixture.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.User;
import dev.rostrum.store.Session.Mode;
import dev.rostrum.testing.ChildProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An erase by a process that is killed at random moments: the person is wholly there or wholly gone from the data file, and what was begun is
 * finished by the next start alone.
 */
@Tag("crash")
@Timeout(300)
class EraseKillTest {
    private static final String ZOE = "29:1zoeQuillfeatherPairwise-0123456789";
    private static final int KILLS = 10;
    private static final int PEOPLE = 4_000;
    private static final int BACKUPS = 4;
    private static final long SEED = 20261130;

    @TempDir
    Path folder;

    private Path file;

    private void fill() throws IOException {
        try (Database database = StoreFixture.open(file)) {
            List<User> people = new ArrayList<>();
            for (int i = 0; i < PEOPLE; i++) {
                people.add(StoreFixture.user("29:1person-" + i, "person" + i, "Person " + i));
            }
            people.add(StoreFixture.user(ZOE, "zoe", "Zoe Quillfeather"));
            StoreFixture.roster(database, "19:a", T0, people);
            StoreFixture.conversation(database, ZOE, "a:1conversationOfQuillfeather", T0);
            long run =
                    StoreFixture.planned(StoreFixture.unguarded(database), Audience.ofTeams(java.util.Set.of("19:a")));
            StoreFixture.change(
                    database,
                    "UPDATE delivery SET state = 'CANCELLED', open = 0, reason = 'ended.stopped' WHERE job = ?",
                    run);
            StoreFixture.change(database, "UPDATE job SET state = 'STOPPED', pause_reason = NULL WHERE id = ?", run);
            for (int i = 0; i < BACKUPS; i++) {
                new BackupFiles(file, StoreFixture.IDENTITY).create(T0.plusSeconds(i));
            }
        }
    }

    private void copy(Path from) throws IOException {
        if (Files.exists(file.getParent())) {
            try (Stream<Path> all = Files.walk(file.getParent())) {
                for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, file.getParent().resolve(from.relativize(path).toString()));
            }
        }
    }

    /** Rows that tell of her. */
    private long rows() throws SQLException {
        try (Session session = Session.open(file, Mode.READ)) {
            return session.number(
                    "SELECT (SELECT count(*) FROM user WHERE user_id = ?1 OR name LIKE '%Quill%')"
                            + " + (SELECT count(*) FROM delivery WHERE name LIKE '%Quill%')"
                            + " + (SELECT count(*) FROM conversation WHERE conversation_id LIKE '%Quill%')"
                            + " + (SELECT count(*) FROM user u JOIN membership m ON m.user = u.id WHERE u.user_id = ?1)",
                    ZOE);
        }
    }

    private List<String> found() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(file.getParent())) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                String bytes =
                        Files.readString(path, StandardCharsets.ISO_8859_1).toLowerCase(java.util.Locale.ROOT);
                if (bytes.contains("quillfeather")) {
                    found.add(path.getFileName().toString());
                }
            }
        }
        return found;
    }

    @Test
    void isThereOrGone() throws Exception {
        file = folder.resolve("made").resolve("tenant.db");
        fill();
        Path made = file.getParent();
        file = folder.resolve("killed").resolve("tenant.db");
        copy(made);
        assertThat(rows()).isEqualTo(4);
        long whole;
        try (ChildProgram child = erase()) {
            child.awaitLine("open", Duration.ofSeconds(60));
            long start = System.nanoTime();
            child.awaitLine("done.*", Duration.ofSeconds(120));
            whole = System.nanoTime() - start;
            assertThat(child.exit(Duration.ofSeconds(60))).isZero();
        }
        assertThat(found()).isEmpty();

        Random random = new Random(SEED);
        int there = 0;
        int unfinished = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            copy(made);
            try (ChildProgram child = erase()) {
                child.awaitLine("open", Duration.ofSeconds(60));
                LockSupport.parkNanos((long) (random.nextDouble() * whole));
                child.kill();
            }
            long rows = rows();
            assertThat(rows).as("kill %d: wholly there or wholly gone", kill).isIn(0L, 4L);
            there += rows == 0 ? 0 : 1;
            unfinished += rows == 0 && !found().isEmpty() ? 1 : 0;
            try (Database database = StoreFixture.open(file)) {
                if (rows > 0) {
                    EraseMain.erase(database, ZOE);
                }
                // Nobody asks for it: the thread of the file that was opened does it.
                long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
                while (database.erasedFiles().pending() && System.nanoTime() < end) {
                    Thread.onSpinWait();
                    LockSupport.parkNanos(5_000_000);
                }
                assertThat(database.erasedFiles().pending()).isFalse();
            }
            assertThat(found()).as("kill %d", kill).isEmpty();
            assertThat(new BackupFiles(file, StoreFixture.IDENTITY).list())
                    .as("kill %d", kill)
                    .hasSize(BACKUPS)
                    .allSatisfy(each -> new BackupFiles(file, StoreFixture.IDENTITY).check(each));
        }
        System.out.printf(
                "erase: %d kills in %d ms, %d found her there, %d unfinished%n",
                KILLS, whole / 1_000_000, there, unfinished);
        assertThat(unfinished)
                .as("kills between the first commit and the last file")
                .isPositive();
    }

    private ChildProgram erase() throws IOException {
        return ChildProgram.main("dev.rostrum.store.EraseMain", Map.of(), file.toString(), ZOE);
    }
}
