package dev.rostrum.records;

import dev.rostrum.domain.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** CSV (RFC 4180, UTF-8) whose cells no spreadsheet takes for a formula (OWASP "CSV injection"). */
public final class SafeCsv {
    private static final String STARTS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private SafeCsv() {}

    /**
     * Writes beside the file first: what was there before stays until all of it is written.
     *
     * @param rows is handed a sink and hands it every row, cells in the order of the header
     * @return how many rows were written
     * @throws Problem when the file cannot be written
     */
    public static long write(Path file, List<String> header, Consumer<Consumer<List<String>>> rows) {
        try {
            Path target = file.toAbsolutePath();
            Path beside = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".part");
            try {
                long written;
                try (Writer writer = Files.newBufferedWriter(beside, StandardCharsets.UTF_8)) {
                    written = print(writer, header, rows);
                }
                Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
                return written;
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw Problem.failed(
                    "The file " + file.getFileName()
                            + " cannot be written. Check that its folder exists, may be written and has room.",
                    e);
        }
    }

    /**
     * Writes to a stream, which stays open.
     *
     * @return how many rows were written
     */
    public static long print(Appendable out, List<String> header, Consumer<Consumer<List<String>>> rows)
            throws IOException {
        AtomicLong written = new AtomicLong();
        // Not closed: whoever opened the stream ends it.
        CSVPrinter csv = new CSVPrinter(out, CSVFormat.RFC4180);
        csv.printRecord(header);
        try {
            rows.accept(row -> {
                try {
                    csv.printRecord(row.stream().map(SafeCsv::cell));
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

    /** The value, behind an apostrophe where it would begin a formula, also after blanks that some programs trim. */
    public static String cell(String value) {
        if (value == null || value.isEmpty()) {
            return value;
        }
        int first = 0;
        while (first < value.length() - 1 && skipped(value.charAt(first))) {
            first++;
        }
        boolean formula = STARTS.indexOf(value.charAt(0)) >= 0 || STARTS.indexOf(value.charAt(first)) >= 0;
        return formula ? "'" + value : value;
    }

    private static boolean skipped(char c) {
        return c == ' ' || c == '\u00a0' || c == '\ufeff' || Character.getType(c) == Character.FORMAT;
    }
}
