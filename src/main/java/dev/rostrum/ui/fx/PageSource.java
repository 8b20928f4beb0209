package dev.rostrum.ui.fx;

import java.util.List;

/** One query of rows, read page by page off the FX thread. It is immutable: another filter or order is another source. */
public interface PageSource<R> {

    /** How many rows the query finds, exactly. */
    long count() throws Exception;

    /** At most {@code limit} rows from {@code offset} on, never null inside. */
    List<R> page(long offset, int limit) throws Exception;

    /** Finds nothing. */
    static <R> PageSource<R> none() {
        return of(List.of());
    }

    /** Rows that are in memory already. */
    static <R> PageSource<R> of(List<R> rows) {
        List<R> copy = List.copyOf(rows);
        return new PageSource<>() {
            @Override
            public long count() {
                return copy.size();
            }

            @Override
            public List<R> page(long offset, int limit) {
                int from = (int) Math.min(offset, copy.size());
                return copy.subList(from, Math.min(from + limit, copy.size()));
            }
        };
    }
}
