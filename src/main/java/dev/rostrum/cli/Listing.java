package dev.rostrum.cli;

import dev.rostrum.domain.ShortId;
import dev.rostrum.store.query.RowQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Rows of one kind, as a table or as JSON Lines. Rows come in pages, so that a long list is never held whole; the widths of
 * a table's columns are those of its first page.
 */
final class Listing<T> {
    private static final int PAGE = 1000;
    private static final int LEAST_TEXT = 10;
    private static final String GAP = "  ";

    private enum Kind {
        /** May be cut to fit the terminal. */
        TEXT,
        /** Short in the middle at a terminal. */
        ID,
        /** It stands on the right of its column. */
        NUMBER,
        /** It is shown as it is. */
        WHOLE
    }

    private record Column<T>(String header, Kind kind, Function<T, String> cell) {}

    private static final int HIDDEN = -1;

    private final List<Column<T>> columns = new ArrayList<>();
    private final BiConsumer<JsonRow, T> json;

    Listing(BiConsumer<JsonRow, T> json) {
        this.json = json;
    }

    /** @param header the key of the heading, as in all columns */
    Listing<T> text(String header, Function<T, String> cell) {
        return add(header, Kind.TEXT, cell);
    }

    Listing<T> id(String header, Function<T, String> cell) {
        return add(header, Kind.ID, cell);
    }

    Listing<T> number(String header, Function<T, Number> cell) {
        return add(header, Kind.NUMBER, row -> {
            Number value = cell.apply(row);
            return value == null ? "" : value.toString();
        });
    }

    Listing<T> whole(String header, Function<T, String> cell) {
        return add(header, Kind.WHOLE, cell);
    }

    private Listing<T> add(String header, Kind kind, Function<T, String> cell) {
        columns.add(new Column<>(CommandTexts.get(header), kind, cell));
        return this;
    }

    /** Shows all rows. */
    void print(Terminal terminal, OutputOptions output, List<T> rows) {
        print(terminal, output, rows, null, true);
    }

    /**
     * Shows up to {@code limit} rows, and says what it does not show.
     *
     * @param none what is said where there is no row
     */
    void print(Terminal terminal, OutputOptions output, long limit, RowQuery<T> query, String none) {
        RowQuery.Found<T> found = query.find((int) Math.min(PAGE, limit), 0);
        List<T> rows = found.rows();
        if (rows.isEmpty()) {
            terminal.note(none);
            return;
        }
        boolean all = rows.size() >= Math.min(limit, found.count());
        int[] widths = null;
        long shown = 0;
        while (!rows.isEmpty()) {
            widths = print(terminal, output, rows, widths, all);
            shown += rows.size();
            rows = shown >= limit || rows.size() < PAGE || terminal.deaf()
                    ? List.of()
                    : query.page(shown, (int) Math.min(PAGE, limit - shown));
        }
        if (found.count() > shown) {
            terminal.note(CommandTexts.get("remainder.shown", shown, found.count()));
        }
    }

    /**
     * @param known the widths of the columns, or null for the first rows, which set them
     * @param all whether there are no others than these rows
     */
    private int[] print(Terminal terminal, OutputOptions output, List<T> rows, int[] known, boolean all) {
        if (output.json) {
            rows.forEach(row -> json(terminal, row));
            return known;
        }
        if (rows.isEmpty()) {
            return known;
        }
        List<List<String>> cells =
                rows.stream().map(row -> cells(terminal, output, row)).toList();
        int[] widths = known;
        if (widths == null) {
            widths = widths(terminal, output, cells, all);
            line(terminal, output, columns.stream().map(Column::header).toList(), widths);
        }
        for (List<String> row : cells) {
            line(terminal, output, row, widths);
        }
        return widths;
    }

    /** Shows one row as JSON. */
    void json(Terminal terminal, T row) {
        JsonRow object = new JsonRow(terminal);
        json.accept(object, row);
        object.print();
    }

    private List<String> cells(Terminal terminal, OutputOptions output, T row) {
        boolean shorten = terminal.interactive() && !output.wide;
        List<String> cells = new ArrayList<>(columns.size());
        for (Column<T> column : columns) {
            String value = column.cell().apply(row);
            String cell = value == null ? "" : value;
            if (column.kind() == Kind.ID && shorten) {
                cell = ShortId.of(cell);
            }
            cells.add(Terminal.oneLine(cell));
        }
        return cells;
    }

    /** The widths of all columns. At a terminal one that holds nothing gives its room to the others, where all rows are known. */
    private int[] widths(Terminal terminal, OutputOptions output, List<List<String>> rows, boolean all) {
        boolean fit = terminal.interactive() && !output.wide;
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            int widest = 0;
            for (List<String> row : rows) {
                widest = Math.max(widest, DisplayWidth.of(row.get(i)));
            }
            widths[i] = widest == 0 && fit && all
                    ? HIDDEN
                    : Math.max(widest, DisplayWidth.of(columns.get(i).header()));
        }
        if (fit) {
            shrink(widths, terminal.width());
        }
        return widths;
    }

    /** Takes from the widest text column, one by one, until the line fits or all texts are as narrow as is readable. */
    private void shrink(int[] widths, int room) {
        int total = -GAP.length();
        for (int width : widths) {
            total += width == HIDDEN ? 0 : width + GAP.length();
        }
        while (total > room) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                if (columns.get(i).kind() == Kind.TEXT
                        && widths[i] > LEAST_TEXT
                        && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
            total--;
        }
    }

    private void line(Terminal terminal, OutputOptions output, List<String> cells, int[] widths) {
        boolean cut = terminal.interactive() && !output.wide;
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] == HIDDEN) {
                continue;
            }
            Kind kind = columns.get(i).kind();
            String cell = cells.get(i);
            if (kind == Kind.TEXT && cut) {
                cell = DisplayWidth.cut(cell, widths[i]);
            }
            line.append(line.length() == 0 ? "" : GAP)
                    .append(
                            kind == Kind.NUMBER
                                    ? DisplayWidth.right(cell, widths[i])
                                    : DisplayWidth.left(cell, widths[i]));
        }
        terminal.result(line.toString().stripTrailing());
    }
}
