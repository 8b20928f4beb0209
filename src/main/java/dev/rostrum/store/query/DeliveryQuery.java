package dev.rostrum.store.query;

import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.ledger.DeliveryConditions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Deliveries of a run. */
public final class DeliveryQuery {
    public enum Column {
        NAME,
        STATE,
        CAUSE,
        ATTEMPTS,
        UPDATED
    }

    /**
     * {@code code}, {@code reason}, {@code conversationId}, {@code activityId}, {@code notBefore} may be null.
     *
     * @param kind what the row's job does
     * @param parent the job that the row's job follows from, or null
     * @param source the parent's row that this one follows from, or null
     * @param target the message in Teams that an edit or recall acts on, or null
     * @param stored the state in the data file, which is another one where the row was in flight when a program was cut off
     */
    public record Row(
            long id,
            long runId,
            long announcementId,
            JobKind kind,
            Long parent,
            Long source,
            String target,
            String userId,
            String name,
            String email,
            DeliveryState state,
            DeliveryState stored,
            String code,
            Reason reason,
            String conversationId,
            String activityId,
            int attempts,
            boolean healed,
            boolean opened,
            Instant notBefore,
            Instant updatedAt) {
        /** Whether it was in flight when the program that sent it was cut off. */
        public boolean interrupted() {
            return state != stored;
        }
    }

    /** @param reason with its arguments where they are the same for all of them */
    public record CauseCount(DeliveryState state, String code, Reason reason, long count) {}

    private static final int MAX_CAUSES = 200;

    private static final String FROM = " FROM " + DeliveryView.TABLE
            + " d JOIN user u ON u.id = d.user JOIN job j ON j.id = d.job WHERE d.job = ?1";

    /** The columns that {@link #row} reads, of delivery {@code d}, user {@code u} and job {@code j}. */
    static final String COLUMNS = "SELECT d.id, d.job, j.announcement, j.kind, j.parent, d.source, d.target, " + Rows.ID
            + ","
            + " d.name, d.email, d.state, " + DeliveryView.STORED + " AS stored, d.code, d.reason, d.reason_arguments,"
            + " d.conversation_id, d.activity_id, d.attempts, d.healed, d.opened, d.not_before, d.updated_at";

    /** States in the order of their enum: that of a delivery's life. */
    private static final String STATE_ORDER = Arrays.stream(DeliveryState.values())
            .map(state -> "WHEN '" + state.name() + "' THEN " + state.ordinal())
            .collect(Collectors.joining(" ", "CASE d.state ", " END"));

    private final Database database;

    public DeliveryQuery(Database database) {
        this.database = database;
    }

    /** The rows of a job, in this order; by name where there is none. */
    public RowQuery<Row> select(DeliveryChoice filter, List<Sort<Column>> sort) {
        List<Object> arguments = new ArrayList<>();
        String matching = matching(filter, arguments);
        return new RowQuery<>(
                database, "", COLUMNS, FROM + matching, order(sort), arguments, () -> (session, row) -> row(row));
    }

    /** Refused, in doubt and excluded rows, and those that the guard kept back at their turn, by reason, at most 200. */
    public List<CauseCount> causes(long runId) {
        DeliveryView view = DeliveryView.of(database);
        return database.read(session -> session.list(
                view.in("SELECT state, code, reason, CASE WHEN count(*) = count(reason_arguments)"
                        + " AND min(reason_arguments) = max(reason_arguments) THEN min(reason_arguments) END"
                        + " AS reason_arguments, count(*) AS n FROM " + DeliveryView.TABLE + " d"
                        + " WHERE job = ?1 AND (state IN ('REFUSED', 'IN_DOUBT', 'EXCLUDED')"
                        + " OR (state = 'CANCELLED' AND code IS NOT NULL))"
                        + " GROUP BY state, code, reason ORDER BY n DESC, state, code, reason LIMIT " + MAX_CAUSES),
                row -> new CauseCount(
                        Rows.constant(row, "state", DeliveryState.class),
                        row.getString("code"),
                        Rows.reason(row),
                        row.getLong("n")),
                runId));
    }

    private static String matching(DeliveryChoice filter, List<Object> arguments) {
        arguments.add(filter.runId());
        return DeliveryConditions.matching(filter, filter.states(), arguments);
    }

    static String order(List<Sort<Column>> sort) {
        return Paging.orderBy(
                sort,
                column -> switch (column) {
                    case NAME -> "d.name_key";
                    case STATE -> STATE_ORDER;
                    case CAUSE -> "d.reason";
                    case ATTEMPTS -> "d.attempts";
                    case UPDATED -> "d.updated_at";
                },
                "d.name_key",
                "d.id");
    }

    static Row row(ResultSet row) throws SQLException {
        Instant notBefore = Rows.instant(row, "not_before");
        return new Row(
                row.getLong("id"),
                row.getLong("job"),
                row.getLong("announcement"),
                Rows.constant(row, "kind", JobKind.class),
                Rows.number(row, "parent"),
                Rows.number(row, "source"),
                row.getString("target"),
                row.getString("user_id"),
                row.getString("name"),
                row.getString("email"),
                Rows.constant(row, "state", DeliveryState.class),
                Rows.constant(row, "stored", DeliveryState.class),
                row.getString("code"),
                Rows.reason(row),
                row.getString("conversation_id"),
                row.getString("activity_id"),
                row.getInt("attempts"),
                row.getBoolean("healed"),
                row.getBoolean("opened"),
                Instant.EPOCH.equals(notBefore) ? null : notBefore,
                Rows.instant(row, "updated_at"));
    }
}
