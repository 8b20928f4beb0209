package dev.rostrum.ui.announcements;

import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.ShortId;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.ui.fx.Fxml;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.ui.widget.CaptionedName;
import dev.rostrum.ui.widget.Column;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.EmptyState;
import dev.rostrum.ui.widget.FilterChip;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.NoticeBar;
import dev.rostrum.ui.widget.PagedTable;
import dev.rostrum.ui.widget.RowSelection;
import dev.rostrum.ui.widget.SearchField;
import dev.rostrum.ui.widget.StackedBar;
import dev.rostrum.ui.widget.StateChip;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.ui.words.Moments;
import dev.rostrum.ui.words.StateChips;
import dev.rostrum.ui.words.StateLabel;
import dev.rostrum.ui.words.StateLabels;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** One run: totals, rate, causes, deliveries. */
final class RunPage implements Page {
    private static final PseudoClass COMPACT = PseudoClass.getPseudoClass("compact");
    private static final double ROOT_SIZE = 13;
    /** Below this height of the page, in pixels at 100 % zoom, the cards shrink. */
    private static final double LOW = 690;

    private static final double CARD = 188;
    private static final double LOW_CARD = 140;

    private final Texts texts = Texts.of(RunPage.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final RunViewModel model;
    private final RateHistory history;
    private final Times times;
    private final DialogLayer dialogs;
    private final Runnable toList;
    private final LongConsumer openRun;
    private final VBox node;

    private final Map<StateGroup, Label> numbers = new EnumMap<>(StateGroup.class);
    private final Map<StateGroup, FilterChip> filters = new EnumMap<>(StateGroup.class);
    private final FilterChip onlyCause = new FilterChip();
    private final FilterChip all = new FilterChip();
    private Label sentWord;
    private final Label selectedNumber = new Label();
    private final Icon addsIcon = Icon.of("check", Icon.Size.BUTTON, "r-success-icon");
    private final Label adds = new Label();

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
    private HBox totals;

    @FXML
    private GridPane cards;

    @FXML
    private Label rateWords;

    @FXML
    private RateChart chart;

    @FXML
    private Label started;

    @FXML
    private Label leftName;

    @FXML
    private Label left;

    @FXML
    private Label endName;

    @FXML
    private Label end;

    @FXML
    private Label causesSummary;

    @FXML
    private ScrollPane causesScroll;

    @FXML
    private VBox causes;

    @FXML
    private Label deliveriesName;

    @FXML
    private FlowPane chips;

    @FXML
    private SearchField search;

    @FXML
    private Button export;

    @FXML
    private PagedTable<DeliveryQuery.Row, Long> table;

    private boolean followed;
    private int drawnSamples = -1;
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
        this.dialogs = dialogs;
        this.openRun = openRun;
        this.history = history;
        this.times = new Times(clock);
        this.toList = toList;
        this.node = (VBox) Fxml.load(RunPage.class, "Run", this);
        subscriptions.observe(node.heightProperty(), height -> fit());
        subscriptions.onChange(heading.fontProperty(), zoomed -> fit());
    }

