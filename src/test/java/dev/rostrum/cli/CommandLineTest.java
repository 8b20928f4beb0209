package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.testing.Canary;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private static final String APP = "11111111-1111-4111-8111-111111111111";
    private static final String TENANT = "22222222-2222-4222-8222-222222222222";

    @TempDir
    Path folder;

    private final List<GlobalOptions> asked = new ArrayList<>();
    private final Map<String, String> environment = new java.util.HashMap<>();

    private int run(Typed typed, String... arguments) {
        return run(typed, new SettingsProgram(folder), arguments);
    }

    private int run(Typed typed, Program program, String... arguments) {
        return new CommandLineRunner(
                        options -> {
                            asked.add(options);
                            return program;
                        },
                        typed.terminal(),
                        environment::get,
                        new NoSignals())
                .run(arguments);
    }

    private int add(Typed typed, String name, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("connection", "add", name, "--app-id", APP, "--tenant", TENANT));
        arguments.addAll(List.of(more));
        return run(typed, arguments.toArray(String[]::new));
    }

    // --- wrong use

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "announcement nonsense",
                "help nonsense",
                "--data-dir= team list",
                "sandbox --folder=",
                "announce --text a --rate 1,000 --team x",
                "announce --text a --rate 1e3 --team x",
                "sandbox --events http://127.0.0.1:3978 --event-rate 1,000",
                "connection edit Sandbox",
                "user list --json --csv",
                "team list --nonsense",
                "user show",
                "user list --limit 0",
                "user list --limit many",
                "announcement show seven",
                "announcement deliveries 1 --state gone",
                "announce --team x",
                "announce --text a --text-file b --team x",
                "announce --text a --format html --team x",
                "announce --text a --expect -1 --team x",
                "announce --text a --canary 0 --team x",
                "announce --text a --canary few --team x",
                "announce --text a --rate 0 --team x",
                "announce --text a --rate -5 --team x",
                "announce --text a --rate fast --team x",
                "announce --text a --rate NaN --team x",
                "announcement resend 1 --state refused --rate 0",
                "announce --text a --override-count 1 --team x",
                "announce --text a --override= --team x",
                "announcement resend 1",
                "announcement resend 1 --state gone",
                "announcement resend 1 --delivery first",
                "announcement edit 1 --yes",
                "announcement recall --yes",
                "announcement resolve 1 --yes",
                "announcement resolve 1 --arrived --send-again",
                "audit list --announcement last",
                "user do-not-contact",
                "user do-not-contact x --clear --clear-blocked",
                "team sync --wait -1",
                "team add x --secret-env A --secret-stdin",
                "connection add x",
                "sandbox --latency soon",
                "sandbox --rate fast",
                "sandbox --rate 1000000",
                "sandbox --rate 200000",
                "sandbox --faults nowhere.json",
                "sandbox --port 70000",
                "sandbox --users 0",
                "sandbox --teams 2000",
                "sandbox --team-sizes 12,30000",
                "sandbox --team-sizes 12 --users 5",
                "team sync --all Finance"
            })
    void wrongUseEndsWith2AndSaysWhereToLook(String line) {
        Typed typed = Typed.piped("");
        assertThat(run(typed, line.split(" "))).as(typed.err()).isEqualTo(2);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err()).isNotBlank().doesNotContain("Exception").doesNotContain("nvalid");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aMistypedCommandIsGuessed() {
        Typed typed = Typed.piped("");
        run(typed, "anounce");
        assertThat(typed.err()).contains("announce").contains("See: rostrum --help");
    }

    @Test
    void aProblemDecidesTheExitStatusAndIsSaidInItsOwnWords() {
        Typed wrong = Typed.piped("");
        assertThat(run(wrong, "--connection", "Contoso", "team", "list")).isEqualTo(2);
        assertThat(wrong.err()).contains("There is no connection").contains("Sandbox");

        Typed failed = Typed.piped("");
        assertThat(run(failed, "team", "list")).isEqualTo(1);
        assertThat(failed.errLines())
                .containsExactly("Connection: Sandbox (simulated)", "The data file was asked for: READ team list.");
    }

    @Test
    void anUnforeseenFailureIsOneLineUnlessItsTraceIsAskedFor() {
        Program broken = new SettingsProgram(
                folder,
                Map.of(),
                (connection, request) -> {
                    throw new IllegalStateException("inside");
                },
                Optional.empty());
        Typed typed = Typed.piped("");
        assertThat(run(typed, broken, "team", "list")).isEqualTo(1);
        assertThat(typed.errLines()).hasSize(2);
        assertThat(typed.err()).contains("see the log").doesNotContain("\tat ");

        environment.put("ROSTRUM_DEBUG", "1");
        Typed traced = Typed.piped("");
        assertThat(run(traced, broken, "team", "list")).isEqualTo(1);
        assertThat(traced.err()).contains("\tat ").contains("inside");
    }

    // --- global options

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--data-dir /d --connection Sandbox team list",
                "team --data-dir /d --connection Sandbox list",
                "team list --data-dir /d --connection Sandbox",
                "--data-dir /d team list --connection=Sandbox"
            })
    void globalOptionsStandAnywhere(String line) {
        run(Typed.piped(""), line.split(" "));
        assertThat(asked).containsExactly(new GlobalOptions(Path.of("/d"), "Sandbox"));
    }

    @Test
    void versionAndHelpAreResults() {
        Typed version = Typed.piped("");
        assertThat(run(version, "--version")).isZero();
        assertThat(version.out().strip()).isEqualTo("Rostrum 1.2.3");

        Typed help = Typed.piped("");
        assertThat(run(help, "announce", "--help")).isZero();
        assertThat(help.out()).contains("--expect").contains("--data-dir");
        assertThat(help.err()).isEmpty();
    }

    // --- connections, on real settings

    @Test
    void connectionsAreAddedChosenListedAndRemoved() throws Exception {
        Typed added = Typed.piped("");
        assertThat(add(
                        added,
                        "Local two",
                        "--service-url",
                        "http://127.0.0.1:8080/teams/",
                        "--rate",
                        "0",
                        "--in-flight",
                        "4",
                        "--secret-env",
                        "MY_SECRET"))
                .as(added.err())
                .isZero();
        assertThat(added.outLines()).containsExactly("Added Local two (simulated)");
        assertThat(added.err()).contains("rostrum connection use 'Local two'");

        Typed used = Typed.piped("");
        assertThat(run(used, "connection", "use", "local TWO")).isZero();
        assertThat(used.outLines()).containsExactly("In use: Local two (simulated)");

        Typed listed = Typed.piped("");
        assertThat(run(listed, "connection", "list", "--json")).isZero();
        List<JsonNode> rows = new ArrayList<>();
        for (String line : listed.outLines()) {
            rows.add(new ObjectMapper().readTree(line));
        }
        assertThat(rows).hasSize(2);
        JsonNode row = rows.get(1);
        assertThat(row.path("name").textValue()).isEqualTo("Local two");
        assertThat(row.path("kind").textValue()).isEqualTo("local");
        assertThat(row.path("inUse").booleanValue()).isTrue();
        assertThat(rows.get(0).path("inUse").booleanValue()).isFalse();
        assertThat(row.path("appId").textValue()).isEqualTo(APP);
        assertThat(row.path("tenantId").textValue()).isEqualTo(TENANT);
        assertThat(row.path("serviceUrl").textValue()).startsWith("http://127.0.0.1:8080/teams");
        assertThat(row.path("requestsPerSecond").doubleValue()).isZero();
        assertThat(row.path("inFlight").intValue()).isEqualTo(4);
        assertThat(row.path("secretEnvironment").textValue()).isEqualTo("MY_SECRET");

        Typed removed = Typed.piped("");
        assertThat(run(removed, "connection", "remove", "Local two")).isEqualTo(2);
        assertThat(removed.err()).contains("--yes");
        Typed refused = Typed.interactive("n\n", 80);
        assertThat(run(refused, "connection", "remove", "Local two")).isEqualTo(1);
        assertThat(refused.err()).contains("Forget Local two (simulated)").contains("Nothing was removed");
        Typed agreed = Typed.piped("");
        assertThat(run(agreed, "connection", "remove", "Local two", "--yes")).isZero();
        assertThat(agreed.outLines()).containsExactly("Removed Local two");
        Typed after = Typed.piped("");
        run(after, "connection", "list");
        assertThat(after.outLines()).hasSize(2);
        assertThat(after.outLines().get(1)).startsWith("*  Sandbox  sandbox (simulated)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--service-url https://example.org/teams/|not one of Microsoft's connector hosts",
                "--service-url https://example.org/teams/ --trust-host example.com|type example.org",
                "--service-url https://127.0.0.2/teams/|not one of Microsoft's connector hosts",
                "--certificate absent.pfx|no certificate file",
                "--service-url http://smba.trafficmanager.net/teams/|https://",
                "--rate 51|50",
                "--rate 0|lift",
                "--in-flight 0|flight",
                "--no-auth|this computer only"
            })
    void aConnectionThatCannotBeIsRefusedAndNotStored(String options, String message) {
        Typed typed = Typed.piped("");
        assertThat(add(typed, "Contoso", options.split(" "))).isEqualTo(2);
        assertThat(typed.err()).contains(message);
        assertThat(folder.resolve("settings.json")).doesNotExist();
    }

    @Test
    void everyWrongOptionIsNamedAtOnce() {
        Typed typed = Typed.piped("");
        assertThat(add(
                        typed,
                        "Contoso",
                        "--cloud",
                        "mars",
                        "--rate",
                        "99",
                        "--proxy",
                        "proxy:0",
                        "--keep-secret",
                        "desk"))
                .isEqualTo(2);
        assertThat(typed.err()).contains("--cloud: ", "--rate: ", "--proxy: ", "--keep-secret: ");
        assertThat(folder.resolve("settings.json")).doesNotExist();
    }

    @Test
    void aVariableIsNamedAgainForAnotherHost() {
        add(Typed.piped(""), "Contoso", "--secret-env", "MY_SECRET");
        Typed edited = Typed.piped("");
        assertThat(run(edited, "connection", "edit", "Contoso", "--cloud", "gcc"))
                .as(edited.err())
                .isZero();
        assertThat(edited.err())
                .contains("MY_SECRET was named for another host")
                .contains("Name it again");
        Typed listed = Typed.piped("");
        run(listed, "connection", "list", "--json");
        assertThat(listed.outLines().get(1)).contains("\"secretEnvironment\":null");
    }

    @Test
    void aConnectionIsChangedAndTheRestStays() {
        add(Typed.piped(""), "Contoso", "--secret-env", "MY_SECRET");
        Typed edited = Typed.piped("");
        assertThat(run(
                        edited,
                        ("connection edit Contoso --name Fabrikam --cloud gcc --secret-env MY_SECRET --secret-expires"
                                        + " 2099-01-31 --proxy proxy.example:8080 --proxy-user ada --proxy-password-env"
                                        + " PROXY_PASSWORD")
                                .split(" ")))
                .as(edited.err())
                .isZero();
        Typed listed = Typed.piped("");
        run(listed, "connection", "list", "--json");
        assertThat(listed.outLines().get(1))
                .contains("\"name\":\"Fabrikam\"", "\"cloud\":\"gcc\"", "\"secretEnvironment\":\"MY_SECRET\"")
                .contains("\"expires\":\"2099-01-31\"", "\"proxy\":\"proxy.example:8080\"")
                .contains("smba.infra.gcc.teams.microsoft.com");
        Typed sync = Typed.piped("");
        environment.put("MY_SECRET", "x");
        assertThat(run(
                        sync,
                        new SettingsProgram(folder, environment, (c, r) -> null, Optional.empty()),
                        "--connection",
                        "Fabrikam",
                        "team",
                        "sync"))
                .isEqualTo(2);
        assertThat(sync.err()).contains("proxy password", "PROXY_PASSWORD");
    }

    @Test
    void aSecretIsKeptInAFileUnderAPassphraseFromTheEnvironment() {
        environment.put("BOT_SECRET", Canary.CLIENT_SECRET.value());
        Typed without = Typed.piped("");
        assertThat(add(without, "Contoso", "--secret-env", "BOT_SECRET", "--keep-secret", "file"))
                .isEqualTo(2);
        assertThat(without.err()).contains("ROSTRUM_PASSPHRASE");
        environment.put("PASS", Canary.PASSPHRASE.value());
        Typed added = Typed.piped("");
        assertThat(add(
                        added,
                        "Contoso",
                        "--secret-env",
                        "BOT_SECRET",
                        "--keep-secret",
                        "file",
                        "--passphrase-env",
                        "PASS"))
                .as(added.err())
                .isZero();
        environment.remove("BOT_SECRET");
        assertThat(folder.resolve("secrets.json")).content().doesNotContain("Kanari");

        SettingsProgram program = new SettingsProgram(folder);
        Typed typed = Typed.piped("");
        run(typed, program, "--connection", "Contoso", "team", "sync", "--passphrase-env", "PASS");
        assertThat(typed.err()).contains("The data file was asked for: WRITE team sync");
        assertThat(program.secrets().of(program.connections().find("Contoso"))).contains(Canary.CLIENT_SECRET.value());
        assertThat(typed.err() + typed.out() + added.err()).doesNotContain("Kanari");

        Typed wrong = Typed.piped("");
        environment.put("PASS", Canary.WRONG_PASSPHRASE.value());
        assertThat(run(wrong, "--connection", "Contoso", "team", "sync", "--passphrase-env", "PASS"))
                .isEqualTo(1);
        assertThat(wrong.err()).contains("does not open");
    }

    @Test
    void aConnectionIsExportedAndImported() {
        add(Typed.piped(""), "Contoso", "--secret-env", "MY_SECRET");
        Path file = folder.resolve("contoso.zip");
        Typed exported = Typed.piped("");
        assertThat(run(exported, "connection", "export", "Contoso", file.toString()))
                .as(exported.err())
                .isZero();
        assertThat(exported.err()).contains("know nothing of each other's sends and caps");
        Typed imported = Typed.piped("");
        assertThat(run(imported, "connection", "import", file.toString(), "--as", "Copy"))
                .as(imported.err())
                .isZero();
        assertThat(imported.outLines())
                .containsExactly(
                        "Imported Copy (Teams tenant " + TENANT + ")",
                        "The settings alone; there was no data to take along.");
        assertThat(imported.err())
                .contains("know nothing of each other's sends and caps", "no secret", "is not known")
                .contains("The environment variable of the client secret");
    }

    @Test
    void aSealedConnectionIsImportedByItsPassphraseAlone() throws Exception {
        add(Typed.piped(""), "Contoso");
        environment.put("PASS", Canary.PASSPHRASE.value());
        Path file = folder.resolve("contoso.rostrum");
        String[] export = {"connection", "export", "Contoso", file.toString(), "--seal"};
        assertThat(run(Typed.piped(""), export)).as("no passphrase").isEqualTo(2);
        assertThat(run(Typed.piped(""), export[0], export[1], export[2], export[3], "--passphrase-env", "PASS"))
                .isZero();
        String[] take = {"connection", "import", file.toString(), "--as", "Copy", "--json"};
        assertThat(run(Typed.piped(""), take)).as("no passphrase").isEqualTo(2);
        Typed imported = Typed.piped("");
        assertThat(run(imported, take[0], take[1], take[2], take[3], take[4], take[5], "--passphrase-env", "PASS"))
                .as(imported.err())
                .isZero();
        JsonNode report = new ObjectMapper().readTree(imported.outLines().get(0));
        assertThat(report.path("origin").asText()).isEqualTo("SEALED");
        assertThat(report.path("withData").asBoolean()).isFalse();
        assertThat(report.path("leftOut")).isEmpty();
        assertThat(report.path("notes").get(0).path("code").asText()).isEqualTo("connection.import.noSecret");

        Path open = folder.resolve("open.rostrum");
        assertThat(run(Typed.piped(""), "connection", "export", "Contoso", open.toString()))
                .isZero();
        Typed refused = Typed.piped("");
        assertThat(run(refused, "connection", "import", open.toString(), "--as", "B", "--passphrase-env", "PASS"))
                .isEqualTo(1);
        assertThat(refused.err()).contains("is not sealed");
    }

    @Test
    void aConnectionWithoutTenantIsWrongUse() {
        Typed typed = Typed.piped("");
        assertThat(run(typed, "connection", "add", "Contoso", "--app-id", APP)).isEqualTo(2);
        assertThat(typed.err()).contains("--tenant");
    }

    // --- secrets

    @Test
    void aMissingSecretSaysHowToGiveIt() {
        add(Typed.piped(""), "Contoso");
        Typed typed = Typed.piped("");
        assertThat(run(typed, "--connection", "Contoso", "team", "sync")).isEqualTo(2);
        assertThat(typed.errLines().get(0)).isEqualTo("Connection: Contoso (Teams tenant " + TENANT + ")");
        assertThat(typed.err()).contains("--secret-env VAR").contains("--secret-stdin");
    }

    @Test
    void aSecretComesFromStandardInputOrTheEnvironmentAndIsNeverShown() {
        add(Typed.piped(""), "Contoso");
        environment.put("GIVEN", Canary.CLIENT_SECRET.value());
        SettingsProgram program = new SettingsProgram(folder);
        for (String[] more : new String[][] {{"--secret-stdin"}, {"--secret-env", "GIVEN"}}) {
            Typed typed = Typed.piped(Canary.CLIENT_SECRET.value() + "\n");
            List<String> arguments = new ArrayList<>(List.of("--connection", "Contoso", "team", "sync"));
            arguments.addAll(List.of(more));
            assertThat(run(typed, program, arguments.toArray(String[]::new))).isEqualTo(1);
            assertThat(typed.err()).contains("The data file was asked for: WRITE team sync");
            assertThat(typed.err() + typed.out()).doesNotContain("Kanari");
            assertThat(program.secrets().of(program.connections().find("Contoso")))
                    .contains(Canary.CLIENT_SECRET.value());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--secret-stdin", "--secret-env ABSENT"})
    void anEmptySecretIsWrongUse(String options) {
        add(Typed.piped(""), "Contoso");
        Typed typed = Typed.piped("\n");
        assertThat(run(typed, ("--connection Contoso team sync " + options).split(" ")))
                .isEqualTo(2);
        assertThat(typed.err()).contains("Contoso").doesNotContain("The data file was asked for");
    }

    @Test
    void readingNeedsNoSecret() {
        add(Typed.piped(""), "Contoso");
        Typed typed = Typed.piped("");
        assertThat(run(typed, "--connection", "Contoso", "user", "list")).isEqualTo(1);
        assertThat(typed.err()).contains("The data file was asked for: READ user list");
    }

    // --- console

    @Test
    void theWindowIsTheDefaultCommand() {
        Typed typed = Typed.piped("");
        assertThat(run(typed)).isZero();
        assertThat(typed.errLines()).containsExactly("Connection: Sandbox (simulated)");
    }

    @Test
    void withoutAWindowARealConnectionFails() {
        add(Typed.piped(""), "Contoso");
        Program program = new SettingsProgram(
                folder,
                Map.of(),
                (connection, request) -> {
                    throw Problem.failed("asked");
                },
                Optional.of(Reason.of("window.noDisplay")));
        Typed typed = Typed.piped("");
        assertThat(run(typed, program, "--connection", "Contoso")).isEqualTo(1);
        assertThat(typed.err()).contains("Start it in a desktop session").doesNotContain("asked");
    }

    // --- texts and files

    @Test
    void aTextThatBeginsWithAnAtSignIsNoFile() throws Exception {
        Path file = Files.writeString(folder.resolve("channel"), "--nonsense");
        Typed typed = Typed.piped("");
        assertThat(run(typed, "announce", "--text", "@" + file, "--team", "x")).isEqualTo(1);
        assertThat(typed.err()).contains("The data file was asked for: WRITE announce");
    }

    @Test
    void aTextMayBeginWithADash() {
        Typed typed = Typed.piped("");
        assertThat(run(typed, "announce", "--text", "- one\n- two", "--team", "x"))
                .isEqualTo(1);
        assertThat(typed.err()).contains("The data file was asked for: WRITE announce");
    }

    @Test
    void filesAreReadAsUtf8WithinALimit() throws Exception {
        Terminal terminal = Typed.piped("from stdin").terminal();
        Path good = Files.writeString(folder.resolve("good.txt"), "\ufeffGrüße 田中\n");
        assertThat(TextInput.read(good.toString(), terminal)).isEqualTo("Grüße 田中\n");
        assertThat(TextInput.read("-", terminal)).isEqualTo("from stdin");
        Path latin = Files.write(folder.resolve("latin.txt"), new byte[] {'G', 'r', (byte) 0xfc, (byte) 0xdf});
        Path large = Files.writeString(folder.resolve("large.txt"), "x".repeat(1024 * 1024 + 1));
        for (String file : List.of(latin.toString(), large.toString(), folder + "/absent", folder.toString())) {
            assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                    Problem.class, () -> TextInput.read(file, terminal))
                            .kind())
                    .isEqualTo(Problem.Kind.WRONG_USE);
        }
    }

    @Test
    void valuesAreQuotedForAShell() {
        assertThat(CommandWords.argument("Contoso")).isEqualTo("Contoso");
        assertThat(CommandWords.argument("It's ~")).isEqualTo("'It'\\''s ~'");
    }

    // --- the sandbox, really listening

    @Test
    void theSandboxSaysHowToConnectAndRunsUntilItIsAskedToEnd() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        StopSignals signals = () -> new StopSignals.Watch() {
            @Override
            public boolean asked() {
                return end.getCount() == 0;
            }

            @Override
            public boolean await(Duration limit) throws InterruptedException {
                running.countDown();
                return end.await(30, TimeUnit.SECONDS);
            }

            @Override
            public void close() {}
        };
        Typed typed = Typed.piped("");
        int[] status = {-1};
        Thread server = new Thread(() -> status[0] = new CommandLineRunner(
                        options -> new SettingsProgram(folder), typed.terminal(), environment::get, signals)
                .run("sandbox", "--users", "40", "--teams", "2", "--json", "--rate", "off", "--seed", "7"));
        server.start();
        boolean up = running.await(30, TimeUnit.SECONDS);
        assertThat(up).as(typed.err()).isTrue();
        JsonNode told = new ObjectMapper().readTree(typed.out());
        URI url = URI.create(told.path("serviceUrl").textValue());
        try (Socket socket = new Socket(InetAddress.getByName(url.getHost()), url.getPort())) {
            assertThat(socket.isConnected()).isTrue();
        }
        assertThat(told.path("teams")).hasSize(2);
        assertThat(told.path("teams").get(0).path("memberCount").intValue()).isEqualTo(22);
        assertThat(told.path("teams").get(0).path("link").textValue())
                .startsWith("https://teams.microsoft.com/l/team/");
        assertThat(told.path("clientSecret").textValue()).isNotBlank();
        assertThat(Path.of(told.path("requestLog").textValue())).startsWith(folder.resolve("sandbox-server"));
        end.countDown();
        server.join(30_000);
        assertThat(status[0]).as(typed.err()).isZero();
        assertThat(typed.errLines()).last().isEqualTo("Sandbox ended.");
    }

    @Test
    void theSandboxMisbehavesByAFile() throws Exception {
        Path plan = Files.writeString(folder.resolve("faults.json"), """
            {"faults": [{"fault": "unavailable", "calls": [2]}, {"fault": "late", "every": 3, "delay": "300ms"}]}
            """);
        List<Integer> statuses = new ArrayList<>();
        List<Long> millis = new ArrayList<>();
        Typed typed = Typed.piped("");
        StopSignals signals = () -> new StopSignals.Watch() {
            @Override
            public boolean asked() {
                return true;
            }

            @Override
            public boolean await(Duration limit) {
                try {
                    URI url = URI.create(new ObjectMapper()
                            .readTree(typed.out())
                            .path("serviceUrl")
                            .textValue());
                    HttpClient http = HttpClient.newHttpClient();
                    for (int i = 0; i < 3; i++) {
                        long start = System.nanoTime();
                        statuses.add(http.send(
                                        HttpRequest.newBuilder(url.resolve("v3/teams/x"))
                                                .build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode());
                        millis.add(Duration.ofNanos(System.nanoTime() - start).toMillis());
                    }
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                return true;
            }

            @Override
            public void close() {}
        };
        int status = new CommandLineRunner(
                        options -> new SettingsProgram(folder), typed.terminal(), environment::get, signals)
                .run(
                        "sandbox",
                        "--team-sizes",
                        "3",
                        "--json",
                        "--rate",
                        "30",
                        "--latency",
                        "80ms",
                        "--faults",
                        plan.toString());
        assertThat(status).as(typed.err()).isZero();
        assertThat(statuses).containsExactly(401, 503, 401);
        assertThat(millis.get(0)).isGreaterThanOrEqualTo(79);
        assertThat(millis.get(2)).isGreaterThanOrEqualTo(379);
        assertThat(typed.err()).contains("It misbehaves on order: 2 rules from " + plan);
        Files.writeString(plan, "{\"faults\": [{\"fault\": \"late\", \"ratio\": 1}]}");
        Typed wrong = Typed.piped("");
        assertThat(run(wrong, "sandbox", "--faults", plan.toString())).isEqualTo(2);
        assertThat(wrong.err()).contains(plan + ": faults[0]: 'ratio' is not known here");
    }

    @Test
    void theSandboxPrintsTheCommandsThatConnectToIt() {
        NoSignals signals = new NoSignals();
        signals.ask();
        Typed typed = Typed.piped("");
        int status = new CommandLineRunner(
                        options -> new SettingsProgram(folder), typed.terminal(), environment::get, signals)
                .run("sandbox", "--team-sizes", "3");
        assertThat(status).as(typed.err()).isZero();
        String add = typed.outLines().stream()
                .filter(line -> line.contains("connection add"))
                .findFirst()
                .orElseThrow()
                .strip();
        Typed connected = Typed.piped("");
        assertThat(run(connected, add.substring("rostrum ".length()).split(" ")))
                .as(connected.err())
                .isZero();
        assertThat(connected.outLines()).containsExactly("Added local-sandbox (simulated)");
        assertThat(add).doesNotContain(secretOf(typed));
        assertThat(typed.out()).contains("export ROSTRUM_SANDBOX_SECRET=");
    }

    private static String secretOf(Typed typed) {
        return typed.outLines().stream()
                .filter(line -> line.startsWith("Client secret"))
                .findFirst()
                .orElseThrow()
                .substring("Client secret".length())
                .strip();
    }

    @Test
    void peopleAreSpreadOverTeams() {
        assertThat(SandboxCommand.spread(1000, null)).containsExactly(1000);
        assertThat(SandboxCommand.spread(1000, 3)).containsExactly(367, 367, 366);
        assertThat(SandboxCommand.spread(null, 2)).containsExactly(250, 250);
        // Twelve of the largest teams that Teams allows; no room is left for a second team of anybody.
        assertThat(SandboxCommand.spread(300_000, 12)).hasSize(12).containsOnly(25_000);
        assertThatThrownBy(() -> SandboxCommand.spread(300_001, 12)).hasMessage("sandbox.command.many");
    }
}
