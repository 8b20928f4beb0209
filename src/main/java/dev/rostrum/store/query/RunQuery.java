package dev.rostrum.store.query;

import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Announcements for the list and the run view. */
public final class RunQuery {
    /** {@code audience} in words: names of teams and a count of single people. Times but {@code createdAt} may be null. */
    public record Row(
            long id,
            String title,
            String text,
            RunState state,
            PauseReason pauseReason,
            String pauseDetail,
            String audience,
            Totals totals,
            Instant createdAt,
            Instant startedAt,
            Instant endedAt) {}

    public RunQuery(Database database) {
        throw new UnsupportedOperationException("in work");
    }

    /** Newest first. */
    public List<Row> page(String search, long offset, int limit) {
        throw new UnsupportedOperationException("in work");
    }

    public long count(String search) {
        throw new UnsupportedOperationException("in work");
    }

    public Optional<Row> find(long runId) {
        throw new UnsupportedOperationException("in work");
    }
}
