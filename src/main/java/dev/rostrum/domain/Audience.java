package dev.rostrum.domain;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rule that picks recipients: everybody in the teams and the chosen users, without the excluded ones. A person met
 * more than once counts once.
 *
 * @param teamIds teams whose cached rosters take part
 * @param userIds people chosen one by one, each by the id that stays theirs ({@link PersonId#lasting}); any other id of theirs is
 *     understood, and names whoever has it when it is looked up
 * @param excludedUserIds people taken out, in the same way
 * @param excludedTeamIds teams whose people are taken out, however they came in
 */
public record Audience(
        Set<String> teamIds, Set<String> userIds, Set<String> excludedUserIds, Set<String> excludedTeamIds) {
    public Audience {
        teamIds = Set.copyOf(teamIds);
        userIds = Set.copyOf(userIds);
        excludedUserIds = Set.copyOf(excludedUserIds);
        excludedTeamIds = Set.copyOf(excludedTeamIds);
    }

    /** Leaves no whole team out. */
    public Audience(Set<String> teamIds, Set<String> userIds, Set<String> excludedUserIds) {
        this(teamIds, userIds, excludedUserIds, Set.of());
    }

    public static Audience none() {
        return new Audience(Set.of(), Set.of(), Set.of());
    }

    public static Audience ofUsers(Set<String> userIds) {
        return new Audience(Set.of(), userIds, Set.of());
    }

    public static Audience ofTeams(Set<String> teamIds) {
        return new Audience(teamIds, Set.of(), Set.of());
    }

    public Audience without(Set<String> userIds) {
        return new Audience(teamIds, this.userIds, userIds, excludedTeamIds);
    }

    /** The same people where some of their ids have become others. */
    public Audience renamed(Map<String, String> ids) {
        return ids.isEmpty()
                ? this
                : new Audience(teamIds, renamed(userIds, ids), renamed(excludedUserIds, ids), excludedTeamIds);
    }

    private static Set<String> renamed(Set<String> userIds, Map<String, String> ids) {
        return userIds.stream().map(id -> ids.getOrDefault(id, id)).collect(Collectors.toSet());
    }

    /** Whether nobody was chosen, nor left out. */
    public boolean namesNobody() {
        return isEmpty() && excludedUserIds.isEmpty() && excludedTeamIds.isEmpty();
    }

    /** Whether it reaches nobody at all, whomever it leaves out. */
    public boolean isEmpty() {
        return teamIds.isEmpty() && userIds.isEmpty();
    }
}
