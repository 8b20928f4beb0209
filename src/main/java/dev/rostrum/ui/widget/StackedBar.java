package dev.rostrum.ui.widget;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;

/**
 * Shares of a whole as segments one pixel apart, each at least four pixels wide when it is not zero. Decoration to a screen
 * reader: the numbers stand beside it.
 */
public final class StackedBar extends Region {
    private static final double GAP = 1;
    private static final double LEAST = 4;

    /**
     * One share.
     *
     * @param style style class that colours it; {@code r-bar-hatched} draws it hatched
     */
    public record Segment(long value, String style) {
        public Segment {
            if (value < 0) {
                throw new IllegalArgumentException("A share is not below zero: " + value);
            }
        }
    }

    private final List<Segment> segments = new ArrayList<>();

    public StackedBar() {
        getStyleClass().add("r-stacked-bar");
        setAccessibleRole(AccessibleRole.NODE);
    }

    public void setSegments(List<Segment> shares) {
        if (segments.equals(shares)) {
            return;
        }
        segments.clear();
        segments.addAll(shares);
        List<Segment> drawn = drawn();
        while (getChildren().size() > drawn.size()) {
            getChildren().remove(getChildren().size() - 1);
        }
        while (getChildren().size() < drawn.size()) {
            getChildren().add(new Region());
        }
        for (int i = 0; i < drawn.size(); i++) {
            getChildren()
                    .get(i)
                    .getStyleClass()
                    .setAll("r-segment", drawn.get(i).style());
        }
        requestLayout();
    }

    private List<Segment> drawn() {
        return segments.stream().filter(segment -> segment.value() > 0).toList();
    }

    /** Widths in whole pixels that fill {@code width} exactly, gaps apart. */
    static double[] widths(List<Segment> drawn, double width) {
        double[] widths = new double[drawn.size()];
        double total = drawn.stream().mapToLong(Segment::value).sum();
        double room = width - GAP * (drawn.size() - 1);
        double taken = 0;
        int widest = 0;
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(LEAST, Math.floor(room * drawn.get(i).value() / total));
            taken += widths[i];
            if (widths[i] > widths[widest]) {
                widest = i;
            }
        }
        if (widths.length > 0) {
            // What rounding left over or the smallest ones took goes to the widest, where nobody sees it.
            widths[widest] = Math.max(LEAST, widths[widest] + room - taken);
        }
        return widths;
    }

    @Override
    protected void layoutChildren() {
        double[] widths = widths(drawn(), getWidth());
        double x = 0;
        for (int i = 0; i < widths.length; i++) {
            getChildren().get(i).resizeRelocate(x, 0, widths[i], getHeight());
            x += widths[i] + GAP;
        }
    }

    @Override
    protected double computePrefWidth(double height) {
        return 100;
    }
}
