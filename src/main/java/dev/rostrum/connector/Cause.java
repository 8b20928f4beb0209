package dev.rostrum.connector;

import java.util.Locale;

/**
 * What a failed call means in plain words, who can change it and what the program may do about it. Taken from the error
 * catalogue of the connector reference (section 12): by code first, then by message, then by status.
 *
 * @param kind what the program may do
 * @param text the cause, a sentence without its full stop
 * @param step who can change it and how, a sentence; empty where nobody can
 */
public record Cause(Kind kind, String text, String step) {

    /** What follows from a failure. */
    public enum Kind {
        /** The same for everybody: the run pauses, the row stays. */
        RUN,
        /** This person's alone: the row ends. */
        RECIPIENT,
        /** The stored conversation id is stale: forgotten, opened once more, sent once. */
        STALE_CONVERSATION,
        /** The token was refused: one try with a new one. */
        TOKEN,
        /** Certainly not processed and likely to pass: tried again later. */
        LATER,
        /** Teams asked everybody to wait. */
        THROTTLED,
        /** May have been processed. A create is repeated; a send is in doubt. */
        UNKNOWN_FATE
    }

    /** The cause of a failure. */
    public static Cause of(ConnectorFailure failure) {
        if (failure instanceof ConnectorFailure.NotSent notSent) {
            return ofObstacle(notSent);
        }
        if (failure instanceof ConnectorFailure.NoToken) {
            return new Cause(Kind.RUN, failure.getMessage(), "");
        }
        if (failure instanceof ConnectorFailure.Unanswered) {
            return new Cause(
                    Kind.UNKNOWN_FATE, "No whole answer came back", "You: ask them whether it arrived, then decide.");
        }
        return ofAnswer(failure.status(), failure.code(), failure.getMessage());
    }

    private static Cause ofObstacle(ConnectorFailure.NotSent failure) {
        return switch (failure.obstacle()) {
            case UNREACHABLE ->
                new Cause(
                        Kind.LATER,
                        "The service cannot be reached",
                        "You: check the network connection and the service URL.");
            case UNKNOWN_NAME ->
                new Cause(
                        Kind.RUN,
                        "The name of the service is not known here",
                        "You: check the service URL and the name server.");
            case CERTIFICATE ->
                new Cause(
                        Kind.RUN,
                        "The service's certificate is not trusted",
                        "You: a proxy that inspects TLS needs its root certificate in the trust store.");
            case PROXY_LOGIN -> new Cause(Kind.RUN, "The proxy asks for a login", "You: set the proxy's login.");
        };
    }

    private static Cause ofAnswer(int status, String code, String message) {
        String text = message == null ? "" : message.toLowerCase(Locale.ROOT);
        switch (code.toLowerCase(Locale.ROOT)) {
            case "conversationnotfound":
                return stale();
            case "conversationblockedbyuser":
                return new Cause(
                        Kind.RECIPIENT, "They blocked the bot, or never had the app", "Only they can undo it.");
            case "messagewritesblocked":
                return new Cause(
                        Kind.RECIPIENT,
                        "They blocked the bot or removed the app",
                        "Teams admin: install the app by policy.");
            case "botnotinconversationroster":
            case "forbiddenoperationexception":
                return new Cause(Kind.RECIPIENT, "App is not installed for them", "Teams admin: install it by policy.");
            case "membernotfoundinconversation":
                return new Cause(Kind.RECIPIENT, "They are no longer there", "You: sync the team, then they drop out.");
            case "activitynotfoundinconversation":
                return new Cause(Kind.RECIPIENT, "The message is no longer there", "");
            case "botnotregistered":
                return new Cause(
                        Kind.RUN,
                        "No bot is registered for this app id",
                        "You: check the app id, and that the bot has the Teams channel.");
            case "botdisabledbyadmin":
                return new Cause(
                        Kind.RUN, "A Teams admin has disabled this bot", "Teams admin: allow the app in the tenant.");
            case "invalidbotapihost":
                return new Cause(
                        Kind.RUN,
                        "The service URL belongs to another cloud than the tenant",
                        "You: set the service URL of the tenant's cloud.");
            case "messagesizetoobig":
            case "requestentitytoolarge":
                return new Cause(Kind.RUN, "The message is too large for Teams", "You: shorten it.");
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
            return new Cause(
                    Kind.RECIPIENT, "Their user id belongs to another bot", "You: sync the team with this connection.");
        }
        if (text.contains("parse tenant id")) {
            return new Cause(Kind.RUN, "Teams does not know the tenant", "You: check the connection's tenant id.");
        }
        return ofStatus(status, code);
    }

    private static Cause ofStatus(int status, String code) {
        if (status >= 200 && status < 300) {
            return new Cause(Kind.UNKNOWN_FATE, "Teams answered without a conversation id", "");
        }
        if (status >= 300 && status < 400) {
            return new Cause(
                    Kind.RUN,
                    "The service URL answers with a redirect, which Rostrum does not follow",
                    "You: check the service URL.");
        }
        return switch (status) {
            case 401 ->
                new Cause(
                        Kind.TOKEN,
                        "Teams did not take the bot's token",
                        "You: check app id, tenant and bot type of the connection.");
            case 404 ->
                new Cause(
                        Kind.RECIPIENT,
                        "Teams does not know this address (" + code + ")",
                        "You: check the service URL.");
            case 405 -> new Cause(Kind.RUN, "Teams does not offer this call", "You: check the service URL.");
            case 408 ->
                new Cause(Kind.UNKNOWN_FATE, "Teams timed out", "You: ask them whether it arrived, then decide.");
            case 412 -> later();
            case 413 -> new Cause(Kind.RUN, "The message is too large for Teams", "You: shorten it.");
            case 429 -> throttled();
            default ->
                status >= 500
                        ? new Cause(
                                Kind.UNKNOWN_FATE,
                                "Teams answered " + status + " after sending",
                                "You: ask them whether it arrived, then decide.")
                        : new Cause(Kind.RECIPIENT, "Teams refused it (" + status + " " + code + ")", "");
        };
    }

    private static Cause stale() {
        return new Cause(
                Kind.STALE_CONVERSATION,
                "Teams no longer knows the stored conversation",
                "You: sync the team; the next send opens it again.");
    }

    private static Cause later() {
        return new Cause(Kind.LATER, "Teams was busy with this conversation", "Rostrum tries again by itself.");
    }

    private static Cause throttled() {
        return new Cause(Kind.THROTTLED, "Teams asked to wait (too many requests)", "Rostrum goes on by itself.");
    }

    /** Cause and step as one text. */
    public String sentence() {
        String said = text.endsWith(".") ? text : text + ".";
        return step.isEmpty() ? said : said + " " + step;
    }
}
