package dev.rostrum.cli;

/** What is known of one thing, a labelled line each. */
final class LabelledLines {
    private final Terminal terminal;
    private final int column;

    /** @param column where the values begin */
    LabelledLines(Terminal terminal, int column) {
        this.terminal = terminal;
        this.column = column;
    }

    /** A line of label and values; none where the first value is missing. */
    void line(String key, Object... values) {
        if (values.length == 0 || values[0] != null && !values[0].toString().isBlank()) {
            terminal.result(CommandTexts.labelled(column, key, values));
        }
    }
}
