package dev.rostrum.ui.announcements;

import dev.rostrum.announce.Announcements;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.ui.fx.Fxml;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Texts;
import dev.rostrum.ui.widget.CopyButton;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.NoticeBar;
import dev.rostrum.ui.widget.StackedBar;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.words.Counts;
import dev.rostrum.ui.words.Names;
import java.util.ArrayList;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
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
    private final Texts texts = Texts.of(ReviewPage.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final ReviewViewModel model;
    private final Runnable toList;
    private final Runnable toMessage;
    private final Node node;

    @FXML
    private Hyperlink draftCrumb;

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

    ReviewPage(ReviewViewModel model, Runnable toList, Runnable toMessage) {
        this.model = model;
        this.toList = toList;
        this.toMessage = toMessage;
        this.node = Fxml.load(ReviewPage.class, "Review", this);
    }

    @FXML
    private void initialize() {
        back.setMinWidth(Region.USE_PREF_SIZE);
        draftCrumb.setText(Names.isolated(model.draft().name()));
        draftCrumb.setMinWidth(60);
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
        Message message = model.draft().message();
        bubble.getChildren()
                .setAll(
                        message.format() == TextFormat.MARKDOWN
                                ? MarkdownView.of(message.text())
                                : MarkdownView.plain(message.text()));
        typed.setAccessibleText(texts.get("review.typed"));
        typeLabel.setLabelFor(typed);
        subscriptions.both(typed.textProperty(), model.typedProperty());
        subscriptions.now(model.reviewedProperty(), this::show);
        subscriptions.now(model.unlockedProperty(), yes -> showLock());
        subscriptions.now(model.planningProperty(), this::showPlanning);
        subscriptions.now(model.plannedProperty(), number -> showProgress());
        subscriptions.now(model.troubleProperty(), this::showTrouble);
    }

    private void show(ReviewViewModel.Reviewed now) {
        counting.setVisible(now == null);
        counting.setManaged(now == null);
        plan.setVisible(now != null);
        typing.setVisible(now != null && model.mustType());
        typing.setManaged(typing.isVisible());
        send.setText(model.sendWords());
        if (now == null) {
            return;
        }
        Announcements.Plan numbers = now.plan();
        selected.setText(Counts.of(numbers.selected()));
        left.setText(Counts.of(numbers.leftOut()));
        recipients.setText(Counts.of(numbers.recipients()));
        long fresh = numbers.recipients() - numbers.withConversation();
        bar.setSegments(List.of(
                new StackedBar.Segment(numbers.withConversation(), "r-bar-known"),
                new StackedBar.Segment(fresh, "r-bar-new"),
                new StackedBar.Segment(numbers.leftOut(), "r-bar-hatched")));
        legend.getChildren()
                .setAll(
                        legend("r-bar-known", texts.get("review.known", numbers.withConversation())),
                        legend("r-bar-new", texts.get("review.new", fresh)));
        leftOut.setText(Counts.of(numbers.leftOut()));
        reasons.getChildren().setAll(reasons(numbers));
        requests.getChildren()
                .setAll(
                        line(null, texts.get("review.messages"), "", Counts.of(numbers.recipients()), false),
                        line(null, texts.get("review.opens"), "", Counts.of(fresh), false),
                        line(null, texts.get("review.all"), "", Counts.of(numbers.requests()), true),
                        line("clock", model.timeWords(), "", "", false));
        typeLabel.setText(texts.get("review.type", Counts.of(numbers.recipients())));
        typeLabel.setMinWidth(Region.USE_PREF_SIZE);
        body.setText(now.body());
        bytes.setText(texts.get("review.bytes", numbers.bytes(), Message.MAX_BYTES));
        if (bodyHead.getChildren().stream().noneMatch(CopyButton.class::isInstance)) {
            bodyHead.getChildren().add(new CopyButton(texts.get("review.copy"), body::getText));
        }
        showLock();
    }

    private List<Node> reasons(Announcements.Plan numbers) {
        List<Node> lines = new ArrayList<>();
        if (numbers.removed() > 0) {
            lines.add(line(
                    "user-minus",
                    texts.get("review.removed"),
                    texts.get("review.removed.more"),
                    Counts.of(numbers.removed()),
                    false));
        }
        if (numbers.samePerson() > 0) {
            lines.add(line(
                    "users",
                    texts.get("review.same"),
                    texts.get("review.same.more"),
                    Counts.of(numbers.samePerson()),
                    false));
        }
        if (lines.isEmpty()) {
            lines.add(line("check", texts.get("review.leftout.none"), "", "", false));
        }
        return lines;
    }

    private static HBox line(String icon, String words, String more, String number, boolean strong) {
        HBox line = new HBox();
        line.getStyleClass().add("r-rows-line");
        if (icon != null) {
            line.getChildren().add(Icon.of(icon, Icon.Size.BUTTON, "r-muted"));
        }
        Label what = new Label(words);
        Label count = new Label(number);
        count.setMinWidth(Region.USE_PREF_SIZE);
        if (strong) {
            what.getStyleClass().add("r-bold");
            count.getStyleClass().add("r-bold");
        }
        Label why = new Label(more);
        why.getStyleClass().addAll("r-caption", "r-muted");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        line.getChildren().addAll(what, why, space, count);
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
        progressBox.setVisible(now);
        progressBox.setManaged(now);
        typed.setDisable(now);
        back.setDisable(now);
        showProgress();
        showLock();
    }

    private void showProgress() {
        ReviewViewModel.Reviewed now = model.reviewedProperty().get();
        if (now == null) {
            return;
        }
        long whole = now.plan().selected();
        long done = model.plannedProperty().get();
        progress.setProgress(whole == 0 ? 0 : (double) done / whole);
        progressWords.setText(texts.get("review.planning", done, whole));
    }

    private void showTrouble(String words) {
        noticeBox.setVisible(words != null);
        noticeBox.setManaged(words != null);
        if (words == null) {
            notice.clear();
        } else {
            notice.show(Tone.DANGER, "", words);
            notice.setButton(texts.get("list.again"), model::load);
        }
        showLock();
    }

    @FXML
    private void list() {
        toList.run();
    }

    @FXML
    private void back() {
        toMessage.run();
    }

    @FXML
    private void cancel() {
        model.cancel();
    }

    @FXML
    private void send() {
        model.send();
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
        return List.of(back, body, typing.isVisible() ? typed : send);
    }

    @Override
    public void close() {
        subscriptions.close();
        model.close();
    }
}
