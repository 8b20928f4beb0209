package dev.rostrum.connector;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rostrum.connector.ConnectorFailure.NotFromTeams;
import dev.rostrum.http.ReplyText;
import dev.rostrum.http.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether an answer is the connector's own. Proxies that look into secure traffic, filters and sign-in pages of a network answer in
 * the service's place, also with 2xx, and a header is no proof: what the connector says is known by its shape (decision 0037).
 */
final class Provenance {
    /** The statuses by which the connector accepts (connector reference 1.2 and 2.1), and 204 for a delete of other servers. */
    private static final Set<Integer> ACCEPTED = Set.of(200, 201, 202, 204);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern JSON_TYPE = Pattern.compile("[a-z]+/(?:[a-z0-9.-]+\\+)?json");
    private static final Pattern HALF_A_WORD = Pattern.compile("[:,\\[]\\s*(?:-|t|tr|tru|f|fa|fal|fals|n|nu|nul)$");
    /** The name stands there, and what it says broke off. */
    private static final Pattern BEGINS_AN_ERROR = Pattern.compile("(?i)[{,]\\s*\"error\"\\s*:?\\s*$");

    private Provenance() {}

    /** Whether the status is one by which the connector says yes; 203, for one, is the word of whoever changed the answer. */
    static boolean succeeds(Transport.Reply reply) {
        return ACCEPTED.contains(reply.status());
    }

    /**
     * Whether this is an acceptance: blank, <code>{}</code>, or an object with a text {@code id} and without an {@code error},
     * whatever its type is called. A body that broke off may be the beginning of one; one that is longer than the client reads is
     * none, since an acceptance is short.
     */
    static boolean accepts(Transport.Reply reply) {
        if (!succeeds(reply)) {
            return false;
        }
        if (reply.body() == Transport.Body.WHOLE) {
            return isAcceptance(reply.bytes(), true);
        }
        return reply.body() != Transport.Body.TOO_LARGE
                && mayBeJson(reply)
                && isAcceptance(reply.bytes(), false)
                && !BEGINS_AN_ERROR
                        .matcher(new String(reply.bytes(), StandardCharsets.ISO_8859_1))
                        .find();
    }

    /** Whether a body that broke off may be the beginning of JSON. */
    static boolean begins(Transport.Reply reply) {
        return mayBeJson(reply)
                && (ReplyText.isBlank(reply.bytes())
                        || ReplyText.words(reply.bytes(), null).startsWith("{"));
    }

    /** Whether a body is blank, or an object of nothing. */
    static boolean isEmpty(byte[] body) {
        return ReplyText.isBlank(body) || ReplyText.words(body, null).matches("\\{\\s*}");
    }

    /** Whether the type that was declared, if any, is JSON. */
    private static boolean mayBeJson(Transport.Reply reply) {
        String type = ReplyText.type(reply);
        return reply.header("Content-Type") == null || JSON_TYPE.matcher(type).matches();
    }

    /** @param whole whether that is all of it; else it may be the beginning */
    private static boolean isAcceptance(byte[] body, boolean whole) {
        if (ReplyText.isBlank(body)) {
            return true;
        }
        boolean inside = false;
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            inside = true;
            boolean id = false;
            boolean any = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                any = true;
                if (name.equals("id")) {
                    id = value == JsonToken.VALUE_STRING;
                } else if (name.equalsIgnoreCase("error") && value != JsonToken.VALUE_NULL && value != null) {
                    return false;
                }
                parser.skipChildren();
                // It is read to its end: what is wrong in a text shows only then.
                parser.finishToken();
            }
            inside = false;
            return (id || !any) && parser.nextToken() == null;
        } catch (JsonEOFException e) {
            return !whole && inside;
        } catch (JsonParseException e) {
            return !whole && inside && endsInAWord(body);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether half a word of JSON is the last of it, which its readers take for a wrong one. */
    private static boolean endsInAWord(byte[] body) {
        int from = Math.max(0, body.length - 10);
        return HALF_A_WORD
                .matcher(new String(body, from, body.length - from, StandardCharsets.ISO_8859_1))
                .find();
    }

    /**
     * Whether an answer that says no is the connector's. One with a correlation vector is; a proxy's own statuses never are.
     * Where the status alone tells what to do (a redirect without a page, too many requests, a gateway's trouble, of which the
     * service's own front door makes pages too), nothing depends on who said it.
     */
    static boolean refuses(Transport.Reply reply, String msCv) {
        int status = reply.status();
        if (status == 407 || status == 511) {
            return false;
        }
        if (msCv != null || status == 408 || status == 429 || (status >= 500 && status != 501)) {
            return true;
        }
        byte[] body = reply.bytes();
        if (ReplyText.isBlank(body)) {
            return reply.body() == Transport.Body.WHOLE || mayBeJson(reply);
        }
        if (reply.body() != Transport.Body.WHOLE) {
            return ReplyText.words(body, null).startsWith("{");
        }
        try {
            JsonNode root = JSON.readTree(body);
            return root != null && root.isObject() && (root.isEmpty() || ErrorEnvelope.isEnvelope(root));
        } catch (IOException e) {
            return false;
        }
    }

    /** What is told of an answer that is not the connector's. */
    static NotFromTeams stranger(Transport.Reply reply, String msCv, String token) {
        return new NotFromTeams(
                reply.status(), ReplyText.type(reply), ReplyText.excerpt(reply, token), msCv, reply.latency());
    }
}
