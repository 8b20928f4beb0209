package dev.rostrum.records;

import dev.rostrum.domain.SheetCell;
import dev.rostrum.files.OutputFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * CSV (RFC 4180, UTF-8 behind a byte order mark, without which spreadsheets take it for another encoding) whose cells are texts to
 * every spreadsheet: see {@link SheetCell}.
 */
public final class SafeCsv {
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private SafeCsv() {}

    /**
     * Writes a file.
     *
     * @param rows is handed a sink and hands it every row, cells in the order of the header
     * @return how many rows were written
     * @throws dev.rostrum.domain.Problem when the file cannot be written
     */
    public static long write(OutputFile file, List<String> header, Consumer<Consumer<List<String>>> rows) {
        return file.write(out -> print(out, header, rows));
    }

    /**
     * Writes to a stream, which stays open.
     *
     * @return how many rows were written
     */
    public static long print(OutputStream out, List<String> header, Consumer<Consumer<List<String>>> rows)
            throws IOException {
        return print(out, sink -> {
                    sink.accept(header);
                    rows.accept(sink);
                })
                - 1;
    }

    /** Does as the longer form where the first row is the header; nothing is written where there is no row. */
    public static long print(OutputStream out, Consumer<Consumer<List<String>>> rows) throws IOException {
        AtomicLong written = new AtomicLong();
        // It is not closed: whoever opened the stream ends it.
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        CSVPrinter csv = new CSVPrinter(text, CSVFormat.RFC4180);
        try {
            rows.accept(row -> {
                try {
                    if (written.get() == 0) {
                        text.write(BYTE_ORDER_MARK);
                    }
                    csv.printRecord(row.stream().map(SheetCell::of));
                    written.incrementAndGet();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        csv.flush();
        return written.get();
    }
}
