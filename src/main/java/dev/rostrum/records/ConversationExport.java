package dev.rostrum.records;

import dev.rostrum.domain.IsoTime;
import dev.rostrum.files.OutputFile;
import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.store.query.Sort;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;

/** Stored conversation ids as CSV, row by row out of the data file. Times are ISO 8601 with the offset of the zone. */
public final class ConversationExport {
    private static final List<String> HEADER = List.of(
            "conversationId",
            "userId",
            "name",
            "email",
            "origin",
            "createdAt",
            "lastAcceptedAt",
            "unverified",
            "state");

    private final ConversationQuery conversations;
    private final ZoneId zone;

    public ConversationExport(ConversationQuery conversations, ZoneId zone) {
        this.conversations = conversations;
        this.zone = zone;
    }

    /**
     * Writes all that the filter shows into a file.
     *
     * @return how many rows were written
     * @throws dev.rostrum.domain.Problem when the file cannot be written
     */
    public long write(ConversationQuery.Filter filter, List<Sort<ConversationQuery.Column>> sort, OutputFile file) {
        return SafeCsv.write(file, HEADER, sink -> rows(filter, sort, sink));
    }

    /** The same to a stream, which stays open. */
    public long print(ConversationQuery.Filter filter, List<Sort<ConversationQuery.Column>> sort, OutputStream out)
            throws IOException {
        return SafeCsv.print(out, HEADER, sink -> rows(filter, sort, sink));
    }

    private void rows(
            ConversationQuery.Filter filter, List<Sort<ConversationQuery.Column>> sort, Consumer<List<String>> sink) {
        conversations
                .select(filter, sort)
                .each(row -> sink.accept(List.of(
                        row.id(),
                        row.userId(),
                        text(row.name()),
                        text(row.email()),
                        row.origin().name(),
                        time(row.createdAt()),
                        time(row.lastAcceptedAt()),
                        Boolean.toString(row.unverified()),
                        row.state().name())));
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    private String time(Instant at) {
        return at == null ? "" : IsoTime.of(at, zone);
    }
}
