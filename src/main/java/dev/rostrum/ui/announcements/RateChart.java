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

/** Requests per second over time, with the limit dashed and waits marked. */
public final class RateChart extends Region {
    private static final double AXIS = 18;

    private final Polygon area = new Polygon();
    private final Polyline line = new Polyline();
    private final Polyline limit = new Polyline();
    private final Line base = new Line();
    private final Label from = new Label();
    private final Label to = new Label();
    private final Label nothing = new Label();
    private final List<Region> held = new ArrayList<>();
    private List<RateHistory.Sample> samples = List.of();

    public RateChart() {
        getStyleClass().add("r-rate-chart");
        setAccessibleRole(AccessibleRole.NODE);
        area.getStyleClass().add("r-rate-area");
        line.getStyleClass().add("r-rate-line");
        limit.getStyleClass().add("r-rate-limit");
        base.getStyleClass().add("r-rate-base");
        from.getStyleClass().addAll("r-small", "r-muted");
        to.getStyleClass().addAll("r-small", "r-muted");
        nothing.getStyleClass().addAll("r-caption", "r-muted");
        for (Node node : List.of(area, line, limit, base)) {
            node.setManaged(false);
        }
        getChildren().addAll(area, limit, line, base, from, to, nothing);
    }

    /**
     * @param empty what is said while there is nothing to draw
     * @param first the time of the first sample, in words
     */
    void show(List<RateHistory.Sample> now, String empty, String first, String last) {
        samples = now;
        boolean drawn = now.size() >= 2;
        nothing.setText(drawn ? "" : empty);
        from.setText(drawn ? first : "");
        to.setText(drawn ? last : "");
        for (Node node : List.of(area, line, limit)) {
            node.setVisible(drawn);
        }
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
        double words = nothing.prefWidth(-1);
        double high = nothing.prefHeight(-1);
        nothing.resizeRelocate(Math.rint((width - words) / 2), Math.rint((height - high) / 2), words, high);
        draw(width, height);
    }

    private void draw(double width, double height) {
        getChildren().removeAll(held);
        held.clear();
        List<Double> points = new ArrayList<>();
        List<Double> limits = new ArrayList<>();
        if (samples.size() >= 2) {
            double top = samples.stream()
                    .mapToDouble(s -> Double.isInfinite(s.limit()) ? s.perSecond() : Math.max(s.perSecond(), s.limit()))
                    .max()
                    .orElse(1);
            double scale = (height - 6) / Math.max(1, top);
            Instant start = samples.get(0).at();
            double span = Math.max(
                    1,
                    Duration.between(start, samples.get(samples.size() - 1).at())
                            .toMillis());
            double before = 0;
            for (RateHistory.Sample sample : samples) {
                double x = width * Duration.between(start, sample.at()).toMillis() / span;
                points.add(x);
                points.add(height - sample.perSecond() * scale);
                if (!Double.isInfinite(sample.limit())) {
                    limits.add(x);
                    limits.add(height - sample.limit() * scale);
                }
                if (sample.held()) {
                    Region wait = new Region();
                    wait.getStyleClass().add("r-rate-held");
                    wait.setManaged(false);
                    wait.resizeRelocate(before, 0, Math.max(1, x - before), height);
                    held.add(wait);
                }
                before = x;
            }
        }
        line.getPoints().setAll(points);
        limit.getPoints().setAll(limits);
        List<Double> outline = new ArrayList<>(points);
        if (!points.isEmpty()) {
            outline.addAll(List.of(width, height, 0.0, height));
        }
        area.getPoints().setAll(outline);
        getChildren().addAll(0, held);
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
