package dev.rostrum.ui.words;

import dev.rostrum.ui.widget.StateChip;
import javafx.scene.control.Tooltip;

/** State chips of looks, with the meaning as tooltip. */
public final class StateChips {
    private StateChips() {}

    public static StateChip of(StateLabel label) {
        StateChip chip = new StateChip();
        show(chip, label);
        return chip;
    }

    /** Icon and word without fill, for long columns. */
    public static StateChip plain(StateLabel label) {
        StateChip chip = StateChip.plain(label.icon(), label.word(), label.tone());
        chip.setTooltip(new Tooltip(label.meaning()));
        return chip;
    }

    public static void show(StateChip chip, StateLabel label) {
        chip.show(label.icon(), label.word(), label.tone());
        chip.setTooltip(new Tooltip(label.meaning()));
    }
}
