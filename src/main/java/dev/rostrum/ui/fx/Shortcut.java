package dev.rostrum.ui.fx;

import javafx.scene.input.KeyCombination;

/**
 * A key of a screen.
 *
 * @param words what it does, as the list under F1 says it
 */
public record Shortcut(KeyCombination keys, String words, Runnable action) {

    /**
     * Makes one from a written key.
     *
     * @param keys as {@link KeyCombination#valueOf} reads it, with {@code Shortcut} for Ctrl or Cmd
     */
    public static Shortcut of(String keys, String words, Runnable action) {
        return new Shortcut(KeyCombination.valueOf(keys), words, action);
    }
}
