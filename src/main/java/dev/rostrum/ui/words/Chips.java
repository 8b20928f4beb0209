package dev.rostrum.ui.words;

import dev.rostrum.ui.widget.StateChip;
import javafx.scene.control.Tooltip;

/** State chips of looks, with the meaning as tooltip. */
public final class Chips {
    private Chips() {}

    public static StateChip of(Look look) {
        StateChip chip = new StateChip();
        show(chip, look);
        return chip;
    }

    /** Icon and word without fill, for long columns. */
    public static StateChip plain(Look look) {
        StateChip chip = StateChip.plain(look.icon(), look.word(), look.tone());
        chip.setTooltip(new Tooltip(look.meaning()));
        return chip;
    }

    public static void show(StateChip chip, Look look) {
        chip.show(look.icon(), look.word(), look.tone());
        chip.setTooltip(new Tooltip(look.meaning()));
    }
}
