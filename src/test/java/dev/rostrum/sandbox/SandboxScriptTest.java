package dev.rostrum.sandbox;

import static dev.rostrum.sandbox.Caller.code;
import static dev.rostrum.sandbox.Caller.encode;
import static dev.rostrum.sandbox.Caller.messageBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Misbehaviour on order. */
class SandboxScriptTest {
    @TempDir
    Path folder;

    private SandboxServer server;
    private Caller caller;
    private SandboxTeam team;
    private String user;
    private String chat;

    @BeforeEach
    void start() throws Exception {
        server = SandboxServer.start(
                SandboxOptions.defaults(folder).withTeamSizes(300).withRateLimits(false));
        caller = new Caller(server);
        team = server.teams().get(0);
        user = caller.userIds(team, 1)[0];
        chat = caller.created(user);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private LoggedRequest lastLogged() throws IOException {
        List<LoggedRequest> all = LoggedRequest.readAll(server.requestLog());
        return all.get(all.size() - 1);
    }

    @Test
    void throttlesOneSendOfOneUserWithSeconds() throws Exception {
        server.answerOnce(request -> request.is(Route.SEND, user), CannedAnswer.throttled(Duration.ofSeconds(17)));
        String other = caller.userIds(team, 2)[1];
        assertThat(caller.message(caller.created(other), "x").statusCode()).isEqualTo(201);
        HttpResponse<String> answer = caller.message(chat, "x");
        assertThat(code(answer)).isEqualTo("429 Throttled: Too many requests");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("17");
        assertThat(lastLogged().posted()).isFalse();
        assertThat(lastLogged().code()).isEqualTo("Throttled");
        assertThat(caller.message(chat, "x").statusCode()).isEqualTo(201);
    }

    @Test
    void throttlesWithADateOrNothing() throws Exception {
        server.answerOnce(
                request -> request.route() == Route.SEND,
                CannedAnswer.throttledUntil(Instant.parse("2026-03-02T09:05:07Z")));
        server.answerOnce(request -> request.route() == Route.SEND, CannedAnswer.throttled());
        assertThat(caller.message(chat, "x").headers().firstValue("Retry-After"))
                .hasValue("Mon, 02 Mar 2026 09:05:07 GMT");
        HttpResponse<String> answer = caller.message(chat, "x");
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void acceptsWithoutABody() throws Exception {
        server.answerOnce(request -> request.is(Route.SEND, user), CannedAnswer.emptyAccepted());
        HttpResponse<String> answer = caller.message(chat, "x");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("Content-Type")).isEmpty();
        assertThat(lastLogged().posted()).isTrue();
        assertThat(lastLogged().status()).isEqualTo(202);
        assertThat(lastLogged().activityId()).isNotEmpty();
    }

    @Test
    void whatTeamsWouldRefuseStaysRefused() throws Exception {
        server.answerOnce(request -> request.route() == Route.SEND, CannedAnswer.emptyAccepted());
        assertThat(caller.message(chat, "").statusCode()).isEqualTo(400);
        assertThat(lastLogged().posted()).isFalse();
    }

    @Test
    void refusesAGoodTokenOnce() throws Exception {
        server.answerOnce(request -> request.route() == Route.TEAM, CannedAnswer.unauthorized());
        assertThat(code(caller.team(team.id()))).isEqualTo("401 : Authorization has been denied for this request.");
        assertThat(caller.team(team.id()).statusCode()).isEqualTo(200);
    }

    @Test
    void givesAnyStatusBodyAndHeader() throws Exception {
        server.answerOnce(request -> true, CannedAnswer.of(502, "<html>").withHeader("X-Proxy", "p"));
        HttpResponse<String> answer = caller.team(team.id());
        assertThat(answer.statusCode() + answer.body()).isEqualTo("502<html>");
        assertThat(answer.headers().firstValue("X-Proxy")).hasValue("p");
        server.answerOnce(request -> true, CannedAnswer.redirect(URI.create("http://127.0.0.1:9/x")));
        assertThat(caller.team(team.id()).headers().firstValue("Location")).hasValue("http://127.0.0.1:9/x");
        server.answerOnce(request -> true, CannedAnswer.error(412, "PreconditionFailed", "again"));
        assertThat(code(caller.team(team.id()))).isEqualTo("412 PreconditionFailed: again");
    }

    @Test
    void answersSoManyTimesOrAlwaysOrUntilTakenAway() throws Exception {
        server.answerTimes(2, request -> request.route() == Route.TEAM, CannedAnswer.of(503, ""));
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            statuses.add(caller.team(team.id()).statusCode());
        }
        Script script = request -> Optional.of(CannedAnswer.of(500, ""));
        server.script(script);
        statuses.add(caller.team(team.id()).statusCode());
        server.unscript(script);
        statuses.add(caller.team(team.id()).statusCode());
        server.answerAlways(request -> teamIs(request), CannedAnswer.of(504, ""));
        statuses.add(caller.team(team.id()).statusCode());
        statuses.add(caller.members(team.id(), 50, null).statusCode());
        statuses.add(caller.message(chat, "x").statusCode());
        assertThat(statuses).containsExactly(503, 503, 200, 500, 200, 504, 504, 201);
    }

