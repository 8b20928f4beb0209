package dev.rostrum.connector;

import static dev.rostrum.http.RawServer.answer;
import static dev.rostrum.http.RawServer.closeAfterReading;
import static dev.rostrum.http.RawServer.drip;
import static dev.rostrum.http.RawServer.endlessBody;
import static dev.rostrum.http.RawServer.endlessHeaders;
import static dev.rostrum.http.RawServer.halfBody;
import static dev.rostrum.http.RawServer.hang;
import static dev.rostrum.http.RawServer.resetAfterReading;
import static dev.rostrum.http.RawServer.resetBeforeReading;
import static dev.rostrum.http.RawServer.writeThenClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rostrum.auth.SignInFailure;
import dev.rostrum.auth.TokenSource;
import dev.rostrum.connector.ConnectorFailure.NoToken;
import dev.rostrum.connector.ConnectorFailure.NotFromTeams;
import dev.rostrum.connector.ConnectorFailure.NotSent;
import dev.rostrum.connector.ConnectorFailure.Refused;
import dev.rostrum.connector.ConnectorFailure.Unanswered;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.http.HostTrust;
import dev.rostrum.http.Obstacle;
import dev.rostrum.http.RawServer;
import dev.rostrum.http.Transport;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Creates and sends against a server that misbehaves. */
@Tag("locale")
@Timeout(60)
class ConnectorClientTest {
    private static final Message HELLO = new Message("Hello", TextFormat.PLAIN);
    private static final String CREATED = "{\"id\":\"" + Rig.CHAT + "\",\"extra\":{\"deep\":[1]}}";

    /** A deadline of 400 ms is looked at twenty times a second, so it may come a look early; a wait without an end is what must not be. */
    private static final Duration AT_THE_EARLIEST = Duration.ofMillis(300);

    private static final Duration AT_THE_LATEST = Duration.ofSeconds(20);

