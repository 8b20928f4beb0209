package dev.rostrum.ui.widget;

import dev.rostrum.ui.fx.Pages;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.words.Texts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.animation.PauseTransition;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.control.skin.TableColumnHeader;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
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
    private static final double NARROWEST = 48;
    private static final double CHECK_COLUMN = 40;
    /** The column of the check boxes is the left edge where there are none: texts then start 16 px from the side. */
    private static final double EDGE = 8;

    /** Room for the column chooser at the right end of the header. */
    private static final double CHOOSER = 28;

    private static final int MOST_SORT_KEYS = 2;
    private static final int COPY_LIMIT = 100_000;

    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");
    private static final PseudoClass SLOW = PseudoClass.getPseudoClass("slow");
    private static final PseudoClass NUMERIC = PseudoClass.getPseudoClass("numeric");

    private final Texts texts = Texts.of(PagedTable.class);
    private final TableView<R> table = new TableView<>();
    private final Label size = new Label();
    private final Button chooser = new Button(null, new Icon("sliders"));
    private final StackPane middle = new StackPane();
    private final CheckBox allBox = new CheckBox();
    private final TableColumn<R, R> checks = new TableColumn<>();
    private final Map<TableColumn<R, ?>, Column<R>> columns = new HashMap<>();
    private final Map<TableColumn<R, ?>, Double> widths = new HashMap<>();
    private final Set<TableColumn<R, ?>> fixedByHand = new HashSet<>();
    private final Subscriptions rowsWatched = new Subscriptions();
    private final Subscriptions selectionWatched = new Subscriptions();
    private final PauseTransition slow = new PauseTransition(Duration.millis(100));
    private final PauseTransition late = new PauseTransition(Duration.millis(300));
    private final PauseTransition typing = new PauseTransition(Duration.seconds(1));
    private final StringBuilder typed = new StringBuilder();
    private final ReadOnlyObjectWrapper<R> focusedRow = new ReadOnlyObjectWrapper<>(this, "focusedRow");

    private Pages<R> rows;
    private Function<? super R, ? extends K> key = row -> null;
    private RowSelection<K> selection = new RowSelection<>();
    private boolean checkBoxes;
    private Runnable onSelectAll = () -> {};
    private Consumer<? super R> onOpen = row -> {};
    private Consumer<? super List<SortKey>> onSort = keys -> {};
    private Supplier<? extends Node> empty = Region::new;
    private Function<? super Exception, ? extends Node> failed = e -> new Region();
    private Supplier<? extends Collection<? extends MenuItem>> menu = List::of;
    private Consumer<? super String> announcer = text -> {};
    private ContextMenu openMenu;
    private K focusedKey;
    private boolean replacing;
    private int anchor = -1;
    private boolean quietSort;

    public PagedTable() {
        getStyleClass().add("paged-table");
        table.getStyleClass().add("edge-to-edge");
        table.setPlaceholder(new Region());
        table.setRowFactory(view -> new PagedRow());
        table.setColumnResizePolicy(this::resize);
        table.setSortPolicy(view -> {
            reportSort();
            return true;
        });

        Controls.iconOnly(chooser, texts.get("table.columns.tip"), "r-column-chooser");
        chooser.setOnAction(e -> chooseColumns());
        StackPane.setAlignment(chooser, Pos.TOP_RIGHT);

        middle.setPickOnBounds(false);
        middle.getStyleClass().add("r-table-middle");

        // An empty label is the cheapest way to learn the font size that the zoom gives this place.
        size.setManaged(false);
        size.setMouseTransparent(true);

        allBox.getStyleClass().add("r-check");
        allBox.setFocusTraversable(false);
        allBox.setOnAction(e -> allOrNone());
        checks.setId("checks");
        checks.setSortable(false);
        checks.setReorderable(false);
        checks.setResizable(false);
        checks.setMinWidth(0);
        checks.getStyleClass().add("r-check-column");
        checks.setCellFactory(column -> new CheckCell());
        checks.setCellValueFactory(data -> new SimpleObjectProperty<>(data.getValue()));
        widths.put(checks, EDGE);
        table.getColumns().add(checks);

        slow.setOnFinished(e -> pseudoClassStateChanged(SLOW, waitsForRows()));
        late.setOnFinished(e -> showMiddle(true));
        typing.setOnFinished(e -> typed.setLength(0));

        table.addEventFilter(KeyEvent.KEY_PRESSED, this::pressedKey);
        table.addEventFilter(KeyEvent.KEY_TYPED, this::typedKey);
        table.addEventFilter(MouseEvent.MOUSE_PRESSED, this::pressed);
        table.addEventFilter(MouseEvent.MOUSE_CLICKED, this::clicked);
        table.addEventFilter(MouseEvent.MOUSE_RELEASED, this::secondSort);
        table.addEventFilter(ContextMenuEvent.CONTEXT_MENU_REQUESTED, this::contextMenu);
        table.getFocusModel().focusedCellProperty().addListener((observable, before, after) -> focusMoved());

        getChildren().addAll(size, table, chooser, middle);
        size.fontProperty().addListener((observable, before, after) -> zoomed());
        zoomed();
        watchSelection();
    }

    // ---------------------------------------------------------------- set-up

    /** The columns in their first order. */
    public void setColumns(List<Column<R>> wanted) {
        columns.keySet().forEach(widths::remove);
        columns.clear();
        fixedByHand.clear();
        List<TableColumn<R, ?>> made = new ArrayList<>();
        made.add(checks);
        for (Column<R> column : wanted) {
            TableColumn<R, R> one = new TableColumn<>(column.title());
            one.setId(column.id());
            one.setSortable(column.sortable());
            one.setVisible(column.shown());
            one.setMinWidth(NARROWEST);
            one.setCellFactory(view -> new PagedCell(column));
            one.setCellValueFactory(data -> new SimpleObjectProperty<>(data.getValue()));
            one.getStyleClass().add(column.numeric() ? "r-numeric" : "r-text");
            one.visibleProperty().addListener((observable, before, after) -> fit());
            columns.put(one, column);
            widths.put(one, column.width());
            made.add(one);
        }
        table.getColumns().setAll(made);
        fit();
    }

    /** The rows; those of before are no longer listened to. */
    public void setRows(Pages<R> pages) {
        rowsWatched.close();
        rows = pages;
        // The control forgets its order with its items.
        List<SortKey> order = sort();
        quietSort = true;
        table.setItems(pages);
        setSort(order);
        rowsWatched.onChange(pages, this::rowsChanged);
        rowsWatched.observe(pages.stateProperty(), state -> showMiddle(false));
        rowsWatched.onChange(pages.countProperty(), count -> {
            showMiddle(false);
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
        key = rowKey;
        selection = keeper;
        checkBoxes = boxes;
        checks.setGraphic(boxes ? allBox : null);
        widths.put(checks, boxes ? CHECK_COLUMN : EDGE);
        watchSelection();
        fit();
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
        onSort = sort;
    }

    /** What stands in the middle when a query finds nothing, made when it is needed. */
    public void setEmpty(Supplier<? extends Node> node) {
        empty = node;
        showMiddle(false);
    }

    /** What stands in the middle when a query failed and there are no rows to keep. */
    public void setFailed(Function<? super Exception, ? extends Node> node) {
        failed = node;
        showMiddle(false);
    }

    /** Further entries of the context menu, above the copying ones. */
    public void setMenu(Supplier<? extends Collection<? extends MenuItem>> items) {
        menu = items;
    }

    /** Hears short news such as "Copied 3 rows". */
    public void setAnnouncer(Consumer<? super String> hears) {
        announcer = hears;
    }

    /** What the table is for, to a screen reader. */
    public void setName(String name) {
        table.setAccessibleText(name);
    }

    /** Shows an order without telling it. */
    public void setSort(List<SortKey> keys) {
        quietSort = true;
        try {
            List<TableColumn<R, ?>> order = new ArrayList<>();
            for (SortKey one : keys) {
                column(one.column()).ifPresent(column -> {
                    column.setSortType(
                            one.ascending() ? TableColumn.SortType.ASCENDING : TableColumn.SortType.DESCENDING);
                    order.add(column);
                });
            }
            table.getSortOrder().setAll(order);
        } finally {
            quietSort = false;
        }
        showSort();
    }

    public List<SortKey> sort() {
        return table.getSortOrder().stream()
                .map(column -> new SortKey(column.getId(), column.getSortType() == TableColumn.SortType.ASCENDING))
                .collect(Collectors.toList());
    }

    /** Order, widths and choice of columns as they are now. */
    public List<ColumnState> layoutState() {
        return table.getColumns().stream()
                .filter(columns::containsKey)
                .map(column -> new ColumnState(column.getId(), column.isVisible(), widths.get(column)))
                .collect(Collectors.toList());
    }

    /** Brings back an earlier {@link #layoutState()}; unknown columns are passed over, new ones come last. */
    public void setLayoutState(List<ColumnState> states) {
        List<TableColumn<R, ?>> order = new ArrayList<>();
        order.add(checks);
        for (ColumnState state : states) {
            column(state.id()).ifPresent(column -> {
                column.setVisible(state.shown());
                if (state.width() != columns.get(column).width()) {
                    widths.put(column, Math.max(NARROWEST, state.width()));
                    fixedByHand.add(column);
                }
                order.add(column);
            });
        }
        table.getColumns().stream().filter(c -> !order.contains(c)).forEach(order::add);
        table.getColumns().setAll(order);
        fit();
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
        if (!selection.isEmpty()) {
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
        selection.clear();
        table.getFocusModel().focus(-1);
        focusMoved();
        anchor = -1;
        if (rows != null && rows.size() > 0) {
            table.scrollTo(0);
        }
    }

    private Optional<TableColumn<R, ?>> column(String id) {
        return table.getColumns().stream()
                .filter(column -> columns.containsKey(column) && id.equals(column.getId()))
                .findFirst();
    }

    // ---------------------------------------------------------------- size and columns

    private double em() {
        return size.getFont().getSize() / ROOT_SIZE;
    }

    private void zoomed() {
        table.setFixedCellSize(Math.rint(ROW * em()));
        fit();
    }

    private void fit() {
        resize(new TableView.ResizeFeatures<>(table, null, 0.0));
    }

    private Boolean resize(TableView.ResizeFeatures<R> request) {
        TableColumn<R, ?> dragged = request.getColumn();
        if (dragged != null) {
            double wanted = Math.max(NARROWEST, dragged.getWidth() / em() + request.getDelta() / em());
            widths.put(dragged, wanted);
            fixedByHand.add(dragged);
        }
        List<TableColumn<R, ?>> shown =
                table.getColumns().stream().filter(TableColumn::isVisible).collect(Collectors.toList());
        double sum = 0;
        double shares = 0;
        for (TableColumn<R, ?> column : shown) {
            sum += widths.getOrDefault(column, 120.0) * em();
            shares += share(column);
        }
        double left = request.getContentWidth() - CHOOSER * em() - sum;
        for (TableColumn<R, ?> column : shown) {
            double width = widths.getOrDefault(column, 120.0) * em();
            if (shares > 0 && request.getContentWidth() > 0) {
                width += left * share(column) / shares;
            }
            double least = column == checks ? 0 : Math.min(80, widths.get(column)) * em();
            request.setColumnWidth(column, Math.rint(Math.max(least, width)));
        }
        return true;
    }

    private double share(TableColumn<R, ?> column) {
        Column<R> known = columns.get(column);
        return known == null || fixedByHand.contains(column) ? 0 : known.grow();
    }

    private void chooseColumns() {
        ContextMenu choice = new ContextMenu();
        long visible = columns.keySet().stream().filter(TableColumn::isVisible).count();
        for (TableColumn<R, ?> column : table.getColumns()) {
            Column<R> known = columns.get(column);
            if (known == null) {
                continue;
            }
            CheckMenuItem item = new CheckMenuItem(known.title());
            item.setSelected(column.isVisible());
            item.setDisable(column.isVisible() && visible == 1);
            item.selectedProperty().addListener((observable, before, after) -> column.setVisible(after));
            choice.getItems().add(item);
        }
        choice.show(chooser, Side.BOTTOM, 0, 0);
    }

    // ---------------------------------------------------------------- order

    private void reportSort() {
        if (quietSort) {
            return;
        }
        if (table.getSortOrder().size() > MOST_SORT_KEYS) {
            quietSort = true;
            try {
                table.getSortOrder().remove(0, table.getSortOrder().size() - MOST_SORT_KEYS);
            } finally {
                quietSort = false;
            }
        }
        showSort();
        onSort.accept(sort());
    }

    private void showSort() {
        List<TableColumn<R, ?>> order = table.getSortOrder();
        for (Map.Entry<TableColumn<R, ?>, Column<R>> entry : columns.entrySet()) {
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
    private void secondSort(MouseEvent event) {
        if (!event.isShortcutDown() || !event.isStillSincePress() || event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        TableColumnHeader header = around(event.getTarget(), TableColumnHeader.class);
        if (header == null || !columns.containsKey(header.getTableColumn())) {
            return;
        }
        event.consume();
        @SuppressWarnings("unchecked")
        TableColumn<R, ?> column = (TableColumn<R, ?>) header.getTableColumn();
        if (!column.isSortable()) {
            return;
        }
        if (!table.getSortOrder().contains(column)) {
            quietSort = true;
            column.setSortType(TableColumn.SortType.ASCENDING);
            quietSort = false;
            table.getSortOrder().add(column);
        } else if (column.getSortType() == TableColumn.SortType.ASCENDING) {
            column.setSortType(TableColumn.SortType.DESCENDING);
        } else {
            table.getSortOrder().remove(column);
        }
    }

    // ---------------------------------------------------------------- rows

    private void rowsChanged() {
        // The control looks at its rows again only when their number changes; those that have come are pushed in here.
        for (Node node : table.lookupAll(".table-row-cell")) {
            if (node instanceof PagedTable<?, ?>.PagedRow row) {
                row.updateIndex(row.getIndex());
            }
        }
        if (getPseudoClassStates().contains(SLOW) && !waitsForRows()) {
            pseudoClassStateChanged(SLOW, false);
        }
        showFocused();
    }

    private boolean waitsForRows() {
        return table.lookupAll(".table-row-cell").stream()
                .anyMatch(node -> node instanceof TableRow<?> row && !row.isEmpty() && row.getItem() == null);
    }

    private void answered() {
        showMiddle(false);
        if (replacing) {
            replacing = false;
            anchor = -1;
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
        return row != null && focusedKey.equals(key.apply(row));
    }

    private void showMiddle(boolean patienceOver) {
        late.stop();
        middle.getChildren().clear();
        if (rows == null || rows.size() > 0) {
            return;
        }
        switch (rows.stateProperty().get()) {
            case READY -> middle.getChildren().add(empty.get());
            case FAILED ->
                middle.getChildren().add(failed.apply(rows.failureProperty().get()));
            case LOADING -> {
                if (patienceOver) {
                    ProgressIndicator spinner = new ProgressIndicator();
                    spinner.getStyleClass().add("r-spinner");
                    Label words = new Label(texts.get("table.loading"), spinner);
                    words.getStyleClass().add("r-loading");
                    middle.getChildren().add(words);
                } else {
                    late.playFromStart();
                }
            }
            case IDLE -> {}
        }
    }

    // ---------------------------------------------------------------- focus

    private void focus(int index) {
        TableColumn<R, ?> column = table.getFocusModel().getFocusedCell().getTableColumn();
        if (!columns.containsKey(column) || !column.isVisible()) {
            column = firstColumn();
        }
        table.getFocusModel().focus(index, column);
    }

    private TableColumn<R, ?> firstColumn() {
        return table.getVisibleLeafColumns().stream()
                .filter(columns::containsKey)
                .findFirst()
                .orElse(null);
    }

    private void focusMoved() {
        int at = table.getFocusModel().getFocusedIndex();
        R row = at >= 0 && rows != null && at < rows.size() ? rows.peek(at) : null;
        focusedKey = row == null ? null : key.apply(row);
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
            focusedKey = key.apply(row);
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

    private int pageRows() {
        double height = table.getHeight() - table.getFixedCellSize();
        return Math.max(1, (int) (height / table.getFixedCellSize()) - 1);
    }

    // ---------------------------------------------------------------- selection

    private void watchSelection() {
        selectionWatched.close();
        selectionWatched.observe(selection.changesProperty(), change -> showSelection());
    }

    private void showSelection() {
        boolean all = rows != null && rows.size() > 0 && selection.size() >= rows.size();
        allBox.setIndeterminate(!all && !selection.isEmpty());
        allBox.setSelected(all);
        allBox.setAccessibleText(texts.get(selection.isEmpty() ? "table.select.all" : "table.select.none"));
        for (Node node : table.lookupAll(".table-row-cell")) {
            if (node instanceof PagedTable<?, ?>.PagedRow row) {
                row.showChosen();
            }
        }
    }

    private void allOrNone() {
        if (selection.isEmpty()) {
            onSelectAll.run();
        } else {
            selection.clear();
        }
        showSelection();
    }

    private boolean isChosen(R row) {
        return row != null && selection.contains(key.apply(row));
    }

    private void toggle(int index) {
        R row = rows.get(index);
        if (row != null) {
            selection.toggle(key.apply(row));
        }
        anchor = index;
    }

    private void selectOnly(int index) {
        R row = rows.get(index);
        if (row != null) {
            selection.only(List.of(key.apply(row)));
        }
        anchor = index;
    }

    /** Selects from the anchor to the row, also rows that are not in memory. */
    private void selectTo(int index) {
        if (anchor < 0 || anchor >= rows.size()) {
            anchor = index;
        }
        int from = Math.min(anchor, index);
        int to = Math.max(anchor, index) + 1;
        List<K> keys = new ArrayList<>();
        for (int i = from; i < to; i++) {
            R row = rows.peek(i);
            if (row == null) {
                rows.read(from, to, any -> true, to - from, read -> selectKeys(keysOf(read)), e -> copyFailed());
                return;
            }
            keys.add(key.apply(row));
        }
        selectKeys(keys);
    }

    private List<K> keysOf(List<R> some) {
        List<K> keys = new ArrayList<>();
        some.forEach(row -> keys.add(key.apply(row)));
        return keys;
    }

    private void selectKeys(List<K> keys) {
        if (checkBoxes) {
            selection.addAll(keys);
        } else {
            selection.only(keys);
        }
    }

    // ---------------------------------------------------------------- mouse

    private static <T> T around(Object target, Class<T> kind) {
        Node node = target instanceof Node one ? one : null;
        while (node != null && !kind.isInstance(node)) {
            node = node.getParent();
        }
        return kind.cast(node);
    }

    private void pressed(MouseEvent event) {
        TableRow<?> row = around(event.getTarget(), TableRow.class);
        if (openMenu != null) {
            openMenu.hide();
        }
        if (row == null || around(event.getTarget(), ButtonBase.class) != null) {
            return;
        }
        // The table's own idea of selection is by index and would forget what is not in memory; it stays out of it.
        event.consume();
        table.requestFocus();
        if (row.isEmpty() || rows == null) {
            return;
        }
        int index = row.getIndex();
        TableCell<?, ?> cell = around(event.getTarget(), TableCell.class);
        boolean onBox = checkBoxes && cell instanceof PagedTable<?, ?>.CheckCell;
        TableColumn<R, ?> column = columnOf(cell);
        if (column == null) {
            focus(index);
        } else {
            table.getFocusModel().focus(index, column);
        }
        if (event.getButton() != MouseButton.PRIMARY) {
            if (!checkBoxes && !isChosen(rows.peek(index))) {
                selectOnly(index);
            }
        } else if (event.isShiftDown()) {
            selectTo(index);
        } else if (onBox || event.isShortcutDown()) {
            toggle(index);
        } else if (checkBoxes) {
            anchor = index;
        } else {
            selectOnly(index);
        }
    }

    private TableColumn<R, ?> columnOf(TableCell<?, ?> cell) {
        if (cell == null || !columns.containsKey(cell.getTableColumn())) {
            return null;
        }
        @SuppressWarnings("unchecked")
        TableColumn<R, ?> column = (TableColumn<R, ?>) cell.getTableColumn();
        return column;
    }

    private void clicked(MouseEvent event) {
        TableRow<?> row = around(event.getTarget(), TableRow.class);
        boolean plain = event.getButton() == MouseButton.PRIMARY && !event.isShiftDown() && !event.isShortcutDown();
        boolean onBox = checkBoxes && around(event.getTarget(), TableCell.class) instanceof PagedTable<?, ?>.CheckCell;
        if (row != null && !row.isEmpty() && plain && !onBox && event.getClickCount() == 2) {
            openFocused();
        }
    }

    private void openFocused() {
        if (focusedRow.get() != null) {
            onOpen.accept(focusedRow.get());
        }
    }

    private void contextMenu(ContextMenuEvent event) {
        TableRow<?> over = around(event.getTarget(), TableRow.class);
        if (rows == null || (!event.isKeyboardTrigger() && over == null) || focusedRow.get() == null) {
            return;
        }
        event.consume();
        ContextMenu items = new ContextMenu();
        items.getItems().addAll(menu.get());
        if (!items.getItems().isEmpty()) {
            items.getItems().add(new SeparatorMenuItem());
        }
        int count = selection.isEmpty() ? 1 : selection.size();
        MenuItem copyRows = new MenuItem(texts.get("table.copy.rows", count), new Icon("copy"));
        copyRows.setAccelerator(KeyCombination.valueOf("Shortcut+C"));
        copyRows.setOnAction(e -> copyRows());
        items.getItems().add(copyRows);
        TableColumn<R, ?> column = table.getFocusModel().getFocusedCell().getTableColumn();
        if (columns.containsKey(column)) {
            MenuItem copyCell = new MenuItem(
                    texts.get("table.copy.cell", columns.get(column).title()));
            copyCell.setAccelerator(KeyCombination.valueOf("Shortcut+Shift+C"));
            copyCell.setOnAction(e -> copyCell());
            items.getItems().add(copyCell);
        }
        openMenu = items;
        if (event.isKeyboardTrigger()) {
            Node focused = focusedNode().orElse(table);
            Bounds place = focused.localToScreen(focused.getBoundsInLocal());
            items.show(table, place.getMinX() + 2 * ROW, place.getMaxY());
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

    // ---------------------------------------------------------------- keys

    private void pressedKey(KeyEvent event) {
        if (rows == null || around(event.getTarget(), ButtonBase.class) != null) {
            return;
        }
        boolean ctrl = event.isShortcutDown();
        KeyCode code = event.getCode();
        if (ctrl && code == KeyCode.A) {
            onSelectAll.run();
        } else if (ctrl && code == KeyCode.C) {
            if (event.isShiftDown()) {
                copyCell();
            } else {
                copyRows();
            }
        } else if (code == KeyCode.ESCAPE && !selection.isEmpty()) {
            selection.clear();
        } else if (code == KeyCode.ENTER && !ctrl && focusedRow.get() != null) {
            openFocused();
        } else if (code == KeyCode.SPACE && !ctrl && focusedIndex() >= 0) {
            toggle(focusedIndex());
        } else if (!event.isAltDown() && code.isNavigationKey() && rows.size() > 0) {
            navigate(code, event.isShiftDown(), ctrl);
        } else {
            return;
        }
        event.consume();
    }

    private int focusedIndex() {
        int at = table.getFocusModel().getFocusedIndex();
        return at < rows.size() ? at : -1;
    }

    private void navigate(KeyCode code, boolean shift, boolean ctrl) {
        if (code == KeyCode.LEFT || code == KeyCode.KP_LEFT) {
            sideways(-1);
            return;
        }
        if (code == KeyCode.RIGHT || code == KeyCode.KP_RIGHT) {
            sideways(1);
            return;
        }
        int at = focusedIndex();
        int last = rows.size() - 1;
        int to =
                switch (code) {
                    case UP, KP_UP -> at - 1;
                    case DOWN, KP_DOWN -> at + 1;
                    case PAGE_UP -> at - pageRows();
                    case PAGE_DOWN -> at + pageRows();
                    case HOME -> 0;
                    case END -> last;
                    default -> at;
                };
        to = Math.max(0, Math.min(last, to));
        if (shift && anchor < 0) {
            anchor = Math.max(0, at);
        }
        focus(to);
        scrollIntoView(to);
        if (shift) {
            selectTo(to);
        } else if (!checkBoxes && !ctrl) {
            selectOnly(to);
        } else {
            anchor = to;
        }
    }

    private void sideways(int step) {
        List<TableColumn<R, ?>> shown = table.getVisibleLeafColumns().stream()
                .filter(columns::containsKey)
                .collect(Collectors.toList());
        int at = shown.indexOf(table.getFocusModel().getFocusedCell().getTableColumn());
        int to = Math.max(0, Math.min(shown.size() - 1, at + step));
        if (focusedIndex() >= 0 && !shown.isEmpty()) {
            table.getFocusModel().focus(focusedIndex(), shown.get(to));
            table.scrollToColumn(shown.get(to));
        }
    }

    private void typedKey(KeyEvent event) {
        String character = event.getCharacter();
        if (rows == null
                || character.isEmpty()
                || event.isShortcutDown()
                || event.isAltDown()
                || !Character.isLetterOrDigit(character.codePointAt(0))) {
            return;
        }
        Column<R> column = columns.get(firstColumn());
        if (column == null) {
            return;
        }
        event.consume();
        boolean fresh = typed.length() == 0;
        typed.append(character.toLowerCase(Locale.ROOT));
        typing.playFromStart();
        int start = focusedIndex() + (fresh ? 1 : 0);
        int[] found = {-1, -1};
        rows.forEachLoaded((index, row) -> {
            String text = column.text().apply(row);
            if (text != null && text.toLowerCase(Locale.ROOT).startsWith(typed.toString())) {
                int kind = index >= start ? 0 : 1;
                if (found[kind] < 0) {
                    found[kind] = index;
                }
            }
        });
        int to = found[0] >= 0 ? found[0] : found[1];
        if (to >= 0) {
            focus(to);
            scrollIntoView(to);
            if (checkBoxes) {
                anchor = to;
            } else {
                selectOnly(to);
            }
        }
    }

    // ---------------------------------------------------------------- copying

    private void copyCell() {
        TableColumn<R, ?> column = table.getFocusModel().getFocusedCell().getTableColumn();
        R row = focusedRow.get();
        if (row == null || !columns.containsKey(column)) {
            return;
        }
        String value = columns.get(column).copy().apply(row);
        ClipboardText.copy(ClipboardText.value(value));
        announcer.accept(texts.get("copied"));
    }

    private void copyRows() {
        if (selection.isEmpty()) {
            if (focusedRow.get() != null) {
                copy(List.of(focusedRow.get()));
            }
            return;
        }
        List<R> loaded = new ArrayList<>();
        rows.forEachLoaded((index, row) -> {
            if (isChosen(row)) {
                loaded.add(row);
            }
        });
        if (loaded.size() == selection.size()) {
            copy(loaded);
            return;
        }
        Set<K> wanted = selection.keys();
        int limit = Math.min(COPY_LIMIT, wanted.size());
        rows.read(0, rows.size(), row -> wanted.contains(key.apply(row)), limit, this::copy, e -> copyFailed());
    }

    private void copyFailed() {
        announcer.accept(texts.get("table.copy.failed"));
    }

    private void copy(List<R> some) {
        List<Column<R>> shown = table.getVisibleLeafColumns().stream()
                .filter(columns::containsKey)
                .map(columns::get)
                .collect(Collectors.toList());
        StringBuilder text = new StringBuilder();
        text.append(shown.stream().map(c -> ClipboardText.cell(c.title())).collect(Collectors.joining("\t")))
                .append('\n');
        for (R row : some) {
            text.append(shown.stream()
                            .map(c -> ClipboardText.cell(c.copy().apply(row)))
                            .collect(Collectors.joining("\t")))
                    .append('\n');
        }
        ClipboardText.copy(text.toString());
        announcer.accept(texts.get("table.copied.rows", some.size()));
    }

    // ---------------------------------------------------------------- cells

    private final class PagedRow extends TableRow<R> {
        @Override
        protected void updateItem(R row, boolean nothing) {
            super.updateItem(row, nothing);
            if (!nothing && row == null && slow.getStatus() != javafx.animation.Animation.Status.RUNNING) {
                slow.playFromStart();
            }
            showChosen();
        }

        private void showChosen() {
            R row = isEmpty() ? null : getItem();
            boolean chosen = isChosen(row);
            pseudoClassStateChanged(CHOSEN, chosen);
            if (isEmpty()) {
                setAccessibleText(null);
                return;
            }
            Column<R> first = columns.get(firstColumn());
            String name = row == null || first == null
                    ? texts.get("table.row.loading")
                    : first.text().apply(row);
            String spoken = texts.get("table.row.named", getIndex() + 1, rows.size(), name == null ? "" : name);
            setAccessibleText(chosen ? spoken + ", " + texts.get("table.row.selected") : spoken);
            for (Node cell : getChildrenUnmodifiable()) {
                if (cell instanceof PagedTable<?, ?>.CheckCell check) {
                    check.show(row != null, chosen);
                }
            }
        }
    }

    private final class PagedCell extends TableCell<R, R> {
        private final Column<R> column;
        private final Region bar = new Region();
        private final Tooltip tip = new Tooltip();

        private PagedCell(Column<R> column) {
            this.column = column;
            bar.getStyleClass().add("r-row-bar");
            if (column.style() != null) {
                getStyleClass().add(column.style());
            }
            pseudoClassStateChanged(NUMERIC, column.numeric());
        }

        @Override
        protected void updateItem(R row, boolean nothing) {
            super.updateItem(row, nothing);
            explain(nothing ? null : row);
            if (nothing) {
                setText(null);
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            if (row == null) {
                setText(null);
                setGraphic(bar);
                setAccessibleText(null);
                return;
            }
            String text = column.text().apply(row);
            Node node = column.graphic() == null ? null : column.graphic().apply(row);
            setText(node == null ? text : null);
            setGraphic(node);
            setAccessibleText(column.title() + ": " + (text == null ? "" : text));
        }

        private void explain(R row) {
            String words =
                    row == null || column.tip() == null ? "" : column.tip().apply(row);
            tip.setText(words);
            setTooltip(words.isEmpty() ? null : tip);
        }
    }

    private final class CheckCell extends TableCell<R, R> {
        private final CheckBox box = new CheckBox();

        private CheckCell() {
            box.getStyleClass().add("r-check");
            // The row handles the click, so that Shift and Ctrl mean the same here as beside it.
            box.setMouseTransparent(true);
            box.setFocusTraversable(false);
            getStyleClass().add("r-check-cell");
        }

        @Override
        protected void updateItem(R row, boolean nothing) {
            super.updateItem(row, nothing);
            show(!nothing && row != null, isChosen(row));
        }

        private void show(boolean present, boolean chosen) {
            setGraphic(present && checkBoxes ? box : null);
            box.setSelected(chosen);
            box.setAccessibleText(texts.get("table.select.row"));
        }
    }
}
