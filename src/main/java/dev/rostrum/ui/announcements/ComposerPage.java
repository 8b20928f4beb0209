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
import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.ui.shell.Question;
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
    private final Node node;

    @FXML
    private Label heading;

    @FXML
    private Button discard;

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

    ComposerPage(ComposerViewModel model, Clock clock, DialogLayer dialogs, Runnable toList, Runnable toReview) {
        this.model = model;
        this.clock = clock;
        this.dialogs = dialogs;
        this.toList = toList;
        this.toReview = toReview;
        this.node = Fxml.load(ComposerPage.class, "Composer", this);
    }

    @FXML
    private void initialize() {
        review.getStyleClass().add("accent");
        review.setMinWidth(Region.USE_PREF_SIZE);
        discard.setMinWidth(Region.USE_PREF_SIZE);
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
        subscriptions.observe(model.blockedProperty(), this::showBlocked);
        subscriptions.observe(model.troubleProperty(), this::showTrouble);
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

    /** A disabled button shows no tooltip of its own, so the box around it does. */
    private void showBlocked(String why) {
        review.setDisable(why != null);
        review.setAccessibleHelp(why);
        if (blockedTip != null) {
            Tooltip.uninstall(reviewBox, blockedTip);
            blockedTip = null;
        }
        if (why != null) {
            blockedTip = new Tooltip(why);
            Tooltip.install(reviewBox, blockedTip);
        }
    }

    private void showTrouble(String words) {
        Controls.show(noticeBox, words != null);
        if (words == null) {
            notice.clear();
        } else {
            notice.show(Tone.DANGER, "", words);
            notice.setButton(texts.get("list.again"), model::refresh);
        }
    }

    // ---------------------------------------------------------------- steps

    @FXML
    private void back() {
        toList.run();
    }

    @FXML
    private void discard() {
        if (model.isUntouched()) {
            toList.run();
            return;
        }
        dialogs.ask(
                new Question(
                        texts.get("compose.discard.title"),
                        texts.get("compose.discard.body"),
                        Choice.danger("discard", texts.get("compose.discard.yes"))),
                answer -> {
                    if (answer.equals("discard")) {
                        model.clear();
                        toList.run();
                    }
                });
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
        return List.of(discard, titleField, change);
    }

    @Override
    public void close() {
        subscriptions.close();
        model.close();
    }
}
