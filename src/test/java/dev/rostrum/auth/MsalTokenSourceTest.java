package dev.rostrum.auth;

import static dev.rostrum.http.RawServer.answer;
import static dev.rostrum.http.RawServer.closeAfterReading;
import static dev.rostrum.http.RawServer.hang;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rostrum.connection.TestCertificates;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.http.CallLimits;
import dev.rostrum.http.Network;
import dev.rostrum.http.RawServer;
import dev.rostrum.http.TestTls;
import dev.rostrum.testing.Canary;
import dev.rostrum.words.Sentences;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** msal4j itself, over real sockets, in front of it our cache, its clocks set by hand. */
@Tag("locale")
@Timeout(60)
class MsalTokenSourceTest {
    private static final String APP = "99999999-9999-4999-8999-999999999999";
    private static final String TENANT = "11111111-aaaa-4bbb-8ccc-222222222222";
    private static final String SECRET = Canary.CLIENT_SECRET.value();

    @TempDir
    Path folder;

    private final RawServer server = new RawServer();
    private final List<MsalTokenSource> opened = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - 5; // a ticker may pass its end
    private Instant wall = Instant.parse("2026-03-02T09:00:00Z");

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    private Level levelBefore;

    @BeforeEach
    void listen() {
        logged.start();
        levelBefore = root().getLevel();
        root().setLevel(Level.INFO);
        root().addAppender(logged);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }

    @AfterEach
    void close() {
        root().detachAppender(logged);
        root().setLevel(levelBefore);
        opened.forEach(MsalTokenSource::close);
        server.close();
    }

    @Test
    void signsInAsMicrosoftDescribes() throws Exception {
        server.then(answer(200, token("t1", 3599)));

        assertThat(source(Duration.ofSeconds(20)).token()).isEqualTo("t1");

        RawServer.Request request = server.only();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/" + TENANT + "/oauth2/v2.0/token");
        assertThat(request.header("Host")).isEqualTo("127.0.0.1:" + server.port());
        assertThat(request.header("Content-Type")).startsWith("application/x-www-form-urlencoded");
        Map<String, String> form = form(request.body());
        assertThat(form)
                .containsEntry("grant_type", "client_credentials")
                .containsEntry("client_id", APP)
                .containsEntry("client_secret", SECRET);
        assertThat(form.get("scope").split(" ")).contains("https://api.botframework.com/.default");
    }

