package dev.rostrum.ui.activity;

import dev.rostrum.store.query.EventQuery;
import dev.rostrum.store.query.RequestQuery;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.table.Column;
import dev.rostrum.ui.table.PagedTable;
import dev.rostrum.ui.table.RowSelection;
import dev.rostrum.ui.table.SortKey;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.DetailsPane;
import dev.rostrum.ui.widget.EmptyState;
import dev.rostrum.ui.widget.FilterChip;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.NoticeBar;
import dev.rostrum.ui.widget.SearchField;
import dev.rostrum.ui.widget.SideLayout;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Events;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** Binds the Activity screen to its model. */
final class ActivityController implements AutoCloseable {
    private final Texts texts = Texts.of(ActivityController.class);
    private final Subscriptions subscriptions = new Subscriptions();
    /** What only the log in view tells. */
    private final Subscriptions ofLog = new Subscriptions();

    private final ActivityViewModel model;
    private final RequestColumns requestColumns;
    private final EventColumns eventColumns;

    @FXML
    private SideLayout root;

    @FXML
    private StackPane sidePane;

    @FXML
    private ScrollPane detailsScroll;

    @FXML
    private Label subtitle;

    @FXML
    private Button detailsToggle;

    @FXML
    private ToggleButton showRequests;

    @FXML
    private ToggleButton showEvents;

    @FXML
    private SearchField search;

    @FXML
    private FilterChip failed;

    @FXML
    private MenuButton types;

    @FXML
    private Button fresh;

    @FXML
    private VBox noticeBox;

    @FXML
    private NoticeBar notice;

    @FXML
    private PagedTable<RequestQuery.Row, RequestQuery.Key> requests;

    @FXML
    private PagedTable<EventQuery.Row, Long> events;

    ActivityController(ActivityViewModel model, Times times) {
        this.model = model;
        requestColumns = new RequestColumns(times);
        eventColumns = new EventColumns(times);
    }

    @FXML
    void initialize() {
        setUp(requests, model.requests(), "requests", requestColumns.columns(), RequestQuery.Row::key, "time");
        setUp(events, model.events(), "events", eventColumns.columns(), EventQuery.Row::id, "at");
        search.setOnSearch(() -> log().query());
        search.setMaxWidth(320);
        search.onDown(() -> table().enter());
        failed.setWord(texts.get("filter.failed"));
        failed.setIcon("x-circle");
        fresh.setMinWidth(Region.USE_PREF_SIZE);
        fresh.setGraphic(new Icon("arrow-up"));
        fresh.setOnAction(e -> newest());
        showRequests.setOnAction(e -> show(false));
        showEvents.setOnAction(e -> show(true));
        // A menu without entries does not open, so they are there before, and read anew for the next time.
        offer(List.of());
        types.setOnHidden(e -> model.types(this::offer));
        types.setMinWidth(Region.USE_PREF_SIZE);
        Controls.iconOnly(detailsToggle, texts.get("details.tip"));
        subscriptions.observe(root.narrowProperty(), narrow -> Controls.show(detailsToggle, narrow));
        subscriptions.observe(model.ofEventsProperty(), this::showLog);
    }

    private <R, K> void setUp(
            PagedTable<R, K> table,
            LogViewModel<R> log,
            String name,
            List<Column<R>> columns,
            Function<? super R, ? extends K> key,
            String newestBy) {
        table.setName(texts.get("title." + name));
        table.setColumns(columns);
        RowSelection<K> selection = new RowSelection<>();
        table.setSelection(key, selection, false);
        table.setSort(List.of(new SortKey(newestBy, false)));
        table.setOnSort(keys -> log.sort(isNewestFirst(keys, newestBy) ? List.of() : keys));
        table.setOnOpen(row -> {
            log.focus(row);
            root.setOpen(true);
        });
        table.setEmpty(() -> empty(log, name));
        table.setFailed(e -> EmptyState.failed(texts.get("failed"), FailureTexts.words(e))
                .with(texts.get("again"), "refresh-cw", false, log::newest));
        table.setRows(log.rows());
        log.setAtTop(table::isAtTop);
        // The control gives the first row the focus by itself; whoever looks at one has selected it.
        Runnable look = () -> log.focus(selection.isEmpty() ? null : table.focusedRow());
        subscriptions.onChange(table.focusedRowProperty(), row -> look.run());
        subscriptions.onChange(selection.changesProperty(), change -> look.run());
        subscriptions.onChange(log.rows().answersProperty(), answer -> {
            if (table.isAtTop()) {
                table.leaveRow();
            }
        });
    }

    private static boolean isNewestFirst(List<SortKey> keys, String newestBy) {
        return keys.size() == 1 && keys.get(0).equals(new SortKey(newestBy, false));
    }

    private LogViewModel<?> log() {
        return model.ofEventsProperty().get() ? model.events() : model.requests();
    }

