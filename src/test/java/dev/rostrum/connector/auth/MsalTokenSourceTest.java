package dev.rostrum.connector.auth;

import static dev.rostrum.connector.RawServer.answer;
import static dev.rostrum.connector.RawServer.closeAfterReading;
import static dev.rostrum.connector.RawServer.hang;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rostrum.connector.CallLimits;
import dev.rostrum.connector.ConnectorFailure.NoToken;
import dev.rostrum.connector.Network;
import dev.rostrum.connector.RawServer;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.testing.Canary;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        assertThatThrownBy(source::token).isInstanceOfSatisfying(NoToken.class, e -> assertThat(e.status())
                .isEqualTo(503));
        assertThat(source.token()).isEqualTo("t2");
    }

    @ParameterizedTest
    @CsvSource({
        "401, invalid_client, 7000215, secret's value",
        "401, invalid_client, 7000222, expired",
        "400, unauthorized_client, 700016, does not know this app id",
        "400, invalid_request, 90002, no such tenant",
        "401, invalid_client, 700027, certificate",
        "400, invalid_resource, 500011, cloud",
        "400, invalid_scope, 70011, cloud",
        "400, invalid_request, 123456, Look the code up"
    })
    void refusalsComeWithAdvice(int status, String error, String number, String advice) {
        server.otherwise(answer(status, refusal(error, number)));

        NoToken failure = catchThrowableOfType(
                NoToken.class, () -> source(Duration.ofSeconds(20)).token());

        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.code()).isEqualTo("AADSTS" + number);
        assertThat(failure).hasMessageContaining(advice);
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
        "401, '', Http401",
        "200, '<html>Wi-Fi</html>', Http200",
        "200, '{}', Http200",
        "200, '{\"access_token\":\"canary', Http200"
    })
    void oddAnswersAreNoTokens(int status, String body, String code) {
        server.otherwise(answer(status, body, "Location: http://127.0.0.1:9/"));

        NoToken failure = catchThrowableOfType(
                NoToken.class, () -> source(Duration.ofSeconds(20)).token());

        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(trace(failure)).doesNotContain(SECRET, "canary");
        assertThat(logged.list).isNotEmpty().noneMatch(event -> event.getFormattedMessage()
                .contains("canary"));
        assertThat(server.requests()).as("no retries inside the library").hasSize(1);
    }

    @Test
    void aCorrectedSecretWorksAtOnce() throws Exception {
        server.then(
                answer(401, refusal("invalid_client", "7000215"), "Retry-After: 600"), answer(200, token("t1", 3600)));
        MsalTokenSource source = source(Duration.ofSeconds(20));

        assertThatThrownBy(source::token).isInstanceOf(NoToken.class);
        source.useCredential(ClientCredential.secret("right".toCharArray()));

        assertThat(source.token()).isEqualTo("t1");
        assertThat(form(server.requests().get(1).body())).containsEntry("client_secret", "right");
    }

    @Test
    void aFailureIsNotRemembered() throws Exception {
        server.then(answer(429, "{}", "Retry-After: 600"), answer(200, token("t1", 3600)));
        MsalTokenSource source = source(Duration.ofSeconds(20));

        assertThatThrownBy(source::token).isInstanceOf(NoToken.class);
        assertThat(source.token()).isEqualTo("t1");
    }

    @Test
    void aSignInThatHangsEndsInTime() {
        server.otherwise(hang());
        long begun = System.nanoTime();

        assertThatThrownBy(() -> source(Duration.ofMillis(300)).token()).isInstanceOfSatisfying(NoToken.class, e -> {
            assertThat(e.status()).isZero();
            assertThat(e.code()).isEqualTo("SignInUnanswered");
        });
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void aSignInThatHangsUpIsNotAnswered() {
        server.otherwise(closeAfterReading());
        assertThatThrownBy(() -> source(Duration.ofSeconds(20)).token())
                .isInstanceOfSatisfying(NoToken.class, e -> assertThat(e.code()).isEqualTo("SignInUnanswered"));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aSignInThatIsNotThereIsNotReached() throws Exception {
        int port;
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        MsalTokenSource source = source("http://127.0.0.1:" + port, Duration.ofSeconds(20));
        assertThatThrownBy(source::token)
                .isInstanceOfSatisfying(NoToken.class, e -> assertThat(e.code()).isEqualTo("SignInNotReached"));
    }

    @Test
    void waitingCanBeStopped() throws Exception {
        server.otherwise(hang());
        MsalTokenSource source = source(Duration.ofSeconds(30));
        AtomicReference<NoToken> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                source.token();
            } catch (NoToken e) {
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
                Network.DEFAULT);
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
