package dev.rostrum.sandbox;

import static dev.rostrum.sandbox.Caller.JSON;
import static dev.rostrum.sandbox.Caller.code;
import static dev.rostrum.sandbox.Caller.encode;
import static dev.rostrum.sandbox.Caller.messageBody;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sandbox takes and refuses, over real HTTP. */
class SandboxRoutesTest {
    private static final String GROUP_CHAT_PARAMETERS = "400 BadSyntax: Incorrect conversation creation parameters";
    private static final String NO_TENANT = "400 BadSyntax: Could not parse tenant id";
    private static final String FOREIGN_USER = "400 BadArgument: Failed to decrypt pairwise id";

    @TempDir
    static Path folder;

    private static SandboxServer server;
    private static Caller caller;
    private static Tenant foreign;
    private static Tenant same;
    private static String[] users;
    private static int nextUser;

    @BeforeAll
    static void start() throws Exception {
        server = SandboxServer.start(
                SandboxOptions.defaults(folder).withRateLimits(false).withTeamSizes(12, 300, 1_200));
        caller = new Caller(server);
        foreign = new Tenant(99, List.of(12, 300, 1_200), NameBook.load());
        same = new Tenant(1, List.of(12, 300, 1_200), NameBook.load());
        users = caller.userIds(server.teams().get(1), 300);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    /** Somebody whom no other test used. */
    private static synchronized String freshUser() {
        return users[nextUser++];
    }

    private static ObjectNode createBody(String userId) throws Exception {
        return (ObjectNode) JSON.readTree(caller.createBody(userId));
    }

    private static String afterCreate(ObjectNode body) throws Exception {
        return code(caller.post("v3/conversations", body.toString()));
    }

    private static LoggedRequest lastLogged() throws Exception {
        List<LoggedRequest> all = LoggedRequest.readAll(server.requestLog());
        return all.get(all.size() - 1);
    }

    @Test
    void createsAConversationOnceAndGivesItAgain() throws Exception {
        String user = freshUser();
        HttpResponse<String> first = caller.create(user);
        HttpResponse<String> second = caller.create(user);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(first.body()).isEqualTo(second.body()).matches("\\{\"id\":\"a:1[A-Za-z0-9_-]{128}\"}");
        assertThat(caller.create(freshUser()).body()).isNotEqualTo(first.body());
    }

    @Test
    void takesTheShorterFormsOfACreate() throws Exception {
        String user = freshUser();
        String id = caller.created(user);
        ObjectNode minimal = createBody(user);
        minimal.remove(List.of("bot", "channelData", "isGroup"));
        ObjectNode early = createBody(user);
        early.remove(List.of("isGroup", "tenantId"));
        early.with("bot").put("id", server.appId()).put("name", "The bot");
        for (ObjectNode body : List.of(minimal, early)) {
            HttpResponse<String> answer = caller.post("v3/conversations", body.toString());
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(JSON.readTree(answer.body()).path("id").asText()).isEqualTo(id);
        }
    }

    @Test
    void postsTheActivityOfACreateEachTime() throws Exception {
        ObjectNode body = createBody(freshUser());
        body.putObject("activity").put("type", "message").put("text", "Hello");
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = caller.post("v3/conversations", body.toString());
            assertThat(JSON.readTree(answer.body()).fieldNames()).toIterable().containsExactly("id");
            assertThat(lastLogged().posted()).isTrue();
            ids.add(lastLogged().activityId());
        }
        assertThat(ids).hasSize(2);
        body.with("activity").put("type", "event");
        assertThat(afterCreate(body)).isEqualTo("400 BadArgument: Unknown activity type");
        body.put("activity", "Hello");
        assertThat(afterCreate(body)).isEqualTo(GROUP_CHAT_PARAMETERS);
    }

