package dev.rostrum.inbound;

import static dev.rostrum.store.StoreFixture.number;
import static dev.rostrum.store.StoreFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.people.EventStore;
import dev.rostrum.testing.ChildProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that receives and applies events is killed at random: what it took is applied, and prompts what it should, once each. */
@Tag("crash")
@Timeout(600)
class EventKillTest {
    private static final int KILLS = Integer.getInteger("rostrum.kills", 20);
    private static final long SEED = 4712;
    private static final long MAX_MILLIS = 700;
    private static final int MOST_OF_A_ROUND = 1_000_000;

    @TempDir
    Path folder;

    @Test
    void nothingTakenIsLostAndNothingIsAppliedTwice() throws Exception {
        Path file = folder.resolve("x.db");
        try (Database database = StoreFixture.open(file)) {
            EventMain.welcoming(database);
        }
        Random random = new Random(SEED);
        Set<String> taken = new HashSet<>();
        List<Long> waiting = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            try (ChildProgram child = ChildProgram.main(
                    "dev.rostrum.inbound.EventMain", Map.of(), file.toString(), kill * MOST_OF_A_ROUND + "")) {
                child.awaitLine("START", Duration.ofSeconds(60));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(MAX_MILLIS)));
                child.kill();
                assertThat(child.output()).doesNotContain("TWICE");
                // The kill may cut off the last line.
                Matcher got = Pattern.compile("GOT (\\d+)\\.").matcher(child.output());
                while (got.find()) {
                    assertThat(taken.add(got.group(1))).isTrue();
                }
            }
            try (Database database = Database.openForReading(file, StoreFixture.IDENTITY)) {
                waiting.add(number(database, "SELECT count(*) FROM event WHERE state = 'PENDING'"));
            }
        }
        assertThat(waiting).as("kills between taking and applying").anyMatch(count -> count > 0);

        try (Database database = StoreFixture.open(file)) {
            EventStore events = StoreFixture.events(database);
            try (EventWorker worker = new EventWorker(events, EventMain::news, StoreFixture.CLOCK, () -> {})) {
                worker.wake();
                while (!events.pending(1).isEmpty()) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            }
            // Each event brought one person, who stays when the event is forgotten (EventStore.MAX_KEPT).
            Set<String> kept = new HashSet<>(texts(database, "SELECT substr(user_id, 4) FROM user"));
            assertThat(kept).containsAll(taken);
            assertThat(texts(database, "SELECT DISTINCT state || ' ' || changes FROM event"))
                    .filteredOn(changes -> !changes.contains("TEAM_ADDED"))
                    .containsExactlyInAnyOrder(
                            "APPLIED PERSON_ADDED:1,JOINED:1", "APPLIED PERSON_ADDED:1,INSTALLED:1,WELCOME_PROMPTED:1");
            long installed = kept.stream()
                    .filter(number -> Integer.parseInt(number) % 2 == 1)
                    .count();
            assertThat(number(database, "SELECT count(*) FROM membership")).isEqualTo(kept.size() - installed);
            assertThat(number(database, "SELECT people FROM team")).isEqualTo(kept.size() - installed);
            // Each of them is to be welcomed, once.
            assertThat(number(database, "SELECT count(DISTINCT user) FROM prompt WHERE purpose = 'WELCOME'"))
                    .isEqualTo(installed);
            assertThat(number(database, "SELECT count(*) FROM prompt")).isEqualTo(installed);
            assertThat(number(database, "SELECT count(*) FROM welcomed")).isEqualTo(installed);
            System.out.printf("events: %d kills, %d taken, left waiting %s%n", KILLS, taken.size(), waiting);
        }
    }
}