    @FXML
    private void initialize() {
        runAction.setMinWidth(Region.USE_PREF_SIZE);
        stop.getStyleClass().add("r-danger-entry");
        stop.setMinWidth(Region.USE_PREF_SIZE);
        stop.setTooltip(new Tooltip(texts.get("run.stop.tip")));
        heading.setMinWidth(40);
        chip.setVisible(false);
        more.getStyleClass().addAll("r-icon-button", "no-arrow");
        Controls.name(more, texts.get("run.more"));
        // A menu without items does not open: the items are made as it opens, one stands in for them.
        more.getItems().setAll(new MenuItem());
        more.setOnShowing(e -> more.getItems().setAll(steps()));
        setUpTotals();
        setUpFilters();
        setUpTable();
        causes.setMinWidth(0);
        subscriptions.bindBoth(search.textProperty(), model.searchProperty());
        search.setOnSearch(model::query);
        search.onDown(table::enter);
        Controls.iconOnly(export, texts.get("run.export"));
        deliveriesName.setMinWidth(Region.USE_PREF_SIZE);
        subscriptions.observe(
                chips.widthProperty(), width -> chips.setPrefWrapLength(Math.max(200, width.doubleValue())));
        subscriptions.observe(model.snapshotProperty(), now -> show());
        subscriptions.onChange(model.rowProperty(), now -> show());
        subscriptions.observe(model.actionProperty(), this::showTurn);
        subscriptions.observe(model.noticeProperty(), now -> showNotice());
        subscriptions.onChange(model.troubleProperty(), now -> showNotice());
        subscriptions.onChange(model.causes(), this::showCauses);
        subscriptions.onChange(model.countedProperty(), now -> show());
        subscriptions.observe(model.filterProperty(), now -> showFilter());
        subscriptions.observe(model.causeProperty(), this::showCause);
        subscriptions.onChange(model.siblings(), this::showJobs);
        subscriptions.onChange(model.everybodyProperty(), now -> showJobs());
        showCauses();
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
        cards.getRowConstraints().setAll(new javafx.scene.layout.RowConstraints(height, height, height));
        node.pseudoClassStateChanged(COMPACT, low);
    }

    // ---------------------------------------------------------------- totals

    private void setUpTotals() {
        selectedNumber.getStyleClass().addAll("r-number", "r-bold");
        Label word = new Label(texts.get("run.selected"));
        word.getStyleClass().addAll("r-caption", "r-muted");
        totals.getChildren().add(total(selectedNumber, word));
        Label equals = new Label("=");
        equals.getStyleClass().addAll("r-number", "r-muted");
        totals.getChildren().add(equals);
        for (StateGroup group : StateGroup.values()) {
            StateLabel stateLabel = group.stateLabel();
            Label number = new Label();
            number.getStyleClass().add("r-number");
            number.setMinWidth(Region.USE_PREF_SIZE);
            Label name = new Label(stateLabel.word());
            name.getStyleClass().addAll("r-caption", "r-muted");
            name.setMinWidth(Region.USE_PREF_SIZE);
            HBox words = new HBox(Icon.of(stateLabel.icon(), Icon.Size.CHIP, iconStyle(stateLabel.tone())), name);
            words.getStyleClass().add("r-total-word");
            VBox total = total(number, words);
            Tooltip.install(total, new Tooltip(stateLabel.meaning()));
            numbers.put(group, number);
            if (group == StateGroup.SENT) {
                sentWord = name;
            }
            totals.getChildren().add(total);
        }
        adds.getStyleClass().addAll("r-caption", "r-muted");
        adds.setMinWidth(Region.USE_PREF_SIZE);
        HBox sum = new HBox(addsIcon, adds);
        sum.getStyleClass().add("r-adds");
        totals.getChildren().add(sum);
    }

    private static VBox total(Node number, Node words) {
        VBox total = new VBox(number, words);
        total.getStyleClass().add("r-total");
        HBox.setHgrow(total, Priority.ALWAYS);
        return total;
    }

    private static String iconStyle(Tone tone) {
        return switch (tone) {
            case SUCCESS -> "r-success-icon";
            case WARNING -> "r-warning-icon";
            case DANGER -> "r-danger-icon";
            case ACCENT -> "r-accent-icon";
            case NEUTRAL, OUTLINE -> "r-muted";
        };
    }

    private void setUpFilters() {
        all.setWord(texts.get("run.all"));
        all.setOnAction(e -> filter(null));
        chips.getChildren().add(all);
        for (StateGroup group : StateGroup.values()) {
            FilterChip filter = new FilterChip(group.stateLabel().word());
            filter.setIcon(group.stateLabel().icon());
            filter.setTooltip(new Tooltip(group.stateLabel().meaning()));
            filter.setOnAction(e -> filter(model.filterProperty().get() == group ? null : group));
            filters.put(group, filter);
            chips.getChildren().add(filter);
        }
        onlyCause.setOnRemove(model::forgetCause);
        chips.getChildren().add(onlyCause);
    }

