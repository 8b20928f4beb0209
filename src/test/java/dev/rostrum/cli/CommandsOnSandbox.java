package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rostrum.app.RostrumProgram;
import dev.rostrum.sandbox.LoggedRequest;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxOptions;
import dev.rostrum.sandbox.SandboxServer;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.testing.Canary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands as they are typed, over the program's own object graph, against a real sandbox server: real HTTP, real sign-in,
 * real data file. Each command builds the graph anew, as a process of its own would.
 */
abstract class CommandsOnSandbox {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String SECRET = "SANDBOX_SECRET";

    @TempDir
    Path folder;

    final Map<String, String> environment = new HashMap<>();
    final NoSignals signals = new NoSignals();
    SandboxServer sandbox;
    SandboxTeam small;
    SandboxTeam large;

    /** What a command said and how it ended. */
    record Said(int status, List<String> out, String err) {
        List<JsonNode> rows() throws IOException {
            List<JsonNode> rows = new ArrayList<>();
            for (String line : out) {
                rows.add(JSON.readTree(line));
            }
            return rows;
        }

        Said is(int expected) {
            assertThat(status).as(err + "\n" + String.join("\n", out)).isEqualTo(expected);
            return this;
        }
    }

    @BeforeEach
    void connect() throws IOException {
        sandbox = SandboxServer.start(SandboxOptions.defaults(folder.resolve("sandbox"))
                .withTeamSizes(12, 250)
                .withSignIn(Canary.signIn())
                .withRateLimits(false));
        small = sandbox.teams().get(0);
        large = sandbox.teams().get(1);
        environment.put(SECRET, Canary.CLIENT_SECRET.value());
        run(
                        "connection add Test --rate 0 --app-id",
                        sandbox.appId(),
                        "--tenant",
                        sandbox.tenantId(),
                        "--service-url",
                        sandbox.serviceUrl(),
                        "--secret-env",
                        SECRET)
                .is(0);
        run("connection use Test").is(0);
    }

    @AfterEach
    void disconnect() throws IOException {
        sandbox.close();
    }

    Said run(String line, String... more) {
        return run(Typed.piped(""), line, more);
    }

    Said run(Typed typed, String line, String... more) {
        return run(program(), typed, line, more);
    }

    Program program() {
        return RostrumProgram.open(folder.resolve("data"), environment::get, notice -> {});
    }

    Said run(Program program, Typed typed, String line, String... more) {
        List<String> arguments = new ArrayList<>();
        if (!line.isEmpty()) {
            arguments.addAll(List.of(line.split(" ")));
        }
        arguments.addAll(List.of(more));
        int status = new CommandLineRunner(options -> program, typed.terminal(), environment::get, signals)
                .run(arguments.toArray(String[]::new));
        return new Said(status, typed.outLines(), typed.err());
    }

    List<LoggedRequest> log(Route route) throws IOException {
        return LoggedRequest.readAll(sandbox.requestLog()).stream()
                .filter(request -> request.route() == route)
                .toList();
    }

    Set<String> users(SandboxTeam team) throws IOException {
        Set<String> ids = new HashSet<>();
        for (JsonNode row : run("user list --json --team", team.id()).is(0).rows()) {
            ids.add(row.path("userId").textValue());
        }
        return ids;
    }

    static void assertWrong(String message, Said said) {
        assertThat(said.is(2).err()).contains(message).doesNotContain("nvalid");
        assertThat(said.out()).isEmpty();
    }

    void nothingWasSent() throws IOException {
        assertThat(log(Route.SEND)).isEmpty();
        assertThat(log(Route.CREATE)).isEmpty();
        assertThat(run("announcement list --json").is(0).out()).isEmpty();
    }

    void synced(SandboxTeam team) {
        run("team add", team.link()).is(0);
        run("team sync").is(0);
    }
}
