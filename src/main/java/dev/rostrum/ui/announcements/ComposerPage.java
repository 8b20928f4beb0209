package dev.rostrum.ui.announcements;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.Planner;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.ui.fx.Fxml;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.ui.shell.Question;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.FilterChip;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.NoticeBar;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javafx.collections.ObservableList;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Writes a message and chooses who gets it. */
final class ComposerPage implements Page {
    private static final int PREVIEWED = 20_000;
    private static final int LINE = 160;
    private static final int TOAST = 60;

    private final Texts texts = Texts.of(ComposerPage.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final ComposerViewModel model;
    private final Times times;
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
    private ToggleGroup formats;

    @FXML
    private ToggleButton markdown;

    @FXML
    private ToggleButton plain;

    @FXML
    private Label titleLabel;

    @FXML
    private TextField titleField;

    @FXML
    private Label textLabel;

    @FXML
    private Label formatHint;

    @FXML
    private HBox tools;

    @FXML
    private Button bold;

    @FXML
    private Button italic;

    @FXML
    private Button bullets;

    @FXML
    private Button link;

    @FXML
    private TextArea text;

    @FXML
    private Button change;

    @FXML
    private FlowPane sentence;

    @FXML
    private Label reachWords;

    @FXML
    private Label chatTime;

    @FXML
    private Label chatLine;

    @FXML
    private Label toastLine;

    @FXML
    private Label bubbleHead;

    @FXML
    private VBox bubble;

    @FXML
    private Label checksSummary;

    @FXML
    private VBox checks;

    private Tooltip blockedTip;

    ComposerPage(ComposerViewModel model, Clock clock, DialogLayer dialogs, Runnable toList, Runnable toReview) {
        this.model = model;
        this.clock = clock;
        this.times = new Times(clock);
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
        textLabel.setLabelFor(text);
        subscriptions.bindBoth(titleField.textProperty(), model.titleProperty());
        subscriptions.bindBoth(text.textProperty(), model.textProperty());
        setUpFormat();
        tool(bold, "compose.bold");
        tool(italic, "compose.italic");
        tool(bullets, "compose.list");
        tool(link, "compose.link");
        change.setTooltip(new Tooltip(texts.get("compose.change.tip")));
        // Tab leaves the text: everything is reachable by keyboard, and a message has no use for tab stops.
        text.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.TAB && !event.isControlDown()) {
                event.consume();
                (event.isShiftDown() ? beforeText() : audienceStart()).requestFocus();
            }
        });
        subscriptions.observe(model.titleProperty(), now -> showTitle());
        subscriptions.observe(model.textProperty(), now -> showText());
        subscriptions.onChange(model.in(), this::showAudience);
        subscriptions.onChange(model.out(), this::showAudience);
        subscriptions.onChange(model.checks(), this::showChecks);
        subscriptions.observe(model.reachProperty(), now -> showReach());
        subscriptions.onChange(model.countingProperty(), now -> showReach());
        subscriptions.observe(model.blockedProperty(), this::showBlocked);
        subscriptions.observe(model.troubleProperty(), this::showTrouble);
        showAudience();
        showChecks();
    }

    private Node beforeText() {
        return tools.isVisible() ? link : titleField;
    }

    private Node audienceStart() {
        return change.isVisible()
                ? change
                : sentence.getChildren().get(sentence.getChildren().size() - 1);
    }

    private void setUpFormat() {
        subscriptions.observe(model.formatProperty(), format -> {
            formats.selectToggle(format == TextFormat.MARKDOWN ? markdown : plain);
            Controls.show(tools, format == TextFormat.MARKDOWN);
            formatHint.setText(format == TextFormat.MARKDOWN ? texts.get("compose.markdown") : "");
            showText();
        });
        subscriptions.onChange(formats.selectedToggleProperty(), chosen -> {
            if (chosen == null) {
                // One of the two is always on.
                formats.selectToggle(model.formatProperty().get() == TextFormat.MARKDOWN ? markdown : plain);
            } else {
                model.formatProperty().set(chosen == plain ? TextFormat.PLAIN : TextFormat.MARKDOWN);
            }
        });
    }

    private void tool(Button button, String key) {
        Controls.iconOnly(button, texts.get(key), "r-small-button");
    }

    // ---------------------------------------------------------------- text

    @FXML
    private void bold() {
        around("**", "**");
    }

    @FXML
    private void italic() {
        around("_", "_");
    }

    @FXML
    private void link() {
        String chosen = text.getSelectedText();
        replace(selected -> "[" + (selected.isEmpty() ? texts.get("compose.link.words") : selected) + "](https://)");
        int end = text.getCaretPosition() - 1;
        text.positionCaret(end);
        if (chosen.isEmpty()) {
            text.requestFocus();
        }
    }

    @FXML
    private void bullets() {
        int start =
                text.getText().lastIndexOf('\n', Math.max(0, text.getSelection().getStart() - 1)) + 1;
        if (text.getSelection().getLength() == 0) {
            text.insertText(start, "- ");
        } else {
            text.selectRange(start, text.getSelection().getEnd());
            replace(selected -> "- " + selected.replace("\n", "\n- "));
        }
        text.requestFocus();
    }

    private void around(String before, String after) {
        boolean nothing = text.getSelectedText().isEmpty();
        replace(selected -> before + selected + after);
        if (nothing) {
            text.positionCaret(text.getCaretPosition() - after.length());
        }
        text.requestFocus();
    }

    private void replace(UnaryOperator<String> change) {
        text.replaceSelection(change.apply(text.getSelectedText()));
        text.requestFocus();
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
        String written = text.getText();
        String shown = written.length() > PREVIEWED ? written.substring(0, PREVIEWED) : written;
        boolean marked = model.formatProperty().get() == TextFormat.MARKDOWN;
        showTitle();
        String now = times.moment(clock.instant());
        chatTime.setText(now);
        bubbleHead.setText(texts.get("compose.bot") + " " + now);
        if (shown.isBlank()) {
            Label sample = new Label(texts.get("compose.sample"));
            sample.getStyleClass().add("r-muted");
            sample.setWrapText(true);
            bubble.getChildren().setAll(sample);
            chatLine.setText("");
            toastLine.setText("");
            return;
        }
        bubble.getChildren().setAll(marked ? MarkdownView.of(shown) : MarkdownView.plain(shown));
        String line = marked
                ? MarkdownText.oneLine(shown)
                : shown.replaceAll("\\s+", " ").strip();
        String cut = line.length() > LINE ? line.substring(0, LINE) : line;
        chatLine.setText(BidiText.isolated(cut));
        toastLine.setText(
                BidiText.isolated(cut.length() > TOAST ? cut.substring(0, TOAST).stripTrailing() + "\u2026" : cut));
    }

    // ---------------------------------------------------------------- audience

    private void showAudience() {
        List<Node> words = new ArrayList<>();
        ObservableList<ComposerViewModel.Part> in = model.in();
        ObservableList<ComposerViewModel.Part> out = model.out();
        if (in.isEmpty()) {
            Label nobody = new Label(texts.get("audience.nobody"));
            nobody.getStyleClass().add("r-muted");
            words.add(nobody);
            Button choose = new Button(texts.get("audience.choose"), new Icon("users"));
            choose.getStyleClass().add("r-small-button");
            choose.setOnAction(e -> change());
            words.add(choose);
        } else if (in.get(0).kind() == ComposerViewModel.PartKind.TEAM) {
            words.add(new Label(texts.get("audience.everyone")));
        }
        for (int i = 0; i < in.size(); i++) {
            if (i > 0) {
                words.add(new Label(texts.get("audience.plus")));
            }
            words.add(chip(in.get(i)));
        }
        if (!out.isEmpty() && !in.isEmpty()) {
            words.add(new Label(texts.get("audience.without")));
            for (int i = 0; i < out.size(); i++) {
                if (i > 0) {
                    words.add(new Label(texts.get("audience.plus")));
                }
                words.add(chip(out.get(i)));
            }
        }
        boolean lost = sentence.getScene() != null
                && sentence.getScene().getFocusOwner() != null
                && sentence.getScene().getFocusOwner().getParent() == sentence;
        sentence.getChildren().setAll(words);
        change.setVisible(!in.isEmpty());
        if (lost) {
            audienceStart().requestFocus();
        }
    }

    private FilterChip chip(ComposerViewModel.Part part) {
        FilterChip chip = new FilterChip(part.words());
        chip.setIcon(
                switch (part.kind()) {
                    case TEAM, PEOPLE -> "users";
                    case PERSON -> "user";
                    case LEFT_OUT, LEFT_OUT_PEOPLE -> "user-minus";
                });
        chip.setOnRemove(() -> model.remove(part));
        return chip;
    }

    static String reachWords(Texts texts, ComposerViewModel model) {
        Planner.Reach reach = model.reachProperty().get();
        if (reach == null) {
            return model.countingProperty().get() ? texts.get("audience.counting") : "";
        }
        return reach.recipients() == reach.selected()
                ? texts.get("audience.reach", reach.recipients())
                : texts.get("audience.reach.of", reach.recipients(), reach.selected());
    }

    private void showReach() {
        reachWords.setText(reachWords(texts, model));
        reachWords.getStyleClass().removeAll("r-muted", "r-bold");
        reachWords.getStyleClass().add(model.countingProperty().get() ? "r-muted" : "r-bold");
        Planner.Reach reach = model.reachProperty().get();
        review.setText(texts.get("compose.review", reach == null ? 0 : reach.recipients()));
    }

    @FXML
    private void change() {
        AudienceForm form = new AudienceForm(model);
        Audience before = model.audience();
        dialogs.show(
                texts.get("audience.dialog"),
                form,
                List.of(Choice.primary("done", texts.get("audience.done"))),
                null,
                answer -> {
                    form.close();
                    if (!answer.equals("done")) {
                        model.setAudience(before);
                    }
                });
        // What a scroll pane holds is in the window only once the pane has its skin.
        form.applyCss();
        form.firstFocus().requestFocus();
    }

    // ---------------------------------------------------------------- checks

    private void showChecks() {
        checks.getChildren().clear();
        long open = 0;
        for (ComposerViewModel.Check check : model.checks()) {
            if (!check.passed()) {
                open++;
            }
            Icon icon = check.passed()
                    ? Icon.of("check-circle", Icon.Size.BUTTON, "r-success-icon")
                    : check.blocking()
                            ? Icon.of("circle", Icon.Size.BUTTON, "r-muted")
                            : Icon.of("alert-triangle", Icon.Size.BUTTON, "r-warning-icon");
            Label what = new Label(check.what());
            what.setMinWidth(Region.USE_PREF_SIZE);
            Label more = new Label(check.more());
            more.getStyleClass().addAll("r-caption", "r-muted");
            more.setTooltip(check.more().isEmpty() ? null : new Tooltip(check.more()));
            more.setMinWidth(0);
            HBox line = new HBox(icon, what, more);
            line.getStyleClass().add("r-check-line");
            checks.getChildren().add(line);
        }
        checksSummary.setText(texts.get("compose.checks.summary", open));
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
        return model.message().isEmpty() ? text : titleField;
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
