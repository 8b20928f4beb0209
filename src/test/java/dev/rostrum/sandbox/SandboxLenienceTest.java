package dev.rostrum.sandbox;

import static dev.rostrum.sandbox.Caller.JSON;
import static dev.rostrum.sandbox.Caller.code;
import static dev.rostrum.sandbox.Caller.encode;
import static dev.rostrum.sandbox.Caller.messageBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What other clients of the connector ask for, and how they spell it. */
@Tag("locale")
class SandboxLenienceTest {
    @TempDir
    Path folder;

    private SandboxServer server;
    private Caller caller;
    private String team;
    private String user;
    private String chat;

    @BeforeEach
    void start() throws Exception {
        start(SandboxOptions.defaults(folder).withTeamSizes(12, 100).withRateLimits(false));
    }

    private void start(SandboxOptions options) throws Exception {
        server = SandboxServer.start(options);
        caller = new Caller(server);
        team = server.teams().get(0).id();
        user = caller.userIds(server.teams().get(0), 1)[0];
        chat = caller.created(user);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v3/conversations/TEAM/pagedMembers?PageSize=50 | 12",
                "V3/Conversations/TEAM/PAGEDMEMBERS?pagesize=50 | 12",
                "/v3/conversations//TEAM/pagedmembers/ | 12",
                "//v3//conversations/TEAM//members | 12",
                "v3/Conversations/CHAT/Members | 1",
                "v3/conversations/CHAT/activities/MESSAGE/members | 1",
                "v3/conversations/CHAT/Activities/MESSAGE/MEMBERS/ | 1",
            })
    void readsPathsAsTeamsDoes(String path, int members) throws Exception {
        String message = caller.sent(chat, "x");
        HttpResponse<String> answer = caller.get(
                path.replace("TEAM", encode(team)).replace("CHAT", encode(chat)).replace("MESSAGE", message));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode body = JSON.readTree(answer.body());
        assertThat(body.isArray() ? body : body.path("members")).hasSize(members);
    }

    @Test
    void sendsCreatesChangesAndSignsInBySuchPathsToo() throws Exception {
        assertThat(caller.post("/V3/CONVERSATIONS/", caller.createBody(user)).statusCode())
                .isEqualTo(201);
        HttpResponse<String> sent =
                caller.post("V3//conversations/" + encode(chat) + "/Activities/", messageBody("Hello"));
        assertThat(sent.statusCode()).isEqualTo(201);
        assertThat(caller.get("v3/TEAMS/" + encode(team)).statusCode()).isEqualTo(200);
        // Ids keep their case.
        assertThat(caller.get("v3/teams/" + encode(team.toUpperCase(Locale.ROOT)))
                        .statusCode())
                .isEqualTo(400);
        assertThat(caller.tokenAnswer("/" + server.tenantDomain().toUpperCase(Locale.ROOT), caller.goodForm())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void givesTheWholeRosterUpToTenThousand() throws Exception {
        server.close();
        start(SandboxOptions.defaults(folder).withTeamSizes(10_001, 12));
        JsonNode all = JSON.readTree(
                caller.get("v3/conversations/" + encode(team) + "/members").body());
        assertThat(all).hasSize(10_000);
        assertThat(all.get(0).path("id").asText()).isEqualTo(user);
        // Five in a minute, as Teams says of this call.
        for (int i = 0; i < 4; i++) {
            assertThat(caller.get("v3/conversations/" + encode(team) + "/members")
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(code(caller.get("v3/conversations/" + encode(team) + "/members")))
                .isEqualTo("429 Throttled: Too many requests");
        assertThat(caller.get("v3/conversations/" + encode(chat) + "/members").statusCode())
                .isEqualTo(200);
    }

    @Test
    void tellsWhoSeesAMessage() throws Exception {
        String message = caller.sent(chat, "x");
        String path = "v3/conversations/" + encode(chat) + "/activities/";
        JsonNode members = JSON.readTree(caller.get(path + message + "/members").body());
        assertThat(members.get(0).path("id").asText()).isEqualTo(user);
        assertThat(code(caller.get(path + "1/members"))).startsWith("404 ActivityNotFoundInConversation");
        caller.delete(chat, message);
        assertThat(code(caller.get(path + message + "/members"))).startsWith("404 ActivityNotFoundInConversation");
        LoggedRequest logged = last();
        assertThat(logged.route()).isEqualTo(Route.ACTIVITY_MEMBERS);
        assertThat(logged.activityId()).isEqualTo(message);
        assertThat(logged.userId()).isEqualTo(user);
    }

    private LoggedRequest last() throws Exception {
        List<LoggedRequest> all = LoggedRequest.readAll(server.requestLog());
        return all.get(all.size() - 1);
    }

    @Test
    void listsTheChannelsOfATeam() throws Exception {
        HttpResponse<String> answer = caller.get("v3/teams/" + encode(team) + "/conversations");
        assertThat(JSON.readTree(answer.body()))
                .isEqualTo(JSON.readTree(
                        "{\"conversations\":[{\"id\":\"" + team + "\",\"name\":null,\"type\":\"standard\"}]}"));
        assertThat(code(caller.get("v3/teams/19:x@thread.tacv2/conversations"))).startsWith("404 ConversationNotFound");
    }

    @Test
    void aReplyIsAMessageLikeAnyOther() throws Exception {
        String first = caller.sent(chat, "first");
        HttpResponse<String> reply = caller.post(
                "v3/conversations/" + encode(chat) + "/activities/" + first,
                "{\"type\":\"message\",\"text\":\"reply\",\"replyToId\":\"" + first + "\"}");
        assertThat(reply.statusCode()).isEqualTo(201);
        String id = JSON.readTree(reply.body()).path("id").asText();
        assertThat(server.messages(chat))
                .extracting(SandboxMessage::activityId, SandboxMessage::text)
                .containsExactly(tuple(first, "first"), tuple(id, "reply"));
        assertThat(last().route()).isEqualTo(Route.SEND);
        assertThat(last().activityId()).isEqualTo(id);
        assertThat(last().posted()).isTrue();
    }

    @Test
    void typingIsTakenAndLeavesNothing() throws Exception {
        HttpResponse<String> answer = caller.activity(chat, "{\"type\":\"typing\"}");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(JSON.readTree(answer.body()).path("id").asText()).matches("[0-9]{13}");
        assertThat(last().processed()).isTrue();
        assertThat(last().posted()).isFalse();
        assertThat(server.messages(chat)).isEmpty();
        String message = caller.sent(chat, "x");
        assertThat(code(caller.update(chat, message, "{\"type\":\"typing\"}"))).startsWith("400 BadArgument");
        assertThat(server.messages(chat)).extracting(SandboxMessage::text).containsExactly("x");
        assertThat(code(caller.activity(chat, "{\"type\":\"typing\",\"from\":{\"id\":\"28:other\"}}")))
                .startsWith("400 BadArgument");
    }

    @Test
    void newIdsForEverybody() throws Exception {
        JsonNode before = caller.memberPage(team, 50, null).path("members");
        SandboxOptions options =
                SandboxOptions.defaults(folder).withTeamSizes(12, 100).withRateLimits(false);
        server.close();
        SandboxServer anew = SandboxServer.start(options.withNewIds(true));
        server = anew;
        Caller again = new Caller(anew);
        assertThat(anew.teams().get(0).id()).isEqualTo(team);
        JsonNode after = again.memberPage(team, 50, null).path("members");
        assertThat(after).hasSize(12);
        for (int i = 0; i < 12; i++) {
            assertThat(after.get(i).path("id")).isNotEqualTo(before.get(i).path("id"));
            assertThat(after.get(i).path("objectId")).isEqualTo(before.get(i).path("objectId"));
            assertThat(after.get(i).path("name")).isEqualTo(before.get(i).path("name"));
        }
        assertThat(code(again.create(user))).isEqualTo("400 BadArgument: Failed to decrypt pairwise id");
        assertThat(code(again.message(chat, "x"))).isEqualTo("403 BadArgument: Failed to decrypt conversation id");
        String newChat = again.created(after.get(0).path("id").asText());
        assertThat(newChat).isNotEqualTo(chat);
        assertThat(again.message(newChat, "x").statusCode()).isEqualTo(201);
        for (JsonNode member : after) {
            String id = member.path("id").asText();
            if (member.has("objectId") && anew.hasApp(id)) {
                assertThat(again.created(member.path("objectId").asText())).isEqualTo(again.created(id));
            }
        }
        anew.close();
        // The ids from before are not lost.
        server = SandboxServer.start(options);
        assertThat(new Caller(server).message(chat, "x").statusCode()).isEqualTo(201);
        assertThat(server.messages(chat)).hasSize(1);
    }

    @Test
    void twelveOfTheLargestTeamsHaveEverybodyOnce() throws Exception {
        server.close();
        server = SandboxServer.start(SandboxOptions.defaults(folder)
                .withTeamSizes(Collections.nCopies(12, 25_000))
                .withPeople(300_000)
                .withRateLimits(false));
        caller = new Caller(server);
        assertThat(server.peopleCount()).isEqualTo(300_000);
        Set<String> ids = new HashSet<>();
        String token = null;
        do {
            JsonNode page = caller.memberPage(server.teams().get(11).id(), 500, token);
            page.path("members").forEach(member -> ids.add(member.path("id").asText()));
            token = page.path("continuationToken").asText(null);
        } while (token != null);
        assertThat(ids).hasSize(25_000);
        user = ids.iterator().next();
        chat = caller.created(user);
        assertThat(caller.message(chat, "x").statusCode()).isEqualTo(201);
    }
}
