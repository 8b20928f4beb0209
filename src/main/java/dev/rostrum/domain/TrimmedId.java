package dev.rostrum.domain;

/**
 * An id as it was pasted, freed of what surrounds it. Ids of Teams never hold white space, but people copy blanks,
 * no-break and zero-width spaces and quotes along with them.
 *
 * @param value the id itself
 * @param changed whether anything was taken away, so that the admin can be told
 */
public record TrimmedId(String value, boolean changed) {

    /** Frees {@code pasted} of surrounding blanks, invisible characters and quotes; null becomes the empty id. */
    public static TrimmedId of(String pasted) {
        if (pasted == null) {
            return new TrimmedId("", false);
        }
        int from = 0;
        int to = pasted.length();
        while (from < to && isPadding(pasted.charAt(from))) {
            from++;
        }
        while (to > from && isPadding(pasted.charAt(to - 1))) {
            to--;
        }
        String value = pasted.substring(from, to);
        return new TrimmedId(value, value.length() != pasted.length());
    }

    public boolean isEmpty() {
        return value.isEmpty();
    }

    /** Whether the character is never part of an id, but copied along with one. */
    public static boolean isPadding(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || "\"'`\u201c\u201d\u2018\u2019\u00ab\u00bb".indexOf(c) >= 0;
    }
}
