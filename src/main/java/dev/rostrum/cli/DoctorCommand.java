package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.doctor.Check;
import dev.rostrum.connection.doctor.CheckOutcome;
import dev.rostrum.connection.doctor.CheckResult;
import dev.rostrum.connection.doctor.Diagnosis;
import dev.rostrum.connection.doctor.Doctor;
import dev.rostrum.connection.doctor.Examination;
import dev.rostrum.connection.doctor.OpenConnection;
import dev.rostrum.connection.doctor.Responsible;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.TeamLink;
import dev.rostrum.files.OutputFile;
import dev.rostrum.words.Reports;
import dev.rostrum.words.Sentences;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces.Access;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks at everything that a send needs. */
@Command(name = "doctor")
final class DoctorCommand implements Callable<Integer> {
    private final CommandSession session;

    @Option(names = "--team", paramLabel = "LINK", descriptionKey = "doctor.team")
    private String team;

    @Option(names = "--message-me", descriptionKey = "doctor.message-me")
    private boolean messageMe;

    @Option(names = "--report", paramLabel = "FILE", descriptionKey = "doctor.report")
    private String report;

    @Mixin
    private ForceOption force;

    @Option(names = "--json", order = OptionOrder.OUTPUT, descriptionKey = "doctor.json")
    private boolean json;

    @Mixin
    private SecretOptions secret;

    DoctorCommand(CommandSession session) {
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
                                    open == null ? OpenConnection.NONE : open.forDoctor(),
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
            session.terminal().note(CommandTexts.get("doctor.notOpened", Sentences.of(e)));
            return null;
        }
    }

    private int told(Diagnosis found, OutputFile target) {
        Terminal terminal = session.terminal();
        if (!json) {
            terminal.result("");
            terminal.result(Sentences.of(found.sum()));
        }
        Doctor doctor = session.program().doctor();
        terminal.note(
                CommandTexts.get("doctor.logFolder", doctor.programEnvironment().logFolder()));
        if (target != null) {
            target.write(out -> {
                out.write(Reports.of(found.report()).getBytes(StandardCharsets.UTF_8));
                return out;
            });
            terminal.note(CommandTexts.get("doctor.reported", target.path()));
        }
        // A message that was asked for and not sent is no success, whatever kept it back.
        boolean sent = found.results().stream()
                .anyMatch(result -> result.check() == Check.MESSAGE && result.outcome() == CheckOutcome.OK);
        return found.healthy() && (sent || !messageMe) ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    private void show(CheckResult result) {
        if (json) {
            new JsonRow(session.terminal())
                    .put("check", result.id())
                    .put("name", name(result))
                    .put("outcome", result.outcome())
                    .put("finding", Sentences.of(result.finding()))
                    .put("findingCode", result.finding().code())
                    .put("meaning", Sentences.orNothing(result.meaning()))
                    .put("fix", Sentences.orNothing(result.fix()))
                    .put("who", result.who() == Responsible.NOBODY ? null : result.who())
                    .put("code", result.code().isEmpty() ? null : result.code())
                    .put("millis", result.millis())
                    .print();
            return;
        }
        Terminal terminal = session.terminal();
        terminal.result(word(result.outcome()) + name(result) + ": " + Sentences.of(result.finding()));
        if (result.outcome() != CheckOutcome.OK) {
            String indent = " ".repeat(word(CheckOutcome.OK).length());
            if (result.meaning() != null) {
                terminal.result(indent + Sentences.of(result.meaning()));
            }
            if (!Sentences.orNothing(result.fix()).isEmpty()) {
                terminal.result(indent + led(result));
            }
        }
    }

    /** What to do, led by who can, which some steps say themselves. */
    private static String led(CheckResult result) {
        String fix = Sentences.of(result.fix());
        String led = Sentences.of(result.who().by(result.fix()));
        boolean says = Arrays.stream(Responsible.values())
                .filter(who -> who != Responsible.NOBODY)
                .map(who -> Sentences.of(who.by(result.fix())))
                .anyMatch(by -> fix.startsWith(by.substring(0, by.length() - fix.length())));
        return says ? fix : led;
    }

    private static String name(CheckResult result) {
        return Sentences.of(result.check().label());
    }

    /** The outcome in a word, as wide as the longest of them, and a gap. */
    private static String word(CheckOutcome outcome) {
        int width = Arrays.stream(CheckOutcome.values())
                .mapToInt(each -> DisplayWidth.of(Sentences.of(each.reason())))
                .max()
                .orElse(0);
        String word = Sentences.of(outcome.reason());
        return word + " ".repeat(width + 2 - DisplayWidth.of(word));
    }
}
