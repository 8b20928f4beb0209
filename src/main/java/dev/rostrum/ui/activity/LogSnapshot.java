package dev.rostrum.ui.activity;

import dev.rostrum.store.query.RowQuery;
import dev.rostrum.ui.fx.PageSource;
import java.util.List;
import java.util.function.Supplier;

/** The rows of a log as they are when they are read first. */
final class LogSnapshot<R> implements PageSource<R> {
    private final Supplier<RowQuery<R>> making;
    private RowQuery<R> made;

    /** @param making asked once, off the FX thread */
    LogSnapshot(Supplier<RowQuery<R>> making) {
        this.making = making;
    }

    private synchronized RowQuery<R> rows() {
        if (made == null) {
            made = making.get();
        }
        return made;
    }

    @Override
    public long count() {
        return rows().count();
    }

    @Override
    public List<R> page(long offset, int limit) {
        return rows().page(offset, limit);
    }

    @Override
    public Found<R> find(int limit, long... offsets) {
        RowQuery.Found<R> found = rows().find(limit, offsets);
        return new Found<>(found.count(), found.pages());
    }
}
