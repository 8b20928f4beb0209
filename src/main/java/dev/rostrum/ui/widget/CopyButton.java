package dev.rostrum.ui.widget;

import dev.rostrum.words.Texts;
import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.scene.AccessibleAttribute;
import javafx.scene.control.Button;
import javafx.util.Duration;

/** Copies one value. Shows a check for a moment and tells a screen reader. */
public final class CopyButton extends Button {
    private static final Duration SHOWN = Duration.seconds(1.5);

    private final Texts texts = Texts.of(CopyButton.class);
    private final Icon icon = new Icon("copy");
    private final PauseTransition back = new PauseTransition(SHOWN);
    private final Supplier<String> value;
    private final String what;

    /** @param what the name of the value, as in "Copy user id" */
    public CopyButton(String what, Supplier<String> value) {
        this.value = value;
        this.what = what;
        getStyleClass().addAll("flat", "r-icon-button", "r-copy-button");
        setGraphic(icon);
        Controls.name(this, texts.get("copy.what", what));
        setOnAction(e -> copy());
        back.setOnFinished(e -> usual());
    }

    private void copy() {
        String text = value.get();
        if (text == null || text.isEmpty()) {
            return;
        }
        ClipboardText.copy(text);
        icon.setIcon("check");
        setAccessibleText(texts.get("copied"));
        notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
        back.playFromStart();
    }

    private void usual() {
        icon.setIcon("copy");
        setAccessibleText(texts.get("copy.what", what));
    }
}
