package dev.rostrum.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.connector.Cause.Kind;
import dev.rostrum.domain.Call;
import dev.rostrum.domain.Reason;
import dev.rostrum.http.Obstacle;
import dev.rostrum.words.Sentences;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of the error catalogue (connector reference, section 12) and what the program makes of it. */
@Tag("locale")
class CauseTest {
    /** Call, status, code, a message as the service words it, then: what follows, and the reason that is told. */
    static final List<String> ANSWERS = List.of(
            "CREATE, 400, BadSyntax, Incorrect conversation creation parameters, RECIPIENT, notReadable",
            "SEND, 400, BadArgument, malformed, RECIPIENT, notReadable",
            "SEND, 400, Bad Argument, malformed, RECIPIENT, notReadable",
            "CREATE, 400, BadSyntax, Could not parse tenant id, RUN, tenantUnknown",
            "CREATE, 400, BadArgument, Failed to decrypt pairwise id, RECIPIENT, otherBot",
            "SEND, 400, BadArgument, Failed to decrypt conversation id, STALE_CONVERSATION, conversationGone",
            "SEND, 403, BadArgument, Failed to decrypt conversation id, STALE_CONVERSATION, conversationGone",
            "SEND, 400, BadSyntax, Bad format of conversation ID, STALE_CONVERSATION, conversationGone",
            "UPDATE, 403, BadArgument, Failed to decrypt conversation id, RECIPIENT, messageOutOfReach",
            "DELETE, 400, BadSyntax, Bad format of conversation ID, RECIPIENT, messageOutOfReach",
            "ROSTER, 403, BadArgument, Failed to decrypt conversation id, RECIPIENT, teamUnknown",
            "TEAM, 400, BadSyntax, Bad format of conversation ID, RECIPIENT, teamUnknown",
            "CREATE, 400, ServiceError, Unknown, RECIPIENT, notServed",
            "SEND, 403, ServiceError, Unknown, RECIPIENT, notServed",
            "SEND, 404, ServiceError, Unknown, RECIPIENT, notServed",
            "UPDATE, 403, ServiceError, Unknown, MESSAGE_GONE, messageGone",
            "DELETE, 403, ServiceError, Unknown, MESSAGE_GONE, messageGone",
            "DELETE, 404, ServiceError, Unknown, RECIPIENT, notServed",
            "TEAM, 404, ServiceError, Unknown, RECIPIENT, teamNotServed",
            "CREATE, 403, ServiceError, You do not have sufficient privileges to execute this operation., RUN, noRight",
            "SEND, 403, Http403, You do not have sufficient privileges to execute this operation., RUN, noRight",
            "DELETE, 403, ServiceError, You do not have sufficient privileges to execute this operation., RUN, noRight",
            "ROSTER, 403, ServiceError, You do not have sufficient privileges to execute this operation., RECIPIENT, teamNotOpen",
            "SEND, 401, Unauthorized, Authorization has been denied for this request., TOKEN, tokenRefused",
            "TEAM, 401, Unauthorized, Authorization has been denied for this request., TOKEN, tokenRefused",
            "CREATE, 401, BotNotRegistered, No registration found for this bot., RUN, noBot",
            "SEND, 403, BotDisabledByAdmin, The tenant admin disabled this bot, RUN, botDisabled",
            "SEND, 403, BotNotInConversationRoster, The bot is not part of the conversation roster., RECIPIENT, notInstalled",
            "ROSTER, 403, BotNotInConversationRoster, The bot is not part of the conversation roster., RECIPIENT, teamNotOpen",
            "SEND, 403, ConversationBlockedByUser, User blocked the conversation with the bot., RECIPIENT, blocked",
            "SEND, 403, conversationblockedbyuser, case does not matter, RECIPIENT, blocked",
            "SEND, 403, MessageWritesBlocked, Thread is blocked., RECIPIENT, blockedOrRemoved",
            "SEND, 403, Error209, Thread is blocked from message writes., RECIPIENT, blockedOrRemoved",
            "CREATE, 403, ForbiddenOperationException, Bot is not installed in user's personal scope, RECIPIENT, notInstalled",
            "TEAM, 403, ForbiddenOperationException, not here, RECIPIENT, teamNotOpen",
            "CREATE, 403, InvalidBotApiHost, Invalid bot api host, RUN, otherCloud",
            "SEND, 403, NotEnoughPermissions, not for this chat, RECIPIENT, notPermitted",
            "ROSTER, 403, NotEnoughPermissions, private channel, RECIPIENT, teamNotOpen",
            "SEND, 403, Forbidden, may not post, RUN, notInTenant",
            "TEAM, 403, Forbidden, may not look, RECIPIENT, teamNotOpen",
            "SEND, 403, AclCheckFailed, older form, RUN, noRight",
            "TEAM, 403, AclCheckFailed, older form, RECIPIENT, teamNotOpen",
            "SEND, 404, ConversationNotFound, Conversation not found., STALE_CONVERSATION, conversationGone",
            "DELETE, 404, ConversationNotFound, Conversation not found., RECIPIENT, messageOutOfReach",
            "CREATE, 404, ConversationNotFound, Conversation not found., RECIPIENT, conversationGone",
            "ROSTER, 404, ConversationNotFound, Conversation not found., RECIPIENT, teamUnknown",
            "UPDATE, 404, ActivityNotFoundInConversation, gone, MESSAGE_GONE, messageGone",
            "CREATE, 404, MemberNotFoundInConversation, Member not found, RECIPIENT, memberGone",
            "SEND, 404, Http404, html, RECIPIENT, notFound",
            "CREATE, 404, Http404, html, RECIPIENT, notFound",
            "DELETE, 404, Http404, html, RECIPIENT, notFound",
            "TEAM, 404, Http404, html, RECIPIENT, teamUnknown",
            "TEAM, 400, BadArgument, malformed, RECIPIENT, teamUnknown",
            "ROSTER_PAGE, 400, BadArgument, malformed, PAGE_TOKEN, pageToken",
            "ROSTER_PAGE, 404, Http404, no envelope, PAGE_TOKEN, pageToken",
            "ROSTER_PAGE, 410, Http410, no envelope, PAGE_TOKEN, pageToken",
            "ROSTER, 403, Http403, no envelope, RECIPIENT, teamNotOpen",
            "TEAM, 418, Http418, new, RECIPIENT, teamRefused",
            "SEND, 405, Http405, not supported, RUN, notOffered",
            "DELETE, 405, Http405, not supported, RECIPIENT, cannot",
            "UPDATE, 501, NotImplemented, not here, RECIPIENT, cannot",
            "CREATE, 501, NotImplemented, not here, RUN, notOffered",
            "SEND, 408, Http408, timeout, UNKNOWN_FATE, sendTimedOut",
            "CREATE, 408, Http408, timeout, UNKNOWN_FATE, serverTrouble",
            "SEND, 412, PreconditionFailed, try again, LATER, busy",
            "SEND, 412, Http412, try again, LATER, busy",
            "SEND, 413, MessageSizeTooBig, too large, MESSAGE, tooLarge",
            "SEND, 413, RequestEntityTooLarge, too large, MESSAGE, tooLarge",
            "SEND, 413, Http413, too large, MESSAGE, tooLarge",
            "SEND, 429, Throttled, Too many requests, THROTTLED, throttled",
            "CREATE, 429, TooManyRequests, Too many requests, THROTTLED, throttled",
            "ROSTER, 429, Http429, no envelope, THROTTLED, throttled",
            "SEND, 500, ServiceError, Unknown, UNKNOWN_FATE, sendTrouble",
            "SEND, 502, ServiceError, Unknown, UNKNOWN_FATE, sendTrouble",
            "SEND, 503, Http503, html, UNKNOWN_FATE, sendTrouble",
            "ROSTER, 502, ServiceError, Unknown, UNKNOWN_FATE, serverTrouble",
            "DELETE, 504, Http504, html, UNKNOWN_FATE, serverTrouble",
            "SEND, 307, Redirected, redirect, RUN, redirect",
            "CREATE, 201, NoConversationId, no id, UNKNOWN_FATE, noConversationId",
            "ROSTER, 200, UnreadableAnswer, no members, UNKNOWN_FATE, unreadable",
            "CREATE, 409, Conflict, no row of its own, RECIPIENT, refused",
            "SEND, 403, SomethingNew, not in the catalogue, RECIPIENT, refused");