    /** The chip that says that only the people behind one cause are shown. */
    private void showCause(RunViewModel.CauseLine cause) {
        Controls.show(onlyCause, cause != null);
        if (cause != null) {
            onlyCause.setWord(texts.get("run.cause.only", cause.what()));
        }
    }

    private void filter(StateGroup group) {
        model.filter(group);
        showFilter();
    }

    private void showFilter() {
        StateGroup on = model.filterProperty().get();
        all.setSelected(on == null);
        filters.forEach((group, filter) -> filter.setSelected(group == on));
        showFilterCounts();
    }

    /** States that nobody is in take no room, but for the one that is asked for. */
    private void showFilterCounts() {
        RunSnapshot now = model.snapshotProperty().get();
        ShownTotals counts = model.countedProperty().get();
        all.setCount(counts.sum());
        filters.forEach((group, filter) -> {
            long count = counts.of(group);
            filter.setCount(count);
            // While it sends, nobody can look at what is in flight for less than a second.
            boolean passing = group == StateGroup.IN_FLIGHT && now != null && now.active();
            boolean offered = (count > 0 && !passing) || filter.isSelected() || filter.isFocused();
            Controls.show(filter, offered);
        });
    }

    private void show() {
        RunSnapshot now = model.snapshotProperty().get();
        if (now == null) {
            return;
        }
        heading.setText(BidiText.isolated(now.title()));
        StateLabel stateLabel = model.stateLabel();
        if (!stateLabel.equals(shownLabel)) {
            shownLabel = stateLabel;
            StateChips.show(chip, stateLabel);
            chip.setVisible(true);
        }
        ShownTotals counts = model.countedProperty().get();
        selectedNumber.setText(Counts.of(counts.selected()));
        numbers.forEach((group, label) -> {
            long count = counts.of(group);
            boolean none = group.isRare() && count == 0;
            Controls.show(label.getParent(), !none && !unseen(group, counts));
            label.setText(Counts.of(count));
            label.getStyleClass().remove("r-muted");
            if (count == 0) {
                label.getStyleClass().add("r-muted");
            }
        });
        boolean right = counts.addUp();
        addsIcon.setIcon(right ? "check" : "alert-octagon");
        addsIcon.getStyleClass().removeAll("r-success-icon", "r-danger-icon");
        addsIcon.getStyleClass().add(right ? "r-success-icon" : "r-danger-icon");
        adds.setText(texts.get(right ? "run.adds" : "run.adds.not"));
        showAccepted();
        bar.setSegments(Arrays.stream(StateGroup.values())
                .map(group -> new StackedBar.Segment(counts.of(group), group.barStyle()))
                .toList());
        boolean writable = model.readOnlyBecause() == null;
        boolean stoppable = model.stoppable() && writable;
        Controls.show(stop, stoppable);
        if (followed != model.followable()) {
            followed = model.followable();
            showCauses();
        }
        showFilterCounts();
        showTimes(now);
        showRate(now);
    }

    private void showTimes(RunSnapshot now) {
        Moments.show(
                started,
                times,
                model.startedAt(),
                model.startedAt() == null ? texts.get("run.not.started") : times.moment(model.startedAt()));
        boolean sending = now.state() == RunState.RUNNING;
        boolean ended = model.endedAt() != null && !now.active();
        leftName.setVisible(sending);
        left.setVisible(sending);
        left.setText(now.left() == null ? texts.get("run.left.unknown") : Times.about(now.left()));
        endName.setText(texts.get(ended ? "run.ended.at" : "run.done"));
        boolean known = ended || (sending && now.left() != null);
        endName.setVisible(known);
        end.setVisible(known);
        if (known) {
            Moments.show(
                    end,
                    times,
                    ended ? model.endedAt() : null,
                    ended ? times.moment(model.endedAt()) : times.aboutEnd(now.left()));
        }
    }

