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
    /** A roster by pages. */
    MEMBERS,
    /** A roster at once: the older call, which Teams still answers for smaller teams. */
    ALL_MEMBERS,
    MEMBER,
    ACTIVITY_MEMBERS,
    TEAM,
    /** The channels of a team. */
    CHANNELS,
    /** The token endpoint: can be scripted, stands in no request log. */
    TOKEN,
    /** OpenID metadata, signing keys, instance discovery: can be scripted, stand in no request log. */
    METADATA,
    /** Anything the sandbox does not serve. */
    OTHER;

    /** Whether this belongs to the sign-in host, not to the connector. */
    boolean isSignIn() {
        return this == TOKEN || this == METADATA;
    }

    /** A message and what becomes of it: the person behind the chat can be told. */
    boolean isMessage() {
        return this == SEND || this == UPDATE || this == DELETE || this == ACTIVITY_MEMBERS;
    }

    /** Whether it asks about a team, or a chat in a team's place. */
    boolean isRoster() {
        return this == MEMBERS || this == ALL_MEMBERS || this == MEMBER || this == TEAM || this == CHANNELS;
    }

    /** @throws IllegalArgumentException if none has this {@link #label} */
    static Route labelled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
