package dev.rostrum.sandbox;

import static dev.rostrum.sandbox.Caller.code;
import static dev.rostrum.sandbox.Caller.messageBody;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.contract.SchemaCheck;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages are changed and taken back, over real HTTP. */
class SandboxChangesTest {
    private static final String UNKNOWN = "404 ActivityNotFoundInConversation: Activity not found.";

    @TempDir
    Path folder;

    private SandboxServer server;
    private Caller caller;
    private String user;
    private String chat;
    private String activity;

    @BeforeEach
    void start() throws Exception {
        server = SandboxServer.start(options());
        caller = new Caller(server);
        user = caller.userIds(server.teams().get(0), 1)[0];
        chat = caller.created(user);
        activity = caller.sent(chat, "The office closes at noon.");
    }

    private SandboxOptions options() {
        return SandboxOptions.defaults(folder).withTeamSizes(12).withRateLimits(false);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private LoggedRequest lastLogged() throws IOException {
        List<LoggedRequest> all = LoggedRequest.readAll(server.requestLog());
        return all.get(all.size() - 1);
    }

    private SandboxMessage message() throws IOException {
        return server.message(chat, activity).orElseThrow();
    }

    @Test
    void anUpdateChangesTheTextAndKeepsTheId() throws Exception {
        assertThat(message())
                .isEqualTo(new SandboxMessage(activity, user, chat, "The office closes at noon.", 0, 0, false, false));
        HttpResponse<String> answer = caller.update(chat, activity, messageBody("It closes at one."));
        assertThat(answer.statusCode()).isEqualTo(200);
        SchemaCheck.assertFits("send-response", answer.body());
        assertThat(Caller.JSON.readTree(answer.body()).path("id").asText()).isEqualTo(activity);
        assertThat(message())
                .isEqualTo(new SandboxMessage(activity, user, chat, "It closes at one.", 0, 1, false, false));
        LoggedRequest logged = lastLogged();
        assertThat(logged.route()).isEqualTo(Route.UPDATE);
        assertThat(logged.method()).isEqualTo("PUT");
        assertThat(logged.processed()).isTrue();
        assertThat(logged.posted()).isFalse();
        assertThat(logged.userId()).isEqualTo(user);
        assertThat(logged.conversationId()).isEqualTo(chat);
        assertThat(logged.activityId()).isEqualTo(activity);
        caller.sent(chat, "It closes at one.");
        assertThat(lastLogged().textSha256()).isEqualTo(logged.textSha256()).isNotEmpty();
        assertThat(server.messages(chat))
                .extracting(SandboxMessage::text)
                .containsExactly("It closes at one.", "It closes at one.");
    }

    @Test
    void anUpdateMayChangeTheKindOfMessage() throws Exception {
        String card = "{\"type\":\"message\",\"attachments\":[{\"contentType\":"
                + "\"application/vnd.microsoft.card.adaptive\",\"content\":{}}]}";
        assertThat(caller.update(chat, activity, card).statusCode()).isEqualTo(200);
        assertThat(message()).isEqualTo(new SandboxMessage(activity, user, chat, null, 1, 1, false, false));
    }

    @Test
    void aDeletedMessageIsGone() throws Exception {
        HttpResponse<String> answer = caller.delete(chat, activity);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(message()).isEqualTo(new SandboxMessage(activity, user, chat, null, 0, 0, true, false));
        assertThat(lastLogged().route()).isEqualTo(Route.DELETE);
        assertThat(lastLogged().processed()).isTrue();
        assertThat(lastLogged().activityId()).isEqualTo(activity);
        assertThat(code(caller.delete(chat, activity))).isEqualTo(UNKNOWN);
        assertThat(lastLogged().processed()).isFalse();
        assertThat(code(caller.update(chat, activity, messageBody("x")))).isEqualTo(UNKNOWN);
        SchemaCheck.assertFits("error-a", caller.delete(chat, activity).body());
    }

    @Test
    void unknownIdsAreRefused() throws Exception {
        String other = caller.created(caller.userIds(server.teams().get(0), 2)[1]);
        for (String id : List.of("1", "x", "0" + activity, "+" + activity, "99999999999999999999")) {
            assertThat(code(caller.delete(chat, id))).as(id).isEqualTo(UNKNOWN);
            assertThat(code(caller.update(chat, id, messageBody("x")))).as(id).isEqualTo(UNKNOWN);
        }
        assertThat(code(caller.delete(other, activity))).isEqualTo(UNKNOWN);
        assertThat(code(caller.delete("a:1foreign", activity)))
                .isEqualTo("403 BadArgument: Failed to decrypt conversation id");
        assertThat(code(caller.update("nonsense", activity, messageBody("x"))))
                .isEqualTo("400 BadSyntax: Bad format of conversation ID");
        server.removeConversation(user);
        assertThat(code(caller.delete(chat, activity))).isEqualTo("404 ConversationNotFound: Conversation not found.");
        assertThat(code(caller.update(chat, activity, messageBody("x"))))
                .isEqualTo("404 ConversationNotFound: Conversation not found.");
        assertThat(message().text()).isEqualTo("The office closes at noon.");
    }

    @Test
    void whatThePersonWroteIsNotTheBots() throws Exception {
        String theirs = server.userWrites(user, "Thanks");
        assertThat(code(caller.update(chat, theirs, messageBody("x")))).startsWith("403 NotEnoughPermissions");
        assertThat(code(caller.delete(chat, theirs))).startsWith("403 NotEnoughPermissions");
        assertThat(server.message(chat, theirs).orElseThrow())
                .isEqualTo(new SandboxMessage(theirs, user, chat, "Thanks", 0, 0, false, true));
    }

    @Test
    void anUpdateIsCheckedAsASendIs() throws Exception {
        int chars = 50 * 1024 - messageBody("").length();
        assertThat(caller.update(chat, activity, messageBody("x".repeat(chars))).statusCode())
                .isEqualTo(200);
        assertThat(code(caller.update(chat, activity, messageBody("x".repeat(chars + 1)))))
                .isEqualTo("413 MessageSizeTooBig: Message size too large.");
        assertThat(message().text()).hasSize(chars);
        assertThat(caller.update(chat, activity, "{").statusCode()).isEqualTo(400);
        assertThat(caller.update(chat, activity, messageBody("")).statusCode()).isEqualTo(400);
        assertThat(caller.update(chat, activity, "{\"id\":\"1\",\"type\":\"message\",\"text\":\"x\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(caller.send(caller.request("v3/conversations/" + Caller.encode(chat) + "/activities/" + activity)
                                .header("Content-Type", "text/plain")
                                .PUT(BodyPublishers.ofString(messageBody("x"))))
                        .statusCode())
                .isEqualTo(415);
        assertThat(message().text()).hasSize(chars);
    }

    @Test
    void theStateOutlivesARestart() throws Exception {
        String second = caller.sent(chat, "second \u00e4\ud83d\ude00\n\u2028");
        String third = caller.sent(chat, "third");
        caller.update(chat, second, messageBody("second, \u00e4\ud83d\ude00 corrected"));
        caller.delete(chat, third);
        List<SandboxMessage> before = server.messages(chat);
        assertThat(before).hasSize(3);
        server.close();
        server = SandboxServer.start(options());
        caller = new Caller(server);
        assertThat(server.messages(chat)).isEqualTo(before);
        assertThat(caller.update(chat, activity, messageBody("x")).statusCode()).isEqualTo(200);
        assertThat(code(caller.delete(chat, third))).isEqualTo(UNKNOWN);
    }

    @Test
    void aFullFileForgetsTheOldestOnly() throws Exception {
        Path file = folder.resolve("messages-test.jsonl");
        List<Messages.Line> lines = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            lines.add(new Messages.Line(1_000 + i, i % 3, "text " + i, 0, 0, false, false));
        }
        Messages.Line changed = new Messages.Line(1_000, 0, "changed", 0, 1, false, false);
        try (Messages messages = Messages.open(file, 1_000)) {
            for (Messages.Line line : lines) {
                messages.put(line);
                messages.put(changed);
            }
            assertKept(messages, lines, changed);
        }
        try (Messages messages = Messages.open(file, 1_000)) {
            assertKept(messages, lines, changed);
        }
    }

