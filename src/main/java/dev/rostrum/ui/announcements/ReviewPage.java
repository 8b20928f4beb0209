package dev.rostrum.ui.announcements;

import dev.rostrum.announce.JobPreview;
import dev.rostrum.domain.Formatting;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.ui.compose.ClientChoice;
import dev.rostrum.ui.compose.MessagePreview;
import dev.rostrum.ui.fx.Fxml;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.shell.CommandCopy;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.CopyButton;
import dev.rostrum.ui.widget.NoticeBar;
import dev.rostrum.ui.widget.StackedBar;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
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
    private final LeftOutLines leftOutLines;
    private final Node node;

    @FXML
    private Hyperlink draftCrumb;

    @FXML
    private MenuButton copyCommand;

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
    private CheckBox slower;

    @FXML
    private TextField rate;

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
    private ClientChoice client;

    @FXML
    private VBox beforeBox;

    @FXML
    private VBox before;

    @FXML
    private Label afterName;

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
        this.leftOutLines = new LeftOutLines(model, dialogs);
        this.node = Fxml.load(ReviewPage.class, "Review", this);
    }

    @FXML
    private void initialize() {
        copyCommand.getItems().setAll(new CommandCopy(dialogs, model::command).items());
        copyCommand.setMinWidth(Region.USE_PREF_SIZE);
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
        boolean sends = kind.sendsMessages();
        Controls.show(choices, sends);
        Controls.show(canaryBox, sends);
        outsiders.setWrapText(true);
        unknownKind.setWrapText(true);
        unknownKind.setTooltip(new Tooltip(texts.get("review.unknown.tip")));
        retryGateway.setWrapText(true);
        retryGateway.setTooltip(new Tooltip(texts.get("review.retry.tip")));
        canaryCount.setAccessibleText(texts.get("review.canary.count"));
        rate.setAccessibleText(texts.get("review.rate.name"));
        slower.setTooltip(new Tooltip(texts.get("review.rate.tip")));
        ReviewChoices chosen = model.choices();
        subscriptions.bindBoth(outsiders.selectedProperty(), chosen.outsidersProperty());
        subscriptions.bindBoth(unknownKind.selectedProperty(), chosen.unknownKindProperty());
        subscriptions.bindBoth(retryGateway.selectedProperty(), chosen.retryGatewayProperty());
        subscriptions.bindBoth(canary.selectedProperty(), chosen.canaryOnProperty());
        subscriptions.bindBoth(canaryCount.textProperty(), chosen.canaryProperty());
        subscriptions.bindBoth(slower.selectedProperty(), chosen.rateOnProperty());
        subscriptions.bindBoth(rate.textProperty(), chosen.rateProperty());
        subscriptions.observe(chosen.canaryOnProperty(), yes -> canaryCount.setDisable(!yes));
        subscriptions.observe(chosen.rateOnProperty(), yes -> rate.setDisable(!yes));
        subscriptions.observe(chosen.retryGatewayProperty(), yes -> Controls.show(retryWarning, yes));
        for (ObservableValue<?> typedHere : List.of(
                chosen.canaryOnProperty(), chosen.canaryProperty(), chosen.rateOnProperty(), chosen.rateProperty())) {
            subscriptions.onChange(typedHere, now -> showTyped());
        }
        subscriptions.onChange(client.clientProperty(), now -> showMessages());
        typed.setAccessibleText(texts.get("review.typed"));
        typeLabel.setLabelFor(typed);
        subscriptions.bindBoth(typed.textProperty(), model.typedProperty());
        subscriptions.observe(model.reviewedProperty(), this::show);
        subscriptions.observe(model.unlockedProperty(), yes -> showLock());
        subscriptions.observe(model.planningProperty(), this::showPlanning);
        subscriptions.observe(model.plannedProperty(), number -> showProgress());
        subscriptions.observe(model.troubleProperty(), words -> showNotices());
    }

    private void show(ReviewViewModel.ReviewedPlan now) {
        Controls.show(counting, now == null);
        plan.setVisible(now != null);
        Controls.show(typing, now != null && model.mustType());
        showTyped();
        showNotices();
        if (now == null) {
            return;
        }
        JobPreview numbers = now.plan();
        showMessages();
        selected.setText(Counts.of(numbers.selected()));
        left.setText(Counts.of(numbers.leftOutCount()));
        recipients.setText(Counts.of(numbers.recipients()));
        long fresh = numbers.conversationsToOpen();
        bar.setSegments(List.of(
                new StackedBar.Segment(numbers.withConversation(), "r-bar-known"),
                new StackedBar.Segment(fresh, "r-bar-new"),
                new StackedBar.Segment(numbers.leftOutCount(), "r-bar-hatched")));
        List<Node> marks = new ArrayList<>();
        if (numbers.withConversation() > 0) {
            marks.add(PlanLines.legend("r-bar-known", texts.get("review.known", numbers.withConversation())));
        }
        if (fresh > 0) {
            marks.add(PlanLines.legend("r-bar-new", texts.get("review.new", fresh)));
        }
        legend.getChildren().setAll(marks);
        leftOut.setText(numbers.leftOutCount() == 0 ? "" : Counts.of(numbers.leftOutCount()));
        reasons.getChildren().setAll(leftOutLines.of(numbers));
        showRequests(numbers);
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
        destination.setText(model.destination());
        showLock();
    }

    /** What it costs; nothing where nobody is left. */
    private void showRequests(JobPreview numbers) {
        List<Node> calls = new ArrayList<>();
        requestsLink.setVisible(numbers.recipients() > 0);
        if (numbers.recipients() == 0) {
            calls.add(PlanLines.line("minus-circle", PlanLines.words(texts.get("review.requests.none"))));
        } else {
            calls.add(PlanLines.counted(texts.get("review.messages"), Counts.of(numbers.recipients()), false));
            if (numbers.conversationsToOpen() > 0) {
                calls.add(
                        PlanLines.counted(texts.get("review.opens"), Counts.of(numbers.conversationsToOpen()), false));
            }
            calls.add(PlanLines.counted(texts.get("review.all"), Counts.of(numbers.requests()), true));
            calls.add(PlanLines.line("clock", PlanLines.words(model.timeWords())));
            String first = model.firstWords();
            if (!first.isEmpty()) {
                calls.add(PlanLines.line("users", PlanLines.words(first)));
            }
        }
        requests.getChildren().setAll(calls);
    }

    /** The message as it is seen; of an edit the old one beside it. */
    private void showMessages() {
        ReviewViewModel.ReviewedPlan now = model.reviewedProperty().get();
        if (now == null) {
            return;
        }
        Formatting.Client where = client.clientProperty().get();
        bubble.getChildren().setAll(MessagePreview.body(now.plan().message(), where));
        boolean edit = now.before() != null;
        Controls.show(beforeBox, edit);
        Controls.show(afterName, edit);
        if (edit) {
            before.getChildren().setAll(MessagePreview.body(now.before(), where));
        }
        client.setDisable(now.plan().message().format() == TextFormat.PLAIN);
    }

    /** What was typed changes the button and the estimate, and is told where it cannot be read. */
    private void showTyped() {
        send.setText(model.sendWords());
        mark(canaryCount, model.choices().canaryTrouble());
        mark(rate, model.choices().rateTrouble());
        ReviewViewModel.ReviewedPlan now = model.reviewedProperty().get();
        if (now != null) {
            showRequests(now.plan());
        }
        showLock();
    }

    /** @param wrong why it cannot be read, or null */
    private static void mark(TextField field, String wrong) {
        field.pseudoClassStateChanged(WRONG, wrong != null);
        field.setTooltip(wrong == null ? null : new Tooltip(wrong));
        field.setAccessibleHelp(wrong);
    }

    private void showLock() {
        boolean open = model.unlockedProperty().get();
        send.setDisable(!open || model.planningProperty().get());
        if (locked != null) {
            Tooltip.uninstall(sendBox, locked);
            locked = null;
        }
        String why = model.lockedBecause();
        send.setAccessibleHelp(why);
        if (why != null) {
            locked = new Tooltip(why);
            Tooltip.install(sendBox, locked);
        }
    }

    private void showPlanning(boolean now) {
        // Side by side they are wider than a small window.
        Controls.show(progressBox, now);
        Controls.show(canaryBox, !now && model.proposal().kind().sendsMessages());
        Controls.show(typing, !now && model.mustType());
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

    /** What keeps it back, and all that is to be thought of before it goes out. */
    private void showNotices() {
        List<NoticeBar> notices = new ArrayList<>();
        String trouble = model.troubleProperty().get();
        ReviewViewModel.ReviewedPlan now = model.reviewedProperty().get();
        if (trouble != null) {
            NoticeBar bar = notice(Tone.DANGER, "", trouble);
            bar.setButton(texts.get("list.again"), model::load);
            notices.add(bar);
        }
        if (model.proposal().kind() == JobKind.RECALL) {
            notices.add(
                    notice(Tone.WARNING, texts.get("review.recall.notice"), texts.get("review.recall.notice.rest")));
        }
        if (now != null) {
            for (Reason caution : now.cautions()) {
                notices.add(notice(Tone.WARNING, Sentences.of(caution) + ".", Sentences.step(caution)));
            }
        }
        noticeBox.getChildren().setAll(notices);
        Controls.show(noticeBox, !notices.isEmpty());
        showLock();
    }

    private static NoticeBar notice(Tone tone, String what, String rest) {
        NoticeBar bar = new NoticeBar();
        bar.show(tone, what, rest);
        return bar;
    }

    @FXML
    private void list() {
        toList.run();
    }

    @FXML
    private void showRequests() {
        PlanDialogs.requests(dialogs, model.requests(), model::requestText);
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
