package dev.rostrum.records;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * How values become cells of a CSV file that a spreadsheet may open: names come from other people, so none may begin a
 * formula.
 */
public final class CsvCells {
    /** What a spreadsheet takes for the beginning of a formula, the full-width forms of East Asian editions too. */
    private static final String BEGINNINGS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private CsvCells() {}

    /** The value, with an apostrophe before it where a spreadsheet would run it; null is an empty cell. */
    public static String safe(String value) {
        if (value == null || value.isEmpty()) {
            return "";
        }
        return BEGINNINGS.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    }

    /** ISO 8601 with the offset of the zone; null is an empty cell. */
    public static String time(Instant at, ZoneId zone) {
        return at == null ? "" : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atZone(zone));
    }

    /** A CSV printer as RFC 4180 has it, its header written. Closing it closes {@code out}. */
    public static CSVPrinter open(Appendable out, String... header) throws IOException {
        return CSVFormat.RFC4180.builder().setHeader(header).get().print(out);
    }
}