    private PagedTable<?, ?> table() {
        return model.ofEventsProperty().get() ? events : requests;
    }

    private void show(boolean theEvents) {
        // A choice stays made when it is pressed again.
        showRequests.setSelected(!theEvents);
        showEvents.setSelected(theEvents);
        model.show(theEvents);
    }

    private void showLog(boolean theEvents) {
        showRequests.setSelected(!theEvents);
        showEvents.setSelected(theEvents);
        Controls.show(requests, !theEvents);
        Controls.show(events, theEvents);
        Controls.show(types, theEvents);
        search.setPrompt(texts.get(theEvents ? "events.search" : "requests.search"));
        ofLog.close();
        if (theEvents) {
            follow(model.events(), "events", eventColumns::title, eventColumns::details);
            model.types(this::offer);
            ofLog.observe(model.events().typeProperty(), type -> types.setText(name(type)));
        } else {
            follow(model.requests(), "requests", requestColumns::title, requestColumns::details);
        }
    }

    private <R> void follow(
            LogViewModel<R> log,
            String name,
            Function<? super R, String> title,
            Function<? super R, DetailsPane> details) {
        ofLog.bindBoth(search.textProperty(), log.searchProperty());
        ofLog.bindBoth(failed.selectedProperty(), log.failedProperty());
        ofLog.observe(log.rows().countProperty(), count -> showCount(log, name));
        ofLog.onChange(log.rows().answersProperty(), answer -> showCount(log, name));
        ofLog.observe(log.freshProperty(), count -> {
            fresh.setText(texts.get("fresh", count.longValue()));
            Controls.show(fresh, count.longValue() > 0);
        });
        ofLog.observe(log.failureProperty(), words -> showFailure(log, words));
        ofLog.observe(log.detailsProperty(), row -> {
            root.setFilled(row != null);
            detailsToggle.setDisable(row == null);
            detailsScroll.setContent(row == null ? null : new VBox(head(title.apply(row)), details.apply(row)));
        });
    }

    private void showCount(LogViewModel<?> log, String name) {
        int count = log.rows().countProperty().get();
        subtitle.setText(log.filtered() ? texts.get("found", count) : texts.get("count." + name, count));
    }

    private Node head(String title) {
        Label name = new Label(title);
        name.getStyleClass().add("r-section");
        name.setWrapText(true);
        name.setMinWidth(0);
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        Button shut = new Button(null, new Icon("x", Icon.Size.NAV));
        Controls.iconOnly(shut, texts.get("details.close"));
        shut.setOnAction(e -> {
            root.setOpen(false);
            table().leaveRow();
            table().requestFocus();
        });
        HBox head = new HBox(name, shut);
        head.getStyleClass().add("r-activity-head");
        head.setAlignment(Pos.CENTER_LEFT);
        return head;
    }

    private Node empty(LogViewModel<?> log, String name) {
        if (log.filtered()) {
            return new EmptyState("search", texts.get("none.found"), texts.get("none.found.more"))
                    .with(texts.get("none.found.clear"), null, false, log::clearFilters);
        }
        return new EmptyState("activity", texts.get("none." + name), texts.get("none." + name + ".more"));
    }

    private void offer(List<EventQuery.Type> kept) {
        EventQuery.Type now = model.events().typeProperty().get();
        List<EventQuery.Type> all = new ArrayList<>();
        all.add(null);
        all.addAll(kept);
        types.getItems()
                .setAll(all.stream()
                        .map(type -> {
                            RadioMenuItem item = new RadioMenuItem(name(type));
                            item.setMnemonicParsing(false);
                            item.setSelected(type == null ? now == null : type.equals(now));
                            item.setOnAction(e -> model.events().typeProperty().set(type));
                            return item;
                        })
                        .toList());
    }

    private String name(EventQuery.Type type) {
        return type == null ? texts.get("types.all") : Events.type(type.type(), type.eventType());
    }

    private void showFailure(LogViewModel<?> log, String words) {
        boolean shown = words != null && !log.rows().isEmpty();
        Controls.show(noticeBox, shown);
        if (!shown) {
            notice.clear();
            return;
        }
        notice.show(Tone.DANGER, "", words);
        notice.setClosable(true);
        notice.setOnClose(log::dismissFailure);
    }

    /** Shows the newest rows, and follows them again. */
    void newest() {
        table().leaveRow();
        model.newest();
    }

    @FXML
    void toggleDetails() {
        root.toggle();
    }

    void focusSearch() {
        search.requestFocus();
    }

    List<Node> panes() {
        return root.sideShownProperty().get() ? List.of(search, table(), sidePane) : List.of(search, table());
    }

    Node firstFocus() {
        return table();
    }

    @Override
    public void close() {
        ofLog.close();
        subscriptions.close();
    }
}
