package dev.rostrum.domain;

/** What a stored conversation is good for. The first that holds counts, from the last to the first of these. */
public enum ConversationState {
    /** Messages go there. */
    CURRENT,
    /** A file named it, and no create has given the same id yet: before it is used, it is asked for. */
    UNCONFIRMED,
    /** An event said that the person removed the bot. A send is tried all the same, and finds out. */
    INACTIVE,
    /** It belongs to ids that the person has no more. Nothing is sent there. */
    EARLIER
}
