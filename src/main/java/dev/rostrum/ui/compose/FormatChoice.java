package dev.rostrum.ui.compose;

import dev.rostrum.domain.TextFormat;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.words.Texts;
import javafx.beans.property.ObjectProperty;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;

/** Markdown or plain text; one of the two is always on. */
public final class FormatChoice extends HBox {
    private final ToggleGroup formats = new ToggleGroup();
    private final ToggleButton markdown;
    private final ToggleButton plain;

    public FormatChoice() {
        Texts texts = Texts.of(FormatChoice.class);
        getStyleClass().add("r-segment-choice");
        ComposeSheet.on(this);
        markdown = new ToggleButton(texts.get("format.markdown"));
        plain = new ToggleButton(texts.get("format.plain"));
        markdown.setToggleGroup(formats);
        plain.setToggleGroup(formats);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        getChildren().addAll(markdown, plain);
    }

    /** Follows the format, and changes it. */
    public void edit(ObjectProperty<TextFormat> format, Subscriptions subscriptions) {
        subscriptions.observe(format, now -> formats.selectToggle(now == TextFormat.MARKDOWN ? markdown : plain));
        subscriptions.onChange(formats.selectedToggleProperty(), chosen -> {
            if (chosen == null) {
                formats.selectToggle(format.get() == TextFormat.MARKDOWN ? markdown : plain);
            } else {
                format.set(chosen == plain ? TextFormat.PLAIN : TextFormat.MARKDOWN);
            }
        });
    }
}
