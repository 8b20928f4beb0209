package dev.rostrum.ui.fx;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/**
 * Something that can be done. What a screen offers stands in the palette, in the list under F1, and answers its key.
 *
 * @param icon a Feather name
 * @param words what it does, as palette and list say it
 * @param keys the first is the one that is shown; none: it has no key
 * @param enabled whether it can be done now
 */
public record Action(String icon, String words, List<KeyCombination> keys, BooleanSupplier enabled, Runnable work) {
    private static final String USUAL_ICON = "chevron-right";

    public Action {
        keys = List.copyOf(keys);
    }

    /**
     * Makes one with a key.
     *
     * @param keys as {@link KeyCombination#valueOf} reads it, with {@code Shortcut} for Ctrl or Cmd
     */
    public static Action of(String keys, String words, Runnable work) {
        return of(words, work).also(keys);
    }

    /** Makes one without a key. */
    public static Action of(String words, Runnable work) {
        return new Action(USUAL_ICON, words, List.of(), () -> true, work);
    }

    /** The same, which answers these keys too. */
    public Action also(String... more) {
        List<KeyCombination> all = Stream.concat(keys.stream(), Stream.of(more).map(KeyCombination::valueOf))
                .toList();
        return new Action(icon, words, all, enabled, work);
    }

    /** The same, while this holds. */
    public Action when(BooleanSupplier condition) {
        return new Action(icon, words, keys, condition, work);
    }

    public Action icon(String feather) {
        return new Action(feather, words, keys, enabled, work);
    }

    public boolean answers(KeyEvent event) {
        return keys.stream().anyMatch(each -> each.match(event));
    }

    public boolean possible() {
        return enabled.getAsBoolean();
    }

    /** Does it, where it can be done. */
    public void perform() {
        if (possible()) {
            work.run();
        }
    }

    /** The key as it is written on a keyboard, or "". */
    public String shownKeys() {
        return keys.isEmpty() ? "" : keys.get(0).getDisplayText();
    }
}
