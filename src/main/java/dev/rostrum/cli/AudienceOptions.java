package dev.rostrum.cli;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.Planner;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.LeftOutCode;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.User;
import dev.rostrum.roster.PeopleList;
import dev.rostrum.workspace.Workspace.Views;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Whom an announcement is for, on the command line and in files that it names. */
final class AudienceOptions {
    /** People who are told by name. */
    private static final int NAMED = 20;

    @Option(names = "--team", paramLabel = "TEAM", descriptionKey = "announce.team")
    private List<String> teams = List.of();

    @Option(names = "--user", paramLabel = "USER", descriptionKey = "announce.user")
    private List<String> users = List.of();

    @Option(names = "--users-file", paramLabel = "FILE", descriptionKey = "announce.users-file")
    private String usersFile;

    @Option(names = "--exclude", paramLabel = "USER", descriptionKey = "announce.exclude")
    private List<String> excluded = List.of();

    @Option(names = "--exclude-team", paramLabel = "TEAM", descriptionKey = "announce.exclude-team")
    private List<String> excludedTeams = List.of();

    @Option(names = "--exclude-file", paramLabel = "FILE", descriptionKey = "announce.exclude-file")
    private String excludeFile;

    @Option(names = "--file-column", paramLabel = "NAME", descriptionKey = "announce.file-column")
    private String column;

    @Option(names = "--skip-unknown", descriptionKey = "announce.skip-unknown")
    private boolean skipUnknown;

    /** Those taken out, by the id that stays theirs. */
    private final Map<String, User> out = new LinkedHashMap<>();

    /**
     * Looks everybody up.
     *
     * @throws Problem naming all who are unknown at once, unless they are to be skipped
     */
    Audience audience(CommandSession session, Views views) {
        if (teams.isEmpty() && users.isEmpty() && usersFile == null) {
            throw Problem.wrongUse("audience.none");
        }
        if ("-".equals(usersFile) && "-".equals(excludeFile)) {
            throw Problem.wrongUse("audience.twice");
        }
        Terminal terminal = session.terminal();
        List<String> wanted = named(users, usersFile, terminal);
        List<String> unwanted = named(excluded, excludeFile, terminal);
        Set<String> teamIds = new LinkedHashSet<>();
        for (Team team : NameLookup.teams(views, teams)) {
            teamIds.add(team.id());
        }
        List<String> unknown = new ArrayList<>();
        Map<String, User> in = found(wanted, name -> NameLookup.known(views, name), unknown);
        out.putAll(found(unwanted, views::named, unknown));
        if (!unknown.isEmpty()) {
            Problem problem = NameLookup.notFound(unknown);
            if (!skipUnknown) {
                throw problem;
            }
            terminal.warn(CommandTexts.get(
                    "announce.skipped",
                    unknown.size(),
                    unknown.stream().limit(NAMED).collect(Collectors.joining(", ")),
                    Math.max(0, unknown.size() - NAMED)));
        }
        Set<String> excluding = new LinkedHashSet<>();
        NameLookup.teams(views, excludedTeams).forEach(team -> excluding.add(team.id()));
        return new Audience(teamIds, in.keySet(), out.keySet(), excluding);
    }

    private List<String> named(List<String> typed, String file, Terminal terminal) {
        List<String> all = new ArrayList<>(typed);
        if (file != null) {
            try (SpooledInput input = SpooledInput.of(file, terminal)) {
                all.addAll(input.read(path -> PeopleList.read(path, column)));
            }
        }
        return all;
    }

    private static Map<String, User> found(
            List<String> names, Function<String, List<User>> lookUp, List<String> unknown) {
        Map<String, User> found = new LinkedHashMap<>();
        for (String name : names) {
            List<User> people = lookUp.apply(NameLookup.wanted(name));
            if (people.isEmpty()) {
                unknown.add(name);
            }
            people.forEach(user -> found.put(user.lastingId(), user));
        }
        return found;
    }

    /** Tells of those taken out who were not in it to begin with: a mistyped one would else go unseen, and get the message. */
    void tell(Terminal terminal, Planner planner, JobRequest.Send asked, List<LeftOut> leftOut) {
        long idle = out.size() - LeftOut.under(leftOut, LeftOutCode.REMOVED);
        if (idle <= 0) {
            return;
        }
        if (out.size() > NAMED) {
            terminal.warn(CommandTexts.get("announce.idle.many", idle, out.size()));
            return;
        }
        out.keySet().forEach(id -> {
            if (!LeftOutCode.REMOVED.equals(planner.explain(asked, id).code())) {
                // By the id: what goes to standard error is kept in logs of services, which hold no names.
                terminal.warn(CommandTexts.get("announce.idle", id));
            }
        });
    }
}
