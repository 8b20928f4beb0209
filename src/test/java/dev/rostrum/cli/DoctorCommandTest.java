package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rostrum.app.RostrumProgram;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.FaultPlan;
import dev.rostrum.sandbox.LoggedRequest;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxOptions;
import dev.rostrum.sandbox.SandboxServer;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.testing.Canary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code rostrum doctor} as it is typed, against a real sandbox. */
@Timeout(180)
class DoctorCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "TEST_SECRET";
    private static final String WRONG = Canary.WRONG_SECRET.value();

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private SandboxServer sandbox;

    private record Said(int status, List<String> out, String err) {
        Said is(int expected) {
            assertThat(status).as(err + "\n" + String.join("\n", out)).isEqualTo(expected);
            return this;
        }

        String all() {
            return String.join("\n", out) + "\n" + err;
        }
    }

    @BeforeEach
    void start() throws IOException {
        start("Canaria", FaultPlan.seeded(1));
    }

    private void start(String connection, FaultPlan faults) throws IOException {
        sandbox = SandboxServer.start(SandboxOptions.defaults(folder.resolve("sandbox-" + connection))
                .withTeamSizes(12)
                .withRateLimits(false)
                .withFaults(faults));
        environment.put(SECRET, sandbox.clientSecret());
        run(
                        "connection add " + connection + " --rate 0 --app-id",
                        sandbox.appId(),
                        "--tenant",
                        sandbox.tenantId(),
                        "--service-url",
                        sandbox.serviceUrl(),
                        "--secret-env",
                        SECRET)
                .is(0);
        run("connection use " + connection).is(0);
    }

    @AfterEach
    void stop() throws IOException {
        sandbox.close();
    }

    private Said run(String line, String... more) {
        Typed typed = Typed.piped("");
        List<String> arguments = new ArrayList<>(List.of(line.split(" ")));
        arguments.addAll(List.of(more));
        int status = new CommandLineRunner(
                        options -> RostrumProgram.open(folder.resolve("data"), environment::get, notice -> {}),
                        typed.terminal(),
                        environment::get,
                        new NoSignals())
                .run(arguments.toArray(String[]::new));
        return new Said(status, typed.outLines(), typed.err());
    }

    private static String line(Said said, String check) {
        return said.out().stream()
                .filter(line -> line.contains(check + ": "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(said.all()));
    }

    @Test
    void aTeamIsReadAndAMessageIsSentOnlyWhenAskedFor() throws IOException {
        SandboxTeam team = sandbox.teams().get(0);
        run("team add", team.link()).is(0);
        run("team sync").is(0);

        Said before = run("doctor").is(0);
        assertThat(line(before, "Team reachable")).isEqualTo("ok       Team reachable: can be read, 12 members");
        assertThat(line(before, "Conversation with me")).startsWith("not run").contains("nobody is picked");
        assertThat(before.err())
                .contains("Log folder: " + folder.resolve("data").resolve("logs"));

        JsonNode me =
                JSON.readTree(run("user list --limit 1 --json").is(0).out().get(0));
        run("user me", me.path("id").asText()).is(0);
        Said asked = run("doctor").is(0);
        assertThat(line(asked, "Message to me")).isEqualTo("not run  Message to me: not asked for");
        assertThat(line(asked, "Conversation with me"))
                .isEqualTo("ok       Conversation with me: Teams opens it; nothing of it is stored");
        assertThat(run("user show", me.path("id").asText()).is(0).all())
                .as("the doctor keeps nothing, and says so")
                .contains("none yet");
        long posted = sent();
        assertThat(posted).isZero();

        Said sending = run("doctor --message-me --json").is(0);
        assertThat(sending.out()).hasSize(13);
        JsonNode message = JSON.readTree(sending.out().get(12));
        assertThat(message.path("check").asText()).isEqualTo("message");
        assertThat(message.path("outcome").asText()).isEqualTo("OK");
        assertThat(message.path("finding").asText()).isEqualTo("accepted by Teams");
        assertThat(message.has("who")).isTrue();
        assertThat(sent()).isEqualTo(1);

        for (int more = 2; more <= 5; more++) {
            run("doctor --message-me").is(0);
            assertThat(sent())
                    .as("the same text, more often than anybody else may have it")
                    .isEqualTo(more);
        }
        assertThat(run("announcement list --json").is(0).out()).as("in no list").isEmpty();
        // Nor does it count for a message of another kind.
        run("announce --text Hello --yes --user", me.path("id").asText()).is(0);
        assertThat(run("announcement list --json").is(0).out()).hasSize(1);
    }

    @Test
    void aMessageToMeThatNobodyWouldGetSaysWhy() throws IOException {
        sandbox.close();
        start(
                "Barred",
                FaultPlan.seeded(1)
                        .with(FaultPlan.every(1, CannedAnswer.error(403, "BotDisabledByAdmin", "The bot is disabled"))
                                .on(Route.SEND)));
        run("team add", sandbox.teams().get(0).link()).is(0);
        run("team sync").is(0);
        JsonNode me =
                JSON.readTree(run("user list --limit 1 --json").is(0).out().get(0));
        run("user me", me.path("id").asText()).is(0);

        Said said = run("doctor --message-me").is(1);

        assertThat(line(said, "Message to me")).startsWith("failed");
        assertThat(said.all()).contains("A Teams admin has disabled this bot");
        assertThat(said.out())
                .as("who can do something, once")
                .anyMatch(line -> line.matches(" +Teams admin: .*"))
                .noneMatch(line -> line.matches(" +([A-Z][A-Za-z ]*: ){2}.*"));
        assertThat(run("announcement show 1 --json").is(0).all()).contains("STOPPED");
    }

    @ParameterizedTest
    @CsvSource({
        "403, ConversationBlockedByUser, 'They blocked the bot, or never had the app', Only they can undo it.",
        "502, BadGateway, Teams answered 502 after sending, ask them whether it arrived"
    })
    void aMessageToMeThatIsRefusedOrInDoubtSaysTheCauseAndWhatToDo(int status, String code, String cause, String step)
            throws IOException {
        sandbox.close();
        start(
                "Answers",
                FaultPlan.seeded(1)
                        .with(FaultPlan.every(1, CannedAnswer.error(status, code, "of the test"))
                                .on(Route.SEND)));
        run("team add", sandbox.teams().get(0).link()).is(0);
        run("team sync").is(0);
        JsonNode me =
                JSON.readTree(run("user list --limit 1 --json").is(0).out().get(0));
        run("user me", me.path("id").asText()).is(0);

        Said said = run("doctor --message-me").is(1);

        assertThat(line(said, "Message to me")).startsWith("failed");
        assertThat(said.all()).contains(cause).contains(step);
    }

    private long sent() throws IOException {
        return LoggedRequest.readAll(sandbox.requestLog()).stream()
                .filter(LoggedRequest::posted)
                .count();
    }

    @Test
    void aWrongSecretEndsWithOneAndTheReportHoldsNothingSecretOrPersonal() throws IOException {
        SandboxTeam team = sandbox.teams().get(0);
        run("team add", team.link()).is(0);
        run("team sync").is(0);
        List<String> names = run("user list --limit 100 --json").is(0).out().stream()
                .map(DoctorCommandTest::name)
                .toList();
        assertThat(names).hasSize(12).doesNotContain("");
        environment.put(SECRET, WRONG);
        Path report = folder.resolve("report.txt");

        Said said = run("doctor --report", report.toString()).is(1);

        assertThat(line(said, "Token")).isEqualTo("failed   Token: refused, AADSTS7000215");
        assertThat(said.all())
                .contains("The owner of the app registration: Enter the secret's value, not its id")
                .contains("Team reachable: needs a token")
                .contains("1 check failed, 4 were not run.")
                .doesNotContain(WRONG);
        String text = Files.readString(report, StandardCharsets.UTF_8);
        assertThat(text)
                .contains("failed   Token", "AADSTS7000215", "Java:", "Log folder:")
                .doesNotContain(WRONG, sandbox.clientSecret(), "Canaria", "canaria", team.name(), team.id())
                .doesNotContain(sandbox.appId(), sandbox.tenantId(), "@");
        for (String name : names) {
            assertThat(text).doesNotContain(name);
        }
    }

    private static String name(String row) {
        try {
            return JSON.readTree(row).path("name").asText();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aMissingSecretAndADamagedFileAreFindingsAndNoRefusalToRun() throws IOException {
        run("team add", sandbox.teams().get(0).link()).is(0);
        environment.clear();
        assertThat(line(run("doctor").is(1), "Token")).contains("no secret is known in this session");

        environment.put(SECRET, sandbox.clientSecret());
        try (var files = Files.list(folder.resolve("data").resolve("connections"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(file, "Not a data file any more.", StandardCharsets.UTF_8);
            }
        }
        Said damaged = run("doctor --message-me").is(1);
        assertThat(line(damaged, "Data file")).startsWith("failed");
        assertThat(line(damaged, "Token")).startsWith("ok");
        assertThat(line(damaged, "Message to me")).startsWith("not run");
        assertThat(damaged.err()).contains("Not opened: ");
    }

    @Test
    void theSandboxIsOpenedForIt() {
        Said said = run("doctor --connection Sandbox").is(0);
        assertThat(line(said, "Token")).isEqualTo("ok       Token: given");
        run("doctor --report", folder.toString()).is(2);
    }
}
