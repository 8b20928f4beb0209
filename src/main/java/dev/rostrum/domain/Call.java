package dev.rostrum.domain;

/** What a request asks of the connector. The same answer means other things to other calls. */
public enum Call {
    /** Opens a conversation, or gives the existing one back. */
    CREATE,
    SEND,
    /** Puts another message in the place of one that was sent. */
    UPDATE,
    /** Takes a message back. */
    DELETE,
    /** Looks a team up. */
    TEAM,
    /** Reads the first page of a team's roster. */
    ROSTER,
    /** Reads a further page, by the token that the one before gave. */
    ROSTER_PAGE;

    /** Whether it only reads. */
    public boolean reads() {
        return this == TEAM || this == ROSTER || this == ROSTER_PAGE;
    }
}
