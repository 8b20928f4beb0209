package dev.rostrum.store.query;

import dev.rostrum.domain.Call;
import dev.rostrum.domain.ConversationCall;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import java.util.List;

/** What happened with a stored conversation. */
public final class ConversationHistory {
    /** As many calls are told of at most. */
    public static final int MOST = 200;

    private final Database database;

    public ConversationHistory(Database database) {
        this.database = database;
    }

    /** The calls of deliveries to those ids of the person that the conversation belongs to, the newest first. */
    public List<ConversationCall> calls(ConversationQuery.Key key) {
        return database.read(session -> session.list(
                "SELECT a.started_at, a.call, j.announcement, j.id AS run, coalesce(a.status, 0) AS status, a.code, a.ms_cv, a.latency_ms"
                        + " FROM conversation c CROSS JOIN user u ON u.id = c.user CROSS JOIN person p ON p.id = u.person"
                        + " CROSS JOIN delivery d ON d.user = c.user CROSS JOIN attempt a ON a.delivery = d.id"
                        + " CROSS JOIN job j ON j.id = d.job WHERE c.conversation_id = ?1 AND "
                        + "coalesce(u.object_id, u.user_id) = ?2 ORDER BY a.started_at DESC, a.n DESC LIMIT " + MOST,
                row -> new ConversationCall(
                        Rows.instant(row, "started_at"),
                        Rows.constant(row, "call", Call.class),
                        row.getLong("announcement"),
                        row.getLong("run"),
                        row.getInt("status"),
                        row.getString("code"),
                        row.getString("ms_cv"),
                        row.getObject("latency_ms") == null ? null : row.getLong("latency_ms")),
                key.id(),
                key.person()));
    }
}
