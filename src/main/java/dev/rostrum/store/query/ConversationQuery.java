package dev.rostrum.store.query;

import dev.rostrum.domain.ConversationHealth;
import dev.rostrum.domain.ConversationOrigin;
import dev.rostrum.domain.ConversationState;
import dev.rostrum.domain.PersonId;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.SearchWords;
import dev.rostrum.store.Session;
import dev.rostrum.store.people.ConversationStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Stored conversation ids. */
public final class ConversationQuery {
    public enum Column {
        NAME,
        ID,
        CREATED,
        LAST_ACCEPTED,
        ORIGIN,
        STATE
    }

    /**
     * Which are shown.
     *
     * @param search blank: no search; else part of a name, an address or an id
     * @param states empty: all
     * @param healths empty: all
     */
    public record Filter(String search, Set<ConversationState> states, Set<ConversationHealth> healths) {
        public static final Filter ALL = new Filter("", Set.of());

        public Filter {
            states = Set.copyOf(states);
            healths = Set.copyOf(healths);
        }

        public Filter(String search, Set<ConversationState> states) {
            this(search, states, Set.of());
        }
    }

    /**
     * {@code lastAcceptedAt}, {@code lastCallAt}, {@code lastCode} may be null; {@code lastStatus} 0 where none.
     * {@code unverified}: the person is known from an import alone.
     *
     * @param lastingId {@link PersonId#lasting}, of the person
     * @param inactiveAt when an event said that the person removed the bot, and no message was accepted since; or null
     */
    public record Row(
            String id,
            String userId,
            String lastingId,
            String name,
            String email,
            ConversationOrigin origin,
            Instant createdAt,
            Instant lastAcceptedAt,
            Instant lastCallAt,
            int lastStatus,
            String lastCode,
            boolean unverified,
            ConversationState state,
            Instant inactiveAt,
            ConversationHealth health) {
        /** What stays the row's own, also where ids change hands. */
        public Key key() {
            return new Key(id, lastingId);
        }
    }

    /** A conversation and the person whose it is, by the lasting id. */
    public record Key(String id, String person) {}

    static final String FROM =
            " FROM conversation c JOIN user u ON u.id = c.user JOIN person p ON p.id = u.person WHERE 1";

    /** {@link ConversationState} of a row {@code c} of an entry {@code u} of a person {@code p}. */
    static final String STATE =
            "CASE WHEN p.entry IS NOT u.id THEN 'EARLIER' WHEN c.inactive_at IS NOT NULL THEN 'INACTIVE'" + " WHEN "
                    + ConversationStore.usable("c") + " THEN 'CURRENT' ELSE 'UNCONFIRMED' END";

    /** {@link ConversationHealth} of a row {@code c}. A create that was answered, and no message after it, is no use. */
    private static final String HEALTH = "CASE WHEN c.inactive_at IS NOT NULL THEN 'INACTIVE'"
            + " WHEN c.last_call_at IS NULL THEN 'NEVER_USED' WHEN c.last_status IS NULL THEN 'UNANSWERED'"
            + " WHEN c.last_status NOT BETWEEN 200 AND 299 THEN 'REFUSED' WHEN c.last_accepted_at IS NULL THEN 'NEVER_USED'"
            + " WHEN c.healed_at IS NOT NULL THEN 'HEALED' ELSE 'ACCEPTED' END";

    private static final String COLUMNS = "SELECT c.conversation_id, " + Rows.ID + ", " + Rows.LASTING_ID
            + ", u.name, u.email, c.origin, c.created_at,"
            + " c.last_accepted_at, c.last_call_at, c.last_status, c.last_code,"
            + " EXISTS (SELECT 1 FROM unverified v WHERE v.user = u.id) AS unverified, "
            + STATE + " AS state, c.inactive_at, " + HEALTH + " AS health";

    private final Database database;

    public ConversationQuery(Database database) {
        this.database = database;
    }

    /** All conversations that the filter shows, in this order; by name where there is none. */
    public RowQuery<Row> select(Filter filter, List<Sort<Column>> sort) {
        List<Object> arguments = new ArrayList<>();
        String matching = matching(filter, arguments);
        List<Sort<Column>> by = sort.isEmpty() ? List.of(new Sort<>(Column.NAME, true)) : sort;
        return new RowQuery<>(
                        database, "", COLUMNS, FROM + matching, order(by), arguments, () -> (session, row) -> row(row))
                .found(session -> numbers(session, filter, by), "c.user", FROM);
    }

    /** How things stand: where two of these differ, there is news of conversations. */
    public record Standing(long count, long newest) {}

    /** Reads every conversation once, not what they are. */
    public Standing standing() {
        return database.read(session -> session.first(
                        "SELECT count(*), max(max(created_at), coalesce(max(last_accepted_at), 0), coalesce(max(last_call_at), 0),"
                                + " coalesce(max(inactive_at), 0)) FROM conversation",
                        row -> new Standing(row.getLong(1), row.getLong(2)))
                .orElseThrow());
    }

