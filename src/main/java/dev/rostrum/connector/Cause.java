package dev.rostrum.connector;

import dev.rostrum.domain.Call;
import dev.rostrum.domain.Reason;
import dev.rostrum.http.Obstacle;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a failed call means, and what the program may do about it. One table over (call, status, code, known fragment of the
 * message), the most specific first; from the error catalogue of the connector reference (section 12) and from what has been seen
 * since. The words stand under the reason's code.
 *
 * @param kind what the program may do
 * @param reason what is the matter
 */
public record Cause(Kind kind, Reason reason) {

    /** What follows from a failure. */
    public enum Kind {
        /** The same for everybody, and certainly not processed: all runs pause, the row stays. */
        RUN,
        /** The same for everybody who gets this message, and certainly not processed: its run pauses, the row stays. */
        MESSAGE,
        /** Something between here and Teams answered: all sending pauses at once, and what became of the call is not known. */
        BETWEEN,
        /** This person's alone: the row ends. */
        RECIPIENT,
        /** The stored conversation id is stale: forgotten, opened once more, sent once. */
        STALE_CONVERSATION,
        /** The message that an edit or recall acts on is not there any more. */
        MESSAGE_GONE,
        /** The token of a further page of a roster is not taken: the roster is read again from its first page, once. */
        PAGE_TOKEN,
        /** The token was refused: one try with a new one. */
        TOKEN,
        /** Certainly not processed and likely to pass: tried again later. */
        LATER,
        /** Teams asked everybody to wait. */
        THROTTLED,
        /** May have been processed. What is repeatable is repeated; a send is in doubt. */
        UNKNOWN_FATE
    }

    private static final Set<Call> ANY = EnumSet.allOf(Call.class);
    private static final Set<Call> READS = EnumSet.of(Call.TEAM, Call.ROSTER, Call.ROSTER_PAGE);
    private static final Set<Call> CHANGES = EnumSet.of(Call.UPDATE, Call.DELETE);

    /**
     * A row of the table.
     *
     * @param from the lowest status it is about
     * @param to the highest
     * @param code in lower case, or null for any
     * @param fragment part of the message in lower case, or null for any message
     * @param reason what follows {@code answer.} in the reason's code
     */
    record Row(Set<Call> calls, int from, int to, String code, String fragment, Kind kind, String reason) {
        boolean fits(Call call, int status, String itsCode, String message) {
            return calls.contains(call)
                    && status >= from
                    && status <= to
                    && (code == null || code.equals(itsCode))
                    && (fragment == null || message.contains(fragment));
        }
    }

