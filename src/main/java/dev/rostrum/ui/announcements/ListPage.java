package dev.rostrum.ui.announcements;

import dev.rostrum.store.query.AnnouncementQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.ui.fx.Fxml;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.widget.Column;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.EmptyState;
import dev.rostrum.ui.widget.NoticeBar;
import dev.rostrum.ui.widget.PagedTable;
import dev.rostrum.ui.widget.RowSelection;
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
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The list of announcements. */
final class ListPage implements Page {
    private final Texts texts = Texts.of(ListPage.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final RunListViewModel model;
    private final Times times;
    private final Runnable compose;
    private final LongConsumer open;
    private final Node node;

    @FXML
    private Button create;

    @FXML
    private VBox noticeBox;

    @FXML
    private NoticeBar notice;

    @FXML
    private SearchField search;

    @FXML
    private Label count;

    @FXML
    private PagedTable<AnnouncementQuery.Row, Long> table;

    ListPage(RunListViewModel model, Times times, Runnable compose, LongConsumer open) {
        this.model = model;
        this.times = times;
        this.compose = compose;
        this.open = open;
        this.node = Fxml.load(ListPage.class, "List", this);
    }

    @FXML
    private void initialize() {
        create.getStyleClass().add("accent");
        create.setTooltip(new Tooltip(texts.get("new.tip")));
        create.setMinWidth(Region.USE_PREF_SIZE);
        subscriptions.bindBoth(search.textProperty(), model.searchProperty());
        search.setOnSearch(model::query);
        search.onDown(table::enter);
        subscriptions.observe(
                model.runs().countProperty(), number -> count.setText(texts.get("list.count", number.longValue())));
        subscriptions.observe(model.noticeProperty(), this::show);
        table.setName(texts.get("list.name"));
        table.setColumns(columns());
        table.setSelection(row -> row.send().id(), new RowSelection<>(), false);
        table.setRows(model.runs());
        table.setOnOpen(row -> open.accept(RunListViewModel.opened(row)));
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
                        .wide(190)
                        .growing(3)
                        .unsorted(),
                Column.<AnnouncementQuery.Row>of("state", texts.get("list.column.state"), row -> model.stateLabel(row)
                                .word())
                        .showing(row -> StateChips.of(model.stateLabel(row)))
                        .wide(150)
                        .unsorted(),
                Column.<AnnouncementQuery.Row>of(
                                "audience",
                                texts.get("list.column.audience"),
                                row -> Sentences.of(row.send().audience()))
                        .muted()
                        .wide(150)
                        .growing(2)
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
                        .wide(310)
                        .growing(1)
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

    private void show(RunListViewModel.RunListNotice now) {
        Controls.show(noticeBox, now != null);
        if (now == null) {
            notice.clear();
            return;
        }
        notice.show(Tone.WARNING, now.what(), now.rest());
        notice.setIcon("pause-circle");
        notice.setButton(texts.get("list.open"), () -> open.accept(now.runId()));
        notice.setMore(now.more());
    }

    private Node empty() {
        String searched = search.getText().strip();
        if (!searched.isEmpty()) {
            return new EmptyState("search", texts.get("list.none", searched), texts.get("list.none.more"))
                    .with(texts.get("list.none.clear"), null, false, () -> {
                        search.setText("");
                        model.query();
                    });
        }
        return new EmptyState("send", texts.get("list.empty"), texts.get("list.empty.more"))
                .with(texts.get("new"), "plus", false, compose);
    }

    @FXML
    private void create() {
        compose.run();
    }

    @Override
    public Node root() {
        return node;
    }

    @Override
    public void shown() {
        model.refresh();
    }

    @Override
    public Node firstFocus() {
        return table;
    }

    @Override
    public List<Node> panes() {
        return List.of(create, search, table);
    }

    @Override
    public void search() {
        search.requestFocus();
    }

    @Override
    public void close() {
        subscriptions.close();
        model.close();
    }
}
