package dev.rostrum.connection.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ConnectionForm;
import dev.rostrum.connection.Field;
import dev.rostrum.connection.TypedSecrets;
import dev.rostrum.connection.secret.Keychain;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.PlainText;
import dev.rostrum.domain.Reason;
import dev.rostrum.files.Rights;
import dev.rostrum.http.CertificateTrouble;
import dev.rostrum.http.LoginProxy;
import dev.rostrum.http.Obstacle;
import dev.rostrum.http.Probe;
import dev.rostrum.http.RawServer;
import dev.rostrum.http.TestTls;
import dev.rostrum.sandbox.SandboxOptions;
import dev.rostrum.sandbox.SandboxServer;
import dev.rostrum.sandbox.SandboxSignIn;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.testing.Canary;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.testing.TestSettings;
import dev.rostrum.words.Reports;
import dev.rostrum.words.Sentences;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that can be wrong, made wrong for real: sandbox, raw servers, proxies, data files. */
@Timeout(180)
class DoctorTest {
    private static final String TENANT = "0b9f6c1e-52d3-4e8a-8d1b-6c20f1a377a4";
    private static final String APP = "5f2c9a10-7b1e-4c0d-9a51-0e2b7d3c8f44";
    private static final String SECRET = Canary.WRONG_SECRET.value();

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private TestSettings settings;
    private Keychain keychain = absent();
    private Duration limit = Doctor.LIMIT;
    private int next;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private static Keychain absent() {
        return new Keychain(
                () -> {
                    throw new Keychain.Absent("none in tests", null);
                },
                Duration.ofSeconds(3));
    }

    private TestSettings settings() {
        if (settings == null) {
            settings = new TestSettings(folder.resolve("data"), environment);
        }
        return settings;
    }

    private <T extends AutoCloseable> T closing(T closeable) {
        open.add(0, closeable);
        return closeable;
    }

    private Doctor doctor(Clock clock) {
        return new Doctor(
                settings().connectors,
                settings().files,
                keychain,
                new ProgramEnvironment(
                        "1.2.3",
                        folder.resolve("data"),
                        folder.resolve("data/logs"),
                        environment::get,
                        System::getProperty),
                clock,
                System::nanoTime,
                limit);
    }

    private Diagnosis run(Examination asked) throws InterruptedException {
        List<CheckResult> told = new ArrayList<>();
        Diagnosis found = doctor(Clock.systemUTC()).run(asked, told::add);
        assertThat(told).isEqualTo(found.results());
        assertThat(found.results()).extracting(CheckResult::check).containsExactly(Check.values());
        return found;
    }

    private Map<Check, CheckResult> checks(Examination asked) throws InterruptedException {
        return map(run(asked));
    }

    private static Map<Check, CheckResult> map(Diagnosis found) {
        Map<Check, CheckResult> all = new EnumMap<>(Check.class);
        found.results().forEach(result -> all.put(result.check(), result));
        return all;
    }

    private Connection local(String url, String app, String tenant) {
        return settings()
                .connections
                .add(
                        ConnectionForm.blank()
                                .with(Field.NAME, "Canary company")
                                .with(Field.APP_ID, app)
                                .with(Field.TENANT, tenant)
                                .with(Field.SERVICE_URL, url),
                        TypedSecrets.none())
                .connection();
    }

    private Connection tenant(int proxyPort) {
        return settings()
                .connections
                .add(
                        ConnectionForm.blank()
                                .with(Field.NAME, "Canary company")
                                .with(Field.APP_ID, APP)
                                .with(Field.TENANT, TENANT)
                                .with(Field.PROXY_HOST, "127.0.0.1")
                                .with(Field.PROXY_PORT, Integer.toString(proxyPort)),
                        TypedSecrets.none())
                .connection();
    }

    private SandboxServer sandbox(SandboxSignIn signIn) throws Exception {
        return closing(SandboxServer.start(SandboxOptions.defaults(folder.resolve("sandbox"))
                .withTeamSizes(5)
                .withRateLimits(false)
                .withSignIn(signIn)));
    }

    private Connection lab(SandboxServer sandbox) {
        return local(sandbox.serviceUrl(), sandbox.appId(), sandbox.tenantId());
    }

