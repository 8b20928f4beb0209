package dev.rostrum.domain;

import java.time.Duration;

/**
 * A request that was made, as the request log keeps it: nothing of a token, a text or a name, and ids shortened.
 *
 * @param path as {@link RequestPath} writes it
 * @param status of the answer, or 0 where none came
 * @param code of what went wrong, at most 64 letters, digits and {@code _.-}; or null
 * @param msCv correlation vector of the answer, or null
 * @param latency until the answer's end, or until it was given up
 * @param after what the same request had ended with before it was made again ({@link #ended}); null where it was made once
 */
public record MadeRequest(
        RequestKind kind, String path, int status, String code, String msCv, Duration latency, String after) {
    /** How a request ended, in short: its status, its code, or both; empty where nothing is known of it. */
    public static String ended(int status, String code) {
        if (status == 0) {
            return code == null ? "" : code;
        }
        boolean says = code != null && !code.equals(Integer.toString(status)) && !code.equals("Http" + status);
        return says ? status + " " + code : Integer.toString(status);
    }

    /** Whether a request with this status and code did not get what it was made for. */
    public static boolean failed(int status, String code) {
        return status < 200 || status > 299 || code != null;
    }
}
