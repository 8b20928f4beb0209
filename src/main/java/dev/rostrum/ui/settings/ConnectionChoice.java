package dev.rostrum.ui.settings;

import dev.rostrum.connection.Connection;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.settings.ConnectionsViewModel.ConnectionRow;
import java.util.function.Consumer;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.util.StringConverter;

/** Which connection a page of Settings is about. */
final class ConnectionChoice {
    private final ConnectionsViewModel model;
    private final ComboBox<ConnectionRow> choice;
    private boolean settingBack;

    /** @param shown told the connection that was chosen */
    ConnectionChoice(
            ConnectionsViewModel model,
            Label label,
            ComboBox<ConnectionRow> choice,
            Leaving leaving,
            Unsaved unsaved,
            Consumer<Connection> shown,
            Subscriptions subscriptions) {
        this.model = model;
        this.choice = choice;
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
        subscriptions.add(choice.valueProperty().subscribe((before, chosen) -> {
            if (settingBack || chosen == null) {
                return;
            }
            if (before != null && unsaved.isChanged()) {
                set(before);
                leaving.from(unsaved, () -> {
                    set(chosen);
                    shown.accept(chosen.connection());
                });
            } else {
                shown.accept(chosen.connection());
            }
        }));
    }

    private void set(ConnectionRow entry) {
        settingBack = true;
        choice.setValue(entry);
        settingBack = false;
    }

    /** The page is in view now: it is about the connection that is selected elsewhere in Settings. */
    void shown() {
        choice.getItems().setAll(model.entries());
        choice.setValue(null);
        choice.setValue(model.selectedProperty().get());
    }
}
