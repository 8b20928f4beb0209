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

    /** Styles a button that is an icon without words, and names it. */
    public static void iconOnly(Control button, String words, String... styleClasses) {
        button.getStyleClass().addAll("flat", "r-icon-button");
        button.getStyleClass().addAll(styleClasses);
        name(button, words);
    }

    /** Names a control without words of its own, for the eye and for screen readers. */
    public static void name(Control control, String words) {
        control.setTooltip(new Tooltip(words));
        control.setAccessibleText(words);
    }
}
