package dev.rostrum.store.query;

import java.util.List;

/**
 * What a query found at one moment. The pages that it was opened with are of the moment of the count. Others are read when they are
 * asked for: a row that is gone by then may be missing in them.
 */
public interface Snapshot<R> {
    /** How many rows there are in all, exactly. */
    long count();

    /**
     * At most {@code limit} rows from {@code offset} on, never null inside.
     *
     * @param limit at most 10,000
     */
    List<R> page(long offset, int limit);

    /** Rows that are in memory already. */
    static <R> Snapshot<R> of(List<R> rows) {
        List<R> copy = List.copyOf(rows);
        return new Snapshot<>() {
            @Override
            public long count() {
                return copy.size();
            }

            @Override
            public List<R> page(long offset, int limit) {
                int from = (int) Math.min(offset, copy.size());
                return copy.subList(from, (int) Math.min((long) from + limit, copy.size()));
            }
        };
    }
}
