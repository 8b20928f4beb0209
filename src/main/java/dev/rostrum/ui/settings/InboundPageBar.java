package dev.rostrum.ui.settings;

import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.NoticeBar;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.widget.WorkingButton;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** What the pages of the inbound side share: saving and discarding, and what is said above and below the form. */
record InboundPageBar(InboundPageViewModel model, NoticeBar notice, Label failure, Button discard, WorkingButton save) {

    /** @param known what is said above where everything can be stored; may be empty */
    void bind(Subscriptions subscriptions, String known) {
        String readOnly = model.readOnlyWords();
        if (!readOnly.isEmpty()) {
            notice.show(Tone.WARNING, "", readOnly);
        } else if (!known.isEmpty()) {
            notice.show(Tone.NEUTRAL, "", known);
            notice.setIcon("info");
        }
        failure.setGraphic(new Icon("alert-circle"));
        failure.setMinHeight(Region.USE_PREF_SIZE);
        subscriptions.observe(model.failureProperty(), words -> {
            failure.setText(words);
            Controls.show(failure, !words.isEmpty());
        });
        save.setOnAction(e -> model.save());
        discard.setOnAction(e -> model.discard());
        subscriptions.observe(model.workingProperty(), save::setWorking);
        subscriptions.observe(model.changedProperty(), changed -> {
            save.setDisable(!changed || !model.writes());
            discard.setDisable(!changed);
        });
    }
}