    private void showRate(RunSnapshot now) {
        double limit = model.limit();
        String most = Double.isInfinite(limit) ? texts.get("run.rate.lifted") : Counts.rate(limit);
        List<RateHistory.Sample> samples = history.of(model.runId());
        boolean drawn = samples.size() >= 2;
        Double chosen = model.chosenRate();
        rateWords.setText(
                !now.active()
                        ? chosen == null ? "" : texts.get("run.rate.chosen", Counts.rate(chosen))
                        : drawn && !Double.isInfinite(limit)
                                ? texts.get("run.rate.limit", Counts.rate(now.requestsPerSecond()), most)
                                : texts.get("run.rate.now", Counts.rate(now.requestsPerSecond())));
        rateWords.setAccessibleText(texts.get("run.rate.spoken", Counts.rate(now.requestsPerSecond()), most));
        if (samples.size() != drawnSamples) {
            drawnSamples = samples.size();
            chart.show(
                    samples,
                    texts.get("run.rate.none"),
                    drawn ? times.moment(samples.get(0).at()) : "",
                    drawn ? times.moment(samples.get(samples.size() - 1).at()) : "");
        }
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
        RunViewModel.RunNotice now = model.noticeProperty().get();
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
            long doubts = model.snapshotProperty().get().totals().inDoubt();
            notice.setButton(
                    texts.get(model.followable() ? "run.doubt.decide" : "run.doubt.show", doubts),
                    model.followable() ? model::decideAll : () -> filter(StateGroup.IN_DOUBT));
        }
    }

    /** Of a job that changes or recalls messages, what it does takes the place of what it does not do. */
    private boolean unseen(StateGroup group, ShownTotals counts) {
        return group == StateGroup.SENT
                && !model.kind().sendsMessages()
                && !model.everybodyProperty().get()
                && counts.of(group) == 0
                && counts.accepted() > 0;
    }

    private void showAccepted() {
        sentWord.setText(model.acceptedWord());
        filters.get(StateGroup.SENT).setWord(model.acceptedWord());
        totals.setAccessibleText(model.spokenTotals());
    }

    private void showCauses() {
        List<Node> lines = new ArrayList<>();
        long people = 0;
        for (RunViewModel.CauseLine cause : model.causes()) {
            people += cause.count();
            lines.add(line(cause));
        }
        if (lines.isEmpty()) {
            Label none = new Label(texts.get("run.causes.none"));
            none.getStyleClass().addAll("r-caption", "r-muted", "r-cause-none");
            lines.add(none);
        }
        causes.getChildren().setAll(lines);
        causesSummary.setText(
                people == 0
                        ? ""
                        : texts.get("run.causes.summary", people, model.causes().size()));
        causesScroll.setFocusTraversable(false);
    }

    private HBox line(RunViewModel.CauseLine cause) {
        StateLabel stateLabel = StateLabels.of(cause.state(), false);
        Label count = new Label(Counts.of(cause.count()));
        count.getStyleClass().add("r-cause-count");
        count.setMinWidth(Region.USE_PREF_SIZE);
        Hyperlink show = new Hyperlink(texts.get("run.causes.show", cause.count()));
        show.getStyleClass().add("r-caption");
        show.setMinWidth(Region.USE_PREF_SIZE);
        show.setAccessibleText(texts.get("run.causes.show.of", cause.count(), cause.what()));
        show.setOnAction(e -> model.show(cause));
        HBox line = new HBox(
                Icon.of(stateLabel.icon(), Icon.Size.BUTTON, iconStyle(stateLabel.tone())),
                count,
                new CaptionedName(cause.what(), cause.step()),
                show);
        if (model.followable() && model.kind().sendsMessages()) {
            boolean doubt = cause.state() == DeliveryState.IN_DOUBT;
            Hyperlink act =
                    new Hyperlink(texts.get(doubt ? "run.decide" : "run.resend.cause", Counts.of(cause.count())));
            act.getStyleClass().add("r-caption");
            act.setMinWidth(Region.USE_PREF_SIZE);
            act.setOnAction(e -> {
                if (doubt) {
                    model.decide(cause);
                } else {
                    model.resend(cause);
                }
            });
            line.getChildren().add(act);
        }
        line.getStyleClass().add("r-cause");
        return line;
    }

    // ---------------------------------------------------------------- jobs and further steps

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
            step.setSelected(
                    job.id() == model.runId() && !model.everybodyProperty().get());
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
        everybody.setSelected(model.everybodyProperty().get());
        everybody.setOnAction(
                e -> model.showEverybody(!model.everybodyProperty().get()));
        all.add(everybody);
        jobs.getChildren().setAll(all);
    }

    private List<MenuItem> steps() {
        List<MenuItem> items = new ArrayList<>();
        RunSnapshot now = model.snapshotProperty().get();
        long doubts = now == null ? 0 : now.totals().inDoubt();
        boolean sends = model.kind().sendsMessages();
        if (model.followable()) {
            if (doubts > 0) {
                items.add(item("help-circle", texts.get("run.decide", Counts.of(doubts)), model::decideAll));
            }
            if (sends) {
                items.add(item("repeat", texts.get("run.resend.shown"), model::resendShown));
            }
            items.add(item("edit-3", texts.get("run.edit"), () -> edit(model::edit)));
            items.add(item("rotate-ccw", texts.get("run.recall"), model::recall));
        }
        items.add(item("list", texts.get("run.log"), () -> model.log(this::showLog)));
        return items;
    }

    private static MenuItem item(String icon, String words, Runnable step) {
        MenuItem item = new MenuItem(words, new Icon(icon));
        item.setOnAction(e -> step.run());
        return item;
    }

    /** The steps that the focused delivery offers. */
    private List<MenuItem> rowSteps() {
        DeliveryQuery.Row row = table.focusedRow();
        List<MenuItem> items = new ArrayList<>();
        if (row == null || !model.followable()) {
            return items;
        }
        boolean sends = row.kind().sendsMessages();
        if (row.state() == DeliveryState.IN_DOUBT) {
            items.add(item(
                    "user-check",
                    texts.get(sends ? "run.arrived.one" : "run.change.done.one"),
                    () -> model.decide(row, Decision.ARRIVED)));
            items.add(item(
                    "send",
                    texts.get(sends ? "run.again.one" : "run.change.again.one"),
                    () -> model.decide(row, Decision.SEND_AGAIN)));
        } else if (sends && row.state().isTerminal()) {
            items.add(item("repeat", texts.get("run.resend.one"), () -> model.resend(row)));
        }
        if (sends && row.activityId() != null) {
            items.add(item("edit-3", texts.get("run.edit.one"), () -> edit(text -> model.edit(row, text))));
            items.add(item("rotate-ccw", texts.get("run.recall.one"), () -> model.recall(row)));
        }
        return items;
    }

    /** Asks for the new text; the review follows. */
    private void edit(Consumer<Message> changed) {
        RunQuery.Row run = model.rowProperty().get();
        if (run == null) {
            return;
        }
        Label words = new Label(texts.get("edit.body"));
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        Label name = new Label(texts.get("edit.text"));
        name.getStyleClass().add("r-field-label");
        TextArea text = new TextArea(run.text());
        text.setWrapText(true);
        text.setPrefRowCount(8);
        name.setLabelFor(text);
        VBox field = new VBox(name, text);
        field.getStyleClass().add("r-field");
        ObservableValue<Boolean> ready = text.textProperty().map(now -> !now.isBlank() && !now.equals(run.text()));
        dialogs.show(
                texts.get("edit.title"),
                new VBox(12, words, field),
                List.of(Choice.primary("review", texts.get("edit.review"))),
                ready,
                answer -> {
                    if (answer.equals("review")) {
                        changed.accept(new Message(text.getText(), run.format()));
                    }
                });
    }

    private void showLog(List<RunViewModel.LogLine> lines) {
        dialogs.show(texts.get("log.title"), new LogView(lines, times), List.of(), null, answer -> {});
    }

    // ---------------------------------------------------------------- deliveries

    private void setUpTable() {
        table.setName(texts.get("run.deliveries"));
        table.setColumns(List.of(
                Column.<DeliveryQuery.Row>of(
                                "name",
                                texts.get("run.column.person"),
                                row -> BidiText.isolated(RunViewModel.label(row)))
                        .copying(RunViewModel::label)
                        .wide(170)
                        .growing(2),
                Column.<DeliveryQuery.Row>of("state", texts.get("run.column.state"), row -> stateLabel(row)
                                .word())
                        .showing(row -> StateChips.of(stateLabel(row)))
                        .wide(166),
                Column.<DeliveryQuery.Row>of("cause", texts.get("run.column.happened"), model::happened)
                        .muted()
                        .wide(260)
                        .growing(5),
                Column.<DeliveryQuery.Row>of(
                                "conversation",
                                texts.get("run.column.conversation"),
                                row -> ShortId.of(row.conversationId()))
                        .copying(row -> text(row.conversationId()))
                        .mono()
                        .wide(136)
                        .unsorted(),
                Column.<DeliveryQuery.Row>of(
                                "attempts",
                                texts.get("run.column.tries"),
                                row -> row.tries() == 0 ? "\u2013" : Counts.of(row.tries()))
                        .number()
                        .wide(64),
                Moments.<DeliveryQuery.Row>logged(
                                "updated", texts.get("run.column.changed"), times, DeliveryQuery.Row::updatedAt)
                        .muted(),
                Column.<DeliveryQuery.Row>of("email", texts.get("run.column.email"), row -> text(row.email()))
                        .muted()
                        .wide(190)
                        .unsorted()
                        .folded(),
                Column.<DeliveryQuery.Row>of("code", texts.get("run.column.code"), row -> text(row.code()))
                        .muted()
                        .wide(150)
                        .unsorted()
                        .folded(),
                Column.<DeliveryQuery.Row>of("user", texts.get("run.column.user"), row -> ShortId.of(row.userId()))
                        .copying(DeliveryQuery.Row::userId)
                        .mono()
                        .unsorted()
                        .folded(),
                Column.<DeliveryQuery.Row>of(
                                "message", texts.get("run.column.message"), row -> ShortId.of(message(row)))
                        .copying(row -> text(message(row)))
                        .mono()
                        .unsorted()
                        .folded()));
        table.setSelection(DeliveryQuery.Row::id, new RowSelection<>(), false);
        table.setOnSort(model::sort);
        table.setMenu(this::rowSteps);
        table.setRows(model.deliveries());
        table.setEmpty(() -> model.isFiltered()
                ? new EmptyState("search", texts.get("run.none"), texts.get("run.none.more"))
                        .with(texts.get("run.none.clear"), null, false, model::clearSearch)
                : new EmptyState("send", texts.get("run.empty"), texts.get("run.empty.more")));
        table.setFailed(e -> EmptyState.failed(texts.get("run.failed"), FailureTexts.words(e))
                .with(texts.get("list.again"), "refresh-cw", false, model::refresh));
    }

    private static StateLabel stateLabel(DeliveryQuery.Row row) {
        return StateLabels.of(row.kind(), row.state(), row.fate(), row.reason(), row.healed());
    }

    /** The message in Teams that the row made or acted on, or null. */
    private static String message(DeliveryQuery.Row row) {
        return row.kind().sendsMessages() ? row.activityId() : row.target();
    }

    private static String text(String value) {
        return value == null ? "" : value;
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
        return List.of(crumb, all, table);
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
