package dev.rostrum.ui.fx;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/** Keys that a control has for itself: while the focus is in it they mean this, and not what the window or its screen does with them. */
public final class OwnKeys {
    private static final String PLACE = OwnKeys.class.getName();
    private static final KeyCombination REDO = KeyCombination.valueOf("Shortcut+Y");

    private OwnKeys() {}

    /** Gives these keys to a control; those of before are taken away. */
    public static void set(Node control, List<Action> keys) {
        control.getProperties().put(PLACE, List.copyOf(keys));
    }

    /** Those of the control and of what it stands in, the nearest first. */
    public static List<Action> of(Node focused) {
        for (Node at = focused; at != null; at = at.getParent()) {
            if (at.hasProperties() && at.getProperties().get(PLACE) instanceof List<?> keys) {
                return keys.stream().map(Action.class::cast).toList();
            }
        }
        return List.of();
    }

    /** Does what the key means where the focus is, and says whether it means anything there. */
    public static boolean handle(Node focused, KeyEvent event) {
        for (Action own : of(focused)) {
            if (own.answers(event)) {
                own.perform();
                return true;
            }
        }
        // The toolkit redoes by Ctrl+Y on Windows only.
        if (focused instanceof TextInputControl text && text.isEditable() && REDO.match(event)) {
            text.redo();
            return true;
        }
        return false;
    }
}
