package dev.rostrum.inbound;

import static dev.rostrum.inbound.Activities.CHANNEL;
import static dev.rostrum.inbound.Activities.CHAT;
import static dev.rostrum.inbound.Activities.GROUP;
import static dev.rostrum.inbound.Activities.MIA;
import static dev.rostrum.inbound.Activities.MIA_OBJECT;
import static dev.rostrum.inbound.Activities.TEAM;
import static dev.rostrum.inbound.Activities.TOM;
import static dev.rostrum.inbound.Activities.TOM_OBJECT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.domain.EventAsk;
import dev.rostrum.domain.EventAsk.BotAdded;
import dev.rostrum.domain.EventAsk.Joined;
import dev.rostrum.domain.EventAsk.Mentioned;
import dev.rostrum.domain.EventAsk.OptOutAsked;
import dev.rostrum.domain.EventAsk.TakenBack;
import dev.rostrum.domain.EventAsk.Written;
import dev.rostrum.domain.InboundEvent.EventPerson;
import dev.rostrum.domain.InboundEvent.EventTeam;
import dev.rostrum.domain.InboundSettings;
import dev.rostrum.domain.OptOutWords.Word;
import dev.rostrum.domain.PersonId;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an event asks for, and what is kept of the text of a message until then. */
class EventAsksTest {
    private static final InboundSettings OFF = InboundSettings.DEFAULT;
    private static final InboundSettings REPLIES = OFF.withReplies(true);
    private static final EventPerson UNNAMED = new EventPerson(new PersonId(MIA, MIA_OBJECT), null);
    private static final EventPerson NAMED = new EventPerson(new PersonId(MIA, MIA_OBJECT), "Mia Brandt");
    private static final String MESSAGE = "1776066310555";

    private static KeptEvent kept(String name, InboundSettings settings, Consumer<ObjectNode> change) {
        ObjectNode activity = Activities.tree(name);
        change.accept(activity);
        return KeptEvent.of(ActivityReaderTest.read(activity), settings.words(), settings.replies());
    }

    private static List<EventAsk> asks(String name, Consumer<ObjectNode> change) {
        return EventAsks.of(kept(name, OFF, change));
    }

    private static List<EventAsk> said(String text) {
        return asks("message-in-chat", activity -> activity.put("text", text));
    }

    @Test
    void mostAskForNothing() {
        Map<String, List<EventAsk>> asking = Map.of(
                "personal-bot-added", List.of(new BotAdded(UNNAMED)),
                "personal-install", List.of(new BotAdded(NAMED)),
                "team-person-added",
                        List.of(new Joined(
                                new EventTeam(TEAM, "Harbour Office", GROUP),
                                new EventPerson(new PersonId(TOM, TOM_OBJECT), null))),
                "message-with-mentions",
                        List.of(new Mentioned(
                                new EventTeam(TEAM, null, null),
                                NAMED,
                                List.of(new EventPerson(new PersonId(TOM, null), null)))),
                "message-deleted", List.of(new TakenBack(NAMED, CHAT, MESSAGE)));
        for (String name : Activities.ALL) {
            assertThat(asks(name, activity -> {})).as(name).isEqualTo(asking.getOrDefault(name, List.of()));
            assertThat(asks(name, activity -> activity.put("channelId", "webchat")))
                    .as(name)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"add, 1", "add-upgrade, 0", "ADD, 1", "remove, 0", "other, 0"})
    void onlyAddingIsAdding(String action, int count) {
        assertThat(asks("personal-install", activity -> activity.put("action", action)))
                .hasSize(count);
    }

