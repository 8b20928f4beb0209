package dev.rostrum.ui.table;

import dev.rostrum.ui.fx.Action;
import dev.rostrum.ui.fx.Fxml;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.EmptyState;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.News;
import dev.rostrum.ui.widget.NoticeBar;
import dev.rostrum.ui.widget.SearchField;
import dev.rostrum.ui.widget.SideLayout;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.widget.WorkingButton;
import dev.rostrum.words.Texts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/**
 * The table screen: title, search and filters, a notice, the rows, the selection bar, and details at the side. What can be done with rows
 * is a list of {@link TableAction}s, which context menu, selection bar and keys show.
 */
public final class TablePane<R, F, K> implements AutoCloseable {
    /** A header that is shorter than so many times the size of its title has no room for all words. */
    private static final double SHORT = 36;

    /** Asks the admin for a place. */
    @FunctionalInterface
    public interface FileChoice {
        /** @param chosen told the place, or not at all */
        void choose(String title, String suggested, Consumer<Path> chosen);
    }

    private final Texts texts = Texts.of(TablePane.class);
    private final TableViewModel<R, F, K> model;
    private final boolean boxes;
    private final Subscriptions subscriptions = new Subscriptions();
    private final ObservableList<TableAction<R>> rowActions = FXCollections.observableArrayList();
    private final ObservableList<TableAction<RowSelection<F, K>>> selectionActions =
            FXCollections.observableArrayList();
    private final FilterBar<F> filters;
    private final SelectionBar<R, F, K> bar;
    /** A column that is being drawn is kept once it rests. */
    private final PauseTransition layoutRest = new PauseTransition(Duration.millis(500));

    private Supplier<TableNotice> notices = () -> null;
    private Runnable exporting = () -> {};
    private boolean opensPage;
    private String refreshWords;
    private Runnable refreshing;

    @FXML
    private SideLayout root;

    @FXML
    private HBox header;

    @FXML
    private Label title;

    @FXML
    private Label subtitle;

    @FXML
    private HBox buttons;

    @FXML
    private WorkingButton export;

    @FXML
    private Button detailsToggle;

    @FXML
    private VBox above;

    @FXML
    private HBox searchRow;

    @FXML
    private SearchField search;

    @FXML
    private FlowPane chips;

    @FXML
    private VBox noticeBox;

    @FXML
    private NoticeBar notice;

    @FXML
    private PagedTable<R, K> table;

    @FXML
    private VBox main;

    @FXML
    private StackPane sidePane;

    @FXML
    private ScrollPane detailsScroll;

    /** @param boxes whether the screen acts on a selection: rows have boxes then */
    public TablePane(TableViewModel<R, F, K> model, boolean boxes) {
        this.model = model;
        this.boxes = boxes;
        this.refreshing = model::refresh;
        this.refreshWords = texts.get("key.refresh");
        Fxml.load(TablePane.class, "Table", this);
        bar = new SelectionBar<>(model, selectionActions);
        main.getChildren().add(bar);
        filters = new FilterBar<>(chips, model.filterProperty());
        table.setModel(model, boxes);
        table.setMenu(this::menu);
        table.setOnOpen(row -> {
            model.focus(row);
            root.setOpen(true);
        });
        table.setFailed(e -> EmptyState.failed(
                        texts.get("failed"), model.failureProperty().get())
                .with(texts.get("again"), "refresh-cw", false, model::query));
        setEmpty(() -> null);
        if (boxes) {
            subscriptions.onChange(table.focusedRowProperty(), row -> {
                if (row != null) {
                    model.focus(row);
                }
            });
        } else {
            // The control gives the first row the focus by itself; whoever looks at one has selected it.
            Runnable look = () -> model.focus(model.selection().isEmpty() ? null : table.focusedRow());
            subscriptions.onChange(table.focusedRowProperty(), row -> look.run());
            subscriptions.onChange(model.selection().changesProperty(), change -> look.run());
        }
        subscriptions.bindBoth(search.textProperty(), model.searchProperty());
        search.setOnSearch(model::query);
        search.onDown(table::enter);
        subscriptions.onChange(model.filterProperty(), now -> filters.show());
        subscriptions.observe(model.failureProperty(), words -> showNotice());
        subscriptions.observe(model.exportingProperty(), now -> {
            export.setWorking(now);
            showNotice();
        });
        subscriptions.onChange(model.exportedProperty(), count -> showNotice());
        subscriptions.observe(model.selection().changesProperty(), change -> showSelection());
        subscriptions.onChange(model.rows().countProperty(), count -> {
            showSelection();
            showNotice();
        });
        subscriptions.onChange(selectionActions, this::showSelection);
        Controls.iconOnly(detailsToggle, texts.get("details.tip"));
        subscriptions.observe(root.narrowProperty(), narrow -> Controls.show(detailsToggle, narrow && !opensPage));
        buttons.setMinWidth(Region.USE_PREF_SIZE);
        export.setMinWidth(Region.USE_PREF_SIZE);
        export.setTooltip(new Tooltip(texts.get("key.export")));
        // Where the row is short, the title needs the room more than the words of a button whose icon says the same.
        subscriptions.observe(
                header.widthProperty(),
                width -> export.setContentDisplay(
                        width.doubleValue() < SHORT * title.getFont().getSize()
                                ? ContentDisplay.GRAPHIC_ONLY
                                : ContentDisplay.LEFT));
        Controls.show(export, false);
        Controls.show(chips, false);
        showDetails(null);
    }

