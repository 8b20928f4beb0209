package dev.rostrum.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * An activity as Teams posts it to a bot.
 *
 * @param json the body of the request
 */
public record SandboxEvent(String json) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Teams writes seven digits of a second. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Forms that a bot must live with. */
    public enum Variant {
        /** The sender has no name. */
        NO_NAME,
        /** People have no Entra object id, as anonymous ones have none. */
        NO_OBJECT_ID,
        /** The event type is written in lower case alone. */
        LOWER_CASE,
        /** As in 2017: the tenant stands in the channel data alone, and the conversation does not tell its type. */
        OLD_CONVERSATION
    }

    static SandboxEvent of(ObjectNode activity) {
        return new SandboxEvent(activity.toString());
    }

    static String time(Instant at) {
        return TIME.format(at);
    }

    private ObjectNode activity() {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String type() {
        return activity().path("type").asText();
    }

    /** What the type alone does not tell: the event type in the channel data, or the action of an installation; empty for none. */
    public String detail() {
        ObjectNode activity = activity();
        return activity.path("channelData")
                .path("eventType")
                .asText(activity.path("action").asText());
    }

    public String id() {
        return activity().path("id").asText();
    }

    public String conversationId() {
        return activity().path("conversation").path("id").asText();
    }

    /** The same event in another form. */
    public SandboxEvent as(Variant variant) {
        ObjectNode activity = activity();
        switch (variant) {
            case NO_NAME -> ((ObjectNode) activity.path("from")).remove("name");
            case NO_OBJECT_ID ->
                activity.findParents("aadObjectId").forEach(one -> ((ObjectNode) one).remove("aadObjectId"));
            case LOWER_CASE -> {
                if (activity.path("channelData").has("eventType")) {
                    ((ObjectNode) activity.path("channelData")).put("eventType", detail().toLowerCase(Locale.ROOT));
                }
            }
            case OLD_CONVERSATION -> {
                ((ObjectNode) activity.path("conversation")).remove("tenantId");
                ((ObjectNode) activity.path("conversation")).remove("conversationType");
            }
        }
        return of(activity);
    }

    /** The same event with a later time, which repetitions may have. */
    SandboxEvent at(Instant time) {
        return of(activity().put("timestamp", time(time)));
    }
}
