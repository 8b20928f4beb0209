package dev.rostrum.ui.table;

import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Pages;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Task;
import dev.rostrum.ui.fx.Tasks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * The table of a screen: search, filter, order, the selection, the row in detail, copying and export. On one thread, in the window the
 * FX thread.
 *
 * @param <R> a row
 * @param <F> which rows are shown
 * @param <K> what tells rows apart
 */
public final class TableViewModel<R, F, K> implements AutoCloseable {
    private static final int TOLD_EACH = 1000;

    private record Question<F>(F filter, List<SortKey> sort) {}

    private final TableSource<R, F, K> source;
    private final F everything;
    private final Tasks tasks;
    private final Function<? super Exception, String> words;
    private final Subscriptions subscriptions = new Subscriptions();
    private final LatestTask shownReads = new LatestTask();
    private final LatestTask seeks = new LatestTask();
    private final Pages<R> rows;
    private final RowSelection<F, K> selection;

    private final StringProperty search = new SimpleStringProperty(this, "search", "");
    private final ObjectProperty<F> filter;
    private final ReadOnlyObjectWrapper<R> details = new ReadOnlyObjectWrapper<>(this, "details");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper(this, "failure");
    private final ReadOnlyBooleanWrapper exporting = new ReadOnlyBooleanWrapper(this, "exporting");
    private final ReadOnlyLongWrapper exported = new ReadOnlyLongWrapper(this, "exported");

    /** What is shown where nothing is searched for or filtered. */
    private F whole;

    /** Whether reading the rows failed: the next answer does away with that. */
    private boolean ofRows;

    private List<SortKey> sort = List.of();
    private Question<F> asked;
    private Task<Long> export;

    /**
     * @param everything the filter that shows all
     * @param words says why something failed
     */
    public TableViewModel(
            TableSource<R, F, K> source, F everything, Tasks tasks, Function<? super Exception, String> words) {
        this.source = source;
        this.everything = everything;
        this.whole = everything;
        this.tasks = tasks;
        this.words = words;
        this.filter = new SimpleObjectProperty<>(this, "filter", everything);
        this.rows = new Pages<>(tasks);
        this.selection = new RowSelection<>(tasks, source, this::failed);
        subscriptions.onChange(rows.answersProperty(), answer -> answered());
        subscriptions.onChange(rows, this::lookAtRows);
        subscriptions.onChange(selection.changesProperty(), change -> lookAtRows());
        subscriptions.onChange(rows.failureProperty(), e -> {
            if (e != null) {
                failed(e);
                ofRows = true;
            }
        });
        subscriptions.onChange(filter, now -> {
            if (asked != null) {
                query();
            }
        });
    }

    // ---------------------------------------------------------------- rows

    /** Shows what search, filter and order find now, where that is another question than before. */
    public void query() {
        Question<F> next = new Question<>(shownFilter(), sort);
        if (next.equals(asked) && rows.failureProperty().get() == null) {
            return;
        }
        show(next);
    }

    /** Asks anew, from the top. */
    public void restart() {
        show(new Question<>(shownFilter(), sort));
    }

    private void show(Question<F> next) {
        asked = next;
        seeks.drop();
        rows.show(source.rows(next.filter(), next.sort()));
    }

    /** Reads what may have changed; what is looked at stays where it is. */
    public void refresh() {
        failure.set(null);
        if (asked == null) {
            query();
        } else {
            rows.refresh();
        }
    }

    /** What the rows in place, or on their way, were asked for; null before the first question. */
    public F asked() {
        return asked == null ? null : asked.filter();
    }

    /** The filter with the search that is typed. */
    public F shownFilter() {
        return source.searching(filter.get(), search.get().strip());
    }

    /** Whether fewer are shown than there are. */
    public boolean isFiltered() {
        return !shownFilter().equals(whole);
    }

    /** What is all from now on, as the team that the screen is at; it is not shown by this. */
    public void setWhole(F all) {
        whole = all;
    }

    /** Shows all, whatever was searched for and filtered. */
    public void clearFilter() {
        search.set("");
        filter.set(whole);
        query();
    }

    /** @param keys columns by id; none: the usual order */
    public void sort(List<SortKey> keys) {
        sort = List.copyOf(keys);
        query();
    }

    public List<SortKey> sort() {
        return sort;
    }

    private void answered() {
        if (ofRows) {
            failure.set(null);
        }
        selection.look(asked.filter(), rows.countProperty().get());
        lookAtRows();
        R shown = details.get();
        if (shown == null) {
            return;
        }
        K key = source.key(shown);
        boolean[] loaded = {false};
        rows.forEachLoaded((index, row) -> {
            if (source.key(row).equals(key)) {
                loaded[0] = true;
                details.set(row);
            }
        });
        if (loaded[0]) {
            return;
        }
        // What is no longer shown is no longer in detail: to act on it would be a surprise.
        F of = asked.filter();
        tasks.read(() -> source.shown(List.of(of), Set.of(key)).isEmpty())
                .onOk(gone -> {
                    R now = details.get();
                    if (gone && now != null && source.key(now).equals(key)) {
                        focus(null);
                    }
                })
                .onFail(this::failed)
                .startIn(shownReads);
    }

    private void lookAtRows() {
        if (selection.isPlain()) {
            return;
        }
        List<K> keys = new ArrayList<>();
        rows.forEachLoaded((index, row) -> keys.add(source.key(row)));
        selection.lookAt(keys);
    }

    // ---------------------------------------------------------------- selection and details

    /** All that the filter shows, also what is not loaded. */
    public void selectAll() {
        selection.selectAll();
    }

