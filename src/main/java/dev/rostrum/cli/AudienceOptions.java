package dev.rostrum.cli;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.Planner;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.LeftOutCode;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.User;
import dev.rostrum.files.InputFile;
import dev.rostrum.roster.PeopleList;
import dev.rostrum.roster.SavedLists;
import dev.rostrum.workspace.Workspace.Views;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Whom an announcement is for, on the command line and in files that it names. */
final class AudienceOptions {
    /** People who are told by name. */
    private static final int NAMED = 20;

    @Option(names = "--team", paramLabel = "TEAM", descriptionKey = "announce.team")
    private List<String> teams = List.of();

    @Option(names = "--list", paramLabel = "LIST", descriptionKey = "announce.list")
    private List<String> lists = List.of();

    @Option(names = "--filter", paramLabel = "NAME", descriptionKey = "announce.filter")
    private List<String> filters = List.of();

    @Option(names = "--where", paramLabel = "NAME=VALUE", descriptionKey = "announce.where")
    private List<String> conditions = List.of();

    @Option(names = "--user", paramLabel = "USER", descriptionKey = "announce.user")
    private List<String> users = List.of();

    @Option(names = "--users-file", paramLabel = "FILE", descriptionKey = "announce.users-file")
    private String usersFile;

    @Option(names = "--exclude", paramLabel = "USER", descriptionKey = "announce.exclude")
    private List<String> excluded = List.of();

    @Option(names = "--exclude-team", paramLabel = "TEAM", descriptionKey = "announce.exclude-team")
    private List<String> excludedTeams = List.of();

    @Option(names = "--exclude-list", paramLabel = "LIST", descriptionKey = "announce.exclude-list")
    private List<String> excludedLists = List.of();

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
        requireSomebody();
        Terminal terminal = session.terminal();
        List<String> wanted = named(users, usersFile, terminal);
        List<String> unwanted = named(excluded, excludeFile, terminal);
        Audience rules = rules(views, session.program().clock());
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
        return with(rules, in.keySet(), out.keySet());
    }

    /**
     * Whom a list is made of.
     *
     * @param audience those who are cached
     * @param found what became of each row that names somebody
     */
    record ForList(Audience audience, SavedLists.Found found) {}

    /** Looks everybody up for a list: a name that nobody has is told with its row, and nothing is thrown. */
    ForList forList(CommandSession session, Views views) throws InterruptedException {
        requireSomebody();
        Terminal terminal = session.terminal();
        Audience rules = rules(views, session.program().clock());
        List<PeopleList.Named> rows = new ArrayList<>();
        users.forEach(name -> rows.add(new PeopleList.Named(0, NameLookup.wanted(name))));
        if (usersFile != null) {
            try (SpooledInput input = SpooledInput.of(usersFile, terminal)) {
                rows.addAll(input.read(path -> PeopleList.rows(path, column)));
            }
        }
        SavedLists.Found found = SavedLists.find(views::find, rows, () -> false);
        List<String> unknown = new ArrayList<>();
        out.putAll(found(named(excluded, excludeFile, terminal), views::named, unknown));
        if (!unknown.isEmpty() && !skipUnknown) {
            throw NameLookup.notFound(unknown);
        }
        return new ForList(with(rules, found.people(), out.keySet()), found);
    }

    boolean skipUnknown() {
        return skipUnknown;
    }

    /** @throws Problem where a file that is named cannot be read */
    void requireFiles() {
        Stream.of(usersFile, excludeFile)
                .filter(file -> file != null && !file.equals("-"))
                .forEach(InputFile::named);
    }

    private void requireSomebody() {
        if (teams.isEmpty()
                && users.isEmpty()
                && usersFile == null
                && lists.isEmpty()
                && filters.isEmpty()
                && conditions.isEmpty()) {
            throw Problem.wrongUse("audience.none");
        }
        if ("-".equals(usersFile) && "-".equals(excludeFile)) {
            throw Problem.wrongUse("audience.twice");
        }
    }

    /** Teams, lists and filters. All conditions hold at once, as one filter. */
    private Audience rules(Views views, Clock clock) {
        Set<PeopleFilter> rules = new LinkedHashSet<>();
        filters.forEach(name -> rules.add(NameLookup.filter(views, name).filter()));
        if (!conditions.isEmpty()) {
            PeopleConditions reader = new PeopleConditions(views, clock);
            PeopleFilter rule = PeopleFilter.ALL;
            for (String condition : conditions) {
                int sign = condition.indexOf('=');
                if (sign < 0) {
                    throw Problem.wrongUse("filter.noSign", condition);
                }
                rule = reader.with(rule, condition.substring(0, sign).strip(), condition.substring(sign + 1));
            }
            rules.add(rule);
        }
        return new Audience(
                NameLookup.teams(views, teams).stream().map(Team::id).collect(Collectors.toSet()),
                Set.of(),
                Set.of(),
                NameLookup.teams(views, excludedTeams).stream().map(Team::id).collect(Collectors.toSet()),
                rules,
                ids(views, lists),
                ids(views, excludedLists));
    }

    private static Set<Long> ids(Views views, List<String> lists) {
        return lists.stream().map(name -> NameLookup.list(views, name).id()).collect(Collectors.toSet());
    }

    private static Audience with(Audience rules, Set<String> in, Set<String> out) {
        return new Audience(
                rules.teamIds(),
                in,
                out,
                rules.excludedTeamIds(),
                rules.rules(),
                rules.listIds(),
                rules.excludedListIds());
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
