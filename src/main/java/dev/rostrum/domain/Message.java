package dev.rostrum.domain;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an announcement says.
 *
 * @param text the text as typed, its lines ended by {@code \n} whatever they ended with
 * @param format how Teams is to read it
 * @param replacements whether a U+FFFD in it is meant; else it stands for a character that was lost on the way here
 */
public record Message(String text, TextFormat format, boolean replacements) {
    /**
     * The largest request body we send, in bytes counted as UTF-16: Teams refuses above 100 KB and advises to stay below
     * 80 KB (connector reference 2.7).
     */
    public static final int MAX_BYTES = 80 * 1024;

    /** Above this many bytes older clients and other ways into Teams refuse; worth a warning. */
    public static final int WARN_BYTES = 28 * 1024;

    private static final int TITLE_LENGTH = 80;

    /** An Adaptive Card, an older card of Office, or an activity that has a card attached. */
    private static final Pattern CARD = Pattern.compile(
            "\"(?:@?type)\"\\s*:\\s*\"(?:AdaptiveCard|MessageCard)\"|\"contentType\"\\s*:\\s*\"application/vnd\\.microsoft\\.card\\.",
            Pattern.CASE_INSENSITIVE);

    public Message {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(format, "format");
        text = text.replace("\r\n", "\n").replace('\r', '\n');
    }

    public Message(String text, TextFormat format) {
        this(text, format, false);
    }

    public boolean isEmpty() {
        return text.isBlank();
    }

    /** Why the text cannot go out as it stands; empty where it can. */
    public Optional<Reason> fault() {
        return TextFault.ofMessage(text, replacements);
    }

    /** Whether the text is the JSON of a card, which people would read as text. */
    public boolean looksLikeCard() {
        String start = text.strip();
        return (start.startsWith("{") || start.startsWith("["))
                && CARD.matcher(start).find();
    }

    /** A name for the announcement where the admin gave none: the first line that says something, shortened. */
    public String suggestedTitle() {
        String line = text.lines()
                .map(l -> l.replaceAll("^[#>*\\-\\s]+", "")
                        .replaceAll("[*_`]", "")
                        .strip())
                .filter(l -> !l.isEmpty())
                .findFirst()
                .orElseGet(() -> text.strip().lines().findFirst().orElse(""));
        if (line.codePointCount(0, line.length()) <= TITLE_LENGTH) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, TITLE_LENGTH - 1)).stripTrailing() + "\u2026";
    }
}
