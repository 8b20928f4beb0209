package dev.rostrum.ui.fx;

import dev.rostrum.store.query.RowQuery;
import dev.rostrum.store.query.Snapshot;
import java.util.List;

/** One query of rows, read page by page off the FX thread. It is immutable: another filter or order is another source. */
@FunctionalInterface
public interface PageSource<R> {
    /**
     * What the query finds now.
     *
     * @param limit rows of a page
     * @param offsets where the pages begin that are wanted at once, of the same moment as the count
     */
    Snapshot<R> open(int limit, long... offsets) throws Exception;

    /** How many rows the query finds now. */
    default long count() throws Exception {
        return open(1).count();
    }

    /** Finds nothing. */
    static <R> PageSource<R> none() {
        return of(List.of());
    }

    /** Rows of the data file. Equal where the query is. */
    static <R> PageSource<R> of(RowQuery<R> query) {
        record Rows<R>(RowQuery<R> query) implements PageSource<R> {
            @Override
            public Snapshot<R> open(int limit, long... offsets) {
                return query.open(limit, offsets);
            }
        }
        return new Rows<>(query);
    }

    /** Rows that are in memory already. */
    static <R> PageSource<R> of(List<R> rows) {
        Snapshot<R> all = Snapshot.of(rows);
        return (limit, offsets) -> all;
    }
}
