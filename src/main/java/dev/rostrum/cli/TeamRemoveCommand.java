package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Team;
import dev.rostrum.workspace.Workspace;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes teams out of the list. */
@Command(name = "remove")
final class TeamRemoveCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(arity = "1..*", paramLabel = "ID", descriptionKey = "teamRemove.id")
    private List<String> named;

    @Option(names = "--yes", order = OptionOrder.CONFIRM, descriptionKey = "teamRemove.yes")
    private boolean yes;

    @Mixin
    private JsonOption json;

    @Mixin
    private WaitOption wait;

    TeamRemoveCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.write("team remove", wait)) {
            List<Team> teams = NameLookup.teams(workspace.views(), named);
            if (!yes && !terminal.interactive()) {
                throw Problem.wrongUse("team.remove.unasked");
            }
            for (Team team : teams) {
                if (!yes
                        && !Confirmation.yes(
                                terminal, CommandTexts.get("teamRemove.ask", team.label(), team.people()))) {
                    continue;
                }
                workspace.act().teams().remove(team.id());
                if (json.json()) {
                    new JsonRow(terminal)
                            .put("id", team.id())
                            .put("teamId", team.id())
                            .put("name", team.name())
                            .put("removed", true)
                            .print();
                } else {
                    terminal.result(CommandTexts.get("teamRemove.done", team.label()));
                }
            }
        }
        return ExitStatus.DONE;
    }
}
