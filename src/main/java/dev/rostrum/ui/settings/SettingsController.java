package dev.rostrum.ui.settings;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ExpiryWarning;
import dev.rostrum.ui.fx.FxThread;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Themes;
import dev.rostrum.ui.settings.ConnectionsViewModel.ConnectionRow;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.EmptyState;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.NoticeBar;
import dev.rostrum.ui.widget.WorkingButton;
import dev.rostrum.ui.words.Moments;
import dev.rostrum.words.Texts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
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
    private final SendingViewModel sendingModel;
    private final BackupViewModel backupModel;
    private final List<InboundPage> inboundPages;
    private final Themes themes;
    private final FxThread fx;
    private final Consumer<Path> openFolder;
    private final SettingsScreen.About aboutWords;
    private final Texts texts = Texts.of(SettingsController.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final WorkingButton save = new WorkingButton("", null);
    private final WorkingButton saveAndTest = new WorkingButton("", null);
    private final WorkingButton sendingSave = new WorkingButton("", null);
    private final WorkingButton backUp = new WorkingButton("", new Icon("hard-drive"));
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
    private VBox content;

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
    private VBox sending;

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

    @FXML
    private VBox backup;

    @FXML
    private Label backupConnectionLabel;

    @FXML
    private ComboBox<ConnectionRow> backupConnection;

    @FXML
    private ListView<BackupViewModel.Row> backups;

    @FXML
    private Label backupFailure;

    @FXML
    private HBox backupButtons;

    @FXML
    private Button restore;

    @FXML
    private StackPane inbound;

    @FXML
    private StackPane automatic;

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

    SettingsController(
            ConnectionsViewModel model,
            SendingViewModel sendingModel,
            BackupViewModel backupModel,
            List<InboundPage> inboundPages,
            Themes themes,
            FxThread fx,
            Consumer<Path> openFolder,
            SettingsScreen.About about) {
        this.model = model;
        this.sendingModel = sendingModel;
        this.backupModel = backupModel;
        this.inboundPages = inboundPages;
        this.themes = themes;
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
                () -> {
                    form.credential().requestFocus();
                    fx.later(() -> reveal(form.credential()));
                },
                openFolder,
                fx::later,
                subscriptions);
        sending();
        backup();
        appearance();
        version.setText(aboutWords.version());
        dataFolder.setText(aboutWords.dataFolder().toString());
    }

    private void pages() {
        inbound.getChildren().setAll(inboundPages.get(0).root());
        automatic.getChildren().setAll(inboundPages.get(1).root());
        pageChoice
                .getToggles()
                .setAll(
                        connectionsPage,
                        sendingPage,
                        inboundPage,
                        automaticPage,
                        backupPage,
                        appearancePage,
                        aboutPage);
        pageChoice.selectToggle(connectionsPage);
        showPage(connectionsPage);
        subscriptions.onChange(pageChoice.selectedToggleProperty(), chosen -> {
            if (chosen == null) {
                pageChoice.selectToggle(shownPage);
            } else if (chosen != shownPage) {
                leave((ToggleButton) chosen);
            }
        });
    }

    /** What was typed on a page is not lost unasked: until the admin agrees, that page stays. */
    private void leave(ToggleButton chosen) {
        Optional<InboundPage> left = inboundPage(shownPage);
        if (left.isEmpty()) {
            showPage(chosen);
            return;
        }
        pageChoice.selectToggle(shownPage);
        left.get().model().leave(() -> {
            showPage(chosen);
            pageChoice.selectToggle(chosen);
        });
    }

    private Optional<InboundPage> inboundPage(ToggleButton page) {
        return page == inboundPage
                ? Optional.of(inboundPages.get(0))
                : page == automaticPage ? Optional.of(inboundPages.get(1)) : Optional.empty();
    }

    /** Shows whether and where the console listens. */
    void showInbound() {
        pageChoice.selectToggle(inboundPage);
    }

    /** Shows what the bot sends by itself. */
    void showAutomatic() {
        pageChoice.selectToggle(automaticPage);
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
        inboundPage(chosen).ifPresent(page -> page.model().shown());
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

    private void begin() {
        boolean adding = model.addingProperty().get();
        ConnectionRow entry = model.selectedProperty().get();
        boolean stored = !adding && entry != null;
        boolean sandbox = stored && entry.sandbox();
        form.begin(stored ? entry.connection() : null, stored && entry.secretKnown());
        show(formPlace, adding || (stored && !sandbox));
        show(sandboxWords, sandbox);
        show(elsewhere, stored && !sandbox);
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
        trouble(failure, model.failureProperty());
        subscriptions.onChange(model.failureProperty(), words -> {
            if (!words.isEmpty()) {
                form.firstWrong().ifPresent(wrong -> {
                    wrong.requestFocus();
                    fx.later(() -> reveal(wrong));
                });
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

    private void trouble(Label label, ObservableValue<String> words) {
        label.setGraphic(new Icon("alert-circle"));
        label.setMinHeight(Region.USE_PREF_SIZE);
        subscriptions.observe(words, now -> {
            label.setText(now);
            show(label, !now.isEmpty());
        });
    }

    /** Scrolls so that a field is in view; the pane itself does so only for the Tab key. */
    private void reveal(Node node) {
        Node row = node.getParent() == null ? node : node.getParent().getParent();
        Bounds in = content.sceneToLocal(row.localToScene(row.getLayoutBounds()));
        double room = content.getHeight() - details.getViewportBounds().getHeight();
        if (room > 0) {
            details.setVvalue(Math.max(0, Math.min(1, (in.getMinY() - 24) / room)));
        }
    }

    // --- sending

    private void choose(Label label, ComboBox<ConnectionRow> choice, ToggleButton page, Consumer<Connection> shown) {
        // A layout cannot name what stands below in it.
        label.setLabelFor(choice);
        choice.setConverter(new StringConverter<>() {
            @Override
            public String toString(ConnectionRow entry) {
                return entry == null ? "" : entry.connection().name();
            }

            @Override
            public ConnectionRow fromString(String words) {
                return null;
            }
        });
        choice.setMinWidth(240);
        subscriptions.onChange(choice.valueProperty(), entry -> {
            if (entry != null && page.isSelected()) {
                shown.accept(entry.connection());
            }
        });
        subscriptions.onChange(page.selectedProperty(), open -> {
            if (open) {
                choice.getItems().setAll(model.entries());
                choice.setValue(null);
                choice.setValue(model.selectedProperty().get());
            }
        });
    }

    private void sending() {
        choose(sendingConnectionLabel, sendingConnection, sendingPage, sendingModel::show);
        subscriptions.bindBoth(guardOn.selectedProperty(), sendingModel.guardProperty());
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
        trouble(sendingFailure, sendingModel.failureProperty());
        sendingSave.setText(texts.get("save"));
        sendingSave.getStyleClass().add("accent");
        sendingSave.setOnAction(e -> sendingModel.save());
        sendingButtons.getChildren().add(sendingSave);
        sendingUsual.setOnAction(e -> sendingModel.usual());
        sendingDiscard.setOnAction(e -> sendingModel.discard());
        subscriptions.observe(sendingModel.workingProperty(), sendingSave::setWorking);
        subscriptions.observe(sendingModel.changedProperty(), changed -> {
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
        subscriptions.bindBoth(field.textProperty(), sendingModel.value(number));
        return new FieldRow(texts.get("number." + code), "", field)
                .follow(subscriptions, sendingModel.problem(number), "");
    }

    // --- backup

    private void backup() {
        choose(backupConnectionLabel, backupConnection, backupPage, backupModel::show);
        backups.setItems(backupModel.rows());
        backups.setAccessibleText(texts.get("page.backup"));
        backups.setCellFactory(view -> new BackupCell());
        subscriptions.onChange(backups.getSelectionModel().selectedItemProperty(), row -> {
            if (row != null) {
                backupModel.selectedProperty().set(row);
            }
        });
        subscriptions.onChange(backupModel.selectedProperty(), row -> {
            if (row == null) {
                backups.getSelectionModel().clearSelection();
            } else {
                backups.getSelectionModel().select(row);
            }
        });
        subscriptions.observe(
                backupModel.listedProperty(),
                listed -> backups.setPlaceholder(
                        listed
                                ? new EmptyState(
                                        "hard-drive", texts.get("backup.none"), texts.get("backup.none.further"))
                                : new Label()));
        trouble(backupFailure, backupModel.failureProperty());
        backUp.setText(texts.get("backup.now"));
        backUp.getStyleClass().add("accent");
        backUp.setOnAction(e -> backupModel.backUp());
        backupButtons.getChildren().add(backUp);
        subscriptions.observe(backupModel.workingProperty(), backUp::setWorking);
        restore.setOnAction(e -> backupModel.restore());
        subscriptions.observe(
                backupModel.selectedProperty(),
                row -> restore.setDisable(
                        row == null || (row.trouble() != null && !row.trouble().isEmpty())));
    }

    /** A backup: when and why, how large, whether it is sound. */
    private final class BackupCell extends ListCell<BackupViewModel.Row> {
        @Override
        protected void updateItem(BackupViewModel.Row row, boolean empty) {
            super.updateItem(row, empty);
            setText(null);
            if (empty || row == null) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            Label when = new Label();
            Moments.show(when, backupModel.times(), row.backup().at());
            when.getStyleClass().add("r-bold");
            Label why = new Label(
                    texts.get("backup.kind." + row.backup().kind().name().toLowerCase(Locale.ROOT)));
            why.getStyleClass().addAll("r-small", "r-muted");
            VBox words = new VBox(when, why);
            words.setAlignment(Pos.CENTER_LEFT);
            words.setMinWidth(Region.USE_PREF_SIZE);
            Label size = new Label(backupModel.size(row.backup().bytes()));
            size.getStyleClass().add("r-backup-size");
            Label state = state(row);
            state.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(state, Priority.ALWAYS);
            HBox line = new HBox(new Icon("hard-drive"), words, size, state);
            line.getStyleClass().add("r-backup-row");
            setGraphic(line);
            setAccessibleText(String.join(", ", when.getText(), why.getText(), size.getText(), state.getText()));
            setTooltip(row.trouble() == null || row.trouble().isEmpty() ? null : new Tooltip(row.trouble()));
        }

        private Label state(BackupViewModel.Row row) {
            if (row.trouble() == null) {
                Label label = new Label(texts.get("backup.checking"));
                label.getStyleClass().add("r-muted");
                return label;
            }
            boolean sound = row.trouble().isEmpty();
            return new Label(
                    sound ? texts.get("backup.sound") : row.trouble(),
                    Icon.of(
                            sound ? "check-circle" : "x-circle",
                            Icon.Size.BUTTON,
                            sound ? "r-success-icon" : "r-danger-icon"));
        }
    }

    // --- appearance

    private void appearance() {
        themeChoice.getToggles().setAll(light, dark);
        subscriptions.observe(
                themes.themeProperty(), theme -> themeChoice.selectToggle(theme == Themes.Theme.DARK ? dark : light));
        subscriptions.onChange(themeChoice.selectedToggleProperty(), chosen -> {
            if (chosen == null) {
                themeChoice.selectToggle(themes.themeProperty().get() == Themes.Theme.DARK ? dark : light);
            } else {
                themes.themeProperty().set(chosen == dark ? Themes.Theme.DARK : Themes.Theme.LIGHT);
            }
        });
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
        List<Node> all = new ArrayList<>(List.of(pages));
        if (shownPage == connectionsPage) {
            all.addAll(List.of(tiles, details, doctorPane.pane()));
        } else if (shownPage == sendingPage) {
            all.add(sendingScroll);
        } else if (shownPage == backupPage) {
            all.add(backups);
        } else if (shownPage == appearancePage) {
            all.add(appearance);
        }
        inboundPage(shownPage).ifPresent(page -> all.add(page.pane()));
        return all;
    }

    @Override
    public void close() {
        subscriptions.close();
    }
}
