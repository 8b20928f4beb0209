package dev.rostrum.ui.settings;

import dev.rostrum.connection.BotType;
import dev.rostrum.connection.Connection;
import dev.rostrum.connection.Field;
import dev.rostrum.connection.NetworkSettings.Proxy;
import dev.rostrum.connection.secret.SecretLocation;
import dev.rostrum.domain.Cloud;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.words.Texts;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/** Every field of a connection. Those that do not count with what is chosen are left out. */
final class ConnectionFormPane extends VBox {
    private final ConnectionFormModel model;
    private final Consumer<Field> chooseFile;
    private final Subscriptions subscriptions;
    private final Texts texts = Texts.of(ConnectionFormPane.class);
    private final Map<Field, FieldRow> rows = new LinkedHashMap<>();
    private final Map<String, ToggleButton> signIns = new LinkedHashMap<>();
    private final BooleanProperty rare = new SimpleBooleanProperty(this, "rare");
    private final Hyperlink more = new Hyperlink();
    private final Label hostWarning = new Label();
    private boolean secretKnown;

    ConnectionFormPane(ConnectionFormModel model, Consumer<Field> chooseFile, Subscriptions subscriptions) {
        this.model = model;
        this.chooseFile = chooseFile;
        this.subscriptions = subscriptions;
        getStyleClass().add("r-form");
        name();
        signInFields();
        network();
        pace();
        more.setOnAction(e -> rare.set(!rare.get()));
        getChildren()
                .addAll(more, row(text(Field.BOT_TENANT, true)), row(choice(Field.TRUST, List.of("system", "java"))));
        getChildren()
                .addAll(
                        row(text(Field.SECRET_VARIABLE, true)),
                        row(text(Field.CERTIFICATE_PASSWORD_VARIABLE, true)),
                        row(text(Field.PROXY_PASSWORD_VARIABLE, true)));
        subscriptions.observe(rare, open -> arrange());
        subscriptions.observe(model.revisionProperty(), revision -> arrange());
        subscriptions.onChange(model.problem(Field.TRUSTED_HOST), words -> arrange());
        for (Field field : ConnectionFormModel.RARE) {
            subscriptions.onChange(model.problem(field), words -> {
                if (!words.isEmpty()) {
                    rare.set(true);
                }
            });
        }
    }

    private void name() {
        getChildren()
                .addAll(
                        row(text(Field.NAME, false)),
                        row(
                                choice(
                                        Field.CLOUD,
                                        Arrays.stream(Cloud.values())
                                                .map(Cloud::code)
                                                .toList()),
                                choice(
                                        Field.BOT_TYPE,
                                        Arrays.stream(BotType.values())
                                                .map(BotType::code)
                                                .toList())),
                        row(text(Field.APP_ID, true)),
                        row(text(Field.TENANT, true)),
                        row(text(Field.SERVICE_URL, false)));
        hostWarning.getStyleClass().addAll("r-caption", "r-warning-text");
        hostWarning.setWrapText(true);
        hostWarning.setMinHeight(Region.USE_PREF_SIZE);
        getChildren().addAll(hostWarning, row(text(Field.TRUSTED_HOST, false)));
    }

    private void signInFields() {
        HBox choices = new HBox();
        choices.getStyleClass().add("r-segment-choice");
        choices.setMaxWidth(Region.USE_PREF_SIZE);
        ToggleGroup group = new ToggleGroup();
        signIn(ConnectionFormModel.SECRET, "key", group);
        signIn(ConnectionFormModel.CERTIFICATE, "award", group);
        signIn(ConnectionFormModel.NONE, "slash", group);
        choices.getChildren().addAll(signIns.values());
        subscriptions.onChange(group.selectedToggleProperty(), chosen -> {
            if (chosen == null) {
                showSignIn();
            } else {
                model.value(Field.SIGN_IN).set((String) chosen.getUserData());
            }
        });
        subscriptions.observe(model.value(Field.SIGN_IN), code -> showSignIn());
        getChildren()
                .addAll(
                        row(put(Field.SIGN_IN, choices)),
                        row(hidden(Field.SECRET), text(Field.SECRET_EXPIRES, true)),
                        row(file(Field.CERTIFICATE)),
                        row(file(Field.CERTIFICATE_KEY)),
                        row(hidden(Field.CERTIFICATE_PASSWORD)),
                        row(choice(
                                Field.KEEP,
                                List.of(
                                        SecretLocation.KEYCHAIN.code(),
                                        SecretLocation.FILE.code(),
                                        SecretLocation.SESSION.code()))));
    }

    private void signIn(String code, String icon, ToggleGroup group) {
        ToggleButton button = new ToggleButton(texts.get("choice.sign_in." + code), new Icon(icon));
        button.setUserData(code);
        button.setToggleGroup(group);
        signIns.put(code, button);
    }

    private void showSignIn() {
        ToggleButton chosen = signIns.get(model.get(Field.SIGN_IN));
        if (chosen != null) {
            chosen.setSelected(true);
        }
    }

    private void network() {
        getChildren()
                .addAll(
                        row(choice(
                                Field.PROXY,
                                Arrays.stream(Proxy.values()).map(Proxy::code).toList())),
                        row(text(Field.PROXY_HOST, false), text(Field.PROXY_PORT, false)),
                        row(text(Field.PROXY_USER, false), hidden(Field.PROXY_PASSWORD)));
    }