    private boolean teamIs(RequestView request) {
        return team.id().equals(request.teamId());
    }

    @Test
    void scriptsTheTokenEndpointAndKeepsItOutOfTheLog() throws Exception {
        int before = LoggedRequest.readAll(server.requestLog()).size();
        server.answerOnce(request -> request.route() == Route.TOKEN, CannedAnswer.of(503, ""));
        assertThat(caller.tokenAnswer(server.tenantId(), caller.goodForm()).statusCode())
                .isEqualTo(503);
        server.tokenLifetime(Duration.ofSeconds(2));
        assertThat(Caller.JSON
                        .readTree(caller.tokenAnswer(server.tenantId(), caller.goodForm())
                                .body())
                        .path("expires_in")
                        .asInt())
                .isEqualTo(2);
        assertThat(LoggedRequest.readAll(server.requestLog())).hasSize(before);
    }

    @Test
    void showsTheRequestAsItCame() throws Exception {
        List<RequestView> seen = new CopyOnWriteArrayList<>();
        server.script(request -> {
            seen.add(request);
            return Optional.empty();
        });
        String createBody = caller.createBody(user);
        caller.create(user);
        caller.message(chat, "x");
        caller.members(team.id(), 77, null);
        caller.member(team.id(), user);
        RequestView create = seen.get(0);
        RequestView send = seen.get(1);
        RequestView members = seen.get(2);
        assertThat(create.is(Route.CREATE, user)).isTrue();
        assertThat(create.body()).isEqualTo(createBody);
        assertThat(create.headers()).containsEntry("authorization", "Bearer " + caller.token());
        assertThat(send.is(Route.SEND, user)).isTrue();
        assertThat(send.conversationId()).isEqualTo(chat);
        assertThat(send.path()).isEqualTo("/emea/v3/conversations/" + encode(chat) + "/activities");
        assertThat(members.route()).isEqualTo(Route.MEMBERS);
        assertThat(members.teamId()).isEqualTo(team.id());
        assertThat(members.query()).isEqualTo("pageSize=77");
        assertThat(seen.get(3).is(Route.MEMBER, user)).isTrue();
    }

