package dev.rostrum.ui.table;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What a selection asks of the rows, off the FX thread: numbers, and which of a few keys are where, never all keys. */
public interface RowCounts<F, K> {
    /** How many rows all of these filters show. */
    long count(List<F> filters) throws Exception;

    /** Those of the keys whose rows all of these filters show. */
    Set<K> shown(List<F> filters, Collection<K> keys) throws Exception;

    /** The keys of the rows that a filter shows; at most {@code limit}. */
    List<K> keys(F filter, int limit) throws Exception;
}