    /** How many conversations all of these filters show. */
    public long count(List<Filter> filters) {
        List<Object> arguments = new ArrayList<>();
        String sql = "SELECT count(*)" + FROM + matching(filters, arguments);
        return database.read(session -> {
            RowOrders<Column, Set<ConversationState>> orders = KeptOrders.conversations(database);
            return orders == null
                            || filters.stream()
                                    .anyMatch(filter -> !filter.healths().isEmpty())
                    ? session.number(sql, arguments.toArray())
                    : orders.count(
                            session,
                            filters.stream().map(Filter::states).toList(),
                            filters.stream()
                                    .flatMap(filter -> SearchWords.of(filter.search()).stream())
                                    .toList());
        });
    }

    /** Those of these conversations that all of the filters show. */
    public Set<Key> shown(List<Filter> filters, Collection<Key> keys) {
        List<Object> arguments = new ArrayList<>();
        String sql = "SELECT c.conversation_id, " + Rows.LASTING_ID + FROM + matching(filters, arguments)
                + " AND c.conversation_id IN ";
        Set<Key> wanted = new HashSet<>(keys);
        return Paging.among(
                database,
                sql,
                arguments,
                keys.stream().map(Key::id).toList(),
                row -> new Key(row.getString(1), row.getString(2)),
                wanted::contains);
    }

    private static String matching(List<Filter> filters, List<Object> arguments) {
        return filters.stream().map(one -> matching(one, arguments)).collect(Collectors.joining());
    }

    /** How many conversations the filter shows of each health, whichever healths it asks for. */
    public Map<ConversationHealth, Long> healths(Filter filter) {
        List<Object> arguments = new ArrayList<>();
        String sql = "SELECT " + HEALTH + " AS health, count(*) AS number" + FROM
                + matching(new Filter(filter.search(), filter.states()), arguments) + " GROUP BY 1";
        Map<ConversationHealth, Long> counts = new EnumMap<>(ConversationHealth.class);
        database.read(session -> {
            session.each(
                    sql,
                    row -> Map.entry(Rows.constant(row, "health", ConversationHealth.class), row.getLong("number")),
                    each -> counts.put(each.getKey(), each.getValue()),
                    arguments.toArray());
            return null;
        });
        return counts;
    }

    private static String matching(Filter filter, List<Object> arguments) {
        return ConversationRows.condition(SearchWords.of(filter.search()), arguments)
                + ofStates(filter.states())
                + ofHealths(filter.healths());
    }

    private static String ofHealths(Set<ConversationHealth> healths) {
        return healths.isEmpty()
                ? ""
                : healths.stream()
                        .sorted()
                        .map(health -> "'" + health + "'")
                        .collect(Collectors.joining(", ", " AND " + HEALTH + " IN (", ")"));
    }

    static String ofStates(Set<ConversationState> states) {
        return states.isEmpty()
                ? ""
                : states.stream()
                        .sorted()
                        .map(state -> "'" + state + "'")
                        .collect(Collectors.joining(", ", " AND " + STATE + " IN (", ")"));
    }

    private static String order(List<Sort<Column>> sort) {
        return Paging.orderBy(sort, ConversationQuery::value, "u.name_key", "c.user" + Paging.direction(sort));
    }

    /** What a column sorts by. */
    static String value(Column column) {
        return switch (column) {
            case NAME -> "u.name_key";
            case ID -> "c.conversation_id";
            case CREATED -> "c.created_at";
            case LAST_ACCEPTED -> "c.last_accepted_at";
            case ORIGIN -> "c.origin";
            case STATE -> STATE;
        };
    }

    /** The conversations in their order, by what is kept in memory; null where only the statement can say. */
    private int[] numbers(Session session, Filter filter, List<Sort<Column>> sort) throws SQLException {
        RowOrders<Column, Set<ConversationState>> orders = KeptOrders.conversations(database);
        return orders == null
                        || sort.size() > RowOrders.COLUMNS
                        || !filter.healths().isEmpty()
                ? null
                : orders.rows(session, List.of(filter.states()), SearchWords.of(filter.search()), sort);
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString("conversation_id"),
                row.getString("user_id"),
                row.getString("lasting_id"),
                row.getString("name"),
                row.getString("email"),
                Rows.constant(row, "origin", ConversationOrigin.class),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "last_accepted_at"),
                Rows.instant(row, "last_call_at"),
                row.getInt("last_status"),
                row.getString("last_code"),
                row.getInt("unverified") != 0,
                Rows.constant(row, "state", ConversationState.class),
                Rows.instant(row, "inactive_at"),
                Rows.constant(row, "health", ConversationHealth.class));
    }
}
