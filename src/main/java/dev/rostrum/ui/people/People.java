package dev.rostrum.ui.people;

import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.store.query.RowQuery;
import dev.rostrum.store.query.Sort;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.ui.fx.PageSource;
import dev.rostrum.ui.table.SortKey;
import dev.rostrum.ui.table.TableSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** People as rows of a table, told apart by their lasting ids. */
record People(UserQuery users) implements TableSource<UserQuery.Row, PeopleFilter, String> {
    private RowQuery<UserQuery.Row> select(PeopleFilter filter, List<SortKey> sort) {
        return users.select(
                filter,
                sort.stream()
                        .map(key -> Sort.of(UserQuery.Column.class, key.column(), key.ascending()))
                        .toList());
    }

    @Override
    public PageSource<UserQuery.Row> rows(PeopleFilter filter, List<SortKey> sort) {
        return PageSource.of(select(filter, sort));
    }

    @Override
    public String key(UserQuery.Row row) {
        return row.lastingId();
    }

    @Override
    public PeopleFilter searching(PeopleFilter filter, String text) {
        return filter.searching(text);
    }

    @Override
    public void each(PeopleFilter filter, List<SortKey> sort, Predicate<? super UserQuery.Row> sink) {
        select(filter, sort).each(Long.MAX_VALUE, sink);
    }

    @Override
    public long count(List<PeopleFilter> filters) {
        return users.count(filters);
    }

    @Override
    public Set<String> shown(List<PeopleFilter> filters, Collection<String> keys) {
        return users.shown(filters, keys);
    }
}
