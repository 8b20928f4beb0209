package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.domain.Problem;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the links of the sandbox's teams, one a line and nothing else. */
@Command(name = "links")
final class TeamLinksCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin
    private JsonOption json;

    @Mixin
    private WaitOption wait;

    TeamLinksCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        Connection connection = session.namedConnection();
        if (connection.kind() != Connection.Kind.SANDBOX) {
            throw Problem.wrongUse("team.noLinks");
        }
        try (Workspace workspace = session.write(connection, "team links", wait)) {
            for (Workspace.SuggestedTeam team : workspace.suggestedTeams()) {
                if (json.json()) {
                    new JsonRow(terminal)
                            .put("name", team.name())
                            .put("memberCount", (long) team.members())
                            .put("link", team.link())
                            .print();
                } else {
                    terminal.result(team.link());
                }
            }
        }
        return ExitStatus.DONE;
    }
}
