package dev.rostrum.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rostrum.http.ReplyText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a refusal says, in any of the four shapes in which it comes (connector reference 0.6).
 *
 * @param code the service's code, or our own by status where it gives none or one of another shape than services give; never null
 * @param message the service's text without tokens; empty where there is none
 */
record ErrorEnvelope(String code, String message) {
    private static final int MAX_MESSAGE = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Codes as services give them: they stand in logs, reports and files, where a text of others may be anything. */
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /**
     * @param body as much of it as was read
     * @param token the token that went with the request, or null: it never comes out again
     */
    static ErrorEnvelope of(int status, byte[] body, String token) {
        String code = null;
        String message = null;
        JsonNode root = json(body);
        if (root != null && root.isObject()) {
            JsonNode error = root.get("error");
            if (error != null && error.isObject()) {
                code = text(error.get("code"));
                message = text(error.get("message"));
            } else if (root.hasNonNull("errorCode")) {
                message = text(root.get("message"));
                JsonNode inner = message == null ? null : json(message.getBytes(StandardCharsets.UTF_8));
                if (inner != null && inner.isObject()) {
                    code = text(inner.get("subCode"));
                    message = text(inner.get("details"));
                }
                if (code == null) {
                    code = "Error" + text(root.get("errorCode"));
                }
            } else {
                message = text(root.get("message"));
            }
        } else {
            message = plain(body);
        }
        // The token is taken out first: one may have the shape of a code.
        if (code == null || !CODE.matcher(ReplyText.clean(code, token)).matches()) {
            code = ownCode(status);
        }
        return new ErrorEnvelope(
                code, message == null ? "" : ReplyText.cut(ReplyText.clean(message, token), MAX_MESSAGE));
    }

    /** Our own code for a status that came without one. */
    static String ownCode(int status) {
        if (status >= 300 && status < 400) {
            return "Redirected";
        }
        return switch (status) {
            case 401 -> "Unauthorized";
            case 429 -> "Throttled";
            default -> "Http" + status;
        };
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }

    /** A body in words, where it is no page of markup. */
    private static String plain(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, 4 * MAX_MESSAGE), StandardCharsets.UTF_8).strip();
        String start = text.toLowerCase(Locale.ROOT);
        boolean words = !text.isEmpty()
                && text.indexOf('<') < 0
                && !start.startsWith("{")
                && !start.startsWith("[")
                && text.indexOf('\uFFFD') < 0;
        return words ? text : null;
    }

    /** The text of a value that is a non-blank text or a number, else null. */
    private static String text(JsonNode value) {
        if (value == null || !(value.isTextual() || value.isNumber())) {
            return null;
        }
        String text = value.asText().strip();
        return text.isEmpty() ? null : text;
    }

    /** Whether this is one of the shapes in which the connector says no. */
    static boolean isEnvelope(JsonNode root) {
        return root.path("error").isObject() || root.hasNonNull("errorCode") || text(root.get("message")) != null;
    }
}