    private static void outcome(CheckResult result, CheckOutcome outcome, String finding) {
        assertThat(result.outcome()).as(result.toString()).isEqualTo(outcome);
        assertThat(Sentences.of(result.finding())).contains(finding);
        if (outcome == CheckOutcome.FAILED || outcome == CheckOutcome.WARNING) {
            assertThat(Sentences.orNothing(result.meaning()))
                    .as(result.toString())
                    .isNotBlank();
            assertThat(Sentences.orNothing(result.fix())).as(result.toString()).isNotBlank();
            assertThat(result.who()).isNotEqualTo(Responsible.NOBODY);
        }
    }

    @Test
    void everythingIsWellAndTheMessageIsAcceptedAndInTheLedger() throws Exception {
        try (TestGraph graph = TestGraph.start(folder.resolve("graph"), 5)) {
            SandboxTeam team = graph.sync(0);
            UserQuery.Row me = graph.workspace
                    .views()
                    .users()
                    .select(PeopleFilter.of(null, ""), List.of())
                    .page(0, 1)
                    .get(0);
            graph.workspace.act().setMe(me.id());
            Examination asked = new Examination(graph.workspace.connection(), graph.workspace.forDoctor(), null, true);

            Diagnosis found = graph.program.doctor().run(asked, result -> {});

            assertThat(found.healthy()).as(Reports.of(found.report())).isTrue();
            Map<Check, CheckResult> all = map(found);
            outcome(all.get(Check.CLOCK), CheckOutcome.OK, "");
            outcome(all.get(Check.DATA_FILE), CheckOutcome.OK, "intact, schema");
            outcome(all.get(Check.TOKEN), CheckOutcome.OK, "given");
            outcome(all.get(Check.TEAM), CheckOutcome.OK, "5 members");
            outcome(all.get(Check.ROSTER), CheckOutcome.OK, "5 people");
            outcome(all.get(Check.CONVERSATION), CheckOutcome.OK, "open");
            outcome(all.get(Check.MESSAGE), CheckOutcome.OK, "accepted by Teams");
            assertThat(graph.posted()).singleElement().satisfies(posted -> assertThat(posted.userId())
                    .isEqualTo(me.id()));
            assertThat(graph.workspace.views().runs().select("").count())
                    .as("a message to me is in no list")
                    .isZero();
            assertThat(graph.deliveries(1)).extracting(DeliveryQuery.Row::state).containsExactly(DeliveryState.SENT);
            assertThat(Reports.of(found.report()))
                    .contains("Message to me", "client secret")
                    .doesNotContain(
                            graph.sandbox.clientSecret(),
                            team.name(),
                            me.name(),
                            me.id(),
                            graph.sandbox.appId(),
                            graph.sandbox.tenantId(),
                            TestGraph.CONNECTION);

            Map<Check, CheckResult> unasked = map(graph.program
                    .doctor()
                    .run(Examination.of(asked.connection(), asked.openConnection()), result -> {}));
            outcome(unasked.get(Check.MESSAGE), CheckOutcome.NOT_RUN, "not asked for");
            assertThat(graph.posted()).hasSize(1);
        }
    }

    @Test
    void aWrongAndAnEndedSecretAndNone() throws Exception {
        SandboxServer sandbox = sandbox(SandboxSignIn.usual()
                .withSecrets(new SandboxSignIn.Secret(
                        "ended~secret", Clock.systemUTC().instant().minus(Duration.ofDays(1)))));
        Connection lab = lab(sandbox);
        Examination asked =
                new Examination(lab, OpenConnection.NONE, sandbox.teams().get(0).id(), true);

        Diagnosis none = run(asked);
        outcome(map(none).get(Check.TOKEN), CheckOutcome.FAILED, "no secret is known");
        assertThat(none.healthy()).isFalse();

        settings().secrets.give(lab, SECRET);
        Diagnosis wrong = run(asked);
        CheckResult token = map(wrong).get(Check.TOKEN);
        outcome(token, CheckOutcome.FAILED, "AADSTS7000215");
        assertThat(token.code()).isEqualTo("AADSTS7000215");
        assertThat(token.who()).isEqualTo(Responsible.APP_OWNER);
        assertThat(Sentences.orNothing(token.fix())).contains("value, not its id");
        for (Check check : List.of(Check.TEAM, Check.ROSTER, Check.CONVERSATION, Check.MESSAGE)) {
            outcome(map(wrong).get(check), CheckOutcome.NOT_RUN, "needs a token");
        }
        assertThat(Sentences.of(wrong.sum())).startsWith("1 check failed, 4 were not run. 8 passed");
        assertThat(Reports.of(wrong.report()))
                .contains("AADSTS7000215", "owner of the app registration")
                .doesNotContain(SECRET, "Canary", lab.appId(), lab.tenantId());

        settings().secrets.give(lab, "ended~secret");
        outcome(checks(asked).get(Check.TOKEN), CheckOutcome.FAILED, "AADSTS7000222");

        settings().secrets.give(lab, sandbox.clientSecret());
        Map<Check, CheckResult> right = checks(asked);
        outcome(right.get(Check.TOKEN), CheckOutcome.OK, "given");
        outcome(right.get(Check.ROSTER), CheckOutcome.OK, "5 people");
        outcome(right.get(Check.CONVERSATION), CheckOutcome.NOT_RUN, "nobody is picked");
        assertThat(Sentences.orNothing(right.get(Check.CONVERSATION).fix()))
                .contains("Make this me", "rostrum user me");
        assertThat(right.get(Check.CONVERSATION).who()).isEqualTo(Responsible.YOU);
        outcome(right.get(Check.MESSAGE), CheckOutcome.NOT_RUN, "nobody is picked");
    }