    // ---------------------------------------------------------------- set-up

    /** @param words what the rows are, also to a screen reader */
    public void setTitle(String words) {
        title.setText(words);
        table.setName(words);
    }

    /** The title follows this. */
    public void bindTitle(ObservableValue<String> words) {
        subscriptions.observe(words, this::setTitle);
    }

    public void bindSubtitle(ObservableValue<String> words) {
        subscriptions.observe(words, subtitle::setText);
    }

    public void setPrompt(String words) {
        search.setPrompt(words);
    }

    /** The columns in their first order, and the order that the table begins with. */
    public void setColumns(List<Column<R>> columns, List<SortKey> sort) {
        table.setColumns(columns);
        table.setSort(sort);
    }

    public void setFilters(List<FilterOption<F>> options) {
        filters.setOptions(options);
        Controls.show(chips, !options.isEmpty());
    }

    /** How many rows each filter would show. */
    public void setFilterCounts(Map<FilterOption<F>, Long> counts) {
        filters.setCounts(counts);
    }

    /** What stands there while there is nothing, whatever is searched for; null for nothing. */
    public void setEmpty(Supplier<? extends Node> nothing) {
        table.setEmpty(() -> {
            Node other = model.isFiltered() ? noMatch() : nothing.get();
            return other == null ? new Region() : other;
        });
    }

    private Node noMatch() {
        String sought = model.searchProperty().get().strip();
        return new EmptyState(
                        sought.isEmpty() ? "filter" : "search",
                        sought.isEmpty() ? texts.get("none.filter") : texts.get("none.found", sought),
                        texts.get("none.found.more"))
                .with(texts.get("none.found.clear"), null, false, model::clearFilter);
    }

    /** What the screen itself has to say of its rows, asked at each {@link #showNotice}; a failure to read them goes before it. */
    public void setNotices(Supplier<TableNotice> asked) {
        notices = asked;
        showNotice();
    }

    /** Rows can be written to a file. */
    public void setExport(FileChoice choice, CsvFile csv, String suggested) {
        Controls.show(export, true);
        exporting = () -> {
            if (!model.rows().isEmpty() || !model.selection().isEmpty()) {
                choice.choose(
                        texts.get("export.title"),
                        suggested,
                        file -> model.export(
                                file,
                                table.shownColumns(),
                                csv,
                                written -> tell(texts.get(
                                        "exported", written, file.getFileName().toString()))));
            }
        };
    }

    /**
     * The columns come back as they were left, and stay so.
     *
     * @param kept of all tables, by name
     */
    public void remember(ObservableMap<String, List<ColumnState>> kept, String name) {
        List<ColumnState> before = kept.get(name);
        if (before != null) {
            table.setLayoutState(before);
        }
        layoutRest.setOnFinished(e -> kept.put(name, List.copyOf(table.layoutState())));
        table.setOnLayout(layoutRest::playFromStart);
    }

    /** What F5 does, and what the list of keys says of it. */
    public void setRefresh(String words, Runnable refresh) {
        refreshWords = words;
        refreshing = refresh;
    }

    /** What can be done with a row: in its context menu. */
    public ObservableList<TableAction<R>> rowActions() {
        return rowActions;
    }

    /** What can be done with the selected rows: in the selection bar, the first two as buttons. */
    public ObservableList<TableAction<RowSelection<F, K>>> selectionActions() {
        return selectionActions;
    }

    /** Buttons at the right of the title. */
    public ObservableList<Node> header() {
        return buttons.getChildren();
    }

    /** What stands between the title and the search, such as tabs. */
    public void setAbove(Node node) {
        above.getChildren().setAll(node);
    }

    /** Enter and a double click lead to another page; there are no details at the side. */
    public void setOnOpen(Consumer<? super R> open) {
        opensPage = true;
        table.setOnOpen(open);
        Controls.show(detailsToggle, false);
    }

    public void focusSearch() {
        search.requestFocus();
    }

    /** What stands before the search, as the choice of what is listed. */
    public void setBeforeSearch(Node node) {
        if (!searchRow.getChildren().contains(node)) {
            searchRow.getChildren().add(0, node);
        }
    }

    // ---------------------------------------------------------------- what is shown

    /** Shows this at the side; null closes it. */
    public void showDetails(Node node) {
        double at = detailsScroll.getVvalue();
        boolean again = detailsScroll.getContent() != null;
        root.setFilled(node != null);
        detailsToggle.setDisable(node == null);
        detailsScroll.setContent(node);
        detailsScroll.setVvalue(again ? at : 0);
    }

