package dev.rostrum.ui.shell;

/** Leads from one screen to another without the two knowing each other. It is used on the FX thread. */
public interface Navigator {
    /**
     * Opens a screen.
     *
     * @param argument what the screen shall open inside, or null; the screens agree on its meaning
     * @throws IllegalArgumentException when there is no such screen
     */
    void open(String screenId, Object argument);

    default void open(String screenId) {
        open(screenId, null);
    }
}