    /** The rows in the order in which they are looked through. */
    static final List<Row> TABLE = List.of(
            // What the text says goes before its code, which is often a general one.
            said(EnumSet.of(Call.SEND), "decrypt conversation id", Kind.STALE_CONVERSATION, "conversationGone"),
            said(EnumSet.of(Call.SEND), "bad format of conversation id", Kind.STALE_CONVERSATION, "conversationGone"),
            said(CHANGES, "decrypt conversation id", Kind.RECIPIENT, "messageOutOfReach"),
            said(CHANGES, "bad format of conversation id", Kind.RECIPIENT, "messageOutOfReach"),
            said(READS, "decrypt conversation id", Kind.RECIPIENT, "teamUnknown"),
            said(READS, "bad format of conversation id", Kind.RECIPIENT, "teamUnknown"),
            said(ANY, "decrypt pairwise id", Kind.RECIPIENT, "otherBot"),
            said(ANY, "parse tenant id", Kind.RUN, "tenantUnknown"),
            said(ANY, "blocked from message writes", Kind.RECIPIENT, "blockedOrRemoved"),
            said(READS, "sufficient privileges", Kind.RECIPIENT, "teamNotOpen"),
            said(ANY, "sufficient privileges", Kind.RUN, "noRight"),
            // Other calls give the same code.
            coded(READS, 400, 499, "conversationnotfound", Kind.RECIPIENT, "teamUnknown"),
            coded(READS, 400, 499, "botnotinconversationroster", Kind.RECIPIENT, "teamNotOpen"),
            coded(READS, 400, 499, "notenoughpermissions", Kind.RECIPIENT, "teamNotOpen"),
            coded(READS, 400, 499, "forbiddenoperationexception", Kind.RECIPIENT, "teamNotOpen"),
            coded(READS, 400, 499, "aclcheckfailed", Kind.RECIPIENT, "teamNotOpen"),
            coded(READS, 400, 499, "forbidden", Kind.RECIPIENT, "teamNotOpen"),
            // It was seen for a message that had been deleted. A 404 that does not speak of the message leaves open
            // whether the
            // person still sees it, so that a recall is not done by it.
            coded(CHANGES, 403, 403, "serviceerror", Kind.MESSAGE_GONE, "messageGone"),
            coded(EnumSet.of(Call.SEND), 400, 499, "conversationnotfound", Kind.STALE_CONVERSATION, "conversationGone"),
            coded(CHANGES, 400, 499, "conversationnotfound", Kind.RECIPIENT, "messageOutOfReach"),
            coded(ANY, 400, 499, "conversationnotfound", Kind.RECIPIENT, "conversationGone"),
            coded(ANY, 400, 499, "conversationblockedbyuser", Kind.RECIPIENT, "blocked"),
            coded(ANY, 400, 499, "messagewritesblocked", Kind.RECIPIENT, "blockedOrRemoved"),
            coded(ANY, 400, 499, "botnotinconversationroster", Kind.RECIPIENT, "notInstalled"),
            coded(ANY, 400, 499, "forbiddenoperationexception", Kind.RECIPIENT, "notInstalled"),
            coded(ANY, 400, 499, "notenoughpermissions", Kind.RECIPIENT, "notPermitted"),
            coded(ANY, 400, 499, "membernotfoundinconversation", Kind.RECIPIENT, "memberGone"),
            coded(ANY, 400, 499, "activitynotfoundinconversation", Kind.MESSAGE_GONE, "messageGone"),
            coded(ANY, 400, 499, "botnotregistered", Kind.RUN, "noBot"),
            coded(ANY, 400, 499, "botdisabledbyadmin", Kind.RUN, "botDisabled"),
            coded(ANY, 400, 499, "forbidden", Kind.RUN, "notInTenant"),
            coded(ANY, 400, 499, "aclcheckfailed", Kind.RUN, "noRight"),
            coded(ANY, 400, 499, "invalidbotapihost", Kind.RUN, "otherCloud"),
            coded(READS, 400, 499, "serviceerror", Kind.RECIPIENT, "teamNotServed"),
            coded(ANY, 400, 499, "serviceerror", Kind.RECIPIENT, "notServed"),
            coded(ANY, 400, 499, "messagesizetoobig", Kind.MESSAGE, "tooLarge"),
            coded(ANY, 400, 499, "requestentitytoolarge", Kind.MESSAGE, "tooLarge"),
            coded(ANY, 400, 499, "preconditionfailed", Kind.LATER, "busy"),
            coded(ANY, 400, 499, "throttled", Kind.THROTTLED, "throttled"),
            coded(ANY, 400, 499, "toomanyrequests", Kind.THROTTLED, "throttled"),
            // These are told by the status alone.
            status(EnumSet.of(Call.CREATE), 200, 299, Kind.UNKNOWN_FATE, "noConversationId"),
            status(READS, 200, 299, Kind.UNKNOWN_FATE, "unreadable"),
            status(ANY, 300, 399, Kind.RUN, "redirect"),
            // The same call without a token went well just before.
            status(EnumSet.of(Call.ROSTER_PAGE), 400, 400, Kind.PAGE_TOKEN, "pageToken"),
            status(EnumSet.of(Call.ROSTER_PAGE), 404, 404, Kind.PAGE_TOKEN, "pageToken"),
            status(EnumSet.of(Call.ROSTER_PAGE), 410, 410, Kind.PAGE_TOKEN, "pageToken"),
            status(READS, 400, 400, Kind.RECIPIENT, "teamUnknown"),
            status(ANY, 400, 400, Kind.RECIPIENT, "notReadable"),
            status(ANY, 401, 401, Kind.TOKEN, "tokenRefused"),
            status(READS, 403, 403, Kind.RECIPIENT, "teamNotOpen"),
            status(READS, 404, 404, Kind.RECIPIENT, "teamUnknown"),
            status(ANY, 404, 404, Kind.RECIPIENT, "notFound"),
            status(CHANGES, 405, 405, Kind.RECIPIENT, "cannot"),
            status(CHANGES, 501, 501, Kind.RECIPIENT, "cannot"),
            status(ANY, 405, 405, Kind.RUN, "notOffered"),
            status(ANY, 501, 501, Kind.RUN, "notOffered"),
            status(EnumSet.of(Call.SEND), 408, 408, Kind.UNKNOWN_FATE, "sendTimedOut"),
            status(ANY, 408, 408, Kind.UNKNOWN_FATE, "serverTrouble"),
            status(ANY, 412, 412, Kind.LATER, "busy"),
            status(ANY, 413, 413, Kind.MESSAGE, "tooLarge"),
            status(ANY, 429, 429, Kind.THROTTLED, "throttled"),
            status(EnumSet.of(Call.SEND), 500, 999, Kind.UNKNOWN_FATE, "sendTrouble"),
            status(ANY, 500, 999, Kind.UNKNOWN_FATE, "serverTrouble"),
            status(READS, 0, 999, Kind.RECIPIENT, "teamRefused"),
            status(ANY, 0, 999, Kind.RECIPIENT, "refused"));

