package dev.rostrum.ui.fx;

import javafx.css.PseudoClass;
import javafx.event.EventHandler;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.util.Subscription;

/**
 * Shows where the focus is. JavaFX sets {@code :focus-visible} only where a key moved the focus; here it is set wherever the focus
 * comes by anything else than a press of the mouse on that very control: by a dialog that opens, a screen that is led to, a row that
 * takes the place of another. The next key shows a focus that the mouse has set. What scrolls is scrolled to it, which the toolkit does
 * for the Tab key alone. One for each scene, on the FX thread.
 */
public final class VisibleFocus implements AutoCloseable {
    private static final PseudoClass VISIBLE = PseudoClass.getPseudoClass("focus-visible");

    private final Scene scene;
    private final Subscriptions subscriptions = new Subscriptions();
    private static final double MARGIN = 12;

    private final EventHandler<MouseEvent> mouse = this::mouse;
    private final EventHandler<KeyEvent> key = event -> typed();
    /** What the mouse is being pressed on, or null. */
    private Node pressed;

    private Node owner;
    private final Runnable afterLayout = this::laidOut;
    private Subscription ofOwner = Subscription.EMPTY;

    public VisibleFocus(Scene scene) {
        this.scene = scene;
        scene.addEventFilter(MouseEvent.ANY, mouse);
        scene.addEventFilter(KeyEvent.KEY_PRESSED, key);
        subscriptions.observe(scene.focusOwnerProperty(), this::moved);
    }

    private void mouse(MouseEvent event) {
        if (event.getEventType() == MouseEvent.MOUSE_PRESSED) {
            pressed = event.getTarget() instanceof Node node ? node : null;
        } else if (event.getEventType() == MouseEvent.MOUSE_RELEASED) {
            pressed = null;
        }
    }

    private void typed() {
        pressed = null;
        mark(owner, true);
    }

    private void moved(Node now) {
        ofOwner.unsubscribe();
        mark(owner, false);
        owner = now;
        mark(now, !isPressed(now));
        if (now != null && !isPressed(now)) {
            reveal(now);
            // It may be new, without its place yet.
            scene.addPostLayoutPulseListener(afterLayout);
        }
        // Asked for once more by the program, or while the window is behind another one, the toolkit takes its mark
        // away.
        ofOwner = now == null
                ? Subscription.EMPTY
                : now.focusVisibleProperty().subscribe((was, is) -> mark(now, is || !isPressed(now)));
    }

    private void laidOut() {
        scene.removePostLayoutPulseListener(afterLayout);
        if (owner != null) {
            reveal(owner);
        }
    }

    /** Scrolls whatever the node stands in so that it is in view. */
    private static void reveal(Node node) {
        for (Node at = node.getParent(); at != null; at = at.getParent()) {
            if (at instanceof ScrollPane pane && pane.getContent() != null && pane.getContent() != node) {
                reveal(node, pane, pane.getContent());
            }
        }
    }

    private static void reveal(Node node, ScrollPane pane, Node content) {
        Bounds in = content.sceneToLocal(node.localToScene(node.getLayoutBounds()));
        double seen = pane.getViewportBounds().getHeight();
        double room = content.getLayoutBounds().getHeight() - seen;
        if (in == null || seen <= 0 || room <= 0) {
            return;
        }
        double top = pane.getVvalue() * room;
        double wanted = top;
        if (in.getMaxY() + MARGIN > top + seen) {
            wanted = in.getMaxY() + MARGIN - seen;
        }
        if (in.getMinY() - MARGIN < wanted) {
            wanted = in.getMinY() - MARGIN;
        }
        if (wanted != top) {
            pane.setVvalue(Math.max(0, Math.min(1, wanted / room)));
        }
    }

    private boolean isPressed(Node node) {
        for (Node at = pressed; at != null; at = at.getParent()) {
            if (at == node) {
                return true;
            }
        }
        return false;
    }

    private static void mark(Node node, boolean visible) {
        if (node != null) {
            node.pseudoClassStateChanged(VISIBLE, visible);
        }
    }

    @Override
    public void close() {
        scene.removeEventFilter(MouseEvent.ANY, mouse);
        scene.removeEventFilter(KeyEvent.KEY_PRESSED, key);
        scene.removePostLayoutPulseListener(afterLayout);
        ofOwner.unsubscribe();
        subscriptions.close();
    }
}
