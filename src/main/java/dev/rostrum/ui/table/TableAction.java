package dev.rostrum.ui.table;

import dev.rostrum.ui.fx.Action;
import dev.rostrum.ui.widget.Icon;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCombination;

/**
 * Something that can be done with a row, or with the selection: an entry of the context menu, a button of the selection bar, and what a
 * key does.
 *
 * @param <T> what it is done with
 * @param icon a Feather name
 * @param words what it says, which may count
 * @param offered whether it stands there at all
 * @param enabled whether it can be done now
 * @param key that does it, such as {@code Shortcut+ENTER}, or null
 * @param accent the one step that the screen leads to
 */
public record TableAction<T>(
        String icon,
        Function<? super T, String> words,
        Predicate<? super T> offered,
        Predicate<? super T> enabled,
        String key,
        boolean accent,
        Consumer<? super T> run) {

    public static <T> TableAction<T> of(String icon, Function<? super T, String> words, Consumer<? super T> run) {
        return new TableAction<>(icon, words, any -> true, any -> true, null, false, run);
    }

    public TableAction<T> offered(Predicate<? super T> when) {
        return new TableAction<>(icon, words, when, enabled, key, accent, run);
    }

    public TableAction<T> when(Predicate<? super T> possible) {
        return new TableAction<>(icon, words, offered, possible, key, accent, run);
    }

    public TableAction<T> key(String combination) {
        return new TableAction<>(icon, words, offered, enabled, combination, accent, run);
    }

    public TableAction<T> primary() {
        return new TableAction<>(icon, words, offered, enabled, key, true, run);
    }

    /** The same as what a screen offers. */
    Action on(T target) {
        Action action = Action.of(words.apply(target), () -> run.accept(target))
                .icon(icon)
                .when(() -> offered.test(target) && enabled.test(target));
        return key == null ? action : action.also(key);
    }

    /** The same as an entry of a menu. */
    MenuItem item(T target) {
        MenuItem item = new MenuItem(words.apply(target), new Icon(icon));
        item.setMnemonicParsing(false);
        item.setDisable(!enabled.test(target));
        if (key != null) {
            item.setAccelerator(KeyCombination.valueOf(key));
        }
        item.setOnAction(e -> run.accept(target));
        return item;
    }
}