    private static Row said(Set<Call> calls, String fragment, Kind kind, String reason) {
        return new Row(calls, 400, 499, null, fragment, kind, reason);
    }

    private static Row coded(Set<Call> calls, int from, int to, String code, Kind kind, String reason) {
        return new Row(calls, from, to, code, null, kind, reason);
    }

    private static Row status(Set<Call> calls, int from, int to, Kind kind, String reason) {
        return new Row(calls, from, to, null, null, kind, reason);
    }

    /** The cause of a failure of that call. */
    public static Cause of(Call call, ConnectorFailure failure) {
        if (failure instanceof ConnectorFailure.NotSent notSent) {
            boolean passes = notSent.obstacle() == Obstacle.UNREACHABLE;
            return new Cause(passes ? Kind.LATER : Kind.RUN, notSent.reason());
        }
        if (failure instanceof ConnectorFailure.NotBegun) {
            return new Cause(Kind.LATER, failure.reason());
        }
        if (failure instanceof ConnectorFailure.NoToken noToken) {
            return new Cause(Kind.RUN, noToken.reason());
        }
        if (failure instanceof ConnectorFailure.NotFromTeams page) {
            return new Cause(Kind.BETWEEN, page.reason());
        }
        if (failure instanceof ConnectorFailure.Unanswered) {
            return new Cause(Kind.UNKNOWN_FATE, Reason.of(call == Call.SEND ? "answer.none" : "answer.noneYet"));
        }
        Row row = row(call, failure);
        return new Cause(row.kind(), Reason.of("answer." + row.reason(), failure.status(), failure.code()));
    }

    /** The row that is met first. The last one is met by every answer. */
    static Row row(Call call, ConnectorFailure failure) {
        String code = failure.code().toLowerCase(Locale.ROOT);
        String message =
                failure.getMessage() == null ? "" : failure.getMessage().toLowerCase(Locale.ROOT);
        return TABLE.stream()
                .filter(row -> row.fits(call, failure.status(), code, message))
                .findFirst()
                .orElseThrow();
    }
}
