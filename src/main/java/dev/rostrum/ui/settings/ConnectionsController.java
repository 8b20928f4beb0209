package dev.rostrum.ui.settings;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ConnectionCheck;
import dev.rostrum.connection.Connections.Field;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Texts;
import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.shell.Question;
import dev.rostrum.ui.widget.DetailsPane;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.NoticeBar;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.widget.WorkingButton;
import dev.rostrum.ui.words.Counts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Binds the connections page to its model. */
final class ConnectionsController implements AutoCloseable {
    private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
    private static final String REMOVE = "remove";

    private final Texts texts = Texts.of(ConnectionsController.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final ConnectionsViewModel model;
    private final Dialogs dialogs;
    private final Map<Field, FormField> fields = new EnumMap<>(Field.class);

    @FXML
    private FlowPane cards;

    @FXML
    private NoticeBar notice;

    @FXML
    private VBox form;

    @FXML
    private FormField name;

    @FXML
    private FormField appId;

    @FXML
    private FormField tenantId;

    @FXML
    private FormField serviceUrl;

    @FXML
    private FormField rate;

    @FXML
    private FormField inFlight;

    @FXML
    private ToggleButton withSecret;

    @FXML
    private ToggleButton withoutSignIn;

    @FXML
    private FormField newSecret;

    @FXML
    private VBox facts;

    @FXML
    private DetailsPane details;

    @FXML
    private VBox secretBox;

    @FXML
    private FormField secret;

    @FXML
    private Button giveSecret;

    @FXML
    private VBox steps;

    @FXML
    private HBox formButtons;

    @FXML
    private HBox factButtons;

    @FXML
    private WorkingButton save;

    @FXML
    private WorkingButton test;

    @FXML
    private Button use;

    @FXML
    private Button remove;

    ConnectionsController(ConnectionsViewModel model, Dialogs dialogs) {
        this.model = model;
        this.dialogs = dialogs;
    }

    @FXML
    void initialize() {
        fields.put(Field.NAME, name);
        fields.put(Field.APP_ID, appId);
        fields.put(Field.TENANT_ID, tenantId);
        fields.put(Field.SERVICE_URL, serviceUrl);
        fields.put(Field.RATE, rate);
        fields.put(Field.IN_FLIGHT, inFlight);
        fields.put(Field.CREDENTIAL, newSecret);
        subscriptions.both(name.textProperty(), model.nameProperty());
        subscriptions.both(appId.textProperty(), model.appIdProperty());
        subscriptions.both(tenantId.textProperty(), model.tenantIdProperty());
        subscriptions.both(serviceUrl.textProperty(), model.serviceUrlProperty());
        subscriptions.both(rate.textProperty(), model.rateProperty());
        subscriptions.both(inFlight.textProperty(), model.inFlightProperty());
        subscriptions.both(newSecret.textProperty(), model.secretProperty());
        subscriptions.both(secret.textProperty(), model.secretProperty());
        serviceUrl.setPrompt(ConnectionsViewModel.usualUrl());
        ToggleGroup credential = new ToggleGroup();
        withSecret.setToggleGroup(credential);
        withoutSignIn.setToggleGroup(credential);
        subscriptions.now(model.noCredentialProperty(), none -> {
            credential.selectToggle(none ? withoutSignIn : withSecret);
            newSecret.field().setDisable(none);
        });
        subscriptions.changes(credential.selectedToggleProperty(), toggle -> {
            // A press on the chosen one would choose none.
            if (toggle == null) {
                credential.selectToggle(model.noCredentialProperty().get() ? withoutSignIn : withSecret);
            } else {
                model.noCredentialProperty().set(toggle == withoutSignIn);
            }
        });
        secret.field().setOnAction(e -> model.giveSecret());
        subscriptions.now(model.secretProperty(), typed -> giveSecret.setDisable(typed.isBlank()));
        subscriptions.changes(model.list(), this::showCards);
        subscriptions.now(model.selectedProperty(), shown -> show());
        subscriptions.now(model.addingProperty(), now -> show());
        subscriptions.now(model.errorsProperty(), this::showErrors);
        subscriptions.now(model.workingProperty(), working -> {
            save.setWorking(working);
            test.setWorking(working);
            showSteps();
        });
        subscriptions.changes(model.steps(), this::showSteps);
        subscriptions.now(model.testedProperty(), tested -> showSteps());
        subscriptions.now(model.failureProperty(), words -> showNotice());
        subscriptions.now(model.newsProperty(), words -> showNotice());
    }

    private void show() {
        boolean adding = model.addingProperty().get();
        Connection shown = model.selectedProperty().get();
        visible(form, adding);
        visible(formButtons, adding);
        visible(facts, !adding && shown != null);
        visible(factButtons, !adding && shown != null);
        showCards();
        if (!adding && shown != null) {
            showFacts(shown);
        }
        if (adding) {
            name.field().requestFocus();
        }
        showSteps();
    }

    private static void visible(Node node, boolean now) {
        node.setVisible(now);
        node.setManaged(now);
    }

    // ---------------------------------------------------------------- cards

    private void showCards() {
        List<Node> nodes = new ArrayList<>(model.list().stream().map(this::card).toList());
        Button add = new Button(null, new Icon("plus", Icon.Size.NAV));
        add.getStyleClass().add("r-connection-add");
        add.setTooltip(new Tooltip(texts.get("connections.add")));
        add.setAccessibleText(texts.get("connections.add"));
        add.pseudoClassStateChanged(CURRENT, model.addingProperty().get());
        add.setOnAction(e -> model.beginAdding());
        nodes.add(add);
        cards.getChildren().setAll(nodes);
    }

    private Node card(Connection connection) {
        boolean simulated = connection.simulated();
        Label mark = new Label(null, new Icon(simulated ? "box" : "shield", Icon.Size.NAV));
        mark.getStyleClass().add("r-connection-mark");
        mark.setAlignment(Pos.CENTER);
        if (simulated) {
            mark.getStyleClass().add("r-simulated");
        }
        Label title = new Label(connection.name());
        title.getStyleClass().add("r-connection-name");
        boolean inUse = connection.name().equals(model.inUse());
        Label second = new Label(second(connection, inUse));
        second.getStyleClass().add("r-connection-kind");
        VBox words = new VBox(title, second);
        words.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox content = new HBox(mark, words);
        content.getStyleClass().add("r-connection-content");
        if (inUse) {
            content.getChildren().add(Icon.of("check", Icon.Size.NAV, "r-accent-icon"));
        }
        Button card = new Button(null, content);
        card.getStyleClass().add("r-connection-card");
        card.setAccessibleText(connection.name() + ", " + second.getText());
        boolean shown = !model.addingProperty().get()
                && model.selectedProperty().get() != null
                && connection.name().equals(model.selectedProperty().get().name());
        card.pseudoClassStateChanged(CURRENT, shown);
        card.setOnAction(e -> model.select(connection));
        return card;
    }

    private String second(Connection connection, boolean inUse) {
        if (inUse) {
            return texts.get("connections.in.use");
        }
        if (!model.secretKnown(connection)) {
            return texts.get("connections.secret.asked");
        }
        return kind(connection);
    }

    private String kind(Connection connection) {
        return texts.get(
                switch (connection.kind()) {
                    case SANDBOX -> "kind.sandbox";
                    case LOCAL -> "kind.local";
                    case TENANT -> "kind.tenant";
                });
    }

    // ---------------------------------------------------------------- one connection

    private void showFacts(Connection shown) {
        details.clear();
        DetailsPane.Section section = details.section(null, null);
        section.row(texts.get("fact.kind"), kind(shown));
        if (shown.appId() != null) {
            section.id(texts.get("field.app"), shown.appId(), shown::appId);
        }
        if (shown.tenantId() != null) {
            section.id(texts.get("field.tenant"), shown.tenantId(), shown::tenantId);
        }
        if (shown.serviceUrl() != null) {
            section.copyable(texts.get("field.url"), shown.serviceUrl().toString());
        }
        section.row(texts.get("field.credential"), credential(shown));
        section.row(
                texts.get("field.rate"),
                Double.isInfinite(shown.requestsPerSecond())
                        ? texts.get("fact.rate.lifted")
                        : texts.get("fact.rate", Counts.rate(shown.requestsPerSecond())));
        section.row(texts.get("field.flight"), Counts.of(shown.inFlight()));
        section.id(texts.get("fact.file"), shown.file(), shown::file);
        boolean asks = ConnectionsViewModel.asksSecret(shown);
        visible(secretBox, asks);
        secret.setLabel(texts.get(model.secretKnown(shown) ? "secret.replace" : "secret.enter"));
        boolean inUse = shown.name().equals(model.inUse());
        visible(use, !inUse);
        boolean sandbox = shown.kind() == Connection.Kind.SANDBOX;
        visible(remove, !sandbox);
        remove.setDisable(!model.canRemove());
        test.setDisable(!model.canTest());
    }

    private String credential(Connection shown) {
        if (shown.kind() == Connection.Kind.SANDBOX) {
            return texts.get("credential.sandbox");
        }
        if (shown.credential() instanceof Connection.Credential.Secret kept) {
            if (kept.environment() != null) {
                return texts.get("credential.environment", kept.environment());
            }
            return texts.get(model.secretKnown(shown) ? "credential.known" : "credential.asked");
        }
        return texts.get("credential.none");
    }

    private void showErrors(Map<Field, String> errors) {
        fields.forEach((field, node) -> node.setError(errors.get(field)));
        errors.keySet().stream().findFirst().map(fields::get).ifPresent(node -> node.field()
                .requestFocus());
    }

    private void showNotice() {
        String failure = model.failureProperty().get();
        String news = model.newsProperty().get();
        if (failure != null) {
            notice.show(Tone.DANGER, "", failure);
        } else if (news != null) {
            notice.show(Tone.ACCENT, "", news);
        } else {
            notice.clear();
        }
    }

    // ---------------------------------------------------------------- check

    private void showSteps() {
        List<Node> nodes =
                new ArrayList<>(model.steps().stream().map(this::step).toList());
        boolean working = model.workingProperty().get();
        if (working) {
            ProgressIndicator spinner = new ProgressIndicator();
            spinner.getStyleClass().add("r-spinner");
            Label trying = new Label(texts.get("check.working"), spinner);
            trying.getStyleClass().add("r-loading");
            HBox row = new HBox(trying);
            row.getStyleClass().add("r-step");
            nodes.add(row);
        } else if (nodes.isEmpty()) {
            Label none = new Label(texts.get(
                    model.addingProperty().get()
                            ? "check.adding"
                            : model.canTest() ? "check.none" : "check.not.running"));
            none.getStyleClass().addAll("r-caption", "r-muted");
            none.setWrapText(true);
            none.setMinHeight(Region.USE_PREF_SIZE);
            HBox row = new HBox(none);
            row.getStyleClass().add("r-step");
            nodes.add(row);
        }
        steps.getChildren().setAll(nodes);
    }

    private Node step(ConnectionCheck.Step step) {
        Icon icon = Icon.of(
                step.passed() ? "check-circle" : "x-circle",
                Icon.Size.NAV,
                step.passed() ? "r-success-icon" : "r-danger-icon");
        Label title = new Label(step.name());
        if (!step.passed()) {
            title.getStyleClass().add("r-bold");
        }
        Label outcome = new Label(step.outcome());
        outcome.getStyleClass().addAll("r-caption", "r-muted");
        outcome.setWrapText(true);
        outcome.setMinHeight(Region.USE_PREF_SIZE);
        VBox words = new VBox(title, outcome);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox row = new HBox(icon, words);
        row.getStyleClass().add("r-step");
        row.setAccessibleText(texts.get(step.passed() ? "check.passed" : "check.failed", step.name(), step.outcome()));
        return row;
    }

    // ---------------------------------------------------------------- commands

    @FXML
    void save() {
        model.saveAndTest();
    }

    @FXML
    void discard() {
        model.cancelAdding();
    }

    @FXML
    void test() {
        model.test();
    }

    @FXML
    void giveSecret() {
        model.giveSecret();
    }

    @FXML
    void use() {
        model.use();
    }

    @FXML
    void remove() {
        Connection shown = model.selectedProperty().get();
        dialogs.ask(
                new Question(
                        texts.get("remove.title", shown.name()),
                        texts.get("remove.body", shown.file()),
                        Choice.danger(REMOVE, texts.get("remove.ok", shown.name()))),
                answer -> {
                    if (answer.equals(REMOVE)) {
                        model.remove();
                    }
                });
    }

    @Override
    public void close() {
        subscriptions.close();
    }
}
