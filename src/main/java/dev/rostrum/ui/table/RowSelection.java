package dev.rostrum.ui.table;

import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.words.Texts;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;

/**
 * The selected rows of a table, as a {@link RowRule}: it outlives paging, sorting and filtering, and knows how many of its rows the
 * filter does not show. Used on one thread, in the window the FX thread.
 *
 * @param <F> a filter
 * @param <K> what tells rows apart
 */
public final class RowSelection<F, K> {
    /** Rows that are chosen one by one, or by Shift. */
    public static final int MOST_KEYS = 100_000;

    /** Rows whose keys are read at once: so many of an earlier choice are kept beside a new one. */
    static final int MOST_READ = 20_000;

    /** What was learned of a rule and of what is shown. */
    private record Looked<K>(long size, long shown, Set<K> pruned, Set<K> hidden) {}

    private final Texts texts = Texts.of(RowSelection.class);
    private final Tasks tasks;
    private final RowCounts<F, K> counts;
    private final Consumer<? super Exception> fail;
    private final LatestTask looks = new LatestTask();
    private final LatestTask reads = new LatestTask();

    private final Set<K> except = new LinkedHashSet<>();
    private final Set<K> also = new LinkedHashSet<>();
    /** Of those chosen by themselves, what the filter does not show. */
    private final Set<K> hiddenKeys = new HashSet<>();
    /** Which rows in view a rule holds whose filter is another one than that in view. */
    private final Map<K, Boolean> held = new HashMap<>();

    private final ReadOnlyLongWrapper size = new ReadOnlyLongWrapper(this, "size");
    private final ReadOnlyLongWrapper changes = new ReadOnlyLongWrapper(this, "changes");
    private final ReadOnlyLongWrapper hidden = new ReadOnlyLongWrapper(this, "hidden");

    private F all;
    private F shown;
    private long shownRows;

    /** Rows that are only chosen one by one, and all of them shown. */
    public RowSelection() {
        this(null, null, e -> {});
    }

    /** @param fail told where rows cannot be counted */
    public RowSelection(Tasks tasks, RowCounts<F, K> counts, Consumer<? super Exception> fail) {
        this.tasks = tasks;
        this.counts = counts;
        this.fail = fail;
    }

    /** What is selected, as it is now. */
    public RowRule<F, K> rule() {
        return new RowRule<>(all, except, also);
    }

    public boolean contains(K key) {
        return also.contains(key) || isInAll(key) && !except.contains(key);
    }

    private boolean isInAll(K key) {
        return all != null && (all.equals(shown) || held.getOrDefault(key, false));
    }

    public boolean isEmpty() {
        return all == null && also.isEmpty();
    }

    public void set(K key, boolean selected) {
        if (selected == contains(key)) {
            return;
        }
        reads.drop();
        if (selected) {
            if (!except.remove(key)) {
                if (also.size() >= MOST_KEYS) {
                    return;
                }
                also.add(key);
            }
        } else if (!also.remove(key)) {
            except.add(key);
        }
        changed(size.get() + (selected ? 1 : -1), hidden.get());
    }

    public void toggle(K key) {
        set(key, !contains(key));
    }

    /** Adds rows that are shown, as far as there is room. */
    public void addAll(Collection<? extends K> more) {
        reads.drop();
        long added = 0;
        boolean seen = false;
        for (K key : more) {
            seen |= hiddenKeys.remove(key);
            if (!contains(key) && (except.remove(key) || also.size() < MOST_KEYS && also.add(key))) {
                added++;
            }
        }
        if (added > 0 || seen) {
            changed(size.get() + added, all == null ? hiddenKeys.size() : hidden.get());
        }
    }

    /** Exactly these from now on. */
    public void only(Collection<? extends K> these) {
        reads.drop();
        if (all == null && also.size() == these.size() && also.containsAll(these)) {
            return;
        }
        all = null;
        except.clear();
        also.clear();
        these.stream().limit(MOST_KEYS).forEach(also::add);
        hiddenKeys.retainAll(also);
        changed(also.size(), hiddenKeys.size());
    }

    public void clear() {
        only(List.of());
    }

    /**
     * Selects all that the filter shows, also what is not loaded; what it does not show stays selected. Of what an earlier rule holds and
     * is not shown, as much stays as can be kept row by row.
     */
    public void selectAll() {
        if (shown == null) {
            return;
        }
        if (all == null || all.equals(shown)) {
            reads.drop();
            all(also);
            return;
        }
        F before = all;
        F now = shown;
        Set<K> out = Set.copyOf(except);
        read(() -> rest(before, now, out), rest -> {
            rest.addAll(also);
            all(rest);
        });
    }

    /** What of a filter another one does not show, but for some, as far as that can be kept row by row. */
    private Set<K> rest(F of, F without, Set<K> out) throws Exception {
        if (counts.count(List.of(of)) - counts.count(List.of(of, without)) > MOST_READ + out.size()) {
            return new LinkedHashSet<>();
        }
        List<K> keys = counts.keys(of, Integer.MAX_VALUE);
        Set<K> rest = new LinkedHashSet<>(keys);
        rest.removeAll(out);
        rest.removeAll(counts.shown(List.of(without), rest));
        return rest;
    }

