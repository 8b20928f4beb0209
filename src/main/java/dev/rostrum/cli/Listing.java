package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.ShortId;
import dev.rostrum.records.SafeCsv;
import dev.rostrum.store.query.RowQuery;
import dev.rostrum.store.query.Snapshot;
import dev.rostrum.words.Counts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Rows of one kind, as a table, as JSON Lines or as CSV. A table comes in pages, whose columns are as wide as the first page needs; the
 * other two are streamed. A long list is never held whole.
 */
final class Listing<T> {
    private static final int PAGE = 1000;

    /** A text is hardly of use below this; ids and times make room for it before. */
    private static final int READABLE = 20;

    private static final int LEAST_TEXT = 10;
    private static final String GAP = "  ";
    private static final int HIDDEN = -1;

    private enum Kind {
        /** May be cut to fit the terminal. */
        TEXT,
        /** Short in the middle at a terminal. */
        ID,
        TIME,
        /** It stands on the right of its column. */
        NUMBER,
        /** It is shown as it is. */
        WHOLE
    }

    private enum Worth {
        /** Gives way where the terminal is narrow, after ids and times. */
        MINOR,
        USUAL,
        /** Stays, whatever kind it is of. */
        KEPT
    }

    private record Column<T>(String name, String header, Kind kind, Worth worth, Function<T, String> cell) {
        Column<T> as(Worth other) {
            return new Column<>(name, header, kind, other, cell);
        }
    }

    private final List<Column<T>> columns = new ArrayList<>();
    private final BiConsumer<JsonRow, T> json;
    private List<String> keys = List.of();
    private String remainder = "remainder.shown";

    Listing(BiConsumer<JsonRow, T> json) {
        this.json = json;
    }

    /** The keys of JSON, which head a CSV file that has no rows too, and are the names that columns are chosen by. */
    Listing<T> keys(String... names) {
        keys = List.of(names);
        return this;
    }

    /** @param header the key of the heading, as in all columns */
    Listing<T> text(String header, Function<T, String> cell) {
        return add(header, Kind.TEXT, cell);
    }

    Listing<T> id(String header, Function<T, String> cell) {
        return add(header, Kind.ID, cell);
    }

    Listing<T> time(String header, Function<T, String> cell) {
        return add(header, Kind.TIME, cell);
    }

    /** A number that names something, or is compared digit by digit. */
    Listing<T> number(String header, Function<T, Number> cell) {
        return add(header, Kind.NUMBER, row -> {
            Number value = cell.apply(row);
            return value == null ? "" : value.toString();
        });
    }

    /** How many there are, written as in sentences. */
    Listing<T> count(String header, Function<T, Number> cell) {
        return add(header, Kind.NUMBER, row -> {
            Number value = cell.apply(row);
            return value == null ? "" : Counts.of(value.longValue());
        });
    }

    Listing<T> whole(String header, Function<T, String> cell) {
        return add(header, Kind.WHOLE, cell);
    }

    /** The column that was added last gives way where there is little room. */
    Listing<T> minor() {
        return last(Worth.MINOR);
    }

    /** The column that was added last is what the list is about: it stays. */
    Listing<T> kept() {
        return last(Worth.KEPT);
    }

    /** @param key what is said where not all are shown, of how many are and how many there are */
    Listing<T> remainder(String key) {
        remainder = key;
        return this;
    }

    private Listing<T> last(Worth worth) {
        int last = columns.size() - 1;
        columns.set(last, columns.get(last).as(worth));
        return this;
    }

    private Listing<T> add(String header, Kind kind, Function<T, String> cell) {
        columns.add(new Column<>(
                plain(header.substring(header.indexOf('.') + 1)), CommandTexts.get(header), kind, Worth.USUAL, cell));
        return this;
    }

    /** A column's name without regard to case and gaps: as the heading has it, or the key. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
    }

    /** Shows all rows. */
    void print(Terminal terminal, OutputOptions output, List<T> rows) {
        check(output);
        if (output.forPrograms()) {
            stream(terminal, output, sink -> {
                for (T row : rows) {
                    if (!sink.test(row)) {
                        return;
                    }
                }
            });
        } else {
            Table table = new Table(terminal, output);
            table.print(rows, true);
            table.end();
        }
    }

    /** Columns that there are not are told where there are no rows either. */
    private void check(OutputOptions output) {
        if (output.forPrograms() && !keys.isEmpty()) {
            JsonRow.chosen(keys, output.columns);
        } else if (!keys.isEmpty()) {
            chosen(output.columns, keys, null);
        }
    }

