package dev.rostrum.ui.announcements;

import java.util.List;
import javafx.scene.Node;

/** One of the pages inside the screen. */
interface Page extends AutoCloseable {
    Node root();

    /** Reads what may be old, since the page is in view now. */
    void shown();

    Node firstFocus();

    /** What F6 steps through. */
    List<Node> panes();

    /** Ctrl+F. */
    default void search() {}

    /** Ctrl+I: details of the focused row. */
    default void details() {}

    /** Ctrl+Enter: the page's next step. It never sends. */
    default void next() {}

    /** F5. */
    default void refresh() {
        shown();
    }

    /** Ctrl+E. */
    default void export() {}

    @Override
    void close();
}
