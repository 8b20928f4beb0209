package dev.rostrum.ui.settings;

import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;

/**
 * A page of Settings.
 *
 * @param panes what F6 leads to
 * @param shown the page is in view now
 */
record SettingsPage(Node root, Supplier<List<Node>> panes, Unsaved unsaved, Runnable shown) {
    SettingsPage(Node root, Supplier<List<Node>> panes) {
        this(root, panes, Unsaved.NOTHING, () -> {});
    }
}
