package dev.rostrum.cli;

/** Commands as they are typed in a shell, for messages that say what to do next. */
final class CommandWords {
    private CommandWords() {}

    /** A value as one word of a shell. */
    static String argument(String value) {
        return value.matches("[A-Za-z0-9_./:=@%+,-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
    }
}