    /** The head of details, with the button that closes them. */
    public HBox detailsHead(Node... words) {
        VBox told = new VBox(words);
        told.setAlignment(Pos.CENTER_LEFT);
        told.setMinWidth(0);
        HBox.setHgrow(told, Priority.ALWAYS);
        Button shut = new Button(null, new Icon("x", Icon.Size.NAV));
        Controls.iconOnly(shut, texts.get("details.close"));
        shut.setOnAction(e -> closeDetails());
        HBox head = new HBox(told, shut);
        head.getStyleClass().add("r-details-head");
        return head;
    }

    public void openDetails() {
        root.setOpen(true);
    }

    public void closeDetails() {
        root.setOpen(false);
        if (!boxes) {
            table.leaveRow();
        }
        table.requestFocus();
    }

    /** Looks anew at what there is to say above the rows. */
    public void showNotice() {
        TableNotice now = now();
        Controls.show(noticeBox, now != null);
        if (now == null) {
            notice.clear();
            return;
        }
        notice.show(now.tone(), now.what(), now.text());
        if (now.icon() != null) {
            notice.setIcon(now.icon());
        }
        if (now.button() != null) {
            notice.setButton(now.button(), now.action());
        }
        notice.setMore(now.more());
        notice.setClosable(now.close() != null);
        notice.setOnClose(now.close() == null ? () -> {} : now.close());
    }

    private TableNotice now() {
        if (model.exportingProperty().get()) {
            return TableNotice.of(
                            Tone.NEUTRAL,
                            texts.get("exporting", model.exportedProperty().get()))
                    .icon("download")
                    .with(texts.get("export.cancel"), this::cancelExport);
        }
        String failure = model.failureProperty().get();
        // Where there are no rows to keep, the middle says it.
        if (failure != null
                && (!model.rows().isEmpty() || model.rows().failureProperty().get() == null)) {
            return TableNotice.of(Tone.DANGER, failure)
                    .with(texts.get("again"), model::refresh)
                    .closable(model::dismissFailure);
        }
        return notices.get();
    }

    private void cancelExport() {
        model.cancelExport();
        tell(texts.get("export.cancelled"));
    }

    private void tell(String words) {
        root.fireEvent(new News(words));
    }

    /** Shows anew what can be done with the selection. */
    public void showSelection() {
        bar.show(model.selection(), model.rows().countProperty().get());
        export.setDisable(model.rows().isEmpty() && model.selection().isEmpty());
    }

    // ---------------------------------------------------------------- menus and keys

    private List<MenuItem> menu() {
        R row = table.focusedRow();
        List<MenuItem> items = new ArrayList<>();
        if (model.selection().size() > 1 && model.selection().contains(model.key(row))) {
            for (TableAction<RowSelection<F, K>> action : selectionActions) {
                if (action.offered().test(model.selection())) {
                    items.add(action.item(model.selection()));
                }
            }
            return items;
        }
        for (TableAction<R> action : rowActions) {
            if (action.offered().test(row)) {
                items.add(action.item(row));
            }
        }
        return items;
    }

    /** What can be done with the table, and with its selected or focused rows: for the palette, and for the keys. */
    public List<Action> actions() {
        List<Action> all = new ArrayList<>();
        all.add(Action.of("Shortcut+F", texts.get("key.search"), search::requestFocus)
                .icon("search"));
        if (!filters.isEmpty()) {
            all.add(Action.of("Shortcut+Shift+F", texts.get("key.filter"), filters::choose)
                    .icon("filter"));
        }
        all.add(Action.of("F5", refreshWords, refreshing).icon("refresh-cw"));
        if (export.isManaged()) {
            all.add(Action.of("Shortcut+E", texts.get("key.export"), this::export)
                    .icon("download"));
        }
        if (!opensPage) {
            all.add(Action.of("Shortcut+I", texts.get("key.details"), this::toggleDetails)
                    .icon("sidebar"));
        }
        RowSelection<F, K> selection = model.selection();
        for (TableAction<RowSelection<F, K>> action : selectionActions) {
            if (action.key() != null || !selection.isEmpty()) {
                all.add(action.on(selection));
            }
        }
        R row = table.focusedRow();
        for (TableAction<R> action : rowActions) {
            if (row != null && action.offered().test(row)) {
                all.add(action.on(row));
            }
        }
        return all;
    }

    @FXML
    void export() {
        exporting.run();
    }

    @FXML
    void toggleDetails() {
        root.toggle();
    }

    public SideLayout root() {
        return root;
    }

    /** The rows themselves. */
    public PagedTable<R, K> table() {
        return table;
    }

    /** The title's label. */
    public Label title() {
        return title;
    }

    /** What F6 steps through, in reading order. */
    public List<Node> panes() {
        return root.sideShownProperty().get() ? List.of(search, table, sidePane) : List.of(search, table);
    }

    @Override
    public void close() {
        if (layoutRest.getStatus() == Animation.Status.RUNNING && layoutRest.getOnFinished() != null) {
            layoutRest.getOnFinished().handle(null);
        }
        layoutRest.stop();
        subscriptions.close();
    }
}
