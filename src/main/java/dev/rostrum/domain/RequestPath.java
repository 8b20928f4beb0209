package dev.rostrum.domain;

import java.net.URI;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * Where a request went, as the request log shows it: what is the same in all requests of a kind stands as it is, ids are shortened
 * ({@link ShortId}), and of parameters only numbers are kept.
 */
public final class RequestPath {
    /** The most that is kept; no request of this program comes near it. */
    private static final int MAX_LENGTH = 300;

    /** A word of an address, and no id: those have other characters in them, or more. */
    private static final Pattern WORD = Pattern.compile("[a-z0-9._-]{1,24}");

    private static final Pattern NAME = Pattern.compile("\\$?[A-Za-z]{1,24}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
    private static final String HIDDEN = "\u2026";

    private RequestPath() {}

    /** A call of the connector: from {@code /v3/} on, whatever the service URL's own path is. */
    public static String ofConnector(URI uri) {
        String path = uri.getRawPath();
        return of(path.substring(Math.max(0, path.indexOf("/v3/"))), uri.getRawQuery());
    }

    /** A request to another host: its name, and the path. */
    public static String ofHost(URI uri) {
        return cut(uri.getHost() + of(uri.getRawPath(), uri.getRawQuery()));
    }

    private static String of(String path, String query) {
        StringJoiner words = new StringJoiner("/");
        for (String segment : path.split("/", -1)) {
            words.add(WORD.matcher(segment).matches() ? segment : shortened(segment));
        }
        return cut(query == null ? words.toString() : words + "?" + parameters(query));
    }

    /** The path of a call that a delivery makes. */
    public static String ofDelivery(Call call, String conversationId, String activityId) {
        String conversations = "/v3/conversations";
        if (call == Call.CREATE) {
            return conversations;
        }
        String activities = conversations + "/" + shownId(conversationId) + "/activities";
        return call == Call.SEND ? activities : activities + "/" + shownId(activityId);
    }

    private static String shownId(String id) {
        return id == null ? HIDDEN : PlainText.oneLine(ShortId.of(id));
    }

    private static String parameters(String query) {
        StringJoiner shown = new StringJoiner("&");
        for (String parameter : query.split("&")) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            shown.add((NAME.matcher(name).matches() ? name : HIDDEN) + "="
                    + (NUMBER.matcher(value).matches() ? value : HIDDEN));
        }
        return shown.toString();
    }

    private static String shortened(String segment) {
        String decoded = decoded(segment);
        // An address of a person is no id that can be shortened.
        return decoded.indexOf('@') >= 0 && !decoded.startsWith("19:") ? HIDDEN : shownId(decoded);
    }

    private static String decoded(String segment) {
        return URI.create("/" + segment).getPath().substring(1);
    }

    private static String cut(String path) {
        return path.length() <= MAX_LENGTH ? path : path.substring(0, MAX_LENGTH);
    }
}
