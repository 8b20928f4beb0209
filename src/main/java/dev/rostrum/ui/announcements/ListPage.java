package dev.rostrum.ui.announcements;

import dev.rostrum.store.query.AnnouncementQuery;
import dev.rostrum.store.query.DraftQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.table.Column;
import dev.rostrum.ui.table.ColumnState;
import dev.rostrum.ui.table.FilterOption;
import dev.rostrum.ui.table.TableAction;
import dev.rostrum.ui.table.TableNotice;
import dev.rostrum.ui.table.TablePane;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.EmptyState;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.StackedBar;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.words.BidiText;
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
import javafx.collections.ObservableMap;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

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

    private final Button create = new Button(null, new Icon("plus"));
    private final ListTabs tabs = new ListTabs();
    private final TablePane<AnnouncementQuery.Row, RunListViewModel.Listed, Long> announcements;
    private final TablePane<DraftQuery.Row, String, Long> draftPane;

    ListPage(
            RunListViewModel model,
            DraftListViewModel drafts,
            Times times,
            Steps steps,
            ObservableMap<String, List<ColumnState>> columns) {
        this.model = model;
        this.drafts = drafts;
        this.times = times;
        this.steps = steps;
        create.setId("create");
        create.setText(texts.get("new"));
        create.getStyleClass().add("accent");
        create.setTooltip(new Tooltip(texts.get("new.tip")));
        create.setMinWidth(Region.USE_PREF_SIZE);
        create.setOnAction(e -> steps.compose());
        announcements = new TablePane<>(model.table(), false);
        announcements.setTitle(texts.get("title"));
        announcements.table().setName(texts.get("list.name"));
        announcements.setColumns(columns(), List.of());
        announcements.setPrompt(texts.get("list.search"));
        announcements.setFilters(List.of(
                only("list.filter.doubt", AnnouncementQuery.Only.DOUBTFUL),
                only("list.filter.stopped", AnnouncementQuery.Only.STOPPED)));
        announcements.setOnOpen(row -> steps.open(RunListViewModel.opened(row)));
        announcements.rowActions().setAll(actions());
        announcements.setEmpty(this::empty);
        announcements.setNotices(() -> attention(model.noticeProperty().get()));
        announcements.remember(columns, "announcements");
        draftPane = DraftTable.of(drafts, times, steps, this::empty);
        draftPane.remember(columns, "drafts");
        node = new StackPane(announcements.root(), draftPane.root());
        subscriptions.onChange(model.noticeProperty(), now -> announcements.showNotice());
        subscriptions.onChange(drafts.troubleProperty(), now -> draftPane.showNotice());
        subscriptions.observe(model.countsProperty(), numbers -> {
            for (ListTabs.Tab tab : ListTabs.Tab.values()) {
                if (tab != ListTabs.Tab.DRAFTS) {
                    tabs.setCount(tab, numbers.getOrDefault(stage(tab), 0L));
                }
            }
        });
        subscriptions.observe(drafts.allProperty(), number -> tabs.setCount(ListTabs.Tab.DRAFTS, number.longValue()));
        announcements.bindSubtitle(model.table().rows().countProperty().map(number -> texts.get("list.count", number)));
        draftPane.bindSubtitle(drafts.table().rows().countProperty().map(number -> texts.get("draft.count", number)));
        tabs.setOnChoice(this::showTab);
        showTab(tabs.chosen());
    }

    private FilterOption<RunListViewModel.Listed> only(String key, AnnouncementQuery.Only condition) {
        return FilterOption.pinned(
                texts.get(key), null, null, listed -> listed.only().contains(condition), (listed, on) -> {
                    Set<AnnouncementQuery.Only> only = EnumSet.noneOf(AnnouncementQuery.Only.class);
                    only.addAll(listed.only());
                    if (on) {
                        only.add(condition);
                    } else {
                        only.remove(condition);
                    }
                    return new RunListViewModel.Listed(listed.stage(), only, listed.search());
                });
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
        boolean focused = tabs.getChildren().stream().anyMatch(Node::isFocused);
        inView().setAbove(tabs);
        inView().header().setAll(create);
        Controls.show(announcements.root(), !showsDrafts());
        Controls.show(draftPane.root(), showsDrafts());
        if (showsDrafts()) {
            drafts.refresh();
        } else {
            model.show(stage(tab));
        }
        if (focused) {
            tabs.focusChosen();
        }
    }

    private TablePane<?, ?, ?> inView() {
        return showsDrafts() ? draftPane : announcements;
    }

    private static AnnouncementQuery.Stage stage(ListTabs.Tab tab) {
        return AnnouncementQuery.Stage.valueOf(tab.name());
    }

    // ---------------------------------------------------------------- steps of a row

    private List<TableAction<AnnouncementQuery.Row>> actions() {
        TableAction<AnnouncementQuery.Row> open = TableAction.of(
                "corner-down-right",
                row -> texts.get("list.menu.open"),
                row -> steps.open(RunListViewModel.opened(row)));
        if (!drafts.writable()) {
            return List.of(open);
        }
        return List.of(
                open,
                TableAction.of(
                        "copy",
                        row -> texts.get("list.menu.duplicate"),
                        row -> drafts.ofAnnouncement(row.send().announcementId(), id -> {
                            showDrafts();
                            steps.openDraft(id);
                        })),
                TableAction.<AnnouncementQuery.Row>of(
                                "send", row -> texts.get("list.menu.resend"), row -> steps.review(model.resend(row)))
                        .when(row -> model.resend(row) != null),
                TableAction.<AnnouncementQuery.Row>of(
                                "rotate-ccw",
                                row -> texts.get("list.menu.recall"),
                                row -> steps.review(model.recall(row)))
                        .when(row -> model.recall(row) != null));
    }

    private TableNotice attention(RunAttention now) {
        return now == null
                ? null
                : TableNotice.of(Tone.WARNING, now.rest())
                        .about(now.what())
                        .icon("pause-circle")
                        .with(texts.get("list.open"), () -> steps.open(now.runId()))
                        .more((int) now.count() - 1);
    }

    private Node empty() {
        if (!showsDrafts() && tabs.chosen() != ListTabs.Tab.ALL) {
            return new EmptyState("filter", texts.get("list.none.so"), texts.get("list.none.so.more"))
                    .with(texts.get("list.none.all"), null, false, () -> tabs.choose(ListTabs.Tab.ALL));
        }
        return (showsDrafts()
                        ? new EmptyState("edit-3", texts.get("draft.empty"), texts.get("draft.empty.more"))
                        : new EmptyState("send", texts.get("list.empty"), texts.get("list.empty.more")))
                .with(texts.get("new"), "plus", false, steps::compose);
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
        return inView().table();
    }

    @Override
    public List<Node> panes() {
        List<Node> all = new ArrayList<>(inView().panes());
        all.addAll(0, List.of(create, tabs));
        return all;
    }

    @Override
    public void search() {
        inView().focusSearch();
    }

    @Override
    public void close() {
        subscriptions.close();
        announcements.close();
        draftPane.close();
        model.close();
        drafts.close();
    }
}