    @Test
    void inATeamTheBotIsNotAddedPersonally() {
        assertThat(asks("team-install", activity -> {})).isEmpty();
        assertThat(asks("team-bot-added", activity -> {})).isEmpty();
        assertThat(asks("personal-bot-added", activity -> ((ObjectNode) activity.path("conversation"))
                        .put("conversationType", "groupChat")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "teamMemberAdded, 1",
        "teammemberadded, 1",
        "teamsAddMembers, 1",
        "channelMemberAdded, 0",
        "teamRenamed, 0",
        ", 0"
    })
    void thoseWhoJoinATeamAreToldByTheEventsType(String eventType, int count) {
        assertThat(asks("team-person-added", activity -> ((ObjectNode) activity.path("channelData"))
                        .put("eventType", eventType)))
                .hasSize(count);
    }

    @Test
    void aMentionIsOfPeopleByNameInAChannelAndNew() {
        Consumer<ObjectNode> team = activity -> mention(activity, TEAM);
        Consumer<ObjectNode> channel = activity -> mention(activity, CHANNEL);
        Consumer<ObjectNode> tag = activity -> mention(activity, "tag-id");
        for (Consumer<ObjectNode> group : List.of(team, channel, tag)) {
            assertThat(asks("message-with-mentions", group)).isEmpty();
        }
        assertThat(asks("message-with-mentions", activity -> activity.withArray("entities")
                        .remove(0)))
                .as("without the bot")
                .isEmpty();
        assertThat(asks("message-with-mentions", activity -> activity.withArray("entities")
                        .remove(1)))
                .as("of the bot alone")
                .isEmpty();
        assertThat(asks("message-with-mentions", activity -> activity.remove("from")))
                .isEmpty();
        for (String type : List.of("messageUpdate", "messageDelete", "messageReaction")) {
            assertThat(asks("message-with-mentions", activity -> activity.put("type", type)))
                    .as(type)
                    .isEmpty();
        }
        for (String kind : List.of("groupChat", "personal", "meeting")) {
            assertThat(asks("message-with-mentions", activity -> ((ObjectNode) activity.path("conversation"))
                            .put("conversationType", kind)))
                    .as(kind)
                    .isEmpty();
        }
    }

    private static void mention(ObjectNode activity, String id) {
        activity.withArray("entities")
                .addObject()
                .put("type", "mention")
                .putObject("mentioned")
                .put("id", id);
    }

    @Test
    void aWordThatIsTheWholeMessageAsks() {
        assertThat(said("<at>Rostrum</at>&nbsp;Stop!")).containsExactly(new OptOutAsked(NAMED, Word.STOP));
        assertThat(said("START")).containsExactly(new OptOutAsked(NAMED, Word.START));
        assertThat(said("please stop")).isEmpty();
        assertThat(said(null)).isEmpty();
        // In a channel it is nobody's mark.
        assertThat(asks("message-with-mentions", activity -> activity.put("text", "<at>Rostrum</at> stop")))
                .noneMatch(OptOutAsked.class::isInstance);
        // The words are those of the admin.
        InboundSettings own = OFF.withWords(List.of("ruhe"), List.of("weiter"), OFF.confirmation(), OFF.again());
        assertThat(EventAsks.of(kept("message-in-chat", own, activity -> activity.put("text", "Ruhe!"))))
                .containsExactly(new OptOutAsked(NAMED, Word.STOP));
        assertThat(EventAsks.of(kept("message-in-chat", own, activity -> activity.put("text", "STOP"))))
                .isEmpty();
    }

    private static Consumer<ObjectNode> changed(String eventType, String text) {
        return activity -> {
            activity.put("type", eventType.equals("softDeleteMessage") ? "messageDelete" : "messageUpdate")
                    .put("text", text);
            ((ObjectNode) activity.path("channelData")).put("eventType", eventType);
        };
    }

    @Test
    void aMessageThatIsChangedToAWordAsksAndOneThatIsBroughtBackDoesNot() {
        assertThat(asks("message-in-chat", changed("editMessage", "STOP")))
                .containsExactly(new OptOutAsked(NAMED, Word.STOP));
        assertThat(asks("message-in-chat", changed("undeleteMessage", "START"))).isEmpty();
        assertThat(asks("message-in-chat", changed("softDeleteMessage", "STOP")))
                .containsExactly(new TakenBack(NAMED, CHAT, MESSAGE));
    }

    @Test
    void theTextIsKeptOnlyWhereRepliesAreAndOnlyOfTheChat() throws Exception {
        for (InboundSettings settings : List.of(OFF, REPLIES)) {
            KeptEvent message = kept("message-in-chat", settings, activity -> {});
            String json = EventJson.write(message);
            assertThat(EventJson.read(json)).isEqualTo(message);
            assertThat(json.contains("good morning")).isEqualTo(settings.replies());
            assertThat(EventAsks.of(message).contains(new Written(NAMED, CHAT, MESSAGE, "good morning")))
                    .isEqualTo(settings.replies());
            assertThat(EventJson.write(kept("message-with-mentions", settings, activity -> {})))
                    .doesNotContain("please tell");
        }
        for (String eventType : List.of("editMessage", "undeleteMessage")) {
            assertThat(EventAsks.of(kept("message-in-chat", REPLIES, changed(eventType, "Changed"))))
                    .containsExactly(new Written(NAMED, CHAT, MESSAGE, "Changed"));
        }
        // What comes without an id could not be changed or taken back.
        assertThat(EventAsks.of(kept("message-in-chat", REPLIES, activity -> activity.remove("id"))))
                .isEmpty();
    }

    @Test
    void aWordIsKeptAsACode() {
        assertThat(EventJson.write(kept("message-in-chat", OFF, activity -> activity.put("text", "Abmelden \u263a"))))
                .contains("\"word\":\"STOP\"")
                .doesNotContain("Abmelden");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void changesOfOneMessageAreToldApartAsFarAsTheyMatter(boolean replies) {
        InboundSettings settings = replies ? REPLIES : OFF;
        assertThat(kept("message-in-chat", settings, activity -> {}).variant(replies))
                .isNull();
        assertThat(kept("message-in-chat", settings, changed("editMessage", "Stop"))
                        .variant(replies))
                .isEqualTo(replies ? "text Stop" : "STOP");
        assertThat(kept("message-in-chat", settings, changed("editMessage", "Hello"))
                        .variant(replies))
                .isEqualTo(replies ? "text Hello" : null);
        assertThat(kept("message-deleted", settings, activity -> {}).variant(replies))
                .isEqualTo(replies ? "2026-04-13T07:50:00Z" : null);
        assertThat(kept("reaction", settings, activity -> {}).variant(replies)).isNull();
    }
}
