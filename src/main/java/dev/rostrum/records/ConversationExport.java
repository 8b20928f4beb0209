package dev.rostrum.records;

import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.store.query.Sort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVPrinter;

/** Stored conversation ids as CSV, row by row out of the data file. */
public final class ConversationExport {
    private static final String[] HEADER = {
        "conversationId", "userId", "name", "email", "origin", "createdAt", "lastAcceptedAt"
    };

    private final ConversationQuery conversations;
    private final ZoneId zone;

    /**
     * @param zone whose offset the times carry
     */
    public ConversationExport(ConversationQuery conversations, ZoneId zone) {
        this.conversations = conversations;
        this.zone = zone;
    }

    /**
     * Writes the header and every row that the search shows, in order. {@code out} is not closed.
     *
     * @param search blank for all
     * @return how many rows were written
     * @throws IOException when {@code out} cannot be written
     */
    public long write(String search, List<Sort<ConversationQuery.Column>> sort, Appendable out) throws IOException {
        long[] written = {0};
        // Not closed: whoever gave the stream ends it.
        CSVPrinter printer = CsvCells.open(out, HEADER);
        try {
            conversations.each(search, sort, row -> {
                line(printer, row);
                written[0]++;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        printer.flush();
        return written[0];
    }

    private void line(CSVPrinter printer, ConversationQuery.Row row) {
        try {
            printer.printRecord(
                    CsvCells.safe(row.id()),
                    CsvCells.safe(row.userId()),
                    CsvCells.safe(row.name()),
                    CsvCells.safe(row.email()),
                    row.origin().name().toLowerCase(Locale.ROOT),
                    CsvCells.time(row.createdAt(), zone),
                    CsvCells.time(row.lastAcceptedAt(), zone));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
