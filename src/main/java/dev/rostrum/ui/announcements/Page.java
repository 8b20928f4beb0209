package dev.rostrum.ui.announcements;

import java.util.List;
import javafx.scene.Node;

/** One of the pages inside the screen. */
interface Page extends AutoCloseable {
    Node root();

    /** In view now: read what may be old. */
    void shown();

    Node firstFocus();

    /** What F6 steps through. */
    List<Node> panes();

    /** Ctrl+F. */
    default void search() {}

    /** Ctrl+Enter: the page's next step. Never sends. */
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
