package dev.rostrum.ui.activity;

import dev.rostrum.domain.Ticker;
import dev.rostrum.store.query.EventQuery;
import dev.rostrum.ui.activity.Log.Order;
import dev.rostrum.ui.activity.Log.Question;
import dev.rostrum.ui.activity.Log.Standing;
import dev.rostrum.ui.fx.Delay;
import dev.rostrum.ui.fx.Pages;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.fx.Watch;
import dev.rostrum.ui.table.SortKey;
import dev.rostrum.ui.words.FailureTexts;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * One log: search, filters, and the newest rows as they come. While nobody looks at a row, new ones appear at the top; else they are
 * counted, and what is shown stays where it is.
 */
final class LogViewModel<R> implements AutoCloseable {
    /** What was seen, and of which question. */
    private record Seen(Question about, Standing standing) {}

    private final Log<R> log;
    private final Function<? super R, ?> key;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Watch<Seen> watch;

    private final StringProperty search = new SimpleStringProperty(this, "search", "");
    private final BooleanProperty failed = new SimpleBooleanProperty(this, "failed");
    private final ObjectProperty<EventQuery.Type> type = new SimpleObjectProperty<>(this, "type");
    private final Pages<R> rows;
    private final ReadOnlyObjectWrapper<R> details = new ReadOnlyObjectWrapper<>(this, "details");
    private final ReadOnlyLongWrapper fresh = new ReadOnlyLongWrapper(this, "fresh");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper(this, "failure");

    private BooleanSupplier atTop = () -> true;
    private Order order = Order.NEWEST;
    private Question asked;
    private long open;

    /**
     * @param key what tells rows apart
     * @param delay brings the next look
     */
    LogViewModel(Log<R> log, Function<? super R, ?> key, Tasks tasks, Delay delay, Ticker ticker) {
        this.log = log;
        this.key = key;
        this.rows = new Pages<>(tasks);
        this.watch = new Watch<>(tasks, delay, ticker, this::look, this::looked);
        subscriptions.onChange(rows.answersProperty(), answer -> answered());
        subscriptions.onChange(rows.failureProperty(), e -> {
            if (e != null) {
                failure.set(FailureTexts.words(e));
            }
        });
        subscriptions.onChange(failed, now -> query());
        subscriptions.onChange(type, now -> query());
    }

    /** @param nobodyLooks whether the first row is in view and nobody looks at one */
    void setAtTop(BooleanSupplier nobodyLooks) {
        atTop = nobodyLooks;
    }

    /** It is in view from now on. */
    void shown() {
        if (asked == null) {
            newest();
        }
        watch.shown();
    }

    void hidden() {
        watch.hidden();
    }

    /** Shows what search and filters find now, where that is something else than before. */
    void query() {
        if (!question().equals(asked) || rows.failureProperty().get() != null) {
            newest();
        }
    }

    /** Shows all that there is now, from the newest on. */
    void newest() {
        Question now = question();
        asked = now;
        fresh.set(0);
        rows.show(new LogSource<>(() -> log.untilNow(now)));
    }

    private Question question() {
        return new Question(search.get().strip(), failed.get(), type.get(), order);
    }

    /** @param keys none: the newest first */
    void sort(List<SortKey> keys) {
        order = keys.isEmpty()
                ? Order.NEWEST
                : new Order(keys.get(0).column(), keys.get(0).ascending());
        query();
    }

    void clearFilters() {
        search.set("");
        failed.set(false);
        type.set(null);
        query();
    }

    boolean filtered() {
        return !search.get().isBlank() || failed.get() || type.get() != null;
    }

    private Callable<Seen> look() {
        Question about = asked;
        return rows.busyProperty().get() ? null : () -> new Seen(about, log.standing(about));
    }

    private void looked(Seen seen) {
        Standing standing = seen.standing();
        if (!seen.about().equals(asked) || rows.stateProperty().get() != Pages.State.READY) {
            return;
        }
        boolean changed = standing.open() != open;
        open = standing.open();
        long more = standing.count() - rows.countProperty().get();
        if (more != 0 && seen.about().sort().equals(Order.NEWEST) && atTop.getAsBoolean()) {
            newest();
            return;
        }
        fresh.set(Math.max(0, more));
        if (changed) {
            // The rows are the same, and stay where they are.
            rows.refresh();
        }
    }

    private void answered() {
        failure.set(null);
        R shown = details.get();
        if (shown != null) {
            Object wanted = key.apply(shown);
            rows.forEachLoaded((index, row) -> {
                if (key.apply(row).equals(wanted)) {
                    details.set(row);
                }
            });
        }
    }

    /** Shows this row in detail; null: none. */
    void focus(R row) {
        details.set(row);
    }

    void dismissFailure() {
        failure.set(null);
    }

    StringProperty searchProperty() {
        return search;
    }

    /** Only what failed. */
    BooleanProperty failedProperty() {
        return failed;
    }

    /** The one type of events that is shown, or null. */
    ObjectProperty<EventQuery.Type> typeProperty() {
        return type;
    }

    Pages<R> rows() {
        return rows;
    }

    /** The row in detail, or null. */
    ReadOnlyObjectProperty<R> detailsProperty() {
        return details.getReadOnlyProperty();
    }

    /** Rows that have come since and are not shown, because somebody looks at a row. */
    ReadOnlyLongProperty freshProperty() {
        return fresh.getReadOnlyProperty();
    }

    /** Why the last read failed, or null. */
    ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    @Override
    public void close() {
        watch.close();
        subscriptions.close();
        rows.close();
    }
}
