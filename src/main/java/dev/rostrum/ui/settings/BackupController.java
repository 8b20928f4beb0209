package dev.rostrum.ui.settings;

import dev.rostrum.records.Backups;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.settings.ConnectionsViewModel.ConnectionRow;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.EmptyState;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.WorkingButton;
import dev.rostrum.ui.words.Moments;
import dev.rostrum.words.Texts;
import java.util.List;
import java.util.Locale;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Binds the page Backup to its view-model. */
final class BackupController implements AutoCloseable {
    private final ConnectionsViewModel connections;
    private final BackupViewModel model;
    private final Leaving leaving;
    private final Texts texts = Texts.of(BackupController.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final WorkingButton backUp = new WorkingButton("", new Icon("hard-drive"));
    private ConnectionChoice choice;

    @FXML
    private Label backupConnectionLabel;

    @FXML
    private ComboBox<ConnectionRow> backupConnection;

    @FXML
    private ListView<BackupViewModel.Row> backups;

    @FXML
    private VBox asidePlace;

    @FXML
    private VBox aside;

    @FXML
    private Button openFolder;

    @FXML
    private Label backupFailure;

    @FXML
    private HBox backupButtons;

    @FXML
    private Button restore;

    BackupController(ConnectionsViewModel connections, BackupViewModel model, Leaving leaving) {
        this.connections = connections;
        this.model = model;
        this.leaving = leaving;
    }

    @FXML
    void initialize() {
        choice = new ConnectionChoice(
                connections,
                backupConnectionLabel,
                backupConnection,
                leaving,
                Unsaved.NOTHING,
                model::show,
                subscriptions);
        backups.setItems(model.rows());
        backups.setAccessibleText(texts.get("page.backup"));
        backups.setCellFactory(view -> new BackupCell());
        subscriptions.onChange(backups.getSelectionModel().selectedItemProperty(), row -> {
            if (row != null) {
                model.selectedProperty().set(row);
            }
        });
        subscriptions.onChange(model.selectedProperty(), row -> {
            if (row == null) {
                backups.getSelectionModel().clearSelection();
            } else {
                backups.getSelectionModel().select(row);
            }
        });
        subscriptions.observe(
                model.listedProperty(),
                listed -> backups.setPlaceholder(
                        listed
                                ? new EmptyState(
                                        "hard-drive", texts.get("backup.none"), texts.get("backup.none.further"))
                                : new Label()));
        SettingsParts.trouble(backupFailure, model.failureProperty(), subscriptions);
        backUp.setText(texts.get("backup.now"));
        backUp.getStyleClass().add("accent");
        backUp.setOnAction(e -> model.backUp());
        backupButtons.getChildren().add(backUp);
        subscriptions.observe(model.workingProperty(), backUp::setWorking);
        restore.setOnAction(e -> model.restore());
        subscriptions.observe(
                model.selectedProperty(),
                row -> restore.setDisable(
                        row == null || (row.trouble() != null && !row.trouble().isEmpty())));
        openFolder.setOnAction(e -> model.openFolder());
        subscriptions.onChange(model.setAside(), this::showSetAside);
        showSetAside();
    }

    private void showSetAside() {
        Controls.show(asidePlace, !model.setAside().isEmpty());
        aside.getChildren().clear();
        for (Backups.SetAside each : model.setAside()) {
            Label name = new Label(each.file().getFileName().toString());
            name.getStyleClass().add("r-mono");
            name.setWrapText(true);
            Label what = new Label();
            Moments.show(
                    what,
                    model.times(),
                    each.at(),
                    texts.get("backup.aside.line", model.times().moment(each.at()), model.size(each.bytes())));
            what.getStyleClass().addAll("r-small", "r-muted");
            aside.getChildren().add(new VBox(name, what));
        }
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
            Moments.show(when, model.times(), row.backup().at());
            when.getStyleClass().add("r-bold");
            Label why = new Label(
                    texts.get("backup.kind." + row.backup().kind().name().toLowerCase(Locale.ROOT)));
            why.getStyleClass().addAll("r-small", "r-muted");
            VBox words = new VBox(when, why);
            words.setAlignment(Pos.CENTER_LEFT);
            words.setMinWidth(Region.USE_PREF_SIZE);
            Label size = new Label(model.size(row.backup().bytes()));
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

    SettingsPage page(Parent root) {
        return new SettingsPage(root, () -> List.of(backups), Unsaved.NOTHING, choice::shown);
    }

    @Override
    public void close() {
        subscriptions.close();
    }
}
