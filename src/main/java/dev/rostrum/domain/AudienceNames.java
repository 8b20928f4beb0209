package dev.rostrum.domain;

import java.util.List;

/**
 * An audience as a list of announcements shows it.
 *
 * @param teams names of the first teams
 * @param moreTeams how many teams there are beside those
 * @param people how many people were chosen one by one
 */
public record AudienceNames(List<String> teams, long moreTeams, long people) {
    public AudienceNames {
        teams = List.copyOf(teams);
    }
}
