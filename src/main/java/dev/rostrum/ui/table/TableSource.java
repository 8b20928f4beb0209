package dev.rostrum.ui.table;

import dev.rostrum.ui.fx.PageSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where the rows of a table come from. All but {@link #key} and {@link #searching} may take a while, and are asked off the FX thread.
 *
 * @param <R> a row
 * @param <F> which rows are shown; a value, equal where the question is
 * @param <K> what tells rows apart
 */
public interface TableSource<R, F, K> extends RowCounts<F, K> {
    /** @param sort columns by id, the first one first; none: the usual order */
    PageSource<R> rows(F filter, List<SortKey> sort);

    K key(R row);

    /** The same filter with this search instead of its own; blank for none. */
    F searching(F filter, String text);

    /** Streams the rows in their order until the sink wants no more. */
    void each(F filter, List<SortKey> sort, Predicate<? super R> sink) throws Exception;

    @Override
    default List<K> keys(F filter, int limit) throws Exception {
        List<K> keys = new ArrayList<>();
        each(filter, List.of(), row -> {
            keys.add(key(row));
            return keys.size() < limit;
        });
        return keys;
    }

    /** For tables of some ten thousand rows at most: it goes through the rows of each filter. */
    @Override
    default Set<K> shown(List<F> filters, Collection<K> keys) throws Exception {
        Set<K> left = new LinkedHashSet<>(keys);
        for (F filter : filters) {
            Set<K> found = new HashSet<>();
            each(filter, List.of(), row -> {
                if (left.contains(key(row))) {
                    found.add(key(row));
                }
                return found.size() < left.size();
            });
            left.retainAll(found);
        }
        return left;
    }

    /** As {@link #shown}. */
    @Override
    default long count(List<F> filters) throws Exception {
        if (filters.size() == 1) {
            return rows(filters.get(0), List.of()).count();
        }
        return shown(filters.subList(1, filters.size()), keys(filters.get(0), Integer.MAX_VALUE))
                .size();
    }
}
