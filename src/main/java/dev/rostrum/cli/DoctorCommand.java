package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.doctor.CheckResult;
import dev.rostrum.connection.doctor.Diagnosis;
import dev.rostrum.connection.doctor.Doctor;
import dev.rostrum.connection.doctor.Examination;
import dev.rostrum.connection.doctor.Means;
import dev.rostrum.connection.doctor.Outcome;
import dev.rostrum.connection.doctor.Who;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.TeamLink;
import dev.rostrum.files.OutputFile;
import dev.rostrum.words.Sentences;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces.Access;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks at everything that a send needs. */
@Command(name = "doctor", sortOptions = false)
final class DoctorCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--team", paramLabel = "LINK", descriptionKey = "doctor.team")
    private String team;

    @Option(names = "--message-me", descriptionKey = "doctor.message-me")
    private boolean messageMe;

    @Option(names = "--report", paramLabel = "FILE", descriptionKey = "doctor.report")
    private String report;

    @Mixin
    private ForceOption force;

    @Option(names = "--json", descriptionKey = "doctor.json")
    private boolean json;

    @Mixin
    private SecretOptions secret;

    DoctorCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        OutputFile target = report == null ? null : force.file(report);
        String teamId = team == null ? null : TeamLink.parse(team).teamId();
        Connection connection = session.namedConnection();
        secret.offer(session, connection);
        // A sandbox's service runs only while it is open; a message goes through the ledger.
        boolean needsOpen = messageMe || connection.kind() == Connection.Kind.SANDBOX;
        Workspace open = needsOpen ? opened(connection) : null;
        Diagnosis found;
        try {
            found = session.program()
                    .doctor()
                    .run(
                            new Examination(
                                    open == null ? connection : open.connection(),
                                    open == null ? Means.NONE : open.forDoctor(),
                                    teamId,
                                    messageMe),
                            this::show);
        } finally {
            if (open != null) {
                open.close();
            }
        }
        return told(found, target);
    }

    /** The connection opened, or null: what keeps it closed is for the checks to say. */
    private Workspace opened(Connection connection) {
        try {
            return session.program()
                    .workspaces()
                    .open(connection, session.request(Access.WRITE, "doctor", Duration.ZERO));
        } catch (Problem e) {
            session.terminal().note("Not opened: " + Sentences.of(e));
            return null;
        }
    }

    private int told(Diagnosis found, OutputFile target) {
        Terminal terminal = session.terminal();
        if (!json) {
            terminal.result("");
            terminal.result(found.sentence());
        }
        Doctor doctor = session.program().doctor();
        terminal.note("Log folder: " + doctor.surroundings().logFolder());
        if (target != null) {
            target.write(out -> {
                out.write(found.report().getBytes(StandardCharsets.UTF_8));
                return out;
            });
            terminal.note("Report: " + target.path());
        }
        return found.healthy() ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    private void show(CheckResult result) {
        if (json) {
            new JsonRow(session.terminal())
                    .put("check", result.id())
                    .put("name", result.name())
                    .put("outcome", result.outcome())
                    .put("finding", result.finding())
                    .put("meaning", Sentences.orNothing(result.meaning()))
                    .put("fix", Sentences.orNothing(result.fix()))
                    .put("who", result.who() == Who.NOBODY ? null : result.who())
                    .put("code", result.code().isEmpty() ? null : result.code())
                    .put("millis", result.millis())
                    .print();
            return;
        }
        Terminal terminal = session.terminal();
        terminal.result(word(result.outcome()) + result.name() + ": " + result.finding());
        if (result.outcome() != Outcome.OK) {
            String indent = " ".repeat(word(Outcome.OK).length());
            if (result.meaning() != null) {
                terminal.result(indent + Sentences.of(result.meaning()));
            }
            String fix = Sentences.orNothing(result.fix());
            if (!fix.isEmpty()) {
                terminal.result(indent + by(result.who()) + fix);
            }
        }
    }

    private static String by(Who who) {
        String words = who.words();
        return words.isEmpty() ? "" : Character.toUpperCase(words.charAt(0)) + words.substring(1) + ": ";
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case OK -> "ok       ";
            case WARNING -> "warning  ";
            case FAILED -> "failed   ";
            case NOT_RUN -> "not run  ";
        };
    }
}
