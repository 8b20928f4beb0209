package dev.rostrum.ui.settings;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ExpiryWarning;
import dev.rostrum.domain.ConnectionMark;
import dev.rostrum.ui.fx.FxThread;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Themes;
import dev.rostrum.ui.settings.ConnectionsViewModel.ConnectionRow;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.NoticeBar;
import dev.rostrum.ui.widget.WorkingButton;
import dev.rostrum.words.Texts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/** Binds the layout of Settings to its view-models. */
final class SettingsController implements AutoCloseable {
    private final ConnectionsViewModel model;
    private final Leaving leaving;
    private final SettingsPage sendingPart;
    private final SettingsPage inboundPart;
    private final SettingsPage automaticPart;
    private final SettingsPage backupPart;
    private final Themes themes;
    private final LanguageField languageField;
    private final FxThread fx;
    private final Consumer<Path> openFolder;
    private final SettingsScreen.About aboutWords;
    private final Texts texts = Texts.of(SettingsController.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final WorkingButton save = new WorkingButton("", null);
    private final WorkingButton saveAndTest = new WorkingButton("", null);
    private final Map<ToggleButton, SettingsPage> all = new LinkedHashMap<>();
    private final ToggleGroup pageChoice = new ToggleGroup();
    private final ToggleGroup themeChoice = new ToggleGroup();
    private final ToggleGroup tileChoice = new ToggleGroup();
    private ToggleButton shownPage;
    private ConnectionFormPane form;
    private DoctorPane doctorPane;

    @FXML
    private Label title;

    @FXML
    private VBox pages;

    @FXML
    private ToggleButton connectionsPage;

    @FXML
    private ToggleButton sendingPage;

    @FXML
    private ToggleButton inboundPage;

    @FXML
    private ToggleButton automaticPage;

    @FXML
    private ToggleButton backupPage;

    @FXML
    private ToggleButton appearancePage;

    @FXML
    private ToggleButton aboutPage;

    @FXML
    private HBox connections;

    @FXML
    private ScrollPane details;

    @FXML
    private FlowPane tiles;

    @FXML
    private NoticeBar notice;

    @FXML
    private VBox notes;

    @FXML
    private Label formTitle;

    @FXML
    private Label sandboxWords;

    @FXML
    private VBox formPlace;

    @FXML
    private VBox elsewhere;

    @FXML
    private Button export;

    @FXML
    private Button appPackage;

    @FXML
    private Label failure;

    @FXML
    private HBox buttons;

    @FXML
    private Button remove;

    @FXML
    private Button discard;

    @FXML
    private Button use;

    @FXML
    private VBox doctor;

    @FXML
    private StackPane sending;

    @FXML
    private StackPane backup;

    @FXML
    private StackPane inbound;

    @FXML
    private StackPane automatic;

    @FXML
    private VBox appearance;

    @FXML
    private ToggleButton light;

    @FXML
    private VBox marks;

    @FXML
    private VBox tagField;

    @FXML
    private ComboBox<ConnectionMark.Tag> tag;

    @FXML
    private CheckBox lookOnly;

    /** What is stored is being shown: nothing was chosen. */
    private boolean marking;

    @FXML
    private ToggleButton dark;

    @FXML
    private ToggleButton system;

    @FXML
    private ToggleButton contrast;

    @FXML
    private Label zoom;

    @FXML
    private StackPane language;

    @FXML
    private VBox aboutPane;

    @FXML
    private Label version;

    @FXML
    private Label dataFolder;

    SettingsController(
            ConnectionsViewModel model,
            Leaving leaving,
            SettingsPage sendingPart,
            SettingsPage inboundPart,
            SettingsPage automaticPart,
            SettingsPage backupPart,
            Themes themes,
            LanguageField languageField,
            FxThread fx,
            Consumer<Path> openFolder,
            SettingsScreen.About about) {
        this.model = model;
        this.leaving = leaving;
        this.sendingPart = sendingPart;
        this.inboundPart = inboundPart;
        this.automaticPart = automaticPart;
        this.backupPart = backupPart;
        this.themes = themes;
        this.languageField = languageField;
        this.fx = fx;
        this.openFolder = openFolder;
        this.aboutWords = about;
    }

    @FXML
    void initialize() {
        pages();
        tiles();
        form();
        buttons();
        words();
        doctorPane = new DoctorPane(
                doctor,
                model.doctor(),
                this::saveAndTest,
                () -> form.credential().requestFocus(),
                openFolder,
                fx::later,
                subscriptions);
        appearance();
        version.setText(aboutWords.version());
        dataFolder.setText(aboutWords.dataFolder().toString());
    }

    private void pages() {
        sending.getChildren().setAll(sendingPart.root());
        inbound.getChildren().setAll(inboundPart.root());
        automatic.getChildren().setAll(automaticPart.root());
        backup.getChildren().setAll(backupPart.root());
        all.put(
                connectionsPage,
                new SettingsPage(connections, () -> List.of(tiles, details, doctorPane.pane()), model, () -> {}));
        all.put(sendingPage, sendingPart);
        all.put(inboundPage, inboundPart);
        all.put(automaticPage, automaticPart);
        all.put(backupPage, backupPart);
        all.put(appearancePage, new SettingsPage(appearance, () -> List.of(appearance)));
        all.put(aboutPage, new SettingsPage(aboutPane, List::of));
        pageChoice.getToggles().setAll(all.keySet());
        pageChoice.selectToggle(connectionsPage);
        showPage(connectionsPage);
        subscriptions.onChange(pageChoice.selectedToggleProperty(), chosen -> {
            if (chosen == null) {
                pageChoice.selectToggle(shownPage);
            } else if (chosen != shownPage) {
                goTo((ToggleButton) chosen, () -> {});
            }
        });
    }

    /** Until the admin agrees to lose what was typed, that page stays. */
    private void goTo(ToggleButton chosen, Runnable then) {
        if (chosen == shownPage) {
            then.run();
            return;
        }
        pageChoice.selectToggle(shownPage);
        leave(() -> {
            showPage(chosen);
            pageChoice.selectToggle(chosen);
            then.run();
        });
    }

    /** Goes on once nothing that was typed is lost unasked. */
    void leave(Runnable go) {
        leaving.from(all.get(shownPage).unsaved(), go);
    }

    /** Shows whether and where the console listens. */
    void showInbound() {
        goTo(inboundPage, () -> {});
    }

    /** Shows the connections, and does this there unless the admin stays where he is. */
    void showConnections(Runnable then) {
        goTo(connectionsPage, then);
    }

    /** Shows what the bot sends by itself. */
    void showAutomatic() {
        goTo(automaticPage, () -> {});
    }

    private void showPage(ToggleButton chosen) {
        shownPage = chosen;
        show(connections, chosen == connectionsPage);
        show(sending, chosen == sendingPage);
        show(inbound, chosen == inboundPage);
        show(automatic, chosen == automaticPage);
        show(backup, chosen == backupPage);
        show(appearance, chosen == appearancePage);
        show(aboutPane, chosen == aboutPage);
        title.setText(chosen.getText());
        all.get(chosen).shown().run();
    }

    private static void show(Node node, boolean visible) {
        Controls.show(node, visible);
    }

    // --- connections

    private void tiles() {
        subscriptions.onChange(model.entries(), this::showTiles);
        subscriptions.onChange(model.selectedProperty(), entry -> markTile());
        subscriptions.onChange(model.addingProperty(), adding -> markTile());
        subscriptions.onChange(tileChoice.selectedToggleProperty(), chosen -> {
            if (chosen == null) {
                markTile();
            } else if (model.addingProperty().get()
                    || !chosen.getUserData().equals(model.selectedProperty().get())) {
                model.select((ConnectionRow) chosen.getUserData());
                // The admin may have gone back.
                markTile();
            }
        });
    }

    private void showTiles() {
        List<Node> all = new ArrayList<>();
        for (ConnectionRow entry : model.entries()) {
            all.add(tile(entry));
        }
        all.add(iconButton("plus", texts.get("add"), model::addNew));
        all.add(iconButton("download", texts.get("import"), model::importFile));
        Node focused = tiles.getScene() == null ? null : tiles.getScene().getFocusOwner();
        int at = tiles.getChildren().indexOf(focused);
        tileChoice.getToggles().clear();
        all.stream().filter(ToggleButton.class::isInstance).forEach(t -> ((ToggleButton) t).setToggleGroup(tileChoice));
        tiles.getChildren().setAll(all);
        markTile();
        if (at >= 0) {
            all.get(Math.min(at, all.size() - 1)).requestFocus();
        }
    }

    private Node iconButton(String icon, String words, Runnable action) {
        Button button = new Button(words, new Icon(icon));
        button.getStyleClass().addAll("r-icon-button", "r-tile-add");
        Controls.name(button, words);
        button.setOnAction(e -> action.run());
        return button;
    }

    private void markTile() {
        ConnectionRow entry =
                model.addingProperty().get() ? null : model.selectedProperty().get();
        tileChoice.selectToggle(tileChoice.getToggles().stream()
                .filter(t -> t.getUserData().equals(entry))
                .findFirst()
                .orElse(null));
    }

    private ToggleButton tile(ConnectionRow entry) {
        Label first = new Label(entry.connection().name());
        first.getStyleClass().add("r-bold");
        String state = state(entry);
        Label second = new Label(texts.get(state));
        second.getStyleClass().addAll("r-small", state.equals("state.ended") ? "r-danger-text" : "r-muted");
        VBox words = new VBox(first, second);
        words.setAlignment(Pos.CENTER_LEFT);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        Icon icon = new Icon(entry.connection().simulated() ? "box" : "shield");
        icon.getStyleClass().add(entry.connection().simulated() ? "r-sandbox-icon" : "r-muted-icon");
        HBox row = new HBox(icon, words);
        row.getStyleClass().add("r-connection-row");
        if (entry.inUse()) {
            row.getChildren().add(Icon.of("check", Icon.Size.BUTTON, "r-accent-icon"));
        }
        ToggleButton tile = new ToggleButton(null, row);
        tile.getStyleClass().add("r-tile");
        tile.setUserData(entry);
        row.prefWidthProperty().bind(tile.widthProperty().subtract(18));
        String spoken = entry.connection().name() + ", " + second.getText()
                + (entry.inUse() && !state.equals("state.used") ? ", " + texts.get("state.used") : "");
        Controls.name(tile, spoken);
        return tile;
    }

    private static String state(ConnectionRow entry) {
        if (entry.sandbox()) {
            return entry.inUse() ? "state.sandbox.used" : "state.sandbox";
        }
        if (entry.expiry() != null && entry.expiry().level() == ExpiryWarning.Level.ENDED) {
            return certificate(entry) ? "state.ended.certificate" : "state.ended";
        }
        if (entry.locked() && !entry.secretKnown()) {
            return "state.locked";
        }
        if (!entry.secretKnown()) {
            return "state.secret";
        }
        if (entry.expiry() != null) {
            return certificate(entry) ? "state.ending.certificate" : "state.ending";
        }
        if (entry.inUse()) {
            return "state.used";
        }
        return entry.connection().simulated() ? "state.local" : "state.tenant";
    }

    private static boolean certificate(ConnectionRow entry) {
        return entry.connection().credential() instanceof Connection.Credential.Certificate;
    }

    private void form() {
        marks();
        form = new ConnectionFormPane(model.form(), model::chooseFile, subscriptions);
        formPlace.getChildren().add(form);
        subscriptions.observe(model.selectedProperty(), entry -> begin());
        subscriptions.onChange(model.addingProperty(), adding -> {
            begin();
            if (adding) {
                details.setVvalue(0);
                form.first().requestFocus();
            }
        });
        subscriptions.onChange(model.form().revisionProperty(), revision -> changed());
    }

    private void marks() {
        tag.getItems().setAll(ConnectionMark.Tag.values());
        tag.setConverter(new StringConverter<>() {
            @Override
            public String toString(ConnectionMark.Tag value) {
                return value == null ? "" : texts.get("tag." + value.name().toLowerCase(Locale.ROOT));
            }

            @Override
            public ConnectionMark.Tag fromString(String words) {
                return null;
            }
        });
        subscriptions.onChange(tag.valueProperty(), chosen -> mark());
        subscriptions.onChange(lookOnly.selectedProperty(), chosen -> mark());
    }

    private void mark() {
        if (!marking && tag.getValue() != null) {
            model.mark(new ConnectionMark(tag.getValue(), lookOnly.isSelected()));
        }
    }

    private void begin() {
        boolean adding = model.addingProperty().get();
        ConnectionRow entry = model.selectedProperty().get();
        boolean stored = !adding && entry != null;
        boolean sandbox = stored && entry.sandbox();
        form.begin(stored ? entry.connection() : null, stored && entry.secretKnown());
        show(formPlace, adding || (stored && !sandbox));
        show(sandboxWords, sandbox);
        show(elsewhere, stored && !sandbox);
        show(marks, stored);
        show(tagField, stored && !sandbox);
        if (stored) {
            marking = true;
            tag.getSelectionModel().select(entry.mark().tag());
            lookOnly.setSelected(entry.mark().lookOnly());
            marking = false;
        }
        formTitle.setText(
                adding ? texts.get("form.new") : stored ? entry.connection().name() : "");
        show(remove, stored && !sandbox);
        show(use, stored && !entry.inUse());
        show(save, !sandbox);
        saveAndTest.setText(texts.get(sandbox ? "test" : "save.test"));
        changed();
    }

    private void changed() {
        boolean adding = model.addingProperty().get();
        ConnectionRow entry = model.selectedProperty().get();
        boolean dirty = adding || model.form().changed();
        show(discard, dirty && (adding || (entry != null && !entry.sandbox())));
        save.setDisable(!dirty);
    }

    private void buttons() {
        save.setText(texts.get("save"));
        save.setOnAction(e -> model.save(false));
        saveAndTest.getStyleClass().add("accent");
        saveAndTest.setOnAction(e -> saveAndTest());
        buttons.getChildren().addAll(save, saveAndTest);
        for (Node button : buttons.getChildren()) {
            if (button instanceof Button b) {
                b.setMinWidth(Region.USE_PREF_SIZE);
            }
        }
        subscriptions.observe(model.workingProperty(), working -> {
            save.setWorking(working);
            saveAndTest.setWorking(working);
        });
        remove.setOnAction(e -> model.remove());
        discard.setOnAction(e -> model.discard());
        use.setOnAction(e -> model.use());
        export.setOnAction(e -> model.export());
        appPackage.setOnAction(e -> model.appPackage());
        use.setMinWidth(Region.USE_PREF_SIZE);
    }

    /** What is stored already need not be stored again. */
    private void saveAndTest() {
        if (model.addingProperty().get() || model.form().changed()) {
            model.save(true);
        } else {
            model.test();
        }
    }

    private void words() {
        SettingsParts.trouble(failure, model.failureProperty(), subscriptions);
        subscriptions.onChange(model.failureProperty(), words -> {
            if (!words.isEmpty()) {
                form.firstWrong().ifPresent(Node::requestFocus);
            }
        });
        subscriptions.observe(model.noticeProperty(), words -> {
            if (words == null) {
                notice.clear();
            } else {
                notice.show(words.tone(), "", words.words());
                if (!words.button().isEmpty()) {
                    notice.setButton(words.button(), words.action());
                }
            }
        });
        subscriptions.onChange(model.notes(), this::showNotes);
        showNotes();
    }

    private void showNotes() {
        show(notes, !model.notes().isEmpty());
        notes.getChildren()
                .setAll(model.notes().stream()
                        .map(words -> {
                            Label label = new Label(words, new Icon("info"));
                            label.getStyleClass().add("r-caption");
                            label.setWrapText(true);
                            label.setMinHeight(Region.USE_PREF_SIZE);
                            return label;
                        })
                        .toList());
        if (!model.notes().isEmpty()) {
            details.setVvalue(0);
        }
    }

    // --- appearance

    private void appearance() {
        Map<ToggleButton, Themes.Choice> choices = new LinkedHashMap<>();
        choices.put(system, Themes.Choice.SYSTEM);
        choices.put(light, Themes.Choice.LIGHT);
        choices.put(dark, Themes.Choice.DARK);
        choices.put(contrast, Themes.Choice.CONTRAST);
        themeChoice.getToggles().setAll(choices.keySet());
        Runnable show = () -> choices.forEach((button, choice) -> {
            if (choice == themes.choiceProperty().get()) {
                themeChoice.selectToggle(button);
            }
        });
        subscriptions.observe(themes.choiceProperty(), now -> show.run());
        subscriptions.onChange(themeChoice.selectedToggleProperty(), chosen -> {
            if (chosen == null) {
                show.run();
            } else {
                themes.choiceProperty().set(choices.get(chosen));
            }
        });
        language.getChildren().setAll(languageField);
        ObservableValue<Number> percent = themes.zoomProperty();
        subscriptions.observe(percent, value -> zoom.setText(texts.get("zoom.percent", value)));
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
        List<Node> here = new ArrayList<>(List.of(pages));
        here.addAll(all.get(shownPage).panes().get());
        return here;
    }

    @Override
    public void close() {
        subscriptions.close();
    }
}
