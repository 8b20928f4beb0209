package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.RosterDifference;
import dev.rostrum.domain.SyncedRoster;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.TypedMoment;
import dev.rostrum.roster.RosterChanges;
import dev.rostrum.workspace.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who joined and left a team since an earlier sync or a moment. */
@Command(name = "diff")
final class TeamDiffCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "teamDiff.id")
    private String named;

    @Option(names = "--since", paramLabel = "SYNC|DATE", descriptionKey = "teamDiff.since")
    private String since;

    @Option(names = "--syncs", descriptionKey = "teamDiff.syncs")
    private boolean syncs;

    @Mixin
    private OutputOptions output;

    private record Line(RosterDifference.Person person, boolean joined) {}

    TeamDiffCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (syncs && since != null) {
            throw Problem.wrongUse("roster.syncsAndSince");
        }
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.read("team diff")) {
            Team team = NameLookup.teams(workspace.views(), List.of(named)).get(0);
            RosterChanges changes = workspace.views().rosterChanges();
            if (syncs) {
                syncs(terminal, changes.syncs(team.id()));
                return ExitStatus.DONE;
            }
            RosterDifference difference = changes.since(team.id(), moment(terminal, changes, team));
            List<Line> lines = Stream.concat(
                            difference.joined().stream().map(person -> new Line(person, true)),
                            difference.left().stream().map(person -> new Line(person, false)))
                    .toList();
            new Listing<Line>((row, line) -> row.put("change", line.joined() ? "JOINED" : "LEFT")
                            .put("at", line.person().at())
                            .put("userId", line.person().user().id())
                            .put("objectId", line.person().user().objectId())
                            .put("name", line.person().user().name())
                            .put("email", line.person().user().email())
                            .put("teamId", team.id())
                            .put("since", difference.since()))
                    .keys("change", "at", "userId", "objectId", "name", "email", "teamId", "since")
                    .whole(
                            "column.change",
                            line -> CommandTexts.get(line.joined() ? "teamDiff.joined" : "teamDiff.left"))
                    .text("column.name", line -> line.person().user().name())
                    .text("column.email", line -> line.person().user().email())
                    .time("column.at", line -> terminal.time(line.person().at()))
                    .id("column.userId", line -> line.person().user().id())
                    .print(terminal, output, lines);
            terminal.note(CommandTexts.get(
                    "teamDiff.counts",
                    team.label(),
                    difference.joined().size(),
                    difference.left().size(),
                    terminal.time(difference.since())));
        }
        return ExitStatus.DONE;
    }

    private Instant moment(Terminal terminal, RosterChanges changes, Team team) {
        if (since == null) {
            return changes.beforeLast(team.id());
        }
        if (since.matches("[0-9]{1,15}")) {
            return changes.ofSync(team.id(), Long.parseLong(since));
        }
        return TypedMoment.parse(
                        since, terminal.clock().instant(), terminal.clock().getZone())
                .orElseThrow(() -> Problem.wrongUse("roster.noMoment", since));
    }

    private void syncs(Terminal terminal, List<SyncedRoster> all) {
        if (all.isEmpty()) {
            terminal.note(CommandTexts.get("teamDiff.noSyncs"));
        }
        new Listing<SyncedRoster>((row, sync) -> row.put("id", sync.number())
                        .put("at", sync.at())
                        .put("people", sync.people())
                        .put("joined", sync.joined())
                        .put("left", sync.left()))
                .keys("id", "at", "people", "joined", "left")
                .number("column.sync", SyncedRoster::number)
                .time("column.at", sync -> terminal.time(sync.at()))
                .count("column.people", SyncedRoster::people)
                .count("column.joined", SyncedRoster::joined)
                .count("column.left", SyncedRoster::left)
                .print(terminal, output, all);
    }
}
