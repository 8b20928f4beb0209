package dev.rostrum.sandbox;

import java.util.Locale;

/** What a request asks for. */
public enum Route {
    CREATE,
    SEND,
    MEMBERS,
    MEMBER,
    TEAM,
    /** The token endpoint: can be scripted, stands in no request log. */
    TOKEN,
    /** Anything the sandbox does not serve. */
    OTHER;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
