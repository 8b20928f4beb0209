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
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
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
    private final TableFocus<R, K> focus = new TableFocus<>(table, columns, choice);

    private Pages<R> rows;
    private RowCopy.Reading<R> selected;
    private Seeking<R> seeking;
    private Consumer<? super R> onOpen = row -> {};
    private Supplier<? extends Collection<? extends MenuItem>> menu = List::of;
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
        focus.rowProperty().subscribe(row -> table.pseudoClassStateChanged(ROWLESS, row == null));

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
        focus.setRows(pages);
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
    public void setSelection(Function<? super R, ? extends K> rowKey, RowSelection<?, K> keeper, boolean boxes) {
        choice.set(rowKey, keeper, boxes);
        columns.checks().setGraphic(boxes ? allBox : null);
        columns.setCheckBoxes(boxes);
        watchSelection();
    }

    /** Finds a row by how its text starts, also beyond what is in memory. */
    @FunctionalInterface
    interface Seeking<R> {
        /** @param found told its place, or not at all */
        void seek(Predicate<? super R> starts, long from, Consumer<Long> found);
    }

    /**
     * Its rows, order, selection, search by letters and copying are those of a model.
     *
     * @param boxes as in {@link #setSelection}
     */
    public void setModel(TableViewModel<R, ?, K> model, boolean boxes) {
        selected = model::readSelected;
        seeking = model::seek;
        setSelection(model::key, model.selection(), boxes);
        setOnSort(model::sort);
        setRows(model.rows());
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

    /** Tells this when the admin has moved, widened, shown or hidden a column. */
    void setOnLayout(Runnable changed) {
        columns.setOnChange(changed);
    }

    /** Brings back an earlier {@link #layoutState()}; unknown columns are passed over, new ones come last. */
    public void setLayoutState(List<ColumnState> states) {
        columns.setState(states);
    }

    /** The row with the keyboard focus, or null; details show it. */
    public ReadOnlyObjectProperty<R> focusedRowProperty() {
        return focus.rowProperty();
    }

    public R focusedRow() {
        return focus.rowProperty().get();
    }

    /** Moves the keyboard focus into the rows. */
    @Override
    public void requestFocus() {
        table.requestFocus();
    }

    /** Focuses the row and scrolls to it. */
    public void focusRow(int index) {
        focus.at(index);
        focus.scrollTo(index);
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
        focus.leave();
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
        focus.show();
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
        focus.follow();
    }

    // ---------------------------------------------------------------- focus

    void focus(int index) {
        focus.at(index);
    }

    // ---------------------------------------------------------------- selection

    private void watchSelection() {
        selectionWatched.close();
        RowSelection<?, K> selection = choice.selection();
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
            choice.selection().selectAll();
        }
        showSelection();
    }

    void selectAll() {
        choice.selection().selectAll();
    }

    /** How rows beyond memory are found by letters, or null. */
    Seeking<R> seeking() {
        return seeking;
    }

    /** The columns in view, in their order. */
    public List<Column<R>> shownColumns() {
        return columns.shown().stream().map(columns::of).toList();
    }

    Pages<R> rows() {
        return rows;
    }

    void openFocused() {
        if (focusedRow() != null) {
            onOpen.accept(focusedRow());
        }
    }

    List<MenuItem> menuItems() {
        return List.copyOf(menu.get());
    }

    int focusedIndex() {
        return focus.index();
    }

    // ---------------------------------------------------------------- copying

    void copyCell() {
        copying.cell(table.getFocusModel().getFocusedCell().getTableColumn(), focusedRow());
    }

    void copyRows() {
        copying.rows(rows, choice, focusedRow(), selected);
    }

    private void tell(String words) {
        fireEvent(new News(words));
    }
}
