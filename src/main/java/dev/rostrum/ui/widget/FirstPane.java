package dev.rostrum.ui.widget;

import dev.rostrum.ui.fx.Subscriptions;
import javafx.beans.property.DoubleProperty;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.input.MouseEvent;

/** Keeps the first pane of a split one as wide as the admin has drawn it, whatever the window's size and zoom. */
public final class FirstPane {
    private static final double LARGE = 1.3;
    private static final double ROOT_SIZE = 13;

    private final SplitPane panes;
    private final Label font;
    private final DoubleProperty width;
    private boolean placed;

    /**
     * @param font a label of the zoomed root size
     * @param width in em; set when the admin has drawn the divider
     */
    public FirstPane(SplitPane panes, Label font, DoubleProperty width, Subscriptions subscriptions) {
        this.panes = panes;
        this.font = font;
        this.width = width;
        subscriptions.observe(panes.widthProperty(), now -> place());
        panes.addEventFilter(MouseEvent.MOUSE_RELEASED, event -> drawn());
    }

    /** A wide pane leaves too little beside it where everything is large. */
    private double em() {
        double em = font.getFont().getSize() / ROOT_SIZE;
        return ROOT_SIZE * (em > LARGE ? 1 : em);
    }

    private void place() {
        if (!placed && panes.getWidth() > 0) {
            placed = true;
            panes.setDividerPositions(Math.min(0.5, width.get() * em() / panes.getWidth()));
        }
    }

    private void drawn() {
        double now = panes.getDividerPositions()[0] * panes.getWidth() / em();
        if (placed && Math.abs(now - width.get()) > 0.1) {
            width.set(now);
        }
    }
}
