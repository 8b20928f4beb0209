package dev.rostrum.ui.words;

import dev.rostrum.ui.widget.Tone;

/**
 * How a state is shown: never by colour alone.
 *
 * @param icon name of a Feather icon
 * @param word what the chip says, sentence case
 * @param tone colour of the chip
 * @param meaning the word explained in one sentence, for the tooltip
 */
public record StateLabel(String icon, String word, Tone tone, String meaning) {
    /** The style class of the tone. */
    public String styleClass() {
        return tone.style();
    }
}
