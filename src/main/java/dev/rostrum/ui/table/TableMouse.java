package dev.rostrum.ui.table;

import dev.rostrum.ui.fx.Pages;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.words.Texts;
import java.util.Optional;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

/** What the mouse does in the rows of a {@link PagedTable}, and the context menu, which keys open too. */
final class TableMouse<R, K> {
    private static final double MENU_INDENT = 64;

    private final Texts texts = Texts.of(TableMouse.class);
    private final PagedTable<R, K> owner;
    private final TableView<R> table;
    private final ColumnLayout<R> columns;
    private final TableChoice<R, K> choice;
    private ContextMenu openMenu;

    TableMouse(PagedTable<R, K> owner, TableView<R> table, ColumnLayout<R> columns, TableChoice<R, K> choice) {
        this.owner = owner;
        this.table = table;
        this.columns = columns;
        this.choice = choice;
        table.addEventFilter(MouseEvent.MOUSE_PRESSED, this::pressed);
        table.addEventFilter(MouseEvent.MOUSE_CLICKED, this::clicked);
        table.addEventFilter(ContextMenuEvent.CONTEXT_MENU_REQUESTED, this::contextMenu);
    }

    private void pressed(MouseEvent event) {
        TableRow<?> row = Controls.around(event.getTarget(), TableRow.class);
        if (openMenu != null) {
            openMenu.hide();
        }
        if (row == null || Controls.around(event.getTarget(), ButtonBase.class) != null) {
            return;
        }
        // The table's own idea of selection is by index and would forget what is not in memory; it stays out of it.
        event.consume();
        table.requestFocus();
        Pages<R> rows = owner.rows();
        if (row.isEmpty() || rows == null) {
            return;
        }
        int index = row.getIndex();
        TableCell<?, ?> cell = Controls.around(event.getTarget(), TableCell.class);
        TableColumn<R, ?> column = columnOf(cell);
        if (column == null) {
            owner.focus(index);
        } else {
            table.getFocusModel().focus(index, column);
        }
        if (event.getButton() != MouseButton.PRIMARY) {
            if (!choice.byBoxes() && !choice.holds(rows.peek(index))) {
                choice.only(index);
            }
        } else if (event.isShiftDown()) {
            choice.to(index);
        } else if (onBox(cell) || event.isShortcutDown()) {
            choice.toggle(index);
        } else if (choice.byBoxes()) {
            choice.startAt(index);
        } else {
            choice.only(index);
        }
    }

    private boolean onBox(TableCell<?, ?> cell) {
        return choice.byBoxes() && cell != null && cell.getTableColumn() == columns.checks();
    }

    private TableColumn<R, ?> columnOf(TableCell<?, ?> cell) {
        if (cell == null || columns.of(cell.getTableColumn()) == null) {
            return null;
        }
        @SuppressWarnings("unchecked")
        TableColumn<R, ?> column = (TableColumn<R, ?>) cell.getTableColumn();
        return column;
    }

    private void clicked(MouseEvent event) {
        TableRow<?> row = Controls.around(event.getTarget(), TableRow.class);
        boolean plain = event.getButton() == MouseButton.PRIMARY && !event.isShiftDown() && !event.isShortcutDown();
        boolean onBox = onBox(Controls.around(event.getTarget(), TableCell.class));
        if (row != null && !row.isEmpty() && plain && !onBox && event.getClickCount() == 2) {
            owner.openFocused();
        }
    }

    private void contextMenu(ContextMenuEvent event) {
        TableRow<?> over = Controls.around(event.getTarget(), TableRow.class);
        if (owner.rows() == null || (!event.isKeyboardTrigger() && over == null) || owner.focusedRow() == null) {
            return;
        }
        event.consume();
        ContextMenu items = new ContextMenu();
        items.getItems().addAll(owner.menuItems());
        if (!items.getItems().isEmpty()) {
            items.getItems().add(new SeparatorMenuItem());
        }
        long count = Math.max(1, choice.selection().size());
        MenuItem copyRows = new MenuItem(texts.get("table.copy.rows", count), new Icon("copy"));
        copyRows.setAccelerator(KeyCombination.valueOf("Shortcut+C"));
        copyRows.setOnAction(e -> owner.copyRows());
        items.getItems().add(copyRows);
        Column<R> column = columns.of(table.getFocusModel().getFocusedCell().getTableColumn());
        if (column != null) {
            MenuItem copyCell = new MenuItem(texts.get("table.copy.cell", column.title()));
            copyCell.setAccelerator(KeyCombination.valueOf("Shortcut+Shift+C"));
            copyCell.setOnAction(e -> owner.copyCell());
            items.getItems().add(copyCell);
        }
        openMenu = items;
        if (event.isKeyboardTrigger()) {
            Node focused = focusedNode().orElse(table);
            Bounds place = focused.localToScreen(focused.getBoundsInLocal());
            items.show(table, place.getMinX() + MENU_INDENT, place.getMaxY());
        } else {
            items.show(table, event.getScreenX(), event.getScreenY());
        }
    }

    private Optional<Node> focusedNode() {
        return table.lookupAll(".table-row-cell").stream()
                .filter(node -> node instanceof TableRow<?> row
                        && row.getIndex() == table.getFocusModel().getFocusedIndex())
                .findFirst();
    }
}
