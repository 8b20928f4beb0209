package dev.rostrum.ui.shell;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import javafx.animation.PauseTransition;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;

/**
 * News for some seconds, in the middle of the window as far down as it covers nothing that can be pressed or typed into. With a
 * button it stays longer, and as long as mouse or focus are on it.
 */
final class Toast {
    private static final Duration NEWS = Duration.seconds(4);
    private static final Duration OFFER = Duration.seconds(10);
    private static final double GAP = 8;
    private static final double STATUS_BAR = 36;
    private static final double SIDE = 16;

    private final Pane over;
    private final Label label = new Label();
    private final Button button = new Button();
    private final HBox box = new HBox(label, button);
    private final PauseTransition end = new PauseTransition();
    /** Where the focus was before it came to the button; no screen is kept by it. */
    private WeakReference<Node> before = new WeakReference<>(null);

    /** @param over the layer that it lies in, as large as the window */
    Toast(Pane over) {
        this.over = over;
        box.getStyleClass().add("r-toast");
        box.setVisible(false);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.setAccessibleRole(AccessibleRole.TEXT);
        HBox.setHgrow(label, Priority.SOMETIMES);
        button.setMinWidth(Region.USE_PREF_SIZE);
        StackPane.setAlignment(box, Pos.TOP_CENTER);
        end.setOnFinished(e -> ended());
        box.hoverProperty().subscribe((was, is) -> held());
        button.focusedProperty().subscribe((was, is) -> held());
        over.sceneProperty().subscribe(scene -> {
            if (scene != null) {
                scene.focusOwnerProperty().subscribe(this::focusAt);
            }
        });
        over.widthProperty().subscribe(width -> place());
        over.heightProperty().subscribe(height -> place());
    }

    Node node() {
        return box;
    }

    void show(String news) {
        raise(news, NEWS, false);
    }

    /** @param press run when the button is pressed, which ends it */
    void show(String news, String words, Runnable press) {
        button.setText(words);
        button.setAccessibleHelp(news);
        button.setOnAction(e -> {
            hide();
            press.run();
        });
        raise(news, OFFER, true);
    }

    private void raise(String news, Duration time, boolean offers) {
        if (!offers && button.isFocused()) {
            hide();
        }
        label.setText(news);
        button.setVisible(offers);
        button.setManaged(offers);
        box.setMouseTransparent(!offers);
        box.setVisible(true);
        place();
        label.notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
        end.setDuration(time);
        end.playFromStart();
    }

    /** The button is not taken from under the hand. */
    private void held() {
        if (button.isVisible() && box.isVisible() && !button.isFocused() && !box.isHover()) {
            end.playFromStart();
        }
    }

    private void ended() {
        if (!button.isVisible() || (!button.isFocused() && !box.isHover())) {
            hide();
        }
    }

    private void hide() {
        boolean focused = button.isFocused();
        end.stop();
        box.setVisible(false);
        Node back = before.get();
        if (focused && back != null && back.getScene() != null) {
            back.requestFocus();
        }
    }

    /** What it offers can be done no more; plain news stay. */
    void withdraw() {
        if (button.isVisible()) {
            hide();
        }
    }

    private void focusAt(Node node) {
        if (node != null && node != button) {
            before = new WeakReference<>(node);
        }
    }

    /** Something else is in view. */
    void place() {
        if (!box.isVisible() || over.getScene() == null || over.getHeight() <= 0) {
            return;
        }
        Parent root = over.getScene().getRoot();
        root.applyCss();
        root.layout();
        double width = Math.min(over.getWidth() - 2 * SIDE, box.prefWidth(-1));
        double height = box.prefHeight(width);
        box.setMaxSize(width, Region.USE_PREF_SIZE);
        box.setMinHeight(Region.USE_PREF_SIZE);
        List<Bounds> taken = new ArrayList<>();
        collect(root, taken);
        double left = (over.getWidth() - width) / 2;
        double usual = over.getHeight() - STATUS_BAR - height;
        double y = usual;
        while (y > 0 && covers(taken, left, y, width, height)) {
            y -= GAP;
        }
        // In a window without any free place it stands where it usually does.
        box.setTranslateY(Math.rint(y > 0 ? y : usual));
    }

    private boolean covers(List<Bounds> taken, double left, double y, double width, double height) {
        return taken.stream().anyMatch(one -> one.intersects(left - GAP, y - GAP, width + 2 * GAP, height + 2 * GAP));
    }

    private void collect(Node node, List<Bounds> taken) {
        if (!node.isVisible() || node == box) {
            return;
        }
        if (node instanceof ButtonBase || node instanceof TextField || node instanceof ComboBoxBase) {
            taken.add(over.sceneToLocal(node.localToScene(node.getLayoutBounds())));
        } else if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, taken));
        }
    }
}
