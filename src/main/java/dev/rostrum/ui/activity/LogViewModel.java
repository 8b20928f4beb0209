package dev.rostrum.ui.activity;

import dev.rostrum.domain.Ticker;
import dev.rostrum.store.query.RowQuery;
import dev.rostrum.store.query.Snapshot;
import dev.rostrum.ui.activity.Log.Question;
import dev.rostrum.ui.activity.Log.Standing;
import dev.rostrum.ui.fx.Delay;
import dev.rostrum.ui.fx.PageSource;
import dev.rostrum.ui.fx.Pages;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.fx.Watch;
import dev.rostrum.ui.table.SortKey;
import dev.rostrum.ui.table.TableSource;
import dev.rostrum.ui.table.TableViewModel;
import dev.rostrum.ui.words.FailureTexts;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;

/**
 * One log and its newest rows as they come. While nobody looks at a row, new ones appear at the top; else they are counted, and what is
 * shown stays where it is.
 *
 * @param <K> what tells rows apart
 */
final class LogViewModel<R, K> implements AutoCloseable {
    /** What was seen, and of which question. */
    private record Seen(Question about, Standing standing) {}

    private record Source<R, K>(Log<R> log, Function<? super R, ? extends K> keys)
            implements TableSource<R, Question, K> {
        /** The rows as they are when they are read first. */
        @Override
        public PageSource<R> rows(Question question, List<SortKey> sort) {
            return new PageSource<>() {
                private RowQuery<R> made;

                @Override
                public synchronized Snapshot<R> open(int limit, long... offsets) {
                    if (made == null) {
                        made = log.untilNow(question, sort);
                    }
                    return made.open(limit, offsets);
                }
            };
        }

        @Override
        public K key(R row) {
            return keys.apply(row);
        }

        @Override
        public Question searching(Question question, String text) {
            return new Question(text, question.failed(), question.type());
        }

        @Override
        public void each(Question question, List<SortKey> sort, Predicate<? super R> sink) {
            log.untilNow(question, sort).each(Long.MAX_VALUE, sink);
        }
    }

    private final Log<R> log;
    private final Watch<Seen> watch;
    private final TableViewModel<R, Question, K> table;
    private final ReadOnlyLongWrapper fresh = new ReadOnlyLongWrapper(this, "fresh");

    private final Subscriptions subscriptions = new Subscriptions();
    private BooleanSupplier atTop = () -> true;
    private long open;

    /**
     * @param key what tells rows apart
     * @param delay brings the next look
     */
    LogViewModel(Log<R> log, Function<? super R, ? extends K> key, Tasks tasks, Delay delay, Ticker ticker) {
        this.log = log;
        this.table = new TableViewModel<>(new Source<R, K>(log, key), Question.ALL, tasks, FailureTexts::words);
        subscriptions.onChange(table.rows().queriesProperty(), query -> fresh.set(0));
        this.watch = new Watch<>(tasks, delay, ticker, this::look, this::looked);
    }

    /** @param nobodyLooks whether the first row is in view and nobody looks at one */
    void setAtTop(BooleanSupplier nobodyLooks) {
        atTop = nobodyLooks;
    }

    /** It is in view from now on. */
    void shown() {
        if (table.asked() == null) {
            newest();
        }
        watch.shown();
    }

    void hidden() {
        watch.hidden();
    }

    /** Shows all that there is now, from the newest on. */
    void newest() {
        fresh.set(0);
        table.restart();
    }

    private Callable<Seen> look() {
        Question about = table.asked();
        return table.rows().busyProperty().get() ? null : () -> new Seen(about, log.standing(about));
    }

    private void looked(Seen seen) {
        Standing standing = seen.standing();
        if (!seen.about().equals(table.asked()) || table.rows().stateProperty().get() != Pages.State.READY) {
            return;
        }
        boolean changed = standing.open() != open;
        open = standing.open();
        long more = standing.count() - table.rows().countProperty().get();
        if (more != 0 && table.sort().isEmpty() && atTop.getAsBoolean()) {
            newest();
            return;
        }
        fresh.set(Math.max(0, more));
        if (changed) {
            // The rows are the same, and stay where they are.
            table.rows().refresh();
        }
    }

    TableViewModel<R, Question, K> table() {
        return table;
    }

    /** Rows that have come since and are not shown, because somebody looks at a row. */
    ReadOnlyLongProperty freshProperty() {
        return fresh.getReadOnlyProperty();
    }

    @Override
    public void close() {
        watch.close();
        subscriptions.close();
        table.close();
    }
}
