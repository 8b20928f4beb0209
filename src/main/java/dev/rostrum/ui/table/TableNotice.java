package dev.rostrum.ui.table;

import dev.rostrum.ui.widget.Tone;

/**
 * What the admin should know about the rows: a line above them.
 *
 * @param what a few words before the sentence, or nothing
 * @param icon a Feather name, or null for that of the tone
 * @param button what can be done, or null
 * @param action does it
 * @param close does away with it, or null where it stays
 * @param more how many others there are that are less urgent
 */
public record TableNotice(
        Tone tone, String what, String text, String icon, String button, Runnable action, Runnable close, int more) {

    public static TableNotice of(Tone tone, String text) {
        return new TableNotice(tone, "", text, null, null, null, null, 0);
    }

    public TableNotice about(String words) {
        return new TableNotice(tone, words, text, icon, button, action, close, more);
    }

    public TableNotice icon(String name) {
        return new TableNotice(tone, what, text, name, button, action, close, more);
    }

    public TableNotice with(String words, Runnable does) {
        return new TableNotice(tone, what, text, icon, words, does, close, more);
    }

    public TableNotice closable(Runnable gone) {
        return new TableNotice(tone, what, text, icon, button, action, gone, more);
    }

    public TableNotice more(int others) {
        return new TableNotice(tone, what, text, icon, button, action, close, others);
    }
}
