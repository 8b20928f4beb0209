package dev.rostrum.ui;

import static dev.rostrum.ui.Screenshots.onFx;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;

/** Whether an eye finds the focus: the same picture is taken with the marks of the focus and without, and has to differ there. */
public final class SeenFocus {
    private static final List<PseudoClass> MARKS = List.of(
            PseudoClass.getPseudoClass("focused"),
            PseudoClass.getPseudoClass("focus-visible"),
            PseudoClass.getPseudoClass("focus-within"));
    private static final double RING = 6;
    private static final int LEAST_PIXELS = 60;

    private SeenFocus() {}

    /** What is wrong with the focus now, or empty: nothing has it, or nothing shows it. */
    public static String fault(Scene scene) {
        return onFx(() -> {
            Node owner = scene.getFocusOwner();
            if (owner == null) {
                return "nothing has the focus";
            }
            scene.getRoot().applyCss();
            scene.getRoot().layout();
            Rectangle2D around = around(scene, owner.localToScene(owner.getLayoutBounds()));
            WritableImage with = picture(scene, around);
            List<Runnable> back = new ArrayList<>();
            for (Node at = owner; at != null; at = at.getParent()) {
                Node marked = at;
                Set<PseudoClass> states = at.getPseudoClassStates();
                for (PseudoClass mark : MARKS) {
                    if (states.contains(mark)) {
                        back.add(() -> marked.pseudoClassStateChanged(mark, true));
                    }
                }
            }
            for (Node at = owner; at != null; at = at.getParent()) {
                for (PseudoClass mark : MARKS) {
                    at.pseudoClassStateChanged(mark, false);
                }
            }
            WritableImage without = picture(scene, around);
            back.forEach(Runnable::run);
            int differing = differing(with, without);
            return differing >= LEAST_PIXELS
                    ? ""
                    : "the focus is not seen (" + differing + " pixels) at " + describe(owner);
        });
    }

    private static Rectangle2D around(Scene scene, Bounds where) {
        double left = Math.max(0, where.getMinX() - RING);
        double top = Math.max(0, where.getMinY() - RING);
        return new Rectangle2D(
                left,
                top,
                Math.max(1, Math.min(scene.getWidth(), where.getMaxX() + RING) - left),
                Math.max(1, Math.min(scene.getHeight(), where.getMaxY() + RING) - top));
    }

    private static WritableImage picture(Scene scene, Rectangle2D around) {
        Parent root = scene.getRoot();
        root.applyCss();
        root.layout();
        SnapshotParameters part = new SnapshotParameters();
        part.setViewport(around);
        return root.snapshot(part, null);
    }

    private static int differing(WritableImage one, WritableImage other) {
        PixelReader a = one.getPixelReader();
        PixelReader b = other.getPixelReader();
        int count = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                if (a.getArgb(x, y) != b.getArgb(x, y)) {
                    count++;
                }
            }
        }
        return count;
    }

    private static String describe(Node node) {
        StringBuilder words = new StringBuilder(node.toString());
        for (Node at = node.getParent(); at != null; at = at.getParent()) {
            words.append(" in ").append(at.getClass().getSimpleName()).append(at.getStyleClass());
        }
        return words.toString();
    }
}
