package dev.rostrum.sandbox;

import java.util.Map;

/**
 * A request as a {@link Script} sees it: read completely, nothing checked, nothing done.
 *
 * @param route what it asks for
 * @param method HTTP method
 * @param path as it came, still percent-encoded
 * @param query as it came, still percent-encoded; null if there was none
 * @param headers names in lower case; of repeated headers the first
 * @param body text of the body; empty if there was none
 * @param userId the user it is about, if that can be told: the first member of a create, the person behind the chat of
 *     a send, an update, a delete or a look at a message, the member asked for; else null
 * @param conversationId the chat of a send, an update, a delete or a look at a message; else null
 * @param teamId the team of a request for members or for the team itself; else null
 */
public record RequestView(
        Route route,
        String method,
        String path,
        String query,
        Map<String, String> headers,
        String body,
        String userId,
        String conversationId,
        String teamId) {
    /** Whether this is the given route for the given user. */
    public boolean is(Route wanted, String user) {
        return route == wanted && user.equals(userId);
    }
}
