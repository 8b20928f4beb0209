package dev.rostrum.store.query;

import dev.rostrum.domain.ConversationOrigin;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
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

    /**
     * {@code lastAcceptedAt}, {@code lastCallAt}, {@code lastCode} may be null; {@code lastStatus} 0 where none.
     * {@code unverified}: the person is known from an import alone.
     */
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
            String lastCode,
            boolean unverified) {}

    private static final String FROM = " FROM conversation c JOIN user u ON u.id = c.user WHERE 1";

    private static final String COLUMNS =
            "SELECT c.conversation_id, " + Rows.ID + ", u.name, u.email, c.origin, c.created_at,"
                    + " c.last_accepted_at, c.last_call_at, c.last_status, c.last_code,"
                    + " EXISTS (SELECT 1 FROM unverified v WHERE v.user = u.id) AS unverified";

    private final Database database;

    public ConversationQuery(Database database) {
        this.database = database;
    }

    public long count(String search) {
        List<Object> arguments = new ArrayList<>();
        String sql = "SELECT count(*)" + FROM + matching(search, arguments);
        return database.read(session -> session.number(sql, arguments.toArray()));
    }

    public List<Row> page(String search, List<Sort<Column>> sort, long offset, int limit) {
        List<Object> arguments = new ArrayList<>();
        String sql = COLUMNS + FROM + matching(search, arguments) + order(sort) + Paging.limit(arguments);
        return database.read(
                session -> session.list(sql, ConversationQuery::row, Paging.page(arguments, offset, limit)));
    }

    /**
     * Streams every row that the search shows, in order, without holding them all. A read transaction is open until it
     * ends: the sink should not wait for people.
     */
    public void each(String search, List<Sort<Column>> sort, Consumer<Row> sink) {
        List<Object> arguments = new ArrayList<>();
        String sql = COLUMNS + FROM + matching(search, arguments) + order(sort);
        database.read(session -> {
            session.each(sql, ConversationQuery::row, sink, arguments.toArray());
            return null;
        });
    }

    private static String matching(String search, List<Object> arguments) {
        // Ids are found as they stand and folded, people by their folded text.
        return Paging.containing(
                Paging.words(search),
                "instr(u.folded, :word) > 0 OR instr(lower(c.conversation_id), :word) > 0",
                arguments);
    }

    private static String order(List<Sort<Column>> sort) {
        return Paging.orderBy(
                sort,
                column -> switch (column) {
                    case NAME -> "u.name_key";
                    case ID -> "c.conversation_id";
                    case CREATED -> "c.created_at";
                    case LAST_ACCEPTED -> "c.last_accepted_at";
                    case ORIGIN -> "c.origin";
                },
                "u.name_key",
                "c.id");
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString("conversation_id"),
                row.getString("user_id"),
                row.getString("name"),
                row.getString("email"),
                Rows.constant(row, "origin", ConversationOrigin.class),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "last_accepted_at"),
                Rows.instant(row, "last_call_at"),
                row.getInt("last_status"),
                row.getString("last_code"),
                row.getInt("unverified") != 0);
    }
}
