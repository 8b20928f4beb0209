package dev.rostrum.domain;

/** How a stored conversation did in its last call. */
public enum ConversationHealth {
    /** Teams took the last message. */
    ACCEPTED,
    /** The same, in a conversation whose earlier id was out of date and was replaced by itself. */
    HEALED,
    /** The last call was refused. */
    REFUSED,
    /** Nobody knows what became of the last call. */
    UNANSWERED,
    /** No message was sent there yet. */
    NEVER_USED,
    /** An event said that the person removed the bot; a message is tried all the same. */
    INACTIVE
}
