package dev.rostrum.roster;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import java.io.Closeable;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A table as a spreadsheet or a database program wrote it, read row by row: separated by commas, semicolons, tabs, bars or what a
 * {@code sep=} line names, quoted as it likes. Rows without content are passed over. A row that is one cell holding separators is
 * a row that was quoted as a whole, as a spreadsheet does with a table it took for one column.
 */
final class TableFile implements Closeable {
    /**
     * @param line where it begins in the file, from 1
     * @param cells never all of them blank
     */
    record Row(long line, List<String> cells) {}

    /** The most of a row: a quote that is never closed would take in all the rest of the file. */
    private static final int MAX_ROW_CHARACTERS = 128 * 1024;

    private static final int MAX_HEADER_CHARACTERS = 16 * 1024;
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');

    /** The line by which a spreadsheet is told the separator; it is in no standard, and everywhere. */
    private static final Pattern NAMED_SEPARATOR = Pattern.compile("\\s*\"?sep=(.).*", Pattern.DOTALL);

    /** A blank row, also one of separators that are not the file's. */
    private static final Pattern BLANK = Pattern.compile("[\\s,;|]*");

    private final Path path;
    private final Charset charset;
    private final RowReader reader;
    private final CSVFormat format;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private boolean begun;

    private TableFile(Path path, Charset charset, RowReader reader, CSVFormat format) throws IOException {
        this.path = path;
        this.charset = charset;
        this.reader = reader;
        this.format = format;
        this.parser = format.parse(reader);
        this.records = parser.iterator();
    }

    /**
     * @param known how many columns of a header are known: the separator by which most are is the file's
     * @throws Problem when it cannot be read
     */
    static TableFile open(Path path, Charset charset, ToIntFunction<List<String>> known) {
        Reader text = null;
        try {
            text = TextEncoding.reader(path, charset);
            return new TableFile(path, charset, new RowReader(text), format(start(text), known));
        } catch (IOException e) {
            close(text);
            throw trouble(path, charset, 1, e);
        }
    }

    private static void close(Reader text) {
        if (text != null) {
            try {
                text.close();
            } catch (IOException e) {
                // It was only read.
                return;
            }
        }
    }

    private static String start(Reader text) throws IOException {
        text.mark(MAX_HEADER_CHARACTERS + 1);
        char[] start = new char[MAX_HEADER_CHARACTERS];
        int length = 0;
        int read = text.read(start, 0, start.length);
        while (read > 0) {
            length += read;
            read = text.read(start, length, start.length - length);
        }
        text.reset();
        return new String(start, 0, length);
    }

    private static CSVFormat format(String start, ToIntFunction<List<String>> known) {
        Set<Character> candidates = new LinkedHashSet<>();
        Matcher named = NAMED_SEPARATOR.matcher(start.toLowerCase(Locale.ROOT));
        if (named.matches() && "\"'\r\n".indexOf(named.group(1)) < 0 && !letter(named.group(1))) {
            candidates.add(named.group(1).charAt(0));
        }
        candidates.addAll(SEPARATORS);
        CSVFormat best = null;
        int most = -1;
        for (char candidate : candidates) {
            CSVFormat format = CSVFormat.RFC4180
                    .builder()
                    .setDelimiter(candidate)
                    .setIgnoreEmptyLines(false)
                    .setIgnoreSurroundingSpaces(true)
                    .get();
            int columns = known.applyAsInt(header(start, format));
            if (columns > most) {
                most = columns;
                best = format;
            }
        }
        return best;
    }

    private static boolean letter(String text) {
        return Character.isLetterOrDigit(text.charAt(0));
    }

    private static List<String> header(String start, CSVFormat format) {
        try (CSVParser parser = CSVParser.parse(start, format)) {
            for (CSVRecord each : parser) {
                List<String> cells = cells(each, format);
                if (!cells.isEmpty() && !namesSeparator(cells)) {
                    return cells;
                }
            }
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            // With this separator it is no table.
            return List.of();
        }
        return List.of();
    }

    private static boolean namesSeparator(List<String> cells) {
        return cells.get(0).toLowerCase(Locale.ROOT).startsWith("sep=");
    }

    /** The cells of a row; none where all are blank. */
    private static List<String> cells(CSVRecord row, CSVFormat format) {
        List<String> cells = row.toList();
        List<String> filled =
                cells.stream().filter(cell -> !BLANK.matcher(cell).matches()).toList();
        if (filled.isEmpty()) {
            return List.of();
        }
        String whole = cells.get(0);
        if (filled.size() > 1 || !whole.contains(format.getDelimiterString())) {
            return cells;
        }
        try (CSVParser inner = CSVParser.parse(whole, format)) {
            return inner.iterator().next().toList();
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            return cells;
        }
    }

    /**
     * The next row, or null at the end.
     *
     * @throws Problem when the rest cannot be read as a table
     */
    Row next() {
        while (true) {
            reader.newRow();
            long line = parser.getCurrentLineNumber() + 1;
            try {
                if (!records.hasNext()) {
                    return null;
                }
                List<String> cells = cells(records.next(), format);
                if (!cells.isEmpty() && (begun || !namesSeparator(cells))) {
                    begun = true;
                    return new Row(line, cells);
                }
            } catch (UncheckedIOException | IllegalStateException e) {
                throw trouble(path, charset, line, e);
            }
        }
    }

    private static Problem trouble(Path path, Charset charset, long line, Exception e) {
        Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
        Reason name = Reason.file(path);
        if (cause instanceof NoSuchFileException) {
            return Problem.wrongUse("files.absent", path);
        }
        if (cause instanceof CharacterCodingException) {
            return Problem.wrongUse("import.encoding.broken", name, charset.name(), line);
        }
        if (cause instanceof RowTooLong) {
            return Problem.wrongUse("import.rowTooLong", name, line);
        }
        return e instanceof UncheckedIOException || e instanceof IllegalStateException
                ? Problem.wrongUse("import.noTable", name, line)
                : Problem.failed(cause, "import.unreadable", name);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    private static final class RowTooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Gives up where a row has no end. */
    private static final class RowReader extends FilterReader {
        private long left = MAX_ROW_CHARACTERS;

        RowReader(Reader in) {
            super(in);
        }

        void newRow() {
            left = MAX_ROW_CHARACTERS;
        }

        @Override
        public int read() throws IOException {
            int c = super.read();
            spend(c < 0 ? 0 : 1);
            return c;
        }

        @Override
        public int read(char[] to, int offset, int length) throws IOException {
            int read = super.read(to, offset, length);
            spend(Math.max(0, read));
            return read;
        }

        private void spend(int characters) throws IOException {
            left -= characters;
            if (left < 0) {
                throw new RowTooLong();
            }
        }
    }
}
