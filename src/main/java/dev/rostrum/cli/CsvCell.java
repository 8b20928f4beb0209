package dev.rostrum.cli;

/** Cells that no spreadsheet takes for a formula (OWASP "CSV injection"). */
final class CsvCell {
    /** What begins a formula, and the full-width forms that some spreadsheets fold to it. */
    private static final String STARTS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private CsvCell() {}

    /** The value, behind an apostrophe where it would begin a formula; null stays null. */
    static String of(String value) {
        if (value == null || value.isEmpty()) {
            return value;
        }
        int first = 0;
        // Blanks and invisible characters before it are trimmed by some programs.
        while (first < value.length() - 1 && skipped(value.charAt(first))) {
            first++;
        }
        boolean formula = STARTS.indexOf(value.charAt(0)) >= 0 || STARTS.indexOf(value.charAt(first)) >= 0;
        return formula ? "'" + value : value;
    }

    private static boolean skipped(char c) {
        return c == ' ' || c == '\u00a0' || c == '\ufeff' || Character.getType(c) == Character.FORMAT;
    }
}
