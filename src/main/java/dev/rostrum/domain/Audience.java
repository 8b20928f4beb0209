package dev.rostrum.domain;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rule that picks recipients: everybody in the teams, in the lists and whom the filters show, and the chosen users, without the
 * excluded ones. A person met more than once counts once.
 *
 * @param teamIds teams whose cached rosters take part
 * @param userIds people chosen one by one, each by the id that stays theirs ({@link PersonId#lasting}); any other id of theirs is
 *     understood, and names whoever has it when it is looked up
 * @param excludedUserIds people taken out, in the same way
 * @param excludedTeamIds teams whose people are taken out, however they came in
 * @param rules filters: whomever one of them shows takes part
 * @param listIds lists whose people take part
 * @param excludedListIds lists whose people are taken out, however they came in
 */
public record Audience(
        Set<String> teamIds,
        Set<String> userIds,
        Set<String> excludedUserIds,
        Set<String> excludedTeamIds,
        Set<PeopleFilter> rules,
        Set<Long> listIds,
        Set<Long> excludedListIds) {
    public Audience {
        teamIds = Set.copyOf(teamIds);
        userIds = Set.copyOf(userIds);
        excludedUserIds = Set.copyOf(excludedUserIds);
        excludedTeamIds = Set.copyOf(excludedTeamIds);
        rules = Set.copyOf(rules);
        listIds = Set.copyOf(listIds);
        excludedListIds = Set.copyOf(excludedListIds);
    }

    /** Without filters and lists. */
    public Audience(
            Set<String> teamIds, Set<String> userIds, Set<String> excludedUserIds, Set<String> excludedTeamIds) {
        this(teamIds, userIds, excludedUserIds, excludedTeamIds, Set.of(), Set.of(), Set.of());
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

    /** Everybody whom the filter shows. */
    public static Audience ofRule(PeopleFilter rule) {
        return none().withRules(Set.of(rule));
    }

    public static Audience ofLists(Set<Long> listIds) {
        return none().withLists(listIds, Set.of());
    }

    public Audience without(Set<String> userIds) {
        return new Audience(teamIds, this.userIds, userIds, excludedTeamIds, rules, listIds, excludedListIds);
    }

    /** These filters in the place of its own. */
    public Audience withRules(Set<PeopleFilter> rules) {
        return new Audience(teamIds, userIds, excludedUserIds, excludedTeamIds, rules, listIds, excludedListIds);
    }

    /** These lists in the place of its own. */
    public Audience withLists(Set<Long> listIds, Set<Long> excludedListIds) {
        return new Audience(teamIds, userIds, excludedUserIds, excludedTeamIds, rules, listIds, excludedListIds);
    }

    /** The same people where some of their ids have become others. */
    public Audience renamed(Map<String, String> ids) {
        return ids.isEmpty()
                ? this
                : new Audience(
                        teamIds,
                        renamed(userIds, ids),
                        renamed(excludedUserIds, ids),
                        excludedTeamIds,
                        rules,
                        listIds,
                        excludedListIds);
    }

    private static Set<String> renamed(Set<String> userIds, Map<String, String> ids) {
        return userIds.stream().map(id -> ids.getOrDefault(id, id)).collect(Collectors.toSet());
    }

    /** Whether nobody was chosen, nor left out. */
    public boolean namesNobody() {
        return isEmpty() && excludedUserIds.isEmpty() && excludedTeamIds.isEmpty() && excludedListIds.isEmpty();
    }

    /** Whether it reaches nobody at all, whomever it leaves out. */
    public boolean isEmpty() {
        return teamIds.isEmpty() && userIds.isEmpty() && rules.isEmpty() && listIds.isEmpty();
    }

    /** The filters by which people take part: its own, and one for each list. */
    public Set<PeopleFilter> filters() {
        return Stream.concat(rules.stream(), listIds.stream().map(PeopleFilter::ofList))
                .collect(Collectors.toSet());
    }

    /** The lists that it knows people by, also those that are left out. */
    public Set<Long> namedLists() {
        return Stream.of(
                        listIds.stream(),
                        excludedListIds.stream(),
                        rules.stream().map(PeopleFilter::listId).filter(Objects::nonNull))
                .flatMap(each -> each)
                .collect(Collectors.toSet());
    }

    /** The teams that it knows people by, also those that are left out. */
    public Set<String> namedTeams() {
        return Stream.of(
                        teamIds.stream(),
                        excludedTeamIds.stream(),
                        rules.stream().map(PeopleFilter::teamId).filter(Objects::nonNull))
                .flatMap(each -> each)
                .collect(Collectors.toSet());
    }
}
