package dev.rostrum.sandbox;

/**
 * A message in somebody's chat with the bot, as it stands there now.
 *
 * @param activityId its id
 * @param userId the person whose chat it is in ({@code 29:…})
 * @param conversationId the chat ({@code a:…})
 * @param text what it says now; null if it has only attachments, or was deleted
 * @param attachments how many cards and files it has now
 * @param edits how many times it was updated
 * @param deleted whether the bot took it back
 * @param fromUser whether the person wrote it, so that the bot can neither change nor delete it
 */
public record SandboxMessage(
        String activityId,
        String userId,
        String conversationId,
        String text,
        int attachments,
        int edits,
        boolean deleted,
        boolean fromUser) {}
