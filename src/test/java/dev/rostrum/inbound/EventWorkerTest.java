package dev.rostrum.inbound;

import static dev.rostrum.store.StoreFixture.number;
import static dev.rostrum.store.StoreFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Problem;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.people.EventStore;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EventWorkerTest {
    @TempDir
    Path folder;

    private Database database;
    private EventStore events;

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("x.db"));
        events = new EventStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void drained() throws InterruptedException {
        while (!events.pending(1).isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    void whatWaitedAndWhatComesIsAppliedAndWhatCannotBeKeepsNothingBack() throws Exception {
        for (int i = 0; i < 200; i++) {
            EventMain.receive(events, i);
        }
        try (EventWorker worker = new EventWorker(
                events,
                content -> {
                    if (content.equals("7")) {
                        throw new IllegalStateException("never shown");
                    }
                    if (content.equals("8")) {
                        throw Problem.wrongUse("team.none");
                    }
                    return EventMain.changes(content);
                },
                StoreFixture.CLOCK)) {
            drained();
            EventMain.receive(events, 200);
            worker.wake();
            drained();
        }
        assertThat(number(database, "SELECT count(*) FROM membership")).isEqualTo(199);
        assertThat(texts(database, "SELECT activity_id || ' ' || reason FROM event WHERE state <> 'APPLIED'"))
                .containsExactly("f:7 event.notApplied|s21:IllegalStateException", "f:8 team.none");
    }

    @Test
    void itEndsInFiniteTimeAndTheRestWaits() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        for (int i = 0; i < 100; i++) {
            EventMain.receive(events, i);
        }
        EventWorker worker = new EventWorker(
                events,
                content -> {
                    reached.countDown();
                    return EventMain.changes(content);
                },
                StoreFixture.CLOCK);
        reached.await();
        worker.close();
        worker.close();
        long applied = number(database, "SELECT count(*) FROM event WHERE state = 'APPLIED'");
        assertThat(number(database, "SELECT count(*) FROM membership")).isEqualTo(applied);
        assertThat(number(database, "SELECT count(*) FROM event WHERE state = 'PENDING'"))
                .isEqualTo(100 - applied);
    }
}
