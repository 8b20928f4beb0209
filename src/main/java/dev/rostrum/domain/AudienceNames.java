package dev.rostrum.domain;

import java.util.List;

/**
 * An audience as a list of announcements shows it.
 *
 * @param teams names of the first teams
 * @param moreTeams how many teams there are beside those
 * @param people how many people were chosen one by one
 * @param lists names of the first lists
 * @param moreLists how many lists there are beside those
 * @param rules how many filters take part
 */
public record AudienceNames(
        List<String> teams, long moreTeams, long people, List<String> lists, long moreLists, long rules) {
    public AudienceNames {
        teams = List.copyOf(teams);
        lists = List.copyOf(lists);
    }

    /** Without lists and filters. */
    public AudienceNames(List<String> teams, long moreTeams, long people) {
        this(teams, moreTeams, people, List.of(), 0, 0);
    }
}
