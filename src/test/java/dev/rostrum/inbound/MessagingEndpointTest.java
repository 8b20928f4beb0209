package dev.rostrum.inbound;

import static dev.rostrum.inbound.InboundTokens.APP;
import static dev.rostrum.inbound.InboundTokens.SERVICE_URL;
import static dev.rostrum.inbound.InboundTokens.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rostrum.domain.InboundEvent;
import dev.rostrum.domain.Problem;
import dev.rostrum.inbound.InboundTokens.Time;
import dev.rostrum.inbound.MessagingEndpoint.Answered;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** The endpoint over real HTTP, with real signatures. */
@Timeout(120)
class MessagingEndpointTest {
    private static final String MESSAGE = activity("message", "msteams", TENANT, "hello");

    private final Time time = new Time();
    private final InboundTokens tokens = new InboundTokens();
    private final Set<InboundEvent.Key> kept = new HashSet<>();
    private final BlockingQueue<Answered> answered = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private RuntimeException trouble;
    private MessagingEndpoint endpoint = start(MessagingEndpoint.PATIENCE);

    private MessagingEndpoint start(Duration patience) {
        return MessagingEndpoint.start(
                MessagingEndpoint.LOOPBACK, 0, patience, tokens.authenticator(time), this::keep, answered::add);
    }

    private synchronized boolean keep(InboundEvent event) {
        if (trouble != null) {
            throw trouble;
        }
        return kept.add(event.key());
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    /** Else strangers could fill the memory with bodies that nobody has asked for. */
    @Test
    void whoeverShowsNoGoodTokenIsRefusedBeforeTheBodyComes() throws Exception {
        String forged = tokens.header().replaceAll("[^.]*$", "AAAA");
        for (String header : List.of("", "Authorization: Basic x\r\n", "Authorization: " + forged + "\r\n")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
                socket.setSoTimeout(5_000);
                socket.getOutputStream()
                        .write(head(ActivityReader.MAX_BYTES, header).getBytes(StandardCharsets.US_ASCII));
                assertThat(readToTheEnd(socket)).matches("(?s)HTTP/1.1 40[13] .*");
            }
        }
    }

