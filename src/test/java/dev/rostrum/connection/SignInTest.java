package dev.rostrum.connection;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.auth.SignInFailure;
import dev.rostrum.auth.TokenSource;
import dev.rostrum.connection.secret.Keychain;
import dev.rostrum.connection.secret.Purpose;
import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.RunState;
import dev.rostrum.files.Rights;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.LoggedRequest;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxOptions;
import dev.rostrum.sandbox.SandboxServer;
import dev.rostrum.sandbox.SandboxSignIn;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.testing.Canary;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.words.Sentences;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Secrets and certificates through the real sign-in library against the sandbox's token endpoint. */
@Timeout(180)
class SignInTest {
    private static final Instant NOW = Instant.now();
    private static TestCertificates good;
    private static TestCertificates renewed;
    private static TestCertificates unknown;
    private static TestCertificates ended;

    @TempDir
    Path folder;

    private SandboxServer sandbox;
    private ConnectionsFixture fixture;
    private Connectors connectors;

    @BeforeAll
    static void make() throws Exception {
        good = TestCertificates.rsa(NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(90)));
        renewed = TestCertificates.rsa(NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(400)));
        unknown = TestCertificates.rsa(NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(90)));
        ended = TestCertificates.rsa(NOW.minus(Duration.ofDays(90)), NOW.minus(Duration.ofDays(1)));
    }

    @BeforeEach
    void open() {
        fixture = new ConnectionsFixture(folder.resolve("data"));
        connectors = new Connectors(fixture.secrets, Clock.systemUTC(), System::nanoTime);
    }

    private void start(SandboxSignIn signIn) throws IOException {
        sandbox = SandboxServer.start(SandboxOptions.defaults(folder.resolve("sandbox"))
                .withTeamSizes(5)
                .withRateLimits(false)
                .withSignIn(signIn));
    }

    @AfterEach
    void close() throws IOException {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    private ConnectionForm form() {
        return ConnectionForm.blank()
                .with(Field.NAME, "Lab")
                .with(Field.APP_ID, sandbox.appId())
                .with(Field.TENANT, sandbox.tenantId())
                .with(Field.SERVICE_URL, sandbox.serviceUrl());
    }

    private Connection add(ConnectionForm form) {
        return fixture.connections.add(form, TypedSecrets.none()).connection();
    }

    private void reads(Connection connection) throws Exception {
        try (ConnectorClient client = connectors.open(connection)) {
            assertThat(client.team(sandbox.teams().get(0).id()).value().memberCount())
                    .isEqualTo(5);
        }
    }

    private static SignInFailure refused(TokenSource tokens) {
        return catchThrowableOfType(SignInFailure.class, tokens::token);
    }

    @Test
    void aSecretRightWrongAndEndedAndACorrectedOneAtOnce() throws Exception {
        start(SandboxSignIn.usual()
                .withSecrets(new SandboxSignIn.Secret("ended~secret", NOW.minus(Duration.ofDays(1)))));
        Connection lab = add(form());
        TokenSource tokens = connectors.tokens(lab);
        assertThat(refused(tokens).code()).isEqualTo("SecretMissing");
        fixture.secrets.give(lab, Canary.WRONG_SECRET.value());
        assertThat(refused(tokens))
                .satisfies(says("value, not its id"))
                .hasMessageNotContaining(Canary.WRONG_SECRET.value())
                .extracting(SignInFailure::code)
                .isEqualTo("AADSTS7000215");
        fixture.secrets.give(lab, "ended~secret");
        assertThat(refused(tokens))
                .satisfies(says("expired"))
                .extracting(SignInFailure::code)
                .isEqualTo("AADSTS7000222");

        fixture.secrets.give(lab, sandbox.clientSecret());

        assertThat(tokens.token()).isNotBlank();
        reads(lab);
    }

    @Test
    void whereOthersCouldWriteNoSecretIsReadOrSent() throws Exception {
        start(SandboxSignIn.usual());
        Path data = folder.resolve("data");
        assumeTrue(Rights.looked(data.getParent()), "no POSIX permissions here");
        fixture.connections.begin();
        List<String> asked = new ArrayList<>();
        Secrets secrets = new Secrets(
                name -> {
                    asked.add(name);
                    return sandbox.clientSecret();
                },
                new Keychain(() -> fixture.keychain, Duration.ofSeconds(3)),
                fixture.file);
        Connectors ways = new Connectors(secrets, Clock.systemUTC(), System::nanoTime);
        add(form().with(Field.SECRET_VARIABLE, "BOT_SECRET"));
        for (Path loose : List.of(data, data.resolve("settings.json"), data.resolve("instance"))) {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(loose);
            Set<PosixFilePermission> all = EnumSet.copyOf(rights);
            all.add(PosixFilePermission.OTHERS_WRITE);
            Files.setPosixFilePermissions(loose, all);
            long before = tokensAsked();
            Connection lab = fixture.connections.find("Lab");
            assertThat(refused(ways.tokens(lab)))
                    .as("%s", loose)
                    .satisfies(says("Every account of this computer may write to " + loose))
                    .satisfies(says("chmod o-w"));
            assertThat(secrets.known(lab)).isFalse();
            secrets.give(lab, sandbox.clientSecret());
            assertThat(secrets.of(lab)).as("nor what was given").isEmpty();
            assertThat(asked).isEmpty();
            assertThat(tokensAsked()).isEqualTo(before);
            assertThatThrownBy(() -> fixture.connections.edit("Lab", ConnectionForm.of(lab), TypedSecrets.none()))
                    .satisfies(says("Every account of this computer may write to " + loose));
            Files.setPosixFilePermissions(loose, rights);
        }
        assertThat(ways.tokens(fixture.connections.find("Lab")).token()).isNotBlank();
    }

    private long tokensAsked() throws IOException {
        return LoggedRequest.readAll(sandbox.requestLog()).stream()
                .filter(request -> request.route() == Route.TOKEN)
                .count();
    }

    @Test
    void aCertificateSignsInAndOneThatIsNotRegisteredOrHasEndedDoesNot() throws Exception {
        start(SandboxSignIn.usual().withCertificates(good.certificate(), ended.certificate()));
        Path file = folder.resolve("bot.pfx");
        good.pkcs12(file, Canary.CERTIFICATE_PASSWORD.value());
        TypedSecrets typed = TypedSecrets.none()
                .with(
                        Purpose.CERTIFICATE_PASSWORD,
                        Canary.CERTIFICATE_PASSWORD.value().toCharArray());
        Connection lab = fixture.connections
                .add(form().with(Field.CERTIFICATE, file.toString()), typed)
                .connection();
        reads(lab);

        unknown.pkcs12(file, Canary.CERTIFICATE_PASSWORD.value());
        TokenSource tokens = connectors.tokens(lab);
        assertThat(refused(tokens))
                .satisfies(says("Upload its public part"))
                .extracting(SignInFailure::code)
                .isEqualTo("AADSTS700027");
        ended.pkcs12(file, Canary.CERTIFICATE_PASSWORD.value());
        assertThat(refused(tokens))
                .satisfies(says("ended on "))
                .extracting(SignInFailure::code)
                .isEqualTo("CertificateDates");
        fixture.secrets.give(lab, Purpose.CERTIFICATE_PASSWORD, "other".toCharArray());
        assertThat(refused(tokens)).satisfies(says("does not open"));
        fixture.secrets.give(
                lab,
                Purpose.CERTIFICATE_PASSWORD,
                Canary.CERTIFICATE_PASSWORD.value().toCharArray());
        good.pkcs12(file, Canary.CERTIFICATE_PASSWORD.value());
        assertThat(tokens.token()).as("a renewed file works at once").isNotBlank();
    }

    @Test
    void aMultiTenantBotSignsInAtTheBotFramework() throws Exception {
        start(SandboxSignIn.usual().withMultiTenant(true));
        Connection single = add(form());
        fixture.secrets.give(single, sandbox.clientSecret());
        assertThatThrownBy(() -> reads(single)).isInstanceOf(ConnectorFailure.class);

        Connection multi = fixture.connections
                .edit("Lab", ConnectionForm.of(single).with(Field.BOT_TYPE, "multi-tenant"), TypedSecrets.none())
                .connection();

        reads(multi);
    }

    @Test
    void aDomainIsLookedUpAtTheSignInItself() throws Exception {
        start(SandboxSignIn.usual());
        Connections real = new Connections(
                fixture.settings,
                fixture.typedHere,
                fixture.secrets,
                connectors,
                fixture.files,
                () -> "id-1",
                Clock.systemUTC());
        assertThat(real.add(form().with(Field.TENANT, sandbox.tenantDomain()), TypedSecrets.none())
                        .connection()
                        .tenantId())
                .isEqualTo(sandbox.tenantId());
        assertThatThrownBy(() -> real.add(
                        form().with(Field.NAME, "Other").with(Field.TENANT, "nobody.example"), TypedSecrets.none()))
                .isInstanceOf(FormProblem.class)
                .satisfies(says("knows no tenant of the domain nobody.example"));
    }

    @Test
    void theCheckTellsEachStepAndWhatToDo() throws Exception {
        start(SandboxSignIn.usual());
        Connection lab = add(form().with(
                        Field.SECRET_EXPIRES,
                        ExpiryWarning.day(NOW.plus(Duration.ofDays(3))).toString()));
        fixture.secrets.give(lab, sandbox.clientSecret());
        ConnectionCheck check = new ConnectionCheck(connectors);
        assertThat(check.run(lab, sandbox.teams().get(0).id(), step -> {}))
                .extracting(step -> step.what().name())
                .containsExactly("SIGN_IN", "EXPIRY", "TEAM");
        fixture.secrets.give(lab, Canary.WRONG_SECRET.value());
        assertThat(check.run(lab, null, step -> {})).singleElement().satisfies(step -> {
            assertThat(step.passed()).isFalse();
            assertThat(Sentences.whole(step.outcome())).contains("secret");
        });
    }

    @Test
    void aSecretRotatedInTheMiddleOfASendPausesTheRunAndLosesNobody() throws Exception {
        try (TestGraph graph = TestGraph.start(folder.resolve("graph"), 30)) {
            SandboxTeam team = graph.sync(0);
            long run = graph.plan(team);
            graph.program.secrets().give(graph.connection(), graph.sandbox.clientSecret());
            AtomicInteger arrived = new AtomicInteger();
            String[] fresh = new String[1];
            graph.sandbox.onSend(send -> {
                if (arrived.incrementAndGet() == 8) {
                    fresh[0] = graph.sandbox.rotateSecret(true);
                }
            });

            RunSnapshot paused = graph.run(run);

            assertThat(paused.state()).isEqualTo(RunState.PAUSED);
            assertThat(paused.pauseReason()).isEqualTo(PauseReason.REFUSED_FOR_ALL);
            assertThat(Sentences.whole(paused.detail())).contains("secret");
            assertThat(paused.totals().waiting()).isPositive();
            assertThat(paused.totals().refused()).isZero();

            graph.program.secrets().give(graph.connection(), fresh[0]);
            RunSnapshot end = graph.run(run);

            assertThat(end.state()).isEqualTo(RunState.DONE);
            assertThat(end.totals().sent()).isEqualTo(30);
            assertThat(graph.posted()).hasSize(30);
        }
    }

    /** The service no longer takes the old one; the file is renewed while the run is paused for it. */
    @Test
    void aCertificateRenewedInTheMiddleOfASendPausesTheRunAndLosesNobody() throws Exception {
        Path file = Files.createDirectories(folder.resolve("keys")).resolve("bot.pfx");
        String password = Canary.CERTIFICATE_PASSWORD.value();
        good.pkcs12(file, password);
        SandboxSignIn signIn = Canary.signIn().withCertificates(good.certificate(), renewed.certificate());
        try (TestGraph graph = TestGraph.start(folder.resolve("graph"), signIn, 30)) {
            ConnectionForm form = ConnectionForm.of(graph.connection())
                    .with(Field.SIGN_IN, "certificate")
                    .with(Field.CERTIFICATE, file.toString());
            try (TypedSecrets typed = TypedSecrets.none().with(Purpose.CERTIFICATE_PASSWORD, password.toCharArray())) {
                graph.program.connections().edit(TestGraph.CONNECTION, form, typed);
            }
            graph.program.secrets().give(graph.connection(), Canary.WRONG_SECRET.value());
            graph.reopen();
            SandboxTeam team = graph.sync(0);
            long run = graph.plan(team);
            AtomicBoolean removed = new AtomicBoolean();
            graph.sandbox.script(r -> r.route() == Route.TOKEN && removed.get() && signed(r.body(), good)
                    ? Optional.of(CannedAnswer.of(
                            401,
                            "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS700027: The certificate is not"
                                    + " registered.\",\"error_codes\":[700027]}"))
                    : Optional.empty());
            AtomicInteger arrived = new AtomicInteger();
            graph.sandbox.onSend(send -> {
                if (arrived.incrementAndGet() == 8) {
                    removed.set(true);
                    // Takes the tokens back, so that the bot has to sign in again.
                    graph.sandbox.rotateSecret(true);
                }
            });

            RunSnapshot paused = graph.run(run);

            assertThat(paused.state()).isEqualTo(RunState.PAUSED);
            assertThat(paused.pauseReason()).isEqualTo(PauseReason.REFUSED_FOR_ALL);
            assertThat(Sentences.whole(paused.detail())).contains("certificate");
            assertThat(paused.totals().waiting()).isPositive();
            assertThat(paused.totals().refused()).isZero();

            renewed.pkcs12(file, password);
            RunSnapshot end = graph.run(run);

            assertThat(end.state()).isEqualTo(RunState.DONE);
            assertThat(end.totals().sent()).isEqualTo(30);
            assertThat(graph.posted()).hasSize(30);
        }
    }

    /** Whether an assertion names this certificate as the one it is signed with. */
    private static boolean signed(String form, TestCertificates by) {
        String assertion = form.replaceFirst("(?s).*client_assertion=([^&.]+).*", "$1");
        String header = new String(Base64.getUrlDecoder().decode(assertion), StandardCharsets.UTF_8);
        try {
            byte[] encoded = by.certificate().getEncoded();
            // In whichever alphabet msal4j writes it.
            String print = Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(encoded));
            return header.replace('-', '+').replace('_', '/').contains(print.replace("=", ""));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aSecretRotatedWhileTheTokenIsGoodDisturbsNobody() throws Exception {
        try (TestGraph graph = TestGraph.start(folder.resolve("graph"), 20)) {
            SandboxTeam team = graph.sync(0);
            long run = graph.plan(team);
            graph.program.secrets().give(graph.connection(), graph.sandbox.clientSecret());
            AtomicInteger arrived = new AtomicInteger();
            graph.sandbox.onSend(send -> {
                if (arrived.incrementAndGet() == 5) {
                    graph.sandbox.rotateSecret(false);
                }
            });
            assertThat(graph.run(run).state()).isEqualTo(RunState.DONE);
            assertThat(graph.posted()).hasSize(20);
        }
    }
}
