package dev.rostrum.ui.widget;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import javafx.util.Subscription;

/**
 * A main pane with details at its right. In a narrow window the details leave, and come back over the main pane when asked
 * for.
 */
public final class SideLayout extends Region {
    private static final double ROOT_SIZE = 13;
    /** Window widths at 100 % zoom. */
    private static final double NARROW = 1120;

    private static final double WIDE = 1600;
    private static final double SIDE = 304;
    private static final double SIDE_WIDE = 360;
    private static final PseudoClass OVER = PseudoClass.getPseudoClass("over");

    private final Label size = new Label();
    private final Rectangle clip = new Rectangle();
    private final ReadOnlyBooleanWrapper narrow = new ReadOnlyBooleanWrapper(this, "narrow");
    private final ReadOnlyBooleanWrapper sideShown = new ReadOnlyBooleanWrapper(this, "sideShown");
    private Subscription windowWidth = Subscription.EMPTY;
    private Node main = new Region();
    private Region side = new Region();
    private boolean filled;
    private boolean wantedBeside = true;
    private boolean wantedOver;

    public SideLayout() {
        getStyleClass().add("r-side-layout");
        // An empty label is the cheapest way to learn the font size that the zoom gives this place.
        size.setManaged(false);
        size.setMouseTransparent(true);
        size.fontProperty().subscribe(font -> measure());
        clip.widthProperty().bind(widthProperty());
        clip.heightProperty().bind(heightProperty());
        setClip(clip);
        sceneProperty().subscribe(this::moved);
        children();
    }

    private void moved(Scene scene) {
        windowWidth.unsubscribe();
        windowWidth = scene == null ? Subscription.EMPTY : scene.widthProperty().subscribe(width -> measure());
    }

    private double em() {
        return size.getFont().getSize() / ROOT_SIZE;
    }

    private void measure() {
        boolean before = narrow.get();
        narrow.set(getScene() != null && getScene().getWidth() > 0 && getScene().getWidth() / em() < NARROW);
        if (before != narrow.get()) {
            wantedOver = false;
        }
        show();
    }

    private void show() {
        boolean shown = filled && (narrow.get() ? wantedOver : wantedBeside);
        side.setVisible(shown);
        side.pseudoClassStateChanged(OVER, shown && narrow.get());
        sideShown.set(shown);
        requestLayout();
    }

    private void children() {
        getChildren().setAll(size, main, side);
        show();
    }

    public Node getMain() {
        return main;
    }

    public void setMain(Node node) {
        main = node;
        children();
    }

    public Region getSide() {
        return side;
    }

    public void setSide(Region node) {
        side = node;
        children();
    }

    /** Whether there is anything to show at the side; nothing is shown before. */
    public void setFilled(boolean now) {
        filled = now;
        if (!now) {
            // What comes next was not asked for: over the main pane it would hide what the admin looks at.
            wantedOver = false;
        }
        show();
    }

    /** Opens or closes the side, as far as there is anything to show. */
    public void setOpen(boolean open) {
        if (narrow.get()) {
            wantedOver = open;
        } else {
            wantedBeside = open;
        }
        show();
    }

    public void toggle() {
        setOpen(!sideShown.get());
    }

    /** The window has no room for the side beside the main pane. */
    public ReadOnlyBooleanProperty narrowProperty() {
        return narrow.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty sideShownProperty() {
        return sideShown.getReadOnlyProperty();
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        boolean wide = getScene() != null && getScene().getWidth() / em() >= WIDE;
        double taken = Math.rint(Math.min(width, (wide ? SIDE_WIDE : SIDE) * em()));
        boolean beside = sideShown.get() && !narrow.get();
        main.resizeRelocate(0, 0, beside ? width - taken : width, height);
        if (sideShown.get()) {
            side.resizeRelocate(width - taken, 0, taken, height);
        }
    }

    @Override
    protected double computeMinWidth(double height) {
        return main.minWidth(height);
    }

    @Override
    protected double computePrefWidth(double height) {
        return main.prefWidth(height) + SIDE * em();
    }

    @Override
    protected double computePrefHeight(double width) {
        return Math.max(main.prefHeight(width), side.prefHeight(-1));
    }
}
