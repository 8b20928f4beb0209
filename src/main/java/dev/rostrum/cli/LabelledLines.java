package dev.rostrum.cli;

/** What is known of one thing, a labelled line each. */
final class LabelledLines {
    private final Terminal terminal;
    private final int column;

    /** @param column key of where the values begin: labels are as long as their language makes them */
    LabelledLines(Terminal terminal, String column) {
        this.terminal = terminal;
        this.column = CommandTexts.column(column);
    }

    /** A line of label and values; none where the first value is missing. */
    void line(String key, Object... values) {
        if (values.length == 0 || values[0] != null && !values[0].toString().isBlank()) {
            terminal.result(CommandTexts.labelled(column, key, values));
        }
    }
}
