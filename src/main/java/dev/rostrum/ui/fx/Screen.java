package dev.rostrum.ui.fx;

import java.util.List;
import javafx.scene.Node;

/**
 * One screen of the window. Made when first opened, shown and hidden many times, closed once. All on the FX thread.
 */
public interface Screen extends AutoCloseable {

    /** The same node each time. */
    Node root();

    /** The screen is in view now: start listening, refresh what may be old. */
    default void shown() {}

    /** The screen is out of view: stop what only serves the eye. */
    default void hidden() {}

    /** Opens something inside the screen, as another screen asked by {@code Navigator.open(id, argument)}. */
    default void open(Object argument) {}

    /** The admin has pressed the screen's own entry of the navigation while it was in view: back to where it begins. */
    default void home() {}

    /** The admin leaves for another screen, another connection or the end: go on once nothing that was typed is lost unasked. */
    default void leave(Runnable go) {
        go.run();
    }

    /** What F6 steps through, in reading order. */
    default List<Node> panes() {
        return List.of(root());
    }

    /** Where the focus goes when the screen is opened; null: the first control. */
    default Node firstFocus() {
        return null;
    }

    /** Keys that work anywhere while this screen is in view. */
    default List<Action> actions() {
        return List.of();
    }

    /** Drops every listener and all work under way. */
    @Override
    void close();
}
