package dev.rostrum.ui.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.ui.fx.QueuedTasks;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowSelectionTest {
    private final RowSelection<String> selection = new RowSelection<>();

    @Test
    void keysAreCountedOnce() {
        selection.addAll(List.of("a", "b"));
        selection.set("a", true);
        selection.toggle("b");
        selection.toggle("c");
        assertThat(selection.keys()).containsExactly("a", "c");
        assertThat(selection.sizeProperty().get()).isEqualTo(2);
    }

    @Test
    void anotherChoiceOfTheSameSizeIsAChange() {
        selection.only(List.of("a"));
        long before = selection.changesProperty().get();
        selection.only(List.of("b"));
        assertThat(selection.changesProperty().get()).isEqualTo(before + 1);
        selection.only(List.of("b"));
        assertThat(selection.changesProperty().get()).isEqualTo(before + 1);
    }

    @Test
    void whatTheAdminDoesMeanwhileWinsOverALateSelectAll() {
        QueuedTasks tasks = new QueuedTasks();
        selection.selectAll(tasks, () -> List.of("a", "b", "c"), e -> {});
        selection.clear();
        tasks.runAll();
        assertThat(selection.isEmpty()).isTrue();
        selection.selectAll(tasks, () -> List.of("a", "b", "c"), e -> {});
        tasks.runAll();
        assertThat(selection.size()).isEqualTo(3);
    }

    @Test
    void whatAFilterDoesNotShowIsCountedAndStays() {
        QueuedTasks tasks = new QueuedTasks();
        selection.addAll(List.of("a", "b", "c"));
        assertThat(selection.words()).isEqualTo("3 selected");
        selection.look(tasks, () -> List.of("c", "d"), e -> {});
        tasks.runAll();
        assertThat(selection.hidden()).isEqualTo(2);
        assertThat(selection.words()).isEqualTo("3 selected, 2 of them not shown");
        selection.selectAll(tasks, () -> List.of("c", "d"), e -> {});
        tasks.runAll();
        assertThat(selection.keys()).containsExactly("a", "b", "c", "d");
        assertThat(selection.hidden()).isEqualTo(2);
        selection.onlyHidden();
        assertThat(selection.keys()).containsExactlyInAnyOrder("a", "b");
        selection.toggle("a");
        assertThat(selection.words()).isEqualTo("1 selected, 1 of them not shown");
        selection.look(tasks, () -> List.of("b"), e -> {});
        tasks.runAll();
        assertThat(selection.words()).isEqualTo("1 selected");
        selection.clear();
        assertThat(selection.words()).isEmpty();
    }
}