    @Test
    void waitsBeforeTheAnswerAndAfterTheProcessing() throws Exception {
        server.answerOnce(
                request -> request.route() == Route.SEND, CannedAnswer.usual().after(Duration.ofMillis(300)));
        long start = System.nanoTime();
        HttpResponse<String> answer = caller.message(chat, "x");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(290));
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(lastLogged().activityId())
                .isEqualTo(Caller.JSON.readTree(answer.body()).path("id").asText());
    }

    @Test
    void closesWithoutProcessing() throws Exception {
        server.answerOnce(request -> request.route() == Route.SEND, CannedAnswer.closed());
        assertThat(sendBySocket()).isEmpty();
        assertThat(lastLogged().posted()).isFalse();
        assertThat(lastLogged().answered()).isFalse();
        assertThat(lastLogged().status()).isZero();
    }

    @Test
    void closesAfterProcessing() throws Exception {
        server.answerOnce(
                request -> request.route() == Route.SEND, CannedAnswer.usual().thenClosed());
        assertThat(sendBySocket()).isEmpty();
        assertThat(lastLogged().posted()).isTrue();
        assertThat(lastLogged().answered()).isFalse();
        assertThat(lastLogged().status()).isEqualTo(201);
    }

    @Test
    void resetsWithAndWithoutProcessing() throws Exception {
        server.answerOnce(request -> request.route() == Route.SEND, CannedAnswer.reset());
        assertThatThrownBy(this::sendBySocket)
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
        assertThat(lastLogged().posted()).isFalse();
        server.answerOnce(
                request -> request.route() == Route.SEND, CannedAnswer.reset().processedFirst());
        assertThatThrownBy(this::sendBySocket).isInstanceOf(SocketException.class);
        assertThat(lastLogged().posted()).isTrue();
        assertThat(sendBySocket()).startsWith("HTTP/1.1 201");
    }

    /** Everything that came back until the server closed the connection. */
    private String sendBySocket() throws Exception {
        byte[] body = messageBody("x").getBytes(StandardCharsets.UTF_8);
        URI base = URI.create(server.serviceUrl());
        try (Socket socket = new Socket(InetAddress.getByName(base.getHost()), base.getPort())) {
            socket.setSoTimeout(10_000);
            String head = "POST /emea/v3/conversations/" + encode(chat) + "/activities HTTP/1.1\r\nHost: "
                    + base.getHost()
                    + "\r\nAuthorization: Bearer " + caller.token()
                    + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + body.length
                    + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aHookThatFailsIsAnsweredAndPostsNothing() throws Exception {
        server.onSend(received -> {
            throw new AssertionError("on purpose, for the test");
        });
        assertThat(code(caller.message(chat, "x"))).isEqualTo("500 ServiceError: Unknown");
        assertThat(lastLogged().route()).isEqualTo(Route.CREATE);
    }

    @Test
    void rostersAreOddOnOrder() throws Exception {
        assertThat(roster(EnumSet.noneOf(RosterOddity.class))).containsExactly(100, 100, 100);
        assertThat(roster(EnumSet.of(RosterOddity.DUPLICATE_ACROSS_PAGES))).containsExactly(100, 101, 101);
        assertThat(roster(EnumSet.of(RosterOddity.LARGER_PAGE))).containsExactly(154, 146);
        assertThat(roster(EnumSet.of(RosterOddity.EMPTY_PAGE))).containsExactly(100, 0, 100, 100);
        assertThat(roster(EnumSet.complementOf(EnumSet.of(RosterOddity.REPEATED_TOKEN))))
                .containsExactly(154, 0, 147);
    }

    /** Sizes of the pages; checks that nobody is missing. */
    private List<Integer> roster(Set<RosterOddity> oddities) throws Exception {
        server.rosterOddities(oddities);
        Set<String> names = new HashSet<>();
        List<Integer> sizes = new ArrayList<>();
        String token = null;
        do {
            JsonNode page = caller.memberPage(team.id(), 100, token);
            sizes.add(page.path("members").size());
            page.path("members")
                    .forEach(
                            member -> names.add(member.path("userPrincipalName").asText()));
            token = page.path("continuationToken").asText(null);
        } while (token != null && sizes.size() < 10);
        assertThat(names).hasSize(300);
        return sizes;
    }

    @Test
    void aTokenCanRepeatAndAMemberLackItsId() throws Exception {
        server.rosterOddities(EnumSet.of(RosterOddity.REPEATED_TOKEN, RosterOddity.MEMBER_WITHOUT_ID));
        JsonNode first = caller.memberPage(team.id(), 100, null);
        JsonNode second = caller.memberPage(
                team.id(), 100, first.path("continuationToken").asText());
        assertThat(second.path("continuationToken")).isEqualTo(first.path("continuationToken"));
        assertThat(second.path("members")).hasSize(100).isNotEqualTo(first.path("members"));
        assertThat(first.path("members").get(0).has("id")).isFalse();
        assertThat(first.path("members").get(1).has("id")).isTrue();
    }
}
