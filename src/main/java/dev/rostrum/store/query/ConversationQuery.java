package dev.rostrum.store.query;

import dev.rostrum.domain.ConversationOrigin;
import dev.rostrum.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Stored conversation ids. */
public final class ConversationQuery {
    public enum Column {
        NAME,
        ID,
        CREATED,
        LAST_ACCEPTED,
        ORIGIN
    }

    /** {@code lastAcceptedAt}, {@code lastCallAt}, {@code lastCode} may be null; {@code lastStatus} 0 where none. */
    public record Row(
            String id,
            String userId,
            String name,
            String email,
            ConversationOrigin origin,
            Instant createdAt,
            Instant lastAcceptedAt,
            Instant lastCallAt,
            int lastStatus,
            String lastCode) {}

    public ConversationQuery(Database database) {
        throw new UnsupportedOperationException("in work");
    }

    public long count(String search) {
        throw new UnsupportedOperationException("in work");
    }

    public List<Row> page(String search, List<Sort<Column>> sort, long offset, int limit) {
        throw new UnsupportedOperationException("in work");
    }

    /** Streams every row that the search shows, in order, without holding them all. */
    public void each(String search, List<Sort<Column>> sort, Consumer<Row> sink) {
        throw new UnsupportedOperationException("in work");
    }
}
