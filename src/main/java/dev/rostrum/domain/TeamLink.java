package dev.rostrum.domain;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an admin pastes to name a team: the link of "Get link to team", or the team's thread id itself. Parsed only, never
 * opened (connector reference 9.1).
 *
 * @param teamId thread id of the team
 * @param groupId Entra group id from the link, or null
 * @param tenantId tenant from the link, or null
 */
public record TeamLink(String teamId, String groupId, String tenantId) {
    private static final Set<String> HOSTS = Set.of(
            "teams.microsoft.com",
            "teams.microsoft.us",
            "gov.teams.microsoft.us",
            "dod.teams.microsoft.us",
            "teams.cloud.microsoft");
    private static final Pattern THREAD = Pattern.compile("19:[A-Za-z0-9_\\-]+@thread\\.(tacv2|skype)");
    private static final int MAX_LENGTH = 2048;
    private static final String HOW =
            " In Teams, open the team's \u22ef menu, choose \u201cGet link to team\u201d and paste that link.";

    /**
     * @throws Problem saying what was pasted instead and where to find the right link
     */
    public static TeamLink parse(String pasted) {
        String text = TrimmedId.of(pasted).value();
        if (text.isEmpty()) {
            throw Problem.wrongUse("No team link or id was given." + HOW);
        }
        if (text.length() > MAX_LENGTH) {
            throw Problem.wrongUse("This is longer than any team link." + HOW);
        }
        if (THREAD.matcher(text).matches()) {
            return new TeamLink(text, null, null);
        }
        if (Guid.is(text)) {
            throw Problem.wrongUse("This is a group id (a GUID). The connector knows teams by their link only." + HOW);
        }
        if (text.regionMatches(true, 0, "19%3a", 0, 5)) {
            return parse(decode(text));
        }
        int scheme = text.indexOf("://");
        if (scheme < 0) {
            if (text.startsWith("19:")) {
                throw Problem.wrongUse((text.contains("@thread.v2") || text.contains("@unq.gbl.spaces")
                                ? "This is the id of a chat, not of a team."
                                : "This is not a whole team id; it ends in @thread.tacv2 or @thread.skype.")
                        + HOW);
            }
            throw Problem.wrongUse("This is neither a team link nor a team id." + HOW);
        }
        return parseLink(text, scheme);
    }

    private static TeamLink parseLink(String text, int scheme) {
        if (!text.substring(0, scheme).equalsIgnoreCase("https")) {
            throw Problem.wrongUse("A team link begins with https://." + HOW);
        }
        String rest = text.substring(scheme + 3);
        int hash = rest.indexOf('#');
        if (hash >= 0) {
            rest = rest.substring(0, hash);
        }
        int question = rest.indexOf('?');
        String query = question < 0 ? "" : rest.substring(question + 1);
        String beforeQuery = question < 0 ? rest : rest.substring(0, question);
        int slash = beforeQuery.indexOf('/');
        String host = (slash < 0 ? beforeQuery : beforeQuery.substring(0, slash)).toLowerCase(Locale.ROOT);
        if (!HOSTS.contains(host)) {
            throw Problem.wrongUse("This is not a link of Teams: the host is not teams.microsoft.com." + HOW);
        }
        String[] segments =
                slash < 0 ? new String[0] : beforeQuery.substring(slash + 1).split("/");
        if (segments.length < 2 || !segments[0].equals("l")) {
            throw Problem.wrongUse("This link of Teams does not name a team." + HOW);
        }
        switch (segments[1].toLowerCase(Locale.ROOT)) {
            case "team" -> {}
            case "channel" -> throw Problem.wrongUse("This is the link of a channel. Copy the link of the team." + HOW);
            case "message" -> throw Problem.wrongUse("This is the link of a message. Copy the link of the team." + HOW);
            case "chat" -> throw Problem.wrongUse("This is the link of a chat. Copy the link of the team." + HOW);
            case "app" -> throw Problem.wrongUse("This is the link of an app. Copy the link of the team." + HOW);
            default -> throw Problem.wrongUse("This link of Teams does not name a team." + HOW);
        }
        String thread = segments.length < 3 ? "" : decode(segments[2]);
        if (!THREAD.matcher(thread).matches()) {
            throw Problem.wrongUse("The team id in this link is not whole." + HOW);
        }
        Map<String, String> parameters = parameters(query);
        return new TeamLink(thread, guid(parameters, "groupid"), guid(parameters, "tenantid"));
    }

    private static String guid(Map<String, String> parameters, String name) {
        String value = parameters.get(name);
        if (value == null) {
            return null;
        }
        return Guid.parse(value)
                .orElseThrow(
                        () -> Problem.wrongUse("The " + name + " in this link is not whole. Copy the link again."));
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> found = new HashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                found.putIfAbsent(
                        decode(pair.substring(0, equals)).toLowerCase(Locale.ROOT), decode(pair.substring(equals + 1)));
            }
        }
        return found;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.wrongUse("This link is damaged: a % in it is not followed by two digits. Copy it again.");
        }
    }
}