    /**
     * Shows up to {@code limit} rows, and says what it does not show.
     *
     * @param none what is said where there is no row
     */
    void print(Terminal terminal, OutputOptions output, long limit, RowQuery<T> query, String none) {
        long shown;
        long count;
        check(output);
        if (output.forPrograms()) {
            shown = stream(terminal, output, sink -> query.each(limit, sink));
            count = shown < limit ? shown : query.count();
        } else {
            Snapshot<T> found = query.open((int) Math.min(PAGE, limit), 0);
            count = found.count();
            Table table = new Table(terminal, output);
            shown = pages(table, limit, found);
            table.end();
        }
        if (count == 0) {
            terminal.note(none);
        } else if (count > shown && !terminal.deaf()) {
            terminal.warn(CommandTexts.get(remainder, shown, count));
        }
    }

    private long pages(Table table, long limit, Snapshot<T> found) {
        List<T> rows = found.page(0, (int) Math.min(PAGE, limit));
        boolean all = rows.size() >= Math.min(limit, found.count());
        long shown = 0;
        while (!rows.isEmpty()) {
            table.print(rows, all);
            shown += rows.size();
            rows = shown >= limit || rows.size() < PAGE || table.terminal.deaf()
                    ? List.of()
                    : found.page(shown, (int) Math.min(PAGE, limit - shown));
        }
        return shown;
    }

    /**
     * Writes rows for a program, as long as they are taken.
     *
     * @param rows hands each row to the sink, until that wants no more
     * @return how many were written
     */
    private long stream(Terminal terminal, OutputOptions output, Consumer<Predicate<T>> rows) {
        if (output.csv()) {
            try {
                return csv(terminal, output.columns, terminal.out(), rows);
            } catch (IOException e) {
                // Only a stream of a file fails so.
                throw new UncheckedIOException(e);
            }
        }
        long[] written = new long[1];
        rows.accept(row -> {
            object(terminal, row).only(output.columns).print();
            return ++written[0] % PAGE != 0 || !terminal.deaf();
        });
        return written[0];
    }

    /**
     * Writes rows as CSV with the keys of JSON as its header.
     *
     * @param chosen the columns that are wanted; empty for all
     * @param rows as {@link #stream}'s
     * @return how many were written
     */
    long csv(Terminal terminal, List<String> chosen, OutputStream to, Consumer<Predicate<T>> rows) throws IOException {
        Consumer<Consumer<List<String>>> lines = sink -> {
            long[] written = new long[1];
            rows.accept(row -> {
                JsonRow object = object(terminal, row).only(chosen);
                if (keys.isEmpty() && written[0] == 0) {
                    sink.accept(object.keys());
                }
                sink.accept(object.texts());
                return ++written[0] % PAGE != 0 || !terminal.deaf();
            });
        };
        return keys.isEmpty()
                ? Math.max(0, SafeCsv.print(to, lines) - 1)
                : SafeCsv.print(to, JsonRow.chosen(keys, chosen), lines);
    }

    /**
     * The columns of a table that were asked for, also such as only JSON has; all where none were.
     *
     * @throws Problem where there is none of a name
     */
    private List<Column<T>> chosen(List<String> asked, List<String> keys, Terminal terminal) {
        if (asked.isEmpty()) {
            return columns;
        }
        List<Column<T>> chosen = new ArrayList<>();
        for (String name : asked) {
            columns.stream()
                    .filter(column -> column.name().equals(plain(name)))
                    .findFirst()
                    .or(() -> keys.stream()
                            .filter(key -> plain(key).equals(plain(name)))
                            .findFirst()
                            .map(key -> ofKey(key, terminal)))
                    .ifPresentOrElse(chosen::add, () -> {
                        throw Problem.wrongUse("input.column", name, String.join(", ", names(keys)));
                    });
        }
        return chosen;
    }

    /** What columns can be called, each by one name: that of its heading, else that of JSON. */
    private Set<String> names(List<String> keys) {
        Map<String, String> names = new LinkedHashMap<>();
        columns.forEach(column ->
                names.put(plain(column.header()), column.header().strip().toLowerCase(Locale.ROOT)));
        keys.forEach(key -> names.putIfAbsent(plain(key), key));
        names.remove("");
        return new LinkedHashSet<>(names.values());
    }

    private Column<T> ofKey(String key, Terminal terminal) {
        return new Column<>(plain(key), key, Kind.TEXT, Worth.USUAL, row -> object(terminal, row)
                .text(key));
    }

    private JsonRow object(Terminal terminal, T row) {
        JsonRow object = new JsonRow(terminal);
        json.accept(object, row);
        return object;
    }

    /** Rows below each other, page after page. */
    private final class Table {
        private final Terminal terminal;
        private final OutputOptions output;
        /** Whether lines are to fit the terminal. */
        private final boolean fit;

