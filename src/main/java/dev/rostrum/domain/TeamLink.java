package dev.rostrum.domain;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an admin pastes to name a team: the link of "Get link to team", bare, inside another link or between words, or the team's
 * thread id itself. Parsed only, never opened (connector reference 9.1).
 *
 * @param teamId thread id of the team
 * @param groupId Entra group id from the link, or null
 * @param tenantId tenant from the link, or null
 */
public record TeamLink(String teamId, String groupId, String tenantId) {
    /** The most: more than any link with another in it, each character encoded twice. */
    private static final int MAX_LENGTH = 8192;

    /** Five times what any team's id has (connector reference 9.1). */
    private static final Pattern THREAD =
            Pattern.compile("(?<![A-Za-z0-9_-])19:[A-Za-z0-9_\\-]{1,200}@thread\\.(tacv2|skype)(?![A-Za-z0-9_;@-])");

    /**
     * @throws Problem saying what was pasted instead and where to find the right link
     */
    public static TeamLink parse(String pasted) {
        String text = TrimmedId.of(pasted).value();
        if (text.isEmpty()) {
            throw wrong("team.none");
        }
        if (text.length() > MAX_LENGTH) {
            throw wrong("team.tooLong");
        }
        // Whole links are encoded too, once for each program that they went through.
        for (int i = 0; i < PastedLink.MAX_LAYERS && PastedLink.all(text).isEmpty() && text.indexOf('%') >= 0; i++) {
            text = PastedLink.decoded(text);
        }
        return PastedLink.all(text).isEmpty() ? ofId(text) : ofLinks(text);
    }

    /** Whether the text is meant as a link or id rather than as a name. */
    public static boolean meant(String text) {
        return !PastedLink.all(text).isEmpty()
                || text.regionMatches(true, 0, "19:", 0, 3)
                || text.regionMatches(true, 0, "19%", 0, 3);
    }

    private static TeamLink ofId(String text) {
        Map<String, TeamLink> found = new LinkedHashMap<>();
        THREAD.matcher(text)
                .results()
                .map(MatchResult::group)
                .forEach(id -> found.put(id, new TeamLink(id, null, null)));
        return only(found, () -> {
            if (Guid.is(text)) {
                return wrong("team.groupId");
            }
            return wrong(PastedLink.kindOfId(text));
        });
    }

    private static TeamLink ofLinks(String text) {
        Map<String, TeamLink> found = new LinkedHashMap<>();
        Problem first = null;
        for (String each : PastedLink.all(text)) {
            try {
                TeamLink link = ofLink(each, 0);
                found.putIfAbsent(link.teamId(), link);
            } catch (Problem e) {
                first = first == null ? e : first;
            }
        }
        Problem problem = first;
        return only(found, () -> problem);
    }

    private static TeamLink only(Map<String, TeamLink> found, java.util.function.Supplier<Problem> none) {
        if (found.isEmpty()) {
            throw none.get();
        }
        if (found.size() > 1) {
            throw Problem.wrongUse("team.several", found.size());
        }
        return found.values().iterator().next();
    }

    private static TeamLink ofLink(String text, int layer) {
        PastedLink link = PastedLink.of(text);
        if (link.inner() != null && layer < PastedLink.MAX_LAYERS) {
            return ofLink(link.inner(), layer + 1);
        }
        if (!link.kind().equals(PastedLink.TEAM)) {
            throw wrong(link.kind(), link.host());
        }
        String thread = link.segment(2);
        Matcher whole = THREAD.matcher(thread);
        if (!whole.matches()) {
            throw wrong("team.pasted.notWhole");
        }
        return new TeamLink(thread, guid(link, "groupid"), guid(link, "tenantid"));
    }

    private static String guid(PastedLink link, String name) {
        String value = link.parameters().get(name);
        return value == null ? null : Guid.parse(value).orElseThrow(() -> wrong("team.pasted.parameter", name));
    }

    /** What was pasted, and how the right link is found. */
    static Problem wrong(String code, Object... arguments) {
        return Problem.wrongUse("team.pasted", Reason.of(code, arguments));
    }
}
