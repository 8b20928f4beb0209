package dev.rostrum.store.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Somebody whom a plan reaches, and where.
 *
 * @param conversationId or null where it is created first
 * @param target the message that an edit or recall acts on, else null
 */
public record Recipient(String userId, String name, String conversationId, String target) {
    static Recipient of(ResultSet row) throws SQLException {
        return new Recipient(
                row.getString("user_id"),
                row.getString("name"),
                row.getString("conversation_id"),
                row.getString("target"));
    }
}