    static Stream<String> answers() {
        return ANSWERS.stream();
    }

    private static ConnectorFailure.Refused refused(String[] answer) {
        return new ConnectorFailure.Refused(
                Integer.parseInt(answer[1]), answer[2], answer[3], null, null, Duration.ZERO);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void sortsEachAnswerOfTheCatalogue(String line) {
        String[] answer = line.split(", ");

        Cause cause = Cause.of(Call.valueOf(answer[0]), refused(answer));

        assertThat(cause.kind()).isEqualTo(Kind.valueOf(answer[4]));
        assertThat(cause.reason())
                .isEqualTo(Reason.of("answer." + answer[5], Integer.parseInt(answer[1]), answer[2].replace(" ", "_")));
        assertThat(Sentences.of(cause.reason()))
                .isNotEqualTo(cause.reason().code())
                .doesNotEndWith(".")
                .doesNotContain("{");
        assertThat(Sentences.of(Reason.of(cause.reason().code()))).doesNotContain("{");
    }

    /** A rule that no answer meets is not tested, or can never be met behind those before it. */
    @Test
    void eachRowOfTheTableIsMetFirstByAnAnswer() {
        Set<Cause.Row> met = new HashSet<>();
        for (String line : ANSWERS) {
            String[] answer = line.split(", ");
            met.add(Cause.row(Call.valueOf(answer[0]), refused(answer)));
        }

        assertThat(met).containsExactlyInAnyOrderElementsOf(Cause.TABLE);
    }

    /** What a read meets is told of the team, never "ask them whether it arrived". */
    @ParameterizedTest
    @EnumSource(
            value = Call.class,
            names = {"TEAM", "ROSTER", "ROSTER_PAGE"})
    void aReadIsNeverADoubt(Call call) {
        for (int status : new int[] {408, 500, 502, 504}) {
            Cause cause = Cause.of(
                    call, new ConnectorFailure.Refused(status, "Http" + status, "", null, null, Duration.ZERO));
            assertThat(Sentences.whole(cause.reason())).doesNotContain("arrived");
        }
        Cause unanswered = Cause.of(call, new ConnectorFailure.Unanswered("Timeout", "x", Duration.ZERO, null));
        assertThat(Sentences.whole(unanswered.reason())).doesNotContain("arrived");
    }

    @ParameterizedTest
    @EnumSource(Obstacle.class)
    void whatNeverLeftIsNeverOfUnknownFate(Obstacle obstacle) {
        Cause cause = Cause.of(Call.SEND, new ConnectorFailure.NotSent(obstacle, "x", Duration.ZERO, null));

        assertThat(cause.kind()).isEqualTo(obstacle == Obstacle.UNREACHABLE ? Kind.LATER : Kind.RUN);
    }

    @Test
    void aLostAnswerIsOfUnknownFate() {
        assertThat(Cause.of(Call.SEND, new ConnectorFailure.Unanswered("Timeout", "x", Duration.ZERO, null))
                        .kind())
                .isEqualTo(Kind.UNKNOWN_FATE);
    }
}