    private static void assertKept(Messages messages, List<Messages.Line> lines, Messages.Line changed)
            throws IOException {
        assertThat(messages.find(0, 1_000)).contains(changed);
        assertThat(messages.find(1, 1_000)).isEmpty();
        assertThat(messages.find(1, 1_001)).isEmpty();
        for (Messages.Line line : lines.subList(50, 60)) {
            assertThat(messages.find(line.person(), line.id())).contains(line);
        }
        assertThat(messages.of(0)).hasSizeBetween(3, 15).contains(changed).doesNotContain(lines.get(3));
    }

    @Test
    void updatesAndDeletesCountInTheWindowsOfTheConversation() throws Exception {
        server.close();
        // Time stands still.
        server = SandboxServer.start(
                options().withRateLimits(true), Clock.systemUTC(), () -> 0, RequestLog.DEFAULT_LIMIT);
        caller = new Caller(server);
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            statuses.add(caller.message(chat, "x").statusCode());
            statuses.add(caller.update(chat, activity, messageBody("x")).statusCode());
        }
        statuses.add(caller.delete(chat, activity).statusCode());
        HttpResponse<String> over = caller.update(chat, activity, messageBody("x"));
        assertThat(statuses).containsExactly(201, 200, 201, 200, 201, 200, 200);
        assertThat(code(over)).isEqualTo("429 Throttled: Too many requests");
        assertThat(caller.delete(chat, activity).statusCode()).isEqualTo(429);
        assertThat(caller.message(chat, "x").statusCode()).isEqualTo(429);
    }
}
