package dev.rostrum.inbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.domain.InboundEvent;
import dev.rostrum.domain.InboundEvent.EventPerson;
import dev.rostrum.domain.InboundEvent.EventTeam;
import dev.rostrum.domain.InboundEvent.Key;
import dev.rostrum.domain.InboundEvent.Place;
import dev.rostrum.domain.InboundEvent.Scope;
import dev.rostrum.domain.OptOutWords.Word;
import dev.rostrum.domain.PersonId;
import dev.rostrum.domain.Reason;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An event as the data file keeps it between its arrival and its use. It has no other characters than
 * those of ASCII, so that half a surrogate pair in a name comes back as it came.
 */
final class EventJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private EventJson() {}

    static String write(KeptEvent kept) {
        InboundEvent event = kept.event();
        ObjectNode root = JSON.createObjectNode();
        put(root, "type", event.key().type());
        put(root, "eventType", event.key().eventType());
        put(root, "keyConversation", event.key().conversationId());
        put(root, "id", event.key().activityId());
        put(root, "action", event.action());
        put(root, "sentAt", event.sentAt() == null ? null : event.sentAt().toString());
        put(root, "channelId", event.channelId());
        put(root, "serviceUrl", event.serviceUrl());
        put(root, "tenantId", event.tenantId());
        put(root, "botId", event.botId());
        if (event.from() != null) {
            root.set("from", person(event.from()));
        }
        if (event.conversation() != null) {
            ObjectNode place = root.putObject("conversation");
            put(place, "id", event.conversation().id());
            put(place, "scope", event.conversation().scope().name());
        }
        if (event.team() != null) {
            ObjectNode team = root.putObject("team");
            put(team, "id", event.team().id());
            put(team, "name", event.team().name());
            put(team, "groupId", event.team().groupId());
        }
        people(root, "added", event.added());
        people(root, "removed", event.removed());
        people(root, "mentioned", event.mentioned());
        flag(root, "botAdded", event.botAdded());
        flag(root, "botRemoved", event.botRemoved());
        flag(root, "botMentioned", event.botMentioned());
        flag(root, "groupMentioned", event.groupMentioned());
        put(root, "word", kept.word() == null ? null : kept.word().name());
        put(root, "text", event.text());
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void put(ObjectNode node, String name, String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private static void flag(ObjectNode node, String name, boolean value) {
        if (value) {
            node.put(name, true);
        }
    }

    private static ObjectNode person(EventPerson person) {
        ObjectNode node = JSON.createObjectNode();
        put(node, "userId", person.id().userId());
        put(node, "objectId", person.id().objectId());
        put(node, "name", person.name());
        return node;
    }

    private static void people(ObjectNode root, String name, List<EventPerson> people) {
        if (!people.isEmpty()) {
            ArrayNode list = root.putArray(name);
            people.forEach(person -> list.add(person(person)));
        }
    }

    /** @throws UnreadableActivity where the text was not written here */
    static KeptEvent read(String text) throws UnreadableActivity {
        try {
            return event(JSON.readTree(text));
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            throw new UnreadableActivity(Reason.of("event.content"));
        }
    }

    private static KeptEvent event(JsonNode root) {
        String word = root.path("word").textValue();
        String sentAt = root.path("sentAt").textValue();
        JsonNode from = root.path("from");
        JsonNode place = root.path("conversation");
        JsonNode team = root.path("team");
        InboundEvent event = new InboundEvent(
                new Key(
                        required(root, "type"),
                        root.path("eventType").textValue(),
                        root.path("keyConversation").textValue(),
                        root.path("id").textValue()),
                root.path("action").textValue(),
                sentAt == null ? null : Instant.parse(sentAt),
                root.path("channelId").textValue(),
                root.path("serviceUrl").textValue(),
                root.path("tenantId").textValue(),
                root.path("botId").textValue(),
                from.isObject() ? person(from) : null,
                place.isObject() ? new Place(required(place, "id"), Scope.valueOf(required(place, "scope"))) : null,
                team.isObject()
                        ? new EventTeam(
                                required(team, "id"),
                                team.path("name").textValue(),
                                team.path("groupId").textValue())
                        : null,
                people(root.path("added")),
                people(root.path("removed")),
                root.path("botAdded").asBoolean(),
                root.path("botRemoved").asBoolean(),
                people(root.path("mentioned")),
                root.path("botMentioned").asBoolean(),
                root.path("groupMentioned").asBoolean(),
                root.path("text").textValue());
        return new KeptEvent(event, word == null ? null : Word.valueOf(word));
    }

    private static String required(JsonNode node, String name) {
        String value = node.path(name).textValue();
        if (value == null) {
            throw new IllegalArgumentException(name);
        }
        return value;
    }

    private static EventPerson person(JsonNode node) {
        return new EventPerson(
                new PersonId(
                        node.path("userId").textValue(), node.path("objectId").textValue()),
                node.path("name").textValue());
    }

    private static List<EventPerson> people(JsonNode list) {
        List<EventPerson> people = new ArrayList<>();
        list.forEach(node -> people.add(person(node)));
        return people;
    }
}
