package dev.rostrum.ui.announcements;

import dev.rostrum.ui.fx.Pages;
import dev.rostrum.ui.fx.Tasks;
import java.util.function.BiFunction;

/**
 * Rows of a plan with a search in them. Whoever shows them closes them.
 *
 * @param <P> what was counted
 * @param <R> a row of it
 */
final class SoughtRows<P, R> implements AutoCloseable {
    private final PlanSource<P, R> all;
    private final BiFunction<P, String, P> matching;
    private final Pages<R> rows;

    /** @param matching those who have a text in name, address or ids */
    SoughtRows(Tasks tasks, PlanSource<P, R> all, BiFunction<P, String, P> matching) {
        this.all = all;
        this.matching = matching;
        this.rows = new Pages<>(tasks);
        rows.show(all);
    }

    Pages<R> rows() {
        return rows;
    }

    /** Shows those only who have this in name, address or ids; everybody for a blank text. */
    void search(String text) {
        rows.show(text.isBlank() ? all : all.searched(plan -> matching.apply(plan, text)));
    }

    @Override
    public void close() {
        rows.close();
    }
}