    @Test
    void refusesAWrongShapeOfCreate() throws Exception {
        String user = freshUser();
        ObjectNode group = createBody(user).put("isGroup", true);
        ObjectNode groupText = createBody(user).put("isGroup", "false");
        ObjectNode topic = createBody(user).put("topicName", "News");
        ObjectNode nobody = createBody(user);
        nobody.putArray("members");
        ObjectNode two = createBody(user);
        two.withArray("members").addObject().put("id", freshUser());
        ObjectNode one = createBody(user);
        one.putObject("members").put("id", user);
        ObjectNode byObjectProperty = createBody(user);
        byObjectProperty.putArray("members").addObject().put("aadObjectId", server.appId());
        ObjectNode otherBot = createBody(user);
        otherBot.with("bot").put("id", "28:" + server.tenantId());
        ObjectNode blankBot = createBody(user);
        blankBot.with("bot").put("id", "28:" + server.appId() + " ");
        ObjectNode noBotId = createBody(user);
        noBotId.putObject("bot").put("name", "Bot");
        ObjectNode numberId = createBody(user);
        numberId.putArray("members").addObject().put("id", 29);
        for (ObjectNode body : List.of(
                group,
                groupText,
                topic,
                nobody,
                two,
                one,
                byObjectProperty,
                otherBot,
                blankBot,
                noBotId,
                numberId,
                createBody("someone@meridian.example"))) {
            assertThat(afterCreate(body)).as(body.toString()).isEqualTo(GROUP_CHAT_PARAMETERS);
        }
        for (String text : List.of("", "[]", "{", "{\"isGroup\":false,\"isGroup\":false}", "{} {}")) {
            assertThat(code(caller.post("v3/conversations", text))).as(text).isEqualTo(GROUP_CHAT_PARAMETERS);
        }
    }

    @Test
    void refusesAWrongTenantInACreate() throws Exception {
        String user = freshUser();
        ObjectNode none = createBody(user);
        none.remove(List.of("tenantId", "channelData"));
        assertThat(afterCreate(none)).isEqualTo(NO_TENANT);
        assertThat(afterCreate(createBody(user).put("tenantId", "meridian.example")))
                .isEqualTo(NO_TENANT);
        assertThat(afterCreate(createBody(user).put("tenantId", 5))).isEqualTo(NO_TENANT);
        assertThat(afterCreate(createBody(user).putNull("tenantId"))).isEqualTo(NO_TENANT);
        assertThat(afterCreate(createBody(user).put("tenantId", foreign.tenantId())))
                .isEqualTo(GROUP_CHAT_PARAMETERS);
        ObjectNode elsewhere = createBody(user).put("tenantId", foreign.tenantId());
        elsewhere.remove("channelData");
        assertThat(afterCreate(elsewhere)).isEqualTo("403 NotEnoughPermissions: Not enough permissions");
    }

    @Test
    void refusesPeopleItCannotTell() throws Exception {
        assertThat(code(caller.create(foreign.people().userId(3)))).isEqualTo(FOREIGN_USER);
        assertThat(code(caller.create(users[0] + "A"))).isEqualTo(FOREIGN_USER);
        assertThat(code(caller.create("29:" + server.appId()))).isEqualTo(FOREIGN_USER);
        assertThat(code(caller.create(foreign.people().person(0).objectId()))).isEqualTo(GROUP_CHAT_PARAMETERS);
    }

    /** Some of the second team whom no other test uses, who have an object id, and the bot's app or not. */
    private static List<Person> known(boolean withApp) {
        return IntStream.range(200, 300)
                .mapToObj(place -> same.people().person(same.member(1, place)))
                .filter(person -> person.objectId() != null && server.hasApp(person.id()) == withApp)
                .toList();
    }

