package dev.rostrum.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * What goes back over the wire.
 *
 * @param status HTTP status
 * @param code the error code as the log shows it; empty for a success or an envelope without one
 * @param body JSON; empty for none
 * @param headers besides those that every answer has
 */
record Reply(int status, String code, String body, Map<String, String> headers) {
    private static final ObjectMapper JSON = new ObjectMapper();

    Reply(int status, String code, String body) {
        this(status, code, body, Map.of());
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static Reply json(int status, JsonNode body) {
        return json(status, "", body);
    }

    private static Reply json(int status, String code, JsonNode body) {
        try {
            return new Reply(status, code, JSON.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Envelope A: code and message under {@code error}. */
    static Reply error(int status, String code, String message) {
        ObjectNode body = object();
        body.putObject("error").put("code", code).put("message", message);
        return json(status, code, body);
    }

    /** Envelope B: a message alone. */
    static Reply message(int status, String message) {
        return json(status, object().put("message", message));
    }

    /** Envelope C: the message is JSON again, as text. */
    static Reply writesBlocked() {
        ObjectNode inner = object().put("subCode", "MessageWritesBlocked")
                .put("details", "Thread is blocked from message writes.")
                .putNull("errorCode")
                .putNull("errorSubCode");
        return json(403, "MessageWritesBlocked", object().put("errorCode", 209).put("message", inner.toString()));
    }

    static Reply unauthorized() {
        return message(401, "Authorization has been denied for this request.");
    }

    static Reply throttled() {
        return error(429, "Throttled", "Too many requests");
    }

    static Reply notServed() {
        return error(404, "ServiceError", "Unknown");
    }

    static Reply methodNotSupported(String method) {
        return message(405, "The requested resource does not support http method '" + method + "'.");
    }

    Reply with(String header, String value) {
        return new Reply(status, code, body, Map.of(header, value));
    }

    /** The page of a roster without what leads to the next one, or without its members too; another answer as it is. */
    Reply withoutRosterToken(boolean withoutMembers) {
        try {
            if (!(JSON.readTree(body) instanceof ObjectNode page)
                    || !page.path("members").isArray()) {
                return this;
            }
            page.remove("continuationToken");
            if (withoutMembers) {
                page.putArray("members");
            }
            return new Reply(status, code, JSON.writeValueAsString(page), headers);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean success() {
        return status >= 200 && status < 300;
    }
}