    /** Shows this row in detail; null: none. */
    public void focus(R row) {
        details.set(row);
    }

    /**
     * The selected rows in the order of the table, those that are not shown too. For what is chosen one by one that reads all rows.
     *
     * @param limit so many at most
     */
    void readSelected(int limit, Consumer<List<R>> ok, Consumer<? super Exception> fail) {
        RowRule<F, K> rule = selection.rule();
        List<SortKey> order = sort;
        tasks.read(() -> {
                    List<R> found = new ArrayList<>();
                    each(rule, order, row -> found.add(row) && found.size() < limit);
                    return found;
                })
                .onOk(ok)
                .onFail(fail)
                .start();
    }

    /**
     * The same, of each row only what is wanted; a failure is told as one of the rows.
     *
     * @param what of a row
     */
    public <T> void readSelected(Function<? super R, ? extends T> what, Consumer<List<T>> ok) {
        RowRule<F, K> rule = selection.rule();
        List<SortKey> order = sort;
        tasks.read(() -> {
                    List<T> found = new ArrayList<>();
                    each(rule, order, row -> found.add(what.apply(row)));
                    return found;
                })
                .onOk(ok)
                .onFail(this::failed)
                .start();
    }

    private void each(RowRule<F, K> rule, List<SortKey> order, Predicate<? super R> sink) throws Exception {
        Set<K> left = new HashSet<>(rule.also());
        boolean[] more = {true};
        if (rule.all() != null) {
            source.each(rule.all(), order, row -> {
                K key = source.key(row);
                left.remove(key);
                return rule.except().contains(key) || (more[0] = sink.test(row));
            });
        }
        if (more[0] && !left.isEmpty()) {
            source.each(everything, order, row -> !left.remove(source.key(row)) || sink.test(row) && !left.isEmpty());
        }
    }

    /**
     * Finds the next row whose text starts so, also beyond what is loaded; from the top where none follows.
     *
     * @param text of a row
     * @param from where the search begins
     * @param found told its place, or nothing where there is none
     */
    void seek(Predicate<? super R> starts, long from, Consumer<Long> found) {
        if (asked == null) {
            return;
        }
        Question<F> question = asked;
        tasks.read(() -> {
                    long[] at = {-1, -1, -1};
                    source.each(question.filter(), question.sort(), row -> {
                        at[0]++;
                        if (starts.test(row)) {
                            if (at[0] >= from) {
                                at[1] = at[0];
                                return false;
                            }
                            at[2] = at[2] < 0 ? at[0] : at[2];
                        }
                        return !Thread.currentThread().isInterrupted();
                    });
                    return at[1] >= 0 ? at[1] : at[2];
                })
                .onOk(at -> {
                    if (at >= 0 && question.equals(asked)) {
                        found.accept(at);
                    }
                })
                .onFail(this::failed)
                .startIn(seeks);
    }

    // ---------------------------------------------------------------- export

    /**
     * Writes what is selected, or where nothing is, all that the filter shows: these columns, in the order of the table.
     *
     * @param columns those shown, in their order
     * @param ok told how many rows were written
     */
    public void export(Path file, List<Column<R>> columns, CsvFile csv, Consumer<Long> ok) {
        if (exporting.get()) {
            return;
        }
        RowRule<F, K> rule = selection.isEmpty() ? new RowRule<>(shownFilter(), Set.of(), Set.of()) : selection.rule();
        List<SortKey> order = sort;
        List<String> header = columns.stream().map(Column::field).toList();
        exporting.set(true);
        exported.set(0);
        failure.set(null);
        export = tasks.<Long, Long>lengthy(
                exported::set,
                (told, cancelled) -> csv.write(file, header, sink -> {
                    long[] written = {0};
                    try {
                        each(rule, order, row -> {
                            if (cancelled.getAsBoolean()) {
                                throw new CancellationException();
                            }
                            sink.accept(columns.stream()
                                    .map(column -> Objects.requireNonNullElse(
                                            column.copy().apply(row), ""))
                                    .toList());
                            if (++written[0] % TOLD_EACH == 0) {
                                told.accept(written[0]);
                            }
                            return true;
                        });
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }));
        export.onOk(ok)
                .onFail(e -> {
                    if (!(e instanceof CancellationException)) {
                        failed(e);
                    }
                })
                .andFinally(() -> exporting.set(false))
                .start();
    }

    /** Ends the export under way; nothing is left of its file. */
    public void cancelExport() {
        if (export != null) {
            export.cancel();
        }
    }

    // ---------------------------------------------------------------- state

    /** Says why something about these rows failed. */
    public void failed(Exception e) {
        ofRows = false;
        failure.set(words.apply(e));
    }

    public void dismissFailure() {
        failure.set(null);
    }

    public StringProperty searchProperty() {
        return search;
    }

    /** Without the search; a new one is asked for at once. */
    public ObjectProperty<F> filterProperty() {
        return filter;
    }

    public Pages<R> rows() {
        return rows;
    }

    public RowSelection<F, K> selection() {
        return selection;
    }

    K key(R row) {
        return source.key(row);
    }

    /** The row in detail, or null. */
    public ReadOnlyObjectProperty<R> detailsProperty() {
        return details.getReadOnlyProperty();
    }

    /** Why the last read or export failed, or null. */
    public ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty exportingProperty() {
        return exporting.getReadOnlyProperty();
    }

    /** How many rows the export under way has written. */
    public ReadOnlyLongProperty exportedProperty() {
        return exported.getReadOnlyProperty();
    }

    @Override
    public void close() {
        subscriptions.close();
        shownReads.drop();
        seeks.drop();
        cancelExport();
        rows.close();
    }
}
