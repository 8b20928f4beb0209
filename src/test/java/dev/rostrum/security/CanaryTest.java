package dev.rostrum.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rostrum.connection.TestCertificates;
import dev.rostrum.http.LoginProxy;
import dev.rostrum.http.TestTls;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.RequestView;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxOptions;
import dev.rostrum.sandbox.SandboxServer;
import dev.rostrum.sandbox.SandboxSignIn;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.testing.Canary;
import dev.rostrum.testing.ChildProgram;
import dev.rostrum.testing.Remains;
import dev.rostrum.testing.TestGraph;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets and personal names driven through real processes of the program, over TLS and a proxy with a login, past a service that
 * quotes in its refusals everything it was sent; then everything the program left behind is searched for them.
 */
@Tag("crash")
class CanaryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PEOPLE = 110;

    private static final String CLIENT_SECRET = Canary.CLIENT_SECRET.value();
    private static final String WRONG_SECRET = Canary.WRONG_SECRET.value();
    private static final String CERTIFICATE_PASSWORD = Canary.CERTIFICATE_PASSWORD.value();
    private static final String PROXY_PASSWORD = Canary.PROXY_PASSWORD.value();
    private static final String PASSPHRASE = Canary.PASSPHRASE.value();
    private static final String WRONG_PASSPHRASE = Canary.WRONG_PASSPHRASE.value();
    private static final String TEXT = "Kanarivogel \"M\u00fcller\" & S\u00f6hne schlie\u00dfen \u2603 um 17 Uhr";

    @TempDir
    Path folder;

    private SandboxServer sandbox;
    private LoginProxy proxy;
    private String rotated;
    private final Map<String, String> environment = new HashMap<>();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final Map<String, JsonNode> people = new LinkedHashMap<>();
    private final List<Said> said = new ArrayList<>();
    private final List<String> commandLines = new ArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();

    private record Said(String command, int status, String out, String err) {}

    @BeforeEach
    void start() throws Exception {
        TestCertificates bot = TestCertificates.rsa(
                Instant.now().minusSeconds(60), Instant.now().plusSeconds(86_400));
        bot.pkcs12(folder.resolve("bot.pfx"), CERTIFICATE_PASSWORD);
        sandbox = SandboxServer.start(SandboxOptions.defaults(folder.resolve("sandbox"))
                .withTeamSizes(PEOPLE)
                .withRateLimits(false)
                .withSignIn(SandboxSignIn.usual()
                        .withCertificates(bot.certificate())
                        .withSecrets(new SandboxSignIn.Secret(
                                CLIENT_SECRET, Instant.now().plusSeconds(86_400)))));
        sandbox.script(this::noteToken);
        sandbox.alsoNamed("login.microsoftonline.com");
        sandbox.alsoNamed("smba.trafficmanager.net");
        // The bot's host names end at the sandbox; a network that looks into secure traffic makes the certificates.
        proxy = LoginProxy.basic("kanari", PROXY_PASSWORD)
                .to(java.net.URI.create(sandbox.serviceUrl()).getPort())
                .inspecting(TestTls.inspecting(), null);
        Files.createDirectories(folder.resolve("tmp"));
        Files.createDirectories(folder.resolve("crash"));
        Files.createDirectories(folder.resolve("out"));
        environment.put("ROSTRUM_HOME", folder.resolve("data").toString());
        environment.put("ROSTRUM_DEBUG", "1");
        environment.put("ROSTRUM_PASSPHRASE", PASSPHRASE);
        environment.put("SSL_CERT_FILE", TestTls.bundle(folder).toString());
        environment.put("CLIENT", CLIENT_SECRET);
        environment.put("WRONG", WRONG_SECRET);
        environment.put("CERTIFICATE", CERTIFICATE_PASSWORD);
        environment.put("PROXY", PROXY_PASSWORD);
        environment.put("JAVA_TOOL_OPTIONS", virtualMachine(""));
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        sandbox.close();
    }

    /** Everything of Java that can be made to talk is; the log of the program has no switch of its own. */
    private String virtualMachine(String more) throws IOException {
        Path logback = Files.writeString(
                folder.resolve("logback.xml"),
                "<configuration><appender name=\"E\" class=\"ch.qos.logback.core.ConsoleAppender\"><encoder>"
                        + "<pattern>%msg%n</pattern></encoder></appender>"
                        + "<root level=\"TRACE\"><appender-ref ref=\"E\"/></root></configuration>");
        Path logging = Files.writeString(
                folder.resolve("logging.properties"),
                "handlers=java.util.logging.ConsoleHandler\njava.util.logging.ConsoleHandler.level=ALL\n"
                        + ".level=INFO\njdk.httpclient.level=ALL\njavax.net.ssl.level=ALL\n"
                        + "sun.net.www.level=ALL\njavax.security.level=ALL\n");
        return "-Djava.io.tmpdir=" + folder.resolve("tmp") + " -Djdk.httpclient.HttpClient.log=all"
                + " -Djdk.internal.httpclient.debug=true -Dlogback.configurationFile=" + logback
                + " -Djava.util.logging.config.file=" + logging
                + " -XX:-CreateCoredumpOnCrash -XX:ErrorFile=" + folder.resolve("crash") + "/hs_err_%p.log " + more;
    }

    private Optional<CannedAnswer> noteToken(RequestView request) {
        String given = request.headers().get("authorization");
        if (given != null && given.startsWith("Bearer ")) {
            tokens.add(given.substring("Bearer ".length()));
        }
        return Optional.empty();
    }

    /** Everything the service was sent, and who it is about. */
    private String echo(RequestView request) {
        JsonNode person = request.userId() == null ? null : people.get(request.userId());
        String about = person == null
                ? ""
                : person.path("name").asText() + " <" + person.path("email").asText() + "> "
                        + person.path("userPrincipalName").asText() + " ";
        return about + request.method() + " " + request.path() + " " + request.headers() + " " + request.body();
    }

    private Optional<CannedAnswer> quoting(RequestView request, int status) {
        String all = echo(request);
        String json = JSON.createObjectNode().put("x", all).path("x").toString();
        int kind = refusals.getAndIncrement() % 5;
        CannedAnswer answer =
                switch (kind) {
                    case 0 -> CannedAnswer.of(status, "{\"error\":{\"code\":" + json + ",\"message\":" + json + "}}");
                    case 1 ->
                        CannedAnswer.of(status, "<html><body><h1>Sorry</h1><pre>" + all + "</pre></body></html>")
                                .withHeader("Content-Type", "text/html");
                    case 2 ->
                        CannedAnswer.of(status, all.replace('<', '(').replace('{', '('))
                                .withHeader("Content-Type", "text/plain");
                    case 3 ->
                        CannedAnswer.of(
                                status,
                                "{\"errorCode\":209,\"message\":"
                                        + JSON.createObjectNode()
                                                .put("x", "{\"subCode\":" + json + ",\"details\":" + json + "}")
                                                .path("x")
                                        + "}");
                    default -> CannedAnswer.of(status, "{\"message\":" + json + ",\"error\":" + json + "}");
                };
        String tag = request.headers().getOrDefault("authorization", "").replace("Bearer ", "");
        return Optional.of(kind % 2 == 0 && !tag.isEmpty() ? answer.withHeader("MS-CV", tag) : answer);
    }

    // --- the program

    private ChildProgram begin(String... arguments) throws Exception {
        ChildProgram child = ChildProgram.rostrum(environment, arguments);
        Path commandLine = Path.of("/proc/" + child.pid() + "/cmdline");
        if (Files.exists(commandLine)) {
            long deadline = System.nanoTime() + LIMIT.toNanos();
            String line = "";
            // Between fork and exec it is still that of the launcher.
            while (child.alive() && !line.contains("dev.rostrum.app.Main") && System.nanoTime() < deadline) {
                line = Files.readString(commandLine, StandardCharsets.ISO_8859_1);
            }
            commandLines.add(line);
        }
        return child;
    }

    private Said end(ChildProgram child, String command) throws Exception {
        int status = child.exit(LIMIT);
        Said ended = new Said(command, status, child.output(), child.error());
        said.add(ended);
        return ended;
    }

    private Said run(int expected, String... arguments) throws Exception {
        try (ChildProgram child = begin(arguments).endInput()) {
            Said ended = end(child, String.join(" ", arguments));
            assertThat(ended.status()).as(ended.toString()).isEqualTo(expected);
            return ended;
        }
    }

    private Said typed(int expected, String input, String... arguments) throws Exception {
        try (ChildProgram child = begin(arguments).type(input).endInput()) {
            Said ended = end(child, String.join(" ", arguments));
            assertThat(ended.status()).as(ended.toString()).isEqualTo(expected);
            return ended;
        }
    }

    private String[] connection(String name, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "connection",
                "add",
                name,
                "--app-id",
                sandbox.appId(),
                "--tenant",
                sandbox.tenantId(),
                "--service-url",
                "https://smba.trafficmanager.net/emea/",
                "--rate",
                "50",
                "--proxy",
                "127.0.0.1:" + proxy.port(),
                "--proxy-user",
                "kanari"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private void keepAside(String as) throws IOException {
        Path data = folder.resolve("data");
        Path aside = folder.resolve("aside").resolve(as);
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.toList()) {
                Path copy = aside.resolve(data.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    // --- the story

    @Test
    void secretsAreNowhereAndNamesInNoLog() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "process arguments are read from /proc");
        signIn();
        SandboxTeam team = sandbox.teams().get(0);
        readRoster(team);
        announceAndCrash(team);
        rotate();
        certificate();
        exports();
        search();
    }

    private void signIn() throws Exception {
        // Kept in a file under a passphrase; wrong at first.
        run(0, connection("filed", "--keep-secret", "file", "--secret-env", "WRONG", "--proxy-password-env", "PROXY"));
        assertThat(run(1, "connection", "test", "filed").out()).contains("refused the secret");
        typed(0, CLIENT_SECRET, "connection", "edit", "filed", "--secret-stdin");
        environment.put("ROSTRUM_PASSPHRASE", WRONG_PASSPHRASE);
        run(1, "connection", "test", "filed");
        environment.put("ROSTRUM_PASSPHRASE", PASSPHRASE);
        run(0, "connection", "test", "filed");

        // Asked from the environment by each command.
        run(0, connection("tenant", "--secret-env", "CLIENT", "--proxy-password-env", "PROXY"));
        run(0, "connection", "use", "tenant");

        // A sign-in that quotes what it was sent, in every field it has.
        sandbox.answerOnce(
                r -> r.route() == Route.TOKEN,
                CannedAnswer.of(
                        400,
                        JSON.createObjectNode()
                                .put("error", CLIENT_SECRET)
                                .put("error_description", "AADSTS7000215: not " + CLIENT_SECRET)
                                .toString()));
        run(1, "connection", "test");
        environment.put("JAVA_TOOL_OPTIONS", virtualMachine("-Djavax.net.debug=all"));
        Said loud =
                run(0, "connection", "test", "--team", sandbox.teams().get(0).link());
        environment.put("JAVA_TOOL_OPTIONS", virtualMachine(""));
        // In lines of 16 bytes no search would find a token.
        assertThat(loud.err()).contains("javax.net.ssl").doesNotContainIgnoringCase("plaintext");
        assertThat(proxy.carried()).isNotEmpty();
    }

    private void readRoster(SandboxTeam team) throws Exception {
        run(0, "team", "add", team.link());
        AtomicInteger left = new AtomicInteger(1);
        sandbox.script(
                r -> r.route() == Route.MEMBERS && left.getAndDecrement() > 0 ? quoting(r, 403) : Optional.empty());
        run(1, "team", "sync");
        run(0, "team", "sync");
        for (String line : run(0, "user", "list", "--json").out().lines().toList()) {
            JsonNode person = JSON.readTree(line);
            people.put(person.path("userId").asText(), person);
        }
        assertThat(people).hasSizeGreaterThanOrEqualTo(100);
    }

    private void announceAndCrash(SandboxTeam team) throws Exception {
        Path text = Files.writeString(folder.resolve("text.md"), TEXT, StandardCharsets.UTF_8);
        AtomicInteger asked = new AtomicInteger();
        sandbox.script(r -> {
            if ((r.route() != Route.SEND && r.route() != Route.CREATE) || asked.incrementAndGet() % 3 != 0) {
                return Optional.empty();
            }
            // With the mark of Teams: a stranger's answer would pause the run at once.
            return quoting(r, asked.get() % 2 == 0 ? 403 : 400)
                    .map(answer -> answer.withHeader("MS-CV", "zvM+cqhzbpNmSVhORBb0eg.0"));
        });
        AtomicInteger sends = new AtomicInteger();
        sandbox.onSend(send -> sends.incrementAndGet());
        try (ChildProgram child = begin("announce", "--text-file", text.toString(), "--team", team.id(), "--yes")
                .endInput()) {
            TestGraph.until("sends", () -> sends.get() >= 15 || !child.alive());
            assertThat(child.alive()).as(child.error()).isTrue();
            child.kill();
            end(child, "announce");
        }
        keepAside("killed");
        try (ChildProgram child = begin("announcement", "resume", "1", "--yes").endInput()) {
            int before = sends.get();
            TestGraph.until("more sends", () -> sends.get() >= before + 3 || !child.alive());
            if (child.alive()) {
                // The virtual machine takes this for a crash of its own and writes its report.
                Remains.start(new ProcessBuilder("kill", "-SEGV", Long.toString(child.pid())))
                        .waitFor(5, TimeUnit.SECONDS);
            }
            end(child, "announcement resume");
        }
        keepAside("crashed");
    }

    private void rotate() throws Exception {
        rotated = sandbox.rotateSecret(true);
        environment.put("CLIENT", rotated);
        typed(0, rotated, "connection", "test", "--secret-stdin");
        try (ChildProgram child = begin("announcement", "resume", "1", "--yes").endInput()) {
            end(child, "announcement resume");
        }
    }

    private void certificate() throws Exception {
        String file = folder.resolve("bot.pfx").toString();
        run(
                0,
                connection(
                        "bycert",
                        "--certificate",
                        file,
                        "--certificate-password-env",
                        "CERTIFICATE",
                        "--proxy-password-env",
                        "PROXY"));
        run(0, "connection", "test", "bycert");
        environment.put("CERTIFICATE", WRONG_SECRET);
        environment.put("PROXY", WRONG_SECRET);
        run(1, "connection", "test", "bycert");
        environment.put("PROXY", PROXY_PASSWORD);
    }

    private void exports() throws Exception {
        Path out = folder.resolve("out");
        List<List<String>> readings = List.of(
                List.of("announcement", "deliveries", "1", "--json"),
                List.of(
                        "conversation",
                        "export",
                        out.resolve("conversations.csv").toString()),
                List.of(
                        "connection",
                        "export",
                        "tenant",
                        out.resolve("tenant.rostrum").toString()));
        List<ChildProgram> children = new ArrayList<>();
        try {
            for (List<String> reading : readings) {
                children.add(begin(reading.toArray(String[]::new)).endInput());
            }
            for (int i = 0; i < children.size(); i++) {
                Said ended = end(children.get(i), String.join(" ", readings.get(i)));
                assertThat(ended.status()).as(ended.toString()).isZero();
            }
        } finally {
            children.forEach(ChildProgram::close);
        }
        run(0, "backup", "create");
        AtomicInteger left = new AtomicInteger(1);
        sandbox.script(
                r -> r.route() == Route.MEMBERS && left.getAndDecrement() > 0 ? quoting(r, 403) : Optional.empty());
        try (ChildProgram child = begin(
                        "doctor", "--report", out.resolve("doctor-report.txt").toString())
                .endInput()) {
            end(child, "doctor");
        }
        assertThat(left.get()).as("the doctor was refused the roster").isLessThanOrEqualTo(0);
        JsonNode person = people.values().iterator().next();
        Path rows = Files.writeString(
                folder.resolve("people.csv"),
                "AadId,UserId,ConversationId,ServiceUrl,TenantId\n,"
                        + person.path("name").asText() + ",a:1bobbobbob,https://smba.trafficmanager.net/emea/,"
                        + sandbox.tenantId() + "\n,29:1bobbobbob,a:1bobbobbob,https://"
                        + person.path("userPrincipalName").asText() + "/," + sandbox.tenantId() + "\n",
                StandardCharsets.UTF_8);
        // Neither row is taken: what they hold is quoted in the report.
        run(
                1,
                "user",
                "import",
                rows.toString(),
                "--report",
                out.resolve("report.csv").toString());
        run(2, "announce", "--secret-stdin", "--text", TEXT, "--team", "nowhere", "--yes");
    }

    // --- the search

    private CanarySearch secrets() {
        CanarySearch search = new CanarySearch()
                .add("client secret", CLIENT_SECRET)
                .add("rotated client secret", rotated)
                .add("sandbox secret", sandbox.clientSecret())
                .add("wrong secret", WRONG_SECRET)
                .add("certificate password", CERTIFICATE_PASSWORD)
                .add("proxy password", PROXY_PASSWORD)
                .add("passphrase", PASSPHRASE)
                .add("wrong passphrase", WRONG_PASSPHRASE)
                .add("proxy login", "kanari:" + PROXY_PASSWORD);
        for (String token : tokens) {
            // All tokens begin alike, also those that were issued and never used; the end stands alone in what is cut.
            String[] parts = token.split("\\.");
            search.add("token", token)
                    .add("head of a token", parts[0])
                    .add("claims of a token", parts[1].substring(0, 24))
                    .add("signature of a token", parts[2]);
        }
        return search;
    }

    private CanarySearch names() {
        CanarySearch search = new CanarySearch();
        people.forEach((id, person) -> Stream.of("name", "email", "userPrincipalName")
                .filter(person::hasNonNull)
                .forEach(field -> search.add(field, person.path(field).asText())));
        return search;
    }

    private void search() throws IOException {
        assertThat(tokens).as("tokens that were used").hasSizeGreaterThanOrEqualTo(5);
        assertThat(refusals.get()).as("refusals that quote").isGreaterThan(15);

        CanarySearch secrets = secrets();
        List<String> found = new ArrayList<>();
        for (String place : List.of("data", "aside", "tmp", "crash", "out", "sandbox")) {
            found.addAll(secrets.below(folder.resolve(place)));
        }
        for (Said one : said) {
            found.addAll(secrets.text("stdout", "output of " + one.command(), one.out()));
            found.addAll(secrets.text("stderr", "error stream of " + one.command(), one.err()));
        }
        for (String line : commandLines) {
            found.addAll(secrets.text("arguments", "arguments", line));
        }
        assertThat(found).as("secrets and tokens").isEmpty();
        assertThat(secrets.looked())
                .as("what was looked at")
                .satisfies(looked -> Map.of(
                                "db", 2, "-wal", 2, "-shm", 2, "backup", 1, "json", 2, "log", 3, "csv", 2, "stdout", 18)
                        .forEach((kind, least) -> assertThat(looked).hasEntrySatisfying(kind, count -> assertThat(count)
                                .as(kind)
                                .isGreaterThanOrEqualTo(least))))
                .satisfies(looked -> Map.of("archive entry", 2, "stderr", 18, "arguments", 18, "crash report", 1)
                        .forEach((kind, least) -> assertThat(looked).hasEntrySatisfying(kind, count -> assertThat(count)
                                .as(kind)
                                .isGreaterThanOrEqualTo(least))));

        CanarySearch names = names();
        CanarySearch texts = new CanarySearch().add("text", TEXT);
        List<String> personal = new ArrayList<>();
        List<Path> logs;
        try (Stream<Path> files = Files.walk(folder)) {
            logs = files.filter(Files::isRegularFile)
                    .filter(file -> file.getParent().endsWith("logs")
                            || file.startsWith(folder.resolve("crash"))
                            || file.endsWith("doctor-report.txt")
                            || file.startsWith(folder.resolve("tmp")))
                    .toList();
        }
        for (Path log : logs) {
            personal.addAll(names.file(log));
            personal.addAll(texts.file(log));
        }
        for (Said one : said) {
            boolean askedFor =
                    one.command().startsWith("user list") || one.command().startsWith("announcement deliveries");
            if (!askedFor) {
                personal.addAll(names.text("stdout", "output of " + one.command(), one.out()));
                personal.addAll(texts.text("stdout", "output of " + one.command(), one.out()));
            }
            personal.addAll(names.text("stderr", "error stream of " + one.command(), one.err()));
            if (!one.command().startsWith("announce")) {
                personal.addAll(texts.text("stderr", "error stream of " + one.command(), one.err()));
            }
        }
        for (String line : commandLines) {
            personal.addAll(names.text("arguments", "arguments", line));
        }
        assertThat(personal).as("names and texts").isEmpty();
        assertThat(names.looked().get("log")).isGreaterThanOrEqualTo(3);
        assertThat(names.looked()).as("the doctor's report").containsKey("txt");

        theSearchFinds(secrets, names, texts);
    }

    /** The same search, where there is something to find. */
    private void theSearchFinds(CanarySearch secrets, CanarySearch names, CanarySearch texts) throws IOException {
        assertThat(names.below(folder.resolve("data")))
                .as("names where they belong")
                .isNotEmpty();
        assertThat(names.below(folder.resolve("out")))
                .anyMatch(one -> one.contains("!"))
                .anyMatch(one -> one.contains("conversations.csv"));
        assertThat(texts.below(folder.resolve("aside"))).anyMatch(one -> one.contains("-wal"));

        Path log = folder.resolve("data/logs/rostrum.log");
        Path copy = Files.createDirectories(folder.resolve("planted")).resolve("rostrum.log");
        String token = tokens.iterator().next();
        Map<String, CanarySearch> planted = new LinkedHashMap<>();
        for (String secret : List.of(CLIENT_SECRET, rotated, CERTIFICATE_PASSWORD, PROXY_PASSWORD, PASSPHRASE, token)) {
            planted.put(secret, secrets);
        }
        planted.put(people.values().iterator().next().path("name").asText(), names);
        planted.put(TEXT, texts);
        for (Map.Entry<String, CanarySearch> plant : planted.entrySet()) {
            for (Map.Entry<String, byte[]> form :
                    CanarySearch.encoded(plant.getKey()).entrySet()) {
                Files.copy(log, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                Files.write(copy, "12:00 INFO it was ".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
                Files.write(copy, form.getValue(), StandardOpenOption.APPEND);
                assertThat(plant.getValue().file(copy)).as(form.getKey()).isNotEmpty();
            }
        }
        // The build is searched once more, as a whole.
        Files.delete(copy);
    }
}
