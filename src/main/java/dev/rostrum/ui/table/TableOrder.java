package dev.rostrum.ui.table;

import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.words.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.TableColumnHeader;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;

/** The order that the headers of a {@link PagedTable} choose and show: it is only told, the owner asks the query anew. */
final class TableOrder<R> {
    private static final int MOST_KEYS = 2;

    private final Texts texts = Texts.of(TableOrder.class);
    private final TableView<R> table;
    private final ColumnLayout<R> columns;
    private Consumer<? super List<SortKey>> onSort = keys -> {};
    private boolean quiet;

    TableOrder(TableView<R> table, ColumnLayout<R> columns) {
        this.table = table;
        this.columns = columns;
        table.setSortPolicy(view -> {
            report();
            return true;
        });
        table.addEventFilter(MouseEvent.MOUSE_RELEASED, this::second);
    }

    void setOnSort(Consumer<? super List<SortKey>> sort) {
        onSort = sort;
    }

    /** Runs what would change the order, as the control sees it, and leaves it as it was, without telling. */
    void keep(Runnable change) {
        List<SortKey> order = get();
        quiet = true;
        change.run();
        set(order);
    }

    /** Shows an order without telling it. */
    void set(List<SortKey> keys) {
        quiet = true;
        try {
            List<TableColumn<R, ?>> order = new ArrayList<>();
            for (SortKey one : keys) {
                columns.byId(one.column()).ifPresent(column -> {
                    column.setSortType(
                            one.ascending() ? TableColumn.SortType.ASCENDING : TableColumn.SortType.DESCENDING);
                    order.add(column);
                });
            }
            table.getSortOrder().setAll(order);
        } finally {
            quiet = false;
        }
        show();
    }

    List<SortKey> get() {
        return table.getSortOrder().stream()
                .map(column -> new SortKey(column.getId(), column.getSortType() == TableColumn.SortType.ASCENDING))
                .collect(Collectors.toList());
    }

    private void report() {
        if (quiet) {
            return;
        }
        if (table.getSortOrder().size() > MOST_KEYS) {
            quiet = true;
            try {
                table.getSortOrder().remove(0, table.getSortOrder().size() - MOST_KEYS);
            } finally {
                quiet = false;
            }
        }
        show();
        onSort.accept(get());
    }

    private void show() {
        List<TableColumn<R, ?>> order = table.getSortOrder();
        for (Map.Entry<TableColumn<R, ?>, Column<R>> entry : columns.all().entrySet()) {
            TableColumn<R, ?> column = entry.getKey();
            int place = order.indexOf(column);
            if (place < 0) {
                column.setGraphic(null);
                continue;
            }
            boolean up = column.getSortType() == TableColumn.SortType.ASCENDING;
            HBox mark = new HBox(Icon.of(up ? "arrow-up" : "arrow-down", Icon.Size.CHIP, "r-muted"));
            mark.getStyleClass().add("r-sort-mark");
            mark.setAccessibleText(texts.get(up ? "table.sorted.up" : "table.sorted.down"));
            if (order.size() > 1) {
                Label number = new Label(Integer.toString(place + 1));
                number.getStyleClass().add("r-sort-number");
                mark.getChildren().add(number);
            }
            column.setGraphic(mark);
        }
    }

    /** Ctrl and a click on another header adds it as the second column of the order. */
    private void second(MouseEvent event) {
        if (!event.isShortcutDown() || !event.isStillSincePress() || event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        TableColumnHeader header = Controls.around(event.getTarget(), TableColumnHeader.class);
        if (header == null || columns.of((TableColumn<?, ?>) header.getTableColumn()) == null) {
            return;
        }
        event.consume();
        @SuppressWarnings("unchecked")
        TableColumn<R, ?> column = (TableColumn<R, ?>) header.getTableColumn();
        if (!column.isSortable()) {
            return;
        }
        if (!table.getSortOrder().contains(column)) {
            quiet = true;
            column.setSortType(TableColumn.SortType.ASCENDING);
            quiet = false;
            table.getSortOrder().add(column);
        } else if (column.getSortType() == TableColumn.SortType.ASCENDING) {
            column.setSortType(TableColumn.SortType.DESCENDING);
        } else {
            table.getSortOrder().remove(column);
        }
    }
}
