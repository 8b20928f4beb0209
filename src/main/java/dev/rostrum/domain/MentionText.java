package dev.rostrum.domain;

import java.text.Normalizer;

/**
 * The message to people who were mentioned. The name of whoever mentioned them is that person's own writing, and nobody looks at the
 * message before it goes: of the name stays what is read as a name, whatever it was made to be.
 */
public final class MentionText {
    /** Longest name in characters; Entra allows 256. */
    static final int LONGEST_NAME = 64;

    /** Letters of some scripts carry two or three; more make a tower over other lines. */
    private static final int MOST_MARKS = 3;

    /** Letters and marks that nobody sees: of Hangul and Khmer (Unicode's Default_Ignorable_Code_Point). */
    private static final String FILLERS = "\u115f\u1160\u3164\uffa0\u17b4\u17b5";

    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private MentionText() {}

    /**
     * Fills the name in, escaped for the format of the text.
     *
     * @param name as it is known, or null
     * @param somebody what stands there where there is no name, or nothing of it can be shown
     */
    public static Message filled(Message template, String name, String somebody) {
        String shown = name == null ? "" : shown(name);
        String put = shown.isEmpty() ? somebody : shown;
        return new Message(
                template.text()
                        .replace(
                                InboundSettings.MENTIONER,
                                template.format() == TextFormat.MARKDOWN ? escaped(put) : put),
                template.format(),
                template.replacements());
    }

    /**
     * What is read as a name: letters, digits, and what stands in names between them. No signs that set text, address or mention, and
     * no domain, since clients make links of these.
     */
    static String shown(String name) {
        int[] all =
                Normalizer.normalize(name, Normalizer.Form.NFKC).codePoints().toArray();
        StringBuilder shown = new StringBuilder();
        int marks = 0;
        int kept = 0;
        for (int i = 0; i < all.length && kept < LONGEST_NAME; i++) {
            int c = all[i];
            boolean next = i + 1 < all.length && Character.isLetterOrDigit(all[i + 1]);
            int last = shown.isEmpty() ? ' ' : shown.codePointBefore(shown.length());
            marks = mark(c) ? marks + 1 : 0;
            if (FILLERS.indexOf(c) >= 0) {
                continue;
            }
            if (Character.isLetterOrDigit(c)) {
                if (last == '.') {
                    // What has a dot within is read as a domain.
                    shown.append(' ');
                }
                shown.appendCodePoint(c);
            } else if (shown.isEmpty() || Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                if (!shown.isEmpty() && last != ' ') {
                    shown.append(' ');
                }
            } else if (mark(c)) {
                if (marks <= MOST_MARKS && (Character.isLetter(last) || mark(last))) {
                    shown.appendCodePoint(c);
                }
            } else if (c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER) {
                if (next && (Character.isLetter(last) || mark(last))) {
                    shown.appendCodePoint(c);
                }
            } else if (c == '.') {
                // Of an initial or a title; "1." would begin a list.
                if (Character.isLetter(last)) {
                    shown.append('.');
                }
            } else if ("'\u2019-,_()\u00b7".indexOf(c) >= 0 || (c == '&' && !next)) {
                // "&lt" is read as a sign by some.
                shown.appendCodePoint(c);
            }
            kept = shown.codePointCount(0, shown.length());
        }
        String whole = shown.toString().strip();
        return kept < LONGEST_NAME ? whole : whole + "\u2026";
    }

    private static boolean mark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** What Markdown would read as its own (connector reference 2.4), of what {@link #shown} leaves. */
    private static String escaped(String name) {
        return name.replace("_", "\\_").replace("(", "\\(").replace(")", "\\)");
    }
}
