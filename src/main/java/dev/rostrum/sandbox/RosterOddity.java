package dev.rostrum.sandbox;

/** Ways in which a paged roster can differ from what one would expect; each was seen in Teams or is allowed there. */
public enum RosterOddity {
    /** Each page after the first begins with the member with which the page before it ended. */
    DUPLICATE_ACROSS_PAGES,
    /** A page holds more members than were asked for: 54 more, as far as the roster goes. */
    LARGER_PAGE,
    /** After the first page comes one without members but with a token. */
    EMPTY_PAGE,
    /** The second page gives the token that asked for it, so that following it never ends. */
    REPEATED_TOKEN,
    /** The first member of the roster has no id. */
    MEMBER_WITHOUT_ID
}
