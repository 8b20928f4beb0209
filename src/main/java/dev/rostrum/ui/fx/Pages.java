package dev.rostrum.ui.fx;

import dev.rostrum.store.query.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableListBase;

/**
 * The rows of a table, of which only some pages are in memory: the size is known, a row that is still on its way is null.
 * Reading a missing row asks for its page. A new query or a refresh leaves the old rows in place until the new ones are
 * there; a stale answer is dropped. Used on one thread, in the window the FX thread.
 */
public final class Pages<R> extends ObservableListBase<R> implements AutoCloseable {
    public static final int PAGE = 200;
    private static final int KEPT_PAGES = 20;
    private static final int PAGES_IN_FLIGHT = 2;
    private static final int PAGES_WANTED = 4;
    private static final int PAGES_REFRESHED = 3;

    public enum State {
        /** Nothing was asked yet. */
        IDLE,
        /** The first answer is on its way, and there is nothing to show. */
        LOADING,
        READY,
        /** The last query failed; rows of an earlier one may still be here. */
        FAILED
    }

    private record Loaded<R>(Snapshot<R> snapshot, Map<Integer, List<R>> pages) {}

    private final Tasks tasks;
    private final LatestTask loads = new LatestTask();
    private final LinkedHashMap<Integer, List<R>> pages = new LinkedHashMap<>(32, 0.75f, true);
    private final Map<Integer, Task<List<R>>> inFlight = new HashMap<>();
    private final Set<Integer> failedPages = new HashSet<>();
    private final Deque<Integer> wanted = new ArrayDeque<>();
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", State.IDLE);
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
    private final ReadOnlyObjectWrapper<Exception> failure = new ReadOnlyObjectWrapper<>(this, "failure");
    private final ReadOnlyIntegerWrapper count = new ReadOnlyIntegerWrapper(this, "count");
    private final ReadOnlyLongWrapper queries = new ReadOnlyLongWrapper(this, "queries");
    private final ReadOnlyLongWrapper answers = new ReadOnlyLongWrapper(this, "answers");

    /** The newest query asked for. */
    private PageSource<R> source = PageSource.none();
    /** What the rows that are in place are of, until the answer of the newest query is there. */
    private Snapshot<R> shown = Snapshot.of(List.of());

    private int size;
    private boolean shrunkOnce;
    private boolean closed;

    public Pages(Tasks tasks) {
        this.tasks = tasks;
    }

    /** Shows another query from its top. */
    public void show(PageSource<R> next) {
        source = next;
        shrunkOnce = false;
        load(next, new TreeSet<>(Set.of(0)), true);
    }

    /** Asks the same query again and keeps the position. */
    public void refresh() {
        shrunkOnce = false;
        reload();
    }

    private void reload() {
        TreeSet<Integer> recent = new TreeSet<>();
        List<Integer> touched = new ArrayList<>(pages.keySet());
        for (int i = touched.size() - 1; i >= 0 && recent.size() < PAGES_REFRESHED; i--) {
            recent.add(touched.get(i));
        }
        if (recent.isEmpty()) {
            recent.add(0);
        }
        load(source, recent, false);
    }

    private void load(PageSource<R> from, NavigableSet<Integer> numbers, boolean newQuery) {
        if (closed) {
            return;
        }
        busy.set(true);
        if (size == 0) {
            state.set(State.LOADING);
        }
        tasks.read(() -> {
                    Snapshot<R> found = from.open(
                            PAGE,
                            numbers.stream()
                                    .mapToLong(number -> (long) number * PAGE)
                                    .toArray());
                    Map<Integer, List<R>> read = new TreeMap<>();
                    for (int number : numbers) {
                        if ((long) number * PAGE < found.count()) {
                            read.put(number, List.copyOf(found.page((long) number * PAGE, PAGE)));
                        }
                    }
                    return new Loaded<>(found, read);
                })
                .onOk(loaded -> replace(loaded, newQuery))
                .onFail(this::failed)
                .startIn(loads);
    }

    private void failed(Exception e) {
        busy.set(false);
        failure.set(e);
        state.set(State.FAILED);
    }

    private void replace(Loaded<R> loaded, boolean newQuery) {
        shown = loaded.snapshot();
        dropPages();
        wanted.clear();
        failedPages.clear();
        int before = size;
        int after = (int) Math.min(loaded.snapshot().count(), Integer.MAX_VALUE);
        NavigableSet<Integer> changed = new TreeSet<>(pages.keySet());
        changed.addAll(loaded.pages().keySet());
        pages.clear();
        pages.putAll(loaded.pages());
        // Two changes and not one: the focus of a table shifts by all that a change adds, wherever it adds it.
        size = Math.min(before, after);
        if (before > after) {
            beginChange();
            nextRemove(after, nulls(before - after));
            endChange();
        }
        tellUpdated(changed, size);
        if (after > before) {
            size = after;
            beginChange();
            nextAdd(before, after);
            endChange();
        }
        count.set(size);
        failure.set(null);
        busy.set(false);
        state.set(State.READY);
        if (newQuery) {
            queries.set(queries.get() + 1);
        }
        answers.set(answers.get() + 1);
        loaded.pages().forEach(this::expectWhole);
    }

