package dev.rostrum.store.query;

import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.MessageFate;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.ledger.DeliveryConditions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
     * @param attempts requests that were made or begun
     * @param fate of a row that is SENT: what became of its message, else null
     * @param tries how often the message was tried: an opening of the conversation is no try of its own, unless it failed
     * @param triedAt of a row in doubt: when the try began that nobody knows the end of, else null
     * @param namesake whether another known person has this name
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
            Instant updatedAt,
            MessageFate fate,
            int tries,
            Instant triedAt,
            boolean namesake) {
        /** Whether it was in flight when the program that sent it was cut off. */
        public boolean interrupted() {
            return state != stored;
        }
    }

    /** @param reason with its arguments where they are the same for all of them */
    public record CauseCount(DeliveryState state, String code, Reason reason, long count) {}

    private static final int MAX_CAUSES = 200;

    /** Deliveries {@code d} with what {@link #COLUMNS} needs. */
    static final String JOINED =
            " FROM " + DeliveryView.TABLE + " d JOIN user u ON u.id = d.user JOIN job j ON j.id = d.job WHERE ";

    private static final String FROM = JOINED + "d.job = ?1";

    /** No request was made where an attempt has ended without status and code. */
    private static final String TRIES = "(SELECT count(*) FROM attempt t WHERE t.delivery = d.id"
            + " AND NOT (t.ended_at IS NOT NULL AND t.status IS NULL AND t.code IS NULL)"
            + " AND (t.call <> 'CREATE' OR t.code IS NOT NULL OR coalesce(t.status, 0) NOT BETWEEN 200 AND 299))"
            + " + (" + DeliveryView.STORED + " = 'SENDING')";

    /** While a call is under way, the delivery itself says when it began. */
    private static final String TRIED_AT = "CASE WHEN d.state = 'IN_DOUBT' THEN iif(" + DeliveryView.STORED
            + " = 'SENDING', d.updated_at, (SELECT max(t.started_at) FROM attempt t WHERE t.delivery = d.id)) END";

    private static final String NAMESAKE =
            "EXISTS (SELECT 1 FROM user x WHERE x.name_key = d.name_key AND x.person <> u.person)";

    /** The columns that {@link #row} reads, of delivery {@code d}, user {@code u} and job {@code j}. */
    static final String COLUMNS = "SELECT d.id, d.job, j.announcement, j.kind, j.parent, d.source, d.target, " + Rows.ID
            + ","
            + " d.name, d.email, d.state, " + DeliveryView.STORED + " AS stored, d.code, d.reason, d.reason_arguments,"
            + " d.conversation_id, d.activity_id, d.attempts, d.healed, d.opened, d.not_before, d.updated_at, "
            + Fates.OF + " AS fate, " + TRIES + " AS tries, " + TRIED_AT + " AS tried_at, " + NAMESAKE + " AS namesake";

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
        return select(filter, null, sort);
    }

    /** @param fate only rows whose message met this, or null for all */
    public RowQuery<Row> select(DeliveryChoice filter, MessageFate fate, List<Sort<Column>> sort) {
        List<Object> arguments = new ArrayList<>();
        String matching = matching(filter, arguments) + Fates.condition(fate, arguments);
        return new RowQuery<>(
                database, "", COLUMNS, FROM + matching, order(sort), arguments, () -> (session, row) -> row(row));
    }

    /** Refused, in doubt and excluded rows, and those that the guard kept back at their turn, by reason, at most 200. */
    public List<CauseCount> causes(long runId) {
        return causes(database, "", " FROM " + DeliveryView.TABLE + " d WHERE d.job = ?1", runId);
    }

    /** @param from FROM and WHERE of deliveries {@code d}, with one argument */
    static List<CauseCount> causes(Database database, String before, String from, long argument) {
        DeliveryView view = DeliveryView.of(database);
        return database.read(session -> session.list(
                view.in(before + "SELECT d.state, d.code, d.reason, CASE WHEN count(*) = count(d.reason_arguments)"
                        + " AND min(d.reason_arguments) = max(d.reason_arguments) THEN min(d.reason_arguments) END"
                        + " AS reason_arguments, count(*) AS n" + from
                        + " AND (d.state IN ('REFUSED', 'IN_DOUBT', 'EXCLUDED')"
                        + " OR (d.state = 'CANCELLED' AND d.code IS NOT NULL))"
                        + " GROUP BY d.state, d.code, d.reason ORDER BY n DESC, d.state, d.code, d.reason LIMIT "
                        + MAX_CAUSES),
                row -> new CauseCount(
                        Rows.constant(row, "state", DeliveryState.class),
                        row.getString("code"),
                        Rows.reason(row),
                        row.getLong("n")),
                argument));
    }

    /** What became of a job's accepted messages; of a job whose announcement was never changed or recalled, nothing. */
    public Map<MessageFate, Long> fates(long runId) {
        return database.read(session -> {
            Map<MessageFate, Long> fates = new EnumMap<>(MessageFate.class);
            session.each(
                    "SELECT fate, count(*) AS n FROM (SELECT " + Fates.OF + " AS fate FROM delivery d WHERE d.job = ?1"
                            + " AND d.state = 'SENT' AND EXISTS (SELECT 1 FROM job e CROSS JOIN job_total t ON t.job = e.id"
                            + " WHERE e.announcement = (SELECT announcement FROM job WHERE id = ?1)"
                            + " AND e.kind IN ('EDIT', 'RECALL') AND t.sent > 0)) GROUP BY fate",
                    row -> Map.entry(Rows.constant(row, "fate", MessageFate.class), row.getLong("n")),
                    entry -> fates.put(entry.getKey(), entry.getValue()),
                    runId);
            return fates;
        });
    }

    /** One row with all that is known of it; none where it is no longer there. */
    public Optional<DeliveryDetails> details(long deliveryId) {
        return DeliveryDetails.find(database, deliveryId);
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
                    case ATTEMPTS -> "tries";
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
                Rows.instant(row, "updated_at"),
                Rows.constant(row, "fate", MessageFate.class),
                row.getInt("tries"),
                Rows.instant(row, "tried_at"),
                row.getBoolean("namesake"));
    }
}
