package dev.rostrum.ui.fx;

import dev.rostrum.store.query.RowQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** One query of rows, read page by page off the FX thread. It is immutable: another filter or order is another source. */
public interface PageSource<R> {

    /** How many rows the query finds, exactly. */
    long count() throws Exception;

    /**
     * Count and pages as they were at one moment.
     *
     * @param pages in the order of their offsets
     */
    record Found<R>(long count, List<List<R>> pages) {}

    /** Count and pages; together, where rows may come and go in between. */
    default Found<R> find(int limit, long... offsets) throws Exception {
        List<List<R>> pages = new ArrayList<>();
        for (long offset : offsets) {
            pages.add(page(offset, limit));
        }
        return new Found<>(count(), pages);
    }

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

    /** Rows of the data file. Equal where the query is. */
    static <R> PageSource<R> of(RowQuery<R> query) {
        record Rows<R>(RowQuery<R> query) implements PageSource<R> {
            @Override
            public long count() {
                return query.count();
            }

            @Override
            public List<R> page(long offset, int limit) {
                return query.page(offset, limit);
            }

            @Override
            public Found<R> find(int limit, long... offsets) {
                RowQuery.Found<R> found = query.find(limit, offsets);
                return new Found<>(found.count(), found.pages());
            }
        }
        return new Rows<>(query);
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
