package dev.rostrum.ui.table;

import dev.rostrum.ui.fx.Pages;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;

/** Which row of a {@link PagedTable} has the keyboard focus: it stays with its row while rows come, go and change. */
final class TableFocus<R, K> {
    private final TableView<R> table;
    private final ColumnLayout<R> columns;
    private final TableChoice<R, K> choice;
    private final ReadOnlyObjectWrapper<R> focused = new ReadOnlyObjectWrapper<>(this, "focused");
    private Pages<R> rows;
    private K key;

    TableFocus(TableView<R> table, ColumnLayout<R> columns, TableChoice<R, K> choice) {
        this.table = table;
        this.columns = columns;
        this.choice = choice;
        table.getFocusModel().focusedCellProperty().addListener((observable, before, after) -> moved());
    }

    void setRows(Pages<R> pages) {
        rows = pages;
    }

    /** The row that has it, or null. */
    ReadOnlyObjectProperty<R> rowProperty() {
        return focused.getReadOnlyProperty();
    }

    int index() {
        int at = table.getFocusModel().getFocusedIndex();
        return at < rows.size() ? at : -1;
    }

    void at(int index) {
        TableColumn<R, ?> column = table.getFocusModel().getFocusedCell().getTableColumn();
        if (columns.of(column) == null || !column.isVisible()) {
            column = columns.first();
        }
        table.getFocusModel().focus(index, column);
    }

    /** No row has it. */
    void leave() {
        table.getFocusModel().focus(-1);
        moved();
    }

    private void moved() {
        int at = table.getFocusModel().getFocusedIndex();
        R row = at >= 0 && rows != null && at < rows.size() ? rows.peek(at) : null;
        key = row == null ? null : choice.keyOf(row);
        focused.set(row);
    }

    /** The focused place is the same, its row may have come or changed. */
    void show() {
        int at = table.getFocusModel().getFocusedIndex();
        if (at < 0 || at >= rows.size()) {
            return;
        }
        R row = rows.peek(at);
        if (row != null && (key == null || isKey(row))) {
            key = choice.keyOf(row);
            focused.set(row);
        }
    }

    /** After an answer it follows its row to another place, and never jumps to another row. */
    void follow() {
        if (key == null) {
            return;
        }
        int at = table.getFocusModel().getFocusedIndex();
        if (at >= 0 && at < rows.size() && isKey(rows.peek(at))) {
            return;
        }
        int[] found = {-1};
        rows.forEachLoaded((index, row) -> {
            if (found[0] < 0 && isKey(row)) {
                found[0] = index;
            }
        });
        if (found[0] >= 0) {
            at(found[0]);
        } else {
            leave();
        }
    }

    private boolean isKey(R row) {
        return row != null && key.equals(choice.keyOf(row));
    }

    void scrollTo(int index) {
        if (table.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
            // A far jump lands a row short of the end; from there the second call does the last step.
            flow.scrollTo(index);
            flow.layout();
            flow.scrollTo(index);
        }
    }
}