    private void pace() {
        Label note = new Label(texts.get("rate.note"));
        note.getStyleClass().addAll("r-caption", "r-muted");
        note.setWrapText(true);
        note.setMinHeight(Region.USE_PREF_SIZE);
        VBox both = new VBox(row(text(Field.RATE, false), text(Field.IN_FLIGHT, false)), note);
        both.getStyleClass().add("r-field");
        getChildren().add(both);
    }

    // --- the rows

    private static Node row(FieldRow... fields) {
        if (fields.length == 1) {
            return fields[0];
        }
        HBox line = new HBox(12, fields);
        line.setFillHeight(true);
        for (int i = 0; i < fields.length; i++) {
            HBox.setHgrow(fields[i], Priority.ALWAYS);
            // The second is the shorter one.
            fields[i].setPrefWidth(i == 0 ? 240 : 170);
        }
        return line;
    }

    private FieldRow put(Field field, Node control, Node... beside) {
        String hint = optional("hint." + code(field));
        FieldRow row = new FieldRow(texts.get("field." + code(field)), hint, control, beside)
                .follow(subscriptions, model.problem(field), hint);
        row.setId("row-" + code(field));
        rows.put(field, row);
        return row;
    }

    private static String code(Field field) {
        return field.name().toLowerCase(Locale.ROOT);
    }

    private String optional(String key) {
        return texts.has(key) ? texts.get(key) : "";
    }

    private FieldRow text(Field field, boolean code, Node... beside) {
        TextField control = new TextField();
        if (code) {
            control.getStyleClass().add("r-mono");
        }
        return typed(field, control, beside);
    }

    private FieldRow hidden(Field field) {
        return typed(field, new PasswordField());
    }

    private FieldRow typed(Field field, TextInputControl control, Node... beside) {
        control.setId("field-" + code(field));
        control.setPromptText(optional("prompt." + code(field)));
        subscriptions.bindBoth(control.textProperty(), model.value(field));
        return put(field, control, beside);
    }

    private FieldRow file(Field field) {
        Button choose = new Button(texts.get("choose.file"));
        choose.setMinWidth(Region.USE_PREF_SIZE);
        choose.setAccessibleText(texts.get("choose.file.of", texts.get("field." + code(field))));
        choose.setOnAction(e -> chooseFile.accept(field));
        return text(field, false, choose);
    }

    private FieldRow choice(Field field, List<String> codes) {
        ComboBox<String> control = new ComboBox<>();
        control.setId("field-" + code(field));
        control.getItems().setAll(codes);
        control.setConverter(new StringConverter<>() {
            @Override
            public String toString(String code) {
                return code == null ? "" : words(field, code);
            }

            @Override
            public String fromString(String words) {
                return words;
            }
        });
        subscriptions.bindBoth(control.valueProperty(), model.value(field));
        return put(field, control);
    }

    private String words(Field field, String code) {
        if (field == Field.CLOUD) {
            return Cloud.of(code).map(Cloud::label).orElse(code);
        }
        return texts.get("choice." + code(field) + "." + code);
    }

    private void arrange() {
        boolean open = rare.get();
        more.setText(texts.get(open ? "more.close" : "more.open"));
        rows.forEach((field, row) -> {
            boolean visible = model.shows(field) && (open || !ConnectionFormModel.RARE.contains(field));
            row.show(visible);
        });
        for (Node child : getChildren()) {
            if (child instanceof HBox line && line.getChildren().stream().allMatch(FieldRow.class::isInstance)) {
                boolean any = line.getChildren().stream().anyMatch(Node::isVisible);
                Controls.show(line, any);
            }
        }
        // The problem says the same and more.
        boolean foreign = model.foreignHost().isPresent()
                && model.problem(Field.TRUSTED_HOST).get().isEmpty();
        hostWarning.setText(
                model.foreignHost().map(host -> texts.get("host.warning", host)).orElse(""));
        Controls.show(hostWarning, foreign);
        ToggleButton none = signIns.get(ConnectionFormModel.NONE);
        boolean offered = model.local() || none.isSelected();
        Controls.show(none, offered);
        ((TextInputControl) rows.get(Field.SERVICE_URL).field()).setPromptText(model.usualServiceUrl());
        ((TextInputControl) rows.get(Field.SECRET).field())
                .setPromptText(texts.get(secretKnown ? "secret.known" : "secret.prompt"));
    }

    /**
     * Shows the form from its beginning.
     *
     * @param stored the connection that is edited, or null for a new one
     * @param known whether its secret is known, so that the field only replaces it
     */
    void begin(Connection stored, boolean known) {
        secretKnown = known && stored != null && stored.credential() instanceof Connection.Credential.Secret;
        rows.get(Field.SECRET).words(texts.get(secretKnown ? "secret.replace" : "field.secret"));
        rare.set(model.rareInUse());
        arrange();
    }

    /** The first field in reading order that is wrong. */
    Optional<Node> firstWrong() {
        return rows.entrySet().stream()
                .filter(e -> !model.problem(e.getKey()).get().isEmpty())
                .map(e -> e.getValue().field())
                .findFirst()
                .map(node -> node instanceof Control ? node : signIns.get(model.get(Field.SIGN_IN)));
    }

    /** Where the secret or the certificate is given. */
    Node credential() {
        return switch (model.get(Field.SIGN_IN)) {
            case ConnectionFormModel.SECRET -> rows.get(Field.SECRET).field();
            case ConnectionFormModel.CERTIFICATE -> rows.get(Field.CERTIFICATE).field();
            default -> signIns.get(ConnectionFormModel.NONE);
        };
    }

    /** Where typing begins. */
    Node first() {
        return rows.get(Field.NAME).field();
    }
}
