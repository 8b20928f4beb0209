package dev.rostrum.ui.activity;

import dev.rostrum.store.query.RowQuery;
import dev.rostrum.store.query.Snapshot;
import dev.rostrum.ui.fx.PageSource;
import java.util.function.Supplier;

/** The rows of a log as they are when they are read first. */
final class LogSource<R> implements PageSource<R> {
    private final Supplier<RowQuery<R>> making;
    private RowQuery<R> made;

    /** @param making asked once, off the FX thread */
    LogSource(Supplier<RowQuery<R>> making) {
        this.making = making;
    }

    private synchronized RowQuery<R> rows() {
        if (made == null) {
            made = making.get();
        }
        return made;
    }

    @Override
    public Snapshot<R> open(int limit, long... offsets) {
        return rows().open(limit, offsets);
    }
}
