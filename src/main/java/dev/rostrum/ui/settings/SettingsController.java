package dev.rostrum.ui.settings;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ConnectionCheck;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Texts;
import dev.rostrum.ui.fx.Themes;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.WorkingButton;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Binds the layout of Settings to its view-model. */
final class SettingsController implements AutoCloseable {
    private final ConnectionsViewModel model;
    private final Themes themes;
    private final SettingsScreen.About about;
    private final Texts texts = Texts.of(SettingsController.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final WorkingButton save = new WorkingButton("", null);
    private final WorkingButton test = new WorkingButton("", null);
    private final ToggleGroup pageChoice = new ToggleGroup();
    private final ToggleGroup themeChoice = new ToggleGroup();

    @FXML
    private Label title;

    @FXML
    private VBox pages;

    @FXML
    private ToggleButton connectionsPage;

    @FXML
    private ToggleButton appearancePage;

    @FXML
    private ToggleButton aboutPage;

    @FXML
    private HBox connections;

    @FXML
    private ListView<ConnectionsViewModel.Entry> list;

    @FXML
    private Button addConnection;

    @FXML
    private ScrollPane details;

    @FXML
    private Label formTitle;

    @FXML
    private TextField name;

    @FXML
    private TextField appId;

    @FXML
    private TextField tenantId;

    @FXML
    private TextField serviceUrl;

    @FXML
    private VBox signIn;

    @FXML
    private CheckBox withoutSignIn;

    @FXML
    private VBox secretField;

    @FXML
    private PasswordField secret;

    @FXML
    private TextField rate;

    @FXML
    private TextField inFlight;

    @FXML
    private Label failure;

    @FXML
    private VBox steps;

    @FXML
    private HBox buttons;

    @FXML
    private Button remove;

    @FXML
    private Button discard;

    @FXML
    private Button use;

    @FXML
    private VBox appearance;

    @FXML
    private ToggleButton light;

    @FXML
    private ToggleButton dark;

    @FXML
    private Label zoom;

    @FXML
    private VBox aboutPane;

    @FXML
    private Label version;

    @FXML
    private Label dataFolder;

    SettingsController(ConnectionsViewModel model, Themes themes, SettingsScreen.About about) {
        this.model = model;
        this.themes = themes;
        this.about = about;
    }

    @FXML
    void initialize() {
        pages();
        list();
        form();
        appearance();
        version.setText(about.version());
        dataFolder.setText(about.dataFolder().toString());
    }

    private void pages() {
        pageChoice.getToggles().setAll(connectionsPage, appearancePage, aboutPage);
        subscriptions.changes(pageChoice.selectedToggleProperty(), chosen -> {
            if (chosen == null) {
                pageChoice.selectToggle(connectionsPage);
            } else {
                showPage((ToggleButton) chosen);
            }
        });
        pageChoice.selectToggle(connectionsPage);
    }

    private void showPage(ToggleButton chosen) {
        show(connections, chosen == connectionsPage);
        show(appearance, chosen == appearancePage);
        show(aboutPane, chosen == aboutPage);
        title.setText(chosen.getText());
    }

    private static void show(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }

    private void list() {
        list.setItems(model.entries());
        list.setCellFactory(view -> new ConnectionCell());
        list.setAccessibleText(texts.get("page.connections"));
        subscriptions.changes(list.getSelectionModel().selectedItemProperty(), entry -> {
            if (entry != null && !entry.equals(model.selectedProperty().get())) {
                model.select(entry);
            } else if (entry != null && model.addingProperty().get()) {
                model.discard();
            }
        });
        subscriptions.now(
                model.selectedProperty(), entry -> list.getSelectionModel().select(entry));
        addConnection.setOnAction(e -> {
            list.getSelectionModel().clearSelection();
            model.addNew();
            name.requestFocus();
        });
    }

    private void form() {
        subscriptions.now(model.addingProperty(), adding -> fill());
        subscriptions.now(model.selectedProperty(), entry -> fill());
        subscriptions.both(secret.textProperty(), model.secretProperty());
        subscriptions.both(withoutSignIn.selectedProperty(), model.withoutSignInProperty());
        subscriptions.now(model.withoutSignInProperty(), none -> fill());
        failure.setGraphic(new Icon("alert-circle"));
        subscriptions.now(model.failureProperty(), words -> {
            failure.setText(words);
            show(failure, !words.isEmpty());
        });
        subscriptions.changes(model.steps(), this::showSteps);
        save.setText(texts.get("save"));
        save.getStyleClass().add("accent");
        save.setOnAction(e -> model.saveAndTest());
        test.setText(texts.get("test"));
        test.setOnAction(e -> model.test());
        subscriptions.now(model.workingProperty(), working -> {
            save.setWorking(working);
            test.setWorking(working);
        });
        remove.setOnAction(e -> model.remove());
        discard.setOnAction(e -> model.discard());
        use.setOnAction(e -> model.use());
        buttons.getChildren().addAll(test, save);
    }

    /** The form of a new connection can be written; that of a stored one shows what was stored, and takes a secret. */
    private void fill() {
        boolean adding = model.addingProperty().get();
        ConnectionsViewModel.Entry entry = model.selectedProperty().get();
        bind(name, model.nameProperty(), adding);
        bind(appId, model.appIdProperty(), adding);
        bind(tenantId, model.tenantIdProperty(), adding);
        bind(serviceUrl, model.serviceUrlProperty(), adding);
        bind(rate, model.rateProperty(), adding);
        bind(inFlight, model.inFlightProperty(), adding);
        Connection stored = adding || entry == null ? null : entry.connection();
        boolean sandbox = stored != null && stored.kind() == Connection.Kind.SANDBOX;
        if (stored != null) {
            name.setText(stored.name());
            appId.setText(sandbox ? texts.get("sandbox.own") : stored.appId());
            tenantId.setText(sandbox ? texts.get("sandbox.own") : stored.tenantId());
            serviceUrl.setText(
                    sandbox ? texts.get("sandbox.url") : stored.serviceUrl().toString());
            rate.setText(
                    Double.isInfinite(stored.requestsPerSecond())
                            ? texts.get("rate.lifted")
                            : texts.get("number", stored.requestsPerSecond()));
            inFlight.setText(texts.get("number", stored.inFlight()));
        }
        boolean needsSecret = stored != null && stored.credential() instanceof Connection.Credential.Secret && !sandbox;
        show(withoutSignIn, adding);
        show(secretField, adding ? !model.withoutSignInProperty().get() : needsSecret);
        show(signIn, !sandbox);
        secret.setPromptText(
                texts.get(needsSecret && entry != null && entry.secretKnown() ? "secret.known" : "secret.prompt"));
        formTitle.setText(adding ? texts.get("form.new") : stored == null ? "" : stored.name());
        show(remove, stored != null && !sandbox);
        show(discard, adding);
        show(save, adding);
        show(test, !adding);
        show(use, stored != null && entry != null && !entry.inUse());
    }

    private void bind(TextField field, javafx.beans.property.StringProperty value, boolean adding) {
        field.textProperty().unbindBidirectional(value);
        field.setEditable(adding);
        if (adding) {
            field.textProperty().bindBidirectional(value);
        }
        field.pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("fixed"), !adding);
    }