    @Test
    void aSecretThatEndsSoonIsAWarning() throws Exception {
        SandboxServer sandbox = sandbox(SandboxSignIn.usual());
        Connection lab = lab(sandbox);
        Instant soon = Clock.systemUTC().instant().plus(Duration.ofDays(3));
        lab = settings()
                .connections
                .edit(
                        lab.name(),
                        ConnectionForm.of(lab)
                                .with(
                                        Field.SECRET_EXPIRES,
                                        soon.atZone(ZoneOffset.UTC)
                                                .toLocalDate()
                                                .toString()),
                        TypedSecrets.none())
                .connection();
        settings().secrets.give(lab, sandbox.clientSecret());
        Diagnosis found = run(Examination.of(lab, OpenConnection.NONE));
        outcome(map(found).get(Check.TOKEN), CheckOutcome.WARNING, "ends in 3 days");
        outcome(map(found).get(Check.TEAM), CheckOutcome.NOT_RUN, "no team is added yet");
        assertThat(Sentences.orNothing(map(found).get(Check.TEAM).fix())).contains("Add teams", "rostrum team add");
        assertThat(found.healthy()).isTrue();
    }

    @Test
    void anUnknownTeamLeavesOutItsRoster() throws Exception {
        SandboxServer sandbox = sandbox(SandboxSignIn.usual());
        Connection lab = lab(sandbox);
        settings().secrets.give(lab, sandbox.clientSecret());
        Map<Check, CheckResult> found =
                checks(new Examination(lab, OpenConnection.NONE, "19:0123456789abcdef@thread.tacv2", false));
        outcome(found.get(Check.TEAM), CheckOutcome.FAILED, "refused, 4");
        outcome(found.get(Check.ROSTER), CheckOutcome.NOT_RUN, "needs the team");
    }

    @Test
    void aStoppedService() throws Exception {
        SandboxServer sandbox = sandbox(SandboxSignIn.usual());
        Connection lab = lab(sandbox);
        settings().secrets.give(lab, sandbox.clientSecret());
        sandbox.close();
        Map<Check, CheckResult> found = checks(Examination.of(lab, OpenConnection.NONE));
        outcome(found.get(Check.CLOCK), CheckOutcome.NOT_RUN, "no answer to compare with");
        outcome(found.get(Check.TLS), CheckOutcome.FAILED, "does not answer");
        outcome(found.get(Check.TOKEN), CheckOutcome.NOT_RUN, "needs a connection");
        outcome(found.get(Check.HOST_TRUST), CheckOutcome.OK, "this computer");
    }

    @Test
    void aClosedSandboxSaysSo() throws Exception {
        Connection sandbox = settings().connections.find(Connection.SANDBOX);
        Map<Check, CheckResult> found = checks(Examination.of(sandbox, OpenConnection.NONE));
        for (Check check : List.of(Check.CLOCK, Check.PROXY, Check.TLS, Check.HOST_TRUST, Check.TOKEN, Check.TEAM)) {
            outcome(found.get(check), CheckOutcome.NOT_RUN, "the sandbox is not open");
        }
        outcome(found.get(Check.DATA_FILE), CheckOutcome.OK, "none yet");
        outcome(found.get(Check.DISK), CheckOutcome.OK, "free");
    }

