package dev.rostrum.store;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("storage")
@Timeout(60)
class WriterTest {
    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("x.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Database.Writing<Integer> put(String key) {
        return session -> session.update("INSERT INTO setting (key, value) VALUES (?, 'v')", key);
    }

    private long rows() {
        return database.read(session -> session.number("SELECT count(*) FROM setting"));
    }

    /** Keeps the writer busy until the latch opens, so that what is queued meanwhile meets in one batch. */
    private CompletableFuture<Void> hold(CountDownLatch latch) {
        return database.submit(session -> {
            try {
                latch.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return null;
        });
    }

    /** Deleted rows are overwritten in the file; until it is emptied the log beside it still has them. */
    @Test
    void whatIsErasedIsSoonNotInTheLogEither() throws Exception {
        Path log = folder.resolve("x.db-wal");
        StoreFixture.get(database.submit(put("Grandmother is ill")));
        StoreFixture.get(database.submit(session -> session.update("DELETE FROM setting WHERE key LIKE 'Grand%'")));
        assertThat(Files.readString(log, StandardCharsets.ISO_8859_1)).contains("Grandmother is ill");
        StoreFixture.get(database.submit(session -> {
            session.erased();
            return null;
        }));
        StoreFixture.get(database.submit(put("another")));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (Files.readString(log, StandardCharsets.ISO_8859_1).contains("Grandmother is ill")) {
            assertThat(System.nanoTime()).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(Files.readString(folder.resolve("x.db"), StandardCharsets.ISO_8859_1))
                .contains("another")
                .doesNotContain("Grandmother is ill");
        StoreFixture.get(database.submit(put("it goes on")));
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void manyItemsShareFewCommits() {
        CountDownLatch latch = new CountDownLatch(1);
        hold(latch);
        long before = database.writer().commits();
        List<CompletableFuture<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            futures.add(database.submit(put("k" + i)));
        }
        latch.countDown();
        futures.forEach(StoreFixture::get);
        assertThat(rows()).isEqualTo(1_000);
        assertThat(database.writer().commits() - before).isLessThan(250);
    }

    @Test
    void aBatchIsBounded() {
        CountDownLatch latch = new CountDownLatch(1);
        hold(latch);
        List<CompletableFuture<Integer>> futures = new ArrayList<>();
        long before = database.writer().commits();
        for (int i = 0; i < 3 * Writer.MAX_BATCH; i++) {
            futures.add(database.submit(put("k" + i)));
        }
        latch.countDown();
        futures.forEach(StoreFixture::get);
        assertThat(database.writer().commits() - before).isGreaterThanOrEqualTo(3);
    }

    @Test
    void oneFailureHurtsNobodyElse() {
        CountDownLatch latch = new CountDownLatch(1);
        hold(latch);
        CompletableFuture<Integer> first = database.submit(put("a"));
        CompletableFuture<Integer> twice = database.submit(session -> {
            session.update("INSERT INTO setting (key, value) VALUES ('half', 'v')");
            return session.update("INSERT INTO setting (key, value) VALUES ('a', 'v')");
        });
        CompletableFuture<Integer> thrown = database.submit(session -> {
            session.update("INSERT INTO setting (key, value) VALUES ('gone', 'v')");
            throw new IllegalStateException("on purpose");
        });
        CompletableFuture<Integer> last = database.submit(put("b"));
        latch.countDown();
        assertThat(StoreFixture.get(first)).isEqualTo(1);
        assertThat(StoreFixture.get(last)).isEqualTo(1);
        assertThatThrownBy(() -> StoreFixture.get(twice)).isInstanceOf(StoreFailure.class);
        assertThatThrownBy(() -> StoreFixture.get(thrown)).hasMessage("on purpose");
        assertThat(StoreFixture.texts(database, "SELECT key FROM setting ORDER BY key"))
                .containsExactly("a", "b");
    }

    @Test
    void aFullDiskFailsTheItemsAndSparesTheFile() {
        StoreFixture.get(database.submit(put("before")));
        database.write(session -> {
            session.script("PRAGMA max_page_count = " + (session.number("PRAGMA page_count") + 2));
            return null;
        });
        List<CompletableFuture<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String key = "big" + i;
            futures.add(database.submit(session ->
                    session.update("INSERT INTO setting (key, value) VALUES (?, hex(zeroblob(20000)))", key)));
        }
        for (CompletableFuture<Integer> future : futures) {
            assertThatThrownBy(() -> StoreFixture.get(future))
                    .isInstanceOfSatisfying(
                            StoreFailure.class, e -> assertThat(e.what()).isEqualTo(StoreFailure.Cause.FULL));
        }
        assertThat(rows()).isEqualTo(1);
        database.write(session -> {
            session.script("PRAGMA max_page_count = 1000000");
            return null;
        });
        assertThat(StoreFixture.get(database.submit(put("after")))).isEqualTo(1);
        assertThat(StoreFixture.text(database, "PRAGMA integrity_check")).isEqualTo("ok");
        database.close();
        assertThat(folder.resolve("x.db-wal")).doesNotExist();
    }

    @Test
    void aFailedCommitFailsEveryItemOfTheBatch() {
        CountDownLatch latch = new CountDownLatch(1);
        hold(latch);
        CompletableFuture<Integer> fine = database.submit(put("fine"));
        // A violated deferred key is noticed by COMMIT only.
        CompletableFuture<Integer> bad = database.submit(session -> {
            session.script("PRAGMA defer_foreign_keys = ON");
            return session.update("INSERT INTO roster_member (roster, user, since) VALUES (77, 77, 0)");
        });
        latch.countDown();
        assertThatThrownBy(() -> StoreFixture.get(fine)).isInstanceOf(StoreFailure.class);
        assertThatThrownBy(() -> StoreFixture.get(bad)).isInstanceOf(StoreFailure.class);
        assertThat(rows()).isZero();
        assertThat(StoreFixture.get(database.submit(put("next")))).isEqualTo(1);
    }

    @Test
    void theWritersDeathFailsEverythingQueued() {
        CountDownLatch latch = new CountDownLatch(1);
        hold(latch);
        CompletableFuture<Integer> before = database.submit(put("a"));
        CompletableFuture<Integer> deadly = database.submit(session -> {
            throw new StackOverflowError();
        });
        CompletableFuture<Integer> behind = database.submit(put("b"));
        latch.countDown();
        for (CompletableFuture<Integer> future : List.of(before, deadly, behind)) {
            assertThatThrownBy(() -> StoreFixture.get(future)).isInstanceOf(StoreFailure.class);
        }
        assertThatThrownBy(() -> StoreFixture.get(database.submit(put("c"))))
                .isInstanceOf(StoreFailure.class)
                .satisfies(says("Start Rostrum again"));
        assertThat(rows()).isZero();
    }

    @Test
    void aChainedCallMaySubmitMore() {
        CompletableFuture<Integer> both = database.submit(put("a")).thenCompose(n -> database.submit(put("b")));
        assertThat(StoreFixture.get(both)).isEqualTo(1);
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void closingWritesWhatIsQueued() {
        List<CompletableFuture<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            futures.add(database.submit(put("k" + i)));
        }
        database.close();
        assertThat(futures).allMatch(future -> future.isDone() && !future.isCompletedExceptionally());
        assertThatThrownBy(() -> StoreFixture.get(database.submit(put("late"))))
                .isInstanceOf(StoreFailure.class)
                .satisfies(says("closed"));
        assertThatThrownBy(this::rows).isInstanceOf(StoreFailure.class);
        database = StoreFixture.open(folder.resolve("x.db"));
        assertThat(rows()).isEqualTo(600);
    }

    @Test
    void theLiveWriterIsDurable() {
        database.write(session -> {
            assertThat(session.number("PRAGMA synchronous")).isEqualTo(2);
            assertThat(session.text("PRAGMA journal_mode")).isEqualTo("wal");
            assertThat(session.number("PRAGMA foreign_keys")).isEqualTo(1);
            assertThat(session.number("PRAGMA secure_delete")).isEqualTo(1);
            assertThat(session.number("PRAGMA trusted_schema")).isZero();
            assertThat(session.number("PRAGMA busy_timeout")).isEqualTo(5_000);
            return null;
        });
    }
}
