package dev.rostrum.ui.table;

import dev.rostrum.ui.fx.Pages;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.News;
import dev.rostrum.words.Texts;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;

/**
 * The one table of all screens. Rows come lazily from {@link Pages}; sorting is only reported, the owner asks the query
 * anew; rows are selected by key in a {@link RowSelection}, so the selection outlives paging.
 *
 * <p>Keys: arrows, Page, Home and End move the focused row (with Shift they select a range), Space selects, Ctrl+A selects
 * all, Esc clears, Enter opens, Ctrl+C copies rows as tab-separated values with headers, Ctrl+Shift+C the focused cell
 * whole, letters go to the next row in memory that starts so.
 */
public final class PagedTable<R, K> extends StackPane {
    private static final double ROW = 32;
    private static final double ROOT_SIZE = 13;

    /** No row shows where the focus is. */
    private static final PseudoClass ROWLESS = PseudoClass.getPseudoClass("rowless");

    private static final PseudoClass SLOW = PseudoClass.getPseudoClass("slow");

    private final Texts texts = Texts.of(PagedTable.class);
    private final TableView<R> table = new TableView<>();
    private final Label size = new Label();
    private final Button chooser = new Button(null, new Icon("sliders"));
    private final TableMiddle middle = new TableMiddle();
    private final CheckBox allBox = new CheckBox();
    private final ColumnLayout<R> columns = new ColumnLayout<>(table, this::em);
    private final TableOrder<R> order = new TableOrder<>(table, columns);
    private final RowCopy<R> copying = new RowCopy<>(columns, this::tell);
    private final TableChoice<R, K> choice = new TableChoice<>(copying::failed);
    private final Subscriptions rowsWatched = new Subscriptions();
    private final Subscriptions selectionWatched = new Subscriptions();
    private final PauseTransition slow = new PauseTransition(Duration.millis(100));
    private final ReadOnlyObjectWrapper<R> focusedRow = new ReadOnlyObjectWrapper<>(this, "focusedRow");

    private Pages<R> rows;
    private Runnable onSelectAll = () -> {};
    private Consumer<? super R> onOpen = row -> {};
    private Supplier<? extends Collection<? extends MenuItem>> menu = List::of;
    private K focusedKey;
    private boolean replacing;

    public PagedTable() {
        getStyleClass().add("paged-table");
        table.getStyleClass().add("edge-to-edge");
        table.setPlaceholder(new Region());
        table.setRowFactory(view -> new PagedRow<>(this, columns, choice));
        Controls.iconOnly(chooser, texts.get("table.columns.tip"), "r-column-chooser");
        chooser.setOnAction(e -> columns.openChooser((items, side) -> items.show(chooser, side, 0, 0)));
        StackPane.setAlignment(chooser, Pos.TOP_RIGHT);

        // An empty label is the cheapest way to learn the font size that the zoom gives this place.
        size.setManaged(false);
        size.setMouseTransparent(true);

        allBox.getStyleClass().add("r-check");
        allBox.setFocusTraversable(false);
        allBox.setOnAction(e -> allOrNone());
        columns.checks().setCellFactory(column -> new CheckCell<>(choice));

        slow.setOnFinished(e -> pseudoClassStateChanged(SLOW, waitsForRows()));

        new TableKeys<>(this, table, columns, choice);
        new TableMouse<>(this, table, columns, choice);
        table.getFocusModel().focusedCellProperty().addListener((observable, before, after) -> focusMoved());
        focusedRow.subscribe(row -> table.pseudoClassStateChanged(ROWLESS, row == null));

        getChildren().addAll(size, table, chooser, middle);
        size.fontProperty().addListener((observable, before, after) -> zoomed());
        zoomed();
        watchSelection();
    }

    // ---------------------------------------------------------------- set-up

    /** The columns in their first order. */
    public void setColumns(List<Column<R>> wanted) {
        columns.set(wanted, (column, made) -> new PagedCell<>(column));
    }

    /** The rows; those of before are no longer listened to. */
    public void setRows(Pages<R> pages) {
        rowsWatched.close();
        rows = pages;
        choice.setRows(pages);
        middle.setRows(pages);
        // The control forgets its order with its items.
        order.keep(() -> table.setItems(pages));
        rowsWatched.onChange(pages, this::rowsChanged);
        rowsWatched.observe(pages.stateProperty(), state -> middle.show());
        rowsWatched.onChange(pages.countProperty(), count -> {
            middle.show();
            showSelection();
        });
        rowsWatched.onChange(pages.queriesProperty(), query -> replacing = true);
        rowsWatched.onChange(pages.answersProperty(), answer -> answered());
    }

