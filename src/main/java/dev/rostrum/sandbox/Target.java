package dev.rostrum.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a method and a path ask for.
 *
 * @param id the first id in the path, decoded: of a conversation, a team, or the tenant that signs in; else null
 * @param itemId the second id in the path, decoded: of a member or a message; else null
 * @param refusal how a request that the sandbox does not serve is answered (route OTHER); else null
 */
record Target(Route route, String id, String itemId, Reply refusal) {
    /** Path of the service URL: present, as in Teams, so that a client that drops it is found out. */
    static final String BASE = "emea";

    static Target of(String method, String rawPath) {
        List<String> parts = new ArrayList<>();
        for (String segment : rawPath.split("/", -1)) {
            String part = decode(segment);
            if (part == null) {
                return refused(Reply.error(400, "BadSyntax", "Bad format of conversation ID"));
            }
            parts.add(part);
        }
        parts.remove(0);
        int last = parts.size() - 1;
        if (parts.size() == 4 && parts.subList(1, 4).equals(List.of("oauth2", "v2.0", "token"))) {
            return new Target(Route.TOKEN, parts.get(0), null, null);
        }
        if (parts.size() == 4 && parts.subList(1, 4).equals(List.of("v2.0", ".well-known", "openid-configuration"))) {
            return new Target(Route.METADATA, parts.get(0), null, null);
        }
        if (parts.size() < 3 || !parts.subList(0, 2).equals(List.of(BASE, "v3"))) {
            return refused(Reply.notServed());
        }
        // One SDK posts to "activities/", and Teams takes it.
        if (parts.get(last).isEmpty() && parts.get(last - 1).equals("activities")) {
            parts.remove(last);
        }
        String shape = parts.get(2) + "/" + parts.size();
        return switch (shape) {
            case "conversations/3" -> served(method, "POST", Route.CREATE, null, null);
            case "teams/4" -> served(method, "GET", Route.TEAM, parts.get(3), null);
            case "conversations/5" ->
                switch (parts.get(4)) {
                    case "activities" -> served(method, "POST", Route.SEND, parts.get(3), null);
                    case "pagedmembers" -> served(method, "GET", Route.MEMBERS, parts.get(3), null);
                    default -> refused(Reply.notServed());
                };
            case "conversations/6" ->
                switch (parts.get(4)) {
                    case "members" -> served(method, "GET", Route.MEMBER, parts.get(3), parts.get(5));
                    case "activities" -> oneActivity(method, parts.get(3), parts.get(5));
                    default -> refused(Reply.notServed());
                };
            default -> refused(Reply.notServed());
        };
    }

    private static Target oneActivity(String method, String conversation, String activity) {
        return switch (method) {
            case "PUT" -> new Target(Route.UPDATE, conversation, activity, null);
            case "DELETE" -> new Target(Route.DELETE, conversation, activity, null);
            case "POST" ->
                refused(
                        activity.equals("history")
                                ? Reply.error(400, "BadArgument", "Unknown activity type")
                                : Reply.methodNotSupported(method));
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
