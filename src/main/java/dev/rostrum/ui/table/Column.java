package dev.rostrum.ui.table;

import java.util.function.Function;
import javafx.scene.Node;

/**
 * One column of a {@link PagedTable}.
 *
 * @param id stable name, used for sorting and for what is remembered
 * @param title what the header says
 * @param text what a cell shows; also what a screen reader says
 * @param copy what is copied and exported, whole where the shown text is short
 * @param graphic a node shown instead of the text (a chip, a bar), or null; made anew for each row shown
 * @param width wanted width in pixels at 100 % zoom
 * @param grow share of the space left over; 0 keeps the width
 * @param numeric aligned right
 * @param sortable a click on the header sorts
 * @param shown in view until the admin chooses otherwise
 * @param style style class of the cells ({@code r-muted}, {@code r-mono}), or null
 * @param tip what the tooltip of a cell says, or null
 * @param givesWay where not all columns have room, the lowest of these leaves first; 0: it stays
 */
public record Column<R>(
        String id,
        String title,
        Function<? super R, String> text,
        Function<? super R, String> copy,
        Function<? super R, ? extends Node> graphic,
        double width,
        double grow,
        boolean numeric,
        boolean sortable,
        boolean shown,
        String style,
        Function<? super R, String> tip,
        int givesWay) {

    /** A plain sortable text column of 120 px. */
    public static <R> Column<R> of(String id, String title, Function<? super R, String> text) {
        return new Column<>(id, title, text, text, null, 120, 0, false, true, true, null, null, 0);
    }

    /** The column's name in a file: the id in one word. */
    String field() {
        StringBuilder name = new StringBuilder();
        boolean upper = false;
        for (char c : id.toCharArray()) {
            if (c == '_') {
                upper = true;
            } else {
                name.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return name.toString();
    }

    /** What Ctrl+C puts into the clipboard instead of the shown text. */
    public Column<R> copying(Function<? super R, String> whole) {
        return new Column<>(
                id, title, text, whole, graphic, width, grow, numeric, sortable, shown, style, tip, givesWay);
    }

    /** What the tooltip of a cell says; nothing where that is empty. */
    public Column<R> explained(Function<? super R, String> words) {
        return new Column<>(
                id, title, text, copy, graphic, width, grow, numeric, sortable, shown, style, words, givesWay);
    }

    /** Where there is little room it leaves, those with a lower number before it. */
    public Column<R> givingWay(int order) {
        return new Column<>(id, title, text, copy, graphic, width, grow, numeric, sortable, shown, style, tip, order);
    }

    public Column<R> showing(Function<? super R, ? extends Node> node) {
        return new Column<>(id, title, text, copy, node, width, grow, numeric, sortable, shown, style, tip, givesWay);
    }

    public Column<R> wide(double pixels) {
        return new Column<>(
                id, title, text, copy, graphic, pixels, grow, numeric, sortable, shown, style, tip, givesWay);
    }

    public Column<R> growing(double share) {
        return new Column<>(
                id, title, text, copy, graphic, width, share, numeric, sortable, shown, style, tip, givesWay);
    }

    public Column<R> number() {
        return new Column<>(id, title, text, copy, graphic, width, grow, true, sortable, shown, style, tip, givesWay);
    }

    public Column<R> unsorted() {
        return new Column<>(id, title, text, copy, graphic, width, grow, numeric, false, shown, style, tip, givesWay);
    }

    /** Leaves it in the column chooser until it is chosen. */
    public Column<R> folded() {
        return new Column<>(
                id, title, text, copy, graphic, width, grow, numeric, sortable, false, style, tip, givesWay);
    }

    public Column<R> muted() {
        return styled("r-muted");
    }

    public Column<R> mono() {
        return styled("r-mono");
    }

    private Column<R> styled(String styleClass) {
        return new Column<>(
                id, title, text, copy, graphic, width, grow, numeric, sortable, shown, styleClass, tip, givesWay);
    }
}
