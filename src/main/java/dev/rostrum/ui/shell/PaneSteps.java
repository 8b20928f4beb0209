package dev.rostrum.ui.shell;

import dev.rostrum.ui.fx.Screen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;

/** F6: from pane to pane, each where the focus was in it last. */
final class PaneSteps {
    private final Node nav;
    private final Supplier<Screen> current;
    private final Map<Node, Node> lastFocus = new HashMap<>();

    PaneSteps(Node nav, Supplier<Screen> current) {
        this.nav = nav;
        this.current = current;
    }

    /** Another screen is in view. */
    void forget() {
        lastFocus.clear();
    }

    void step(int step) {
        List<Node> panes = new ArrayList<>();
        panes.add(nav);
        if (current.get() != null) {
            panes.addAll(current.get().panes());
        }
        panes.removeIf(pane -> firstControl(pane) == null);
        Node owner = nav.getScene() == null ? null : nav.getScene().getFocusOwner();
        int at = -1;
        for (int i = 0; i < panes.size(); i++) {
            if (owner != null && isIn(owner, panes.get(i))) {
                at = i;
                lastFocus.put(panes.get(i), owner);
            }
        }
        if (panes.isEmpty()) {
            return;
        }
        Node pane = panes.get(Math.floorMod(at + step, panes.size()));
        Node last = lastFocus.get(pane);
        Node to = last != null && isIn(last, pane) && last.isVisible() ? last : firstControl(pane);
        to.requestFocus();
    }

    private static boolean isIn(Node node, Node pane) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at == pane) {
                return true;
            }
        }
        return false;
    }

    /** The first control that can have the focus, or null. */
    static Node firstControl(Node node) {
        if (node == null || !node.isVisible() || node.isDisabled()) {
            return null;
        }
        if (node.isFocusTraversable() && !(node instanceof ScrollPane)) {
            return node;
        }
        if (node instanceof Parent parent) {
            for (Node child : parent.getChildrenUnmodifiable()) {
                Node found = firstControl(child);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
