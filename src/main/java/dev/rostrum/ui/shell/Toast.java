package dev.rostrum.ui.shell;

import java.util.ArrayList;
import java.util.List;
import javafx.animation.PauseTransition;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;

/** News for some seconds, in the middle of the window as far down as it covers nothing that can be pressed or typed into. */
final class Toast {
    private static final Duration NEWS = Duration.seconds(4);
    private static final double GAP = 8;
    private static final double STATUS_BAR = 36;
    private static final double SIDE = 16;

    private final Pane over;
    private final Label label = new Label();
    private final PauseTransition end = new PauseTransition(NEWS);

    /** @param over the layer that it lies in, as large as the window */
    Toast(Pane over) {
        this.over = over;
        label.getStyleClass().add("r-toast");
        label.setWrapText(true);
        label.setVisible(false);
        label.setMouseTransparent(true);
        label.setAccessibleRole(AccessibleRole.TEXT);
        StackPane.setAlignment(label, Pos.TOP_CENTER);
        end.setOnFinished(e -> label.setVisible(false));
        over.widthProperty().subscribe(width -> place());
        over.heightProperty().subscribe(height -> place());
    }

    Node node() {
        return label;
    }

    void show(String news) {
        label.setText(news);
        label.setVisible(true);
        place();
        label.notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
        end.playFromStart();
    }

    /** Something else is in view. */
    void place() {
        if (!label.isVisible() || over.getScene() == null || over.getHeight() <= 0) {
            return;
        }
        Parent root = over.getScene().getRoot();
        root.applyCss();
        root.layout();
        double width = Math.min(over.getWidth() - 2 * SIDE, label.prefWidth(-1));
        double height = label.prefHeight(width);
        label.setMaxSize(width, Region.USE_PREF_SIZE);
        label.setMinHeight(Region.USE_PREF_SIZE);
        List<Bounds> taken = new ArrayList<>();
        collect(root, taken);
        double left = (over.getWidth() - width) / 2;
        double usual = over.getHeight() - STATUS_BAR - height;
        double y = usual;
        while (y > 0 && covers(taken, left, y, width, height)) {
            y -= GAP;
        }
        // In a window without any free place it stands where it usually does.
        label.setTranslateY(Math.rint(y > 0 ? y : usual));
    }

    private boolean covers(List<Bounds> taken, double left, double y, double width, double height) {
        return taken.stream().anyMatch(one -> one.intersects(left - GAP, y - GAP, width + 2 * GAP, height + 2 * GAP));
    }

    private void collect(Node node, List<Bounds> taken) {
        if (!node.isVisible() || node == label) {
            return;
        }
        if (node instanceof ButtonBase || node instanceof TextField || node instanceof ComboBoxBase) {
            taken.add(over.sceneToLocal(node.localToScene(node.getLayoutBounds())));
        } else if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, taken));
        }
    }
}