    @Test
    void keepsATokenUntilFiveMinutesBeforeItsEnd() throws Exception {
        server.then(answer(200, token("t1", 3600)), answer(200, token("t2", 3600)));
        MsalTokenSource source = source(Duration.ofSeconds(20));

        assertThat(source.token()).isEqualTo("t1");
        pass(Duration.ofSeconds(3299));
        assertThat(source.token()).isEqualTo("t1");
        assertThat(server.requests()).hasSize(1);
        pass(Duration.ofSeconds(1));
        assertThat(source.token()).isEqualTo("t2");
        assertThat(source.token()).isEqualTo("t2");
        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"300, 150", "60, 30", "2, 1"})
    void keepsAShortTokenHalfItsLife(int life, int half) throws Exception {
        server.then(answer(200, token("t1", life)), answer(200, token("t2", life)));
        MsalTokenSource source = source(Duration.ofSeconds(20));

        assertThat(source.token()).isEqualTo("t1");
        pass(Duration.ofSeconds(half).minusMillis(1));
        assertThat(source.token()).isEqualTo("t1");
        pass(Duration.ofMillis(1));
        assertThat(source.token()).isEqualTo("t2");
    }

    @Test
    void aComputerThatSleptRenewsByTheWallClock() throws Exception {
        server.then(answer(200, token("t1", 3600)), answer(200, token("t2", 3600)));
        MsalTokenSource source = source(Duration.ofSeconds(20));

        assertThat(source.token()).isEqualTo("t1");
        wall = wall.plusSeconds(7200);
        assertThat(source.token()).isEqualTo("t2");
    }

    @Test
    void aWallClockSetBackKeepsNoTokenAlive() throws Exception {
        server.then(answer(200, token("t1", 3600)), answer(200, token("t2", 3600)));
        MsalTokenSource source = source(Duration.ofSeconds(20));

        assertThat(source.token()).isEqualTo("t1");
        wall = wall.minusSeconds(86_400);
        assertThat(source.token()).isEqualTo("t1");
        nanos += Duration.ofSeconds(3600).toNanos();
        assertThat(source.token()).isEqualTo("t2");
    }

    @Test
    void aRefusedTokenIsNotGivenAgain() throws Exception {
        server.then(answer(200, token("t1", 3600)), answer(200, token("t2", 3600)));
        MsalTokenSource source = source(Duration.ofSeconds(20));

        assertThat(source.token()).isEqualTo("t1");
        source.refused("t1");
        assertThat(source.token()).isEqualTo("t2");
        source.refused("t1"); // a straggler: it has been renewed already
        assertThat(source.token()).isEqualTo("t2");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void manyThreadsSignInOnce() throws Exception {
        CountDownLatch all = new CountDownLatch(16);
        server.otherwise(exchange -> {
            exchange.read();
            try {
                assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.write(RawServer.whole(200, token("t1", 3600)));
        });
        MsalTokenSource source = source(Duration.ofSeconds(20));
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<String>> got = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                got.add(threads.submit(() -> {
                    all.countDown();
                    return source.token();
                }));
            }
            for (Future<String> one : got) {
                assertThat(one.get(20, TimeUnit.SECONDS)).isEqualTo("t1");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void anEarlyRenewalThatFailsLeavesTheTokenInUse() throws Exception {
        server.then(
                answer(200, token("t1", 3600)),
                answer(503, "{}"),
                answer(503, "{}"),
                answer(503, "{}"),
                answer(200, token("t2", 3600)));
        MsalTokenSource source = source(Duration.ofSeconds(20));

        assertThat(source.token()).isEqualTo("t1");
        pass(Duration.ofSeconds(3400));
        assertThat(source.token()).isEqualTo("t1");
        assertThat(server.requests()).hasSize(2);
        pass(Duration.ofSeconds(29));
        assertThat(source.token()).isEqualTo("t1");
        assertThat(server.requests()).as("it rests between tries").hasSize(2);
        pass(Duration.ofSeconds(1));
        assertThat(source.token()).isEqualTo("t1");
        assertThat(server.requests()).hasSize(3);
        pass(Duration.ofSeconds(150));
        assertThatThrownBy(source::token).isInstanceOfSatisfying(SignInFailure.class, e -> assertThat(e.status())
                .isEqualTo(503));
        assertThat(source.token()).isEqualTo("t2");
    }

    @ParameterizedTest
    @CsvSource({
        "401, invalid_client, 7000215, secret's value",
        "401, invalid_client, 7000222, expired",
        "400, unauthorized_client, 700016, does not know this app id",
        "401, unauthorized_client, 7000229, has no service principal there",
        "400, invalid_request, 90002, no such tenant",
        "401, invalid_client, 700027, Upload its public part",
        "401, invalid_client, 700024, clock",
        "401, invalid_client, 7000218, neither a secret nor a certificate",
        "400, invalid_resource, 500011, cloud",
        "400, invalid_scope, 70011, cloud",
        "400, invalid_request, 123456, Look the number up at https://login.microsoftonline.com/error?code=123456",
        "400, invalid_request, 90055, Try again in a few minutes",
        "503, temporarily_unavailable, 90099, Try again in a few minutes"
    })
    void refusalsComeWithAdvice(int status, String error, String number, String advice) {
        server.otherwise(answer(status, refusal(error, number)));

        SignInFailure failure = catchThrowableOfType(
                SignInFailure.class, () -> source(Duration.ofSeconds(20)).token());

        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.code()).isEqualTo("AADSTS" + number);
        assertThat(whole(failure)).contains(advice).doesNotContain("{");
        assertThat(trace(failure)).doesNotContain("Kanari");
        assertThat(logged.list)
                .isNotEmpty()
                .noneMatch(event -> event.getFormattedMessage().contains("Kanari"))
                .noneMatch(event -> event.getThrowableProxy() != null);
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "500, '{}', Http500",
        "503, '<html>busy</html>', Http503",
        "429, '{}', Http429",
        "302, '', Redirected",
        "400, '{\"error\":\"odd_thing\"}', odd_thing",
        "400, '{\"error\":\"Odd Thing\"}', Http400",
        "401, '{\"error\":\"invalid_client\"}', invalid_client",
        "400, '{\"error\":\"invalid_request\",\"error_codes\":[90002]}', AADSTS90002",
        "401, '', NotFromSignIn",
        "403, '<html>blocked</html>', NotFromSignIn",
        "403, '{\"status\":\"blocked\"}', NotFromSignIn",
        "404, 'not found', NotFromSignIn",
        "407, '', NotFromSignIn",
        "511, '<html>log in</html>', NotFromSignIn",
        "200, '', NotFromSignIn",
        "200, '<html>Wi-Fi</html>', NotFromSignIn",
        "200, '{}', NotFromSignIn",
        "200, '[]', NotFromSignIn",
        "200, '\"canary\"', NotFromSignIn",
        "200, '{\"status\":\"blocked\"}', NotFromSignIn",
        "200, '{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215\"}', NotFromSignIn",
        "200, '{\"access_token\":17}', NotFromSignIn",
        "200, '{\"access_token\":\"\"}', NotFromSignIn",
        "200, '{\"access_token\":\"canary\",\"error\":\"invalid_client\"}', NotFromSignIn",
        "201, '{\"access_token\":\"canary\"}', NotFromSignIn",
        "200, '{\"access_token\":\"canary', NotFromSignIn"
    })
    void oddAnswersAreNoTokens(int status, String body, String code) {
        server.otherwise(answer(status, body, "Location: http://127.0.0.1:9/"));

        SignInFailure failure = catchThrowableOfType(
                SignInFailure.class, () -> source(Duration.ofSeconds(20)).token());

        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.code()).isEqualTo(code);
        if (code.equals("NotFromSignIn")) {
            assertThat(whole(failure)).contains("Something between here and Microsoft's sign-in", "status " + status);
        }
        assertThat(trace(failure) + whole(failure)).doesNotContain(SECRET, "canary");
        assertThat(logged.list).isNotEmpty().noneMatch(event -> event.getFormattedMessage()
                .contains("canary"));
        assertThat(server.requests()).as("no retries inside the library").hasSize(1);
    }

    /** A page of a proxy for debugging, say, which shows what was sent. */
    @Test
    void whatAnswersInItsPlaceIsNotQuoted() {
        server.otherwise(exchange -> {
            String sent = exchange.read().body();
            exchange.write(RawServer.whole(200, "<title>" + sent + "</title>" + SECRET, "Content-Type: text/html"));
        });

        SignInFailure failure = catchThrowableOfType(
                SignInFailure.class, () -> source(Duration.ofSeconds(20)).token());

        assertThat(failure.code()).isEqualTo("NotFromSignIn");
        assertThat(trace(failure) + whole(failure)).doesNotContain("client_secret", "Kanari");
        assertThat(logged.list).noneMatch(event -> event.getFormattedMessage().contains("client_secret"));
    }

    /** With Entra's audience the server, or whoever reads its log, could sign in by it at the real one. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void aSignatureForALocalServerIsGoodThereAlone(String host) throws Exception {
        server.then(answer(200, token("t1", 60)), answer(200, token("t2", 60)));
        TestCertificates mine = TestCertificates.rsa(wall.minusSeconds(60), wall.plusSeconds(86_400));
        Path file = mine.pkcs12(folder.resolve("bot.pfx"), "");
        MsalTokenSource source = source("http://" + host + ":" + server.port() + "/teams", Duration.ofSeconds(20));
        source.useCredential(ClientCredential.certificate(BotCertificate.read(file, null, null)));

        assertThat(source.token()).isEqualTo("t1");
        pass(Duration.ofSeconds(40));
        assertThat(source.token()).isEqualTo("t2");

        Set<String> ids = new HashSet<>();
        for (RawServer.Request request : server.requests()) {
            assertThat(request.body()).doesNotContain("microsoftonline");
            Map<String, String> form = form(request.body());
            assertThat(form)
                    .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                    .doesNotContainKey("client_secret");
            SignedJWT assertion = SignedJWT.parse(form.get("client_assertion"));
            assertThat(assertion.verify(
                            new RSASSAVerifier((RSAPublicKey) mine.certificate().getPublicKey())))
                    .isTrue();
            JWTClaimsSet claims = assertion.getJWTClaimsSet();
            assertThat(claims.getAudience())
                    .containsExactly("http://" + host + ":" + server.port() + "/" + TENANT + "/oauth2/v2.0/token");
            assertThat(claims.getIssuer()).isEqualTo(APP);
            assertThat(claims.getSubject()).isEqualTo(APP);
            assertThat(claims.getExpirationTime()).isBefore(Date.from(wall.plusSeconds(600)));
            ids.add(claims.getJWTID());
        }
        assertThat(ids).hasSize(2);
    }

    @Test
    void aCertificateThatEndedOrDoesNotCountYetIsNotTried() throws Exception {
        TestCertificates mine = TestCertificates.rsa(wall, wall.plusSeconds(86_400));
        Path file = mine.pkcs12(folder.resolve("bot.pfx"), "");
        server.otherwise(answer(200, token("t1", 60)));
        MsalTokenSource source = source(Duration.ofSeconds(20));
        source.useCredential(ClientCredential.certificate(BotCertificate.read(file, null, null)));
        wall = wall.minusSeconds(1);
        assertThatThrownBy(source::token).isInstanceOfSatisfying(SignInFailure.class, e -> {
            assertThat(e.code()).isEqualTo("CertificateDates");
            assertThat(whole(e)).contains("counts from 2026-03-02 on only", "date");
        });
        wall = wall.plusSeconds(86_401);
        assertThatThrownBy(source::token).isInstanceOfSatisfying(SignInFailure.class, e -> assertThat(whole(e))
                .contains("ended on 2026-03-03", "Make a new one"));
        assertThat(server.requests()).isEmpty();
        wall = wall.minusSeconds(1);
        assertThat(source.token()).isEqualTo("t1");
    }

    /** The one that is shown in the place of Microsoft's: as a rule that of a proxy that looks into secure traffic. */
    @Test
    void theCertificateOfTheSignInItself() throws Exception {
        Instant now = Instant.now();
        Instant past = now.minusSeconds(86_400);
        Instant soon = now.plusSeconds(86_400);
        TestCertificates proxys = TestCertificates.authority("Proxy", null, past, soon);
        Map<String, TestCertificates> shown = Map.of(
                "auth.hostCertificateEnded",
                TestCertificates.server("localhost", proxys, past, now.minusSeconds(60)),
                "auth.hostCertificateNotYet",
                TestCertificates.server("localhost", proxys, now.plusSeconds(60), soon),
                "auth.hostCertificateUntrusted",
                TestCertificates.server("localhost", proxys, past, soon));
        for (Map.Entry<String, TestCertificates> each : shown.entrySet()) {
            try (RawServer secure =
                    new RawServer(TestTls.showing(each.getValue(), proxys).getServerSocketFactory())) {
                MsalTokenSource source = source("https://localhost:" + secure.port(), Duration.ofSeconds(20));
                assertThatThrownBy(source::token).isInstanceOfSatisfying(SignInFailure.class, e -> {
                    assertThat(e.reason().code()).isEqualTo(each.getKey());
                    assertThat(whole(e).contains("trust"))
                            .isEqualTo(each.getKey().endsWith("Untrusted"));
                });
                assertThat(secure.heads()).isZero();
            }
        }
    }

    private static String whole(SignInFailure failure) {
        return Sentences.whole(failure.reason());
    }

    @Test
    void aCorrectedSecretWorksAtOnce() throws Exception {
        server.then(
                answer(401, refusal("invalid_client", "7000215"), "Retry-After: 600"), answer(200, token("t1", 3600)));
        MsalTokenSource source = source(Duration.ofSeconds(20));

        assertThatThrownBy(source::token).isInstanceOf(SignInFailure.class);
        source.useCredential(ClientCredential.secret("right".toCharArray()));

        assertThat(source.token()).isEqualTo("t1");
        assertThat(form(server.requests().get(1).body())).containsEntry("client_secret", "right");
    }

    @Test
    void aFailureIsNotRemembered() throws Exception {
        server.then(answer(429, "{}", "Retry-After: 600"), answer(200, token("t1", 3600)));
        MsalTokenSource source = source(Duration.ofSeconds(20));

        assertThatThrownBy(source::token).isInstanceOf(SignInFailure.class);
        assertThat(source.token()).isEqualTo("t1");
    }

    @Test
    void aSignInThatHangsEndsInTime() {
        server.otherwise(hang());
        long begun = System.nanoTime();

        assertThatThrownBy(() -> source(Duration.ofMillis(300)).token())
                .isInstanceOfSatisfying(SignInFailure.class, e -> {
                    assertThat(e.status()).isZero();
                    assertThat(e.code()).isEqualTo("SignInUnanswered");
                });
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void aSignInThatHangsUpIsNotAnswered() {
        server.otherwise(closeAfterReading());
        assertThatThrownBy(() -> source(Duration.ofSeconds(20)).token())
                .isInstanceOfSatisfying(
                        SignInFailure.class, e -> assertThat(e.code()).isEqualTo("SignInUnanswered"));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aSignInThatIsNotThereIsNotReached() throws Exception {
        int port;
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        MsalTokenSource source = source("http://127.0.0.1:" + port, Duration.ofSeconds(20));
        assertThatThrownBy(source::token).isInstanceOfSatisfying(SignInFailure.class, e -> assertThat(e.code())
                .isEqualTo("SignInNotReached"));
    }

    @Test
    void waitingCanBeStopped() throws Exception {
        server.otherwise(hang());
        MsalTokenSource source = source(Duration.ofSeconds(30));
        AtomicReference<SignInFailure> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                source.token();
            } catch (SignInFailure e) {
                thrown.set(e);
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        waiting.start();
        server.awaitRequests(1);
        waiting.interrupt();
        waiting.join(10_000);
        assertThat(thrown.get().code()).isEqualTo("Interrupted");
        assertThat(flag.get()).isTrue();
    }

    @Test
    void theBasePathOfTheConnectorIsNotTheSignIns() throws Exception {
        server.then(answer(200, token("t1", 3600)));
        source(server.url() + "/emea/x", Duration.ofSeconds(20)).token();
        assertThat(server.only().target()).isEqualTo("/" + TENANT + "/oauth2/v2.0/token");
    }

    @Test
    void aTenantMayBeADomain() throws Exception {
        server.then(answer(200, token("t1", 3600)));
        MsalTokenSource source = new MsalTokenSource(
                ServiceUrl.parse(server.url(), true),
                APP,
                TokenEndpoint.publicCloud(" contoso.onmicrosoft.com "),
                ClientCredential.secret(SECRET.toCharArray()),
                Clock.systemUTC(),
                System::nanoTime);
        opened.add(source);
        assertThat(source.token()).isEqualTo("t1");
        assertThat(server.only().target()).isEqualTo("/contoso.onmicrosoft.com/oauth2/v2.0/token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/b", "a?b", "..", "a..b", "a@b", "-a", "\u0430.com"})
    void aTenantIsAGuidOrADomain(String tenant) {
        assertThatThrownBy(() -> TokenEndpoint.publicCloud(tenant)).isInstanceOf(Problem.class);
    }

    @Test
    void aSecretIsTrimmedAndHidden() throws Exception {
        server.then(answer(200, token("t1", 3600)));
        char[] typed = " \tright\u00a0\r\n".toCharArray();
        ClientCredential credential = ClientCredential.secret(typed);
        java.util.Arrays.fill(typed, 'x');
        MsalTokenSource source = source(Duration.ofSeconds(20));
        source.useCredential(credential);
        source.token();
        assertThat(form(server.only().body())).containsEntry("client_secret", "right");
        assertThat(credential.toString()).isEqualTo("ClientCredential[hidden]");
        assertThatThrownBy(() -> ClientCredential.secret(" \n".toCharArray())).isInstanceOf(Problem.class);
    }

    @Test
    void onlyLocalConnectionsGoWithoutATokenSource() {
        assertThat(new NoTokenSource(ServiceUrl.parse("http://localhost:1", true)).token())
                .isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NoTokenSource(ServiceUrl.parse(ServiceUrl.PUBLIC, false)));
    }

    private MsalTokenSource source(Duration deadline) {
        return source(server.url(), deadline);
    }

    private MsalTokenSource source(String url, Duration deadline) {
        MsalTokenSource source = new MsalTokenSource(
                ServiceUrl.parse(url, true),
                APP,
                TokenEndpoint.publicCloud(TENANT),
                ClientCredential.secret(SECRET.toCharArray()),
                new WallClock(),
                () -> nanos,
                new CallLimits(Duration.ofSeconds(5), deadline),
                Network.DEFAULT,
                request -> {});
        opened.add(source);
        return source;
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
        wall = wall.plus(time);
    }

    private static String token(String token, int life) {
        return "{\"token_type\":\"Bearer\",\"expires_in\":" + life + ",\"ext_expires_in\":" + life
                + ",\"access_token\":\"" + token + "\"}";
    }

    /** A refusal by a server that quotes the secret, as a careless one might. */
    private static String refusal(String error, String number) {
        return "{\"error\":\"" + error + "\",\"error_description\":\"AADSTS" + number + ": Refused "
                + SECRET.replace("\\", "\\\\").replace("\"", "\\\"")
                + ". Trace ID: 00000000-0000-4000-8000-000000000001\",\"error_codes\":[" + number
                + "],\"timestamp\":\"2026-03-02 09:00:00Z\",\"trace_id\":\"00000000-0000-4000-8000-000000000001\","
                + "\"correlation_id\":\"00000000-0000-4000-8000-000000000002\"}";
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new TreeMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            form.put(
                    URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return form;
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private final class WallClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return wall;
        }
    }
}
