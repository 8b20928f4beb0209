package dev.rostrum.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.testing.ChildProgram;
import dev.rostrum.testing.TestGraph;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process that makes the index is killed, again and again: it comes to its end, and holds each entry once. */
@Tag("storage")
class PeopleIndexKillTest {
    private static final int ENTRIES = 12_000;
    private static final int KILLS = 5;

    @TempDir
    private Path folder;

    @Test
    void isWholeHoweverOftenItWasCutOff() throws Exception {
        Path file = folder.resolve("people.db");
        try (Database database = StoreFixture.open(file)) {
            database.writeRepeatable(session -> {
                PeopleIndex.unfit(session);
                for (int i = 1; i <= ENTRIES; i++) {
                    session.update(
                            "INSERT INTO user (id, user_id, kind, name_key, folded, first_seen_at, changed_at)"
                                    + " VALUES (?1, ?2, 'MEMBER', x'', ?3, 0, 0)",
                            i,
                            "29:1row" + i,
                            TextKeys.fold("Anna Berg no." + i, "anna" + i % 7 + "@x.com", "29:1row" + i));
                }
                return null;
            });
        }
        Random random = new Random(5);
        long reached = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            try (ChildProgram child =
                    ChildProgram.main("dev.rostrum.store.MigrateMain", Map.of(), file.toString(), "index")) {
                child.awaitLine("OPEN true", Duration.ofSeconds(60));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20 + random.nextInt(300)));
                child.kill();
            }
            try (Database reading = Database.openForReading(file, StoreFixture.IDENTITY)) {
                PeopleIndex.Progress progress = reading.read(PeopleIndex::progress);
                assertThat(progress.done()).as("what was done stays done").isGreaterThanOrEqualTo(reached);
                reached = progress.done();
                System.out.printf("killed at %d of %d%n", progress.done(), progress.all());
            }
        }
        try (Database database = StoreFixture.open(file)) {
            TestGraph.until("the index", () -> database.read(PeopleIndex::whole));
            for (String word : List.of("anna", "no.1199", "an", "anna3@x", "29:1row7", "row11999")) {
                BitSet found =
                        database.read(session -> PeopleIndex.entries(session, List.of(word), each -> new BitSet()));
                BitSet naive = new BitSet();
                for (int i = 1; i <= ENTRIES; i++) {
                    SearchText text = SearchText.of(
                            TextKeys.fold("Anna Berg no." + i, "anna" + i % 7 + "@x.com", "29:1row" + i), null);
                    if (text.holds(new SearchWord(word)) || text.identifiedBy(new SearchWord(word))) {
                        naive.set(i);
                    }
                }
                assertThat(found).as(word).isEqualTo(naive);
            }
            database.write(session -> {
                session.update("INSERT INTO people_text (people_text, rank) VALUES ('integrity-check', 0)");
                return session.update("INSERT INTO people_key (people_key, rank) VALUES ('integrity-check', 0)");
            });
        }
    }
}
