package dev.rostrum.connector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.domain.BotId;
import dev.rostrum.domain.Guid;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PersonId;
import dev.rostrum.domain.TrimmedId;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The JSON that goes to the connector and comes from it (connector reference 1 to 3). Unknown properties are ignored. */
final class Wire {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Wire() {}

    /**
     * Body of a create. It never holds an activity: with one, each repetition would post the message again. Tenant in both
     * places and the member's role are there because some connector servers insist on one, some on the other.
     */
    static String create(ConnectorTarget target, String userId) {
        ObjectNode body = JSON.createObjectNode();
        body.put("isGroup", false);
        body.putObject("bot").put("id", BotId.wire(target.appId()));
        body.putArray("members").addObject().put("id", userId).put("role", "user");
        body.put("tenantId", target.tenantId());
        body.putObject("channelData").putObject("tenant").put("id", target.tenantId());
        return write(body);
    }

    /** Body of a send. Id, serviceUrl and timestamp are the service's to set. */
    static String send(ConnectorTarget target, Message message) {
        return write(activity(target, message));
    }

    /** Body of an update: Teams takes all from path and token, other connector servers insist on finding the id here too. */
    static String update(ConnectorTarget target, String activityId, Message message) {
        ObjectNode body = activity(target, message);
        body.put("id", activityId);
        return write(body);
    }

    private static ObjectNode activity(ConnectorTarget target, Message message) {
        ObjectNode body = JSON.createObjectNode();
        body.put("type", "message");
        body.put("text", wellFormed(message.text()));
        body.put("textFormat", message.format().wire());
        body.putObject("from").put("id", BotId.wire(target.appId()));
        return body;
    }

    /** Half a surrogate pair has no UTF-8; it would leave as a question mark that the preview does not show. */
    private static String wellFormed(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c ->
                        out.appendCodePoint(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c));
        return out.toString();
    }

    private static String write(ObjectNode body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of texts can always be written", e);
        }
    }

    /** The {@code id} of an answer, where there is one that is not blank. */
    static Optional<String> id(byte[] body) {
        JsonNode root = object(body);
        return root == null
                ? Optional.empty()
                : Optional.ofNullable(text(root.get("id"))).filter(Wire::isId);
    }

    /** Whether it can be an id: it is stored and shown, so what is too long or cannot be seen is none. */
    private static boolean isId(String text) {
        return text.length() <= User.MAX_ID
                && text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c)
                                || Character.isWhitespace(c)
                                || Character.getType(c) == Character.FORMAT
                                || Character.getType(c) == Character.SURROGATE);
    }

    /** A page, or null where the body is none. */
    static MembersPage members(byte[] body, String tenantId) {
        JsonNode root = object(body);
        if (root == null || root.hasNonNull("error") || !root.path("members").isArray()) {
            return null;
        }
        List<User> members = new ArrayList<>();
        int withoutId = 0;
        for (JsonNode entry : root.get("members")) {
            String id = TrimmedId.of(text(entry.get("id"))).value();
            if (id.isEmpty()) {
                withoutId++;
            } else {
                members.add(user(id, entry, tenantId));
            }
        }
        return new MembersPage(List.copyOf(members), withoutId, text(root.get("continuationToken")));
    }

    /** One entry of a roster, or null where the body is none. */
    static User member(byte[] body, String tenantId) {
        JsonNode root = object(body);
        String id = root == null ? "" : TrimmedId.of(text(root.get("id"))).value();
        return id.isEmpty() || !isId(id) ? null : user(id, root, tenantId);
    }

    private static User user(String id, JsonNode entry, String tenantId) {
        String objectId = PersonId.objectId(text(entry.get("objectId")));
        String upn = text(entry.get("userPrincipalName"));
        String ownTenant = guid(entry.get("tenantId"));
        return new User(
                id,
                objectId == null ? text(entry.get("aadObjectId")) : objectId,
                text(entry.get("name")),
                text(entry.get("givenName")),
                text(entry.get("surname")),
                text(entry.get("email")),
                upn,
                ownTenant,
                UserKind.of(text(entry.get("userRole")), upn, ownTenant, tenantId));
    }

    /** A team, or null where the body is none. */
    static TeamDetails team(byte[] body) {
        JsonNode root = object(body);
        String id = root == null || root.hasNonNull("error") ? null : text(root.get("id"));
        if (id == null) {
            return null;
        }
        String groupId = guid(root.get("aadGroupId"));
        JsonNode count = root.path("memberCount");
        return new TeamDetails(
                id,
                text(root.get("name")),
                groupId,
                count.canConvertToInt() && count.intValue() >= 0 ? count.intValue() : null);
    }

    private static JsonNode object(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            return root != null && root.isObject() ? root : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static String guid(JsonNode value) {
        return Guid.parse(text(value)).orElse(null);
    }

    private static String text(JsonNode value) {
        if (value == null || !(value.isTextual() || value.isIntegralNumber())) {
            return null;
        }
        String text = value.asText();
        return text.isBlank() ? null : text;
    }
}
