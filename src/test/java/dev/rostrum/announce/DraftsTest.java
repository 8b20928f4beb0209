package dev.rostrum.announce;

import static dev.rostrum.testing.TestGraph.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Draft;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.query.DraftQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftsTest {
    @TempDir
    Path folder;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private Database database;
    private Drafts drafts;
    private DraftQuery query;

    private final Drafts.Listener listener = new Drafts.Listener() {
        @Override
        public void kept() {
            told.add("kept");
        }

        @Override
        public void notKept(Exception why) {
            told.add("not kept");
        }

        @Override
        public void gone() {
            told.add("gone");
        }
    };

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("x.db"));
        drafts = new Drafts(StoreFixture.unguarded(database).drafts(), StoreFixture.CLOCK);
        query = new DraftQuery(database);
    }

    @AfterEach
    void close() {
        drafts.close();
        database.close();
    }

    private static Draft saying(String text) {
        return new Draft("", new Message(text, TextFormat.PLAIN), Audience.none(), SendChoices.NONE);
    }

    private List<String> onDisk() {
        return query.select("").page(0, 10).stream()
                .map(row -> query.find(row.id()).orElseThrow().message().text())
                .toList();
    }

    /** The half second of the design is the time to the commit's beginning; the rest is the disk's. */
    @Test
    void eachChangeIsOnDiskWithinASecond() throws Exception {
        assertThat(Drafts.PATIENCE).isLessThan(Duration.ofMillis(500));
        Drafts.Open one = drafts.begin(Draft.EMPTY, listener);
        StringBuilder typed = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            one.change(saying(typed.append((char) ('a' + i % 26)).toString()));
        }
        until("it is on disk", () -> onDisk().equals(List.of(typed.toString())));
        assertThat(told).as("changes in between go along").hasSizeLessThan(10).containsOnly("kept");
        long id = one.id();
        one.change(saying("Shorter"));
        until("so is the next change", () -> onDisk().equals(List.of("Shorter")));
        assertThat(one.id()).isEqualTo(id);
    }

    @Test
    void closingBringsTheRestToDisk() {
        Drafts.Open one = drafts.begin(Draft.EMPTY, listener);
        Drafts.Open two = drafts.begin(Draft.EMPTY, listener);
        one.change(saying("First"));
        two.change(saying("Second"));
        drafts.close();
        assertThat(onDisk()).containsExactlyInAnyOrder("First", "Second");
        one.change(saying("After the end"));
        assertThat(onDisk()).containsExactlyInAnyOrder("First", "Second");
    }

    @Test
    void nothingIsLeftOfADraftInWhichThereIsNothing() throws Exception {
        Drafts.Open one = drafts.begin(Draft.EMPTY, listener);
        one.change(saying(""));
        assertThat(one.settled()).isNull();
        one.change(saying("Something"));
        assertThat(one.settled()).isNotNull();
        one.change(saying(""));
        assertThat(one.settled()).isNull();
        one.change(saying("Again"));
        one.leave();
        until("it is left", () -> onDisk().equals(List.of("Again")));
    }

    /** An audience that came from another screen is nothing that was written. */
    @Test
    void whatADraftBeganWithIsNotKeptAlone() throws Exception {
        Draft begun = Draft.to(Audience.ofTeams(Set.of("19:a")));
        Drafts.Open one = drafts.begin(begun, listener);
        one.change(begun);
        assertThat(one.settled()).isNull();
        Draft written = new Draft("", new Message("Text", TextFormat.MARKDOWN), begun.audience(), SendChoices.NONE);
        one.change(written);
        assertThat(query.find(one.settled())).contains(written);
        one.change(begun);
        assertThat(one.settled()).isNull();
        assertThat(onDisk()).isEmpty();
    }

    @Test
    void whatWasSentOrDeletedDoesNotComeBack() throws Exception {
        Drafts.Open one = drafts.begin(Draft.EMPTY, listener);
        one.change(saying("Text"));
        long id = one.settled();
        Drafts.Undo undo = drafts.delete(id).orElseThrow();
        one.change(saying("Typed after that"));
        until("it is told", () -> told.contains("gone"));
        assertThat(onDisk()).isEmpty();
        undo.putBack();
        assertThat(onDisk()).containsExactly("Text");
        Drafts.Open again = drafts.resume(id, query.find(id).orElseThrow(), listener);
        again.change(saying("Never to be kept"));
        again.end();
        drafts.close();
        assertThat(onDisk()).containsExactly("Text");
    }

    /** As by a full disk: it is told, tried again, and nothing of it is lost meanwhile. */
    @Test
    void aWriteThatFailsIsToldAndTriedAgain() throws Exception {
        StoreFixture.change(
                database,
                "INSERT INTO draft (id, title, text, format, folded, created_at, changed_at)"
                        + " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                        + " SELECT i, '', 't', 'PLAIN', '', 0, 0 FROM n");
        Drafts.Open one = drafts.begin(Draft.EMPTY, listener);
        one.change(saying("Waiting for room"));
        until("it is told", () -> told.contains("not kept"));
        StoreFixture.change(database, "DELETE FROM draft");
        until("it is on disk", () -> onDisk().equals(List.of("Waiting for room")));
        assertThat(told).last().isEqualTo("kept");
    }

    @Test
    void whoeverFollowsIsTold() throws Exception {
        AtomicInteger moves = new AtomicInteger();
        Drafts.Watch watch = drafts.watch(moves::incrementAndGet);
        Drafts.Open one = drafts.begin(Draft.EMPTY, listener);
        one.change(saying("Text"));
        long id = one.settled();
        assertThat(moves).hasValue(1);
        drafts.duplicate(id);
        drafts.delete(id);
        assertThat(moves.get()).isGreaterThanOrEqualTo(2);
        watch.close();
        int before = moves.get();
        drafts.begin(Draft.EMPTY, listener).change(saying("Other"));
        until("it is on disk", () -> onDisk().contains("Other"));
        assertThat(moves).hasValue(before);
    }
}
