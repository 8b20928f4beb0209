package dev.rostrum.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rostrum.domain.InboundEvent;
import dev.rostrum.domain.InboundEvent.EventPerson;
import dev.rostrum.domain.InboundEvent.EventTeam;
import dev.rostrum.domain.InboundEvent.Key;
import dev.rostrum.domain.InboundEvent.Place;
import dev.rostrum.domain.InboundEvent.Scope;
import dev.rostrum.domain.InboundSettings;
import dev.rostrum.domain.OptOutWords;
import dev.rostrum.domain.OptOutWords.Word;
import dev.rostrum.domain.PersonId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is posted is an event or is refused by a code; what is kept of an event comes back as it was. */
class InboundProperties {
    /** Names and values that the reader looks for, so that arbitrary JSON meets it where it looks. */
    private static final List<String> WORDS = List.of(
            "type",
            "Type",
            "id",
            "from",
            "conversation",
            "conversationType",
            "personal",
            "isGroup",
            "recipient",
            "channelData",
            "channelId",
            "msteams",
            "team",
            "tenant",
            "eventType",
            "teamMemberAdded",
            "membersAdded",
            "membersRemoved",
            "entities",
            "mention",
            "mentioned",
            "aadObjectId",
            "aadGroupId",
            "name",
            "timestamp",
            "message",
            "installationUpdate",
            "action",
            "remove-upgrade",
            Activities.MIA,
            Activities.MIA_OBJECT,
            Activities.BOT,
            Activities.TEAM,
            Activities.CHAT);

    private static final OptOutWords WORDS_OF_STOP = InboundSettings.DEFAULT.words();

    @Provide
    Arbitrary<String> json() {
        return json(4);
    }

    private static Arbitrary<String> json(int depth) {
        Arbitrary<String> words =
                Arbitraries.oneOf(Arbitraries.of(WORDS), Arbitraries.strings().ofMaxLength(5));
        Arbitrary<String> quoted = words.map(InboundProperties::quoted);
        Arbitrary<String> leaf = Arbitraries.oneOf(
                quoted, Arbitraries.of("null", "true", "0", "-1e400", "\"\\ud83d\"", "\"\\u0000\"", "", "{", "]"));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<String> inner = json(depth - 1);
        Arbitrary<String> objects = Combinators.combine(quoted, inner)
                .as((name, value) -> name + ":" + value)
                .list()
                .ofMaxSize(6)
                .map(all -> "{" + String.join(",", all) + "}");
        Arbitrary<String> arrays = inner.list().ofMaxSize(4).map(all -> "[" + String.join(",", all) + "]");
        return Arbitraries.oneOf(leaf, objects, arrays);
    }

    private static String quoted(String text) {
        return Activities.JSON.getNodeFactory().textNode(text).toString();
    }

    private static void readsOrRefuses(byte[] bytes) {
        Throwable thrown = catchThrowable(() -> {
            InboundEvent event = ActivityReader.read(bytes);
            CacheChanges.of(event);
            EventAsks.of(KeptEvent.of(event, WORDS_OF_STOP, false));
        });
        assertThat(thrown).satisfiesAnyOf(none -> assertThat(none).isNull(), refused -> assertThat(refused)
                .isInstanceOf(UnreadableActivity.class)
                .hasMessageStartingWith("event."));
    }

    @Property(tries = 2000)
    void arbitraryJson(@ForAll("json") String text) {
        readsOrRefuses(text.getBytes(StandardCharsets.UTF_8));
        readsOrRefuses(("{\"type\":\"conversationUpdate\",\"channelData\":" + text + ",\"from\":" + text + "}")
                .getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 1000)
    void arbitraryBytes(@ForAll byte[] bytes) {
        readsOrRefuses(bytes);
    }

    @Provide
    Arbitrary<InboundEvent> events() {
        Arbitrary<String> text = Arbitraries.strings().ofMinLength(1).ofMaxLength(12);
        Arbitrary<String> perhaps = text.injectNull(0.3);
        Arbitrary<EventPerson> person = Combinators.combine(
                        Arbitraries.of(Activities.MIA, Activities.TOM, null),
                        Arbitraries.of(Activities.MIA_OBJECT, Activities.TOM_OBJECT),
                        perhaps)
                .as((user, object, name) -> new EventPerson(new PersonId(user, object), name));
        Arbitrary<List<EventPerson>> people = person.list().ofMaxSize(3);
        Arbitrary<Key> key =
                Combinators.combine(text, perhaps, perhaps, perhaps).as(Key::new);
        Arbitrary<Place> place =
                Combinators.combine(text, Arbitraries.of(Scope.class)).as(Place::new);
        Arbitrary<EventTeam> team = Combinators.combine(text, perhaps, perhaps).as(EventTeam::new);
        Arbitrary<Instant> time = Arbitraries.longs()
                .between(0, 4_000_000_000L)
                .map(seconds -> Instant.ofEpochSecond(seconds, seconds % 1_000_000_000));
        return Combinators.combine(
                        key,
                        perhaps.list().ofSize(6),
                        time.injectNull(0.2),
                        person.injectNull(0.2),
                        place.injectNull(0.2),
                        team.injectNull(0.2),
                        people.list().ofSize(3),
                        Arbitraries.of(true, false).list().ofSize(4))
                .as((k, texts, sent, from, conversation, about, lists, flags) -> new InboundEvent(
                        k,
                        texts.get(0),
                        sent,
                        texts.get(1),
                        texts.get(2),
                        texts.get(3),
                        texts.get(4),
                        from,
                        conversation,
                        about,
                        lists.get(0),
                        lists.get(1),
                        flags.get(0),
                        flags.get(1),
                        lists.get(2),
                        flags.get(2),
                        flags.get(3),
                        texts.get(5)));
    }

    @Property(tries = 1000)
    void anEventComesBackAsItWas(@ForAll("events") InboundEvent event) throws UnreadableActivity {
        for (Word word : new Word[] {null, Word.STOP, Word.START}) {
            KeptEvent kept = new KeptEvent(event, word);
            String json = EventJson.write(kept);
            assertThat(json).isASCII();
            assertThat(EventJson.read(json)).isEqualTo(kept);
        }
    }

    @Property(tries = 1000)
    void anotherTextIsNoEvent(@ForAll("json") String text) {
        Throwable thrown = catchThrowable(() -> EventJson.read(text));
        assertThat(thrown).satisfiesAnyOf(none -> assertThat(none).isNull(), refused -> assertThat(refused)
                .isInstanceOf(UnreadableActivity.class)
                .hasMessage("event.content"));
    }
}
