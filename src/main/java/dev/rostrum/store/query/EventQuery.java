package dev.rostrum.store.query;

import dev.rostrum.domain.EventEffect;
import dev.rostrum.domain.EventSource;
import dev.rostrum.domain.EventState;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.SearchWords;
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
        AT,
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

    /**
     * What an event is, in lower case.
     *
     * @param eventType may be null
     */
    public record Type(String type, String eventType) {}

    /**
     * @param search words of type, activity id and what was changed
     * @param states empty for all
     * @param type or null for all
     * @param until only this event and those that came before it, or null
     */
    public record Filter(String search, Set<EventState> states, Type type, Long until) {
        public static final Filter ALL = new Filter("", Set.of(), null, null);
    }

    /** More types than Teams has; what is beyond is found by the search. */
    private static final int MAX_TYPES = 100;

    private final Database database;

    public EventQuery(Database database) {
        this.database = database;
    }

    /** The number of the event that came last; 0 where there is none. */
    public long newest() {
        return database.read(session -> session.number("SELECT max(id) FROM event"));
    }

    /** Events that are not applied yet. */
    public long waiting() {
        return database.read(session -> session.number("SELECT count(*) FROM event WHERE state = 'PENDING'"));
    }

    /** The types of the events that are kept, at most 100. */
    public List<Type> types() {
        return database.read(session -> session.list(
                "SELECT DISTINCT type, event_type FROM event ORDER BY type, event_type LIMIT " + MAX_TYPES,
                row -> new Type(row.getString("type"), row.getString("event_type"))));
    }

    /** Events that the search finds, in this order; the newest first where there is none. */
    public RowQuery<Row> select(String search, Set<EventState> states, List<Sort<Column>> sort) {
        return select(new Filter(search, states, null, null), sort);
    }

    /** Events that the filter shows, in this order; the newest first where there is none. */
    public RowQuery<Row> select(Filter filter, List<Sort<Column>> sort) {
        Set<EventState> states = filter.states();
        List<Object> arguments = new ArrayList<>();
        String matching = SearchWords.containing(
                SearchWords.of(filter.search()),
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
        in.append(in.length() == 0 ? "" : ")");
        if (filter.type() != null) {
            arguments.add(filter.type().type());
            in.append(" AND type = ?").append(arguments.size());
            if (filter.type().eventType() == null) {
                in.append(" AND event_type IS NULL");
            } else {
                arguments.add(filter.type().eventType());
                in.append(" AND event_type = ?").append(arguments.size());
            }
        }
        if (filter.until() != null) {
            arguments.add(filter.until());
            in.append(" AND id <= ?").append(arguments.size());
        }
        return new RowQuery<>(
                database,
                "",
                "SELECT id, type, event_type, activity_id, sent_at, received_at, source, state, changes, reason",
                " FROM event WHERE 1" + matching + in,
                Paging.orderBy(
                        sort,
                        column -> switch (column) {
                            case AT -> "received_at";
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
