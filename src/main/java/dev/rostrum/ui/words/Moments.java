package dev.rostrum.ui.words;

import dev.rostrum.ui.table.Column;
import dev.rostrum.ui.widget.DetailsPane;
import dev.rostrum.words.Times;
import java.time.Instant;
import java.util.function.Function;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.Tooltip;

/** Times in tables, details and labels: as {@link Times} words them, with ISO 8601 and zone in the tooltip and in what is copied. */
public final class Moments {
    /** Room for "30 Nov 10:42:13" at 100 % zoom. */
    private static final double WIDTH = 104;

    /** Room for "30 Nov 10:42:13" and "10:42:13.204". */
    private static final double LOGGED_WIDTH = 128;

    private Moments() {}

    /**
     * A column of {@link Times#moment}.
     *
     * @param none what stands where there is no time
     */
    public static <R> Column<R> column(
            String id, String title, Times times, Function<? super R, Instant> at, String none) {
        return Moments.<R>timed(id, title, times, at, row -> {
                    Instant moment = at.apply(row);
                    return moment == null ? none : times.moment(moment);
                })
                .wide(WIDTH)
                .muted();
    }

    /** A column of {@link Times#logged}. */
    public static <R> Column<R> logged(String id, String title, Times times, Function<? super R, Instant> at) {
        return Moments.<R>timed(id, title, times, at, row -> times.logged(at.apply(row)))
                .wide(LOGGED_WIDTH);
    }

    private static <R> Column<R> timed(
            String id, String title, Times times, Function<? super R, Instant> at, Function<? super R, String> words) {
        Function<R, String> iso = row -> times.iso(at.apply(row));
        return Column.<R>of(id, title, words).copying(iso).explained(iso);
    }

    /** A caption in the second colour. */
    public static Label caption(Times times, Instant at) {
        Label label = new Label();
        label.getStyleClass().addAll("r-caption", "r-muted");
        show(label, times, at, times.moment(at));
        return label;
    }

    public static void show(Labeled label, Times times, Instant at) {
        show(label, times, at, times.moment(at));
    }

    /** @param words that name the time */
    public static void show(Labeled label, Times times, Instant at, String words) {
        label.setText(words);
        label.setTooltip(at == null ? null : new Tooltip(times.iso(at)));
    }

    /**
     * A row of details.
     *
     * @param none what stands where there is no time
     */
    public static void row(DetailsPane.Section section, String key, Times times, Instant at, String none) {
        section.row(key, at == null ? none : times.moment(at), times.iso(at));
    }
}