    @Test
    void createsAConversation() throws Exception {
        try (Rig rig = new Rig("/emea/tenant", Duration.ofSeconds(20))) {
            rig.server.then(answer(201, CREATED, "MS-CV: cv.1"));

            Answer<String> answer = rig.client.createConversation(rig.permit(), " " + Rig.USER + "\u00a0");

            assertThat(answer.value()).isEqualTo(Rig.CHAT);
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.msCv()).isEqualTo("cv.1");
            assertThat(answer.latency()).isPositive();
            RawServer.Request request = rig.server.only();
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.target()).isEqualTo("/emea/tenant/v3/conversations");
            assertThat(request.header("Authorization")).isEqualTo("Bearer token-1");
            assertThat(request.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
            assertThat(request.header("User-Agent")).startsWith("Rostrum");
            assertThat(request.header("Upgrade")).as("no HTTP/2 on offer").isNull();
            assertThat(request.body())
                    .isEqualTo("{\"isGroup\":false,\"bot\":{\"id\":\"28:" + Rig.APP + "\"},\"members\":[{\"id\":\""
                            + Rig.USER + "\",\"role\":\"user\"}],\"tenantId\":\"" + Rig.TENANT
                            + "\",\"channelData\":{\"tenant\":{\"id\":\"" + Rig.TENANT + "\"}}}");
        }
    }

    @Test
    void sendsAMessage() throws Exception {
        try (Rig rig = new Rig("/teams/", Duration.ofSeconds(20))) {
            rig.server.then(answer(201, "{\"id\":\"1772442904000\"}"));
            Message message = new Message("Caf\u00e9 **\ud83d\ude00** \"\u202e\ud800 end\"", TextFormat.MARKDOWN);

            Answer<Optional<String>> answer = rig.client.send(rig.permit(), Rig.CHAT, message);

            assertThat(answer.value()).contains("1772442904000");
            RawServer.Request request = rig.server.only();
            assertThat(request.target())
                    .isEqualTo("/teams/v3/conversations/a%3A1ExamplePersonalChat_user-one-0000000000000000000000000001"
                            + "/activities");
            assertThat(request.body()).isEqualTo(rig.client.sendBody(message));
            assertThat(request.body())
                    .isEqualTo("{\"type\":\"message\",\"text\":\"Caf\u00e9 **\ud83d\ude00** \\\"\u202e\ufffd end\\\"\","
                            + "\"textFormat\":\"markdown\",\"from\":{\"id\":\"28:" + Rig.APP + "\"}}");
            assertThat(rig.client.sendBytes(message)).isEqualTo(request.body().length() * 2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "19:ExampleTeamThread000000000000000000000000001@thread.tacv2"
                        + "|19%3AExampleTeamThread000000000000000000000000001%40thread.tacv2",
                "19:ExampleChannel2@thread.tacv2;messageid=1772442903000"
                        + "|19%3AExampleChannel2%40thread.tacv2%3Bmessageid%3D1772442903000",
                "a:1Chat_user-one-01|a%3A1Chat_user-one-01",
                "aaaaaaaa-0000-4000-8000-000000000001|aaaaaaaa-0000-4000-8000-000000000001",
                "a:b/c?d#e%3Af+g h|a%3Ab%2Fc%3Fd%23e%253Af%2Bg%20h",
                "@evil.example:80/|%40evil.example%3A80%2F",
                "\u00fc\ud83d\ude00|%C3%BC%F0%9F%98%80"
            })
    void idsAreOnePathSegmentEach(String id, String segment) throws Exception {
        try (Rig rig = new Rig("/emea", Duration.ofSeconds(20))) {
            rig.server.otherwise(answer(201, "{}"));

            rig.client.send(rig.permit(), id, HELLO);

            assertThat(rig.server.only().target()).isEqualTo("/emea/v3/conversations/" + segment + "/activities");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\u200b", ".", ".."})
    void anIdIsNeeded(String id) throws Exception {
        try (Rig rig = new Rig()) {
            Pacer.Permit permit = rig.permit();
            assertThatIllegalArgumentException().isThrownBy(() -> rig.client.send(permit, id, HELLO));
            assertThat(rig.server.connections()).isZero();
        }
    }

    static Stream<Arguments> acceptedWithoutId() {
        return Stream.of(
                Arguments.of("202 and nothing", answer(202, "")),
                Arguments.of("200 without an id", answer(200, "{}")),
                Arguments.of("a blank id", answer(201, "{\"id\":\" \"}")),
                Arguments.of("204", writeThenClose("HTTP/1.1 204 No\r\n\r\n")),
                Arguments.of("half a body", halfBody(201)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("acceptedWithoutId")
    void aSendAnsweredWith2xxIsAccepted(String name, RawServer.Behaviour behaviour) throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.then(behaviour);

            Answer<Optional<String>> answer = rig.client.send(rig.permit(), Rig.CHAT, HELLO);

            assertThat(answer.value()).isEmpty();
            assertThat(answer.status()).isBetween(200, 299);
            assertThat(rig.server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "", " {\n}\n", "{\"id\":\"\"}", "{\"id\":\"  \"}"})
    void aCreateWithoutAnIdIsNone(String body) throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.then(answer(201, body, "MS-CV: cv.2"));

            assertThatThrownBy(() -> rig.client.createConversation(rig.permit(), Rig.USER))
                    .isInstanceOfSatisfying(Refused.class, refused -> {
                        assertThat(refused.status()).isEqualTo(201);
                        assertThat(refused.code()).isEqualTo("NoConversationId");
                        assertThat(refused.msCv()).isEqualTo("cv.2");
                    });
        }
    }

    static Stream<Arguments> unanswered() {
        return Stream.of(
                Arguments.of("reads, closes", closeAfterReading(), "ConnectionLost", 1),
                Arguments.of("reads, resets", resetAfterReading(), "ConnectionLost", 1),
                Arguments.of("resets before the body", resetBeforeReading(), "ConnectionLost", 0),
                Arguments.of("half a status line", writeThenClose("HTTP/1.1 20"), "ConnectionLost", 1),
                Arguments.of("half the headers", writeThenClose("HTTP/1.1 201 Said\r\nContent-Le"), "AnswerBroken", 1),
                Arguments.of("100, then closes", writeThenClose("HTTP/1.1 100 Continue\r\n\r\n"), "ConnectionLost", 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unanswered")
    void aPostIsWrittenOnce(String name, RawServer.Behaviour behaviour, String code, int read) throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(behaviour);

            Unanswered failure =
                    catchThrowableOfType(Unanswered.class, () -> rig.client.send(rig.permit(), Rig.CHAT, HELLO));

            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.status()).isZero();
            assertThat(rig.server.requests()).hasSize(read);
            assertThat(rig.server.heads()).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unanswered")
    void aPostOnAUsedConnectionIsWrittenOnceToo(String name, RawServer.Behaviour behaviour, String code, int read)
            throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.then(answer(201, "{}")).otherwise(behaviour);
            rig.client.send(rig.permit(), Rig.CHAT, HELLO);

            assertThatThrownBy(() -> rig.client.send(rig.permit(), Rig.CHAT, HELLO))
                    .isInstanceOf(Unanswered.class);

            assertThat(rig.server.requests()).hasSize(1 + read);
            assertThat(rig.server.heads()).isEqualTo(2);
            assertThat(rig.server.connections()).isEqualTo(1);
        }
    }

    @Test
    void whatIsNoHttpIsNoAnswer() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(writeThenClose("SSH-2.0-OpenSSH_9.2\r\n\r\n"));

            assertThatThrownBy(() -> rig.client.send(rig.permit(), Rig.CHAT, HELLO))
                    .isInstanceOf(Unanswered.class);
            assertThat(rig.server.requests()).hasSize(1);
        }
    }

    @Test
    void aCreateWithABrokenBodyIsUnanswered() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.then(halfBody(201), answer(201, "{\"id\":\"" + "x".repeat(Transport.MAX_ANSWER) + "\"}"));

            assertThatThrownBy(() -> rig.client.createConversation(rig.permit(), Rig.USER))
                    .isInstanceOfSatisfying(
                            Unanswered.class, e -> assertThat(e.code()).isEqualTo("AnswerBroken"));
            assertThatThrownBy(() -> rig.client.createConversation(rig.permit(), Rig.USER))
                    .as("an acceptance is short")
                    .isInstanceOf(NotFromTeams.class);
        }
    }

    @Test
    void silenceEndsAtTheDeadline() throws Exception {
        try (Rig rig = new Rig("", Duration.ofMillis(400))) {
            rig.server.otherwise(hang());

            Unanswered failure =
                    catchThrowableOfType(Unanswered.class, () -> rig.client.send(rig.permit(), Rig.CHAT, HELLO));

            assertThat(failure.code()).isEqualTo("Timeout");
            assertThat(failure.latency()).isBetween(AT_THE_EARLIEST, AT_THE_LATEST);
            assertThat(rig.server.requests()).hasSize(1);
        }
    }

    @Test
    void aBodyThatTricklesEndsAtTheDeadline() throws Exception {
        try (Rig rig = new Rig("", Duration.ofMillis(400))) {
            rig.server.otherwise(drip(201, Duration.ofMillis(20)));

            Answer<Optional<String>> sent = rig.client.send(rig.permit(), Rig.CHAT, HELLO);
            assertThat(sent.value()).isEmpty();
            assertThat(sent.latency()).isBetween(AT_THE_EARLIEST, AT_THE_LATEST);

            Unanswered created =
                    catchThrowableOfType(Unanswered.class, () -> rig.client.createConversation(rig.permit(), Rig.USER));
            assertThat(created.code()).isEqualTo("Timeout");
            assertThat(created.latency()).isBetween(AT_THE_EARLIEST, AT_THE_LATEST);
        }
    }

    @Test
    void anEndlessBodyIsHungUpOn() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(endlessBody(201));

            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> rig.client.send(rig.permit(), Rig.CHAT, HELLO))
                        .isInstanceOf(NotFromTeams.class);
            }

            // What went out beyond the limit lies in the sockets' buffers; an unbounded reader would have taken it all.
            assertThat(rig.server.bytesWritten()).isLessThan(3L * (Transport.MAX_ANSWER + (16 << 20)));
        }
    }

    @Test
    void endlessHeadersEnd() throws Exception {
        try (Rig rig = new Rig("", Duration.ofSeconds(5))) {
            rig.server.otherwise(endlessHeaders());

            assertThatThrownBy(() -> rig.client.send(rig.permit(), Rig.CHAT, HELLO))
                    .isInstanceOf(Unanswered.class);
            assertThat(rig.server.bytesWritten()).isLessThan(64L << 20);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void noTokenFollowsARedirect(int status) throws Exception {
        try (Rig rig = new Rig();
                RawServer other = new RawServer()) {
            rig.server.otherwise(answer(status, "", "Location: " + other.url() + "/v3/conversations"));
            other.otherwise(answer(201, CREATED));

            assertThatThrownBy(() -> rig.client.createConversation(rig.permit(), Rig.USER))
                    .isInstanceOfSatisfying(Refused.class, refused -> {
                        assertThat(refused.status()).isEqualTo(status);
                        assertThat(refused.code()).isEqualTo("Redirected");
                    });
            assertThatThrownBy(() -> rig.client.team(Rig.TEAM)).isInstanceOf(Refused.class);
            assertThat(other.connections()).isZero();
            assertThat(rig.server.requests()).hasSize(2);
        }
    }

    @Test
    void a401DropsTheTokenAndIsNotRepeated() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.then(answer(401, "{\"message\":\"no\"}"), answer(401, "{\"message\":\"no\"}"));

            assertThatThrownBy(() -> rig.client.send(rig.permit(), Rig.CHAT, HELLO))
                    .isInstanceOfSatisfying(
                            Refused.class, e -> assertThat(e.code()).isEqualTo("Unauthorized"));
            assertThatThrownBy(() -> rig.client.createConversation(rig.permit(), Rig.USER))
                    .isInstanceOf(Refused.class);

            assertThat(rig.tokens.refused).containsExactly("token-1", "token-2");
            assertThat(rig.server.requests()).hasSize(2);
        }
    }

    @Test
    void a429HoldsThePacer() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.then(answer(429, "", "Retry-After: 7"));

            assertThatThrownBy(() -> rig.client.send(rig.permit(), Rig.CHAT, HELLO))
                    .isInstanceOfSatisfying(Refused.class, e -> {
                        assertThat(e.code()).isEqualTo("Throttled");
                        assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7));
                    });
            assertThat(rig.pacer.state().heldFor()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(7));
        }
    }

    @ParameterizedTest
    @CsvSource({", 2", "soon, 2", "99999999999999999999, 3600", "-5, 0", "'Mon, 02 Mar 2026 09:00:30 GMT', 30"})
    void whatA429Costs(String retryAfter, int seconds) throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.then(retryAfter == null ? answer(429, "") : answer(429, "", "Retry-After: " + retryAfter));

            assertThatThrownBy(() -> rig.client.createConversation(rig.permit(), Rig.USER))
                    .isInstanceOf(Refused.class);
            assertThat(rig.pacer.state().heldFor())
                    .isBetween(Duration.ofSeconds(Math.max(0, seconds - 2)), Duration.ofSeconds(seconds));
        }
    }

    @Test
    void aRefusedPortIsNotSent() throws Exception {
        int port;
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        try (Rig rig = new Rig();
                ConnectorClient client = rig.client("http://127.0.0.1:" + port, Duration.ofSeconds(10))) {
            assertThatThrownBy(() -> client.send(rig.permit(), Rig.CHAT, HELLO))
                    .isInstanceOfSatisfying(NotSent.class, e -> {
                        assertThat(e.obstacle()).isEqualTo(Obstacle.UNREACHABLE);
                        assertThat(e.status()).isZero();
                    });
        }
    }

    @Test
    void aPermitIsGoodForOneRequest() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(answer(201, CREATED));
            Pacer.Permit permit = rig.permit();
            rig.client.createConversation(permit, Rig.USER);

            assertThatIllegalStateException().isThrownBy(() -> rig.client.send(permit, Rig.CHAT, HELLO));
            assertThat(rig.server.requests()).hasSize(1);
        }
    }

    @Test
    void stoppingToWaitIsInDoubt() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(hang());
            Pacer.Permit permit = rig.permit();
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            AtomicBoolean flag = new AtomicBoolean();
            Thread sender = new Thread(() -> {
                try {
                    rig.client.send(permit, Rig.CHAT, HELLO);
                } catch (ConnectorFailure e) {
                    thrown.set(e);
                    flag.set(Thread.currentThread().isInterrupted());
                }
            });
            sender.start();
            rig.server.awaitRequests(1);

            sender.interrupt();
            sender.join(10_000);

            assertThat(thrown.get()).isInstanceOfSatisfying(Unanswered.class, e -> assertThat(e.code())
                    .isEqualTo("Interrupted"));
            assertThat(flag).isTrue();
        }
    }

    @Test
    void anInterruptedThreadSendsNothing() throws Exception {
        try (Rig rig = new Rig()) {
            Pacer.Permit permit = rig.permit();
            Thread.currentThread().interrupt();
            Throwable thrown;
            boolean flag;
            try {
                thrown = catchThrowableOfType(NotSent.class, () -> rig.client.send(permit, Rig.CHAT, HELLO));
            } finally {
                flag = Thread.interrupted();
            }
            assertThat(thrown).isNotNull();
            assertThat(flag).isTrue();
            assertThat(rig.server.connections()).isZero();
        }
    }

    @Test
    void withoutATokenNothingIsSent() throws Exception {
        SignInFailure none = new SignInFailure(
                401, "AADSTS7000215", Reason.of("auth.unknownNumber", "7"), Duration.ofMillis(7), null);
        TokenSource empty = new TokenSource() {
            @Override
            public String token() throws SignInFailure {
                throw none;
            }

            @Override
            public void refused(String token) {}
        };
        try (RawServer server = new RawServer();
                ConnectorClient client = client(server.url(), true, empty)) {
            assertThatThrownBy(() -> client.send(permitOf(client), Rig.CHAT, HELLO))
                    .isInstanceOfSatisfying(NoToken.class, e -> {
                        assertThat(e.status()).isEqualTo(401);
                        assertThat(e.code()).isEqualTo("AADSTS7000215");
                        assertThat(e.reason()).isEqualTo(none.reason());
                        assertThat(e.latency()).isEqualTo(none.latency());
                        assertThat(e).hasCause(none);
                    });
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void whatIsNoTokenIsNeitherSentNorShown() throws Exception {
        try (RawServer server = new RawServer();
                ConnectorClient client = client(server.url(), true, always("se\r\ncret: x"))) {
            assertThatThrownBy(() -> client.send(permitOf(client), Rig.CHAT, HELLO))
                    .isInstanceOfSatisfying(NoToken.class, e -> {
                        assertThat(e.code()).isEqualTo("UnusableToken");
                        assertThat(e.toString()).doesNotContain("cret:");
                    });
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void aLocalConnectionMayGoWithoutAToken() throws Exception {
        try (RawServer server = new RawServer().otherwise(answer(201, CREATED));
                ConnectorClient client = client(server.url(), true, always(null))) {
            client.createConversation(permitOf(client), Rig.USER);
            assertThat(server.only().header("Authorization")).isNull();
        }
    }

    @Test
    void anyOtherConnectionMayNot() throws Exception {
        try (ConnectorClient client = client(ServiceUrl.PUBLIC, false, always(null))) {
            assertThatThrownBy(() -> client.createConversation(permitOf(client), Rig.USER))
                    .isInstanceOfSatisfying(
                            NoToken.class, e -> assertThat(e.code()).isEqualTo("NoToken"));
        }
    }

    @Test
    void aHostOffTheListNeverGetsAByte() throws Exception {
        try (RawServer other = new RawServer()) {
            for (String form : List.of(
                    other.url(),
                    "https://127.0.0.1:" + other.port(),
                    "https://smba.trafficmanager.net@127.0.0.1:" + other.port() + "/teams/",
                    "https://localhost:" + other.port() + "/smba.trafficmanager.net/")) {
                assertThatThrownBy(() -> client(form, false, always("token"))).isInstanceOf(Problem.class);
            }
            ServiceUrl real = ServiceUrl.parse(ServiceUrl.PUBLIC, false);
            for (String form : List.of(
                    other.url() + "/v3/conversations",
                    "https://smba.trafficmanager.net:444/teams/v3/conversations",
                    "http://smba.trafficmanager.net/teams/v3/conversations",
                    "https://a@smba.trafficmanager.net/teams/v3/conversations",
                    "https://smba.trafficmanager.net.evil.example/v3/conversations",
                    "https:/v3/conversations")) {
                assertThatIllegalStateException().isThrownBy(() -> HostTrust.check(URI.create(form), real));
            }
            HostTrust.check(real.at("/v3/conversations"), real);
            assertThat(other.connections()).isZero();
        }
    }

    @Test
    void onlyALocalConnectionMayBeFasterThanTheCeiling() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConnectorClient(
                        target(ServiceUrl.PUBLIC, false),
                        always("token"),
                        new Pacer(51, System::nanoTime),
                        Clock.systemUTC(),
                        System::nanoTime));
    }

    @Test
    void aClosedClientSendsNothing() throws Exception {
        try (RawServer server = new RawServer()) {
            ConnectorClient client = client(server.url(), true, always("token"));
            client.close();
            assertThatIllegalStateException().isThrownBy(() -> client.send(permitOf(client), Rig.CHAT, HELLO));
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void oneConnectionServesManyCalls() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(answer(201, "{\"id\":\"1\"}"));
            for (int i = 0; i < 20; i++) {
                rig.client.send(rig.permit(), Rig.CHAT, HELLO);
            }
            assertThat(rig.server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aLongMessageArrivesWhole() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(answer(201, "{\"id\":\"1\"}"));
            Message message = new Message("\u65e5\u672c\u8a9e\ud83d\ude00".repeat(8000), TextFormat.PLAIN);
            rig.client.send(rig.permit(), Rig.CHAT, message);
            assertThat(rig.server.only().body()).isEqualTo(rig.client.sendBody(message));
            assertThat(rig.client.sendBytes(message))
                    .isEqualTo(rig.client.sendBody(message).getBytes(StandardCharsets.UTF_16BE).length);
        }
    }

    private static TokenSource always(String token) {
        return new TokenSource() {
            @Override
            public String token() {
                return token;
            }

            @Override
            public void refused(String refused) {}
        };
    }

    private static ConnectorTarget target(String url, boolean local) {
        return new ConnectorTarget(ServiceUrl.parse(url, local), Rig.APP, Rig.TENANT);
    }

    private static ConnectorClient client(String url, boolean local, TokenSource tokens) {
        return new ConnectorClient(
                target(url, local),
                tokens,
                new Pacer(Pacer.CEILING, System::nanoTime),
                Clock.fixed(Rig.NOW, ZoneOffset.UTC),
                System::nanoTime);
    }

    private static Pacer.Permit permitOf(ConnectorClient client) throws InterruptedException {
        return client.pacer().acquire(() -> false).orElseThrow();
    }
}
