package dev.rostrum.domain;

/** How we came to know a conversation id. */
public enum ConversationOrigin {
    /** Opened by this program. */
    CREATED,
    /** Learned from an inbound event. */
    EVENT,
    /** Imported from a file. */
    IMPORT
}
