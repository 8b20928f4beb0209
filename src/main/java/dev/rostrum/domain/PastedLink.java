package dev.rostrum.domain;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A link that was pasted where one of Teams is wanted, taken apart but never opened.
 *
 * @param host in lower case, as it stands there
 * @param kind code of the words for what it leads to, {@link #TEAM} for a team
 * @param segments of the path, each decoded
 * @param parameters of the query, names in lower case
 * @param inner the link inside this one where it only wraps another, or null
 */
record PastedLink(String host, String kind, List<String> segments, Map<String, String> parameters, String inner) {
    static final String TEAM = "team.pasted.team";

    /** Links inside links, and times that one text is percent-encoded. */
    static final int MAX_LAYERS = 5;

    private static final Set<String> TEAMS = Set.of(
            "teams.microsoft.com",
            "teams.microsoft.us",
            "gov.teams.microsoft.us",
            "dod.teams.microsoft.us",
            "teams.cloud.microsoft");

    /** What mail programs and Teams itself put around links: of the public clouds with GCC, of GCC High and DoD, of China. */
    private static final Pattern SAFE_LINKS = Pattern.compile(
            "([a-z0-9-]+\\.){0,8}safelinks\\.protection\\.(outlook\\.com|office365\\.us|(partner\\.)?outlook\\.cn)"
                    + "|statics[a-z]*\\.(teams\\.cdn\\.office\\.net|(gov\\.|dod\\.)?teams\\.microsoft\\.us)");

    private static final Set<String> ADMIN_PAGES = Set.of(
            "admin.teams.microsoft.com",
            "admin.microsoft.com",
            "admin.cloud.microsoft",
            "entra.microsoft.com",
            "portal.azure.com");

    private static final Pattern SHARE_POINT = Pattern.compile(".+\\.sharepoint(-mil)?\\.(com|us|cn)|1drv\\.ms");
    private static final String NO_END = "[^\\s<>\"\u201c\u201d\u00ab\u00bb\\[\\]()|^`]";
    private static final Pattern WITH_SCHEME = Pattern.compile("(?i)(?:https?://|ms-?teams:)" + NO_END + "+");
    private static final Pattern WITHOUT_SCHEME = Pattern.compile("(?i)(?<![\\w.@/-])(?:[a-z0-9-]+\\.){0,8}"
            + "(?:teams\\.microsoft\\.(?:com|us)|teams\\.cloud\\.microsoft|safelinks\\.protection\\.[a-z0-9.]+)/"
            + NO_END + "*");

    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("team", TEAM),
            Map.entry("channel", "team.pasted.channel"),
            Map.entry("message", "team.pasted.message"),
            Map.entry("chat", "team.pasted.chat"),
            Map.entry("app", "team.pasted.app"),
            Map.entry("meetup-join", "team.pasted.meeting"),
            Map.entry("meeting", "team.pasted.meeting"),
            Map.entry("entity", "team.pasted.tab"),
            Map.entry("file", "team.pasted.file"),
            Map.entry("call", "team.pasted.call"));

    /** The links in a text, in its order. */
    static List<String> all(String text) {
        Matcher found = WITH_SCHEME.matcher(text);
        if (!found.find()) {
            found = WITHOUT_SCHEME.matcher(text);
            if (!found.find()) {
                return List.of();
            }
        }
        List<String> links = new ArrayList<>();
        do {
            String link = found.group().replaceAll("[.,;:!?'\u2018\u2019]+$", "");
            links.add(link.replaceAll("(?i)&amp;", "&"));
        } while (found.find());
        return links;
    }

    /** What an id or text without a link is, as a code. */
    static String kindOfId(String text) {
        if (text.contains("@thread.v2") || text.contains("@unq.gbl.spaces")) {
            return text.contains("19:meeting_") ? "team.pasted.meetingId" : "team.pasted.chatId";
        }
        if (text.contains(";messageid=")) {
            return "team.pasted.message";
        }
        if (text.startsWith("19:")) {
            return "team.pasted.idNotWhole";
        }
        if (text.startsWith("29:") || text.startsWith("8:")) {
            return "team.pasted.personId";
        }
        return text.indexOf('@') > 0 && text.indexOf(' ') < 0 ? "team.pasted.address" : "team.pasted.nothing";
    }

    static PastedLink of(String text) {
        Matcher own = Pattern.compile("(?i)ms-?teams:/*").matcher(text);
        String rest;
        if (own.lookingAt()) {
            // A browser hands a link to the program by this scheme, with the host or without.
            String behind = text.substring(own.end());
            rest = behind.startsWith("l/") ? "teams.microsoft.com/" + behind : behind;
        } else {
            int scheme = text.indexOf("://");
            if (scheme > 0 && text.regionMatches(true, 0, "http:", 0, 5)) {
                throw TeamLink.wrong("team.pasted.http");
            }
            rest = scheme < 0 ? text : text.substring(scheme + 3);
        }
        int end = rest.length();
        for (int i = rest.length() - 1; i >= 0; i--) {
            if ("/?#".indexOf(rest.charAt(i)) >= 0) {
                end = i;
            }
        }
        String host = rest.substring(0, end).toLowerCase(Locale.ROOT);
        return of(host, rest.substring(end));
    }

    private static PastedLink of(String host, String address) {
        int hash = address.indexOf('#');
        String fragment = hash < 0 ? "" : address.substring(hash + 1);
        // Teams in a browser keeps its own path behind the #.
        boolean behind = TEAMS.contains(host) && fragment.startsWith("/");
        String place = behind ? fragment : hash < 0 ? address : address.substring(0, hash);
        int question = place.indexOf('?');
        if (question < 0
                && TEAMS.contains(host)
                && place.toLowerCase(Locale.ROOT).contains("%3f")) {
            return of(host, decoded(address));
        }
        Map<String, String> parameters = parameters(question < 0 ? "" : place.substring(question + 1));
        List<String> segments = segments(question < 0 ? place : place.substring(0, question));
        String inner = inner(host, segments, parameters);
        return new PastedLink(host, kind(host, segments, parameters), segments, parameters, inner);
    }

    private static String inner(String host, List<String> segments, Map<String, String> parameters) {
        String url = parameters.get("url");
        if (url == null || url.isBlank()) {
            return null;
        }
        boolean launcher = TEAMS.contains(host) && segments.contains("launcher");
        boolean mailPage = host.equals("outlook.office.com") && segments.contains("safelink.html");
        if (!launcher && !mailPage && !SAFE_LINKS.matcher(host).matches()) {
            return null;
        }
        String whole = url;
        for (int i = 0; i < MAX_LAYERS && !whole.startsWith("/") && !whole.contains("://"); i++) {
            whole = decoded(whole);
        }
        return whole.startsWith("/") ? "https://" + (launcher ? host : "teams.microsoft.com") + whole : whole;
    }

    private static String kind(String host, List<String> segments, Map<String, String> parameters) {
        if (!TEAMS.contains(host)) {
            return SHARE_POINT.matcher(host).matches()
                    ? "team.pasted.sharePoint"
                    : ADMIN_PAGES.contains(host)
                            ? "team.pasted.adminPage"
                            : host.equals("teams.live.com") ? "team.pasted.home" : otherHost(host);
        }
        String first = segments.isEmpty() ? "" : segments.get(0).toLowerCase(Locale.ROOT);
        if (first.equals("meet") || first.equals("light-meetings")) {
            return "team.pasted.meeting";
        }
        if (parameters.containsKey("threadid")) {
            return "team.pasted.page";
        }
        return first.equals("l") && segments.size() > 1
                ? KINDS.getOrDefault(segments.get(1).toLowerCase(Locale.ROOT), "team.pasted.noTeam")
                : "team.pasted.noTeam";
    }

    private static String otherHost(String host) {
        return SAFE_LINKS.matcher(host).matches() ? "team.pasted.safeLink" : "team.pasted.otherHost";
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/")) {
            if (!segment.isEmpty()) {
                segments.add(plain(segment));
            }
        }
        return segments;
    }

    /** The segment at this place of the path, empty where it ends before. */
    String segment(int at) {
        return at < segments.size() ? segments.get(at) : "";
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> found = new HashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                found.putIfAbsent(
                        decoded(pair.substring(0, equals)).toLowerCase(Locale.ROOT),
                        decoded(pair.substring(equals + 1)));
            }
        }
        return found;
    }

    /** Decoded as often as it was encoded: no id holds a percent sign. */
    private static String plain(String text) {
        String plain = text;
        for (int i = 0; i < MAX_LAYERS && plain.indexOf('%') >= 0; i++) {
            plain = decoded(plain);
        }
        return plain;
    }

    static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw TeamLink.wrong("team.pasted.damaged");
        }
    }
}