    /** Pages on their way belong to the rows that were there until now. */
    private void dropPages() {
        inFlight.values().forEach(Task::drop);
        inFlight.clear();
    }

    /** A list of nothing of the given length, without the memory for it. */
    private List<R> nulls(int length) {
        return java.util.Collections.nCopies(length, null);
    }

    private void tellUpdated(Set<Integer> numbers, int limit) {
        beginChange();
        for (int number : numbers) {
            int from = number * PAGE;
            int to = Math.min(from + PAGE, limit);
            for (int i = from; i < to; i++) {
                nextUpdate(i);
            }
        }
        endChange();
    }

    /** A page with fewer rows than the count promised means that rows went since; the count is asked again, once. */
    private void expectWhole(int number, List<R> rows) {
        if (rows.size() < Math.min(PAGE, size - number * PAGE) && !shrunkOnce) {
            shrunkOnce = true;
            reload();
        }
    }

    @Override
    public int size() {
        return size;
    }

    /** The row, or null while its page is on its way, which this call asks for. */
    @Override
    public R get(int index) {
        R row = peek(index);
        int number = index / PAGE;
        if (row == null && !pages.containsKey(number)) {
            want(number);
        }
        return row;
    }

    /** The row if it is in memory, else null. */
    public R peek(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        List<R> page = pages.get(index / PAGE);
        int at = index % PAGE;
        return page == null || at >= page.size() ? null : page.get(at);
    }

    /** Tells each row in memory with its index, in order. */
    public void forEachLoaded(BiConsumer<Integer, ? super R> each) {
        new TreeMap<>(pages).forEach((number, rows) -> {
            for (int i = 0; i < rows.size() && number * PAGE + i < size; i++) {
                each.accept(number * PAGE + i, rows.get(i));
            }
        });
    }

    private void want(int number) {
        if (inFlight.containsKey(number) || failedPages.contains(number) || closed) {
            return;
        }
        wanted.remove(number);
        wanted.push(number);
        // While the thumb is dragged only the newest places matter.
        while (wanted.size() > PAGES_WANTED) {
            wanted.removeLast();
        }
        fetch();
    }

    private void fetch() {
        while (inFlight.size() < PAGES_IN_FLIGHT && !wanted.isEmpty()) {
            int number = wanted.pop();
            Snapshot<R> from = shown;
            Task<List<R>> read = tasks.<List<R>>read(() -> List.copyOf(from.page((long) number * PAGE, PAGE)))
                    .onOk(rows -> arrived(number, rows))
                    .onFail(e -> {
                        inFlight.remove(number);
                        failedPages.add(number);
                        failed(e);
                        fetch();
                    });
            inFlight.put(number, read);
            read.start();
        }
    }

    private void arrived(int number, List<R> rows) {
        inFlight.remove(number);
        pages.put(number, rows);
        while (pages.size() > KEPT_PAGES) {
            pages.remove(pages.keySet().iterator().next());
        }
        tellUpdated(Set.of(number), size);
        expectWhole(number, rows);
        fetch();
    }

    /**
     * Reads rows straight from the snapshot, also those that are not in memory, in table order.
     *
     * @param to exclusive
     * @param limit at most so many matching rows are handed over
     */
    public void read(
            int from,
            int to,
            Predicate<? super R> filter,
            int limit,
            Consumer<List<R>> ok,
            Consumer<? super Exception> fail) {
        Snapshot<R> snapshot = shown;
        tasks.read(() -> {
                    List<R> found = new ArrayList<>();
                    int at = from;
                    while (at < to
                            && found.size() < limit
                            && !Thread.currentThread().isInterrupted()) {
                        List<R> rows = snapshot.page(at, Math.min(1000, to - at));
                        if (rows.isEmpty()) {
                            break;
                        }
                        for (R row : rows) {
                            if (found.size() < limit && filter.test(row)) {
                                found.add(row);
                            }
                        }
                        at += rows.size();
                    }
                    return found;
                })
                .onOk(ok)
                .onFail(fail)
                .start();
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** A query or refresh is under way. */
    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** Why the last query failed, or null. */
    public ReadOnlyObjectProperty<Exception> failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** How many rows the query finds. */
    public ReadOnlyIntegerProperty countProperty() {
        return count.getReadOnlyProperty();
    }

    /** Rises each time that another query is in place: a table goes back to its top. */
    public ReadOnlyLongProperty queriesProperty() {
        return queries.getReadOnlyProperty();
    }

    /** Rises with each answer, of a new query or of a refresh. */
    public ReadOnlyLongProperty answersProperty() {
        return answers.getReadOnlyProperty();
    }

    @Override
    public void close() {
        closed = true;
        loads.drop();
        dropPages();
        wanted.clear();
    }
}
