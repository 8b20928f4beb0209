package dev.rostrum.ui.fx;

import java.util.List;
import java.util.concurrent.Callable;

/** One query of rows, read page by page off the FX thread. It is immutable: another filter or order is another source. */
public interface PageSource<R> {

    /** How many rows the query finds, exactly. */
    long count() throws Exception;

    /** At most {@code limit} rows from {@code offset} on, never null inside. */
    List<R> page(long offset, int limit) throws Exception;

    /** Reads at most {@code limit} rows of a query from {@code offset} on. */
    @FunctionalInterface
    interface RowReader<R> {
        List<R> read(long offset, int limit) throws Exception;
    }

    /** A query by its two halves. */
    static <R> PageSource<R> of(Callable<Long> count, RowReader<R> rows) {
        return new PageSource<>() {
            @Override
            public long count() throws Exception {
                return count.call();
            }

            @Override
            public List<R> page(long offset, int limit) throws Exception {
                return rows.read(offset, limit);
            }
        };
    }

    /** Finds nothing. */
    static <R> PageSource<R> none() {
        return of(List.of());
    }

    /** Rows that are in memory already. */
    static <R> PageSource<R> of(List<R> rows) {
        List<R> copy = List.copyOf(rows);
        return of(() -> (long) copy.size(), (offset, limit) -> {
            int from = (int) Math.min(offset, copy.size());
            return copy.subList(from, Math.min(from + limit, copy.size()));
        });
    }
}
