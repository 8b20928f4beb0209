package dev.rostrum.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.connector.ConnectorFailure.Refused;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.TextFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
        "502, d-page.html, Http502, Answered with HTTP 502 and no reason.",
        "503, d-empty.txt, Http503, Answered with HTTP 503 and no reason.",
        "503, d-words.txt, Http503, upstream connect error",
        "400, a-no-code.json, Http400, Something",
        "400, a-numbers.json, 17, Something",
        "500, broken.json, Http500, Answered with HTTP 500 and no reason.",
        "500, array.json, Http500, Answered with HTTP 500 and no reason."
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

        assertThat(envelope.code()).isEqualTo("Bad [token]");
        assertThat(envelope.message())
                .doesNotContain("token-1", "eyJ", "abc.def")
                .contains("[token]");
    }

    @Test
    void whatARefusalSaysIsCut() {
        String body = "{\"error\":{\"code\":\"" + "c".repeat(5000) + "\",\"message\":\"" + "m".repeat(50000) + "\"}}";

        ErrorEnvelope envelope = ErrorEnvelope.of(400, body.getBytes(StandardCharsets.UTF_8), null);

        assertThat(envelope.code()).hasSize(100);
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
