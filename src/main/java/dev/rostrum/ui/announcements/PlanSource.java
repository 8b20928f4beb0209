package dev.rostrum.ui.announcements;

import dev.rostrum.store.query.Snapshot;
import dev.rostrum.ui.fx.PageSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/**
 * Rows of a plan, page by page. The plan is counted when it is first asked for, off the FX thread, and not again by a search in it.
 *
 * @param <P> what was counted
 * @param <R> a row of it
 */
final class PlanSource<P, R> implements PageSource<R> {
    /** Reads some rows. */
    interface Reader<P, R> {
        List<R> page(P plan, int from, int limit);
    }

    private final Callable<P> count;
    private final ToIntFunction<P> size;
    private final Reader<P, R> reader;
    private P counted;

    PlanSource(Callable<P> count, ToIntFunction<P> size, Reader<P, R> reader) {
        this.count = count;
        this.size = size;
        this.reader = reader;
    }

    /** Those of its rows that a search leaves. */
    PlanSource<P, R> searched(UnaryOperator<P> search) {
        return new PlanSource<>(() -> search.apply(plan()), size, reader);
    }

    private synchronized P plan() throws Exception {
        if (counted == null) {
            counted = count.call();
        }
        return counted;
    }

    @Override
    public Snapshot<R> open(int limit, long... offsets) throws Exception {
        P plan = plan();
        return new Snapshot<>() {
            @Override
            public long count() {
                return size.applyAsInt(plan);
            }

            @Override
            public List<R> page(long offset, int rows) {
                return reader.page(plan, Math.toIntExact(offset), rows);
            }
        };
    }
}
