package dev.rostrum.store.query;

import dev.rostrum.domain.AudienceNames;
import dev.rostrum.domain.Draft;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.SearchWords;
import dev.rostrum.store.Session;
import dev.rostrum.store.ledger.DraftStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Drafts for their list. */
public final class DraftQuery {
    /**
     * A draft.
     *
     * @param name its title, or where it has none what its text makes of it; may be empty
     * @param readable whether this program knows all that is in it; one that it does not know can only be deleted
     */
    public record Row(long id, String name, AudienceNames audience, boolean readable, Instant changedAt) {}

    /** Of the text the list needs only a first line. */
    private static final String COLUMNS = "SELECT d.id, d.title, substr(d.text, 1, 2000) AS text, d.changed_at,"
            + " d.format IN ('PLAIN', 'MARKDOWN') AND NOT EXISTS (SELECT 1 FROM draft_audience a WHERE a.draft = d.id"
            + " AND a.role NOT IN ('TEAM', 'USER', 'EXCLUDED', 'EXCLUDED_TEAM', 'LIST', 'EXCLUDED_LIST', 'RULE')) AS readable";

    private final Database database;

    public DraftQuery(Database database) {
        this.database = database;
    }

    /** Those in whose title or text each word of the search stands, the one that was changed last first. */
    public RowQuery<Row> select(String search) {
        List<Object> arguments = new ArrayList<>();
        String matching = SearchWords.containing(SearchWords.of(search), "instr(d.folded, :word) > 0", arguments);
        return new RowQuery<>(
                database,
                "",
                COLUMNS,
                " FROM draft d WHERE 1" + matching,
                " ORDER BY d.changed_at DESC, d.id DESC",
                arguments,
                () -> DraftQuery::row);
    }

    /**
     * A draft as it was kept.
     *
     * @throws dev.rostrum.domain.Problem when it holds what this program does not know
     */
    public Optional<Draft> find(long id) {
        return DraftStore.find(database, id);
    }

    private static Row row(Session session, ResultSet row) throws SQLException {
        String title = row.getString("title").strip();
        return new Row(
                row.getLong("id"),
                title.isEmpty() ? new Message(row.getString("text"), TextFormat.PLAIN).suggestedTitle() : title,
                Audiences.names(session, "draft_audience", "draft", row.getLong("id")),
                row.getBoolean("readable"),
                Rows.instant(row, "changed_at"));
    }
}
