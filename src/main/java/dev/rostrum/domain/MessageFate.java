package dev.rostrum.domain;

/** What became of a message after Teams accepted it. */
public enum MessageFate {
    /** It stands as it was sent. */
    AS_SENT,
    /** Teams accepted a new text for it. */
    CHANGED,
    /** Teams took it out of the chat. */
    RECALLED
}
