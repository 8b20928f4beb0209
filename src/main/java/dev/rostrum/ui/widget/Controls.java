package dev.rostrum.ui.widget;

import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.control.Tooltip;

/** What screens do with controls of every kind. */
public final class Controls {
    private Controls() {}

    /** Shows the node, or takes it away with the room that it had. */
    public static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    /** Names a control without words of its own, for the eye and for screen readers. */
    public static void name(Control control, String words) {
        control.setTooltip(new Tooltip(words));
        control.setAccessibleText(words);
    }
}
