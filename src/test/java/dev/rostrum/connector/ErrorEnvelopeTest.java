package dev.rostrum.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.connector.ConnectorFailure.Refused;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.http.RawServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each refusal of the reference, over a real connection, becomes the failure that it means. */
@Tag("locale")
class ErrorEnvelopeTest {
    @ParameterizedTest
    @CsvSource({
        "400, a-pairwise.json, BadArgument, Failed to decrypt pairwise id",
        "400, a-create-shape.json, BadSyntax, Incorrect conversation creation parameters",
        "400, a-tenant.json, BadSyntax, Could not parse tenant id",
        "401, a-not-registered.json, BotNotRegistered, No registration found for this bot.",
        "401, b-denied.json, Unauthorized, Authorization has been denied for this request.",
        "403, a-conversation-id.json, BadArgument, Failed to decrypt conversation id",
        "403, a-blocked.json, ConversationBlockedByUser, User blocked the conversation with the bot.",
        "403, a-admin-disabled.json, BotDisabledByAdmin, The tenant admin disabled this bot",
        "403, a-not-in-roster.json, BotNotInConversationRoster, The bot is not part of the conversation roster.",
        "403, a-wrong-host.json, InvalidBotApiHost, Wrong host",
        "403, c-writes-blocked.json, MessageWritesBlocked, Thread is blocked from message writes.",
        "403, c-plain-message.json, Error209, Thread is blocked.",
        "403, a-no-permission.json, NotEnoughPermissions, Not enough",
        "403, a-not-installed.json, ForbiddenOperationException, Bot is not installed in user's personal scope",
        "404, a-no-activity.json, ActivityNotFoundInConversation, No such activity",
        "404, a-no-conversation.json, ConversationNotFound, Conversation not found.",
        "404, a-unknown.json, ServiceError, Unknown",
        "405, b-method.json, Http405, The requested resource does not support http method 'GET'.",
        "412, a-precondition.json, PreconditionFailed, 'Precondition failed, please try again.'",
        "413, a-too-big.json, MessageSizeTooBig, Too big",
        "429, a-throttled.json, Throttled, Too many requests",
        "500, a-unknown.json, ServiceError, Unknown",
        "502, a-unknown.json, ServiceError, Unknown",
        "502, d-page.html, Http502, ''",
        "503, d-empty.txt, Http503, ''",
        "503, d-words.txt, Http503, upstream connect error",
        "400, a-no-code.json, Http400, Something",
        "400, a-numbers.json, 17, Something",
        "500, broken.json, Http500, ''",
        "500, array.json, Http500, ''"
    })
    void everyEnvelope(int status, String file, String code, String message) throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.then(RawServer.answer(status, resource(file), "MS-CV: Ab1+/=.0"));

            assertThatThrownBy(() -> rig.client.send(rig.permit(), Rig.CHAT, new Message("Hello", TextFormat.PLAIN)))
                    .isInstanceOfSatisfying(Refused.class, refused -> {
                        assertThat(refused.status()).isEqualTo(status);
                        assertThat(refused.code()).isEqualTo(code);
                        assertThat(refused.getMessage()).isEqualTo(message);
                        assertThat(refused.msCv()).isEqualTo("Ab1+/=.0");
                        assertThat(refused.retryAfter()).isNull();
                    });
            assertThat(rig.server.requests()).hasSize(1);
        }
    }

    @Test
    void noTokenComesOutOfARefusal() {
        String body = "{\"error\":{\"code\":\"Bad token-1\",\"message\":\"Bearer token-1 / eyJhbGciOiJub25lIn0.e30.c2ln"
                + " / BEARER abc.def\"}}";

        ErrorEnvelope envelope = ErrorEnvelope.of(401, body.getBytes(StandardCharsets.UTF_8), "token-1");

        assertThat(envelope.code()).isEqualTo("Unauthorized");
        assertThat(envelope.message())
                .doesNotContain("token-1", "eyJ", "abc.def")
                .contains("[token]");
    }

    /** A code goes into logs, files and reports for others. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Conversation.Not_Found-2|Conversation.Not_Found-2",
                "A23456789_123456789_123456789_123456789_123456789_123456789_1234"
                        + "|A23456789_123456789_123456789_123456789_123456789_123456789_1234",
                "A23456789_123456789_123456789_123456789_123456789_123456789_12345|Http400",
                "=cmd()|Http400",
                "Not\\u001b[31mFound|Http400",
                "Not\\u202eFound|Http400",
                "Not\\nFound|Http400",
                "eyJhbGciOiJub25lIn0.e30.c2ln|Http400",
                "token-1|Http400",
                "Ko\u00dfte|Http400",
                "ada@example.org|Http400"
            })
    void aCodeHasTheShapeOfCodes(String given, String code) {
        for (String body : List.of(
                "{\"error\":{\"code\":\"" + given + "\"}}",
                "{\"errorCode\":1,\"message\":\"{\\\"subCode\\\":\\\"" + given.replace("\\", "\\\\") + "\\\"}\"}")) {
            assertThat(ErrorEnvelope.of(400, body.getBytes(StandardCharsets.UTF_8), "token-1")
                            .code())
                    .as(body)
                    .isEqualTo(code);
        }
    }

    @ParameterizedTest
    @CsvSource({"Ab1+/=.0, Ab1+/=.0", "'a b', ", "a\u00e9, ", "=1+1;cmd, ", "eyJhbGciOiJub25lIn0.e30.c2ln, "})
    void aCorrelationVectorHasTheShapeOfThose(String given, String shown) throws Exception {
        for (String value : List.of(given, given + "x".repeat(130))) {
            try (Rig rig = new Rig()) {
                rig.server.then(RawServer.answer(400, "{}", "MS-CV: " + value));
                assertThatThrownBy(() -> rig.client.team(Rig.TEAM))
                        .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.msCv())
                                .isEqualTo(value.length() > 127 ? null : shown));
            }
        }
    }

    @Test
    void whatARefusalSaysIsCut() {
        String body = "{\"error\":{\"code\":\"" + "c".repeat(5000) + "\",\"message\":\"" + "m".repeat(50000) + "\"}}";

        ErrorEnvelope envelope = ErrorEnvelope.of(400, body.getBytes(StandardCharsets.UTF_8), null);

        assertThat(envelope.code()).isEqualTo("Http400");
        assertThat(envelope.message()).hasSize(500);
    }

    @Test
    void ofAHugeRefusalTheStatusIsKept() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.then(RawServer.endlessBody(503));

            assertThatThrownBy(() -> rig.client.createConversation(rig.permit(), Rig.USER))
                    .isInstanceOfSatisfying(Refused.class, refused -> {
                        assertThat(refused.status()).isEqualTo(503);
                        assertThat(refused.code()).isEqualTo("Http503");
                    });
        }
    }

    private static String resource(String file) {
        try (InputStream in = ErrorEnvelopeTest.class.getResourceAsStream("errors/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
