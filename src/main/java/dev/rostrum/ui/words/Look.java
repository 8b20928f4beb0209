package dev.rostrum.ui.words;

/**
 * How a state is shown: never by colour alone.
 *
 * @param icon name of a Feather icon
 * @param word what the chip says, sentence case
 * @param styleClass colour of the chip: {@code neutral}, {@code accent}, {@code success}, {@code warning},
 *     {@code danger}, or {@code outline} (border only)
 * @param meaning the word explained in one sentence, for the tooltip
 */
public record Look(String icon, String word, String styleClass, String meaning) {}
