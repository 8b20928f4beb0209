package dev.rostrum.connector;

import java.util.Locale;

/**
 * What a failed call means in plain words, who can change it and what the program may do about it. Taken from the error
 * catalogue of the connector reference (section 12): by code first, then by message, then by status.
 *
 * @param kind what the program may do
 * @param who who can change it
 * @param retryHelps whether another try, as it is, can go better; where not, something has to change first
 * @param text the cause, a sentence without its full stop
 * @param step how it can be changed, a sentence; empty where nobody can
 */
public record Cause(Kind kind, Who who, boolean retryHelps, String text, String step) {

    /** What follows from a failure. */
    public enum Kind {
        /** The same for everybody: the run pauses, the row stays. */
        RUN,
        /** This person's alone: the row ends. */
        RECIPIENT,
        /** The stored conversation id is stale: forgotten, opened once more, sent once. */
        STALE_CONVERSATION,
        /** The message that an edit or recall acts on is not there any more. */
        MESSAGE_GONE,
        /** The token was refused: one try with a new one. */
        TOKEN,
        /** Certainly not processed and likely to pass: tried again later. */
        LATER,
        /** Teams asked everybody to wait. */
        THROTTLED,
        /** May have been processed. What is repeatable is repeated; a send is in doubt. */
        UNKNOWN_FATE
    }

    /** Who can change a cause. */
    public enum Who {
        /** The recipient. */
        PERSON(""),
        TEAMS_ADMIN("Teams admin: "),
        /** The admin at the console. */
        YOU("You: "),
        /** It passes, or nothing can be done. */
        NOBODY("");

        private final String words;

        Who(String words) {
            this.words = words;
        }
    }

    private static final String ASK = "ask them whether it arrived, then decide.";

    /** The cause of a failure. */
    public static Cause of(ConnectorFailure failure) {
        if (failure instanceof ConnectorFailure.NotSent notSent) {
            return ofObstacle(notSent);
        }
        if (failure instanceof ConnectorFailure.NotBegun) {
            return new Cause(Kind.LATER, Who.NOBODY, true, "No request was made", "");
        }
        if (failure instanceof ConnectorFailure.NoToken) {
            return new Cause(Kind.RUN, Who.YOU, false, failure.getMessage(), "");
        }
        if (failure instanceof ConnectorFailure.NotFromTeams) {
            return new Cause(
                    Kind.UNKNOWN_FATE,
                    Who.YOU,
                    true,
                    "Something between here and Teams answered in its place",
                    "look at the service's address in a browser on this computer.");
        }
        if (failure instanceof ConnectorFailure.Unanswered) {
            return new Cause(Kind.UNKNOWN_FATE, Who.YOU, true, "No whole answer came back", ASK);
        }
        return ofAnswer(failure.status(), failure.code(), failure.getMessage());
    }

    private static Cause ofObstacle(ConnectorFailure.NotSent failure) {
        return switch (failure.obstacle()) {
            case UNREACHABLE ->
                new Cause(
                        Kind.LATER,
                        Who.YOU,
                        true,
                        "The service cannot be reached",
                        "check the network connection and the service URL.");
            case UNKNOWN_NAME ->
                run(Who.YOU, "The name of the service is not known here", "check the service URL and the name server.");
            case CERTIFICATE ->
                run(
                        Who.YOU,
                        "The service's certificate is not trusted",
                        "a proxy that inspects TLS needs its root certificate in the trust store.");
            case PROXY_LOGIN -> run(Who.YOU, "The proxy asks for a login", "set the proxy's login.");
        };
    }

