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
    /** Status, code, a message as the service words it, then: what follows, who can change it, whether another try can help. */
    @ParameterizedTest
    @CsvSource({
        "400, BadSyntax, Incorrect conversation creation parameters, RECIPIENT, YOU, false",
        "400, BadArgument, malformed, RECIPIENT, YOU, false",
        "400, Bad Argument, malformed, RECIPIENT, YOU, false",
        "400, BadSyntax, Could not parse tenant id, RUN, YOU, false",
        "400, BadArgument, Failed to decrypt pairwise id, RECIPIENT, YOU, false",
        "400, BadArgument, Failed to decrypt conversation id, STALE_CONVERSATION, YOU, true",
        "403, BadArgument, Failed to decrypt conversation id, STALE_CONVERSATION, YOU, true",
        "400, BadSyntax, Bad format of conversation ID, STALE_CONVERSATION, YOU, true",
        "400, ServiceError, Unknown, RECIPIENT, YOU, false",
        "403, ServiceError, Unknown, RECIPIENT, YOU, false",
        "404, ServiceError, Unknown, RECIPIENT, YOU, false",
        "401, Unauthorized, Authorization has been denied for this request., TOKEN, YOU, false",
        "401, BotNotRegistered, No registration found for this bot., RUN, YOU, false",
        "403, BotDisabledByAdmin, The tenant admin disabled this bot, RUN, TEAMS_ADMIN, false",
        "403, BotNotInConversationRoster, The bot is not part of the conversation roster., RECIPIENT, TEAMS_ADMIN, false",
        "403, ConversationBlockedByUser, User blocked the conversation with the bot., RECIPIENT, PERSON, false",
        "403, conversationblockedbyuser, case does not matter, RECIPIENT, PERSON, false",
        "403, MessageWritesBlocked, Thread is blocked from message writes., RECIPIENT, TEAMS_ADMIN, false",
        "403, Error209, Thread is blocked from message writes., RECIPIENT, TEAMS_ADMIN, false",
        "403, ForbiddenOperationException, Bot is not installed in user's personal scope, RECIPIENT, TEAMS_ADMIN, false",
        "403, InvalidBotApiHost, Invalid bot api host, RUN, YOU, false",
        "403, NotEnoughPermissions, not for this chat, RECIPIENT, TEAMS_ADMIN, false",
        "403, Forbidden, may not post, RUN, TEAMS_ADMIN, false",
        "403, AclCheckFailed, older form, RUN, TEAMS_ADMIN, false",
        "403, Http403, You do not have sufficient privileges to execute this operation., RUN, TEAMS_ADMIN, false",
        "404, ConversationNotFound, Conversation not found., STALE_CONVERSATION, YOU, true",
        "404, ActivityNotFoundInConversation, gone, MESSAGE_GONE, NOBODY, false",
        "404, MemberNotFoundInConversation, Member not found, RECIPIENT, YOU, false",
        "404, Http404, html, RECIPIENT, YOU, false",
        "405, Http405, not supported, RUN, YOU, false",
        "408, Http408, timeout, UNKNOWN_FATE, YOU, true",
        "412, PreconditionFailed, try again, LATER, NOBODY, true",
        "413, MessageSizeTooBig, too large, RUN, YOU, false",
        "413, RequestEntityTooLarge, too large, RUN, YOU, false",
        "429, Throttled, Too many requests, THROTTLED, NOBODY, true",
        "429, TooManyRequests, Too many requests, THROTTLED, NOBODY, true",
        "429, Http429, no envelope, THROTTLED, NOBODY, true",
        "500, ServiceError, Unknown, UNKNOWN_FATE, YOU, true",
        "502, ServiceError, Unknown, UNKNOWN_FATE, YOU, true",
        "503, Http503, html, UNKNOWN_FATE, YOU, true",
        "504, Http504, html, UNKNOWN_FATE, YOU, true",
        "307, Redirected, redirect, RUN, YOU, false",
        "201, NoConversationId, no id, UNKNOWN_FATE, NOBODY, true",
        "403, SomethingNew, not in the catalogue, RECIPIENT, NOBODY, false",
    })
    void sortsEachAnswerOfTheCatalogue(
            int status, String code, String message, Kind kind, Cause.Who who, boolean retryHelps) {
        Cause cause = Cause.of(new ConnectorFailure.Refused(status, code, message, null, null, Duration.ZERO));

        assertThat(cause.kind()).isEqualTo(kind);
        assertThat(cause.who()).isEqualTo(who);
        assertThat(cause.retryHelps()).isEqualTo(retryHelps);
        assertThat(cause.text()).isNotBlank().doesNotEndWith(".");
        assertThat(cause.sentence()).startsWith(cause.text() + ".").endsWith(".");
        assertThat(cause.refusal()).startsWith(cause.sentence()).endsWith(".");
        if (who == Cause.Who.TEAMS_ADMIN) {
            assertThat(cause.sentence()).contains(" Teams admin: ");
        }
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
