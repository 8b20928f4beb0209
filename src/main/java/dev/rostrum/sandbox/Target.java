package dev.rostrum.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a method and a path ask for.
 *
 * @param id the first id in the path, decoded: of a conversation, a team, or the tenant that signs in; else null
 * @param itemId the second id in the path, decoded: of a member or a message (of a send the one that it replies to); of the
 *     sign-in host which of its documents; else null
 * @param refusal how a request that the sandbox does not serve is answered (route OTHER); else null
 */
record Target(Route route, String id, String itemId, Reply refusal) {
    /** Path of the service URL: present, as in Teams, so that a client that drops it is found out. */
    static final String BASE = "emea";

    /** Which version of the sign-in host's endpoints. */
    static final String V1 = "v1";

    static final String V2 = "v2";
    static final String KEYS = "keys";
    static final String INSTANCE = "instance";

    /** Of whoever signs what the bot is told of. */
    static final String EVENTS = "events";

    static final String EVENT_KEYS = "event-keys";

    /**
     * Reads a path as the servers of Teams and Entra do: the fixed words without regard to case, and slashes that are
     * doubled or stand at the end as if they were not there.
     */
    static Target of(String method, String rawPath) {
        List<String> parts = new ArrayList<>();
        for (String segment : rawPath.split("/", -1)) {
            String part = decode(segment);
            if (part == null) {
                return refused(Reply.error(400, "BadSyntax", "Bad format of conversation ID"));
            }
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        Target signIn = signIn(parts);
        if (signIn != null) {
            return signIn;
        }
        if (parts.size() < 3 || !words(parts, 0, 2).equals(BASE + "/v3")) {
            return refused(Reply.notServed());
        }
        String shape = words(parts, 2, 3) + "/" + parts.size();
        return switch (shape) {
            case "conversations/3" -> served(method, "POST", Route.CREATE, null, null);
            case "teams/4" -> served(method, "GET", Route.TEAM, parts.get(3), null);
            case "teams/5" ->
                words(parts, 4, 5).equals("conversations")
                        ? served(method, "GET", Route.CHANNELS, parts.get(3), null)
                        : refused(Reply.notServed());
            case "conversations/5" ->
                switch (words(parts, 4, 5)) {
                    case "activities" -> served(method, "POST", Route.SEND, parts.get(3), null);
                    case "pagedmembers" -> served(method, "GET", Route.MEMBERS, parts.get(3), null);
                    case "members" -> served(method, "GET", Route.ALL_MEMBERS, parts.get(3), null);
                    default -> refused(Reply.notServed());
                };
            case "conversations/6" ->
                switch (words(parts, 4, 5)) {
                    case "members" -> served(method, "GET", Route.MEMBER, parts.get(3), parts.get(5));
                    case "activities" -> oneActivity(method, parts.get(3), parts.get(5));
                    default -> refused(Reply.notServed());
                };
            case "conversations/7" ->
                words(parts, 4, 5).equals("activities") && words(parts, 6, 7).equals("members")
                        ? served(method, "GET", Route.ACTIVITY_MEMBERS, parts.get(3), parts.get(5))
                        : refused(Reply.notServed());
            default -> refused(Reply.notServed());
        };
    }

    private static Target signIn(List<String> parts) {
        if (parts.size() < 3) {
            return null;
        }
        String tenant = parts.get(0);
        return switch (words(parts, 1, parts.size())) {
            case "oauth2/v2.0/token" -> new Target(Route.TOKEN, tenant, V2, null);
            case "oauth2/token" -> new Target(Route.TOKEN, tenant, V1, null);
            case "v2.0/.well-known/openid-configuration" -> new Target(Route.METADATA, tenant, V2, null);
            case ".well-known/openid-configuration" -> new Target(Route.METADATA, tenant, V1, null);
            case "discovery/v2.0/keys", "discovery/keys" -> new Target(Route.METADATA, tenant, KEYS, null);
            // The Bot Framework's own, which name no tenant.
            case ".well-known/openidconfiguration" ->
                switch (words(parts, 0, 1)) {
                    case "v1" -> new Target(Route.METADATA, null, V1, null);
                    case EVENTS -> new Target(Route.METADATA, null, EVENTS, null);
                    default -> null;
                };
            case ".well-known/keys" ->
                switch (words(parts, 0, 1)) {
                    case "v1" -> new Target(Route.METADATA, null, KEYS, null);
                    case EVENTS -> new Target(Route.METADATA, null, EVENT_KEYS, null);
                    default -> null;
                };
            case "discovery/instance" ->
                words(parts, 0, 1).equals("common") ? new Target(Route.METADATA, null, INSTANCE, null) : null;
            default -> null;
        };
    }

    /** Fixed words of a path, in lower case; ids have their case. */
    private static String words(List<String> parts, int from, int to) {
        return String.join("/", parts.subList(from, to)).toLowerCase(Locale.ROOT);
    }

    private static Target oneActivity(String method, String conversation, String activity) {
        return switch (method) {
            case "PUT" -> new Target(Route.UPDATE, conversation, activity, null);
            case "DELETE" -> new Target(Route.DELETE, conversation, activity, null);
            case "POST" ->
                activity.equalsIgnoreCase("history")
                        ? refused(Reply.error(400, "BadArgument", "Unknown activity type"))
                        // A reply. In a 1:1 chat there are no threads: it is a message like any other.
                        : new Target(Route.SEND, conversation, activity, null);
            default -> refused(Reply.methodNotSupported(method));
        };
    }

    private static Target served(String method, String expected, Route route, String id, String memberId) {
        return method.equals(expected)
                ? new Target(route, id, memberId, null)
                : refused(Reply.methodNotSupported(method));
    }

    private static Target refused(Reply refusal) {
        return new Target(Route.OTHER, null, null, refusal);
    }

    /** Percent-decodes once; a plus sign stays one. Null if the text is not well-formed. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    return null;
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return utf8(bytes.toByteArray());
    }

    /** The text of bytes in UTF-8, or null if they are not. */
    static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
