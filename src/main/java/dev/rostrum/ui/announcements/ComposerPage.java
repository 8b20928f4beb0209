package dev.rostrum.ui.announcements;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.Planner;
import dev.rostrum.ui.compose.AudienceForm;
import dev.rostrum.ui.compose.AudienceSentence;
import dev.rostrum.ui.compose.CheckLine;
import dev.rostrum.ui.compose.FormatChoice;
import dev.rostrum.ui.compose.MessageEditor;
import dev.rostrum.ui.compose.MessagePreview;
import dev.rostrum.ui.fx.Fxml;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.NoticeBar;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.words.Texts;
import java.time.Clock;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Writes a message and chooses who gets it. */
final class ComposerPage implements Page {
    private final Texts texts = Texts.of(ComposerPage.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final ComposerViewModel model;
    private final Clock clock;
    private final DialogLayer dialogs;
    private final Runnable toList;
    private final Runnable toReview;
    private final Runnable deleting;
    private final Node node;

    @FXML
    private Label heading;

    @FXML
    private Label keeping;

    @FXML
    private Button delete;

    @FXML
    private HBox toMeBox;

    @FXML
    private Button toMe;

    @FXML
    private HBox reviewBox;

    @FXML
    private Button review;

    @FXML
    private VBox noticeBox;

    @FXML
    private NoticeBar notice;

    @FXML
    private FormatChoice formats;

    @FXML
    private Label titleLabel;

    @FXML
    private TextField titleField;

    @FXML
    private MessageEditor editor;

    @FXML
    private Button stopLine;

    @FXML
    private Label stopWhy;

    @FXML
    private Button change;

    @FXML
    private AudienceSentence sentence;

    @FXML
    private Label reachWords;

    @FXML
    private MessagePreview preview;

    @FXML
    private Label checksSummary;

    @FXML
    private VBox checks;

    private Tooltip blockedTip;
    private Tooltip toMeTip;

    /** @param deleting deletes the draft, and leads on from here */
    ComposerPage(
            ComposerViewModel model,
            Clock clock,
            DialogLayer dialogs,
            Runnable toList,
            Runnable toReview,
            Runnable deleting) {
        this.model = model;
        this.clock = clock;
        this.dialogs = dialogs;
        this.toList = toList;
        this.toReview = toReview;
        this.deleting = deleting;
        this.node = Fxml.load(ComposerPage.class, "Composer", this);
    }

    @FXML
    private void initialize() {
        review.getStyleClass().add("accent");
        review.setMinWidth(Region.USE_PREF_SIZE);
        delete.setMinWidth(Region.USE_PREF_SIZE);
        // What was never kept cannot be put back.
        Controls.show(delete, model.isKept());
        heading.setMinWidth(80);
        titleLabel.setLabelFor(titleField);
        subscriptions.bindBoth(titleField.textProperty(), model.titleProperty());
        formats.edit(model.message().formatProperty(), subscriptions);
        editor.edit(model.message(), subscriptions);
        change.setTooltip(new Tooltip(texts.get("compose.change.tip")));
        sentence.follow(model.choice(), AudienceSentence.What.EVERYBODY, this::change, change, subscriptions);
        stopLine.setOnAction(e -> model.addStopLine());
        subscriptions.observe(model.stopOfferProperty(), this::showStopOffer);
        subscriptions.observe(model.titleProperty(), now -> showTitle());
        subscriptions.observe(model.message().textProperty(), now -> showText());
        subscriptions.onChange(model.message().formatProperty(), now -> showText());
        subscriptions.onChange(model.checks(), this::showChecks);
        subscriptions.observe(model.reachWordsProperty(), reachWords::setText);
        subscriptions.observe(model.reachProperty(), this::showReach);
        subscriptions.observe(
                model.countingProperty(),
                counting -> reachWords.getStyleClass().setAll("label", counting ? "r-muted" : "r-bold"));
        subscriptions.observe(model.blockedProperty(), why -> {
            showBlocked(why);
            showToMe();
        });
        subscriptions.observe(model.keepingProperty(), this::showKeeping);
        subscriptions.onChange(model.toMe().meProperty(), now -> showToMe());
        subscriptions.onChange(model.toMe().sendingProperty(), now -> showToMe());
        subscriptions.onChange(model.toMe().outcomeProperty(), now -> showNotice());
        subscriptions.observe(model.troubleProperty(), now -> showNotice());
        notice.setOnClose(model.toMe()::forget);
        showChecks();
    }

    private void showTitle() {
        JobRequest.Send draft = model.draft();
        heading.setText(
                draft.title().isBlank() && draft.message().isEmpty()
                        ? texts.get("compose.title")
                        : BidiText.isolated(draft.name()));
        titleField.setPromptText(
                draft.message().isEmpty()
                        ? texts.get("compose.field.title.prompt")
                        : draft.message().suggestedTitle());
    }

    private void showText() {
        showTitle();
        preview.show(model.message().message(), clock);
    }

    private void showStopOffer(ComposerViewModel.StopOffer offer) {
        boolean offered = offer.why() == null;
        stopLine.setDisable(!offered);
        stopLine.setText(offered ? texts.get("stop.add", offer.word()) : texts.get("stop.add.none"));
        stopWhy.setText(offered ? texts.get("stop.add.hint") : offer.why());
        stopLine.setAccessibleHelp(stopWhy.getText());
    }

    private void showReach(Planner.Reach reach) {
        review.setText(texts.get("compose.review", reach == null ? 0 : reach.recipients()));
    }

    @FXML
    private void change() {
        AudienceForm.ask(dialogs, model.choice(), model.reachWordsProperty(), model.countingProperty());
    }

    // ---------------------------------------------------------------- checks

    private void showChecks() {
        checks.getChildren().setAll(model.checks().stream().map(CheckLine::new).toList());
        checksSummary.setText(texts.get(
                "compose.checks.summary",
                model.checks().stream().filter(check -> !check.passed()).count()));
    }

    private void showBlocked(String why) {
        blockedTip = block(review, reviewBox, why, blockedTip);
    }

    private void showToMe() {
        String why = model.toMe().blocked(model.messageBlocked());
        boolean sending = model.toMe().sendingProperty().get();
        toMe.setText(texts.get(sending ? "compose.toMe.sending" : "compose.toMe"));
        toMeTip = block(toMe, toMeBox, sending ? texts.get("compose.toMe.sending") : why, toMeTip);
        toMe.setTooltip(
                model.toMe().meProperty().get() == null
                        ? null
                        : new Tooltip(texts.get(
                                "compose.toMe.as",
                                BidiText.isolated(
                                        model.toMe().meProperty().get().label()))));
    }

    /** A disabled button shows no tooltip of its own, so the box around it does. */
    private static Tooltip block(Button button, HBox box, String why, Tooltip before) {
        button.setDisable(why != null);
        button.setAccessibleHelp(why);
        if (before != null) {
            Tooltip.uninstall(box, before);
        }
        if (why == null) {
            return null;
        }
        Tooltip tip = new Tooltip(why);
        Tooltip.install(box, tip);
        return tip;
    }

    private void showKeeping(ComposerViewModel.Keeping now) {
        keeping.setText(now.words());
        keeping.getStyleClass().setAll("label", "r-caption", now.trouble() ? "r-danger-text" : "r-muted");
        keeping.setTooltip(now.trouble() ? new Tooltip(now.words()) : null);
    }

    /** What failed goes before what became of the message to me. */
    private void showNotice() {
        String trouble = model.troubleProperty().get();
        ToMeViewModel.Outcome toMeNow = model.toMe().outcomeProperty().get();
        Controls.show(noticeBox, trouble != null || toMeNow != null);
        notice.setClosable(trouble == null);
        if (trouble != null) {
            notice.show(Tone.DANGER, "", trouble);
            notice.setButton(texts.get("list.again"), model::refresh);
        } else if (toMeNow == null) {
            notice.clear();
        } else if (toMeNow.accepted()) {
            notice.show(Tone.SUCCESS, "", toMeNow.words());
        } else {
            notice.show(Tone.WARNING, texts.get("compose.toMe.not"), toMeNow.words());
        }
    }

    // ---------------------------------------------------------------- steps

    @FXML
    private void back() {
        toList.run();
    }

    @FXML
    private void delete() {
        deleting.run();
    }

    @FXML
    private void sendToMe() {
        JobRequest.Send draft = model.draft();
        model.toMe().send(draft.name(), draft.message());
    }

    @FXML
    private void review() {
        if (model.blockedProperty().get() == null) {
            toReview.run();
        }
    }

    @Override
    public void next() {
        review();
    }

    ComposerViewModel model() {
        return model;
    }

    @Override
    public Node root() {
        return node;
    }

    @Override
    public void shown() {
        model.refresh();
        showText();
    }

    @Override
    public Node firstFocus() {
        return model.message().message().isEmpty() ? editor.text() : titleField;
    }

    @Override
    public List<Node> panes() {
        return List.of(delete, titleField, change);
    }

    @Override
    public void close() {
        subscriptions.close();
        model.close();
    }
}
