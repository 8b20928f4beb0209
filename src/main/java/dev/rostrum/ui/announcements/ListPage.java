package dev.rostrum.ui.announcements;

import dev.rostrum.store.query.AnnouncementQuery;
import dev.rostrum.store.query.DraftQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.ui.fx.Fxml;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.table.Column;
import dev.rostrum.ui.table.PagedTable;
import dev.rostrum.ui.table.RowSelection;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.EmptyState;
import dev.rostrum.ui.widget.FilterChip;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.NoticeBar;
import dev.rostrum.ui.widget.SearchField;
import dev.rostrum.ui.widget.StackedBar;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.ui.words.Moments;
import dev.rostrum.ui.words.StateChips;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The list of announcements. */
final class ListPage implements Page {
    private final Texts texts = Texts.of(ListPage.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final RunListViewModel model;
    private final DraftListViewModel drafts;
    private final Times times;
    private final Steps steps;
    private final Node node;

    /** Where one goes from here. */
    interface Steps {
        /** To a new draft. */
        void compose();

        void open(long runId);

        void openDraft(long id);

        void review(Proposal proposal);
    }

    @FXML
    private Button create;

    @FXML
    private ListTabs tabs;

    @FXML
    private VBox noticeBox;

    @FXML
    private NoticeBar notice;

    @FXML
    private SearchField search;

    @FXML
    private PagedTable<DraftQuery.Row, Long> draftTable;

    @FXML
    private FilterChip doubtful;

    @FXML
    private FilterChip stopped;

    @FXML
    private Label count;

    @FXML
    private PagedTable<AnnouncementQuery.Row, Long> table;

    ListPage(RunListViewModel model, DraftListViewModel drafts, Times times, Steps steps) {
        this.model = model;
        this.drafts = drafts;
        this.times = times;
        this.steps = steps;
        this.node = Fxml.load(ListPage.class, "List", this);
    }

    @FXML
    private void initialize() {
        create.getStyleClass().add("accent");
        create.setTooltip(new Tooltip(texts.get("new.tip")));
        create.setMinWidth(Region.USE_PREF_SIZE);
        subscriptions.bindBoth(search.textProperty(), model.searchProperty());
        search.setOnSearch(this::query);
        search.onDown(() -> (showsDrafts() ? draftTable : table).enter());
        subscriptions.onChange(model.runs().countProperty(), number -> showCount());
        subscriptions.observe(model.countsProperty(), numbers -> {
            for (ListTabs.Tab tab : ListTabs.Tab.values()) {
                if (tab != ListTabs.Tab.DRAFTS) {
                    tabs.setCount(tab, numbers.getOrDefault(stage(tab), 0L));
                }
            }
        });
        subscriptions.onChange(drafts.rows().countProperty(), number -> showCount());
        subscriptions.observe(drafts.allProperty(), number -> tabs.setCount(ListTabs.Tab.DRAFTS, number.longValue()));
        subscriptions.onChange(model.noticeProperty(), now -> showNotice());
        subscriptions.onChange(drafts.troubleProperty(), now -> showNotice());
        new DraftTable(draftTable, drafts, times, steps, this::empty);
        tabs.setOnChoice(this::showTab);
        showTab(tabs.chosen());
        table.setName(texts.get("list.name"));
        table.setColumns(columns());
        table.setSelection(row -> row.send().id(), new RowSelection<>(), false);
        table.setRows(model.runs());
        table.setOnOpen(row -> steps.open(RunListViewModel.opened(row)));
        table.setMenu(this::menu);
        table.setEmpty(this::empty);
        table.setFailed(e -> EmptyState.failed(texts.get("list.failed"), FailureTexts.words(e))
                .with(texts.get("list.again"), "refresh-cw", false, model::refresh));
    }

    private List<Column<AnnouncementQuery.Row>> columns() {
        return List.of(
                Column.<AnnouncementQuery.Row>of(
                                "title",
                                texts.get("list.column.title"),
                                row -> BidiText.isolated(row.send().title()))
                        .copying(row -> row.send().title())
                        .explained(row -> row.send().title())
                        .wide(190)
                        .growing(4)
                        .unsorted(),
                Column.<AnnouncementQuery.Row>of("state", texts.get("list.column.state"), row -> model.stateLabel(row)
                                .word())
                        .showing(row -> StateChips.of(model.stateLabel(row)))
                        .wide(146)
                        .unsorted(),
                Column.<AnnouncementQuery.Row>of(
                                "audience",
                                texts.get("list.column.audience"),
                                row -> Sentences.of(row.send().audience()))
                        .muted()
                        .wide(130)
                        .growing(1)
                        .unsorted(),
                Column.<AnnouncementQuery.Row>of(
                                "recipients",
                                texts.get("list.column.recipients"),
                                row -> Counts.of(row.totals().recipients()))
                        .number()
                        .wide(92)
                        .unsorted(),
                Column.<AnnouncementQuery.Row>of("outcome", texts.get("list.column.outcome"), this::spoken)
                        .showing(this::outcome)
                        .explained(this::spoken)
                        .wide(310)
                        .growing(3)
                        .unsorted(),
                Moments.<AnnouncementQuery.Row>column("when", texts.get("list.column.when"), times, ListPage::when, "")
                        .unsorted());
    }

    private static Instant when(AnnouncementQuery.Row row) {
        RunQuery.Row send = row.send();
        return send.startedAt() == null ? send.createdAt() : send.startedAt();
    }

    private String spoken(AnnouncementQuery.Row row) {
        return (model.percent(row) + " " + model.outcome(row)).strip();
    }

    private Node outcome(AnnouncementQuery.Row row) {
        Label percent = new Label(model.percent(row));
        percent.getStyleClass().add("r-percent");
        percent.setMinWidth(Region.USE_PREF_SIZE);
        Label words = new Label(model.outcome(row));
        words.getStyleClass().addAll("r-caption", "r-muted");
        if (percent.getText().isEmpty()) {
            return words;
        }
        StackedBar bar = new StackedBar();
        bar.getStyleClass().add("r-small-bar");
        bar.setSegments(segments(row));
        HBox line = new HBox(bar, percent, words);
        line.getStyleClass().add("r-outcome");
        return line;
    }

    /** The outcome of those who were to get it: the left out are no part of it. */
    private static List<StackedBar.Segment> segments(AnnouncementQuery.Row row) {
        ShownTotals totals = ShownTotals.of(row);
        return Arrays.stream(StateGroup.values())
                .filter(group -> group != StateGroup.EXCLUDED)
                .map(group -> new StackedBar.Segment(
                        totals.of(group),
                        // In a long list, cancelled is what did not happen: it looks as quiet as waiting.
                        group == StateGroup.CANCELLED ? StateGroup.WAITING.barStyle() : group.barStyle()))
                .toList();
    }

    // ---------------------------------------------------------------- tabs

    private boolean showsDrafts() {
        return tabs.chosen() == ListTabs.Tab.DRAFTS;
    }

    /** Leads to the drafts. */
    void showDrafts() {
        tabs.choose(ListTabs.Tab.DRAFTS);
    }

    private void showTab(ListTabs.Tab tab) {
        Controls.show(table, !showsDrafts());
        Controls.show(draftTable, showsDrafts());
        Controls.show(doubtful, !showsDrafts());
        Controls.show(stopped, !showsDrafts());
        query();
        showCount();
        showNotice();
    }

    private static AnnouncementQuery.Stage stage(ListTabs.Tab tab) {
        return AnnouncementQuery.Stage.valueOf(tab.name());
    }

    @FXML
    private void query() {
        if (showsDrafts()) {
            drafts.query(search.getText());
            return;
        }
        Set<AnnouncementQuery.Only> only = EnumSet.noneOf(AnnouncementQuery.Only.class);
        if (doubtful.isSelected()) {
            only.add(AnnouncementQuery.Only.DOUBTFUL);
        }
        if (stopped.isSelected()) {
            only.add(AnnouncementQuery.Only.STOPPED);
        }
        model.show(stage(tabs.chosen()), only);
    }

    // ---------------------------------------------------------------- steps of a row

    private List<MenuItem> menu() {
        AnnouncementQuery.Row row = table.focusedRow();
        List<MenuItem> items = new ArrayList<>();
        items.add(item("list.menu.open", "corner-down-right", () -> steps.open(RunListViewModel.opened(row))));
        if (drafts.writable()) {
            items.add(item(
                    "list.menu.duplicate",
                    "copy",
                    () -> drafts.ofAnnouncement(row.send().announcementId(), id -> {
                        showDrafts();
                        steps.openDraft(id);
                    })));
            items.add(item("list.menu.resend", "send", model.resend(row)));
            items.add(item("list.menu.recall", "rotate-ccw", model.recall(row)));
        }
        return items;
    }

    /** @param proposal what it leads to; null where the state does not allow it */
    private MenuItem item(String key, String icon, Proposal proposal) {
        MenuItem item = item(key, icon, () -> steps.review(proposal));
        item.setDisable(proposal == null);
        return item;
    }

    private MenuItem item(String key, String icon, Runnable action) {
        MenuItem item = new MenuItem(texts.get(key), new Icon(icon));
        item.setOnAction(e -> action.run());
        return item;
    }

    private void showCount() {
        count.setText(
                showsDrafts()
                        ? texts.get("draft.count", drafts.rows().countProperty().get())
                        : texts.get("list.count", model.runs().countProperty().get()));
    }

    private void showNotice() {
        if (showsDrafts()) {
            showTrouble(drafts.troubleProperty().get());
        } else {
            show(model.noticeProperty().get());
        }
    }

    private void showTrouble(String words) {
        Controls.show(noticeBox, !words.isEmpty());
        if (words.isEmpty()) {
            notice.clear();
            return;
        }
        notice.show(Tone.WARNING, "", words);
        notice.setMore(0);
        notice.setOnClose(drafts::forget);
        notice.setClosable(true);
    }

    private void show(RunAttention now) {
        Controls.show(noticeBox, now != null);
        notice.setClosable(false);
        if (now == null) {
            notice.clear();
            return;
        }
        notice.show(Tone.WARNING, now.what(), now.rest());
        notice.setIcon("pause-circle");
        notice.setButton(texts.get("list.open"), () -> steps.open(now.runId()));
        notice.setMore(now.count() - 1);
    }

    private Node empty() {
        String searched = search.getText().strip();
        if (!searched.isEmpty()) {
            return new EmptyState("search", texts.get("list.none", searched), texts.get("list.none.more"))
                    .with(texts.get("list.none.clear"), null, false, this::clear);
        }
        if (!showsDrafts() && (model.isFiltered() || tabs.chosen() != ListTabs.Tab.ALL)) {
            return new EmptyState("filter", texts.get("list.none.so"), texts.get("list.none.so.more"))
                    .with(texts.get("list.none.all"), null, false, () -> {
                        tabs.choose(ListTabs.Tab.ALL);
                        clear();
                    });
        }
        return (showsDrafts()
                        ? new EmptyState("edit-3", texts.get("draft.empty"), texts.get("draft.empty.more"))
                        : new EmptyState("send", texts.get("list.empty"), texts.get("list.empty.more")))
                .with(texts.get("new"), "plus", false, steps::compose);
    }

    private void clear() {
        search.setText("");
        doubtful.setSelected(false);
        stopped.setSelected(false);
        query();
    }

    @FXML
    private void create() {
        steps.compose();
    }

    @Override
    public Node root() {
        return node;
    }

    @Override
    public void shown() {
        model.refresh();
        drafts.refresh();
    }

    @Override
    public Node firstFocus() {
        return showsDrafts() ? draftTable : table;
    }

    @Override
    public List<Node> panes() {
        return List.of(create, tabs, search, showsDrafts() ? draftTable : table);
    }

    @Override
    public void search() {
        search.requestFocus();
    }

    @Override
    public void close() {
        subscriptions.close();
        model.close();
        drafts.close();
    }
}