    private void all(Set<K> beside) {
        Set<K> kept = new LinkedHashSet<>(beside);
        all = shown;
        except.clear();
        also.clear();
        also.addAll(kept);
        held.clear();
        // Until it is learned which of them the filter shows too.
        changed(shownRows + hiddenKeys.size(), hiddenKeys.size());
        look();
    }

    /** Leaves only what the filter does not show. */
    public void onlyHidden() {
        if (all == null || all.equals(shown)) {
            only(Set.copyOf(hiddenKeys));
            return;
        }
        F now = shown;
        read(() -> counts.keys(now, MOST_READ), keys -> {
            for (K key : keys) {
                also.remove(key);
                except.add(key);
            }
            changed(size.get(), hidden.get());
            look();
        });
    }

    private <T> void read(Callable<T> work, Consumer<T> ok) {
        tasks.read(work).onOk(ok).onFail(fail).startIn(reads);
    }

    /**
     * Learns how many rows are selected and how many of them a filter shows. Until the answer is there, what was hidden is taken for what is
     * hidden now.
     *
     * @param filter what is shown now
     * @param rows how many rows that is
     */
    public void look(F filter, long rows) {
        boolean other = !Objects.equals(filter, shown);
        shown = filter;
        shownRows = rows;
        if (other) {
            held.clear();
        }
        if (isEmpty()) {
            return;
        }
        if (other && all != null) {
            // The rows in view were drawn as those of the earlier filter: which of them are selected is another matter
            // now.
            changes.set(changes.get() + 1);
        }
        look();
    }

    private void look() {
        if (counts == null) {
            return;
        }
        long asked = changes.get();
        RowRule<F, K> rule = rule();
        F now = shown;
        long rows = shownRows;
        tasks.read(() -> looked(rule, now, rows))
                .onOk(answer -> {
                    if (changes.get() != asked) {
                        // What the admin did meanwhile is counted too.
                        look();
                        return;
                    }
                    also.removeAll(answer.pruned());
                    hiddenKeys.clear();
                    hiddenKeys.addAll(answer.hidden());
                    if (answer.size() != size.get() || answer.size() - answer.shown() != hidden.get()) {
                        changed(answer.size(), answer.size() - answer.shown());
                    }
                })
                .onFail(fail)
                .startIn(looks);
    }

    private Looked<K> looked(RowRule<F, K> rule, F now, long rows) throws Exception {
        Set<K> seen = among(rule.also(), List.of(now));
        Set<K> unseen = new LinkedHashSet<>(rule.also());
        unseen.removeAll(seen);
        if (rule.all() == null) {
            return new Looked<>(rule.also().size(), seen.size(), Set.of(), unseen);
        }
        boolean same = rule.all().equals(now);
        // What was chosen by itself and is of the rule, too, is no second row.
        Set<K> twice = among(rule.also(), List.of(rule.all()));
        seen.removeAll(twice);
        unseen.removeAll(twice);
        long of = same ? rows : counts.count(List.of(rule.all()));
        long both = same ? rows : counts.count(List.of(rule.all(), now));
        long out = among(rule.except(), List.of(rule.all())).size();
        long outShown =
                same ? out : among(rule.except(), List.of(rule.all(), now)).size();
        return new Looked<>(of - out + seen.size() + unseen.size(), both - outShown + seen.size(), twice, unseen);
    }

    private Set<K> among(Set<K> keys, List<F> filters) throws Exception {
        return keys.isEmpty() ? new LinkedHashSet<>() : new LinkedHashSet<>(counts.shown(filters, keys));
    }

    /** Whether it is plain from the filter in view which rows are selected. */
    boolean isPlain() {
        return all == null || all.equals(shown);
    }

    /** Learns which of the rows in view are selected, where that is not plain from the filter. */
    void lookAt(Collection<K> inView) {
        F of = all;
        List<K> unknown = inView.stream().filter(key -> !held.containsKey(key)).toList();
        if (unknown.isEmpty()) {
            return;
        }
        tasks.read(() -> counts.shown(List.of(of), unknown))
                .onOk(found -> {
                    if (of.equals(all)) {
                        unknown.forEach(key -> held.put(key, found.contains(key)));
                        changes.set(changes.get() + 1);
                    }
                })
                .onFail(fail)
                .start();
    }

    private void changed(long now, long notShown) {
        hiddenKeys.retainAll(also);
        hidden.set(Math.max(0, Math.min(now, all == null ? hiddenKeys.size() : notShown)));
        size.set(isEmpty() ? 0 : now);
        changes.set(changes.get() + 1);
    }

    /** How many rows are selected. */
    public long size() {
        return size.get();
    }

    /** How many of the selected rows the filter does not show. */
    public long hidden() {
        return hidden.get();
    }

    /** "5 selected, 3 of them not shown"; nothing where none is selected. */
    public String words() {
        return isEmpty()
                ? ""
                : hidden() == 0
                        ? texts.get("selection.selected", size())
                        : texts.get("selection.hidden", size(), hidden());
    }

    public ReadOnlyLongProperty sizeProperty() {
        return size.getReadOnlyProperty();
    }

    public ReadOnlyLongProperty hiddenProperty() {
        return hidden.getReadOnlyProperty();
    }

    /** Rises with each change, also one that leaves the size as it was. */
    public ReadOnlyLongProperty changesProperty() {
        return changes.getReadOnlyProperty();
    }
}
