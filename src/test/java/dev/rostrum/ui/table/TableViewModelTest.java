package dev.rostrum.ui.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.ui.fx.InlineTasks;
import dev.rostrum.ui.fx.PageSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The numbers below a thousand; a filter shows those that hold its text. */
class TableViewModelTest {
    private static final class Numbers implements TableSource<Integer, String, Integer> {
        @Override
        public PageSource<Integer> rows(String filter, List<SortKey> sort) {
            return (limit, offsets) -> PageSource.of(shown(filter, sort)).open(limit, offsets);
        }

        private static List<Integer> shown(String filter, List<SortKey> sort) {
            if (filter.equals("broken")) {
                throw new IllegalStateException("disk");
            }
            List<Integer> shown = new ArrayList<>(IntStream.range(0, 1000)
                    .filter(number -> Integer.toString(number).contains(filter))
                    .boxed()
                    .toList());
            if (!sort.isEmpty() && !sort.get(0).ascending()) {
                Collections.reverse(shown);
            }
            return shown;
        }

        @Override
        public Integer key(Integer row) {
            return row;
        }

        @Override
        public String searching(String filter, String text) {
            return text;
        }

        @Override
        public void each(String filter, List<SortKey> sort, Predicate<? super Integer> sink) {
            for (Integer row : shown(filter, sort)) {
                if (!sink.test(row)) {
                    return;
                }
            }
        }
    }

    private final TableViewModel<Integer, String, Integer> table =
            new TableViewModel<>(new Numbers(), "", new InlineTasks(), Exception::getMessage);
    private final List<List<String>> written = new ArrayList<>();
    private final CsvFile csv = (file, header, rows) -> {
        written.add(header);
        rows.accept(written::add);
        return written.size() - 1L;
    };

    @AfterEach
    void close() {
        table.close();
    }

    private void search(String text) {
        table.searchProperty().set(text);
        table.query();
    }

    private List<String> export() {
        List<Column<Integer>> columns = List.of(
                Column.of("twice_it", "Twice", row -> Integer.toString(2 * row)),
                Column.<Integer>of("it", "It", row -> "#").copying(row -> Integer.toString(row)));
        written.clear();
        List<Long> told = new ArrayList<>();
        table.export(Path.of("x.csv"), columns, csv, told::add);
        assertThat(told).containsExactly(written.size() - 1L);
        assertThat(written.get(0)).containsExactly("twiceIt", "it");
        return written.stream().skip(1).map(row -> row.get(1)).toList();
    }

    @Test
    void theExportHoldsWhatTheFilterShowsInItsOrderOrWhatIsSelected() {
        table.sort(List.of(new SortKey("it", false)));
        search("99");
        assertThat(export()).hasSize(19).startsWith("999", "998").endsWith("199", "99");
        table.selectAll();
        table.selection().toggle(998);
        assertThat(export()).hasSize(18).startsWith("999", "997");
        search("5");
        table.selection().toggle(5);
        search("");
        assertThat(table.selection().words()).isEqualTo("19 selected");
        assertThat(export()).hasSize(19).startsWith("999", "997").endsWith("99", "5");
        table.selection().only(List.of(7, 300, 8));
        assertThat(export()).containsExactly("300", "8", "7");
    }

    @Test
    void aCancelledExportIsNoFailureAndEndsAtOnce() {
        search("");
        int[] rows = {0};
        table.export(
                Path.of("x.csv"),
                List.of(Column.of("it", "It", row -> Integer.toString(row))),
                (file, header, each) -> {
                    each.accept(row -> {
                        if (++rows[0] == 10) {
                            table.cancelExport();
                        }
                    });
                    return rows[0];
                },
                told -> {
                    throw new AssertionError("written");
                });
        assertThat(rows[0]).isEqualTo(10);
        assertThat(table.exportingProperty().get()).isFalse();
        assertThat(table.failureProperty().get()).isNull();
    }

    @Test
    void whatIsNoLongerShownIsNoLongerInDetail() {
        search("7");
        table.focus(7);
        search("70");
        assertThat(table.detailsProperty().get()).isNull();
        search("");
        table.focus(999);
        table.refresh();
        assertThat(table.detailsProperty().get()).as("shown, but not loaded").isEqualTo(999);
    }

    @Test
    void lettersFindTheNextRowAndBeginAgainAtTheTop() {
        search("");
        List<Long> found = new ArrayList<>();
        table.seek(row -> Integer.toString(row).startsWith("77"), 78, found::add);
        table.seek(row -> Integer.toString(row).startsWith("77"), 780, found::add);
        table.seek(row -> Integer.toString(row).startsWith("x"), 0, found::add);
        assertThat(found).containsExactly(770L, 77L);
    }

    @Test
    void aFailureOfTheRowsGoesWithTheNextAnswerAndAnotherOneStays() {
        search("broken");
        assertThat(table.failureProperty().get()).isEqualTo("disk");
        search("");
        assertThat(table.failureProperty().get()).isNull();
        table.failed(new IllegalStateException("not forgotten"));
        table.refresh();
        assertThat(table.failureProperty().get()).isNull();
        table.failed(new IllegalStateException("not forgotten"));
        table.rows().refresh();
        assertThat(table.failureProperty().get()).isEqualTo("not forgotten");
        table.dismissFailure();
    }

    @Test
    void allIsWhatTheScreenSaysItIs() {
        table.setWhole("9");
        table.filterProperty().set("9");
        search("9");
        assertThat(table.isFiltered()).isFalse();
        search("99");
        assertThat(table.isFiltered()).isTrue();
        table.clearFilter();
        assertThat(table.filterProperty().get()).isEqualTo("9");
    }
}
