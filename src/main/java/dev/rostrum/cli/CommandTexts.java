package dev.rostrum.cli;

import dev.rostrum.words.Texts;

/** What the commands say: notes, questions, headings and labels, beside what each of their options does. */
final class CommandTexts {
    private CommandTexts() {}

    /** As {@link Texts#get}: a message format where there are arguments. */
    static String get(String key, Object... arguments) {
        return Texts.of(CommandTexts.class).get(key, arguments);
    }
}
