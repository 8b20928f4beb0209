package dev.rostrum.domain;

import java.util.Set;

/**
 * The rule that picks recipients: everybody in the teams and the chosen users, without the excluded ones. A person met
 * more than once counts once.
 *
 * @param teamIds teams whose cached rosters take part
 * @param userIds people chosen one by one, each by any id of theirs ({@link PersonId})
 * @param excludedUserIds people taken out, by any id of theirs
 */
public record Audience(Set<String> teamIds, Set<String> userIds, Set<String> excludedUserIds) {
    public Audience {
        teamIds = Set.copyOf(teamIds);
        userIds = Set.copyOf(userIds);
        excludedUserIds = Set.copyOf(excludedUserIds);
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
        return new Audience(teamIds, this.userIds, userIds);
    }

    /** Whether it names nobody at all. */
    public boolean isEmpty() {
        return teamIds.isEmpty() && userIds.isEmpty();
    }
}
