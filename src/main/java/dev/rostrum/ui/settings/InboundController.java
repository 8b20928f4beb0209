package dev.rostrum.ui.settings;

import dev.rostrum.inbound.MessagingEndpoint;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.settings.InboundViewModel.Field;
import dev.rostrum.ui.settings.ListeningViewModel.Refused;
import dev.rostrum.ui.settings.ListeningViewModel.Words;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.CopyButton;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.NoticeBar;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.widget.WorkingButton;
import dev.rostrum.words.Texts;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Binds the page Inbound to its view-models. */
final class InboundController implements AutoCloseable {
    private final Texts texts = Texts.of(InboundController.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final InboundViewModel model;
    private final ListeningViewModel listening;

    @FXML
    private ScrollPane scroll;

    @FXML
    private NoticeBar notice;

    @FXML
    private CheckBox listen;

    @FXML
    private HBox place;

    @FXML
    private Label openWarning;

    @FXML
    private Label status;

    @FXML
    private Button again;

    @FXML
    private HBox leadBox;

    @FXML
    private Label lead;

    @FXML
    private HBox enterBox;

    @FXML
    private Label enter;

    @FXML
    private Label last;

    @FXML
    private Label counts;

    @FXML
    private VBox refusedBox;

    @FXML
    private VBox refused;

    @FXML
    private WorkingButton check;

    @FXML
    private Button cancel;

    @FXML
    private Label checkWords;

    @FXML
    private VBox steps;

    @FXML
    private Label stepLead;

    @FXML
    private CheckBox replies;

    @FXML
    private Button usual;

    @FXML
    private Label stopWordsLabel;

    @FXML
    private TextArea stopWords;

    @FXML
    private Label confirmationLabel;

    @FXML
    private TextArea confirmation;

    @FXML
    private Label startWordsLabel;

    @FXML
    private TextArea startWords;

    @FXML
    private Label startAnswerLabel;

    @FXML
    private TextArea startAnswer;

    @FXML
    private Label failure;

    @FXML
    private Button discard;

    @FXML
    private WorkingButton save;

    InboundController(InboundViewModel model, ListeningViewModel listening) {
        this.model = model;
        this.listening = listening;
    }

    @FXML
    void initialize() {
        place();
        address();
        came();
        check();
        words();
        new InboundPageBar(model, notice, failure, discard, save).bind(subscriptions, listening.never());
        subscriptions.observe(listening.serviceProperty(), words -> {
            if (!words.isEmpty()) {
                notice.show(Tone.ACCENT, "", words);
            }
        });
    }

    private void place() {
        subscriptions.bindBoth(listen.selectedProperty(), model.listenProperty());
        listen.setDisable(!model.writes() || !listening.never().isEmpty());
        TextField host = field(Field.HOST, "inbound-host");
        TextField port = field(Field.PORT, "inbound-port");
        FieldRow hostRow = new FieldRow(texts.get("inbound.host"), texts.get("inbound.host.hint"), host);
        FieldRow portRow = new FieldRow(texts.get("inbound.port"), "", port)
                .follow(subscriptions, model.portProblemProperty(), "");
        HBox.setHgrow(hostRow, Priority.ALWAYS);
        portRow.setMinWidth(Region.USE_PREF_SIZE);
        place.getChildren().setAll(hostRow, portRow);
        subscriptions.observe(model.openWarningProperty(), words -> {
            openWarning.setText(words);
            Controls.show(openWarning, !words.isEmpty());
        });
        subscriptions.observe(listening.statusProperty(), words -> said(status, words));
        subscriptions.observe(listening.troubleProperty(), trouble -> Controls.show(again, trouble));
        again.setOnAction(e -> listening.again());
    }

    private TextField field(Field field, String id) {
        TextField made = new TextField();
        made.setId(id);
        made.setEditable(model.writes());
        subscriptions.bindBoth(made.textProperty(), model.value(field));
        return made;
    }

    private void address() {
        subscriptions.observe(model.addressProperty(), typed -> showLead());
        subscriptions.observe(listening.addressProperty(), real -> showLead());
        enter.setText(texts.get("inbound.address.registered", MessagingEndpoint.PATH));
        leadBox.getChildren().add(new CopyButton(texts.get("inbound.address.lead"), lead::getText));
        enterBox.getChildren().add(new CopyButton(texts.get("inbound.address.enter"), enter::getText));
    }

    private void showLead() {
        String real = listening.addressProperty().get();
        lead.setText(real.isEmpty() ? model.addressProperty().get() : real);
        stepLead.setText(texts.get("check.step.lead", lead.getText()));
    }

    private void came() {
        subscriptions.observe(listening.lastProperty(), last::setText);
        subscriptions.observe(listening.countsProperty(), words -> {
            counts.setText(words);
            Controls.show(counts, !words.isEmpty());
        });
        subscriptions.onChange(listening.refused(), this::showRefused);
        showRefused();
    }

    private void showRefused() {
        Controls.show(refusedBox, !listening.refused().isEmpty());
        refused.getChildren()
                .setAll(listening.refused().stream()
                        .map(InboundController::line)
                        .toList());
    }

    private static Node line(Refused each) {
        Label count = new Label(Long.toString(each.count()));
        count.getStyleClass().add("r-refused-count");
        Label why = new Label(each.why());
        why.setWrapText(true);
        why.setMinHeight(Region.USE_PREF_SIZE);
        Label step = new Label(each.step());
        step.getStyleClass().addAll("r-caption", "r-muted");
        step.setWrapText(true);
        step.setMinHeight(Region.USE_PREF_SIZE);
        VBox words = new VBox(why, step);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox line = new HBox(count, words);
        line.getStyleClass().add("r-refused-line");
        return line;
    }

    private void check() {
        check.setOnAction(e -> listening.startCheck());
        cancel.setOnAction(e -> {
            listening.cancelCheck();
            check.requestFocus();
        });
        subscriptions.observe(listening.checkingProperty(), checking -> {
            check.setWorking(checking);
            Controls.show(cancel, checking);
            showCheck();
        });
        subscriptions.observe(listening.listeningProperty(), on -> {
            check.setDisable(!on);
            showCheck();
        });
        subscriptions.onChange(listening.checkProperty(), words -> showCheck());
        subscriptions.observe(listening.nothingCameProperty(), nothing -> Controls.show(steps, nothing));
    }

    private void showCheck() {
        Words words = listening.checkProperty().get();
        said(
                checkWords,
                words == null && !listening.listeningProperty().get()
                        ? new Words(Tone.OUTLINE, texts.get("check.off"))
                        : words);
    }

    private static void said(Label label, Words words) {
        Controls.show(label, words != null);
        if (words == null) {
            return;
        }
        label.setText(words.words());
        label.setGraphic(
                switch (words.tone()) {
                    case SUCCESS -> Icon.of("check-circle", Icon.Size.BUTTON, "r-success-icon");
                    case WARNING -> Icon.of("alert-triangle", Icon.Size.BUTTON, "r-warning-icon");
                    case DANGER -> Icon.of("alert-circle", Icon.Size.BUTTON, "r-danger-icon");
                    case ACCENT, NEUTRAL -> Icon.of("clock", Icon.Size.BUTTON, "r-muted");
                    case OUTLINE -> Icon.of("circle", Icon.Size.BUTTON, "r-muted");
                });
        label.getStyleClass().remove("r-danger-text");
        if (words.tone() == Tone.DANGER) {
            label.getStyleClass().add("r-danger-text");
        }
    }

    private void words() {
        subscriptions.bindBoth(replies.selectedProperty(), model.repliesProperty());
        replies.setDisable(!model.writes());
        area(stopWords, Field.STOP_WORDS, stopWordsLabel);
        area(confirmation, Field.CONFIRMATION, confirmationLabel);
        area(startWords, Field.START_WORDS, startWordsLabel);
        area(startAnswer, Field.AGAIN, startAnswerLabel);
        usual.setOnAction(e -> model.usualWords());
        usual.setDisable(!model.writes());
    }

    private void area(TextArea area, Field field, Label label) {
        label.setLabelFor(area);
        subscriptions.bindBoth(area.textProperty(), model.value(field));
        area.setEditable(model.writes());
        Controls.tabLeaves(area);
    }

    ScrollPane pane() {
        return scroll;
    }

    @Override
    public void close() {
        subscriptions.close();
    }
}
