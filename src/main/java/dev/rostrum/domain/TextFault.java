package dev.rostrum.domain;

import java.util.Locale;
import java.util.Optional;

/**
 * What a text may not hold on its way into a chat: what is left where characters were lost, and what nobody can see. Names out of
 * rosters are not asked; those are what they are.
 */
public final class TextFault {
    private TextFault() {}

    /** The fault of an announcement's name; null and blank are none, since a name is made then. */
    public static Optional<Reason> ofTitle(String title, boolean replacements) {
        return title == null || title.isBlank() ? Optional.empty() : of("text.title.", title, replacements);
    }

    /** The fault of a message; that it is blank is a question of its own. */
    static Optional<Reason> ofMessage(String text, boolean replacements) {
        return of("text.message.", text, replacements);
    }

    private static Optional<Reason> of(String place, String text, boolean replacements) {
        int line = 1;
        boolean seen = text.isBlank();
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (c == 0) {
                return Optional.of(Reason.of(place + "nul", line));
            }
            if (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t') {
                return Optional.of(Reason.of(place + "control", line, String.format(Locale.ROOT, "U+%04X", c)));
            }
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                return Optional.of(Reason.of(place + "surrogate", line));
            }
            if (c == 0xfffd && !replacements) {
                return Optional.of(Reason.of(place + "replacement", line));
            }
            line += c == '\n' ? 1 : 0;
            seen |= visible(c);
        }
        return seen ? Optional.empty() : Optional.of(Reason.of(place + "invisible"));
    }

    /** Whether a reader sees something of it. Fillers and variation selectors are letters and marks by their category only. */
    private static boolean visible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default ->
                !(c == 0x034f
                        || c == 0x115f
                        || c == 0x1160
                        || c == 0x17b4
                        || c == 0x17b5
                        || c == 0x2800
                        || c == 0x3164
                        || c == 0xffa0
                        || (c >= 0x180b && c <= 0x180f)
                        || (c >= 0xfe00 && c <= 0xfe0f)
                        || (c >= 0xe0100 && c <= 0xe01ef));
        };
    }
}
