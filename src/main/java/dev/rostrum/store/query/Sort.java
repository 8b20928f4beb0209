package dev.rostrum.store.query;

import java.util.Locale;

/** One sort column and its direction. */
public record Sort<C extends Enum<C>>(C column, boolean ascending) {

    /** @param column by its name in lower case, as tables call it */
    public static <C extends Enum<C>> Sort<C> of(Class<C> columns, String column, boolean ascending) {
        return new Sort<>(Enum.valueOf(columns, column.toUpperCase(Locale.ROOT)), ascending);
    }
}
