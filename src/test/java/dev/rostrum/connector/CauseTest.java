package dev.rostrum.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.connector.Cause.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each row of the error catalogue (connector reference, section 12) and what the program makes of it. */
@Tag("locale")
class CauseTest {
    @ParameterizedTest
    @CsvSource({
        "400, BadSyntax, Incorrect conversation creation parameters, RECIPIENT",
        "400, BadSyntax, Could not parse tenant id, RUN",
        "400, BadArgument, Failed to decrypt pairwise id, RECIPIENT",
        "400, BadArgument, Failed to decrypt conversation id, STALE_CONVERSATION",
        "403, BadArgument, Failed to decrypt conversation id, STALE_CONVERSATION",
        "400, BadSyntax, Bad format of conversation ID, STALE_CONVERSATION",
        "404, ServiceError, Unknown, RECIPIENT",
        "401, Unauthorized, Authorization has been denied for this request., TOKEN",
        "401, BotNotRegistered, No registration found for this bot., RUN",
        "403, BotDisabledByAdmin, The tenant admin disabled this bot, RUN",
        "403, BotNotInConversationRoster, The bot is not part of the conversation roster., RECIPIENT",
        "403, ConversationBlockedByUser, User blocked the conversation with the bot., RECIPIENT",
        "403, conversationblockedbyuser, case does not matter, RECIPIENT",
        "403, MessageWritesBlocked, Thread is blocked from message writes., RECIPIENT",
        "403, ForbiddenOperationException, Bot is not installed in user's personal scope, RECIPIENT",
        "403, InvalidBotApiHost, Invalid bot api host, RUN",
        "404, ConversationNotFound, Conversation not found., STALE_CONVERSATION",
        "404, MemberNotFoundInConversation, Member not found, RECIPIENT",
        "405, Http405, not supported, RUN",
        "408, Http408, timeout, UNKNOWN_FATE",
        "412, PreconditionFailed, try again, LATER",
        "413, MessageSizeTooBig, too large, RUN",
        "429, Throttled, Too many requests, THROTTLED",
        "429, Http429, no envelope, THROTTLED",
        "500, ServiceError, Unknown, UNKNOWN_FATE",
        "502, ServiceError, Unknown, UNKNOWN_FATE",
        "503, Http503, html, UNKNOWN_FATE",
        "504, Http504, html, UNKNOWN_FATE",
        "307, Redirected, redirect, RUN",
        "201, NoConversationId, no id, UNKNOWN_FATE",
    })
    void sortsEachAnswerOfTheCatalogue(int status, String code, String message, Kind kind) {
        Cause cause = Cause.of(new ConnectorFailure.Refused(status, code, message, null, null, Duration.ZERO));

        assertThat(cause.kind()).isEqualTo(kind);
        assertThat(cause.text()).isNotBlank().doesNotEndWith(".");
        assertThat(cause.sentence()).endsWith(".");
    }

    @ParameterizedTest
    @EnumSource(ConnectorFailure.NotSent.Obstacle.class)
    void whatNeverLeftIsNeverOfUnknownFate(ConnectorFailure.NotSent.Obstacle obstacle) {
        Cause cause = Cause.of(new ConnectorFailure.NotSent(obstacle, "x", Duration.ZERO, null));

        assertThat(cause.kind())
                .isEqualTo(obstacle == ConnectorFailure.NotSent.Obstacle.UNREACHABLE ? Kind.LATER : Kind.RUN);
    }

    @Test
    void aLostAnswerIsOfUnknownFate() {
        assertThat(Cause.of(new ConnectorFailure.Unanswered("Timeout", "x", Duration.ZERO, null))
                        .kind())
                .isEqualTo(Kind.UNKNOWN_FATE);
    }
}
