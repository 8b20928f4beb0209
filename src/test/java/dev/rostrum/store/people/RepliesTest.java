package dev.rostrum.store.people;

import static dev.rostrum.domain.EventEffect.REPLY_KEPT;
import static dev.rostrum.domain.EventEffect.REPLY_REMOVED;
import static dev.rostrum.store.StoreFixture.at;
import static dev.rostrum.store.StoreFixture.change;
import static dev.rostrum.store.StoreFixture.number;
import static dev.rostrum.store.StoreFixture.texts;
import static dev.rostrum.store.people.Told.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.EventAsk.TakenBack;
import dev.rostrum.domain.EventEffect;
import dev.rostrum.domain.InboundEvent.EventPerson;
import dev.rostrum.domain.OptOutWords;
import dev.rostrum.domain.Reply;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people wrote to the bot is kept for a while, where that is on. */
class RepliesTest {
    private static final EventPerson ANNA = person("29:a", "A");
    private static final EventPerson BERT = person("29:b");

    @TempDir
    Path folder;

    private Database database;
    private InboundStore inbound;
    private int number;

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("x.db"));
        inbound = StoreFixture.inbound(database);
        inbound.change(now -> now.withReplies(true));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Set<EventEffect> tell(long seconds, Told told) {
        Set<EventEffect> effects =
                new HashSet<>(told.happens(database, "f:" + number++, at(seconds), at(seconds), at(seconds))
                        .keySet());
        effects.retainAll(Set.of(REPLY_KEPT, REPLY_REMOVED));
        return effects;
    }

    @Test
    void theyAreReadByTimeUnderEveryIdOfAPerson() {
        assertThat(tell(1, Told.writes(ANNA, "1", "One"))).containsExactly(REPLY_KEPT);
        tell(3, Told.writes(person("29:a2", "A"), "1", "Three"));
        tell(2, Told.writes(ANNA, "2", "<at>Rostrum</at>&nbsp;Two"));
        tell(4, Told.writes(BERT, "1", "Another's"));
        assertThat(inbound.replies("29:a"))
                .containsExactly(new Reply(at(3), "Three"), new Reply(at(2), "Rostrum Two"), new Reply(at(1), "One"));
        assertThat(inbound.replies(ANNA.id().objectId())).hasSize(3);
        assertThat(inbound.replies("29:nobody")).isEmpty();
        assertThat(inbound.replyCount()).isEqualTo(4);
        assertThat(tell(5, Told.writes(BERT, "2", " \u00a0 ")))
                .as("of a file alone")
                .isEmpty();
    }

    @Test
    void aChangeReplacesAndTakingBackRemovesInWhateverOrder() {
        tell(1, Told.writes(ANNA, "1", "First"));
        assertThat(tell(3, Told.writes(ANNA, "1", "Third"))).containsExactly(REPLY_KEPT);
        assertThat(tell(2, Told.writes(ANNA, "1", "Second"))).isEmpty();
        assertThat(inbound.replies("29:a")).containsExactly(new Reply(at(1), "Third"));
        assertThat(tell(4, Told.takesBack(ANNA, "1"))).containsExactly(REPLY_REMOVED);
        assertThat(texts(database, "SELECT coalesce(text, 'none') FROM reply")).containsExactly("none");
        // It comes back, and goes before that came.
        tell(6, Told.writes(ANNA, "1", "Brought back"));
        assertThat(tell(5, Told.takesBack(ANNA, "1"))).isEmpty();
        assertThat(inbound.replies("29:a")).containsExactly(new Reply(at(1), "Brought back"));
        // Nobody takes back what another one wrote, nor changes it.
        tell(7, new Told(Told.takesBack(BERT, "1").changes(), List.of(new TakenBack(BERT, Told.chat(ANNA), "1"))));
        assertThat(inbound.replies("29:a")).hasSize(1);
        // Taken back before it came, and the change before the message.
        assertThat(tell(9, Told.takesBack(BERT, "9"))).isEmpty();
        assertThat(tell(8, Told.writes(BERT, "9", "Late"))).isEmpty();
        tell(12, Told.writes(BERT, "10", "Changed"));
        tell(11, Told.writes(BERT, "10", "Late"));
        assertThat(inbound.replies("29:b")).containsExactly(new Reply(at(11), "Changed"));
    }

    @Test
    void nothingIsKeptWhereTheyAreOffButWhatIsTakenBackGoes() {
        tell(1, Told.writes(ANNA, "1", "Kept"));
        inbound.change(now -> now.withReplies(false));
        assertThat(tell(2, Told.writes(ANNA, "2", "Not kept"))).isEmpty();
        assertThat(tell(2, Told.writes(ANNA, "1", "Not changed"))).isEmpty();
        assertThat(tell(3, Told.takesBack(ANNA, "2"))).isEmpty();
        // Switching off deletes nothing; what was kept is shown until its time, or until it is deleted.
        assertThat(inbound.replies("29:a")).containsExactly(new Reply(at(1), "Kept"));
        assertThat(number(database, "SELECT count(*) FROM reply")).isOne();
        assertThat(tell(4, Told.takesBack(ANNA, "1"))).containsExactly(REPLY_REMOVED);
        assertThat(inbound.replyCount()).isZero();
    }

    @Test
    void theyGoAfterThirtyDays() {
        tell(1, Told.writes(ANNA, "1", "Old"));
        tell(2, Told.writes(ANNA, "2", "Newer"));
        tell(1, Told.takesBack(BERT, "1"));
        Instant then = at(2).plus(Replies.KEPT);
        // Shown no longer also where nobody has deleted it yet.
        assertThat(new InboundStore(database, AuditLog.ofThisUser(), "here", Clock.fixed(then, ZoneOffset.UTC))
                        .replies("29:a"))
                .containsExactly(new Reply(at(2), "Newer"));
        inbound.prune(then);
        assertThat(texts(database, "SELECT text FROM reply")).containsExactly("Newer");
        inbound.prune(then.plusMillis(1));
        assertThat(number(database, "SELECT count(*) FROM reply")).isZero();
    }

    @Test
    void thereAreNeverMoreThanABoundNorLongerOnes() {
        tell(1, Told.writes(ANNA, "long", "x".repeat(OptOutWords.MAX_TEXT + 1)));
        assertThat(number(database, "SELECT length(text) FROM reply")).isEqualTo(OptOutWords.MAX_TEXT);
        change(
                database,
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) INSERT INTO reply"
                        + " (conversation_id, activity_id, user, at, told_at, rank, text) SELECT 'c', i, 1, ?2 + i, 0, 0, 'T' || i FROM n",
                Replies.MAX + 700,
                at(2).toEpochMilli());
        inbound.prune(at(3));
        assertThat(number(database, "SELECT count(*) FROM reply")).isEqualTo(Replies.MAX);
        // One more of this person, who has too many.
        tell(4000, Told.writes(ANNA, "new", "New"));
        assertThat(number(database, "SELECT count(*) FROM reply")).isEqualTo(Replies.MAX_OF_ONE);
        assertThat(inbound.replies("29:a"))
                .hasSize(InboundStore.MAX_SHOWN)
                .first()
                .isEqualTo(new Reply(at(4000), "New"));
    }

    @Test
    void allGoWhenAskedFor() {
        tell(1, Told.writes(ANNA, "1", "One"));
        tell(2, Told.writes(BERT, "1", "Two"));
        inbound.deleteReplies();
        assertThat(number(database, "SELECT count(*) FROM reply")).isZero();
        assertThat(inbound.replyCount()).isZero();
    }
}
