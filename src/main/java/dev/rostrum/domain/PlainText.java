package dev.rostrum.domain;

import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Text that came from others (names, codes, messages), on its way out. What of it would steer a terminal, a log or a program that
 * reads it, instead of being shown, becomes data.
 */
public final class PlainText {
    private static final int MAX_CODE = 64;

    private PlainText() {}

    /**
     * Control characters (C0, DEL, C1), those of the writing direction (Unicode's Bidi_Control), the separators of lines and
     * paragraphs, and halves of a surrogate pair without the other one.
     */
    public static boolean steers(int codePoint) {
        return Character.isISOControl(codePoint)
                || codePoint == 0x061c
                || codePoint == 0x200e
                || codePoint == 0x200f
                || (codePoint >= 0x2028 && codePoint <= 0x202e)
                || (codePoint >= 0x2066 && codePoint <= 0x2069)
                || Character.getType(codePoint) == Character.SURROGATE;
    }

    /** Writes each such character as a backslash, a u and four hexadecimal digits, as JSON has it. */
    public static String escaped(String text) {
        return replaced(text, c -> String.format(Locale.ROOT, "\\u%04x", c));
    }

    /** Leaves such characters out; a line end or tab becomes one blank. */
    public static String oneLine(String text) {
        return replaced(text.replaceAll("[\\t\\n\\x0b\\f\\r\\x85\\u2028\\u2029]+", " "), c -> "");
    }

    /** Shows each such character as one that cannot be shown, but for line feeds and tabs, which stay. */
    public static String shown(String text) {
        return replaced(text, c -> c == '\n' || c == '\t' ? Character.toString(c) : "\ufffd");
    }

    /** A code of somebody else's: letters, digits, points, dashes and underlines of ASCII, at most 64. */
    public static String code(String code) {
        String plain = code.replaceAll("[^A-Za-z0-9_.-]+", "_");
        return plain.length() <= MAX_CODE ? plain : plain.substring(0, MAX_CODE);
    }

    private static String replaced(String text, IntFunction<String> instead) {
        if (text.codePoints().noneMatch(PlainText::steers)) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (steers(c)) {
                plain.append(instead.apply(c));
            } else {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString();
    }
}
