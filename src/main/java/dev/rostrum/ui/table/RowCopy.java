package dev.rostrum.ui.table;

import dev.rostrum.ui.fx.Pages;
import dev.rostrum.ui.widget.ClipboardText;
import dev.rostrum.words.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.scene.control.TableColumn;

/** Copies rows of a table as tab-separated values with headers, or one cell whole, and says so. */
final class RowCopy<R> {
    private static final int LIMIT = 100_000;

    private final Texts texts = Texts.of(RowCopy.class);
    private final ColumnLayout<R> columns;
    private final Consumer<? super String> news;

    RowCopy(ColumnLayout<R> columns, Consumer<? super String> news) {
        this.columns = columns;
        this.news = news;
    }

    void cell(TableColumn<?, ?> column, R row) {
        Column<R> known = columns.of(column);
        if (row == null || known == null) {
            return;
        }
        ClipboardText.copy(ClipboardText.value(known.copy().apply(row)));
        news.accept(texts.get("copied"));
    }

    /** Reads the selected rows, wherever they are. */
    @FunctionalInterface
    interface Reading<R> {
        void read(int limit, Consumer<List<R>> ok, Consumer<? super Exception> fail);
    }

    /**
     * Copies the selected rows, also those that are not in memory; where none is selected, the focused one, which may be null.
     *
     * @param selected reads the selected rows; null: they are all in memory
     */
    <K> void rows(Pages<R> rows, TableChoice<R, K> choice, R focused, Reading<R> selected) {
        if (choice.selection().isEmpty()) {
            if (focused != null) {
                copy(List.of(focused), 1);
            }
            return;
        }
        List<R> loaded = new ArrayList<>();
        rows.forEachLoaded((index, row) -> {
            if (choice.holds(row)) {
                loaded.add(row);
            }
        });
        long size = choice.selection().size();
        if (selected == null || loaded.size() == size) {
            copy(loaded, size);
        } else {
            selected.read(LIMIT, found -> copy(found, size), e -> failed());
        }
    }

    void failed() {
        news.accept(texts.get("table.copy.failed"));
    }

    /** @param selected how many there would be to copy: what is gone by now, and what is beyond the limit, is named */
    private void copy(List<R> some, long selected) {
        if (some.isEmpty()) {
            // What was copied before is left where it is.
            news.accept(texts.get("table.copied.none"));
            return;
        }
        List<Column<R>> shown = columns.shown().stream().map(columns::of).collect(Collectors.toList());
        StringBuilder text = new StringBuilder();
        text.append(shown.stream().map(c -> ClipboardText.cell(c.title())).collect(Collectors.joining("\t")))
                .append('\n');
        for (R row : some) {
            text.append(shown.stream()
                            .map(c -> ClipboardText.cell(c.copy().apply(row)))
                            .collect(Collectors.joining("\t")))
                    .append('\n');
        }
        ClipboardText.copy(text.toString());
        news.accept(
                some.size() == selected
                        ? texts.get("table.copied.rows", some.size())
                        : texts.get("table.copied.some", some.size(), selected));
    }
}
