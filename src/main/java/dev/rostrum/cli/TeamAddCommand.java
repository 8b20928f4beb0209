package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.TrimmedId;
import dev.rostrum.roster.Teams;
import dev.rostrum.words.Sentences;
import dev.rostrum.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds teams by link or id, with one result a line. */
@Command(name = "add")
final class TeamAddCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(arity = "0..*", paramLabel = "LINK_OR_ID", descriptionKey = "teamAdd.link_or_id")
    private List<String> links = List.of();

    @Option(names = "--file", paramLabel = "FILE", descriptionKey = "teamAdd.file")
    private String file;

    @Option(names = "--json", order = OptionOrder.OUTPUT, descriptionKey = "teamAdd.json")
    private boolean json;

    @Mixin
    private SecretOptions secret;

    @Mixin
    private WaitOption wait;

    private final LabelledLines lines;
    private int failed;

    TeamAddCommand(CommandSession session) {
        this.session = session;
        lines = new LabelledLines(session.terminal(), "teamAdd.column");
    }

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.write("team add", wait, secret)) {
            if (links.isEmpty() && file == null) {
                throw nothingGiven(workspace);
            }
            List<String> lines = new ArrayList<>();
            links.forEach(link -> lines.add(trimmed(link)));
            if (file != null) {
                TextInput.read(file, terminal)
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .forEach(line -> lines.add(trimmed(line)));
            }
            workspace.act().teams().add(lines, this::show);
        }
        if (failed > 0) {
            terminal.warn(CommandTexts.get("teamAdd.failed", failed));
            return ExitStatus.FAILED;
        }
        terminal.note(CommandTexts.get("teamAdd.next"));
        return ExitStatus.DONE;
    }

    /** Says what to give. On the sandbox its own links are named: nobody can copy them from Teams. */
    private Problem nothingGiven(Workspace workspace) {
        Terminal terminal = session.terminal();
        workspace
                .suggestedTeams()
                .forEach(team ->
                        terminal.warn(CommandTexts.get("teamAdd.suggested", team.name(), team.members(), team.link())));
        return Problem.wrongUse("team.notNamed");
    }

    private String trimmed(String pasted) {
        TrimmedId id = TrimmedId.of(pasted);
        if (id.changed() && !id.isEmpty()) {
            session.terminal().note(CommandTexts.get("teamAdd.trimmed", id.value()));
        }
        return id.value();
    }

    private void show(Teams.Added added) {
        Team team = added.team();
        if (!added.ok()) {
            failed++;
        }
        if (json) {
            new JsonRow(session.terminal())
                    .put("input", added.input())
                    .put("outcome", !added.ok() ? "failed" : added.isNew() ? "added" : "known")
                    .put("teamId", team == null ? null : team.id())
                    .put("name", team == null ? null : team.name())
                    .put("memberCount", team == null ? null : team.memberCount())
                    .cause(added.trouble())
                    .print();
        } else if (added.ok()) {
            String label = team.memberCount() == null
                    ? team.label()
                    : CommandTexts.get("teamAdd.members", team.label(), team.memberCount());
            lines.line(added.isNew() ? "teamAdd.added" : "teamAdd.known", label, team.id());
        } else {
            lines.line("teamAdd.notAdded", added.input(), Sentences.whole(added.trouble()));
        }
    }
}
