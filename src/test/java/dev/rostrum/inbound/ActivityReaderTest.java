package dev.rostrum.inbound;

import static dev.rostrum.inbound.Activities.BOT;
import static dev.rostrum.inbound.Activities.CHANNEL;
import static dev.rostrum.inbound.Activities.CHAT;
import static dev.rostrum.inbound.Activities.GROUP;
import static dev.rostrum.inbound.Activities.MIA;
import static dev.rostrum.inbound.Activities.MIA_OBJECT;
import static dev.rostrum.inbound.Activities.SERVICE_URL;
import static dev.rostrum.inbound.Activities.TEAM;
import static dev.rostrum.inbound.Activities.TENANT;
import static dev.rostrum.inbound.Activities.TOM;
import static dev.rostrum.inbound.Activities.TOM_OBJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.domain.CachedText;
import dev.rostrum.domain.InboundEvent;
import dev.rostrum.domain.InboundEvent.EventPerson;
import dev.rostrum.domain.InboundEvent.EventTeam;
import dev.rostrum.domain.InboundEvent.Key;
import dev.rostrum.domain.InboundEvent.Place;
import dev.rostrum.domain.InboundEvent.Scope;
import dev.rostrum.domain.PersonId;
import dev.rostrum.domain.User;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class ActivityReaderTest {
    @SuppressWarnings("UnusedVariable") // The sources of fields below name it.
    private static final List<String> ALL = Activities.ALL;

    private static final EventPerson MIA_UNNAMED = new EventPerson(new PersonId(MIA, MIA_OBJECT), null);
    private static final EventPerson MIA_NAMED = new EventPerson(new PersonId(MIA, MIA_OBJECT), "Mia Brandt");
    private static final EventPerson TOM_PERSON = new EventPerson(new PersonId(TOM, TOM_OBJECT), null);

    static InboundEvent read(ObjectNode activity) {
        return read(Activities.utf8(activity.toString()));
    }

    private static InboundEvent read(byte[] bytes) {
        try {
            return ActivityReader.read(bytes);
        } catch (UnreadableActivity e) {
            throw new AssertionError(e);
        }
    }

    private static InboundEvent changed(String name, Consumer<ObjectNode> change) {
        ObjectNode activity = Activities.tree(name);
        change.accept(activity);
        return read(activity);
    }

    private static String refused(byte[] bytes) {
        return catchThrowableOfType(UnreadableActivity.class, () -> ActivityReader.read(bytes))
                .reason()
                .code();
    }

    private static String refused(String text) {
        return refused(Activities.utf8(text));
    }

    @Test
    void botAddedToAChat() {
        assertThat(read(Activities.bytes("personal-bot-added")))
                .isEqualTo(new InboundEvent(
                        new Key("conversationupdate", null, CHAT, "f:e0000000-1111-4222-8333-000000000001"),
                        null,
                        Instant.parse("2026-04-13T07:30:00.123456700Z"),
                        "msteams",
                        SERVICE_URL,
                        TENANT,
                        BOT,
                        MIA_UNNAMED,
                        new Place(CHAT, Scope.PERSONAL),
                        null,
                        List.of(MIA_UNNAMED),
                        List.of(),
                        true,
                        false,
                        List.of(),
                        false,
                        false,
                        null));
    }

    @Test
    void botAddedToATeam() {
        assertThat(read(Activities.bytes("team-bot-added")))
                .isEqualTo(new InboundEvent(
                        new Key(
                                "conversationupdate",
                                "teammemberadded",
                                CHANNEL,
                                "f:e0000000-1111-4222-8333-000000000005"),
                        null,
                        Instant.parse("2026-04-13T08:00:00.100000100Z"),
                        "msteams",
                        SERVICE_URL,
                        TENANT,
                        BOT,
                        MIA_UNNAMED,
                        new Place(CHANNEL, Scope.CHANNEL),
                        new EventTeam(TEAM, "Harbour Office", GROUP),
                        List.of(),
                        List.of(),
                        true,
                        false,
                        List.of(),
                        false,
                        false,
                        null));
    }

    @Test
    void messageWithMentions() {
        assertThat(read(Activities.bytes("message-with-mentions")))
                .isEqualTo(new InboundEvent(
                        new Key("message", null, CHANNEL + ";messageid=1776067800777", "1776067800777"),
                        null,
                        Instant.parse("2026-04-13T08:10:00.777Z"),
                        "msteams",
                        SERVICE_URL,
                        TENANT,
                        BOT,
                        MIA_NAMED,
                        new Place(CHANNEL + ";messageid=1776067800777", Scope.CHANNEL),
                        new EventTeam(TEAM, null, null),
                        List.of(),
                        List.of(),
                        false,
                        false,
                        List.of(new EventPerson(new PersonId(TOM, null), null)),
                        true,
                        false,
                        "<at>Rostrum</at> please tell <at>Tom</at>\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "personal-install, installationupdate, , add, PERSONAL, , 0, 0",
        "personal-uninstall, installationupdate, , remove, PERSONAL, , 0, 0",
        "team-install, installationupdate, , add, CHANNEL, Harbour Office, 0, 0",
        "team-bot-removed, conversationupdate, teammemberremoved, , CHANNEL, Harbour Office, 0, 0",
        "team-person-added, conversationupdate, teammemberadded, , CHANNEL, Harbour Office, 1, 0",
        "team-person-removed, conversationupdate, teammemberremoved, , CHANNEL, Harbour Office, 0, 1",
        "team-renamed, conversationupdate, teamrenamed, , CHANNEL, Harbour and Docks, 0, 0",
        "channel-created, conversationupdate, channelcreated, , CHANNEL, , 0, 0",
        "message-in-chat, message, , , PERSONAL, , 0, 0",
        "message-deleted, messagedelete, softdeletemessage, , PERSONAL, , 0, 0",
        "reaction, messagereaction, , , PERSONAL, , 0, 0",
    })
    void whatEachSays(
            String name,
            String type,
            String eventType,
            String action,
            Scope scope,
            String team,
            int added,
            int removed) {
        InboundEvent event = read(Activities.bytes(name));
        assertThat(event.key().type()).isEqualTo(type);
        assertThat(event.key().eventType()).isEqualTo(eventType);
        assertThat(event.key().activityId())
                .isEqualTo(Activities.tree(name).path("id").textValue());
        assertThat(event.key().conversationId())
                .isEqualTo(Activities.tree(name).path("conversation").path("id").textValue());
        assertThat(event.action()).isEqualTo(action);
        assertThat(event.conversation().scope()).isEqualTo(scope);
        assertThat(event.team() == null ? null : event.team().name()).isEqualTo(team);
        assertThat(event.added()).hasSize(added);
        assertThat(event.removed()).hasSize(removed);
        assertThat(event.sentAt())
                .isEqualTo(Instant.parse(Activities.tree(name).path("timestamp").textValue()));
        assertThat(event.from().id()).isEqualTo(new PersonId(MIA, MIA_OBJECT));
        assertThat(event.tenantId()).isEqualTo(TENANT);
        assertThat(event.botId()).isEqualTo(BOT);
        assertThat(event.botRemoved()).isEqualTo(name.equals("team-bot-removed"));
    }

    @Test
    void peopleOfATeamsEvent() {
        assertThat(read(Activities.bytes("team-person-added")).added()).containsExactly(TOM_PERSON);
        assertThat(read(Activities.bytes("team-person-removed")).removed()).containsExactly(TOM_PERSON);
    }

    /** Serializers of .NET write names as they like. */
    @ParameterizedTest
    @FieldSource("ALL")
    void namesOfPropertiesInOtherCase(String name) {
        for (boolean upper : new boolean[] {true, false}) {
            JsonNode other = renamed(Activities.tree(name), upper);
            assertThat(other).isNotEqualTo(Activities.tree(name));
            assertThat(read((ObjectNode) other)).isEqualTo(read(Activities.bytes(name)));
        }
    }

    private static JsonNode renamed(JsonNode node, boolean upper) {
        if (node.isObject()) {
            ObjectNode object = Activities.JSON.createObjectNode();
            node.properties()
                    .forEach(each -> object.set(
                            upper
                                    ? each.getKey().toUpperCase(Locale.ROOT)
                                    : each.getKey().toLowerCase(Locale.ROOT),
                            renamed(each.getValue(), upper)));
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = Activities.JSON.createArrayNode();
            node.forEach(each -> array.add(renamed(each, upper)));
            return array;
        }
        return node;
    }

    @Test
    void valuesInOtherCase() {
        InboundEvent expected = read(Activities.bytes("team-bot-added"));
        assertThat(changed("team-bot-added", activity -> {
                    activity.put("type", "ConversationUPDATE").put("channelId", "MSTeams");
                    ((ObjectNode) activity.get("conversation")).put("conversationType", "Channel");
                    ((ObjectNode) activity.get("channelData")).put("eventType", "teammemberadded");
                    ((ObjectNode) activity.at("/channelData/tenant")).put("id", TENANT.toUpperCase(Locale.ROOT));
                    ((ObjectNode) activity.at("/channelData/team")).put("aadGroupId", GROUP.toUpperCase(Locale.ROOT));
                    ((ObjectNode) activity.at("/recipient"))
                            .put("id", "28:" + BOT.substring(3).toUpperCase(Locale.ROOT));
                    ((ObjectNode) activity.at("/from")).put("aadObjectId", MIA_OBJECT.toUpperCase(Locale.ROOT));
                }))
                .isEqualTo(expected);
    }

    /** One thing of the activity after the other is gone, or is something else. The rest says what it said. */
    @ParameterizedTest
    @FieldSource("ALL")
    void anythingMissingOrOfAnotherType(String name) {
        List<String> values = List.of("null", "7", "\"x\"", "[[7]]", "{\"id\":{}}", "true");
        String type = read(Activities.bytes(name)).key().type();
        int tried = 0;
        for (String path : paths(Activities.tree(name), "")) {
            for (String value : values) {
                tried += survives(name, type, path, value);
            }
            tried += survives(name, type, path, null);
        }
        assertThat(tried).isGreaterThan(100);
    }

    private static int survives(String name, String type, String path, String value) {
        ObjectNode activity = Activities.tree(name);
        int slash = path.lastIndexOf('/');
        JsonNode parent = activity.at(path.substring(0, slash));
        String key = path.substring(slash + 1);
        try {
            JsonNode other = value == null ? null : Activities.JSON.readTree(value);
            if (parent instanceof ArrayNode array) {
                if (other == null) {
                    array.remove(Integer.parseInt(key));
                } else {
                    array.set(Integer.parseInt(key), other);
                }
            } else if (other == null) {
                ((ObjectNode) parent).remove(key);
            } else {
                ((ObjectNode) parent).set(key, other);
            }
            InboundEvent event = ActivityReader.read(Activities.JSON.writeValueAsBytes(activity));
            CacheChanges.of(event);
            assertThat(event.key().type().equals(type)).as("%s %s", path, value).isNotEqualTo(path.equals("/type"));
            return 1;
        } catch (UnreadableActivity e) {
            assertThat(path).isEqualTo("/type");
            assertThat(e.reason().code()).isEqualTo("event.noActivity");
            return 1;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> paths(JsonNode node, String at) {
        List<String> paths = new ArrayList<>();
        node.properties().forEach(each -> {
            paths.add(at + "/" + each.getKey());
            paths.addAll(paths(each.getValue(), at + "/" + each.getKey()));
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            paths.add(at + "/" + i);
            paths.addAll(paths(node.get(i), at + "/" + i));
        }
        return paths;
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void moreThanIsKnown(String name) {
        assertThat(changed(name, activity -> {
                    ObjectNode more = Activities.JSON.createObjectNode().put("new", 1);
                    more.putArray("type").add(more.deepCopy());
                    for (String path : List.of("", "/from", "/conversation", "/recipient", "/channelData")) {
                        ((ObjectNode) activity.at(path)).set("addedByTeams", more.deepCopy());
                    }
                }))
                .isEqualTo(read(Activities.bytes(name)));
    }

    @Test
    void withoutTenantInTheConversation() {
        assertThat(changed("message-in-chat", a -> ((ObjectNode) a.get("conversation")).remove("tenantId"))
                        .tenantId())
                .isEqualTo(TENANT);
        assertThat(changed("message-in-chat", a -> ((ObjectNode) a.get("channelData")).remove("tenant"))
                        .tenantId())
                .isEqualTo(TENANT);
        assertThat(changed("message-in-chat", a -> ((ObjectNode) a.at("/channelData/tenant"))
                                .put("id", "00000000-0000-0000-0000-000000000000"))
                        .tenantId())
                .isEqualTo(TENANT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000-0000-0000-0000-000000000000", "not a guid", ""})
    void somebodyWithoutAnObjectId(String objectId) {
        assertThat(changed("message-in-chat", a -> ((ObjectNode) a.get("from")).put("aadObjectId", objectId))
                        .from())
                .isEqualTo(new EventPerson(new PersonId(MIA, null), "Mia Brandt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "29:", "29:a b", "29:a\u0000b", "29:a\nb", "29:\u00e9\u00e9", "8:orgid:x", "long"})
    void idsThatNobodyHas(String given) {
        String id = given.equals("long") ? "29:" + "x".repeat(User.MAX_ID) : given;
        assertThat(changed("message-in-chat", a -> ((ObjectNode) a.get("from")).put("id", id))
                        .from())
                .as("known by the object id alone")
                .isEqualTo(new EventPerson(new PersonId(null, MIA_OBJECT), "Mia Brandt"));
        assertThat(changed(
                                "message-in-chat",
                                a -> ((ObjectNode) a.get("from")).put("id", id).remove("aadObjectId"))
                        .from())
                .isNull();
        assertThat(changed("message-in-chat", a -> a.put("id", id.replace("29:", ""))
                                .put("serviceUrl", id + " "))
                        .serviceUrl())
                .isNull();
    }

    @Test
    void aBotOrAChannelIsNobody() {
        assertThat(changed("message-in-chat", a -> ((ObjectNode) a.get("from")).put("id", "28:other"))
                        .from())
                .isNull();
        assertThat(changed("message-in-chat", a -> ((ObjectNode) a.get("from")).put("id", CHANNEL))
                        .from())
                .isNull();
    }

    @Test
    void namesAreCut() {
        assertThat(changed("message-in-chat", a -> ((ObjectNode) a.get("from")).put("name", " " + "n".repeat(100_000)))
                        .from()
                        .name())
                .hasSize(CachedText.MAX);
        assertThat(changed("message-in-chat", a -> ((ObjectNode) a.get("from")).put("name", "  "))
                        .from()
                        .name())
                .isNull();
    }

    @Test
    void mentionsOfWhatIsNobody() {
        for (String id : List.of(CHANNEL, "dGFnLWlk", "", "29 :x")) {
            InboundEvent event =
                    changed("message-with-mentions", a -> ((ObjectNode) a.at("/entities/1/mentioned")).put("id", id));
            assertThat(event.groupMentioned()).as(id).isTrue();
            assertThat(event.mentioned()).isEmpty();
        }
        InboundEvent other = changed(
                "message-with-mentions", a -> ((ObjectNode) a.at("/entities/0/mentioned")).put("id", "28:other"));
        assertThat(other.botMentioned()).isFalse();
        assertThat(other.groupMentioned()).isFalse();
        InboundEvent twice =
                changed("message-with-mentions", a -> ((ArrayNode) a.get("entities")).add(a.at("/entities/1")));
        assertThat(twice.mentioned()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "personal, false, a:1x, PERSONAL",
        ", false, a:1x, PERSONAL",
        ", true, a:1x, UNKNOWN",
        "personal, true, a:1x, UNKNOWN",
        "personal, false, 19:x@thread.tacv2, UNKNOWN",
        "personal, false, 19:b3a1_5b7e@unq.gbl.spaces, PERSONAL",
        "groupChat, true, 19:x@thread.v2, GROUP_CHAT",
        "channel, true, a:1x, CHANNEL",
        ", true, 19:x@thread.skype, CHANNEL",
        ", false, 19:x@thread.tacv2;messageid=1, CHANNEL",
        ", true, 19:meeting_x@thread.v2, UNKNOWN",
        "meeting, true, 19:meeting_x@thread.v2, UNKNOWN",
    })
    void kindsOfConversations(String type, boolean group, String id, Scope scope) {
        assertThat(changed("message-in-chat", a -> {
                            ObjectNode place =
                                    a.putObject("conversation").put("id", id).put("conversationType", type);
                            if (group) {
                                place.put("isGroup", true);
                            }
                        })
                        .conversation())
                .isEqualTo(new Place(id, scope));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-04-13T09:45:10.555+02:00, 2026-04-13T07:45:10.555Z",
        "2026-04-13T07:45:10, 2026-04-13T07:45:10Z",
        "2026-04-13T07:45:10.123456789Z, 2026-04-13T07:45:10.123456789Z",
        "+999999999-12-31T23:59:59Z, ",
        "1969-01-01T00:00:00Z, ",
        "2999-01-01T00:00:00Z, ",
        "2026-02-30T00:00:00Z, ",
        "yesterday, ",
    })
    void times(String given, Instant time) {
        assertThat(changed("message-in-chat", a -> a.put("timestamp", given)).sentAt())
                .isEqualTo(time);
    }

    @Test
    void whatIsNoActivity() {
        for (String text : List.of(
                "",
                " ",
                "null",
                "7",
                "\"x\"",
                "[]",
                "{}",
                "{\"type\":7}",
                "{\"type\":\"\"}",
                "[{\"type\":\"message\"}]")) {
            assertThat(refused(text)).as(text).isEqualTo("event.noActivity");
        }
        for (String text : List.of(
                "{",
                "{\"type\":\"message\"",
                "{\"type\":\"message\"} x",
                "<html>",
                "{'type':'message'}",
                "{\"type\":NaN}",
                "{\"type\":\"mess\nage\"}")) {
            assertThat(refused(text)).as(text).isEqualTo("event.notJson");
        }
        assertThat(refused(new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'}))
                .isEqualTo("event.notJson");
    }

    @Test
    void whatIsTooMuch() {
        assertThat(read(Activities.utf8("{\"type\":\"x\"}" + " ".repeat(ActivityReader.MAX_BYTES - 12)))
                        .key()
                        .type())
                .isEqualTo("x");
        assertThat(refused(" ".repeat(ActivityReader.MAX_BYTES) + "{")).isEqualTo("event.tooLarge");
        assertThat(read(Activities.utf8("{\"type\":\"x\",\"v\":" + "[".repeat(63) + "]".repeat(63) + "}"))
                        .key()
                        .type())
                .isEqualTo("x");
        assertThat(refused("{\"type\":\"x\",\"v\":" + "[".repeat(64) + "]".repeat(64) + "}"))
                .isEqualTo("event.limits");
        assertThat(refused("[".repeat(200_000))).isEqualTo("event.limits");
        assertThat(refused("{\"a\":".repeat(40_000))).isEqualTo("event.limits");
        assertThat(refused("{\"" + "n".repeat(2_000) + "\":1}")).isEqualTo("event.limits");
        assertThat(refused("{\"v\":" + "9".repeat(2_000) + "}")).isEqualTo("event.limits");
        String member = "{\"id\":\"29:x\"},";
        String many = member.repeat(ActivityReader.MAX_PEOPLE) + "{}";
        for (String list : List.of("membersAdded", "membersRemoved", "entities")) {
            assertThat(refused("{\"type\":\"x\",\"" + list + "\":[" + many + "]}"))
                    .isEqualTo("event.tooManyPeople");
        }
    }

    @Test
    void otherEncodingsOfUnicode() {
        String text = new String(Activities.bytes("message-in-chat"), StandardCharsets.UTF_8);
        assertThat(read(("\ufeff" + text).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(read(text.getBytes(StandardCharsets.UTF_16LE)))
                .isEqualTo(read(Activities.bytes("message-in-chat")));
    }

    /** A half of a pair of surrogates cannot be written as UTF-8; it is no part of any id. */
    @Test
    void halfACharacter() {
        assertThat(read(Activities.utf8("{\"type\":\"x\",\"id\":\"1\\ud83d\",\"from\":{\"id\":\"29:\\ud83d\"}}")))
                .extracting(event -> event.key().activityId(), InboundEvent::from)
                .containsExactly(null, null);
    }
}
