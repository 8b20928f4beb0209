package dev.rostrum.store.query;

import dev.rostrum.domain.DeliveryState;
import dev.rostrum.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Deliveries of a run. */
public final class DeliveryQuery {
    /** {@code states} empty: all. {@code search} blank: no search; else part of name, email, cause or code. */
    public record Filter(long runId, Set<DeliveryState> states, String search) {}

    public enum Column {
        NAME,
        STATE,
        CAUSE,
        ATTEMPTS,
        UPDATED
    }

    /** {@code code}, {@code cause}, {@code conversationId}, {@code activityId}, {@code notBefore} may be null. */
    public record Row(
            long id,
            long runId,
            String userId,
            String name,
            String email,
            DeliveryState state,
            String code,
            String cause,
            String conversationId,
            String activityId,
            int attempts,
            boolean healed,
            boolean opened,
            Instant notBefore,
            Instant updatedAt) {}

    public record CauseCount(DeliveryState state, String code, String cause, long count) {}

    public DeliveryQuery(Database database) {
        throw new UnsupportedOperationException("in work");
    }

    public long count(Filter filter) {
        throw new UnsupportedOperationException("in work");
    }

    public List<Row> page(Filter filter, List<Sort<Column>> sort, long offset, int limit) {
        throw new UnsupportedOperationException("in work");
    }

    public void each(Filter filter, List<Sort<Column>> sort, Consumer<Row> sink) {
        throw new UnsupportedOperationException("in work");
    }

    /** Refused, in doubt and excluded rows by cause, most first. */
    public List<CauseCount> causes(long runId) {
        throw new UnsupportedOperationException("in work");
    }
}
