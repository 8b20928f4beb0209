package dev.rostrum.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;

/**
 * One measured figure.
 *
 * @param value the figure; NaN where it was skipped
 * @param unit what it counts, empty for a ratio
 * @param aim whether it should be large or small, or is only told
 * @param target what to reach; without meaning for a figure that is only told
 * @param spread smallest and largest of what the value is the median of, or nothing
 * @param how warm-up, input, seed, and what else one must know
 */
record Figure(String name, double value, String unit, Aim aim, double target, String spread, String how) {
    enum Aim {
        AT_LEAST,
        AT_MOST,
        TOLD
    }

    static Figure atLeast(String name, double target, double value, String unit, String spread, String how) {
        return new Figure(name, value, unit, Aim.AT_LEAST, target, spread, how);
    }

    static Figure atMost(String name, double target, double value, String unit, String spread, String how) {
        return new Figure(name, value, unit, Aim.AT_MOST, target, spread, how);
    }

    static Figure told(String name, double value, String unit, String spread, String how) {
        return new Figure(name, value, unit, Aim.TOLD, 0, spread, how);
    }

    static Figure skipped(String name, String why) {
        return new Figure(name, Double.NaN, "", Aim.TOLD, 0, "", why);
    }

    String verdict() {
        if (Double.isNaN(value)) {
            return "SKIPPED";
        }
        return switch (aim) {
            case AT_LEAST -> value >= target ? "met" : "MISSED";
            case AT_MOST -> value <= target ? "met" : "MISSED";
            case TOLD -> "told";
        };
    }

    private String wanted() {
        return switch (aim) {
            case AT_LEAST -> "at least " + number(target);
            case AT_MOST -> "at most " + number(target);
            case TOLD -> "no target";
        };
    }

    String line() {
        String bare = Double.isNaN(value) ? name : name + ": " + number(value) + (unit.isEmpty() ? "" : " " + unit);
        return bare
                + (Double.isNaN(value) ? "" : " (" + wanted() + ")")
                + " " + verdict()
                + (spread.isEmpty() ? "" : "; " + spread)
                + "; " + how;
    }

    ObjectNode json(ObjectMapper json) {
        ObjectNode node = json.createObjectNode().put("name", name).put("verdict", verdict());
        if (!Double.isNaN(value)) {
            node.put("value", value);
        }
        node.put("unit", unit);
        if (aim != Aim.TOLD) {
            node.put("aim", aim.name()).put("target", target);
        }
        return node.put("spread", spread).put("how", how);
    }

    static String number(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e9) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.3f", value);
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static String spread(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return "median of " + values.length + ", " + number(sorted[0]) + " to " + number(sorted[sorted.length - 1]);
    }
}
