package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.Team;
import dev.rostrum.roster.RosterSync;
import dev.rostrum.words.Sentences;
import dev.rostrum.workspace.Workspace;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads rosters into the cache. */
@Command(name = "sync")
final class TeamSyncCommand implements Callable<Integer> {
    private static final int SHOWN_IDS = 5;

    private final CommandSession session;

    @Parameters(arity = "0..*", paramLabel = "ID", descriptionKey = "teamSync.id")
    private List<String> ids = List.of();

    @Option(names = "--all", descriptionKey = "teamSync.all")
    private boolean all;

    @Option(names = "--accept-smaller", descriptionKey = "teamSync.accept-smaller")
    private boolean acceptSmaller;

    @Option(names = "--json", order = OptionOrder.OUTPUT, descriptionKey = "teamSync.json")
    private boolean json;

    @Mixin
    private SecretOptions secret;

    @Mixin
    private WaitOption wait;

    TeamSyncCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (all && !ids.isEmpty()) {
            throw Problem.wrongUse("team.allAndSome");
        }
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.write("team sync", wait, secret);
                StopSignals.Watch stop = session.signals().watch()) {
            List<Team> teams = teams(workspace);
            int failed = 0;
            for (int i = 0; i < teams.size(); i++) {
                Team team = teams.get(i);
                try {
                    show(
                            team,
                            workspace
                                    .act()
                                    .rosters()
                                    .sync(
                                            team.id(),
                                            acceptSmaller ? 0 : RosterSync.NOT_AGREED,
                                            p -> terminal.progress(progress(team, p)),
                                            stop::asked));
                } catch (InterruptedException e) {
                    terminal.warn(CommandTexts.get("teamSync.stopped", teams.size() - i));
                    return ExitStatus.WAITING;
                } catch (Problem e) {
                    failed++;
                    notSynced(team, e);
                }
            }
            if (failed > 0) {
                terminal.warn(CommandTexts.get("teamSync.failed", failed, teams.size()));
                return ExitStatus.FAILED;
            }
            return ExitStatus.DONE;
        }
    }

    private void notSynced(Team team, Problem problem) {
        Terminal terminal = session.terminal();
        if (json) {
            print(team, null, problem.reason());
        }
        terminal.warn(CommandTexts.get("teamSync.notSynced", team.label(), Sentences.of(problem)));
        if (RosterSync.smaller(problem.reason()).isPresent()) {
            terminal.warn(CommandTexts.get("teamSync.smaller", CommandWords.argument(team.id())));
        }
    }

    private List<Team> teams(Workspace workspace) {
        if (ids.isEmpty()) {
            List<Team> known = workspace.views().teams();
            if (known.isEmpty()) {
                throw Problem.wrongUse("team.noneYet");
            }
            return known;
        }
        return NameLookup.teams(workspace.views(), ids);
    }

    private static String progress(Team team, RosterSync.Progress progress) {
        // Teams counts others than it lists, so that there may be more of them.
        return progress.total() == null || progress.read() > progress.total()
                ? CommandTexts.get("teamSync.reading", team.label(), progress.read())
                : CommandTexts.get("teamSync.reading.of", team.label(), progress.read(), progress.total());
    }

    private void show(Team team, RosterSync.Result result) {
        Terminal terminal = session.terminal();
        if (json) {
            print(team, result, null);
        } else {
            terminal.result(
                    CommandTexts.get("teamSync.synced", team.label(), result.people(), result.joined(), result.left()));
        }
        if (result.newIds() > 0) {
            terminal.note(CommandTexts.get("teamSync.newIds", team.label(), result.newIds()));
        }
        if (result.sameAddress() > 0) {
            terminal.note(CommandTexts.get("teamSync.sameAddress", team.label(), result.sameAddress()));
        }
        if (result.optOuts() > 0) {
            terminal.note(CommandTexts.get("teamSync.optOuts", team.label(), result.optOuts()));
        }
        if (!result.otherPeople().isEmpty()) {
            terminal.note(CommandTexts.get(
                    "teamSync.otherPeople",
                    team.label(),
                    result.otherPeople().size(),
                    result.otherPeople().stream().limit(SHOWN_IDS).collect(Collectors.joining(", "))));
        }
        if (result.withoutId() > 0) {
            terminal.note(CommandTexts.get("teamSync.withoutId", team.label(), result.withoutId()));
        }
        if (result.longId() > 0) {
            terminal.note(CommandTexts.get("teamSync.longId", team.label(), result.longId()));
        }
    }

    private void print(Team team, RosterSync.Result result, Reason trouble) {
        new JsonRow(session.terminal())
                .put("id", team.id())
                .put("teamId", team.id())
                .put("name", team.name())
                .put("people", result == null ? null : result.people())
                .put("joined", result == null ? null : result.joined())
                .put("left", result == null ? null : result.left())
                .put("newIds", result == null ? null : result.newIds())
                .put("otherPeople", result == null ? null : result.otherPeople().size())
                .put("sameAddress", result == null ? null : result.sameAddress())
                .put("optOutsCarriedOver", result == null ? null : result.optOuts())
                .put("withoutId", result == null ? null : result.withoutId())
                .put("longId", result == null ? null : result.longId())
                .cause(trouble)
                .print();
    }
}
