package dev.rostrum.inbound;

import static dev.rostrum.inbound.Activities.CHANNEL;
import static dev.rostrum.inbound.Activities.CHAT;
import static dev.rostrum.inbound.Activities.GROUP;
import static dev.rostrum.inbound.Activities.MIA;
import static dev.rostrum.inbound.Activities.MIA_OBJECT;
import static dev.rostrum.inbound.Activities.SERVICE_URL;
import static dev.rostrum.inbound.Activities.TEAM;
import static dev.rostrum.inbound.Activities.TOM;
import static dev.rostrum.inbound.Activities.TOM_OBJECT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.domain.CacheChange;
import dev.rostrum.domain.CacheChange.BotInTeam;
import dev.rostrum.domain.CacheChange.ConversationSeen;
import dev.rostrum.domain.CacheChange.InTeam;
import dev.rostrum.domain.CacheChange.Installed;
import dev.rostrum.domain.CacheChange.PersonSeen;
import dev.rostrum.domain.CacheChange.ServiceUrlSeen;
import dev.rostrum.domain.CacheChange.TeamSeen;
import dev.rostrum.domain.InboundEvent.EventPerson;
import dev.rostrum.domain.InboundEvent.EventTeam;
import dev.rostrum.domain.PersonId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheChangesTest {
    private static final EventPerson UNNAMED = new EventPerson(new PersonId(MIA, MIA_OBJECT), null);
    private static final EventPerson NAMED = new EventPerson(new PersonId(MIA, MIA_OBJECT), "Mia Brandt");
    private static final EventPerson TOM_PERSON = new EventPerson(new PersonId(TOM, TOM_OBJECT), null);
    private static final EventTeam OFFICE = new EventTeam(TEAM, "Harbour Office", GROUP);
    private static final EventTeam BARE = new EventTeam(TEAM, null, null);
    private static final EventTeam RENAMED = new EventTeam(TEAM, "Harbour and Docks", GROUP);

    private static List<CacheChange> changes(String name, Consumer<ObjectNode> change) {
        ObjectNode activity = Activities.tree(name);
        change.accept(activity);
        return CacheChanges.of(ActivityReaderTest.read(activity));
    }

    /** What the event says beyond the service's address and who caused it. */
    private static List<CacheChange> beyondSender(String name, Consumer<ObjectNode> change) {
        List<CacheChange> all = new ArrayList<>(changes(name, change));
        all.removeIf(each -> each instanceof ServiceUrlSeen || each.equals(new PersonSeen(UNNAMED)));
        return all;
    }

    static Stream<Arguments> fixtures() {
        return Stream.of(
                fixture(
                        "personal-bot-added",
                        new PersonSeen(UNNAMED),
                        new ConversationSeen(UNNAMED, CHAT),
                        new Installed(UNNAMED, true)),
                fixture(
                        "personal-install",
                        new PersonSeen(NAMED),
                        new ConversationSeen(NAMED, CHAT),
                        new Installed(NAMED, true)),
                fixture("personal-uninstall", new PersonSeen(NAMED), new Installed(NAMED, false)),
                fixture("team-install", new PersonSeen(NAMED), new TeamSeen(OFFICE), new BotInTeam(OFFICE, true)),
                fixture("team-bot-added", new PersonSeen(UNNAMED), new TeamSeen(OFFICE), new BotInTeam(OFFICE, true)),
                fixture("team-bot-removed", new PersonSeen(UNNAMED), new BotInTeam(OFFICE, false)),
                fixture(
                        "team-person-added",
                        new PersonSeen(UNNAMED),
                        new PersonSeen(TOM_PERSON),
                        new TeamSeen(OFFICE),
                        new InTeam(OFFICE, TOM_PERSON, true)),
                fixture(
                        "team-person-removed",
                        new PersonSeen(UNNAMED),
                        new TeamSeen(OFFICE),
                        new InTeam(OFFICE, TOM_PERSON, false)),
                fixture("team-renamed", new PersonSeen(UNNAMED), new TeamSeen(RENAMED)),
                fixture("channel-created", new PersonSeen(UNNAMED), new TeamSeen(BARE)),
                fixture(
                        "message-in-chat",
                        new PersonSeen(NAMED),
                        new ConversationSeen(NAMED, CHAT),
                        new Installed(NAMED, true)),
                fixture(
                        "message-with-mentions",
                        new PersonSeen(NAMED),
                        new PersonSeen(new EventPerson(new PersonId(TOM, null), null)),
                        new TeamSeen(BARE)),
                fixture("message-deleted", new PersonSeen(NAMED), new ConversationSeen(NAMED, CHAT)),
                fixture("reaction", new PersonSeen(UNNAMED), new ConversationSeen(UNNAMED, CHAT)));
    }

    private static Arguments fixture(String name, CacheChange... changes) {
        return Arguments.of(name, List.of(changes));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fixtures")
    void whatEachSays(String name, List<CacheChange> expected) {
        List<CacheChange> all = changes(name, activity -> {});
        assertThat(all.get(0)).isEqualTo(new ServiceUrlSeen(SERVICE_URL));
        assertThat(all.subList(1, all.size())).isEqualTo(expected);
    }

    @Test
    void everyFixtureIsAmongThem() {
        assertThat(fixtures().map(each -> each.get()[0])).containsExactlyElementsOf(Activities.ALL);
    }

    @Test
    void onlyWhatTeamsSendsToABot() {
        assertThat(changes("message-in-chat", a -> a.put("channelId", "emulator")))
                .isEmpty();
        assertThat(changes("message-in-chat", a -> a.remove("channelId"))).isEmpty();
        assertThat(changes("message-in-chat", a -> a.remove("recipient"))).isEmpty();
        assertThat(changes("message-in-chat", a -> ((ObjectNode) a.get("recipient")).put("id", TOM)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "add, true",
        "ADD, true",
        "add-upgrade, true",
        "remove, false",
        "remove-upgrade, false",
    })
    void installs(String action, boolean present) {
        assertThat(changes("personal-install", a -> a.put("action", action))).contains(new Installed(NAMED, present));
        assertThat(changes("team-install", a -> a.put("action", action))).contains(new BotInTeam(OFFICE, present));
    }

    @Test
    void anInstallOfUnknownAction() {
        assertThat(changes("personal-install", a -> a.put("action", "suspend")))
                .containsExactly(
                        new ServiceUrlSeen(SERVICE_URL), new PersonSeen(NAMED), new ConversationSeen(NAMED, CHAT));
    }

    @ParameterizedTest
    @CsvSource({
        "teamDeleted, false",
        "teamHardDeleted, false",
        "teamRestored, true",
        "teamrestored, true",
        "teamArchived, ",
        "teamUnarchived, ",
        "teamRenamed, ",
        "teamOfTheFuture, ",
    })
    void whatBecomesOfATeam(String eventType, Boolean present) {
        List<CacheChange> said =
                beyondSender("team-renamed", a -> ((ObjectNode) a.get("channelData")).put("eventType", eventType));
        if (present == null) {
            assertThat(said).containsExactly(new TeamSeen(RENAMED));
        } else if (present) {
            assertThat(said).containsExactly(new TeamSeen(RENAMED), new BotInTeam(RENAMED, true));
        } else {
            assertThat(said).containsExactly(new BotInTeam(RENAMED, false));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"teamMemberAdded", "teamsAddMembers", "TEAMMEMBERADDED"})
    void olderNamesOfAMembersEvent(String eventType) {
        assertThat(changes("team-person-added", a -> ((ObjectNode) a.get("channelData")).put("eventType", eventType)))
                .contains(new InTeam(OFFICE, TOM_PERSON, true));
        assertThat(changes("team-person-added", a -> ((ObjectNode) a.get("channelData")).remove("eventType")))
                .contains(new InTeam(OFFICE, TOM_PERSON, true));
    }

    /** A shared channel has members who are not in its team. */
    @Test
    void membersOfAChannelAreNotMembersOfItsTeam() {
        assertThat(beyondSender("team-person-added", a -> ((ObjectNode) a.get("channelData"))
                        .put("eventType", "channelMemberAdded")))
                .containsExactly(new PersonSeen(TOM_PERSON), new TeamSeen(OFFICE));
        assertThat(beyondSender("team-bot-removed", a -> ((ObjectNode) a.get("channelData"))
                        .put("eventType", "channelMemberRemoved")))
                .containsExactly(new TeamSeen(OFFICE));
    }

    @Test
    void theTeamIsNeverTheConversation() {
        assertThat(beyondSender("team-bot-added", a -> ((ObjectNode) a.get("channelData")).remove("team")))
                .isEmpty();
        assertThat(changes("team-bot-added", a -> {}))
                .noneMatch(each -> each.toString().contains(CHANNEL));
    }

    @Test
    void aChatWithSeveralIsNobodysChat() {
        for (String name : List.of("personal-bot-added", "message-in-chat", "personal-install")) {
            assertThat(changes(name, a -> a.putObject("conversation")
                            .put("id", "19:abc@thread.v2")
                            .put("conversationType", "groupChat")
                            .put("isGroup", true)))
                    .hasSize(2)
                    .noneMatch(each -> each instanceof ConversationSeen || each instanceof Installed);
        }
    }

    @Test
    void aChatOfNobodyOrOfTwoIsNotTaken() {
        assertThat(changes("message-in-chat", a -> a.remove("from"))).containsExactly(new ServiceUrlSeen(SERVICE_URL));
        assertThat(changes("personal-bot-added", a -> ((ObjectNode) a.at("/membersAdded/0")).put("id", TOM)))
                .noneMatch(each -> each instanceof ConversationSeen || each instanceof Installed);
        assertThat(changes("personal-bot-added", a -> a.remove("from")))
                .contains(new ConversationSeen(UNNAMED, CHAT), new Installed(UNNAMED, true));
        assertThat(changes("personal-bot-added", a -> ((ObjectNode) a.at("/membersAdded/0")).remove("aadObjectId")))
                .contains(new ConversationSeen(UNNAMED, CHAT), new Installed(UNNAMED, true));
    }

    @Test
    void theBotLeavesAChat() {
        assertThat(changes("personal-bot-added", a -> a.set("membersRemoved", a.remove("membersAdded"))))
                .contains(new Installed(UNNAMED, false))
                .noneMatch(each -> each instanceof ConversationSeen);
        assertThat(changes("personal-bot-added", a -> a.set("membersRemoved", a.get("membersAdded"))))
                .as("it came and went")
                .noneMatch(each -> each instanceof Installed);
    }

    /** The sender writes a mention as they like: neither a name nor an object id of it is believed. */
    @Test
    void aMentionTellsNothingButAnId() {
        assertThat(changes("message-with-mentions", a -> {
                    for (JsonNode entity : a.get("entities")) {
                        if (entity.get("mentioned") instanceof ObjectNode mentioned) {
                            mentioned.put("aadObjectId", MIA_OBJECT).put("name", "The boss");
                        }
                    }
                }))
                .filteredOn(each -> each instanceof PersonSeen)
                .map(each -> ((PersonSeen) each).person())
                .filteredOn(person -> !MIA.equals(person.id().userId()))
                .isNotEmpty()
                .allSatisfy(person -> {
                    assertThat(person.id().objectId()).isNull();
                    assertThat(person.name()).isNull();
                });
    }

    @Test
    void somebodyWithoutAnObjectId() {
        EventPerson anonymous = new EventPerson(new PersonId(MIA, null), "Mia Brandt");
        assertThat(changes("message-in-chat", a -> ((ObjectNode) a.get("from")).remove("aadObjectId")))
                .containsExactly(
                        new ServiceUrlSeen(SERVICE_URL),
                        new PersonSeen(anonymous),
                        new ConversationSeen(anonymous, CHAT),
                        new Installed(anonymous, true));
    }
}
