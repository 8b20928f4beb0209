package dev.rostrum.ui.announcements;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;
import javafx.scene.text.TextAlignment;

/** Requests per second over time, with the limit dashed and waits marked. Across a pause nothing is drawn. */
public final class RateChart extends Region {
    private static final double AXIS = 18;

    private final Line base = new Line();
    private final Label from = new Label();
    private final Label to = new Label();
    private final Label nothing = new Label();
    private final List<Node> drawn = new ArrayList<>();
    private List<RateHistory.Sample> samples = List.of();

    public RateChart() {
        getStyleClass().add("r-rate-chart");
        setAccessibleRole(AccessibleRole.NODE);
        base.getStyleClass().add("r-rate-base");
        from.getStyleClass().addAll("r-small", "r-muted");
        to.getStyleClass().addAll("r-small", "r-muted");
        nothing.getStyleClass().addAll("r-caption", "r-muted");
        nothing.setWrapText(true);
        nothing.setTextAlignment(TextAlignment.CENTER);
        base.setManaged(false);
        getChildren().addAll(base, from, to, nothing);
    }

    /**
     * @param empty what is said while there is nothing to draw
     * @param first the time of the first sample, in words
     */
    void show(List<RateHistory.Sample> now, String empty, String first, String last) {
        samples = now;
        boolean some = now.size() >= 2;
        nothing.setText(some ? "" : empty);
        from.setText(some ? first : "");
        to.setText(some ? last : "");
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double axis = Math.ceil(AXIS * from.getFont().getSize() / 11);
        double width = getWidth();
        double height = Math.max(1, getHeight() - axis);
        base.setStartX(0);
        base.setEndX(width);
        base.setStartY(Math.rint(height) + 0.5);
        base.setEndY(Math.rint(height) + 0.5);
        from.resizeRelocate(0, height + 2, from.prefWidth(-1), axis - 2);
        double right = to.prefWidth(-1);
        to.resizeRelocate(width - right, height + 2, right, axis - 2);
        double words = Math.min(width, nothing.prefWidth(-1));
        double high = nothing.prefHeight(words);
        nothing.resizeRelocate(Math.rint((width - words) / 2), Math.rint((height - high) / 2), words, high);
        draw(width, height);
    }

    private void draw(double width, double height) {
        getChildren().removeAll(drawn);
        drawn.clear();
        if (samples.size() >= 2) {
            double top = samples.stream()
                    .mapToDouble(s -> Double.isInfinite(s.limit()) ? s.perSecond() : Math.max(s.perSecond(), s.limit()))
                    .max()
                    .orElse(1);
            Scale scale = new Scale(
                    samples.get(0).at(),
                    Math.max(
                            1,
                            Duration.between(
                                            samples.get(0).at(),
                                            samples.get(samples.size() - 1).at())
                                    .toMillis()),
                    width,
                    height,
                    (height - 6) / Math.max(1, top));
            int from = 0;
            for (int i = 1; i <= samples.size(); i++) {
                if (i == samples.size() || samples.get(i).begins()) {
                    draw(samples.subList(from, i), scale);
                    from = i;
                }
            }
        }
        getChildren().addAll(0, drawn);
    }

    /** @param unit pixels of one request a second */
    private record Scale(Instant start, double span, double width, double height, double unit) {
        private double x(RateHistory.Sample sample) {
            return width * Duration.between(start, sample.at()).toMillis() / span;
        }

        private double y(double perSecond) {
            return height - perSecond * unit;
        }
    }

    /** What was sent without a break. */
    private void draw(List<RateHistory.Sample> part, Scale scale) {
        Polygon area = styled(new Polygon(), "r-rate-area");
        Polyline line = styled(new Polyline(), "r-rate-line");
        Polyline limit = styled(new Polyline(), "r-rate-limit");
        List<Node> held = new ArrayList<>();
        double before = scale.x(part.get(0));
        area.getPoints().addAll(before, scale.height());
        for (RateHistory.Sample sample : part) {
            double x = scale.x(sample);
            line.getPoints().addAll(x, scale.y(sample.perSecond()));
            if (!Double.isInfinite(sample.limit())) {
                limit.getPoints().addAll(x, scale.y(sample.limit()));
            }
            if (sample.held()) {
                Region wait = styled(new Region(), "r-rate-held");
                wait.resizeRelocate(before, 0, Math.max(1, x - before), scale.height());
                held.add(wait);
            }
            before = x;
        }
        area.getPoints().addAll(line.getPoints());
        area.getPoints().addAll(before, scale.height());
        drawn.addAll(held);
        drawn.addAll(List.of(area, limit, line));
    }

    private static <N extends Node> N styled(N node, String style) {
        node.getStyleClass().add(style);
        node.setManaged(false);
        return node;
    }

    @Override
    protected double computePrefHeight(double width) {
        return 96;
    }

    @Override
    protected double computeMinHeight(double width) {
        return 44;
    }
}
