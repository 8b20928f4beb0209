package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.TeamLink;
import dev.rostrum.domain.TrimmedId;
import dev.rostrum.domain.User;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.workspace.Workspace.Views;
import java.util.List;
import java.util.Optional;

/** Finds the team or person that a command's argument names. */
final class Named {
    private static final int SHOWN = 5;

    private Named() {}

    /**
     * A team by id, link or whole name (without regard to case).
     *
     * @throws Problem when none or several bear it
     */
    static Team team(Views views, String text) {
        List<Team> teams = views.teams();
        String name = TrimmedId.of(text).value();
        if (TeamLink.meant(name)) {
            String id = TeamLink.parse(name).teamId();
            return teams.stream()
                    .filter(t -> t.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> Problem.wrongUse(
                            "This team has not been added yet. Add it: rostrum team add " + CommandWords.argument(id)));
        }
        List<Team> found = teams.stream()
                .filter(t -> t.id().equals(name)
                        || (t.name() != null && t.name().strip().equalsIgnoreCase(name)))
                .toList();
        if (found.size() > 1) {
            throw Problem.wrongUse(found.size() + " teams are called " + Words.quoted(name) + ". Name one by its id: "
                    + String.join(
                            ", ", found.stream().limit(SHOWN).map(Team::id).toList()));
        }
        if (found.isEmpty()) {
            throw Problem.wrongUse("There is no team " + Words.quoted(name) + " here. See: rostrum team list");
        }
        return found.get(0);
    }

    /**
     * A person by user id, Entra object id, UPN or email.
     *
     * @throws Problem when nobody or several bear it
     */
    static User user(Views views, String text) {
        String wanted = TrimmedId.of(text).value();
        if (wanted.isEmpty()) {
            throw Problem.wrongUse("No person was named. Give a user id, object id, UPN or email.");
        }
        Optional<User> found = views.find(wanted);
        if (found.isPresent()) {
            return found.get();
        }
        List<UserQuery.Row> several = views.users().page(new UserQuery.Filter(null, wanted), List.of(), 0, 100).stream()
                .filter(row -> wanted.equalsIgnoreCase(row.email()) || wanted.equalsIgnoreCase(row.userPrincipalName()))
                .toList();
        if (several.size() > 1) {
            throw Problem.wrongUse(several.size() + " people have the address " + Words.quoted(wanted)
                    + ". Name one by user id: "
                    + String.join(
                            ", ",
                            several.stream().limit(SHOWN).map(UserQuery.Row::id).toList()));
        }
        throw Problem.wrongUse("Nobody here has the id or address " + Words.quoted(wanted)
                + ". Look the person up: rostrum user list --search NAME");
    }
}
