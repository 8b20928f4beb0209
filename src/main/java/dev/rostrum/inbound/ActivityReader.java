package dev.rostrum.inbound;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rostrum.domain.BotId;
import dev.rostrum.domain.CachedText;
import dev.rostrum.domain.InboundEvent;
import dev.rostrum.domain.InboundEvent.EventPerson;
import dev.rostrum.domain.InboundEvent.EventTeam;
import dev.rostrum.domain.InboundEvent.Key;
import dev.rostrum.domain.InboundEvent.Place;
import dev.rostrum.domain.InboundEvent.Scope;
import dev.rostrum.domain.PersonId;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.User;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads an activity (connector reference 7.4 to 7.6). Anybody can post bytes here, and Teams adds fields and event types when it
 * likes: what is missing, of another type, too long or unknown is as if it were not there, and names of properties are found in any
 * case. Where a property stands twice the last one counts; nobody else reads the activity, so nobody reads it otherwise.
 */
final class ActivityReader {
    /** The most that a body may have. Teams sends messages of up to about 100 KB. */
    static final int MAX_BYTES = 256 * 1024;

    /** Entries in a list of people, at most: more do not fit with the ids that Teams gives out. */
    static final int MAX_PEOPLE = 2_000;

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NAME = 1_000;
    private static final int MAX_NUMBER = 200;

    /** Three times what the ids of conversations have (connector reference 9.2: about 130 characters). */
    private static final int MAX_CONVERSATION_ID = 400;

    private static final int MAX_URL = 2_048;

    /** Types, event types, actions and channels are words. */
    private static final int MAX_WORD = 64;

    /** More than the longest time with seven digits of a second and an offset. */
    private static final int MAX_TIME = 40;

    /** A time outside these is no time of an event, and would be the newest for ever. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNameLength(MAX_NAME)
                            .maxNumberLength(MAX_NUMBER)
                            .maxStringLength(MAX_BYTES)
                            .maxDocumentLength(MAX_BYTES)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ActivityReader() {}

    /** @throws UnreadableActivity with a code, for everything that is no activity */
    static InboundEvent read(byte[] bytes) throws UnreadableActivity {
        JsonNode root = tree(bytes);
        String type = word(root, "type");
        if (!root.isObject() || type == null) {
            throw new UnreadableActivity(Reason.of("event.noActivity"));
        }
        JsonNode data = child(root, "channelData");
        Place conversation = place(child(root, "conversation"));
        String botId = botId(child(root, "recipient"));
        Members added = members(child(root, "membersAdded"), botId);
        Members removed = members(child(root, "membersRemoved"), botId);
        Mentions mentions = mentions(child(root, "entities"), botId);
        return new InboundEvent(
                new Key(
                        type,
                        word(data, "eventType"),
                        conversation == null ? null : conversation.id(),
                        id(root, "id", User.MAX_ID)),
                word(root, "action"),
                time(text(root, "timestamp")),
                word(root, "channelId"),
                id(root, "serviceUrl", MAX_URL),
                tenant(data, child(root, "conversation")),
                botId,
                person(child(root, "from")),
                conversation,
                team(child(data, "team")),
                added.people(),
                removed.people(),
                added.bot(),
                removed.bot(),
                mentions.people(),
                mentions.bot(),
                mentions.group(),
                text(root, "text"));
    }

    static Reason tooLarge() {
        return Reason.of("event.tooLarge", MAX_BYTES / 1024);
    }

    private static JsonNode tree(byte[] bytes) throws UnreadableActivity {
        if (bytes.length > MAX_BYTES) {
            throw new UnreadableActivity(tooLarge());
        }
        try {
            return JSON.readTree(bytes);
        } catch (StreamConstraintsException e) {
            throw new UnreadableActivity(Reason.of("event.limits"));
        } catch (IOException e) {
            throw new UnreadableActivity(Reason.of("event.notJson"));
        }
    }

