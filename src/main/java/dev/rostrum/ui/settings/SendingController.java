package dev.rostrum.ui.settings;

import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.settings.ConnectionsViewModel.ConnectionRow;
import dev.rostrum.ui.widget.WorkingButton;
import dev.rostrum.words.Texts;
import java.util.List;
import java.util.Locale;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Binds the page Sending to its view-model. */
final class SendingController implements AutoCloseable {
    private final ConnectionsViewModel connections;
    private final SendingViewModel model;
    private final Leaving leaving;
    private final Texts texts = Texts.of(SendingController.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final WorkingButton sendingSave = new WorkingButton("", null);
    private ConnectionChoice choice;

    @FXML
    private ScrollPane sendingScroll;

    @FXML
    private Label sendingConnectionLabel;

    @FXML
    private ComboBox<ConnectionRow> sendingConnection;

    @FXML
    private CheckBox guardOn;

    @FXML
    private VBox guardFields;

    @FXML
    private VBox pauseFields;

    @FXML
    private Label sendingFailure;

    @FXML
    private HBox sendingButtons;

    @FXML
    private Button sendingUsual;

    @FXML
    private Button sendingDiscard;

    SendingController(ConnectionsViewModel connections, SendingViewModel model, Leaving leaving) {
        this.connections = connections;
        this.model = model;
        this.leaving = leaving;
    }

    @FXML
    void initialize() {
        choice = new ConnectionChoice(
                connections, sendingConnectionLabel, sendingConnection, leaving, model, model::show, subscriptions);
        subscriptions.bindBoth(guardOn.selectedProperty(), model.guardProperty());
        guardFields
                .getChildren()
                .addAll(
                        pair(SendingViewModel.Number.ANNOUNCEMENTS, SendingViewModel.Number.DAYS),
                        pair(SendingViewModel.Number.SAME_TEXT_DAYS, null),
                        pair(SendingViewModel.Number.QUIET_FROM, SendingViewModel.Number.QUIET_TO));
        Label quiet = new Label(texts.get("sending.quiet.hint"));
        quiet.getStyleClass().addAll("r-caption", "r-muted");
        quiet.setWrapText(true);
        guardFields.getChildren().add(quiet);
        pauseFields
                .getChildren()
                .addAll(
                        pair(SendingViewModel.Number.SAME_REFUSALS, SendingViewModel.Number.DOUBTS),
                        pair(SendingViewModel.Number.SHARE, SendingViewModel.Number.WINDOW));
        SettingsParts.trouble(sendingFailure, model.failureProperty(), subscriptions);
        sendingSave.setText(texts.get("save"));
        sendingSave.getStyleClass().add("accent");
        sendingSave.setOnAction(e -> model.save());
        sendingButtons.getChildren().add(sendingSave);
        sendingUsual.setOnAction(e -> model.usual());
        sendingDiscard.setOnAction(e -> model.discard());
        subscriptions.observe(model.workingProperty(), sendingSave::setWorking);
        subscriptions.observe(model.changedProperty(), changed -> {
            sendingSave.setDisable(!changed);
            sendingDiscard.setDisable(!changed);
        });
    }

    private Node pair(SendingViewModel.Number first, SendingViewModel.Number second) {
        HBox line = new HBox(12, number(first));
        line.getChildren().add(second == null ? new Region() : number(second));
        for (Node node : line.getChildren()) {
            HBox.setHgrow(node, Priority.ALWAYS);
            ((Region) node).setPrefWidth(200);
        }
        return line;
    }

    private FieldRow number(SendingViewModel.Number number) {
        TextField field = new TextField();
        String code = number.name().toLowerCase(Locale.ROOT);
        field.setId("number-" + code);
        subscriptions.bindBoth(field.textProperty(), model.value(number));
        return new FieldRow(texts.get("number." + code), "", field).follow(subscriptions, model.problem(number), "");
    }

    SettingsPage page(Parent root) {
        return new SettingsPage(root, () -> List.of(sendingScroll), model, choice::shown);
    }

    @Override
    public void close() {
        subscriptions.close();
    }
}
