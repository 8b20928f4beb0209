package dev.rostrum.ui.compose;

import dev.rostrum.domain.Formatting;
import dev.rostrum.words.Texts;
import java.util.Locale;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;

/** The client of Teams in which a message is looked at; one of them is always on. */
public final class ClientChoice extends HBox {
    private final ReadOnlyObjectWrapper<Formatting.Client> client =
            new ReadOnlyObjectWrapper<>(this, "client", Formatting.Client.DESKTOP);

    public ClientChoice() {
        Texts texts = Texts.of(ClientChoice.class);
        getStyleClass().addAll("r-segment-choice", "r-client-choice");
        ComposeSheet.on(this);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        setMinWidth(USE_PREF_SIZE);
        setAccessibleText(texts.get("preview.client"));
        ToggleGroup clients = new ToggleGroup();
        for (Formatting.Client each : Formatting.Client.values()) {
            ToggleButton button =
                    new ToggleButton(texts.get("preview." + each.name().toLowerCase(Locale.ROOT)));
            button.setToggleGroup(clients);
            button.setUserData(each);
            button.setMinWidth(USE_PREF_SIZE);
            getChildren().add(button);
        }
        clients.selectToggle(clients.getToggles().get(0));
        clients.selectedToggleProperty().subscribe((before, now) -> {
            if (now == null) {
                clients.selectToggle(before);
            } else {
                client.set((Formatting.Client) now.getUserData());
            }
        });
    }

    public ReadOnlyObjectProperty<Formatting.Client> clientProperty() {
        return client.getReadOnlyProperty();
    }
}