    private static JsonNode child(JsonNode parent, String name) {
        JsonNode exact = parent.get(name);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<String, JsonNode> property : parent.properties()) {
            if (property.getKey().equalsIgnoreCase(name)) {
                return property.getValue();
            }
        }
        return MissingNode.getInstance();
    }

    private static String text(JsonNode parent, String name) {
        return child(parent, name).textValue();
    }

    /** A value that is compared without regard to case, in lower case; null where it cannot be one. */
    private static String word(JsonNode parent, String name) {
        String id = id(parent, name, MAX_WORD);
        return id == null ? null : id.toLowerCase(Locale.ROOT);
    }

    /** An id as it stands; null where it has blanks, control or other characters that no id has, or too many. */
    private static String id(JsonNode parent, String name, int max) {
        String id = text(parent, name);
        return id == null || id.isEmpty() || id.length() > max || !id.chars().allMatch(c -> c > ' ' && c < 0x7f)
                ? null
                : id;
    }

    private static Instant time(String text) {
        if (text == null || text.length() > MAX_TIME) {
            return null;
        }
        try {
            TemporalAccessor read =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            Instant time = read instanceof OffsetDateTime exact
                    ? exact.toInstant()
                    : ((LocalDateTime) read).toInstant(ZoneOffset.UTC);
            return time.isBefore(EARLIEST) || time.isAfter(LATEST) ? null : time;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String tenant(JsonNode data, JsonNode conversation) {
        // The nil GUID stands for "unknown" with tenants too.
        String tenant = PersonId.objectId(text(child(data, "tenant"), "id"));
        return tenant == null ? PersonId.objectId(text(conversation, "tenantId")) : tenant;
    }

    private static String botId(JsonNode account) {
        String id = id(account, "id", User.MAX_ID);
        return id != null && isBot(id) ? BotId.appId(id).map(BotId::wire).orElse(id) : id;
    }

    private static boolean isBot(String id) {
        return id.startsWith("28:");
    }

    /** Null where the account has no id that a person can have. */
    private static EventPerson person(JsonNode account) {
        String id = id(account, "id", User.MAX_ID);
        if (id != null && (isBot(id) || id.startsWith("19:"))) {
            return null;
        }
        String userId = id != null && id.startsWith("29:") && id.length() > 3 ? id : null;
        String objectId = PersonId.objectId(text(account, "aadObjectId"));
        return userId == null && objectId == null
                ? null
                : new EventPerson(new PersonId(userId, objectId), CachedText.name(text(account, "name")));
    }

    private static EventTeam team(JsonNode team) {
        String id = id(team, "id", User.MAX_ID);
        return id == null || !id.startsWith("19:")
                ? null
                : new EventTeam(id, CachedText.name(text(team, "name")), PersonId.objectId(text(team, "aadGroupId")));
    }

    private static Place place(JsonNode conversation) {
        String id = id(conversation, "id", MAX_CONVERSATION_ID);
        return id == null ? null : new Place(id, scope(conversation, id));
    }

    /**
     * The conversation's own word for it, else what its id tells. Only what cannot be a conversation of several is personal: a message
     * to one person must never go to a channel.
     */
    private static Scope scope(JsonNode conversation, String id) {
        String type = word(conversation, "conversationType");
        boolean several = id.toLowerCase(Locale.ROOT).contains("@thread.")
                || child(conversation, "isGroup").asBoolean();
        if (type == null) {
            if (id.startsWith("a:") && !several) {
                return Scope.PERSONAL;
            }
            return id.contains("@thread.tacv2") || id.contains("@thread.skype") ? Scope.CHANNEL : Scope.UNKNOWN;
        }
        return switch (type) {
            case "personal" -> several ? Scope.UNKNOWN : Scope.PERSONAL;
            case "groupchat" -> Scope.GROUP_CHAT;
            case "channel" -> Scope.CHANNEL;
            default -> Scope.UNKNOWN;
        };
    }

    private record Members(List<EventPerson> people, boolean bot) {}

    private static Members members(JsonNode list, String botId) throws UnreadableActivity {
        Map<PersonId, EventPerson> people = new LinkedHashMap<>();
        boolean bot = false;
        for (JsonNode member : bounded(list)) {
            bot |= isThisBot(member, botId);
            take(people, person(member));
        }
        return new Members(new ArrayList<>(people.values()), bot);
    }

    private record Mentions(List<EventPerson> people, boolean bot, boolean group) {}

    private static Mentions mentions(JsonNode entities, String botId) throws UnreadableActivity {
        Map<PersonId, EventPerson> people = new LinkedHashMap<>();
        boolean bot = false;
        boolean group = false;
        for (JsonNode entity : bounded(entities)) {
            if (!"mention".equals(word(entity, "type"))) {
                continue;
            }
            JsonNode mentioned = child(entity, "mentioned");
            String id = id(mentioned, "id", User.MAX_ID);
            if (id != null && isBot(id)) {
                bot |= isThisBot(mentioned, botId);
            } else if (id != null && id.startsWith("29:")) {
                // The sender writes it. An object id that came with it would make one person of two.
                take(people, new EventPerson(new PersonId(id, null), null));
            } else {
                group = true;
            }
        }
        return new Mentions(new ArrayList<>(people.values()), bot, group);
    }

    private static boolean isThisBot(JsonNode account, String botId) {
        return botId != null && botId.equals(botId(account));
    }

    private static void take(Map<PersonId, EventPerson> people, EventPerson person) {
        if (person != null) {
            people.putIfAbsent(person.id(), person);
        }
    }

    private static JsonNode bounded(JsonNode list) throws UnreadableActivity {
        if (list.isArray() && list.size() > MAX_PEOPLE) {
            throw new UnreadableActivity(Reason.of("event.tooManyPeople", MAX_PEOPLE));
        }
        return list.isArray() ? list : MissingNode.getInstance();
    }
}