    @Test
    void anObjectIdGivesTheChatOfThePerson() throws Exception {
        for (Person person : known(true).subList(0, 2)) {
            HttpResponse<String> byObject = caller.create(person.objectId());
            assertThat(byObject.statusCode()).isEqualTo(201);
            assertThat(lastLogged().userId()).isEqualTo(person.id());
            assertThat(lastLogged().conversationId()).isEqualTo(same.people().chatId(person.index()));
            assertThat(caller.create(person.id()).body()).isEqualTo(byObject.body());
            assertThat(caller.create(person.objectId().toUpperCase(Locale.ROOT)).body())
                    .isEqualTo(byObject.body());
            String chat = JSON.readTree(byObject.body()).path("id").asText();
            assertThat(caller.message(chat, "x").statusCode()).isEqualTo(201);
        }
    }

    @Test
    void anObjectIdIsRefusedWhereTheAppIsNotInstalled() throws Exception {
        Person person = known(false).get(0);
        assertThat(code(caller.create(person.objectId())))
                .isEqualTo("403 ForbiddenOperationException: Bot is not installed in user's personal scope");
        assertThat(lastLogged().userId()).isEqualTo(person.id());
        assertThat(lastLogged().processed()).isFalse();
        // The pairwise id of somebody in a team is enough, and a chat that exists installs nothing.
        assertThat(caller.create(person.id()).statusCode()).isEqualTo(201);
        assertThat(code(caller.create(person.objectId()))).startsWith("403 ForbiddenOperationException");
    }

    @Test
    void aScriptKnowsThePersonOfAnObjectId() throws Exception {
        Person person = known(true).get(2);
        server.answerOnce(
                request -> request.is(Route.CREATE, person.id()), CannedAnswer.error(500, "ServiceError", "x"));
        assertThat(caller.create(person.objectId()).statusCode()).isEqualTo(500);
        assertThat(caller.create(person.objectId()).statusCode()).isEqualTo(201);
    }

