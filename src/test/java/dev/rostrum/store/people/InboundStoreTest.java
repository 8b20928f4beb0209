package dev.rostrum.store.people;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.store.StoreFixture.change;
import static dev.rostrum.store.StoreFixture.number;
import static dev.rostrum.store.StoreFixture.text;
import static dev.rostrum.store.StoreFixture.texts;
import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.EventSource;
import dev.rostrum.domain.InboundEvent.Key;
import dev.rostrum.domain.InboundSettings;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboundStoreTest {
    private static final InboundSettings ALL = InboundSettings.DEFAULT
            .withListening(true, "::1", 4_000)
            .withWelcome(new Message("Hello\n\n\u00e9 \ufffd", TextFormat.MARKDOWN, true), true, true)
            .withMention(
                    new Message("{mentioner} mentioned you", TextFormat.PLAIN),
                    true,
                    Set.of("29:a", "aaaaaaaa-0000-4000-8000-000000000001"),
                    Set.of("19:t"))
            .withReplies(true)
            .withWords(
                    List.of("stop", "halt ein"),
                    List.of("weiter"),
                    new Message("As you like", TextFormat.PLAIN),
                    new Message("Here again", TextFormat.MARKDOWN));

    @TempDir
    Path folder;

    private Database database;
    private InboundStore inbound;

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("x.db"));
        inbound = StoreFixture.inbound(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private InboundStore at(String origin, long seconds) {
        return new InboundStore(
                database, AuditLog.ofThisUser(), origin, Clock.fixed(StoreFixture.at(seconds), ZoneOffset.UTC));
    }

    @Test
    void everythingIsOffUntilItIsSwitchedOnAndComesBackAsItWas() {
        assertThat(inbound.read()).isEqualTo(InboundSettings.DEFAULT);
        assertThat(inbound.change(now -> ALL)).isEqualTo(ALL);
        assertThat(inbound.read()).isEqualTo(ALL);
        assertThat(inbound.change(now -> now.withReplies(false).withWelcome(now.welcome(), false, true)))
                .isEqualTo(inbound.read())
                .isEqualTo(ALL.withReplies(false).withWelcome(ALL.welcome(), false, true));
        assertThat(inbound.change(now -> InboundSettings.DEFAULT)).isEqualTo(inbound.read());
        assertThat(inbound.read()).isEqualTo(InboundSettings.DEFAULT);
    }

    @Test
    void whoSwitchedWhatIsInTheAuditLog() {
        inbound.change(now -> now.withWelcome(new Message("Hello", TextFormat.PLAIN), true, false));
        inbound.change(now -> now);
        inbound.change(now -> now.withReplies(true).withWelcome(now.welcome(), false, false));
        assertThat(texts(database, "SELECT act || ' ' || detail FROM audit_log ORDER BY id"))
                .containsExactly(
                        "SWITCHED_ON audit.automatic.welcome",
                        "AUTOMATIC_CHANGED audit.automatic.welcomeText",
                        "SWITCHED_OFF audit.automatic.welcome",
                        "SWITCHED_ON audit.automatic.replies");
        assertThat(texts(database, "SELECT detail FROM audit_log").toString()).doesNotContain("Hello");
    }

    @Test
    void whatCannotBeUsedChangesNothing() {
        inbound.change(now -> ALL);
        assertThatThrownBy(() -> inbound.change(now -> now.withWelcome(new Message("", TextFormat.PLAIN), true, false)))
                .isInstanceOf(Problem.class)
                .satisfies(says("The welcome message cannot be used. It is empty."));
        assertThat(inbound.read()).isEqualTo(ALL);
    }

    @Test
    void aSwitchThatStaysOnIsOnSinceItWasSwitchedOn() {
        at("here", 1).change(now -> ALL.withMention(ALL.mention(), false, Set.of(), Set.of()));
        at("here", 2).change(now -> ALL.withWelcome(ALL.welcome(), false, true));
        InboundStore.Switches then = database.read(inbound::switches);
        assertThat(then.welcome()).isNull();
        assertThat(then.members()).isEqualTo(StoreFixture.at(1));
        assertThat(then.mention()).isEqualTo(StoreFixture.at(2));
        at("here", 3).change(now -> ALL);
        assertThat(database.read(inbound::switches).welcome()).isEqualTo(StoreFixture.at(3));
    }

    /** A data file that was brought from elsewhere, or was restored, does nothing by itself. */
    @Test
    void whatAnotherFolderSwitchedOnIsOffHere() {
        inbound.change(now -> ALL);
        InboundStore elsewhere = at("elsewhere", 5);
        assertThat(elsewhere.read()).isEqualTo(ALL.off());
        assertThat(database.read(elsewhere::switches).welcome()).isNull();
        // Changing something else switches nothing on.
        elsewhere.change(now -> now.withListening(false, "127.0.0.1", 1));
        assertThat(elsewhere.read()).isEqualTo(ALL.off().withListening(false, "127.0.0.1", 1));
        elsewhere.change(now -> now.withWelcome(now.welcome(), true, false));
        assertThat(database.read(elsewhere::switches).welcome()).isEqualTo(StoreFixture.at(5));
        assertThat(inbound.read().welcomeOn()).isFalse();
        change(database, "DELETE FROM setting WHERE key = 'inbound_origin'");
        assertThat(elsewhere.read().welcomeOn()).isFalse();
    }

    @Test
    void whatNobodyHereWroteIsAsIfNothingWasSet() {
        inbound.change(now -> ALL);
        for (String garbled : List.of("port", "welcome", "welcome_on", "mention_on", "stop_words", "confirmation")) {
            String key = "inbound_" + garbled;
            String before = text(database, "SELECT value FROM setting WHERE key = ?", key);
            change(database, "UPDATE setting SET value = ? WHERE key = ?", "\n?\u0000", key);
            assertThat(inbound.read().fault()).as(garbled).isEmpty();
            assertThat(number(database, "SELECT count(*) FROM setting WHERE key = ?", key))
                    .isOne();
            change(database, "UPDATE setting SET value = ? WHERE key = ?", before, key);
        }
        assertThat(inbound.read()).isEqualTo(ALL);
    }

    @Test
    void theLastEventThatIsTrueIsOfTeamsItself() {
        assertThat(inbound.lastAuthentic()).isEmpty();
        EventStore events = StoreFixture.events(database);
        events.receive(
                new Key("message", null, "c", "1"), new byte[0], T0, StoreFixture.at(5), EventSource.ENDPOINT, "{}");
        events.receive(
                new Key("message", null, "c", "2"), new byte[0], T0, StoreFixture.at(3), EventSource.ENDPOINT, "{}");
        events.receive(
                new Key("message", null, "c", "3"), new byte[0], T0, StoreFixture.at(9), EventSource.IMPORT, "{}");
        assertThat(inbound.lastAuthentic()).contains(StoreFixture.at(5));
        List<String> plan = database.read(session -> session.list(
                "EXPLAIN QUERY PLAN SELECT max(received_at) AS at FROM event WHERE source = 'ENDPOINT'",
                row -> row.getString("detail")));
        assertThat(plan).singleElement().asString().contains("event_authentic");
    }
}
