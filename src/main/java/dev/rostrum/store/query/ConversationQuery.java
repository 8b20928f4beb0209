package dev.rostrum.store.query;

import dev.rostrum.domain.ConversationOrigin;
import dev.rostrum.domain.PersonId;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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
     *
     * @param lastingId {@link PersonId#lasting}, of the person
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
            boolean unverified) {
        /** What stays the row's own, also where ids change hands. */
        public Key key() {
            return new Key(id, lastingId);
        }
    }

    /** A conversation and the person whose it is, by the lasting id. */
    public record Key(String id, String person) {}

    private static final String FROM = " FROM conversation c JOIN user u ON u.id = c.user WHERE 1";

    private static final String COLUMNS = "SELECT c.conversation_id, " + Rows.ID + ", " + Rows.LASTING_ID
            + ", u.name, u.email, c.origin, c.created_at,"
            + " c.last_accepted_at, c.last_call_at, c.last_status, c.last_code,"
            + " EXISTS (SELECT 1 FROM unverified v WHERE v.user = u.id) AS unverified";

    private final Database database;

    public ConversationQuery(Database database) {
        this.database = database;
    }

    /** All conversations that the search finds, in this order; by name where there is none. */
    public RowQuery<Row> select(String search, List<Sort<Column>> sort) {
        List<Object> arguments = new ArrayList<>();
        String matching = matching(search, arguments);
        return new RowQuery<>(
                database, "", COLUMNS, FROM + matching, order(sort), arguments, () -> (session, row) -> row(row));
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
                row.getString("lasting_id"),
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