    /**
     * How rows are told apart, and who keeps which are selected.
     *
     * @param boxes a check box column: a click then only moves the focus; without, it selects the one row
     */
    public void setSelection(Function<? super R, ? extends K> rowKey, RowSelection<K> keeper, boolean boxes) {
        choice.set(rowKey, keeper, boxes);
        columns.checks().setGraphic(boxes ? allBox : null);
        columns.setCheckBoxes(boxes);
        watchSelection();
    }

    /** Ctrl+A and the box in the header; the owner knows what the filter finds, see {@link RowSelection#selectAll}. */
    public void setOnSelectAll(Runnable selectAll) {
        onSelectAll = selectAll;
    }

    /** Enter or a double click. */
    public void setOnOpen(Consumer<? super R> open) {
        onOpen = open;
    }

    /** Tells this when the admin chooses another order: at most two columns, none for the usual order. */
    public void setOnSort(Consumer<? super List<SortKey>> sort) {
        order.setOnSort(sort);
    }

    /** What stands in the middle when a query finds nothing, made when it is needed. */
    public void setEmpty(Supplier<? extends Node> node) {
        middle.setEmpty(node);
    }

    /** What stands in the middle when a query failed and there are no rows to keep. */
    public void setFailed(Function<? super Exception, ? extends Node> node) {
        middle.setFailed(node);
    }

    /** Further entries of the context menu, above the copying ones. */
    public void setMenu(Supplier<? extends Collection<? extends MenuItem>> items) {
        menu = items;
    }

    /** What the table is for, to a screen reader. */
    public void setName(String name) {
        table.setAccessibleText(name);
    }

    /** Shows an order without telling it. */
    public void setSort(List<SortKey> keys) {
        order.set(keys);
    }

    public List<SortKey> sort() {
        return order.get();
    }

    /** Order, widths and choice of columns as they are now. */
    public List<ColumnState> layoutState() {
        return columns.state();
    }

    /** Brings back an earlier {@link #layoutState()}; unknown columns are passed over, new ones come last. */
    public void setLayoutState(List<ColumnState> states) {
        columns.setState(states);
    }

    /** The row with the keyboard focus, or null; details show it. */
    public ReadOnlyObjectProperty<R> focusedRowProperty() {
        return focusedRow.getReadOnlyProperty();
    }

    public R focusedRow() {
        return focusedRow.get();
    }

    /** Moves the keyboard focus into the rows. */
    @Override
    public void requestFocus() {
        table.requestFocus();
    }

    /** Focuses the row and scrolls to it. */
    public void focusRow(int index) {
        focus(index);
        scrollIntoView(index);
    }

    /** Takes the focus, on the first row where none has it. */
    public void enter() {
        requestFocus();
        if (focusedRow() == null && rows != null && !rows.isEmpty()) {
            focusRow(0);
        }
    }

    /** Whether nobody looks at a row: the first one is in view as a whole, and none is selected. */
    public boolean isAtTop() {
        if (!choice.selection().isEmpty()) {
            return false;
        }
        if (table.lookup(".virtual-flow") instanceof VirtualFlow<?> flow && flow.getFirstVisibleCell() != null) {
            return flow.getFirstVisibleCell().getIndex() == 0
                    && flow.getFirstVisibleCell().getLayoutY() > -1;
        }
        return true;
    }

    /** Takes focus and selection from all rows, and goes to the top. */
    public void leaveRow() {
        choice.selection().clear();
        table.getFocusModel().focus(-1);
        focusMoved();
        choice.startAt(-1);
        if (rows != null && rows.size() > 0) {
            table.scrollTo(0);
        }
    }

    // ---------------------------------------------------------------- size

    private double em() {
        return size.getFont().getSize() / ROOT_SIZE;
    }

    private void zoomed() {
        table.setFixedCellSize(Math.rint(ROW * em()));
        columns.makeRoom();
    }

    // ---------------------------------------------------------------- rows

    private void rowsChanged() {
        // The control looks at its rows again only when their number changes; those that have come are pushed in here.
        for (Node node : table.lookupAll(".table-row-cell")) {
            if (node instanceof PagedRow<?, ?> row) {
                row.updateIndex(row.getIndex());
            }
        }
        if (getPseudoClassStates().contains(SLOW) && !waitsForRows()) {
            pseudoClassStateChanged(SLOW, false);
        }
        showFocused();
    }

