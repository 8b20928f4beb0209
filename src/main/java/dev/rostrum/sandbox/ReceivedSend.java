package dev.rostrum.sandbox;

/**
 * A send that the sandbox has read and found in order, and not yet posted.
 *
 * @param userId the person whose chat it goes to ({@code 29:…})
 * @param conversationId the chat ({@code a:…})
 * @param text the message's text; null if it has only attachments
 * @param body the whole request body
 */
public record ReceivedSend(String userId, String conversationId, String text, String body) {}
