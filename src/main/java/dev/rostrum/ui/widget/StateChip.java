package dev.rostrum.ui.widget;

import dev.rostrum.words.Texts;
import javafx.scene.control.Label;

/** A state as icon and word, on a fill or, for long columns, without one. */
public final class StateChip extends Label {
    private final Texts texts = Texts.of(StateChip.class);
    private Tone tone;

    public StateChip() {
        getStyleClass().add("r-chip");
        setMinWidth(USE_PREF_SIZE);
    }

    public StateChip(String icon, String word, Tone tone) {
        this();
        show(icon, word, tone);
    }

    /** Icon and word without fill: keeps long columns calm. */
    public static StateChip plain(String icon, String word, Tone tone) {
        StateChip chip = new StateChip(icon, word, tone);
        chip.getStyleClass().setAll("label", "r-chip-plain", tone.style());
        ((Icon) chip.getGraphic()).setSize(Icon.Size.BUTTON);
        return chip;
    }

    public void show(String icon, String word, Tone newTone) {
        setText(word);
        setGraphic(new Icon(icon, Icon.Size.CHIP));
        if (tone != null) {
            getStyleClass().remove(tone.style());
        }
        tone = newTone;
        getStyleClass().add(newTone.style());
        setAccessibleText(texts.get("chip.state", word));
    }
}
