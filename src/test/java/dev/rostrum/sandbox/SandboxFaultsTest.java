package dev.rostrum.sandbox;

import static dev.rostrum.sandbox.Caller.encode;
import static dev.rostrum.sandbox.Caller.messageBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A fault plan at work: what comes over the wire, what was done, and what the log tells of it. */
class SandboxFaultsTest {
    @TempDir
    Path folder;

    private SandboxServer server;
    private Caller caller;
    private String chat;

    private void start(FaultPlan plan) throws Exception {
        start(options().withFaults(plan));
    }

    private SandboxOptions options() {
        return SandboxOptions.defaults(folder).withTeamSizes(100).withRateLimits(false);
    }

    private void start(SandboxOptions options) throws Exception {
        server = SandboxServer.start(options);
        caller = new Caller(server);
        chat = caller.created(caller.userIds(server.teams().get(0), 1)[0]);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void start(CannedAnswer fault) throws Exception {
        start(FaultPlan.seeded(1).with(FaultPlan.every(1, fault).on(Route.SEND, Route.UPDATE, Route.DELETE)));
    }

    private LoggedRequest lastLogged() throws IOException {
        List<LoggedRequest> all = LoggedRequest.readAll(server.requestLog());
        return all.get(all.size() - 1);
    }

    private void assertLogged(String fault, boolean processed, boolean answered, int status) throws IOException {
        LoggedRequest logged = lastLogged();
        assertThat(logged.route()).isEqualTo(Route.SEND);
        assertThat(logged.fault()).isEqualTo(fault);
        assertThat(logged.processed()).isEqualTo(processed);
        assertThat(logged.posted()).isEqualTo(processed);
        assertThat(logged.answered()).isEqualTo(answered);
        assertThat(logged.status()).isEqualTo(status);
        assertThat(server.messages(chat)).hasSize(processed ? 1 : 0);
    }

    @Test
    void closesBefore() throws Exception {
        start(CannedAnswer.closed());
        assertThat(sendBySocket()).isEmpty();
        assertLogged("close", false, false, 0);
    }

    @Test
    void closesAfter() throws Exception {
        start(CannedAnswer.usual().thenClosed());
        assertThat(sendBySocket()).isEmpty();
        assertLogged("close", true, false, 201);
    }

    @Test
    void resetsBefore() throws Exception {
        start(CannedAnswer.reset());
        assertThatThrownBy(this::sendBySocket).isInstanceOf(SocketException.class);
        assertLogged("reset", false, false, 0);
    }

    @Test
    void resetsAfter() throws Exception {
        start(CannedAnswer.usual().thenReset());
        assertThatThrownBy(this::sendBySocket).isInstanceOf(SocketException.class);
        assertLogged("reset", true, false, 201);
    }

    @Test
    void throttlesWithADate() throws Exception {
        start(CannedAnswer.throttledWithDate(Duration.ofSeconds(90)));
        Instant before = Instant.now();
        var answer = caller.message(chat, "x");
        assertThat(answer.statusCode()).isEqualTo(429);
        Instant date = ZonedDateTime.parse(
                        answer.headers().firstValue("Retry-After").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
        assertThat(date).isBetween(before.plusSeconds(90), Instant.now().plusSeconds(91));
        assertLogged("429", false, true, 429);
    }

    @Test
    void unavailableIsNotProcessedAndBadGatewayIs() throws Exception {
        start(FaultPlan.seeded(1)
                .with(FaultPlan.calls(CannedAnswer.unavailable(), 1).on(Route.SEND))
                .with(FaultPlan.calls(CannedAnswer.badGateway(), 2).on(Route.SEND)));
        assertThat(caller.message(chat, "x").statusCode()).isEqualTo(503);
        assertLogged("503", false, true, 503);
        assertThat(caller.message(chat, "x").statusCode()).isEqualTo(502);
        assertLogged("502", true, true, 502);
        assertThat(caller.message(chat, "x").statusCode()).isEqualTo(201);
        assertThat(lastLogged().fault()).isEmpty();
    }

    @Test
    void answersLateButProcessesAtOnce() throws Exception {
        // Longer than idle connections live: this one is not idle.
        start(options()
                .withIdle(Duration.ofMillis(100))
                .withFaults(FaultPlan.seeded(1)
                        .with(FaultPlan.every(1, CannedAnswer.usual().after(Duration.ofMillis(700)))
                                .on(Route.SEND))));
        long[] processed = {0};
        server.onProcessed(logged -> processed[0] = System.nanoTime());
        assertThat(caller.message(chat, "x").statusCode()).isEqualTo(201);
        assertThat(System.nanoTime() - processed[0])
                .isGreaterThan(Duration.ofMillis(650).toNanos());
        assertLogged("late", true, true, 201);
    }

    @Test
    void writesHalfOfTheBody() throws Exception {
        start(CannedAnswer.halfBody());
        String answer = sendBySocket();
        assertThat(answer).startsWith("HTTP/1.1 201").contains("Content-Length: 22\r\n");
        assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).hasSize(11).startsWith("{\"id\":\"");
        assertLogged("half-body", true, false, 201);
        assertThatThrownBy(() -> caller.delete(chat, lastLogged().activityId())).isInstanceOf(IOException.class);
        assertThat(lastLogged().route()).isEqualTo(Route.DELETE);
        assertThat(lastLogged().processed()).isTrue();
    }

    @Test
    void answersAndClosesUnannounced() throws Exception {
        start(CannedAnswer.usual().closedAfterwards(Duration.ofMillis(100)));
        URI base = URI.create(server.serviceUrl());
        try (Socket socket = new Socket(InetAddress.getByName(base.getHost()), base.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(sendRequest(""));
            // Ends only because the server closes, long before an idle connection would be.
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 201").endsWith("\"}").doesNotContainIgnoringCase("connection:");
        }
        assertLogged("answer-close", true, true, 201);
    }

    @Test
    void codesWhatItAnswersRefusalsToo() throws Exception {
        start(CannedAnswer.usual().coded(CannedAnswer.Coding.GZIP));
        byte[] answer = bytesBySocket();
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        assertThat(text).startsWith("HTTP/1.1 201").contains("Content-Encoding: gzip\r\n");
        byte[] body = Arrays.copyOfRange(answer, text.indexOf("\r\n\r\n") + 4, answer.length);
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            assertThat(Caller.JSON.readTree(in).path("id").asText())
                    .isEqualTo(lastLogged().activityId());
        }
        assertLogged("coded", true, true, 201);
        server.answerAlways(
                request -> request.route() == Route.SEND,
                CannedAnswer.writesBlocked().coded(CannedAnswer.Coding.DEFLATE_RAW));
        HttpResponse<byte[]> refused = HttpClient.newHttpClient()
                .send(
                        caller.postRequest("v3/conversations/" + encode(chat) + "/activities", Caller.messageBody("x"))
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(refused.statusCode()).isEqualTo(403);
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(refused.body()), new Inflater(true))) {
            assertThat(Caller.JSON.readTree(in).path("errorCode").asInt()).isEqualTo(209);
        }
    }

    @ParameterizedTest
    @EnumSource(PageInBetween.class)
    void aPageInBetweenAnswersEveryCall(PageInBetween page) throws Exception {
        start(FaultPlan.seeded(1));
        CannedAnswer fault = CannedAnswer.page(page);
        String team = server.teams().get(0).id();
        String user = caller.userIds(server.teams().get(0), 1)[0];
        String id = caller.sent(chat, "before");
        caller.token();
        server.script(
                new FaultPlan(1, List.of(FaultPlan.every(1, fault).on(Route.values())), Duration.ZERO, Duration.ZERO)
                        .begin());
        List<HttpResponse<String>> answers = List.of(
                caller.create(user),
                caller.message(chat, "x"),
                caller.update(chat, id, messageBody("y")),
                caller.delete(chat, id),
                caller.members(team, 500, null),
                caller.member(team, user),
                caller.team(team),
                caller.tokenAnswer(server.tenantId(), caller.goodForm()),
                caller.metadata(server.tenantId()));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(page.status());
            assertThat(answer.headers().firstValue("Content-Type")).hasValue(page.contentType());
            assertThat(answer.headers().firstValue("MS-CV")).isEmpty();
            assertThat(answer.body()).isEqualTo(page.body());
        });
        assertThat(server.messages(chat)).hasSize(1);
        assertThat(lastLogged().fault()).isEqualTo("page");
        assertThat(lastLogged().processed()).isFalse();
    }

    @Test
    void aPageTakesThePlaceOfARefusalToo() throws Exception {
        start(CannedAnswer.answeredInBetween(200, "", "{\"status\":\"blocked\"}")
                .processedFirst());
        var answer = caller.message(chat, "");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).isEmpty();
        assertThat(answer.body()).isEqualTo("{\"status\":\"blocked\"}");
        assertLogged("page", false, true, 200);
        assertThat(caller.message(chat, "x").statusCode()).isEqualTo(200);
        assertLogged("page", true, true, 200);
    }

    @Test
    void aRosterEndsEarlyOrIsEmpty() throws Exception {
        start(FaultPlan.seeded(1)
                .with(FaultPlan.calls(CannedAnswer.rosterEnds(), 2).on(Route.MEMBERS))
                .with(FaultPlan.calls(CannedAnswer.rosterEmpty(), 3).on(Route.MEMBERS)));
        String team = server.teams().get(0).id();
        var page = caller.memberPage(team, 50, null);
        assertThat(page.path("members")).hasSize(50);
        assertThat(page.has("continuationToken")).isFalse();
        assertThat(lastLogged().fault()).isEqualTo("roster-end");
        page = caller.memberPage(team, 50, null);
        assertThat(page.path("members").isArray()).isTrue();
        assertThat(page.path("members")).isEmpty();
        assertThat(page.has("continuationToken")).isFalse();
        assertThat(caller.memberPage(team, 50, null).has("continuationToken")).isTrue();
    }

    @Test
    void drips() throws Exception {
        start(CannedAnswer.drip(Duration.ofMillis(20)));
        long start = System.nanoTime();
        String answer = sendBySocket();
        assertThat(System.nanoTime() - start)
                .isGreaterThan(Duration.ofMillis(22 * 20).toNanos());
        assertThat(answer).startsWith("HTTP/1.1 201").endsWith("\"}");
        assertLogged("drip", true, true, 201);
    }

    @Test
    void whatTeamsRefusesStaysRefusedAndIsNoFault() throws Exception {
        start(CannedAnswer.badGateway());
        assertThat(caller.message(chat, "").statusCode()).isEqualTo(400);
        assertLogged("", false, true, 400);
    }

    @Test
    void ratesOverHttpAreThoseOfThePlanAndComeAgain() throws Exception {
        FaultPlan plan = FaultPlan.seeded(11)
                .with(FaultPlan.rate(0.1, CannedAnswer.unavailable()).on(Route.SEND))
                .with(FaultPlan.rate(0.1, CannedAnswer.badGateway()).on(Route.SEND));
        List<Integer> first = statuses(plan);
        List<Integer> second = statuses(plan);
        assertThat(first).isEqualTo(second).contains(201, 502, 503);
        start(plan);
    }

    private List<Integer> statuses(FaultPlan plan) throws Exception {
        start(plan);
        List<Integer> statuses = statuses(100);
        server.close();
        return statuses;
    }

    @Test
    void hooksComeAfterTheRecordAndBeforeTheAnswer() throws Exception {
        start(FaultPlan.seeded(1));
        List<LoggedRequest> told = new ArrayList<>();
        List<LoggedRequest> recorded = new ArrayList<>();
        server.onProcessed(logged -> {
            told.add(logged);
            try {
                recorded.add(lastLogged());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        String team = server.teams().get(0).id();
        caller.created(caller.userIds(server.teams().get(0), 2)[1]);
        String id = caller.sent(chat, "x");
        caller.update(chat, id, messageBody("y"));
        caller.delete(chat, id);
        caller.team(team);
        assertThat(told).isEqualTo(recorded);
        assertThat(told.stream().map(LoggedRequest::route))
                .containsExactly(Route.MEMBERS, Route.CREATE, Route.SEND, Route.UPDATE, Route.DELETE, Route.TEAM);
        assertThat(told).allMatch(LoggedRequest::processed);
        assertThat(told.stream().filter(LoggedRequest::posted)).hasSize(1);
    }

    @Test
    void waitingAnswersHoldNoThread() throws Exception {
        start(options().withLatency(Duration.ofSeconds(2)));
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request =
                caller.request("v3/teams/" + encode(server.teams().get(0).id())).build();
        AtomicInteger waiting = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        server.onProcessed(logged -> most.accumulateAndGet(waiting.incrementAndGet(), Math::max));
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(http.sendAsync(request, BodyHandlers.discarding()).thenApply(answer -> {
                waiting.decrementAndGet();
                return answer.statusCode();
            }));
        }
        for (CompletableFuture<Integer> answer : answers) {
            assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(200);
        }
        // More requests were processed and unanswered at once than there are threads.
        assertThat(most.get()).isGreaterThan(40);
    }

    @Test
    void idleConnectionsAreClosed() throws Exception {
        start(options().withIdle(Duration.ofMillis(150)));
        URI base = URI.create(server.serviceUrl());
        try (Socket socket = new Socket(InetAddress.getByName(base.getHost()), base.getPort())) {
            socket.setSoTimeout(10_000);
            InputStream in = socket.getInputStream();
            String head = "GET /emea/v3/teams/x HTTP/1.1\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            long start = System.nanoTime();
            // Ends only because the server closes.
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).startsWith("HTTP/1.1 401");
            assertThat(System.nanoTime() - start).isGreaterThan(100_000_000L);
        }
    }

    @Test
    void theWholeAppHasAWindowThatSlides() throws Exception {
        AtomicLong nanos = new AtomicLong();
        SandboxOptions limited = options().withLimits(RateLimits.app(4));
        server = SandboxServer.start(limited, Clock.systemUTC(), nanos::get, RequestLog.DEFAULT_LIMIT);
        caller = new Caller(server);
        // Two of the four.
        chat = caller.created(caller.userIds(server.teams().get(0), 1)[0]);
        nanos.addAndGet(Duration.ofMillis(400).toNanos());
        assertThat(statuses(3)).containsExactly(201, 201, 429);
        assertThat(caller.message(chat, "x").headers().firstValue("Retry-After"))
                .hasValue("1");
        nanos.addAndGet(Duration.ofMillis(600).toNanos());
        assertThat(statuses(3)).containsExactly(201, 201, 429);
        server.close();
        server = SandboxServer.start(
                limited.withLimits(RateLimits.app(1).withoutRetryAfter()),
                Clock.systemUTC(),
                nanos::get,
                RequestLog.DEFAULT_LIMIT);
        caller = new Caller(server);
        assertThat(caller.message(chat, "x").statusCode()).isEqualTo(201);
        var refused = caller.message(chat, "x");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isEmpty();
    }

    private List<Integer> statuses(int sends) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < sends; i++) {
            statuses.add(caller.message(chat, "x").statusCode());
        }
        return statuses;
    }

    private String sendBySocket() throws Exception {
        return new String(bytesBySocket(), StandardCharsets.UTF_8);
    }

    private byte[] bytesBySocket() throws Exception {
        URI base = URI.create(server.serviceUrl());
        try (Socket socket = new Socket(InetAddress.getByName(base.getHost()), base.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(sendRequest("Connection: close\r\n"));
            return socket.getInputStream().readAllBytes();
        }
    }

    private byte[] sendRequest(String more) throws Exception {
        String body = messageBody("x");
        return ("POST /emea/v3/conversations/" + encode(chat) + "/activities HTTP/1.1\r\nHost: localhost"
                        + "\r\nAuthorization: Bearer " + caller.token()
                        + "\r\nContent-Type: application/json\r\n" + more + "Content-Length: " + body.length()
                        + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
