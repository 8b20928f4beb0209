package dev.rostrum.domain;

/** What a request that this program makes is for. */
public enum RequestKind {
    /** Opens a conversation, or gets the one there is. */
    CREATE("POST"),
    SEND("POST"),
    UPDATE("PUT"),
    DELETE("DELETE"),
    /** Reads a team. */
    TEAM("GET"),
    /** Reads a page of a roster. */
    MEMBERS("GET"),
    /** Gets a token for the bot. */
    SIGN_IN("POST"),
    /** Asks the sign-in which tenant a domain is of. */
    TENANT("GET"),
    /** Gets the keys by which events are believed. */
    KEYS("GET"),
    /** Looks at the way to a host. */
    PROBE("GET"),
    /** No request: so many are not in the log. */
    LEFT_OUT("");

    private final String method;

    RequestKind(String method) {
        this.method = method;
    }

    /** The HTTP method of each of them; empty where it is no request. */
    public String method() {
        return method;
    }
}
