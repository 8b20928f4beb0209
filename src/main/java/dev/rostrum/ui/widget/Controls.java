package dev.rostrum.ui.widget;

import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** What screens do with controls of every kind. */
public final class Controls {
    private Controls() {}

    /** Shows the node, or takes it away with the room that it had. */
    public static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    /** The node of this kind that the target of an event is in, or is itself; null: none. */
    public static <T> T around(Object target, Class<T> kind) {
        Node node = target instanceof Node one ? one : null;
        while (node != null && !kind.isInstance(node)) {
            node = node.getParent();
        }
        return kind.cast(node);
    }

    /** Styles a button that is an icon without words, and names it. */
    public static void iconOnly(Control button, String words, String... styleClasses) {
        button.getStyleClass().addAll("flat", "r-icon-button");
        button.getStyleClass().addAll(styleClasses);
        name(button, words);
    }

    /** Lets Tab lead on from a text, as from any other control, in place of writing a tab stop. */
    public static void tabLeaves(TextArea text) {
        text.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.TAB && !event.isControlDown() && !event.isAltDown()) {
                event.consume();
                // That is what leads on from a text area.
                text.fireEvent(new KeyEvent(
                        KeyEvent.KEY_PRESSED, "", "", KeyCode.TAB, event.isShiftDown(), true, false, false));
            }
        });
    }

    /** Names a control without words of its own, for the eye and for screen readers. */
    public static void name(Control control, String words) {
        control.setTooltip(new Tooltip(words));
        control.setAccessibleText(words);
    }
}