    private static Cause ofAnswer(int status, String code, String message) {
        String text = message == null ? "" : message.toLowerCase(Locale.ROOT);
        switch (code.toLowerCase(Locale.ROOT)) {
            case "conversationnotfound":
                return stale();
            case "conversationblockedbyuser":
                return person(Who.PERSON, "They blocked the bot, or never had the app", "only they can undo it.");
            case "messagewritesblocked":
                return person(Who.TEAMS_ADMIN, "They blocked the bot or removed the app", "install the app by policy.");
            case "botnotinconversationroster":
            case "forbiddenoperationexception":
                return person(Who.TEAMS_ADMIN, "App is not installed for them", "install it by policy.");
            case "notenoughpermissions":
                return person(
                        Who.TEAMS_ADMIN, "The app may not do this for them", "grant the app what it needs by policy.");
            case "membernotfoundinconversation":
                return person(Who.YOU, "They are no longer there", "sync the team, then they drop out.");
            case "activitynotfoundinconversation":
                return new Cause(Kind.MESSAGE_GONE, Who.NOBODY, false, "The message is no longer there", "");
            case "botnotregistered":
                return run(
                        Who.YOU,
                        "No bot is registered for this app id",
                        "check the app id, and that the bot has the Teams channel.");
            case "botdisabledbyadmin":
                return run(Who.TEAMS_ADMIN, "A Teams admin has disabled this bot", "allow the app in the tenant.");
            case "forbidden":
                return run(Who.TEAMS_ADMIN, "The bot may not write in this tenant", "allow the app in the tenant.");
            case "aclcheckfailed":
                return run(Who.TEAMS_ADMIN, "The bot lacks the right to do this", "allow the app in the tenant.");
            case "invalidbotapihost":
                return run(
                        Who.YOU,
                        "The service URL belongs to another cloud than the tenant",
                        "choose the cloud of the tenant in the connection (GCC has a host of its own).");
            case "serviceerror":
                if (status < 500) {
                    return person(
                            Who.YOU,
                            "Teams found nothing it could serve here (" + status + ")",
                            "check the service URL and the tenant of the connection.");
                }
                break;
            case "messagesizetoobig":
            case "requestentitytoolarge":
                return tooLarge();
            case "preconditionfailed":
                return later();
            case "throttled":
            case "toomanyrequests":
                return throttled();
            default:
                break;
        }
        if (text.contains("decrypt conversation id") || text.contains("bad format of conversation id")) {
            return stale();
        }
        if (text.contains("decrypt pairwise id")) {
            return person(Who.YOU, "Their user id belongs to another bot", "sync the team with this connection.");
        }
        if (text.contains("parse tenant id")) {
            return run(Who.YOU, "Teams does not know the tenant", "check the connection's tenant id.");
        }
        if (text.contains("blocked from message writes")) {
            return person(Who.TEAMS_ADMIN, "They blocked the bot or removed the app", "install the app by policy.");
        }
        if (text.contains("sufficient privileges")) {
            return run(Who.TEAMS_ADMIN, "The bot lacks the right to do this", "allow the app in the tenant.");
        }
        return ofStatus(status, code);
    }

    private static Cause ofStatus(int status, String code) {
        if (status >= 200 && status < 300) {
            return new Cause(Kind.UNKNOWN_FATE, Who.NOBODY, true, "Teams answered without a conversation id", "");
        }
        if (status >= 300 && status < 400) {
            return run(
                    Who.YOU,
                    "The service URL answers with a redirect, which Rostrum does not follow",
                    "check the service URL.");
        }
        return switch (status) {
            case 400 ->
                person(
                        Who.YOU,
                        "Teams could not read the request (" + code + ")",
                        "look at the message and at this person's ids; sync the team.");
            case 401 ->
                new Cause(
                        Kind.TOKEN,
                        Who.YOU,
                        false,
                        "Teams did not take the bot's token",
                        "check app id, tenant, cloud and bot type of the connection.");
            case 404 -> person(Who.YOU, "Teams does not know this address (" + code + ")", "check the service URL.");
            case 405 -> run(Who.YOU, "Teams does not offer this call", "check the service URL.");
            case 408 -> new Cause(Kind.UNKNOWN_FATE, Who.YOU, true, "Teams timed out", ASK);
            case 412 -> later();
            case 413 -> tooLarge();
            case 429 -> throttled();
            default ->
                status >= 500
                        ? new Cause(
                                Kind.UNKNOWN_FATE, Who.YOU, true, "Teams answered " + status + " after sending", ASK)
                        : person(Who.NOBODY, "Teams refused it (" + status + " " + code + ")", "");
        };
    }

    private static Cause run(Who who, String text, String step) {
        return new Cause(Kind.RUN, who, false, text, step);
    }

    private static Cause person(Who who, String text, String step) {
        return new Cause(Kind.RECIPIENT, who, false, text, step);
    }

    private static Cause tooLarge() {
        return run(Who.YOU, "The message is too large for Teams", "shorten it.");
    }

    private static Cause stale() {
        return new Cause(
                Kind.STALE_CONVERSATION,
                Who.YOU,
                true,
                "Teams no longer knows the stored conversation",
                "sync the team; the next send opens it again.");
    }

    private static Cause later() {
        return new Cause(
                Kind.LATER,
                Who.NOBODY,
                true,
                "Teams was busy with this conversation",
                "Rostrum tries again by itself.");
    }

    private static Cause throttled() {
        return new Cause(
                Kind.THROTTLED,
                Who.NOBODY,
                true,
                "Teams asked to wait (too many requests)",
                "Rostrum goes on by itself.");
    }

    /** Cause, who can change it and how, as one text. */
    public String sentence() {
        String said = text.endsWith(".") ? text : text + ".";
        if (step.isEmpty()) {
            return said;
        }
        String asked = who.words + step;
        return said + " " + Character.toUpperCase(asked.charAt(0)) + asked.substring(1);
    }

    /** {@link #sentence} of a row that ended by it, with what a resend would do. */
    public String refusal() {
        if (retryHelps) {
            return sentence() + " A resend may go through.";
        }
        return step.isEmpty() ? sentence() : sentence() + " Until then a resend does not help.";
    }
}
