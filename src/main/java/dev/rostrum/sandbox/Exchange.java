package dev.rostrum.sandbox;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

/** One request, read completely, and what becomes known about it while it is processed. Used by one thread at a time. */
final class Exchange {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int MAX_LOGGED_ID = 256;

    private final String method;
    private final String path;
    private final String query;
    private final Map<String, String> headers;
    private final int size;
    private final String text;
    private final JsonNode json;
    private final Target target;
    private String userId;
    private String conversationId;
    private String activityId;
    private String messageText;
    private boolean posted;

    Exchange(String method, String path, String query, Map<String, String> headers, byte[] body) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.size = body.length;
        this.text = Target.utf8(body);
        this.target = Target.of(method, path);
        this.json = target.route() == Route.CREATE || target.route() == Route.SEND || target.route() == Route.UPDATE
                ? parse(text)
                : MissingNode.getInstance();
        if (target.route() == Route.CREATE) {
            this.userId = json.path("members").path(0).path("id").textValue();
        } else if (target.route() == Route.MEMBER) {
            this.userId = target.itemId();
        } else if (target.route() != Route.SEND && target.route().isMessage()) {
            this.activityId = target.itemId();
        }
        if (!target.route().isSignIn()) {
            this.conversationId = target.id();
        }
    }

    private static JsonNode parse(String text) {
        try {
            JsonNode parsed = text == null || text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
            return parsed.isObject() ? parsed : MissingNode.getInstance();
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    RequestView view() {
        return new RequestView(
                target.route(),
                method,
                path,
                query,
                headers,
                text == null ? "" : text,
                userId,
                target.route().isMessage() ? conversationId : null,
                target.route().isRoster() ? conversationId : null);
    }

    /** The line for the log; its number is given there. */
    LoggedRequest logged(Instant at, Reply reply, boolean processed, boolean answered, String fault) {
        return new LoggedRequest(
                0,
                at,
                method,
                target.route(),
                reply.status(),
                reply.code(),
                loggedId(userId),
                loggedId(conversationId),
                loggedId(activityId),
                processed,
                posted,
                answered,
                fault,
                messageText == null ? "" : sha256(messageText),
                size);
    }

    private static String loggedId(String id) {
        if (id == null) {
            return "";
        }
        return id.length() <= MAX_LOGGED_ID ? id : id.substring(0, MAX_LOGGED_ID);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    String method() {
        return method;
    }

    String query() {
        return query;
    }

    /** A header by its name in lower case, or null. */
    String header(String name) {
        return headers.get(name);
    }

    /** Bytes of the body. */
    int size() {
        return size;
    }

    /** The body as text; null if it is not UTF-8. */
    String text() {
        return text;
    }

    /** The body of a create, a send or an update if it is a JSON object; else missing. */
    JsonNode json() {
        return json;
    }

    Target target() {
        return target;
    }

    void about(String user, String conversation) {
        this.userId = user;
        this.conversationId = conversation;
    }

    /** Notes that a message that stands in the chat has a new text; null is none. */
    void changed(String newText) {
        this.messageText = newText;
    }

    /** Notes that a message appeared in the chat; the id is null if Teams would not tell one. */
    void posted(String newActivityId, String newText) {
        this.posted = true;
        this.activityId = newActivityId;
        this.messageText = newText;
    }
}
