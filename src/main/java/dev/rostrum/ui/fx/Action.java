package dev.rostrum.ui.fx;

import java.util.function.BooleanSupplier;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/**
 * Something that can be done. What a screen offers stands in the palette, in the list under F1, and answers its key.
 *
 * @param words what it does, as palette and list say it
 * @param keys null where it has none
 * @param enabled whether it can be done now
 */
public record Action(String words, KeyCombination keys, BooleanSupplier enabled, Runnable work) {

    /**
     * Makes one with a key.
     *
     * @param keys as {@link KeyCombination#valueOf} reads it, with {@code Shortcut} for Ctrl or Cmd
     */
    public static Action of(String keys, String words, Runnable work) {
        return new Action(words, KeyCombination.valueOf(keys), () -> true, work);
    }

    /** Makes one without a key. */
    public static Action of(String words, Runnable work) {
        return new Action(words, null, () -> true, work);
    }

    /** The same, while this holds. */
    public Action when(BooleanSupplier condition) {
        return new Action(words, keys, condition, work);
    }

    public boolean answers(KeyEvent event) {
        return keys != null && keys.match(event);
    }

    /** Does it, where it can be done. */
    public void perform() {
        if (enabled.getAsBoolean()) {
            work.run();
        }
    }

    /** The key as it is written on a keyboard, or "". */
    public String shownKeys() {
        return keys == null ? "" : keys.getDisplayText();
    }
}
