package dev.rostrum.ui.announcements;

import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.store.query.DeliveryDetails;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.ui.announcements.RunNotices.RunNotice;
import dev.rostrum.ui.fx.Fxml;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.ui.table.PagedTable;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.EmptyState;
import dev.rostrum.ui.widget.FilterChip;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.NoticeBar;
import dev.rostrum.ui.widget.SearchField;
import dev.rostrum.ui.widget.SideLayout;
import dev.rostrum.ui.widget.StackedBar;
import dev.rostrum.ui.widget.StateChip;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.ui.words.StateChips;
import dev.rostrum.ui.words.StateLabel;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** One run: totals, rate, causes, deliveries, and one delivery beside them. */
final class RunPage implements Page {
    private static final PseudoClass COMPACT = PseudoClass.getPseudoClass("compact");
    private static final double ROOT_SIZE = 13;
    /** Below this height of the page, in pixels at 100 % zoom, the cards shrink. */
    private static final double LOW = 690;

    private static final double CARD = 188;
    private static final double LOW_CARD = 140;
    /** Of the title this much always stays, in pixels at 100 % zoom. */
    private static final double LEAST_TITLE = 120;

    private static final double LEAST_TABLE = 200;

    private final Texts texts = Texts.of(RunPage.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final RunViewModel model;
    private final Times times;
    private final DeliveryWords words;
    private final RunSteps steps;
    private final ProgressCard progress;
    private final CausesCard causes;
    private final Runnable toList;
    private final LongConsumer openRun;
    private final SideLayout node;
    private FilterChips filters;
    private TotalsLine numbers;

    @FXML
    private VBox page;

    @FXML
    private Hyperlink crumb;

    @FXML
    private Label heading;

    @FXML
    private StateChip chip;

    @FXML
    private Button runAction;

    @FXML
    private Button stop;

    @FXML
    private MenuButton more;

    @FXML
    private FlowPane jobs;

    @FXML
    private NoticeBar notice;

    @FXML
    private StackedBar bar;

    @FXML
    private FlowPane totals;

    @FXML
    private GridPane cards;

    @FXML
    private Label deliveriesName;

    @FXML
    private FlowPane chips;

    @FXML
    private SearchField search;

    @FXML
    private Button export;

    @FXML
    private Button detailsToggle;

    @FXML
    private PagedTable<DeliveryQuery.Row, Long> table;

    @FXML
    private StackPane sidePane;

    @FXML
    private ScrollPane detailsScroll;

    private boolean followed;
    private StateLabel shownLabel;

    /** @param openRun shows another job of the announcement */
    RunPage(
            RunViewModel model,
            RateHistory history,
            Clock clock,
            DialogLayer dialogs,
            Runnable toList,
            LongConsumer openRun) {
        this.model = model;
        this.openRun = openRun;
        this.toList = toList;
        this.times = new Times(clock);
        this.words = new DeliveryWords(times);
        this.steps = new RunSteps(model, dialogs, times);
        this.progress = new ProgressCard(model, history, times);
        this.causes = new CausesCard(model);
        this.node = (SideLayout) Fxml.load(RunPage.class, "Run", this);
        // Details are asked for here: beside them the numbers have less room.
        node.setOpen(false);
        subscriptions.observe(node.heightProperty(), height -> fit());
        subscriptions.onChange(heading.fontProperty(), zoomed -> fit());
        subscriptions.onChange(node.sideShownProperty(), shown -> openFocused());
    }

    @FXML
    private void initialize() {
        runAction.setMinWidth(Region.USE_PREF_SIZE);
        stop.getStyleClass().add("r-danger-entry");
        stop.setMinWidth(Region.USE_PREF_SIZE);
        stop.setTooltip(new Tooltip(texts.get("run.stop.tip")));
        crumb.setMinWidth(Region.USE_PREF_SIZE);
        chip.setMinWidth(Region.USE_PREF_SIZE);
        chip.setVisible(false);
        more.getStyleClass().addAll("r-icon-button", "no-arrow");
        Controls.name(more, texts.get("run.more"));
        // A menu without items does not open: the items are made as it opens, one stands in for them.
        more.getItems().setAll(new MenuItem());
        more.setOnShowing(e -> more.getItems().setAll(steps.ofRun()));
        numbers = new TotalsLine(bar, totals);
        filters = new FilterChips(model.shown(), chips, subscriptions);
        cards.add(progress, 0, 0);
        cards.add(causes, 1, 0);
        setUpTable();
        subscriptions.bindBoth(search.textProperty(), model.shown().table().searchProperty());
        search.setOnSearch(model.shown()::query);
        search.onDown(table::enter);
        Controls.iconOnly(export, texts.get("run.export"));
        Controls.iconOnly(detailsToggle, texts.get("run.details.tip"));
        deliveriesName.setMinWidth(Region.USE_PREF_SIZE);
        subscriptions.observe(model.snapshotProperty(), now -> show());
        subscriptions.onChange(model.rowProperty(), now -> show());
        subscriptions.observe(model.actionProperty(), this::showTurn);
        subscriptions.observe(model.noticeProperty(), now -> showNotice());
        subscriptions.onChange(model.troubleProperty(), now -> showNotice());
        subscriptions.onChange(model.causes(), causes::show);
        subscriptions.onChange(model.countedProperty(), now -> show());
        subscriptions.onChange(model.siblings(), this::showJobs);
        subscriptions.onChange(model.shown().everybodyProperty(), now -> {
            showJobs();
            causes.show();
            showNotice();
        });
        subscriptions.observe(model.detailsProperty(), this::showDetails);
        causes.show();
        showJobs();
    }

    /** Low windows keep the table: the cards shrink. */
    private void fit() {
        double em = heading.getFont().getSize() / (ROOT_SIZE * 18 / 13);
        boolean low = node.getHeight() / Math.max(0.5, em) < LOW;
        double height = Math.rint((low ? LOW_CARD : CARD) * em);
        cards.setMinHeight(height);
        cards.setPrefHeight(height);
        cards.setMaxHeight(height);
        cards.getRowConstraints().setAll(new RowConstraints(height, height, height));
        heading.setMinWidth(LEAST_TITLE * em);
        // Where there is no room for all, the page scrolls and a part of the table is in it.
        table.setMinHeight(LEAST_TABLE * em);
        page.pseudoClassStateChanged(COMPACT, low);
    }

    private void show() {
        RunSnapshot now = model.snapshotProperty().get();
        if (now == null) {
            return;
        }
        heading.setText(BidiText.isolated(now.title()));
        heading.setTooltip(new Tooltip(now.title()));
        StateLabel stateLabel = model.stateLabel();
        if (!stateLabel.equals(shownLabel)) {
            shownLabel = stateLabel;
            StateChips.show(chip, stateLabel);
            chip.setVisible(true);
        }
        ShownTotals counts = model.countedProperty().get();
        boolean sends = model.kind().sendsMessages() || model.everybody();
        numbers.show(counts, model.acceptedWord(), sends, model.spokenTotals());
        filters.show(counts, model.acceptedWord(), now.active());
        Controls.show(stop, model.stoppable() && model.readOnlyBecause() == null);
        if (followed != model.followable()) {
            followed = model.followable();
            causes.show();
        }
        progress.show(now);
    }

    private void showTurn(RunViewModel.RunAction now) {
        boolean offered = now != RunViewModel.RunAction.NONE && model.readOnlyBecause() == null;
        Controls.show(runAction, offered);
        runAction.getStyleClass().remove("accent");
        runAction.setDisable(now == RunViewModel.RunAction.PAUSING);
        switch (now) {
            case PAUSE, PAUSING, NONE -> {
                runAction.setText(
                        texts.get(now == RunViewModel.RunAction.PAUSING ? "run.pausing.button" : "run.pause"));
                runAction.setGraphic(new Icon("pause"));
                runAction.setTooltip(new Tooltip(texts.get("run.pause.tip")));
            }
            case RESUME -> {
                runAction.setText(texts.get("run.resume"));
                runAction.setGraphic(new Icon("play"));
                runAction.getStyleClass().add("accent");
                runAction.setTooltip(new Tooltip(texts.get("run.resume.tip")));
            }
        }
    }

    private void showNotice() {
        if (model.troubleProperty().get() != null) {
            notice.show(Tone.DANGER, "", model.troubleProperty().get());
            return;
        }
        RunNotice now = model.noticeProperty().get();
        if (now == null) {
            String locked = model.readOnlyBecause();
            if (locked == null) {
                notice.clear();
            } else {
                notice.show(Tone.NEUTRAL, "", locked);
                notice.setIcon("lock");
            }
            return;
        }
        notice.show(now.tone(), now.what(), now.rest());
        notice.setIcon(now.icon());
        if (now.showsDoubt()) {
            long doubts = model.countedProperty().get().of(StateGroup.IN_DOUBT);
            boolean decides = model.followable() && !model.everybody();
            notice.setButton(
                    texts.get(decides ? "run.doubt.decide" : "run.doubt.show", doubts),
                    decides ? model::decideAll : () -> model.shown().filter(StateGroup.IN_DOUBT));
        }
    }

    /** The jobs of the announcement, to step between; one alone needs no line. */
    private void showJobs() {
        boolean several = model.siblings().size() > 1;
        Controls.show(jobs, several);
        if (!several) {
            return;
        }
        List<Node> all = new ArrayList<>();
        for (RunQuery.Row job : model.siblings()) {
            Instant begun = job.startedAt() == null ? job.createdAt() : job.startedAt();
            FilterChip step = new FilterChip(texts.get(
                    "run.job",
                    texts.get("run.job." + job.kind().name().toLowerCase(Locale.ROOT)),
                    times.moment(begun),
                    Counts.of(job.totals().sent()),
                    Counts.of(job.totals().recipients())));
            step.setTooltip(new Tooltip(times.iso(begun)));
            step.setSelected(job.id() == model.runId() && !model.everybody());
            step.setOnAction(e -> {
                if (job.id() == model.runId()) {
                    model.showEverybody(false);
                } else {
                    openRun.accept(job.id());
                }
            });
            all.add(step);
        }
        FilterChip everybody = new FilterChip(texts.get("run.everybody"));
        everybody.setIcon("users");
        everybody.setTooltip(new Tooltip(texts.get("run.everybody.tip")));
        everybody.setSelected(model.everybody());
        everybody.setOnAction(e -> model.showEverybody(!model.everybody()));
        all.add(everybody);
        jobs.getChildren().setAll(all);
    }

    // ---------------------------------------------------------------- deliveries

    private void setUpTable() {
        table.setName(texts.get("run.deliveries"));
        table.setColumns(DeliveryColumns.of(words, times));
        table.setModel(model.shown().table(), false);
        table.setMenu(() -> steps.of(table.focusedRow()));
        table.setOnOpen(row -> {
            node.setFilled(true);
            node.setOpen(true);
            model.open(row);
        });
        table.setEmpty(() -> model.shown().isFiltered()
                ? new EmptyState("search", texts.get("run.none"), texts.get("run.none.more"))
                        .with(texts.get("run.none.clear"), null, false, model.shown()::showAll)
                : new EmptyState("send", texts.get("run.empty"), texts.get("run.empty.more")));
        table.setFailed(e -> EmptyState.failed(texts.get("run.failed"), FailureTexts.words(e))
                .with(texts.get("list.again"), "refresh-cw", false, model::refresh));
        subscriptions.onChange(table.focusedRowProperty(), row -> {
            node.setFilled(row != null);
            detailsToggle.setDisable(row == null);
            if (row == null) {
                // What is no longer shown has no details.
                model.open(null);
            }
            openFocused();
        });
        detailsToggle.setDisable(true);
    }

    /** While details are in view they are those of the focused delivery; nothing is read for details that nobody sees. */
    private void openFocused() {
        DeliveryQuery.Row row = table.focusedRow();
        if (node != null && node.sideShownProperty().get() && row != null) {
            model.open(row);
        }
    }

    private void showDetails(DeliveryDetails details) {
        detailsScroll.setContent(details == null ? null : new DeliveryPane(details, words, times, this::closeDetails));
    }

    private void closeDetails() {
        node.setOpen(false);
        table.requestFocus();
    }

    @FXML
    @Override
    public void details() {
        node.setFilled(table.focusedRow() != null);
        node.toggle();
    }

    // ---------------------------------------------------------------- steps

    @FXML
    private void list() {
        toList.run();
    }

    @FXML
    private void pauseOrResume() {
        model.pauseOrResume();
    }

    @FXML
    private void stop() {
        model.stop();
    }

    @FXML
    @Override
    public void export() {
        model.export();
    }

    RunViewModel model() {
        return model;
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
        return node.sideShownProperty().get()
                ? List.of(crumb, filters.first(), table, sidePane)
                : List.of(crumb, filters.first(), table);
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
