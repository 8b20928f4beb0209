package dev.rostrum.inbound;

import static dev.rostrum.store.StoreFixture.number;
import static dev.rostrum.store.StoreFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.EventSource;
import dev.rostrum.domain.InboundEvent;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.people.EventStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
        events = StoreFixture.events(database);
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
        AtomicInteger prompted = new AtomicInteger();
        EventMain.welcoming(database);
        for (int i = 0; i < 200; i++) {
            EventMain.receive(events, i);
        }
        try (EventWorker worker = new EventWorker(
                events,
                event -> {
                    if (event.content().equals("7")) {
                        throw new IllegalStateException("never shown");
                    }
                    if (event.content().equals("8")) {
                        throw new UnreadableActivity(Reason.of("event.content"));
                    }
                    return EventMain.news(event);
                },
                StoreFixture.CLOCK,
                prompted::incrementAndGet)) {
            drained();
            EventMain.receive(events, 200);
            worker.wake();
            drained();
        }
        // Every second one joins the team, the others add the bot; 7 and 8 do nothing.
        assertThat(number(database, "SELECT count(*) FROM membership")).isEqualTo(100);
        assertThat(number(database, "SELECT count(*) FROM prompt")).isEqualTo(99);
        assertThat(prompted).as("batches that prompted something").hasPositiveValue();
        assertThat(texts(database, "SELECT activity_id || ' ' || reason FROM event WHERE state <> 'APPLIED'"))
                .containsExactly("f:7 event.notApplied|s21:IllegalStateException", "f:8 event.content");
    }

    @Test
    void whatWasKeptOfAnEventIsReadAgain() throws Exception {
        InboundEvent event =
                ActivityReader.read(("{\"type\":\"conversationUpdate\",\"id\":\"f:1\",\"channelId\":\"msteams\","
                                + "\"timestamp\":\"2026-11-22T10:00:00Z\",\"recipient\":{\"id\":\"28:bot\"},"
                                + "\"conversation\":{\"id\":\"19:t\",\"conversationType\":\"channel\"},"
                                + "\"membersAdded\":[{\"id\":\"29:a\"}],\"channelData\":{\"eventType\":\"teamMemberAdded\","
                                + "\"team\":{\"id\":\"19:t\",\"name\":\"Team\"}}}")
                        .getBytes(StandardCharsets.UTF_8));
        events.receive(
                event.key(),
                new byte[0],
                event.sentAt(),
                event.sentAt(),
                EventSource.ENDPOINT,
                EventJson.write(new KeptEvent(event, null)));
        try (EventWorker worker = new EventWorker(events, StoreFixture.CLOCK, () -> {})) {
            worker.wake();
            drained();
        }
        assertThat(texts(database, "SELECT state || ' ' || changes FROM event"))
                .containsExactly("APPLIED PERSON_ADDED:1,TEAM_ADDED:1,JOINED:1");
    }

    @Test
    void itEndsInFiniteTimeAndTheRestWaits() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        for (int i = 0; i < 100; i++) {
            EventMain.receive(events, i);
        }
        EventWorker worker = new EventWorker(
                events,
                event -> {
                    reached.countDown();
                    return EventMain.news(event);
                },
                StoreFixture.CLOCK,
                () -> {});
        reached.await();
        worker.close();
        worker.close();
        long applied = number(database, "SELECT count(*) FROM event WHERE state = 'APPLIED'");
        assertThat(number(database, "SELECT count(*) FROM user")).isEqualTo(applied);
        assertThat(number(database, "SELECT count(*) FROM event WHERE state = 'PENDING'"))
                .isEqualTo(100 - applied);
    }
}
