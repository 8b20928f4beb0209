package dev.rostrum.ui.table;

import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One condition that a filter can hold: a chip, and an entry below "+ Filter".
 *
 * @param <F> the filter
 * @param group what it is about: a heading below "+ Filter"; null for none
 * @param word below "+ Filter"; null where it is not chosen there
 * @param chip what its chip says of the filter; null where it has no chip of its own
 * @param icon a Feather name, or null
 * @param meaning what a tooltip says, or null
 * @param pinned its chip is always there; else it is there while it is on
 * @param on whether a filter holds it
 * @param with the filter with it, or without
 */
public record FilterOption<F>(
        String group,
        String word,
        Function<? super F, String> chip,
        String icon,
        String meaning,
        boolean pinned,
        Predicate<? super F> on,
        BiFunction<? super F, Boolean, ? extends F> with) {

    /** One below "+ Filter". */
    public static <F> FilterOption<F> of(
            String group,
            String word,
            String chip,
            Predicate<? super F> on,
            BiFunction<? super F, Boolean, ? extends F> with) {
        return new FilterOption<>(group, word, any -> chip, null, null, false, on, with);
    }

    /** One below "+ Filter" that sets what another one's chip tells, as a time. */
    public static <F> FilterOption<F> setting(String group, String word, UnaryOperator<F> with) {
        return new FilterOption<F>(
                group, word, null, null, null, false, any -> false, (filter, on) -> with.apply(filter));
    }

    /** The chip of what is set elsewhere; it can be taken away. */
    public static <F> FilterOption<F> told(
            Function<? super F, String> chip, Predicate<? super F> on, UnaryOperator<F> without) {
        return new FilterOption<F>(null, null, chip, null, null, false, on, (filter, any) -> without.apply(filter));
    }

    /** One whose chip is always there. */
    public static <F> FilterOption<F> pinned(
            String word,
            String icon,
            String meaning,
            Predicate<? super F> on,
            BiFunction<? super F, Boolean, ? extends F> with) {
        return new FilterOption<>(null, null, any -> word, icon, meaning, true, on, with);
    }
}