    private void showSteps() {
        steps.getChildren().setAll(model.steps().stream().map(this::step).toList());
    }

    private Node step(ConnectionCheck.Step step) {
        Icon icon = new Icon(step.passed() ? "check-circle" : "x-circle");
        icon.getStyleClass().add(step.passed() ? "r-success-icon" : "r-danger-icon");
        Label what = new Label(step.name(), icon);
        what.getStyleClass().add("r-bold");
        Label outcome = new Label(step.outcome());
        outcome.getStyleClass().add("r-muted");
        outcome.setWrapText(true);
        HBox.setHgrow(outcome, Priority.ALWAYS);
        HBox row = new HBox(what, outcome);
        row.getStyleClass().add("r-step");
        return row;
    }

    private void appearance() {
        themeChoice.getToggles().setAll(light, dark);
        subscriptions.now(
                themes.themeProperty(), theme -> themeChoice.selectToggle(theme == Themes.Theme.DARK ? dark : light));
        subscriptions.changes(themeChoice.selectedToggleProperty(), chosen -> {
            if (chosen == null) {
                themeChoice.selectToggle(themes.themeProperty().get() == Themes.Theme.DARK ? dark : light);
            } else {
                themes.themeProperty().set(chosen == dark ? Themes.Theme.DARK : Themes.Theme.LIGHT);
            }
        });
        ObservableValue<Number> percent = themes.zoomProperty();
        subscriptions.now(percent, value -> zoom.setText(texts.get("zoom.percent", value)));
    }

    @FXML
    void smaller() {
        themes.smaller();
    }

    @FXML
    void larger() {
        themes.larger();
    }

    List<Node> panes() {
        return List.of(pages, list, details);
    }

    @Override
    public void close() {
        subscriptions.close();
    }

    /** A connection with the state it is in. */
    private final class ConnectionCell extends ListCell<ConnectionsViewModel.Entry> {
        @Override
        protected void updateItem(ConnectionsViewModel.Entry entry, boolean empty) {
            super.updateItem(entry, empty);
            setText(null);
            if (empty || entry == null) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            Label first = new Label(entry.connection().name());
            first.getStyleClass().add("r-bold");
            Label second = new Label(texts.get(state(entry)));
            second.getStyleClass().addAll("r-small", "r-muted");
            VBox words = new VBox(first, second);
            words.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
            HBox.setHgrow(words, Priority.ALWAYS);
            Icon icon = new Icon(entry.connection().simulated() ? "box" : "shield");
            icon.getStyleClass().add(entry.connection().simulated() ? "r-sandbox-icon" : "r-muted-icon");
            HBox row = new HBox(icon, words);
            row.getStyleClass().add("r-connection-row");
            if (entry.inUse()) {
                row.getChildren().add(new Icon("check"));
            }
            setGraphic(row);
            setAccessibleText(first.getText() + ", " + second.getText());
        }

        private String state(ConnectionsViewModel.Entry entry) {
            if (entry.connection().kind() == Connection.Kind.SANDBOX) {
                return entry.inUse() ? "state.sandbox.used" : "state.sandbox";
            }
            if (!entry.secretKnown()) {
                return "state.secret";
            }
            if (entry.inUse()) {
                return "state.used";
            }
            return entry.connection().simulated() ? "state.local" : "state.tenant";
        }
    }
}
