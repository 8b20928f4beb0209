package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.TrimmedId;
import dev.rostrum.roster.Teams;
import dev.rostrum.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds teams by link or id, with one result a line. */
@Command(name = "add", sortOptions = false)
final class TeamAddCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "0..*", paramLabel = "LINK_OR_ID", descriptionKey = "teamAdd.link_or_id")
    private List<String> links = List.of();

    @Option(names = "--file", paramLabel = "FILE", descriptionKey = "teamAdd.file")
    private String file;

    @Option(names = "--json", descriptionKey = "teamAdd.json")
    private boolean json;

    @Mixin
    private SecretOptions secret;

    @Mixin
    private WaitOption wait;

    private int failed;

    TeamAddCommand(Session session) {
        this.session = session;
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
            terminal.note(Words.count(failed, "team was", "teams were") + " not added.");
            return ExitStatus.FAILED;
        }
        terminal.note("To read who is in them: rostrum team sync");
        return ExitStatus.DONE;
    }

    /** On the sandbox its own links are named: nobody can copy them from Teams. */
    private Problem nothingGiven(Workspace workspace) {
        Terminal terminal = session.terminal();
        workspace
                .suggestedTeams()
                .forEach(team -> terminal.note(
                        team.name() + ", " + Words.count(team.members(), "member", "members") + ": " + team.link()));
        return Problem.wrongUse("No team was given. Name one or more links or ids, or a file with --file FILE.");
    }

    private String trimmed(String pasted) {
        TrimmedId id = TrimmedId.of(pasted);
        if (id.changed() && !id.isEmpty()) {
            session.terminal().note("Left out what surrounded " + Words.quoted(id.value()) + ": blanks or quotes.");
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
                    .put("cause", Words.said(added.trouble()))
                    .put(
                            "causeCode",
                            added.trouble() == null ? null : added.trouble().code())
                    .print();
        } else if (added.ok()) {
            session.terminal()
                    .result((added.isNew() ? "Added    " : "Known    ") + team.label()
                            + (team.memberCount() == null
                                    ? ""
                                    : " (" + Words.count(team.memberCount(), "member", "members") + ")")
                            + "  " + team.id());
        } else {
            session.terminal().result("Failed   " + added.input() + "  " + Words.said(added.trouble()));
        }
    }
}
