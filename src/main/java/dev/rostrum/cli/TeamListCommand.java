package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.domain.Team;
import dev.rostrum.workspace.Workspace;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the teams. */
@Command(name = "list")
final class TeamListCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private OutputOptions output;

    TeamListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.read("team list")) {
            List<Team> teams = workspace.views().teams().get();
            if (teams.isEmpty()) {
                terminal.note("No teams yet. Add one: rostrum team add LINK"
                        + (workspace.connection().kind() == Connection.Kind.SANDBOX
                                ? " (without a link it names those of the sandbox)"
                                : ""));
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
                            .put("cause", Words.said(t.trouble()))
                            .put(
                                    "causeCode",
                                    t.trouble() == null ? null : t.trouble().code()))
                    .text("NAME", Team::label)
                    .number("PEOPLE", Team::people)
                    .number("IN TEAMS", Team::memberCount)
                    .number("JOINED", Team::joined)
                    .number("LEFT", Team::left)
                    .whole("SYNCED", t -> t.syncedAt() == null ? "not yet" : terminal.time(t.syncedAt()))
                    .id("TEAM ID", Team::id)
                    .text("LAST SYNC FAILED", t -> Words.said(t.trouble()))
                    .print(terminal, output, teams);
        }
        return ExitStatus.DONE;
    }
}
