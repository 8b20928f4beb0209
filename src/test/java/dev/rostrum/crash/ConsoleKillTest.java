package dev.rostrum.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.app.RostrumProgram;
import dev.rostrum.connection.Connections;
import dev.rostrum.crash.LedgerCheck.Result;
import dev.rostrum.domain.RunState;
import dev.rostrum.testing.ChildProgram;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console, connected to a sandbox in another process, is killed with SIGKILL in the middle of a team of 10,000 and
 * started again. What it shows is compared with what the sandbox itself wrote down.
 */
@Tag("crash")
class ConsoleKillTest {
    private static final Duration LIMIT = Duration.ofSeconds(150);
    private static final int IN_FLIGHT = 16;
    private static final int RECIPIENTS = 10_000;

    @TempDir
    Path folder;

    private Path data;
    private LedgerCheck check;

    @Test
    void nobodyHasTwoMessagesNobodyIsLostAndNothingGoesOutBeforeResume() throws Exception {
        data = folder.resolve("admin");
        try (ChildProgram sandbox = ChildProgram.rostrum(
                Map.of(),
                "--data-dir",
                folder.resolve("service").toString(),
                "sandbox",
                "--team-sizes",
                "10000",
                "--rate",
                "off",
                "--latency",
                "5ms")) {
            sandbox.awaitLine("connection use local-sandbox", LIMIT);
            Path log = Path.of(sandbox.find("^Request log +(\\S+)$").orElseThrow());
            check = new LedgerCheck(connectAndSync(sandbox), log);
            Map<String, String> secret = Map.of(
                    "SANDBOX_SECRET", sandbox.find("^Client secret +(\\S+)$").orElseThrow());

            killInTheMiddle(secret);

            Result killed = clean(check.now());
            assertThat(killed.sending())
                    .as("at most as many in doubt as requests were in flight")
                    .isLessThanOrEqualTo(IN_FLIGHT);

            try (ChildProgram again = console(secret)) {
                again.type("show");
                again.awaitLine("DONE show", LIMIT);
                Result restarted = clean(check.now());
                assertThat(restarted.posted())
                        .as("nothing is sent before Resume")
                        .isEqualTo(check.posted())
                        .isGreaterThanOrEqualTo(killed.posted());
                assertThat(restarted.flying()).isZero();
                assertThat(restarted.inDoubt()).isEqualTo(killed.sending());
                assertThat(restarted.sent()).isEqualTo(killed.sent());

                again.type("resume");
                TestGraph.until("the run is done", () -> check.runs().get(0).state() == RunState.DONE);
                again.awaitLine("DONE resume", LIMIT);
            }

            Result end = clean(check.atRest(RECIPIENTS));
            assertThat(end.sent()).isEqualTo(RECIPIENTS - killed.sending());
            System.out.println("killed after " + killed.posted() + " of " + RECIPIENTS + " messages: in doubt "
                    + end.inDoubt() + ", of them really posted " + end.doubtsAccepted() + ", twice " + end.duplicates()
                    + ", lost " + end.lost());
        }
    }

    private static Result clean(Result result) {
        assertThat(result.violations()).isEmpty();
        return result;
    }

    /** The data file. */
    private Path connectAndSync(ChildProgram sandbox) throws InterruptedException {
        String secret = sandbox.find("^Client secret +(\\S+)$").orElseThrow();
        RostrumProgram program = RostrumProgram.open(data, name -> secret, notice -> {});
        program.connections()
                .add(new Connections.NewConnection(
                        "lab",
                        sandbox.find("^App id +(\\S+)$").orElseThrow(),
                        sandbox.find("^Tenant id +(\\S+)$").orElseThrow(),
                        sandbox.find("^Service URL +(\\S+)$").orElseThrow(),
                        0.0,
                        IN_FLIGHT,
                        "SANDBOX_SECRET",
                        false));
        String link = sandbox.find("^Team +[^:]+: (\\S+)$").orElseThrow();
        try (Workspace workspace = open(program, Workspaces.Access.WRITE)) {
            workspace.act().teams().add(List.of(link), added -> assertThat(added.trouble())
                    .isNull());
            workspace.act().rosters().sync(workspace.views().teams().get(0).id(), progress -> {}, () -> false);
        }
        return data.resolve("connections")
                .resolve(program.connections().find("lab").file());
    }

    private ChildProgram console(Map<String, String> secret) throws Exception {
        ChildProgram console = ChildProgram.main(ConsoleDriver.class.getName(), secret, data.toString(), "lab");
        console.awaitLine("^OPEN$", LIMIT);
        return console;
    }

    private void killInTheMiddle(Map<String, String> secret) throws Exception {
        try (ChildProgram console = console(secret)) {
            console.type("send " + RECIPIENTS);
            console.awaitLine("DONE send", LIMIT);
            TestGraph.until("a good part was sent", () -> check.posted() > RECIPIENTS / 8);
            console.kill();
        }
        assertThat(check.posted()).as("killed in the middle").isLessThan(RECIPIENTS);
    }

    private static Workspace open(RostrumProgram program, Workspaces.Access access) {
        return program.open(
                program.connections().find("lab"),
                new Workspaces.Request(access, "test", Duration.ofSeconds(10), notice -> {}));
    }
}