    @Test
    void postsMessagesWithIdsThatRise() throws Exception {
        String user = freshUser();
        String chat = caller.created(user);
        long before = System.currentTimeMillis();
        long last = 0;
        for (int i = 0; i < 20; i++) {
            HttpResponse<String> answer = caller.message(chat, "Text " + i);
            assertThat(answer.statusCode()).isEqualTo(201);
            JsonNode body = JSON.readTree(answer.body());
            assertThat(body.fieldNames()).toIterable().containsExactly("id");
            assertThat(body.path("id").isTextual()).isTrue();
            long id = Long.parseLong(body.path("id").textValue());
            assertThat(id).isGreaterThan(last).isGreaterThanOrEqualTo(before);
            last = id;
        }
        assertThat(caller.post("v3/conversations/" + encode(chat) + "/activities/", messageBody("x"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(caller.post("v3/conversations/" + chat + "/activities", messageBody("x"))
                        .statusCode())
                .as("an id that is not escaped")
                .isEqualTo(201);
    }

    @Test
    void tellsNoIdWhereTextAndAttachmentBecomeTwoMessages() throws Exception {
        String chat = caller.created(freshUser());
        String card = "\"attachments\":[{\"contentType\":\"application/vnd.microsoft.card.hero\",\"content\":{}}]";
        HttpResponse<String> both = caller.activity(chat, "{\"type\":\"message\",\"text\":\"x\"," + card + "}");
        assertThat(both.statusCode()).isEqualTo(201);
        assertThat(both.body()).isEqualTo("{}");
        assertThat(lastLogged().posted()).isTrue();
        assertThat(lastLogged().activityId()).isEmpty();
        HttpResponse<String> alone = caller.activity(chat, "{\"type\":\"message\"," + card + "}");
        assertThat(alone.body()).contains("\"id\"");
    }

    @Test
    void sendsNowhereWithoutACreate() throws Exception {
        String user = freshUser();
        int number = same.people().byUserId(user).orElseThrow();
        String chat = same.people().chatId(number);
        assertThat(code(caller.message(chat, "Hello"))).isEqualTo("404 ConversationNotFound: Conversation not found.");
        assertThat(lastLogged().posted()).isFalse();
        assertThat(lastLogged().userId()).isEqualTo(user);
        assertThat(caller.created(user)).isEqualTo(chat);
        assertThat(caller.message(chat, "Hello").statusCode()).isEqualTo(201);
        server.removeConversation(user);
        assertThat(code(caller.message(chat, "Hello"))).isEqualTo("404 ConversationNotFound: Conversation not found.");
    }

    @Test
    void refusesConversationsItCannotTell() throws Exception {
        assertThat(code(caller.message(foreign.people().chatId(3), "Hello")))
                .isEqualTo("403 BadArgument: Failed to decrypt conversation id");
        assertThat(code(caller.message("a%3A1abc", "Hello"))).isEqualTo("400 BadSyntax: Bad format of conversation ID");
        assertThat(code(caller.message("news", "Hello"))).isEqualTo("400 BadSyntax: Bad format of conversation ID");
        assertThat(code(caller.message(server.teams().get(0).id(), "Hello")))
                .startsWith("403 BotNotInConversationRoster");
        assertThat(code(caller.post("v3/conversations/%ff/activities", "{}")))
                .isEqualTo("400 BadSyntax: Bad format of conversation ID");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"event\"} | 400 BadArgument: Unknown activity type",
                "{\"text\":\"x\"} | 400 BadArgument: Unknown activity type",
                "{\"type\":\"message\"} | 400 BadSyntax: The message has neither text nor attachments",
                "{\"type\":\"message\",\"text\":\"\"} | 400 BadSyntax: The message has neither text nor attachments",
                "{\"type\":\"message\",\"text\":5} | 400 BadSyntax: Text or attachments of a wrong type",
                "{\"type\":\"message\",\"text\":\"x\",\"attachments\":{}} | 400 BadSyntax: Text or attachments of a wrong type",
                "{\"type\":\"message\",\"text\":\"x\",\"textFormat\":\"html\"} | 400 BadArgument: Unknown text format",
                "{\"type\":\"message\",\"text\":\"x\",\"from\":{\"id\":\"28:x\"}} | 400 BadArgument: The sender is not the bot of the token",
                "{\"type\":\"message\",\"text\":\"x\",\"recipient\":{\"id\":\"29:1x\"}} | 400 BadArgument: Recipient or conversation differs from the path",
                "{\"type\":\"message\",\"text\":\"x\",\"conversation\":{\"id\":\"a:1x\"}} | 400 BadArgument: Recipient or conversation differs from the path",
                "[] | 400 BadSyntax: The request body is not a JSON object",
                "{\"type\":\"message\",\"text\":\"x\" | 400 BadSyntax: The request body is not a JSON object",
            })
    void refusesAWrongMessage(String body, String expected) throws Exception {
        String chat = caller.created(freshUser());
        assertThat(code(caller.activity(chat, body))).isEqualTo(expected);
        assertThat(lastLogged().posted()).isFalse();
    }

    @Test
    void takesAMessageWithEveryConsistentProperty() throws Exception {
        String user = freshUser();
        String chat = caller.created(user);
        ObjectNode body = (ObjectNode) JSON.readTree(messageBody("x"));
        body.put("textFormat", "Markdown").put("summary", "s");
        body.putObject("from").put("id", "28:" + server.appId());
        body.putObject("recipient").put("id", user);
        body.putObject("conversation").put("id", chat);
        body.putObject("channelData").putObject("notification").put("alert", true);
        assertThat(caller.activity(chat, body.toString()).statusCode()).isEqualTo(201);
    }

    @Test
    void countsTheSizeOfAMessageInUtf16() throws Exception {
        String chat = caller.created(freshUser());
        int room = 51_200 - messageBody("").length();
        // One character of four bytes in UTF-8 is two of UTF-16.
        for (String unit : List.of("a", "ä", "\uD83D\uDE00")) {
            int count = room / unit.length();
            String fitting = unit.repeat(count) + "a".repeat(room - count * unit.length());
            assertThat(caller.message(chat, fitting).statusCode()).isEqualTo(201);
            assertThat(code(caller.message(chat, fitting + "a")))
                    .isEqualTo("413 MessageSizeTooBig: Message size too large.");
        }
    }

    @Test
    void pagesThroughARoster() throws Exception {
        SandboxTeam team = server.teams().get(1);
        Set<String> ids = new LinkedHashSet<>();
        String token = null;
        int pages = 0;
        do {
            JsonNode page = caller.memberPage(team.id(), 50, token);
            page.path("members").forEach(member -> ids.add(member.path("id").asText()));
            assertThat(page.path("members")).hasSize(50);
            token = page.path("continuationToken").asText(null);
            assertThat(page.has("continuationToken")).isEqualTo(token != null);
            pages++;
        } while (token != null);
        assertThat(pages).isEqualTo(6);
        assertThat(ids).hasSize(300);
    }

    @ParameterizedTest
    @CsvSource({"1,50", "50,50", "77,77", "500,500", "5000,500", "-3,50"})
    void clampsThePageSize(int asked, int given) throws Exception {
        SandboxTeam team = server.teams().get(2);
        assertThat(caller.memberPage(team.id(), asked, null).path("members")).hasSize(given);
    }

    @Test
    void hasADefaultPageSizeAndChecksTheParameters() throws Exception {
        SandboxTeam team = server.teams().get(2);
        String path = "v3/conversations/" + encode(team.id()) + "/pagedmembers";
        JsonNode page = JSON.readTree(caller.get(path).body());
        assertThat(page.path("members")).hasSize(200);
        assertThat(code(caller.get(path + "?pageSize=many"))).startsWith("400 BadSyntax");
        assertThat(code(caller.get(path + "?continuationToken=many"))).startsWith("400 BadArgument");
        String token = page.path("continuationToken").asText();
        assertThat(code(caller.members(server.teams().get(1).id(), 50, token)))
                .as("a token of another team")
                .startsWith("400 BadArgument");
        assertThat(caller.memberPage(team.id(), 500, token).path("members")).hasSize(500);
    }

    @Test
    void aChatHasARosterOfOne() throws Exception {
        String user = freshUser();
        String chat = caller.created(user);
        JsonNode page = caller.memberPage(chat, 50, null);
        assertThat(page.path("members")).hasSize(1);
        assertThat(page.path("members").get(0).path("id").asText()).isEqualTo(user);
        assertThat(caller.member(chat, user).statusCode()).isEqualTo(200);
        assertThat(code(caller.member(chat, freshUser()))).startsWith("404 MemberNotFoundInConversation");
    }

    @Test
    void findsAMemberByEachId() throws Exception {
        SandboxTeam team = server.teams().get(1);
        for (int place = 0; place < 60; place++) {
            Person person = same.people().person(same.member(1, place));
            String byId = caller.member(team.id(), person.id()).body();
            assertThat(JSON.readTree(byId).path("name").asText())
                    .isEqualTo(person.name().display());
            assertThat(caller.member(team.id(), person.userPrincipalName()).body())
                    .isEqualTo(byId);
            if (person.objectId() != null) {
                assertThat(caller.member(team.id(), person.objectId()).body()).isEqualTo(byId);
            }
        }
        Person outside = same.people().person(same.people().count() - 1);
        assertThat(same.isMember(1, outside.index())).isFalse();
        for (String id :
                List.of(outside.id(), outside.userPrincipalName(), server.appId(), "nobody@meridian.example")) {
            assertThat(code(caller.member(team.id(), id)))
                    .isEqualTo("404 MemberNotFoundInConversation: Member not found");
        }
        assertThat(code(caller.member(team.id(), foreign.people().userId(1)))).isEqualTo(FOREIGN_USER);
    }

    @Test
    void tellsAboutATeam() throws Exception {
        for (SandboxTeam team : server.teams()) {
            JsonNode body = JSON.readTree(caller.team(team.id()).body());
            assertThat(body.path("id").asText()).isEqualTo(team.id());
            assertThat(body.path("name").asText()).isEqualTo(team.name());
            assertThat(body.path("aadGroupId").asText()).isEqualTo(team.groupId());
            assertThat(body.path("memberCount").asInt()).isEqualTo(team.memberCount());
        }
    }

    @Test
    void refusesTeamsItDoesNotHave() throws Exception {
        String unknown = foreign.teams().get(0).id();
        String group = server.teams().get(0).groupId();
        String notFound = "404 ConversationNotFound: Conversation not found.";
        String malformed = "400 BadSyntax: Bad format of conversation ID";
        assertThat(code(caller.team(unknown))).isEqualTo(notFound);
        assertThat(code(caller.members(unknown, 50, null))).isEqualTo(notFound);
        assertThat(code(caller.member(unknown, users[0]))).isEqualTo(notFound);
        assertThat(code(caller.team(group))).isEqualTo(malformed);
        assertThat(code(caller.members(group, 50, null))).isEqualTo(malformed);
        assertThat(code(caller.member(group, users[0]))).isEqualTo(malformed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | v3/conversations | 405",
                "DELETE | v3/conversations | 405",
                "DELETE | v3/conversations/a%3A1x/members/29%3A1x | 405",
                "GET | v3/conversations/a%3A1x/activities | 405",
                "GET | v3/conversations/a%3A1x/activities/1 | 405",
                "POST | v3/teams/19%3Ax%40thread.tacv2 | 405",
                "POST | v3/conversations/a%3A1x/pagedmembers | 405",
                "POST | v3/conversations/a%3A1x/attachments | 404",
                "GET | v3/teams | 404",
                "GET | v3 | 404",
                "GET | v4/conversations | 404",
                "POST | v3/conversations/a%3A1x/members | 405",
                "POST | v3/teams/19%3Ax%40thread.tacv2/conversations | 405",
                "POST | v3/conversations/a%3A1x/activities/1/members | 405",
                "GET | v3/teams/19%3Ax%40thread.tacv2/channels | 404",
                "GET | v3/conversations/a%3A1x/activities/1/reactions | 404",
                "GET | ../v3/teams/19%3Ax%40thread.tacv2 | 404",
            })
    void servesNothingElse(String method, String path, int status) throws Exception {
        HttpResponse<String> answer = caller.send(caller.request(path)
                .header("Content-Type", "application/json")
                .method(method, method.equals("POST") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody()));
        assertThat(code(answer))
                .isEqualTo(
                        status == 404
                                ? "404 ServiceError: Unknown"
                                : "405 : The requested resource does not support http method '" + method + "'.");
    }

    @Test
    void aWrongBaseIsFoundOut() throws Exception {
        HttpResponse<String> answer = caller.send(HttpRequest.newBuilder(URI.create(server.loginUrl() + "v3/teams/"
                        + encode(server.teams().get(0).id())))
                .header("Authorization", "Bearer " + caller.token()));
        assertThat(code(answer)).isEqualTo("404 ServiceError: Unknown");
        assertThat(code(caller.post("v3/conversations/a%3A1x/activities/history", "{}")))
                .isEqualTo("400 BadArgument: Unknown activity type");
    }

    @Test
    void wantsJson() throws Exception {
        HttpResponse<String> answer = caller.send(caller.request("v3/conversations")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(caller.createBody(users[0]))));
        assertThat(answer.statusCode()).isEqualTo(415);
    }

    @Test
    void everyAnswerHasACorrelationVectorAndATypeOfItsOwn() throws Exception {
        Set<String> vectors = new HashSet<>();
        for (HttpResponse<String> answer : List.of(
                caller.create(users[0]),
                caller.team("x"),
                caller.get("v3/nothing"),
                caller.tokenAnswer(server.tenantId(), caller.goodForm()))) {
            vectors.add(answer.headers().firstValue("MS-CV").orElseThrow());
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json; charset=utf-8");
            assertThat(answer.headers().firstValue("Date")).isPresent();
            assertThat(answer.headers().firstValue("Server")).isEmpty();
        }
        assertThat(vectors).hasSize(4).allMatch(vector -> vector.matches("[A-Za-z0-9+/]{22}\\.0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "basic",
                "garbage",
                "audience",
                "expired",
                "early",
                "signature",
                "unsigned",
                "symmetric",
                "bot",
                "tenant"
            })
    void refusesTokensThatAreNotGood(String fault) throws Exception {
        String header =
                switch (fault) {
                    case "none" -> null;
                    case "basic" -> "Basic " + caller.token();
                    case "garbage" -> "Bearer abc";
                    case "unsigned" ->
                        "Bearer " + caller.token().substring(0, caller.token().lastIndexOf('.') + 1);
                    case "symmetric" -> "Bearer " + symmetric();
                    default -> "Bearer " + token(fault);
                };
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                server.serviceUrl() + "v3/teams/" + encode(server.teams().get(0).id())));
        if (header != null) {
            request.header("Authorization", header);
        }
        HttpResponse<String> answer = caller.send(request);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Authorization has been denied for this request.\"}");
    }

    @Test
    void takesATokenMadeByHandWithNoFault() throws Exception {
        HttpResponse<String> answer = caller.send(HttpRequest.newBuilder(URI.create(server.serviceUrl() + "v3/teams/"
                        + encode(server.teams().get(0).id())))
                .header("Authorization", "bearer " + token("no fault")));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    /** Signed with the published key as if it were a secret that both sides have. */
    private static String symmetric() throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                SignedJWT.parse(caller.token()).getJWTClaimsSet());
        token.sign(new MACSigner(TokenKey.load(TokenKey.TOKENS).toPublicKey().getEncoded()));
        return token.serialize();
    }

    private static String token(String fault) throws Exception {
        JWTClaimsSet good = SignedJWT.parse(caller.token()).getJWTClaimsSet();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder(good);
        RSAKey key = TokenKey.load(TokenKey.TOKENS);
        switch (fault) {
            case "audience" -> claims.audience("https://graph.microsoft.com");
            case "expired" -> claims.expirationTime(Date.from(Instant.now().minusSeconds(1)));
            case "early" -> claims.notBeforeTime(Date.from(Instant.now().plusSeconds(60)));
            case "bot" -> claims.claim("appid", foreign.appId());
            case "tenant" -> claims.claim("tid", foreign.tenantId());
            case "signature" ->
                key = new RSAKeyGenerator(2048).keyID(key.getKeyID()).generate();
            default -> assertThat(fault).isEqualTo("no fault");
        }
        return BearerTokens.sign(claims.build(), key);
    }

    @Test
    void tellsOfASendBeforeItIsPosted() throws Exception {
        String user = freshUser();
        String chat = caller.created(user);
        List<ReceivedSend> seen = new CopyOnWriteArrayList<>();
        List<String> lastInLog = new CopyOnWriteArrayList<>();
        server.onSend(received -> {
            if (received.userId().equals(user)) {
                seen.add(received);
                try {
                    lastInLog.add(lastLogged().route() + " " + lastLogged().userId());
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        caller.activity(chat, "{}");
        assertThat(seen).isEmpty();
        caller.create(user);
        assertThat(caller.message(chat, "Grüße 😀").statusCode()).isEqualTo(201);
        assertThat(seen).containsExactly(new ReceivedSend(user, chat, "Grüße 😀", messageBody("Grüße 😀")));
        assertThat(lastInLog).containsExactly("CREATE " + user);
        LoggedRequest logged = lastLogged();
        assertThat(logged.route()).isEqualTo(Route.SEND);
        assertThat(logged.posted()).isTrue();
        assertThat(logged.answered()).isTrue();
        assertThat(logged.conversationId()).isEqualTo(chat);
        assertThat(logged.textSha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest("Grüße 😀".getBytes(StandardCharsets.UTF_8))));
    }
}
