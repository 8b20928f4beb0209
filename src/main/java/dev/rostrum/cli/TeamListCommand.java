package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.domain.Team;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.States;
import dev.rostrum.workspace.Workspace;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the teams. */
@Command(name = "list")
final class TeamListCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin
    private OutputOptions output;

    TeamListCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.read("team list")) {
            List<Team> teams = workspace.views().teams();
            if (teams.isEmpty()) {
                terminal.note(CommandTexts.get(
                        workspace.connection().kind() == Connection.Kind.SANDBOX
                                ? "teamList.none.sandbox"
                                : "teamList.none"));
            }
            new Listing<Team>((row, t) -> row.put("id", t.id())
                            .put("teamId", t.id())
                            .put("name", t.name())
                            .put("groupId", t.groupId())
                            .put("memberCount", t.memberCount())
                            .put("people", t.people())
                            .put("joined", t.joined())
                            .put("left", t.left())
                            .put("addedAt", t.addedAt())
                            .put("syncedAt", t.syncedAt())
                            .put("botLeftAt", t.botLeftAt())
                            .put("state", t.state())
                            .cause(t.trouble()))
                    .keys(
                            "id",
                            "teamId",
                            "name",
                            "groupId",
                            "memberCount",
                            "people",
                            "joined",
                            "left",
                            "addedAt",
                            "syncedAt",
                            "botLeftAt",
                            "cause",
                            "causeCode")
                    .text("column.name", Team::label)
                    .count("column.people", Team::people)
                    .count("column.inTeams", Team::memberCount)
                    .minor()
                    .count("column.joined", Team::joined)
                    .minor()
                    .count("column.left", Team::left)
                    .minor()
                    .time(
                            "column.synced",
                            t -> t.syncedAt() == null
                                    ? CommandTexts.get("teamList.notSynced")
                                    : terminal.time(t.syncedAt()))
                    .whole("column.state", t -> States.of(t.state()))
                    .id("column.teamId", Team::id)
                    .text("column.trouble", t -> t.trouble() == null ? null : Sentences.whole(t.trouble()))
                    .print(terminal, output, teams);
        }
        return ExitStatus.DONE;
    }
}
