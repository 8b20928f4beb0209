package dev.rostrum.ui.shell;

import java.util.Comparator;
import java.util.List;
import javafx.geometry.Rectangle2D;

/**
 * Where a window stands, in pixels of the desktop.
 *
 * @param x of its left edge; NaN where it never stood anywhere: it is put in the middle
 * @param maximized whether it fills its screen; the rest is what it comes back to then
 */
public record WindowPlace(double x, double y, double width, double height, boolean maximized) {
    /** What the screens are made for. */
    public static final double LEAST_WIDTH = 1024;

    public static final double LEAST_HEIGHT = 640;

    /** A window that was never opened before. */
    public static final WindowPlace FIRST = new WindowPlace(Double.NaN, Double.NaN, 1280, 800, false);

    /**
     * The same place as far as the screens allow: never larger than the screen that has most of it, never smaller than the window
     * can be there, and whole on it.
     *
     * @param screens the parts of the screens that windows may cover, the first one first; where there is none, nothing changes
     */
    public WindowPlace on(List<Rectangle2D> screens) {
        if (screens.isEmpty()) {
            return this;
        }
        Rectangle2D screen = Double.isFinite(x) && Double.isFinite(y)
                ? screens.stream()
                        .max(Comparator.comparingDouble(this::common))
                        .filter(one -> common(one) > 0)
                        .orElse(null)
                : null;
        boolean placed = screen != null;
        Rectangle2D area = placed ? screen : screens.get(0);
        double w = fit(width, LEAST_WIDTH, area.getWidth());
        double h = fit(height, LEAST_HEIGHT, area.getHeight());
        return new WindowPlace(
                placed ? within(x, w, area.getMinX(), area.getMaxX()) : area.getMinX() + (area.getWidth() - w) / 2,
                placed ? within(y, h, area.getMinY(), area.getMaxY()) : area.getMinY() + (area.getHeight() - h) / 2,
                w,
                h,
                maximized);
    }

    private double common(Rectangle2D screen) {
        double across = Math.min(x + width, screen.getMaxX()) - Math.max(x, screen.getMinX());
        double down = Math.min(y + height, screen.getMaxY()) - Math.max(y, screen.getMinY());
        return across > 0 && down > 0 ? across * down : 0;
    }

    private static double fit(double size, double least, double room) {
        return Math.min(room, Math.max(least, Double.isFinite(size) ? size : least));
    }

    private static double within(double at, double size, double from, double to) {
        return Math.max(from, Math.min(at, to - size));
    }
}
