package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.SavedFilter;
import dev.rostrum.domain.SavedList;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.TeamLink;
import dev.rostrum.domain.TrimmedId;
import dev.rostrum.domain.User;
import dev.rostrum.workspace.Workspace.Views;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the team or person that a command's argument names. */
final class NameLookup {
    private static final int SHOWN = 5;

    /** Names that are told of at once. */
    private static final int NAMED = 20;

    private NameLookup() {}

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
                    .orElseThrow(() -> Problem.wrongUse("team.notAdded", CommandWords.argument(id)));
        }
        List<Team> found = teams.stream()
                .filter(t -> t.id().equals(name)
                        || (t.name() != null && t.name().strip().equalsIgnoreCase(name)))
                .toList();
        if (found.size() > 1) {
            throw Problem.wrongUse(
                    "team.sameName", found.size(), name, ids(found.stream().map(Team::id)));
        }
        if (found.isEmpty()) {
            throw Problem.wrongUse("team.unknown", name);
        }
        return found.get(0);
    }

    /**
     * A list by its whole name, without regard to case.
     *
     * @throws Problem when none bears it
     */
    static SavedList list(Views views, String text) {
        return views.lists().stream()
                .filter(list -> list.name().equalsIgnoreCase(text.strip()))
                .findFirst()
                .orElseThrow(() -> Problem.wrongUse("list.unknown", text.strip()));
    }

    /**
     * A kept filter by its whole name, without regard to case.
     *
     * @throws Problem when none bears it
     */
    static SavedFilter filter(Views views, String text) {
        return views.filters().stream()
                .filter(filter -> filter.name().equalsIgnoreCase(text.strip()))
                .findFirst()
                .orElseThrow(() -> Problem.wrongUse("filter.notKept", text.strip()));
    }

    /**
     * A person by user id, Entra object id, UPN or email.
     *
     * @throws Problem when nobody or several bear it
     */
    static User user(Views views, String text) {
        String wanted = wanted(text);
        return views.find(wanted).orElseThrow(() -> Problem.wrongUse("person.notFound", wanted));
    }

    /**
     * Everybody whom an id or address fits: for what is better done to one too many.
     *
     * @throws Problem when nobody bears it
     */
    static List<User> users(Views views, String text) {
        String wanted = wanted(text);
        List<User> found = views.named(wanted);
        if (found.isEmpty()) {
            throw Problem.wrongUse("person.notFound", wanted);
        }
        return found;
    }

    /** Does as {@link #user}, but gives nobody where nobody bears it. */
    static List<User> known(Views views, String text) {
        return views.find(wanted(text)).stream().toList();
    }

    /**
     * People by as many names, in their order.
     *
     * @throws Problem naming all that nobody bears
     */
    static List<User> all(Views views, List<String> names) {
        List<String> unknown =
                names.stream().filter(name -> known(views, name).isEmpty()).toList();
        if (!unknown.isEmpty()) {
            throw notFound(unknown);
        }
        return names.stream().map(name -> user(views, name)).toList();
    }

    /** Says that nobody bears these names. */
    static Problem notFound(List<String> names) {
        return names.size() == 1
                ? Problem.wrongUse("person.notFound", wanted(names.get(0)))
                : Problem.wrongUse(
                        "person.notFound.several",
                        names.size(),
                        names.stream().limit(NAMED).collect(Collectors.joining(", ")),
                        Math.max(0, names.size() - NAMED));
    }

    /**
     * Teams by as many names, each once.
     *
     * @throws Problem telling of each name that no team bears, or several do
     */
    static List<Team> teams(Views views, List<String> names) {
        Map<String, Team> found = new LinkedHashMap<>();
        List<Reason> wrong = new ArrayList<>();
        for (String name : names) {
            try {
                Team team = team(views, name);
                found.put(team.id(), team);
            } catch (Problem e) {
                wrong.add(e.reason());
            }
        }
        if (!wrong.isEmpty()) {
            throw new Problem(Problem.Kind.WRONG_USE, Reason.lines(wrong), null);
        }
        return List.copyOf(found.values());
    }

    static String wanted(String text) {
        String wanted = TrimmedId.of(text).value();
        if (wanted.isEmpty()) {
            throw Problem.wrongUse("person.notNamed");
        }
        return wanted;
    }

    private static String ids(Stream<String> found) {
        return found.limit(SHOWN).collect(Collectors.joining(", "));
    }
}
