package dev.rostrum.ui.table;

import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.words.Texts;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;

/**
 * The selected rows of a table by their keys: it outlives paging, sorting and filtering, and knows how many of its rows a filter
 * does not show. Used on one thread, in the window the FX thread.
 */
public final class RowSelection<K> {
    private final Set<K> keys = new LinkedHashSet<>();
    private final ReadOnlyIntegerWrapper size = new ReadOnlyIntegerWrapper(this, "size");
    private final ReadOnlyLongWrapper changes = new ReadOnlyLongWrapper(this, "changes");
    private final ReadOnlyIntegerWrapper hidden = new ReadOnlyIntegerWrapper(this, "hidden");
    private final LatestTask loads = new LatestTask();
    private final LatestTask looks = new LatestTask();
    private final Texts texts = Texts.of(RowSelection.class);
    private final Set<K> hiddenKeys = new HashSet<>();

    public boolean contains(K key) {
        return keys.contains(key);
    }

    public int size() {
        return keys.size();
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** A copy, in the order of selecting. */
    public Set<K> keys() {
        return new LinkedHashSet<>(keys);
    }

    public void set(K key, boolean selected) {
        loads.drop();
        if (selected ? keys.add(key) : keys.remove(key)) {
            changed();
        }
    }

    public void toggle(K key) {
        set(key, !keys.contains(key));
    }

    public void addAll(Collection<? extends K> more) {
        loads.drop();
        // They are added from what is shown.
        boolean seen = false;
        if (!hiddenKeys.isEmpty()) {
            for (K key : more) {
                seen |= hiddenKeys.remove(key);
            }
        }
        if (keys.addAll(more) || seen) {
            changed();
        }
    }

    /** Exactly these from now on. */
    public void only(Collection<? extends K> these) {
        loads.drop();
        if (keys.size() == these.size() && keys.containsAll(these)) {
            return;
        }
        keys.clear();
        keys.addAll(these);
        changed();
    }

    public void clear() {
        loads.drop();
        if (!keys.isEmpty()) {
            keys.clear();
            changed();
        }
    }

    /**
     * Adds all that a filter finds, also what is not loaded; what it does not show stays selected. What the admin does to the selection meanwhile wins: the
     * late answer is dropped.
     */
    public void selectAll(
            Tasks tasks, Callable<? extends Collection<? extends K>> allKeys, Consumer<? super Exception> fail) {
        tasks.read(allKeys).onOk(this::addAll).onFail(fail).startIn(loads);
    }

    /** Leaves only what the filter does not show. */
    public void onlyHidden() {
        only(Set.copyOf(hiddenKeys));
    }

    /**
     * Learns which of the selected rows a filter shows. Until the answer is there, those that were not shown are taken for what is
     * not shown now.
     *
     * @param found all keys that the filter finds, also those that are not loaded
     */
    public void look(Tasks tasks, Callable<? extends Collection<? extends K>> found, Consumer<? super Exception> fail) {
        looks.drop();
        if (keys.isEmpty()) {
            return;
        }
        Set<K> asked = keys();
        tasks.read(() -> {
                    asked.removeAll(new HashSet<>(found.call()));
                    return asked;
                })
                .onOk(notShown -> {
                    hiddenKeys.clear();
                    hiddenKeys.addAll(notShown);
                    changed();
                })
                .onFail(fail)
                .startIn(looks);
    }

    private void changed() {
        if (!hiddenKeys.isEmpty()) {
            hiddenKeys.retainAll(keys);
        }
        hidden.set(hiddenKeys.size());
        size.set(keys.size());
        changes.set(changes.get() + 1);
    }

    /** How many of the selected rows the filter does not show. */
    public int hidden() {
        return hidden.get();
    }

    public ReadOnlyIntegerProperty hiddenProperty() {
        return hidden.getReadOnlyProperty();
    }

    /** "5 selected, 3 of them not shown"; nothing where none is selected. */
    public String words() {
        return isEmpty()
                ? ""
                : hidden() == 0
                        ? texts.get("selection.selected", size())
                        : texts.get("selection.hidden", size(), hidden());
    }

    public ReadOnlyIntegerProperty sizeProperty() {
        return size.getReadOnlyProperty();
    }

    /** Rises with each change, also one that leaves the size as it was. */
    public ReadOnlyLongProperty changesProperty() {
        return changes.getReadOnlyProperty();
    }
}