    @Test
    void anEventIsKeptBeforeItIsAnsweredWithoutABody() throws Exception {
        HttpResponse<String> answer = post(MESSAGE, tokens.header());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().map()).doesNotContainKey("server");
        assertThat(kept).containsExactly(new InboundEvent.Key("message", null, "a:1", "1700000000001"));
        assertThat(last().code()).isEqualTo("RECEIVED");
    }

    /** Case 38 of the security reference as far as the endpoint goes; what is kept only once changes nothing twice. */
    @Test
    void aRepetitionIsAnsweredTheSameAndKeptOnce() throws Exception {
        String header = tokens.header();
        assertThat(post(MESSAGE, header).statusCode()).isEqualTo(200);
        assertThat(post(MESSAGE, header).statusCode()).isEqualTo(200);
        assertThat(kept).hasSize(1);
        assertThat(last().code()).isEqualTo("RECEIVED");
        assertThat(last().code()).isEqualTo("REPEATED");
    }

    @Test
    void anInvokeHasAResultThatSaysNothing() throws Exception {
        HttpResponse<String> answer = post(activity("invoke", "msteams", TENANT, ""), tokens.header());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
    }

    @Test
    void whoDoesNotSayWhoTheyAreIsToldNothingElse() throws Exception {
        HttpResponse<String> answer = post(MESSAGE, null);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEmpty();
        assertThat(last().code()).isEqualTo("NO_HEADER");
        assertThat(kept).isEmpty();
    }

    @Test
    void whatIsNotAuthenticIsRefusedWithoutABody() throws Exception {
        HttpResponse<String> answer = post(activity("message", "msteams", APP, "hello"), tokens.header());
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEmpty();
        assertThat(last().code()).isEqualTo("TENANT");
        String token = tokens.header();
        assertThat(post(MESSAGE, token.substring(0, token.length() - 6) + "AAAAAA")
                        .statusCode())
                .isEqualTo(403);
        assertThat(last().code()).isIn("SIGNATURE", "TOKEN_UNREADABLE");
        assertThat(kept).isEmpty();
    }

    @Test
    void twoAuthorizationHeadersAreRefused() throws Exception {
        String header = "Authorization: " + tokens.header() + "\r\n";
        assertThat(raw(head(MESSAGE.length(), header + header) + MESSAGE)).startsWith("HTTP/1.1 401 ");
        assertThat(last().code()).isEqualTo("SEVERAL_HEADERS");
        assertThat(raw(head(MESSAGE.length(), header + "authorization: \r\n") + MESSAGE))
                .startsWith("HTTP/1.1 401 ");
        assertThat(raw(head(MESSAGE.length(), header) + MESSAGE)).startsWith("HTTP/1.1 200 ");
        assertThat(kept).hasSize(1);
    }

    @Test
    void aTokenOfMoreThan16KiBIsRefusedByName() throws Exception {
        assertThat(post(MESSAGE, "Bearer " + "x".repeat(RequestAuthenticator.MAX_TOKEN + 1))
                        .statusCode())
                .isEqualTo(403);
        assertThat(last().code()).isEqualTo("TOKEN_TOO_LONG");
        assertThat(post(MESSAGE, "Bearer " + "x".repeat(64 << 10)).statusCode()).isEqualTo(431);
    }

    @Test
    void withoutKeysOrDiskItIsToBeSentAgain() throws Exception {
        byte[] keys = tokens.served.remove(InboundTokens.KEYS);
        assertThat(post(MESSAGE, tokens.header()).statusCode()).isEqualTo(503);
        assertThat(last().code()).isEqualTo("KEYS_UNAVAILABLE");
        tokens.served.put(InboundTokens.KEYS, keys);
        time.pass(SigningKeys.RETRY);
        trouble = new IllegalStateException("the disk is full");
        assertThat(post(MESSAGE, tokens.header()).statusCode()).isEqualTo(503);
        assertThat(last().code()).isEqualTo("NOT_KEPT");
        trouble = null;
        assertThat(post(MESSAGE, tokens.header()).statusCode()).isEqualTo(200);
    }

    @Test
    void whatCannotBeReadIs400() throws Exception {
        String deep = "{\"type\":\"message\",\"x\":" + "[".repeat(64) + "]".repeat(64) + "}";
        for (String body : List.of("", "{", "[]", "no json", "{\"type\":7}", deep)) {
            assertThat(post(body, tokens.header()).statusCode()).as(body).isEqualTo(400);
            assertThat(last().event()).isNull();
        }
    }

    @Test
    void aBodyOfMoreThan256KiBIsNotRead() throws Exception {
        String fits =
                activity("message", "msteams", TENANT, "x".repeat(ActivityReader.MAX_BYTES - MESSAGE.length() + 5));
        assertThat(fits).hasSize(ActivityReader.MAX_BYTES);
        assertThat(post(fits, tokens.header()).statusCode()).isEqualTo(200);
        String header = "Authorization: " + tokens.header() + "\r\n";
        assertThat(raw(head(fits.length() + 1, header))).startsWith("HTTP/1.1 413 ");
        // The same without a length that tells it in advance.
        String chunked = head(0, header).replace("Content-Length: 0", "Transfer-Encoding: chunked");
        assertThat(raw(chunked + Integer.toHexString(fits.length() + 1) + "\r\n" + fits + " "))
                .startsWith("HTTP/1.1 413 ");
        assertThat(raw(chunked + Integer.toHexString(fits.length()) + "\r\n" + fits + "\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(kept).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/messages, 405",
        "PUT, /api/messages, 405",
        "OPTIONS, /api/messages, 405",
        "POST, /, 404",
        "POST, /api/messages/, 404",
        "POST, /api/messages/../messages, 404",
        "POST, /api/%6dessages, 404"
    })
    void otherMethodsAndPathsAreRefused(String method, String path, int status) throws Exception {
        String header = "Authorization: " + tokens.header() + "\r\n";
        String head = head(MESSAGE.length(), header).replace("POST /api/messages ", method + " " + path + " ");
        assertThat(raw(head + MESSAGE)).startsWith("HTTP/1.1 " + status + " ");
        assertThat(kept).isEmpty();
    }

    @Test
    void otherTypesOfContentAreRefused() throws Exception {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "application/jsonp")) {
            assertThat(post(BodyPublishers.ofString(MESSAGE), tokens.header(), type)
                            .statusCode())
                    .isEqualTo(415);
        }
        String coded = "Content-Encoding: gzip\r\nAuthorization: " + tokens.header() + "\r\n";
        assertThat(raw(head(MESSAGE.length(), coded) + MESSAGE)).startsWith("HTTP/1.1 415 ");
        assertThat(post(BodyPublishers.ofString(MESSAGE), tokens.header(), "Application/JSON;charset=UTF-8")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsNoHttpIsAnsweredWithoutAWord() throws Exception {
        assertThat(raw("hello\r\n\r\n")).startsWith("HTTP/1.1 400 ").endsWith("\r\n\r\n");
    }

    @Test
    void aHundredStalledClientsDelayNobody() throws Exception {
        endpoint.close();
        Duration patience = Duration.ofSeconds(4);
        endpoint = start(patience);
        post(MESSAGE, tokens.header());
        String head = head(MESSAGE.length(), "Authorization: " + tokens.header() + "\r\n");
        List<Socket> stalled = new ArrayList<>();
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        Logger jetty = (Logger) LoggerFactory.getLogger("org.eclipse.jetty");
        logged.start();
        jetty.addAppender(logged);
        try {
            for (int i = 0; i < 100; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
                stalled.add(socket);
                int sent = List.of(0, 1, head.length() / 2, head.length(), head.length() + 10)
                        .get(i % 5);
                socket.getOutputStream()
                        .write((head + MESSAGE).substring(0, sent).getBytes(StandardCharsets.UTF_8));
            }
            long before = System.nanoTime();
            assertThat(post(MESSAGE, tokens.header()).statusCode()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
            // All of them are closed, also one that sends a little now and then, and nobody can fill the log by that.
            dripUntilClosed(stalled.remove(99));
            for (Socket each : stalled) {
                each.setSoTimeout(60_000);
                assertThat(readToTheEnd(each)).doesNotStartWith("HTTP/1.1 2");
            }
            endpoint.close();
            assertThat(logged.list).noneMatch(line -> line.getLevel().isGreaterOrEqual(Level.WARN));
            assertThat(answered).hasSize(2);
        } finally {
            jetty.detachAppender(logged);
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    /** What came before the connection was closed, by an end or a reset. */
    private static String readToTheEnd(Socket socket) throws IOException {
        StringBuilder read = new StringBuilder();
        try {
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                read.append((char) next);
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // A reset is an end too.
        }
        return read.toString();
    }

    private static void dripUntilClosed(Socket socket) throws IOException {
        socket.setSoTimeout(100);
        OutputStream out = socket.getOutputStream();
        for (int i = 0; i < 100; i++) {
            try {
                out.write(' ');
                if (socket.getInputStream().read() < 0) {
                    return;
                }
            } catch (SocketTimeoutException e) {
                // It is open still.
            } catch (IOException e) {
                return;
            }
        }
        throw new AssertionError("a connection that drips stays open");
    }

    @Test
    void aTakenPortIsToldWithWhatToDo() {
        assertThatThrownBy(() -> MessagingEndpoint.start(
                        MessagingEndpoint.LOOPBACK,
                        endpoint.port(),
                        tokens.authenticator(time),
                        this::keep,
                        answered::add))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.reason().code()).isEqualTo("endpoint.port.taken"));
        int port = endpoint.port();
        endpoint.close();
        endpoint = MessagingEndpoint.start(
                MessagingEndpoint.LOOPBACK, port, tokens.authenticator(time), this::keep, answered::add);
        assertThat(endpoint.port()).isEqualTo(port);
    }

    private Answered last() throws InterruptedException {
        Answered next = answered.poll(30, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private HttpResponse<String> post(String body, String authorization) throws Exception {
        return post(BodyPublishers.ofString(body), authorization, "application/json; charset=utf-8");
    }

    private HttpResponse<String> post(BodyPublisher body, String authorization, String type) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + endpoint.port() + MessagingEndpoint.PATH))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", type)
                .POST(body);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String head(int length, String more) {
        return "POST /api/messages HTTP/1.1\r\nHost: bot.example.org\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + length + "\r\n" + more + "\r\n";
    }

    private static String activity(String type, String channel, String tenant, String text) {
        return """
                {"type":"%s","id":"1700000000001","timestamp":"2026-03-02T09:15:02.1234567Z","channelId":"%s",\
                "serviceUrl":"%s","from":{"id":"29:1One"},"recipient":{"id":"28:%s"},\
                "conversation":{"conversationType":"personal","tenantId":"%s","id":"a:1"},"text":"%s"}""".formatted(type, channel, SERVICE_URL, APP, tenant, text);
    }
}
