package dev.rostrum.ui.shell;

import java.util.List;

/**
 * A question in words.
 *
 * @param title the question itself
 * @param body what happens and to how many; may be empty
 * @param typed what must be typed before the first choice works (a count), or null
 * @param choices from left to right; Cancel is added by itself as the last one
 */
public record Question(String title, String body, String typed, List<Choice> choices) {
    public Question {
        choices = List.copyOf(choices);
    }

    public Question(String title, String body, Choice... choices) {
        this(title, body, null, List.of(choices));
    }

    /** The first choice works only once this was typed exactly, digits grouped or not. */
    public Question typing(String wanted) {
        return new Question(title, body, wanted, choices);
    }
}
