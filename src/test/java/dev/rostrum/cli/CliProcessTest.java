package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rostrum.sandbox.LoggedRequest;
import dev.rostrum.sandbox.Route;
import dev.rostrum.testing.ChildProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The terminal in processes of its own: the sandbox in one, each command in another, ended by real signals. */
@Tag("crash")
class CliProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    private ChildProgram start(String... arguments) throws IOException {
        return ChildProgram.rostrum(environment, arguments).endInput();
    }

    private String run(int status, String... arguments) throws Exception {
        try (ChildProgram command = start(arguments)) {
            assertThat(command.exit(LIMIT)).as(command.error()).isEqualTo(status);
            return command.output();
        }
    }

    private static List<LoggedRequest> sends(Path log) throws IOException {
        return LoggedRequest.readAll(log).stream()
                .filter(request -> request.route() == Route.SEND)
                .toList();
    }

    @Test
    void aSignalPausesAndASecondCommandSendsTheRestOnce() throws Exception {
        environment.put("ROSTRUM_HOME", folder.resolve("data").toString());
        try (ChildProgram sandbox =
                start("sandbox", "--json", "--rate", "off", "--team-sizes", "250", "--folder", folder + "/sandbox")) {
            JsonNode told = JSON.readTree(sandbox.awaitLine("^\\{.*\\}$", LIMIT).group());
            environment.put("SANDBOX_SECRET", told.path("clientSecret").textValue());
            Path log = Path.of(told.path("requestLog").textValue());
            String team = told.path("teams").get(0).path("teamId").textValue();
            run(
                    0,
                    "connection",
                    "add",
                    "Elsewhere",
                    "--app-id",
                    told.path("appId").textValue(),
                    "--tenant",
                    told.path("tenantId").textValue(),
                    "--service-url",
                    told.path("serviceUrl").textValue(),
                    "--rate",
                    "100",
                    "--secret-env",
                    "SANDBOX_SECRET");
            run(0, "connection", "use", "Elsewhere");
            run(0, "team", "add", told.path("teams").get(0).path("link").textValue());
            run(0, "team", "sync");

            try (ChildProgram announce =
                    start("announce", "--include-outsiders", "--yes", "--text", "Hello", "--team", team)) {
                awaitSends(log, 10);
                terminate(announce);
                assertThat(announce.exit(LIMIT)).as(announce.error()).isEqualTo(4);
                assertThat(announce.error()).contains("still waiting", "rostrum announcement resume 1");
                assertThat(announce.output()).contains("Announcement 1", "Waiting");
            }
            JsonNode paused = JSON.readTree(run(0, "announcement", "show", "1", "--json"));
            assertThat(paused.path("state").textValue()).isEqualTo("PAUSED");
            assertThat(paused.path("sent").intValue())
                    .isEqualTo(sends(log).size())
                    .isBetween(10, 249);
            assertThat(paused.path("inDoubt").intValue()).isZero();

            run(
                    0,
                    "announcement",
                    "resume",
                    "1",
                    "--expect",
                    paused.path("waiting").asText());
            assertThat(sends(log).stream().map(LoggedRequest::userId))
                    .hasSize(250)
                    .doesNotHaveDuplicates();

            terminate(sandbox);
            assertThat(sandbox.exit(LIMIT)).as(sandbox.error()).isZero();
            assertThat(sandbox.error()).endsWith("Sandbox ended.");
        }
    }

    /** By its handle: ending it by {@link Process} closes the streams too, and its last words would be lost. */
    private static void terminate(ChildProgram program) {
        assertThat(ProcessHandle.of(program.pid()).orElseThrow().destroy()).isTrue();
    }

    private static void awaitSends(Path log, int count) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (sends(log).size() < count) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