        private List<Column<T>> shown;
        /** Of the columns, as the first page needs them; null before it. */
        private int[] widths;

        private boolean narrow;

        Table(Terminal terminal, OutputOptions output) {
            this.terminal = terminal;
            this.output = output;
            this.fit = terminal.interactive() && !output.wide;
        }

        /** @param all whether there are no others than these rows */
        void print(List<T> rows, boolean all) {
            if (rows.isEmpty()) {
                return;
            }
            if (widths == null) {
                shown = chosen(
                        output.columns,
                        keys.isEmpty() ? object(terminal, rows.get(0)).keys() : keys,
                        terminal);
            }
            List<List<String>> cells = rows.stream().map(this::cells).toList();
            if (widths == null) {
                measure(cells, all);
                line(shown.stream().map(Column::header).toList());
            }
            cells.forEach(this::line);
        }

        /** Says what the reader of a narrow terminal cannot see. */
        void end() {
            if (narrow && output.offered) {
                terminal.note(CommandTexts.get("output.narrow"));
            }
        }

        private List<String> cells(T row) {
            List<String> cells = new ArrayList<>(shown.size());
            for (Column<T> column : shown) {
                String value = column.cell().apply(row);
                String cell = value == null ? "" : value;
                if (column.kind() == Kind.ID && fit) {
                    cell = ShortId.of(cell);
                }
                cells.add(Terminal.oneLine(cell));
            }
            return cells;
        }

        /** At a terminal a column that holds nothing gives its room to the others, where all rows are known. */
        private void measure(List<List<String>> rows, boolean all) {
            widths = new int[shown.size()];
            for (int i = 0; i < widths.length; i++) {
                int widest = 0;
                for (List<String> row : rows) {
                    widest = Math.max(widest, DisplayWidth.of(row.get(i)));
                }
                widths[i] = widest == 0 && fit && all && output.columns.isEmpty()
                        ? HIDDEN
                        : Math.max(widest, DisplayWidth.of(shown.get(i).header()));
            }
            if (!fit) {
                return;
            }
            if (output.columns.isEmpty()) {
                for (int column : dispensable(rows)) {
                    if (room(READABLE) > terminal.width()) {
                        narrow |= widths[column] != HIDDEN;
                        widths[column] = HIDDEN;
                    }
                }
            }
            shrink();
        }

        /** What gives way, first things first: ids, times, counts of nothing, then what else is minor; from the right. */
        private List<Integer> dispensable(List<List<String>> rows) {
            List<Integer> order = new ArrayList<>();
            for (Predicate<Column<T>> each : List.<Predicate<Column<T>>>of(
                    column -> column.kind() == Kind.ID,
                    column -> column.kind() == Kind.TIME,
                    column -> column.worth() == Worth.MINOR && nothing(rows, column),
                    column -> column.worth() == Worth.MINOR)) {
                for (int i = shown.size() - 1; i >= 0; i--) {
                    Column<T> column = shown.get(i);
                    if (column.worth() != Worth.KEPT && each.test(column) && !order.contains(i)) {
                        order.add(i);
                    }
                }
            }
            return order;
        }

        private boolean nothing(List<List<String>> rows, Column<T> column) {
            int index = shown.indexOf(column);
            return rows.stream()
                    .allMatch(row -> row.get(index).isEmpty() || row.get(index).equals("0"));
        }

        /** How wide a line is where each text takes at most so much. */
        private int room(int text) {
            int room = -GAP.length();
            for (int i = 0; i < widths.length; i++) {
                if (widths[i] != HIDDEN) {
                    room += GAP.length() + (shown.get(i).kind() == Kind.TEXT ? Math.min(text, widths[i]) : widths[i]);
                }
            }
            return room;
        }

        /** Takes from the widest text column, one by one, until the line fits or all texts are as narrow as is readable. */
        private void shrink() {
            for (int over = room(Integer.MAX_VALUE) - terminal.width(); over > 0; over--) {
                int widest = -1;
                for (int i = 0; i < widths.length; i++) {
                    if (shown.get(i).kind() == Kind.TEXT
                            && widths[i] > LEAST_TEXT
                            && (widest < 0 || widths[i] > widths[widest])) {
                        widest = i;
                    }
                }
                if (widest < 0) {
                    return;
                }
                widths[widest]--;
            }
        }

        private void line(List<String> cells) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                if (widths[i] == HIDDEN) {
                    continue;
                }
                Kind kind = shown.get(i).kind();
                String cell = cells.get(i);
                if (kind == Kind.TEXT && fit) {
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
}
