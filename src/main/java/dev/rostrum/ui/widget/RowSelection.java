package dev.rostrum.ui.widget;

import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Tasks;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;

/**
 * The selected rows of a table by their keys: it outlives paging, sorting and filtering. Used on one thread, in the window
 * the FX thread.
 */
public final class RowSelection<K> {
    private final Set<K> keys = new LinkedHashSet<>();
    private final ReadOnlyIntegerWrapper size = new ReadOnlyIntegerWrapper(this, "size");
    private final ReadOnlyLongWrapper changes = new ReadOnlyLongWrapper(this, "changes");
    private final LatestTask loads = new LatestTask();

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
        if (keys.addAll(more)) {
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
     * Selects all that a filter finds, also what is not loaded. What the admin does to the selection meanwhile wins: the
     * late answer is dropped.
     */
    public void selectAll(
            Tasks tasks, Callable<? extends Collection<? extends K>> allKeys, Consumer<? super Exception> fail) {
        tasks.read(allKeys).onOk(this::only).onFail(fail).startIn(loads);
    }

    private void changed() {
        size.set(keys.size());
        changes.set(changes.get() + 1);
    }

    public ReadOnlyIntegerProperty sizeProperty() {
        return size.getReadOnlyProperty();
    }

    /** Rises with each change, also one that leaves the size as it was. */
    public ReadOnlyLongProperty changesProperty() {
        return changes.getReadOnlyProperty();
    }
}
