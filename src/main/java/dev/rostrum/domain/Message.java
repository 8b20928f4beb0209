package dev.rostrum.domain;

import java.util.Objects;

/**
 * What an announcement says.
 *
 * @param text the text as typed
 * @param format how Teams is to read it
 */
public record Message(String text, TextFormat format) {
    /**
     * The largest request body we send, in bytes counted as UTF-16: Teams refuses above 100 KB and advises to stay below
     * 80 KB (connector reference 2.7).
     */
    public static final int MAX_BYTES = 80 * 1024;

    /** Above this many bytes older clients and other ways into Teams refuse; worth a warning. */
    public static final int WARN_BYTES = 28 * 1024;

    private static final int TITLE_LENGTH = 80;

    public Message {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(format, "format");
    }

    public boolean isEmpty() {
        return text.isBlank();
    }

    /** A name for the announcement where the admin gave none: the first line that says something, shortened. */
    public String suggestedTitle() {
        String line = text.lines()
                .map(l -> l.replaceAll("^[#>*\\-\\s]+", "")
                        .replaceAll("[*_`]", "")
                        .strip())
                .filter(l -> !l.isEmpty())
                .findFirst()
                .orElse("Untitled");
        if (line.codePointCount(0, line.length()) <= TITLE_LENGTH) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, TITLE_LENGTH - 1)).stripTrailing() + "\u2026";
    }
}
