package dev.rostrum.connector;

import java.net.URI;
import java.util.Map;

/**
 * A request as it would go out.
 *
 * @param headers those that Rostrum sets, with the bearer masked; host and length come from the connection
 * @param body or null where it has none
 */
public record RecordedRequest(String method, URI uri, Map<String, String> headers, String body) {
    /** Stands for an id that only Teams' answer will tell: of a conversation that is created first. */
    public static final String UNKNOWN_ID = "ID-THAT-THE-CREATE-RETURNS";

    public RecordedRequest {
        headers = Map.copyOf(headers);
    }

    /** Size of the body as Teams counts it, in bytes of UTF-16. */
    public int utf16Bytes() {
        return body == null ? 0 : Math.multiplyExact(2, body.length());
    }
}
