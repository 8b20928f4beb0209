package dev.rostrum.domain;

import java.util.regex.Pattern;

/**
 * A value as a spreadsheet may have it: no formula (OWASP "CSV injection"), no number that it would round. An apostrophe in front
 * makes text of either.
 */
public final class SheetCell {
    /** What a formula begins with, also in their wide and small forms, which some programs take for the same. */
    private static final String STARTS = "=+-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212";

    /** Blanks that are none for Unicode: fillers of Hangul, the empty pattern of Braille. */
    private static final String BLANKS = "\u115f\u1160\u3164\uffa0\u2800";

    /** Many digits, also in groups. Spreadsheets show more than 11 as a power of ten and keep 15. */
    private static final Pattern DIGITS = Pattern.compile("(?:\\p{Nd}[.,'\u2019\\s\u00a0\u202f]?){12,}");

    /** Zeros in front, which would be lost, and what looks like a power of ten. */
    private static final Pattern ALTERED = Pattern.compile("0\\p{Nd}+|\\p{Nd}+(?:[.,]\\p{Nd}+)?[eE]\\p{Nd}+");

    private SheetCell() {}

    /**
     * The value as one line without control characters, behind an apostrophe where a spreadsheet would make something else of it.
     * Where it is opened with a semicolon between the cells, each part behind one begins a cell as well.
     */
    public static String of(String value) {
        if (value == null || value.isEmpty()) {
            return value;
        }
        String plain = PlainText.oneLine(value);
        String bare = plain.strip();
        if (DIGITS.matcher(bare).matches() || ALTERED.matcher(bare).matches()) {
            return "'" + plain;
        }
        StringBuilder cell = new StringBuilder(plain.length() + 1);
        int from = 0;
        while (from <= plain.length()) {
            int semicolon = plain.indexOf(';', from);
            int to = semicolon < 0 ? plain.length() : semicolon;
            cell.append(beginsFormula(plain, from, to) ? "'" : "")
                    .append(plain, from, Math.min(to + 1, plain.length()));
            from = to + 1;
        }
        return cell.toString();
    }

    private static boolean beginsFormula(String text, int from, int to) {
        int at = from;
        while (at < to && skipped(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at < to && STARTS.indexOf(text.codePointAt(at)) >= 0;
    }

    /** Blanks, also those without a width, and quotes, which end where the next cell begins. */
    private static boolean skipped(int codePoint) {
        return codePoint == '"'
                || Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.getType(codePoint) == Character.FORMAT
                || BLANKS.indexOf(codePoint) >= 0;
    }
}
