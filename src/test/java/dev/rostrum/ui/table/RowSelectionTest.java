package dev.rostrum.ui.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.ui.fx.QueuedTasks;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows are the numbers from 0 to 999,999; a filter shows those that its number divides. */
class RowSelectionTest {
    private static final int ROWS = 1_000_000;

    private static final class Multiples implements RowCounts<Integer, Integer> {
        private int read;

        private static boolean shows(List<Integer> filters, int key) {
            return filters.stream().allMatch(filter -> key % filter == 0);
        }

        @Override
        public long count(List<Integer> filters) {
            return IntStream.range(0, ROWS).filter(key -> shows(filters, key)).count();
        }

        @Override
        public Set<Integer> shown(List<Integer> filters, Collection<Integer> keys) {
            return keys.stream()
                    .filter(key -> shows(filters, key))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }

        @Override
        public List<Integer> keys(Integer filter, int limit) {
            List<Integer> keys = IntStream.range(0, ROWS)
                    .filter(key -> key % filter == 0)
                    .limit(limit)
                    .boxed()
                    .toList();
            read = Math.max(read, keys.size());
            return keys;
        }
    }

    private final QueuedTasks tasks = new QueuedTasks();
    private final Multiples rows = new Multiples();
    private final RowSelection<Integer, Integer> selection = new RowSelection<>(tasks, rows, e -> {
        throw new AssertionError(e);
    });

    private void show(int filter) {
        selection.look(filter, rows.count(List.of(filter)));
        tasks.runAll();
    }

    /** What the rule says, counted row by row. */
    private void assertCounted(int filter) {
        RowRule<Integer, Integer> rule = selection.rule();
        TreeSet<Integer> meant = new TreeSet<>(rule.also());
        if (rule.all() != null) {
            IntStream.range(0, ROWS)
                    .filter(key -> key % rule.all() == 0 && !rule.except().contains(key))
                    .forEach(meant::add);
        }
        assertThat(selection.size()).isEqualTo(meant.size());
        assertThat(selection.hidden())
                .isEqualTo(meant.stream().filter(key -> key % filter != 0).count());
    }

    @Test
    void keysAreCountedOnce() {
        show(1);
        selection.addAll(List.of(10, 20));
        selection.set(10, true);
        selection.toggle(20);
        selection.toggle(30);
        assertThat(selection.rule().also()).containsExactly(10, 30);
        assertThat(selection.size()).isEqualTo(2);
    }

    @Test
    void anotherChoiceOfTheSameSizeIsAChange() {
        selection.only(List.of(1));
        long before = selection.changesProperty().get();
        selection.only(List.of(2));
        assertThat(selection.changesProperty().get()).isEqualTo(before + 1);
        selection.only(List.of(2));
        assertThat(selection.changesProperty().get()).isEqualTo(before + 1);
    }

    /** As where a list goes whose rows are all selected: as many are selected as before, and other rows are in view. */
    @Test
    void anotherFilterIsAChangeThoughTheNumbersAreTheSame() {
        show(500);
        selection.selectAll();
        tasks.runAll();
        long before = selection.changesProperty().get();
        long size = selection.size();
        assertThat(selection.contains(500)).isTrue();
        show(250);
        assertThat(selection.size()).isEqualTo(size);
        assertThat(selection.hidden()).isZero();
        assertThat(selection.contains(250)).isFalse();
        assertThat(selection.changesProperty().get()).isGreaterThan(before);
    }

    @Test
    void allIsARuleAndNoListOfKeys() {
        show(1);
        selection.selectAll();
        tasks.runAll();
        assertThat(selection.size()).isEqualTo(ROWS);
        assertThat(selection.rule()).isEqualTo(new RowRule<>(1, Set.of(), Set.of()));
        selection.toggle(7);
        assertThat(selection.contains(7)).isFalse();
        assertThat(selection.contains(8)).isTrue();
        assertThat(selection.size()).isEqualTo(ROWS - 1);
        assertThat(rows.read).isZero();

        show(3);
        assertThat(selection.words()).isEqualTo("999,999 selected, 666,665 of them not shown");
        assertCounted(3);
        selection.lookAt(List.of(9, 21));
        tasks.runAll();
        assertThat(selection.contains(9)).isTrue();
        show(7);
        selection.lookAt(List.of(0, 7));
        tasks.runAll();
        assertThat(selection.contains(7)).as("taken out before").isFalse();
        assertThat(selection.contains(0)).isTrue();
        assertThat(rows.read).isZero();
    }

    @Test
    void whatTheFilterDoesNotShowIsCountedAndStays() {
        show(1);
        selection.addAll(List.of(1, 2, 30));
        assertThat(selection.words()).isEqualTo("3 selected");
        show(3);
        assertThat(selection.words()).isEqualTo("3 selected, 2 of them not shown");
        selection.selectAll();
        tasks.runAll();
        assertCounted(3);
        assertThat(selection.rule().also()).as("30 is of the rule").containsExactly(1, 2);
        assertThat(selection.hidden()).isEqualTo(2);
        selection.onlyHidden();
        assertThat(selection.rule()).isEqualTo(RowRule.chosen(Set.of(1, 2)));
        assertThat(selection.words()).isEqualTo("2 selected, 2 of them not shown");
        selection.clear();
        assertThat(selection.words()).isEmpty();
    }

    @Test
    void asMuchOfAnEarlierRuleStaysAsCanBeKeptRowByRow() {
        show(100);
        selection.selectAll();
        tasks.runAll();
        selection.toggle(300);
        show(3);
        selection.selectAll();
        tasks.runAll();
        assertThat(selection.rule().all()).isEqualTo(3);
        assertThat(selection.contains(100)).isTrue();
        assertThat(selection.rule().also()).doesNotContain(300);
        assertCounted(3);
        selection.onlyHidden();
        tasks.runAll();
        assertThat(selection.hidden()).isEqualTo(selection.size());
        assertThat(selection.size()).isEqualTo(10_000 - 3_334);
    }

    @Test
    void whatTheAdminDoesMeanwhileWinsOverALateAnswer() {
        show(100);
        selection.selectAll();
        tasks.runAll();
        show(3);
        selection.selectAll();
        selection.clear();
        tasks.runAll();
        assertThat(selection.isEmpty()).isTrue();
        selection.addAll(List.of(1, 2));
        selection.look(2, 500_000);
        selection.set(4, true);
        tasks.runAll();
        assertThat(selection.size()).isEqualTo(3);
        assertThat(selection.hidden()).isEqualTo(1);
    }

    @Test
    void rowsChosenOneByOneAreLimited() {
        show(1);
        selection.addAll(IntStream.range(0, RowSelection.MOST_KEYS + 5).boxed().toList());
        assertThat(selection.size()).isEqualTo(RowSelection.MOST_KEYS);
    }
}