    /** A row is drawn before it is there; bars in its place appear after a moment. */
    void waits() {
        if (slow.getStatus() != Animation.Status.RUNNING) {
            slow.playFromStart();
        }
    }

    private boolean waitsForRows() {
        return table.lookupAll(".table-row-cell").stream()
                .anyMatch(node -> node instanceof TableRow<?> row && !row.isEmpty() && row.getItem() == null);
    }

    private void answered() {
        middle.show();
        if (replacing) {
            replacing = false;
            choice.queryReplaced();
            if (rows.size() > 0) {
                table.scrollTo(0);
            }
        }
        if (focusedKey == null) {
            return;
        }
        int at = table.getFocusModel().getFocusedIndex();
        if (at >= 0 && at < rows.size() && isKey(rows.peek(at))) {
            return;
        }
        // The focus follows its row to another place and never jumps to another row because of an answer.
        int[] found = {-1};
        rows.forEachLoaded((index, row) -> {
            if (found[0] < 0 && isKey(row)) {
                found[0] = index;
            }
        });
        if (found[0] >= 0) {
            focus(found[0]);
        } else {
            table.getFocusModel().focus(-1);
            focusMoved();
        }
    }

    private boolean isKey(R row) {
        return row != null && focusedKey.equals(choice.keyOf(row));
    }

    // ---------------------------------------------------------------- focus

    void focus(int index) {
        TableColumn<R, ?> column = table.getFocusModel().getFocusedCell().getTableColumn();
        if (columns.of(column) == null || !column.isVisible()) {
            column = columns.first();
        }
        table.getFocusModel().focus(index, column);
    }

    private void focusMoved() {
        int at = table.getFocusModel().getFocusedIndex();
        R row = at >= 0 && rows != null && at < rows.size() ? rows.peek(at) : null;
        focusedKey = row == null ? null : choice.keyOf(row);
        focusedRow.set(row);
    }

    /** The focused place is the same, its row may have come or changed. */
    private void showFocused() {
        int at = table.getFocusModel().getFocusedIndex();
        if (at < 0 || at >= rows.size()) {
            return;
        }
        R row = rows.peek(at);
        if (row != null && (focusedKey == null || isKey(row))) {
            focusedKey = choice.keyOf(row);
            focusedRow.set(row);
        }
    }

    private void scrollIntoView(int index) {
        if (table.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
            // A far jump lands a row short of the end; from there the second call does the last step.
            flow.scrollTo(index);
            flow.layout();
            flow.scrollTo(index);
        }
    }

    // ---------------------------------------------------------------- selection

    private void watchSelection() {
        selectionWatched.close();
        RowSelection<K> selection = choice.selection();
        selectionWatched.observe(selection.changesProperty(), change -> showSelection());
        selectionWatched.onChange(selection.hiddenProperty(), hidden -> showSelection());
    }

    private void showSelection() {
        boolean all = choice.all();
        allBox.setIndeterminate(!all && choice.shown() > 0);
        allBox.setSelected(all);
        allBox.setAccessibleText(texts.get(all ? "table.select.none" : "table.select.all"));
        for (Node node : table.lookupAll(".table-row-cell")) {
            if (node instanceof PagedRow<?, ?> row) {
                row.showChosen();
            }
        }
    }

    /** The box in the header means what is shown: it selects the rest of it, or takes all of it out; what is not shown stays. */
    private void allOrNone() {
        if (choice.all()) {
            choice.selection().onlyHidden();
        } else {
            onSelectAll.run();
        }
        showSelection();
    }

    void selectAll() {
        onSelectAll.run();
    }

    Pages<R> rows() {
        return rows;
    }

    void openFocused() {
        if (focusedRow.get() != null) {
            onOpen.accept(focusedRow.get());
        }
    }

    List<MenuItem> menuItems() {
        return List.copyOf(menu.get());
    }

    int focusedIndex() {
        int at = table.getFocusModel().getFocusedIndex();
        return at < rows.size() ? at : -1;
    }

    // ---------------------------------------------------------------- copying

    void copyCell() {
        copying.cell(table.getFocusModel().getFocusedCell().getTableColumn(), focusedRow.get());
    }

    void copyRows() {
        copying.rows(rows, choice.key(), choice.selection(), focusedRow.get());
    }

    private void tell(String words) {
        fireEvent(new News(words));
    }
}
