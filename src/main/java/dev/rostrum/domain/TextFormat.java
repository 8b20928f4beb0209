package dev.rostrum.domain;

import java.util.Locale;

/** How Teams is to read the text of a message. */
public enum TextFormat {
    PLAIN,
    MARKDOWN;

    /** The value of {@code textFormat} on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
