package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.domain.ConnectionMark;
import dev.rostrum.words.Texts;

/** What the commands say: notes, questions, headings and labels, beside what each of their options does. */
final class CommandTexts {
    private CommandTexts() {}

    /** Gives what {@link Texts#get} gives: a message format where there are arguments. */
    static String get(String key, Object... arguments) {
        return Texts.of(CommandTexts.class).get(key, arguments);
    }

    /**
     * A text whose label, before its first tab, stands in a column of its own.
     *
     * @param column where what follows the label begins
     */
    static String labelled(int column, String key, Object... arguments) {
        String[] parts = get(key, arguments).split("\t", 2);
        return DisplayWidth.left(parts[0], column - 1) + " " + parts[1];
    }

    /** Where the values of labelled lines begin. */
    static int column(String key) {
        return Integer.parseInt(get(key));
    }

    /** A line of what is planned, before it is confirmed. */
    static String planLine(String key, Object... arguments) {
        return labelled(column("plan.column"), key, arguments);
    }

    /** A connection by its name, and whether it leads to people: mixing up sandbox and tenant is the worst mistake. */
    static String connection(Connection connection) {
        return connection.simulated()
                ? get("connectionName.simulated", connection.name())
                : get("connectionName.tenant", connection.name(), connection.tenantId());
    }

    /** How careful the admin wants to be with a connection; empty where not more than usual. */
    static String mark(ConnectionMark mark) {
        String tag = mark.tag() == ConnectionMark.Tag.NONE ? "" : get("mark." + JsonRow.lower(mark.tag()));
        if (!mark.lookOnly()) {
            return tag;
        }
        return tag.isEmpty() ? get("mark.lookOnly") : get("mark.both", tag);
    }
}
