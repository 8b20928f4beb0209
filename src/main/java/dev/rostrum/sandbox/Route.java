package dev.rostrum.sandbox;

import java.util.Locale;

/** What a request asks for. */
public enum Route {
    CREATE,
    SEND,
    /** A new text or card in place of a message that was sent. */
    UPDATE,
    /** A message that was sent is taken back. */
    DELETE,
    MEMBERS,
    MEMBER,
    TEAM,
    /** The token endpoint: can be scripted, stands in no request log. */
    TOKEN,
    /** OpenID metadata of the tenant: can be scripted, stands in no request log. */
    METADATA,
    /** Anything the sandbox does not serve. */
    OTHER;

    /** Whether this belongs to the sign-in host, not to the connector. */
    boolean isSignIn() {
        return this == TOKEN || this == METADATA;
    }

    /** A message and what becomes of it: the person behind the chat can be told. */
    boolean isMessage() {
        return this == SEND || this == UPDATE || this == DELETE;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
