package dev.rostrum.ui.table;

import dev.rostrum.ui.fx.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Which rows of a {@link PagedTable} the admin selects by mouse and keys, kept by their keys in a {@link RowSelection}. */
final class TableChoice<R, K> {
    private final Runnable unreadable;
    private Pages<R> rows;
    private Function<? super R, ? extends K> key = row -> null;
    private RowSelection<?, K> selection = new RowSelection<Void, K>();
    private boolean checkBoxes;
    private int anchor = -1;

    /** @param unreadable told where rows that are not in memory cannot be read */
    TableChoice(Runnable unreadable) {
        this.unreadable = unreadable;
    }

    void setRows(Pages<R> pages) {
        rows = pages;
        anchor = -1;
    }

    void set(Function<? super R, ? extends K> rowKey, RowSelection<?, K> keeper, boolean boxes) {
        key = rowKey;
        selection = keeper;
        checkBoxes = boxes;
    }

    RowSelection<?, K> selection() {
        return selection;
    }

    boolean byBoxes() {
        return checkBoxes;
    }

    K keyOf(R row) {
        return key.apply(row);
    }

    Function<? super R, ? extends K> key() {
        return key;
    }

    boolean holds(R row) {
        return row != null && selection.contains(key.apply(row));
    }

    /** How many of the selected rows are among those that the query finds. */
    long shown() {
        return selection.size() - selection.hidden();
    }

    /** Whether all rows are selected. */
    boolean all() {
        return rows != null && rows.size() > 0 && shown() >= rows.size();
    }

    /** From here on Shift selects. */
    void startAt(int index) {
        anchor = index;
    }

    void startAtLeast(int index) {
        if (anchor < 0) {
            anchor = Math.max(0, index);
        }
    }

    void toggle(int index) {
        R row = rows.get(index);
        if (row != null) {
            selection.toggle(key.apply(row));
        }
        anchor = index;
    }

    void only(int index) {
        R row = rows.get(index);
        if (row != null) {
            selection.only(List.of(key.apply(row)));
        }
        anchor = index;
    }

    /** Selects from where Shift began to the row, also rows that are not in memory. */
    void to(int index) {
        if (anchor < 0 || anchor >= rows.size()) {
            anchor = index;
        }
        int from = Math.min(anchor, index);
        int to = Math.max(anchor, index) + 1;
        if (checkBoxes && to - from == rows.size() && to - from > RowSelection.MOST_READ) {
            selection.selectAll();
            return;
        }
        to = Math.min(to, from + RowSelection.MOST_KEYS);
        List<K> keys = new ArrayList<>();
        for (int i = from; i < to; i++) {
            R row = rows.peek(i);
            if (row == null) {
                int end = to;
                rows.read(from, end, any -> true, end - from, read -> select(keysOf(read)), e -> unreadable.run());
                return;
            }
            keys.add(key.apply(row));
        }
        select(keys);
    }

    private List<K> keysOf(List<R> some) {
        List<K> keys = new ArrayList<>();
        some.forEach(row -> keys.add(key.apply(row)));
        return keys;
    }

    private void select(List<K> keys) {
        if (checkBoxes) {
            selection.addAll(keys);
        } else {
            selection.only(keys);
        }
    }

    /** Another query is in place: what is selected without a box, and nowhere to be seen, would only surprise. */
    void queryReplaced() {
        anchor = -1;
        if (checkBoxes || selection.isEmpty()) {
            return;
        }
        List<K> kept = new ArrayList<>();
        rows.forEachLoaded((index, row) -> {
            if (holds(row)) {
                kept.add(key.apply(row));
            }
        });
        selection.only(kept);
    }
}
