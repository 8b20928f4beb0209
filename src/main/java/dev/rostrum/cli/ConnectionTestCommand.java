package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ConnectionCheck;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.TeamLink;
import dev.rostrum.words.Sentences;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries a connection. */
@Command(name = "test")
final class ConnectionTestCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", descriptionKey = "connectionTest.name")
    private String name;

    @Option(names = "--team", paramLabel = "LINK", descriptionKey = "connectionTest.team")
    private String team;

    @Mixin
    private SecretOptions secret;

    @Option(names = "--json", order = OptionOrder.OUTPUT, descriptionKey = "connectionTest.json")
    private boolean json;

    ConnectionTestCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Connection connection = name == null
                ? session.connection()
                : session.program().connections().find(name);
        session.name(connection);
        String teamId = team == null ? null : TeamLink.parse(team).teamId();
        if (connection.kind() == Connection.Kind.SANDBOX) {
            // Its server runs as long as it is open.
            try (Workspace open = session.program()
                    .workspaces()
                    .open(connection, session.request(Workspaces.Access.WRITE, "connection test", Duration.ZERO))) {
                return run(open.connection(), teamId);
            }
        }
        secret.give(session, connection);
        return run(connection, teamId);
    }

    private int run(Connection connection, String teamId) throws InterruptedException {
        String known = teamId == null
                ? session.program().connections().someTeam(connection).orElse(null)
                : teamId;
        List<ConnectionCheck.Step> steps = session.program().check().run(connection, known, this::show);
        return steps.stream().allMatch(ConnectionCheck.Step::passed) ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    private void show(ConnectionCheck.Step step) {
        if (json) {
            new JsonRow(session.terminal())
                    .put("step", step.what())
                    .put("passed", step.passed())
                    .put("code", step.outcome().code())
                    .put("outcome", Sentences.whole(step.outcome()))
                    .print();
        } else {
            session.terminal()
                    .result(CommandTexts.labelled(
                            CommandTexts.column("connectionTest.column"),
                            step.passed() ? "connectionTest.passed" : "connectionTest.failed",
                            Sentences.of(Reason.named(Sentences.of(step.what().reason()), step.outcome()))));
        }
    }
}
