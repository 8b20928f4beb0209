package dev.rostrum.ui.shell;

import java.util.function.Consumer;

/** Questions and short news of view-models. They are used on the FX thread. */
public interface Dialogs {
    /** The answer when the admin cancels. */
    String CANCEL = "cancel";

    /** Asks, and tells the id of the choice, or {@link #CANCEL}. A second question waits for the first. */
    void ask(Question question, Consumer<String> answer);

    /** Says something short that needs no answer and goes away by itself. */
    void tell(String news);

    /**
     * Says that something was done, with a way back: a button beside the words for some seconds, Ctrl+Z for some minutes, also when
     * the screen is closed by then. It is withdrawn when the connection is left.
     *
     * @param words what was done
     */
    void done(String words, TakingBack back);
}