    @Test
    void whoMayChangeTheDataFolder() throws Exception {
        assumeTrue(Rights.looked(folder), "no POSIX permissions here");
        Connection sandbox = settings().connections.find(Connection.SANDBOX);
        Path data = Files.createDirectories(folder.resolve("data"));
        Map<String, CheckOutcome> expected = Map.of(
                "rwx------",
                CheckOutcome.OK,
                "rwxr-xr-x",
                CheckOutcome.OK,
                "rwxrwxr-x",
                CheckOutcome.WARNING,
                "rwxrwxrwx",
                CheckOutcome.FAILED);
        expected.forEach((rights, outcome) -> {
            try {
                Files.setPosixFilePermissions(data, PosixFilePermissions.fromString(rights));
                outcome(checks(Examination.of(sandbox, OpenConnection.NONE)).get(Check.FOLDER), outcome, "");
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        environment.put("OneDrive", folder.toRealPath().toString());
        outcome(
                checks(Examination.of(sandbox, OpenConnection.NONE)).get(Check.FOLDER),
                CheckOutcome.WARNING,
                "OneDrive");
    }

    @Test
    void aCodeOfTheServicesIsOfThatShapeInTheReport() throws Exception {
        RawServer server = closing(new RawServer());
        Connection lab = local(server.url(), APP, TENANT);
        settings().secrets.give(lab, "a secret");
        server.otherwise(RawServer.answer(
                403,
                "{\"error\":{\"code\":\"ada@example.com\\u001b[2J <b>\\u202e" + "x".repeat(200)
                        + "\",\"message\":\"no\"}}",
                "Content-Type: application/json"));
        Diagnosis found = run(Examination.of(lab, OpenConnection.NONE));
        assertThat(found.results())
                .allSatisfy(result -> assertThat(result.code()).matches("[A-Za-z0-9_. -]{0,70}"));
        assertThat(Reports.of(found.report())).doesNotContain("ada@", "<b>");
        assertThat(Reports.of(found.report()).codePoints().filter(c -> c != '\n'))
                .noneMatch(PlainText::steers);
    }

    @Test
    void aClockThatIsWrongInEitherDirection() throws Exception {
        RawServer server = closing(new RawServer());
        Connection lab = local(server.url(), APP, TENANT);
        for (int minutes : new int[] {-10, 10}) {
            String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(Clock.systemUTC()
                    .instant()
                    .plus(Duration.ofMinutes(minutes))
                    .atOffset(ZoneOffset.UTC));
            server.otherwise(RawServer.answer(404, "", "Date: " + date));
            CheckResult clock = checks(Examination.of(lab, OpenConnection.NONE)).get(Check.CLOCK);
            outcome(clock, CheckOutcome.FAILED, minutes < 0 ? "10 min fast" : " slow");
            assertThat(Sentences.orNothing(clock.fix())).contains("clock");
        }
        String near = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Clock.systemUTC().instant().plus(Duration.ofSeconds(90)).atOffset(ZoneOffset.UTC));
        server.otherwise(RawServer.answer(404, "", "Date: " + near));
        outcome(checks(Examination.of(lab, OpenConnection.NONE)).get(Check.CLOCK), CheckOutcome.OK, "s off");
        server.otherwise(RawServer.answer(404, "", "Date: yesterday"));
        outcome(checks(Examination.of(lab, OpenConnection.NONE)).get(Check.CLOCK), CheckOutcome.NOT_RUN, "no answer");
    }

    @Test
    void aProxyThatWantsNtlmIsNamedAsNotSupported() throws Exception {
        try (LoginProxy proxy = LoginProxy.asking("NTLM\r\nProxy-Authenticate: Negotiate", "never")) {
            Map<Check, CheckResult> found = checks(Examination.of(tenant(proxy.port()), OpenConnection.NONE));
            CheckResult asked = found.get(Check.PROXY);
            outcome(asked, CheckOutcome.FAILED, "NTLM, Negotiate, which is not supported");
            assertThat(asked.who()).isEqualTo(Responsible.NETWORK_ADMIN);
            assertThat(Sentences.orNothing(asked.fix()))
                    .contains("login.microsoftonline.com and smba.trafficmanager.net");
            outcome(found.get(Check.TLS), CheckOutcome.NOT_RUN, "needs the proxy");
            outcome(found.get(Check.TOKEN), CheckOutcome.NOT_RUN, "needs the proxy");
            outcome(found.get(Check.HOST_TRUST), CheckOutcome.OK, "exact match");
        }
    }

    @Test
    void aProxyThatWantsALoginOrLeadsNowhere() throws Exception {
        try (LoginProxy proxy = LoginProxy.basic("somebody", Canary.PROXY_PASSWORD.value());
                LoginProxy refusing = LoginProxy.refusing(503)) {
            Connection tenant = tenant(proxy.port());
            outcome(
                    checks(Examination.of(tenant, OpenConnection.NONE)).get(Check.PROXY),
                    CheckOutcome.FAILED,
                    "asks for a login");
            tenant = settings()
                    .connections
                    .edit(
                            tenant.name(),
                            ConnectionForm.of(tenant).with(Field.PROXY_PORT, Integer.toString(refusing.port())),
                            TypedSecrets.none())
                    .connection();
            outcome(
                    checks(Examination.of(tenant, OpenConnection.NONE)).get(Check.PROXY),
                    CheckOutcome.FAILED,
                    "no way through");
        }
    }

    @Test
    void aCertificateOfNobodyWeKnow() throws Exception {
        try (RawServer server = new RawServer(TestTls.inspecting().getServerSocketFactory());
                LoginProxy proxy = LoginProxy.open().to(server.port())) {
            Map<Check, CheckResult> found = checks(Examination.of(tenant(proxy.port()), OpenConnection.NONE));
            outcome(found.get(Check.PROXY), CheckOutcome.OK, "the connection's own");
            CheckResult tls = found.get(Check.TLS);
            outcome(tls, CheckOutcome.FAILED, "certificate not trusted");
            assertThat(Sentences.orNothing(tls.meaning())).contains("login.microsoftonline.com");
            assertThat(tls.who()).isEqualTo(Responsible.NETWORK_ADMIN);
            outcome(found.get(Check.TOKEN), CheckOutcome.NOT_RUN, "needs a connection to the hosts");
            assertThat(server.requests()).isEmpty();
        }
    }

    /** What would be seen without a proxy, as no test may ask Microsoft's hosts. */
    private NetworkChecks seeing(Probe.TrustedBy trustedBy, Obstacle obstacle) {
        return seeing(trustedBy, obstacle, obstacle == Obstacle.CERTIFICATE ? CertificateTrouble.UNTRUSTED : null);
    }

    private NetworkChecks seeing(Probe.TrustedBy trustedBy, Obstacle obstacle, CertificateTrouble certificate) {
        return new NetworkChecks(
                tenantWithoutProxy(),
                new ProgramEnvironment("1.2.3", folder, folder, environment::get, System::getProperty),
                host -> new Probe.ProbeResult(
                        host.getHost(),
                        null,
                        obstacle == null ? 404 : 0,
                        obstacle == null ? Duration.ZERO : null,
                        trustedBy,
                        "Example authority",
                        obstacle,
                        certificate,
                        List.of(),
                        obstacle == null ? null : Reason.of("network.unreachable")));
    }

    private Connection tenantWithoutProxy() {
        settings = null;
        return settings()
                .connections
                .add(
                        ConnectionForm.blank()
                                .with(Field.NAME, "Tenant " + next++)
                                .with(Field.APP_ID, APP)
                                .with(Field.TENANT, TENANT),
                        TypedSecrets.none())
                .connection();
    }

    @Test
    void aVariableThatIsNotReadIsNamed() {
        outcome(seeing(Probe.TrustedBy.JAVA, null).proxy(), CheckOutcome.OK, "none used");
        environment.put("HTTPS_PROXY", "http://canary.example:8080");
        CheckResult warned = seeing(Probe.TrustedBy.JAVA, null).proxy();
        outcome(warned, CheckOutcome.WARNING, "HTTPS_PROXY is set and not read");
        assertThat(warned.toString()).doesNotContain("canary");
    }

    @Test
    void whoVouchesForTheHosts() {
        outcome(seeing(Probe.TrustedBy.JAVA, null).tls(), CheckOutcome.OK, "2 hosts, public authority");
        CheckResult inspected = seeing(Probe.TrustedBy.SYSTEM, null).tls();
        outcome(inspected, CheckOutcome.OK, "2 hosts, certificate by an authority of this computer's list");
        CheckResult unknown =
                seeing(Probe.TrustedBy.NOBODY, Obstacle.CERTIFICATE).tls();
        outcome(unknown, CheckOutcome.FAILED, "certificate not trusted");
        for (CheckResult result : List.of(inspected, unknown)) {
            assertThat(Sentences.orNothing(result.meaning())).contains("\u201cExample authority\u201d");
            assertThat(result.finding().toString())
                    .as("findings are in the report, and an authority may bear a person's name")
                    .doesNotContain("Example authority");
        }
        Map<CertificateTrouble, String> found = Map.of(
                CertificateTrouble.OTHER_NAME, "certificate of another name",
                CertificateTrouble.EXPIRED, "certificate ended",
                CertificateTrouble.NOT_YET_VALID, "certificate does not count yet");
        found.forEach((trouble, finding) -> {
            CheckResult result = seeing(Probe.TrustedBy.NOBODY, Obstacle.CERTIFICATE, trouble)
                    .tls();
            outcome(result, CheckOutcome.FAILED, finding);
            assertThat(Sentences.orNothing(result.fix())).doesNotContain("root");
        });
        CheckResult unreached = seeing(null, Obstacle.UNREACHABLE).tls();
        outcome(unreached, CheckOutcome.FAILED, "a host is not reached");
        assertThat(Sentences.orNothing(unreached.fix())).contains("PAC", "runs no scripts");
        outcome(seeing(null, Obstacle.UNKNOWN_NAME).tls(), CheckOutcome.FAILED, "name is not known");
    }

    @Test
    void theReportShowsTheLogFolderWithoutTheUsersName() {
        Map<String, String> properties = Map.of("user.home", "/home/canary", "user.name", "canary");
        Connection sandbox = settings().connections.find(Connection.SANDBOX);
        for (String logs : List.of("/home/canary/.local/share/rostrum/logs", "/srv/Canary/rostrum/logs")) {
            String report = Reports.of(new SupportReport(
                            new ProgramEnvironment("1.2.3", folder, Path.of(logs), name -> null, properties::get),
                            sandbox)
                    .of(List.of(), Instant.EPOCH, Duration.ZERO));
            assertThat(report).contains("rostrum/logs").doesNotContainIgnoringCase("canary");
        }
    }

    @Test
    void aDamagedDataFileAndOneOfAnotherProgram() throws Exception {
        SandboxServer sandbox = sandbox(SandboxSignIn.usual());
        Connection lab = lab(sandbox);
        Path file = settings().files.of(lab);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "no database at all, but some text that is long enough", StandardCharsets.UTF_8);
        Diagnosis found = run(Examination.of(lab, OpenConnection.NONE));
        CheckResult data = map(found).get(Check.DATA_FILE);
        assertThat(data.outcome()).isEqualTo(CheckOutcome.FAILED);
        assertThat(Sentences.orNothing(data.meaning())).isNotBlank();
        assertThat(Reports.of(found.report())).doesNotContain(file.getFileName().toString(), "Canary");
    }

    @Test
    void aKeychainThatHangsAndOneThatIsNotNeeded() throws Exception {
        Connection lab = settings()
                .connections
                .add(
                        ConnectionForm.blank()
                                .with(Field.NAME, "Lab")
                                .with(Field.APP_ID, APP)
                                .with(Field.TENANT, TENANT)
                                .with(Field.SERVICE_URL, "http://127.0.0.1:9/")
                                .with(Field.KEEP, "keychain"),
                        TypedSecrets.none())
                .connection();
        outcome(
                checks(Examination.of(lab, OpenConnection.NONE)).get(Check.KEYCHAIN),
                CheckOutcome.FAILED,
                "none on this computer");
        CountDownLatch never = new CountDownLatch(1);
        keychain = new Keychain(
                () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return null;
                },
                Duration.ofMillis(200));
        outcome(
                checks(Examination.of(lab, OpenConnection.NONE)).get(Check.KEYCHAIN),
                CheckOutcome.FAILED,
                "does not answer");
        never.countDown();
        keychain = absent();
        outcome(
                checks(Examination.of(settings().connections.find(Connection.SANDBOX), OpenConnection.NONE))
                        .get(Check.KEYCHAIN),
                CheckOutcome.OK,
                "not used");
    }

    @Test
    void aServiceThatHangsIsGivenUpAndAnInterruptEndsAll() throws Exception {
        RawServer server = closing(new RawServer().otherwise(RawServer.hang()));
        Connection lab = local(server.url(), APP, TENANT);
        limit = Duration.ofMillis(500);
        Diagnosis found = run(Examination.of(lab, OpenConnection.NONE));
        outcome(map(found).get(Check.CLOCK), CheckOutcome.FAILED, "no end within");
        assertThat(found.took()).isLessThan(Duration.ofSeconds(60));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> doctor(Clock.systemUTC()).run(Examination.of(lab, OpenConnection.NONE), result -> {}))
                .isInstanceOf(InterruptedException.class);
    }
}
