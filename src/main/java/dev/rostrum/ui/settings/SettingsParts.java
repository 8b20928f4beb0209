package dev.rostrum.ui.settings;

import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.Icon;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** What pages of Settings have in common. */
final class SettingsParts {
    private SettingsParts() {}

    /** Shows what went wrong, in place of nothing. */
    static void trouble(Label label, ObservableValue<String> words, Subscriptions subscriptions) {
        label.setGraphic(new Icon("alert-circle"));
        label.setMinHeight(Region.USE_PREF_SIZE);
        subscriptions.observe(words, now -> {
            label.setText(now);
            Controls.show(label, !now.isEmpty());
        });
    }
}
