package dev.rostrum.ui.announcements;

import dev.rostrum.announce.DryRun;
import dev.rostrum.announce.JobPreview;
import dev.rostrum.domain.GuardReason;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.ShortId;
import dev.rostrum.ui.compose.MessagePreview;
import dev.rostrum.ui.fx.Fxml;
import dev.rostrum.ui.fx.Pages;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.ui.widget.Column;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.CopyButton;
import dev.rostrum.ui.widget.EmptyState;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.NoticeBar;
import dev.rostrum.ui.widget.PagedTable;
import dev.rostrum.ui.widget.RowSelection;
import dev.rostrum.ui.widget.StackedBar;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The plan before anything is sent, and the button that sends. */
final class ReviewPage implements Page {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("danger");

    /** Characters. A longer title gives way to the other words of its line, a shorter one stays whole. */
    private static final int SHORT_NAME = 6;

    private final Texts texts = Texts.of(ReviewPage.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final ReviewViewModel model;
    private final Runnable toList;
    private final DialogLayer dialogs;
    private final Runnable toBefore;
    private final Node node;

    @FXML
    private Hyperlink draftCrumb;

    @FXML
    private Label title;

    @FXML
    private Label selectedName;

    @FXML
    private Label recipientsName;

    @FXML
    private Label messageName;

    @FXML
    private VBox choices;

    @FXML
    private CheckBox outsiders;

    @FXML
    private CheckBox unknownKind;

    @FXML
    private CheckBox retryGateway;

    @FXML
    private HBox retryWarning;

    @FXML
    private HBox canaryBox;

    @FXML
    private CheckBox canary;

    @FXML
    private TextField canaryCount;

    @FXML
    private Button back;

    @FXML
    private VBox noticeBox;

    @FXML
    private NoticeBar notice;

    @FXML
    private Label counting;

    @FXML
    private VBox plan;

    @FXML
    private Label selected;

    @FXML
    private Label minus;

    @FXML
    private Label left;

    @FXML
    private Label equals;

    @FXML
    private Label recipients;

    @FXML
    private StackedBar bar;

    @FXML
    private FlowPane legend;

    @FXML
    private Label leftOut;

    @FXML
    private VBox reasons;

    @FXML
    private VBox requests;

    @FXML
    private Hyperlink requestsLink;

    @FXML
    private VBox bubble;

    @FXML
    private HBox bodyHead;

    @FXML
    private Label bytes;

    @FXML
    private TextArea body;

    @FXML
    private Label destination;

    @FXML
    private HBox progressBox;

    @FXML
    private ProgressBar progress;

    @FXML
    private Label progressWords;

    @FXML
    private HBox typing;

    @FXML
    private Label typeLabel;

    @FXML
    private TextField typed;

    @FXML
    private HBox sendBox;

    @FXML
    private Button send;

    private Tooltip locked;

    /** @param back where one came from: the message, or the run that is followed up */
    ReviewPage(ReviewViewModel model, DialogLayer dialogs, Runnable toList, Runnable back) {
        this.model = model;
        this.dialogs = dialogs;
        this.toList = toList;
        this.toBefore = back;
        this.node = Fxml.load(ReviewPage.class, "Review", this);
    }

    @FXML
    private void initialize() {
        back.setMinWidth(Region.USE_PREF_SIZE);
        JobKind kind = model.proposal().kind();
        String word = kind.name().toLowerCase(Locale.ROOT);
        title.setText(texts.get("review.title." + word));
        back.setText(texts.get(kind == JobKind.SEND ? "review.back" : "review.back.run"));
        selectedName.setText(texts.get(kind == JobKind.SEND ? "review.selected" : "review.chosen"));
        recipientsName.setText(texts.get(kind.sendsMessages() ? "review.recipients" : "review.messages.able"));
        messageName.setText(texts.get(kind == JobKind.RECALL ? "review.message.recall" : "review.message"));
        requestsLink.setMinWidth(Region.USE_PREF_SIZE);
        draftCrumb.setText(BidiText.isolated(model.proposal().name()));
        draftCrumb.setMinWidth(model.proposal().name().length() > SHORT_NAME ? 60 : Region.USE_PREF_SIZE);
        minus.setText("\u2212");
        equals.setText("=");
        send.getStyleClass().add("accent");
        send.setMinWidth(Region.USE_PREF_SIZE);
        // Enter never sends, not even on the button: whoever typed the number and pressed Enter once more did not mean
        // it.
        send.addEventFilter(KeyEvent.ANY, event -> {
            if (event.getCode() == KeyCode.ENTER) {
                event.consume();
            }
        });
        destination.setText(model.destination());
        boolean sends = kind.sendsMessages();
        Controls.show(choices, sends);
        Controls.show(canaryBox, sends);
        outsiders.setWrapText(true);
        unknownKind.setWrapText(true);
        unknownKind.setTooltip(new Tooltip(texts.get("review.unknown.tip")));
        retryGateway.setWrapText(true);
        retryGateway.setTooltip(new Tooltip(texts.get("review.retry.tip")));
        canaryCount.setAccessibleText(texts.get("review.canary.count"));
        subscriptions.bindBoth(outsiders.selectedProperty(), model.outsidersProperty());
        subscriptions.bindBoth(unknownKind.selectedProperty(), model.unknownKindProperty());
        subscriptions.bindBoth(retryGateway.selectedProperty(), model.retryGatewayProperty());
        subscriptions.bindBoth(canary.selectedProperty(), model.canaryOnProperty());
        subscriptions.bindBoth(canaryCount.textProperty(), model.canaryProperty());
        subscriptions.observe(model.canaryOnProperty(), yes -> canaryCount.setDisable(!yes));
        subscriptions.observe(model.retryGatewayProperty(), yes -> {
            Controls.show(retryWarning, yes);
        });
        subscriptions.onChange(model.canaryOnProperty(), yes -> showButton());
        subscriptions.onChange(model.canaryProperty(), number -> showButton());
        typed.setAccessibleText(texts.get("review.typed"));
        typeLabel.setLabelFor(typed);
        subscriptions.bindBoth(typed.textProperty(), model.typedProperty());
        subscriptions.observe(model.reviewedProperty(), this::show);
        subscriptions.observe(model.unlockedProperty(), yes -> showLock());
        subscriptions.observe(model.planningProperty(), this::showPlanning);
        subscriptions.observe(model.plannedProperty(), number -> showProgress());
        subscriptions.observe(model.troubleProperty(), words -> showNotice());
    }

    private void show(ReviewViewModel.ReviewedPlan now) {
        Controls.show(counting, now == null);
        plan.setVisible(now != null);
        typing.setVisible(now != null && model.mustType());
        typing.setManaged(typing.isVisible());
        showButton();
        showNotice();
        if (now == null) {
            return;
        }
        JobPreview numbers = now.plan();
        Message message = numbers.message();
        bubble.getChildren().setAll(MessagePreview.body(message));
        selected.setText(Counts.of(numbers.selected()));
        left.setText(Counts.of(numbers.leftOutCount()));
        recipients.setText(Counts.of(numbers.recipients()));
        long fresh = numbers.conversationsToOpen();
        bar.setSegments(List.of(
                new StackedBar.Segment(numbers.withConversation(), "r-bar-known"),
                new StackedBar.Segment(fresh, "r-bar-new"),
                new StackedBar.Segment(numbers.leftOutCount(), "r-bar-hatched")));
        legend.getChildren()
                .setAll(
                        legend("r-bar-known", texts.get("review.known", numbers.withConversation())),
                        legend("r-bar-new", texts.get("review.new", fresh)));
        leftOut.setText(Counts.of(numbers.leftOutCount()));
        reasons.getChildren().setAll(reasons(numbers));
        List<Node> calls = new ArrayList<>();
        calls.add(line(null, texts.get("review.messages"), "", Counts.of(numbers.recipients()), false));
        if (model.proposal().kind().sendsMessages()) {
            calls.add(line(null, texts.get("review.opens"), "", Counts.of(fresh), false));
        }
        calls.add(line(null, texts.get("review.all"), "", Counts.of(numbers.requests()), true));
        calls.add(line("clock", model.timeWords(), "", "", false));
        requests.getChildren().setAll(calls);
        typeLabel.setText(texts.get("review.type", Counts.of(numbers.recipients())));
        typeLabel.setMinWidth(Region.USE_PREF_SIZE);
        body.setText(now.body());
        boolean hasBody = !now.body().isEmpty();
        for (Node part : List.of(bodyHead, body)) {
            Controls.show(part, hasBody);
        }
        bytes.setText(texts.get("review.bytes", numbers.bytes(), Message.MAX_BYTES));
        if (bodyHead.getChildren().stream().noneMatch(CopyButton.class::isInstance)) {
            bodyHead.getChildren().add(new CopyButton(texts.get("review.copy"), body::getText));
        }
        showLock();
    }

    private void showButton() {
        send.setText(model.sendWords());
        String wrong = model.canaryTrouble();
        canaryCount.pseudoClassStateChanged(WRONG, wrong != null);
        canaryCount.setTooltip(wrong == null ? null : new Tooltip(wrong));
    }

    private List<Node> reasons(JobPreview numbers) {
        List<Node> lines = new ArrayList<>();
        for (LeftOut reason : numbers.leftOut()) {
            lines.add(line(
                    icon(reason.code()),
                    Sentences.of(reason.reason()),
                    GuardReason.of(reason.code()).isPresent() ? texts.get("review.guard") : "",
                    Counts.of(reason.count()),
                    false));
        }
        if (lines.isEmpty()) {
            lines.add(line("check", texts.get("review.leftout.none"), "", "", false));
        }
        if (model.overridable() > 0) {
            Hyperlink override = new Hyperlink(texts.get("review.override", model.overridable()));
            override.setOnAction(e -> askOverride());
            lines.add(line("shield", override));
        }
        if (model.override() != null) {
            Label why = new Label(texts.get("review.overridden", numbers.overridden(), model.override()));
            why.setWrapText(true);
            Hyperlink back = new Hyperlink(texts.get("review.override.back"));
            back.setMinWidth(Region.USE_PREF_SIZE);
            back.setOnAction(e -> model.takeBackOverride());
            lines.add(line("shield", why, back));
        }
        return lines;
    }

    private static String icon(String code) {
        return GuardReason.of(code)
                .map(reason -> switch (reason) {
                    case OPTED_OUT, DO_NOT_CONTACT -> "bell-off";
                    case BLOCKED -> "slash";
                    case OUTSIDER -> "user-minus";
                    case UNKNOWN_KIND -> "help-circle";
                    case TOO_OFTEN -> "shield";
                    case SAME_TEXT -> "copy";
                })
                .orElse("minus-circle");
    }

    /** The reason and the number of people are typed; both go into the audit log. */
    private void askOverride() {
        long people = model.overridable();
        Label words = new Label(texts.get("override.body", people));
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        TextField reason = new TextField();
        TextField number = new TextField();
        VBox form = new VBox(
                12,
                words,
                field(texts.get("override.reason"), reason),
                field(texts.get("override.type", Counts.of(people)), number));
        ObservableValue<Boolean> ready = Bindings.createBooleanBinding(
                () -> !reason.getText().isBlank()
                        && ReviewViewModel.digits(number.getText()).equals(Long.toString(people)),
                reason.textProperty(),
                number.textProperty());
        dialogs.show(
                texts.get("override.title"),
                form,
                List.of(Choice.danger("override", texts.get("override.yes", people))),
                ready,
                answer -> {
                    if (answer.equals("override")) {
                        model.override(reason.getText(), people);
                    }
                });
    }

    private static VBox field(String name, TextField field) {
        Label label = new Label(name);
        label.getStyleClass().add("r-field-label");
        label.setLabelFor(field);
        VBox box = new VBox(label, field);
        box.getStyleClass().add("r-field");
        return box;
    }

    private static HBox line(String icon, String words, String more, String number, boolean strong) {
        Label what = new Label(words);
        what.setWrapText(true);
        Label count = new Label(number);
        count.setMinWidth(Region.USE_PREF_SIZE);
        if (strong) {
            what.getStyleClass().add("r-bold");
            count.getStyleClass().add("r-bold");
        }
        Label why = new Label(more);
        why.getStyleClass().addAll("r-caption", "r-muted");
        why.setMinWidth(Region.USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return line(icon, what, why, space, count);
    }

    /** @param icon or null */
    private static HBox line(String icon, Node... parts) {
        HBox line = new HBox();
        line.getStyleClass().add("r-rows-line");
        if (icon != null) {
            line.getChildren().add(Icon.of(icon, Icon.Size.BUTTON, "r-muted"));
        }
        line.getChildren().addAll(parts);
        return line;
    }

    private static HBox legend(String style, String words) {
        Region mark = new Region();
        mark.getStyleClass().addAll("r-legend-mark", style);
        Label label = new Label(words);
        label.getStyleClass().add("r-caption");
        HBox item = new HBox(mark, label);
        item.getStyleClass().add("r-legend-item");
        return item;
    }

    private void showLock() {
        boolean open = model.unlockedProperty().get();
        send.setDisable(!open || model.planningProperty().get());
        if (locked != null) {
            Tooltip.uninstall(sendBox, locked);
            locked = null;
        }
        if (!open && model.mustType() && model.troubleProperty().get() == null) {
            locked = new Tooltip(texts.get("review.locked"));
            Tooltip.install(sendBox, locked);
        }
    }

    private void showPlanning(boolean now) {
        Controls.show(progressBox, now);
        typed.setDisable(now);
        canaryBox.setDisable(now);
        choices.setDisable(now);
        back.setDisable(now);
        showProgress();
        showLock();
    }

    private void showProgress() {
        ReviewViewModel.ReviewedPlan now = model.reviewedProperty().get();
        if (now == null) {
            return;
        }
        long whole = now.plan().selected();
        long done = model.plannedProperty().get();
        progress.setProgress(whole == 0 ? 0 : (double) done / whole);
        progressWords.setText(texts.get("review.planning", done, whole));
    }

    /** What keeps it back, else what to think of before it goes out. */
    private void showNotice() {
        String trouble = model.troubleProperty().get();
        ReviewViewModel.ReviewedPlan now = model.reviewedProperty().get();
        if (trouble != null) {
            notice.show(Tone.DANGER, "", trouble);
            notice.setButton(texts.get("list.again"), model::load);
        } else if (model.proposal().kind() == JobKind.RECALL) {
            notice.show(Tone.WARNING, texts.get("review.recall.notice"), texts.get("review.recall.notice.rest"));
        } else if (now != null && !now.cautions().isEmpty()) {
            Reason caution = now.cautions().get(0);
            notice.show(Tone.WARNING, Sentences.of(caution) + ".", Sentences.step(caution));
        } else {
            notice.clear();
        }
        Controls.show(noticeBox, notice.isVisible());
        showLock();
    }

    @FXML
    private void list() {
        toList.run();
    }

    /** Everybody's requests: a table, and below it the focused row's in full. */
    @FXML
    private void showRequests() {
        Pages<DryRun.Row> rows = model.requests();
        PagedTable<DryRun.Row, Integer> table = new PagedTable<>();
        table.setName(texts.get("requests.title"));
        table.setColumns(List.of(
                Column.<DryRun.Row>of("name", texts.get("requests.name"), ReviewPage::name)
                        .growing(1)
                        .unsorted(),
                Column.<DryRun.Row>of(
                                "conversation",
                                texts.get("requests.conversation"),
                                row -> texts.get(row.requests().get(0).reuse() ? "requests.reuse" : "requests.create"))
                        .unsorted(),
                Column.<DryRun.Row>of(
                                "bytes",
                                texts.get("requests.size"),
                                row -> Counts.of(row.requests().stream()
                                        .mapToLong(DryRun.Request::utf16Bytes)
                                        .sum()))
                        .number()
                        .wide(90)
                        .unsorted()));
        table.setSelection(DryRun.Row::number, new RowSelection<>(), false);
        table.setFailed(e -> EmptyState.failed(texts.get("requests.failed"), FailureTexts.words(e)));
        table.setRows(rows);
        table.setPrefHeight(220);
        TextArea full = new TextArea(texts.get("requests.choose"));
        full.setEditable(false);
        full.setWrapText(true);
        full.setPrefRowCount(11);
        full.getStyleClass().add("r-request");
        full.setAccessibleText(texts.get("requests.full"));
        Subscriptions shown = new Subscriptions();
        shown.onChange(table.focusedRowProperty(), row -> {
            if (row != null) {
                full.setText(model.requestText(row));
            }
        });
        dialogs.show(texts.get("requests.title"), new VBox(12, table, full), List.of(), null, answer -> {
            shown.close();
            rows.close();
        });
    }

    private static String name(DryRun.Row row) {
        DryRun.Request request = row.requests().get(0);
        return request.name() == null ? ShortId.of(request.userId()) : BidiText.isolated(request.name());
    }

    @FXML
    private void back() {
        toBefore.run();
    }

    @FXML
    private void cancel() {
        model.cancel();
    }

    @FXML
    private void send() {
        model.send();
    }

    JobKind kind() {
        return model.proposal().kind();
    }

    @Override
    public Node root() {
        return node;
    }

    @Override
    public void shown() {
        model.load();
    }

    /** The number to type where one is asked for; never the button that sends. */
    @Override
    public Node firstFocus() {
        return typing.isVisible() ? typed : back;
    }

    @Override
    public List<Node> panes() {
        return List.of(back, body.isVisible() ? body : plan, typing.isVisible() ? typed : send);
    }

    @Override
    public void close() {
        subscriptions.close();
        model.close();
    }
}
