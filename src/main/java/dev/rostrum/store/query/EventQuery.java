package dev.rostrum.store.query;

import dev.rostrum.domain.EventEffect;
import dev.rostrum.domain.EventSource;
import dev.rostrum.domain.EventState;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Inbound events and what each changed. */
public final class EventQuery {
    public enum Column {
        RECEIVED,
        SENT,
        TYPE,
        STATE
    }

    /**
     * @param eventType may be null
     * @param activityId may be null
     * @param sentAt the event's own time, or null
     * @param effects how often it changed what
     * @param reason why it could not be applied, or null
     */
    public record Row(
            long id,
            String type,
            String eventType,
            String activityId,
            Instant sentAt,
            Instant receivedAt,
            EventSource source,
            EventState state,
            Map<EventEffect, Integer> effects,
            Reason reason) {}

    private final Database database;

    public EventQuery(Database database) {
        this.database = database;
    }

    /**
     * Events that the search finds, in this order; the newest first where there is none.
     *
     * @param search words of type, activity id and what was changed
     * @param states empty for all
     */
    public RowQuery<Row> select(String search, Set<EventState> states, List<Sort<Column>> sort) {
        List<Object> arguments = new ArrayList<>();
        String matching = Paging.containing(
                Paging.words(search),
                "instr(lower(type), :word) > 0 OR instr(lower(event_type), :word) > 0"
                        + " OR instr(lower(activity_id), :word) > 0 OR instr(lower(changes), :word) > 0",
                arguments);
        StringBuilder in = new StringBuilder();
        for (EventState state : EventState.values()) {
            if (states.contains(state)) {
                arguments.add(state);
                in.append(in.length() == 0 ? " AND state IN (?" : ", ?").append(arguments.size());
            }
        }
        return new RowQuery<>(
                database,
                "",
                "SELECT id, type, event_type, activity_id, sent_at, received_at, source, state, changes, reason",
                " FROM event WHERE 1" + matching + (in.length() == 0 ? "" : in + ")"),
                Paging.orderBy(
                        sort,
                        column -> switch (column) {
                            case RECEIVED -> "received_at";
                            case SENT -> "sent_at";
                            case TYPE -> "type || ' ' || coalesce(event_type, '')";
                            case STATE -> "state";
                        },
                        "id DESC",
                        "id DESC"),
                arguments,
                () -> (session, row) -> row(row));
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("id"),
                row.getString("type"),
                row.getString("event_type"),
                row.getString("activity_id"),
                Rows.instant(row, "sent_at"),
                Rows.instant(row, "received_at"),
                Rows.constant(row, "source", EventSource.class),
                Rows.constant(row, "state", EventState.class),
                EventEffect.parse(row.getString("changes")),
                Rows.stored(row, "reason"));
    }
}
