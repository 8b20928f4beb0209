package dev.rostrum.store.people;

import dev.rostrum.domain.ConversationOrigin;
import dev.rostrum.domain.EventEffect;
import dev.rostrum.store.Rows;
import dev.rostrum.store.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * The 1:1 conversations of the bot, one for each entry of a person. All writing of them is here, in the caller's transaction: what a delivery
 * learns of a conversation is committed together with the delivery.
 */
public final class ConversationStore {
    private ConversationStore() {}

    /**
     * Of a row that is called so: whether messages may go there. An id that a file names is nobody's word until a create has given the
     * same one (decision 0054). Earlier versions sent there at once, so that one in which a message was accepted is right.
     */
    public static String usable(String row) {
        return "(" + row + ".origin <> 'IMPORT' OR " + row + ".last_accepted_at IS NOT NULL)";
    }

    /**
     * Keeps the id that a create gave. Creating is get-or-create: the same id again is the same conversation, and what a file said of
     * it is proved.
     *
     * @param user the entry that was written to
     * @param status of the answer, or null
     * @param code of the answer, or null
     */
    public static void created(
            Session session, long user, String conversationId, Instant at, Integer status, String code)
            throws SQLException {
        // Whatever a file says, an id is theirs to whom Teams gives it.
        session.update(
                "DELETE FROM conversation WHERE conversation_id = ? AND user <> ? AND origin = 'IMPORT'",
                conversationId,
                user);
        if (session.update(
                        "INSERT INTO conversation (user, conversation_id, origin, created_at, last_call_at, last_status,"
                                + " last_code) VALUES (?1, ?2, 'CREATED', ?3, ?3, ?4, ?5) ON CONFLICT (user) DO NOTHING",
                        user,
                        conversationId,
                        at,
                        status,
                        code)
                > 0) {
            return;
        }
        session.update(
                "UPDATE conversation SET"
                        + " origin = CASE WHEN conversation_id = ?2 AND origin <> 'IMPORT' THEN origin ELSE 'CREATED' END,"
                        + " created_at = CASE WHEN conversation_id = ?2 AND origin <> 'IMPORT' THEN created_at ELSE ?3 END,"
                        + " last_accepted_at = CASE WHEN conversation_id = ?2 THEN last_accepted_at END,"
                        + " conversation_id = ?2, last_call_at = ?3, last_status = ?4, last_code = ?5, inactive_at = NULL"
                        + " WHERE user = ?1",
                user,
                conversationId,
                at,
                status,
                code);
    }

    /**
     * Keeps the id that a create gave which nobody needed for a message. It says nothing of messages: what was known of the last one
     * stays, and that the bot was removed does.
     */
    static void checked(Session session, long user, String conversationId, Instant at, int status) throws SQLException {
        session.update(
                "DELETE FROM conversation WHERE conversation_id = ? AND user <> ? AND origin = 'IMPORT'",
                conversationId,
                user);
        session.update(
                "UPDATE conversation SET origin = 'CREATED', created_at = ?3,"
                        + " last_accepted_at = iif(conversation_id = ?2, last_accepted_at, NULL), conversation_id = ?2,"
                        + " last_call_at = ?3, last_status = ?4, last_code = NULL, healed_at = NULL"
                        + " WHERE user = ?1 AND (conversation_id <> ?2 OR origin = 'IMPORT')",
                user,
                conversationId,
                at,
                status);
    }

    /** The id took the place of one that was out of date, while a message was sent. */
    public static void healed(Session session, long user, Instant at) throws SQLException {
        session.update("UPDATE conversation SET healed_at = ? WHERE user = ?", at, user);
    }

    /** All of a row. */
    record Stored(
            long user,
            String conversationId,
            String origin,
            long createdAt,
            Long lastAcceptedAt,
            Long lastCallAt,
            Integer lastStatus,
            String lastCode,
            Long inactiveAt,
            Long healedAt) {}

    static Optional<Stored> stored(Session session, long user) throws SQLException {
        return session.first(
                "SELECT * FROM conversation WHERE user = ?",
                row -> new Stored(
                        row.getLong("user"),
                        row.getString("conversation_id"),
                        row.getString("origin"),
                        row.getLong("created_at"),
                        number(row, "last_accepted_at"),
                        number(row, "last_call_at"),
                        Rows.integer(row, "last_status"),
                        row.getString("last_code"),
                        number(row, "inactive_at"),
                        number(row, "healed_at")),
                user);
    }

    private static Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /** False where the person has one, or is gone, or somebody else has the id by now. */
    static boolean putBack(Session session, Stored row) throws SQLException {
        return session.update(
                        "INSERT INTO conversation (user, conversation_id, origin, created_at, last_accepted_at, last_call_at,"
                                + " last_status, last_code, inactive_at, healed_at) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10"
                                + " WHERE EXISTS (SELECT 1 FROM user u WHERE u.id = ?1 AND coalesce(u.user_id, u.object_id) IS NOT NULL)"
                                + " AND NOT EXISTS (SELECT 1 FROM conversation c WHERE c.conversation_id = ?2)"
                                + " ON CONFLICT (user) DO NOTHING",
                        row.user(),
                        row.conversationId(),
                        row.origin(),
                        row.createdAt(),
                        row.lastAcceptedAt(),
                        row.lastCallAt(),
                        row.lastStatus(),
                        row.lastCode(),
                        row.inactiveAt(),
                        row.healedAt())
                > 0;
    }

    /** Keeps an id that a file names, where the person has none. */
    static void imported(Session session, long user, String conversationId, Instant at) throws SQLException {
        session.update(
                "INSERT INTO conversation (user, conversation_id, origin, created_at, inactive_at) VALUES (?1, ?2, 'IMPORT',"
                        + " ?3, " + UNINSTALLED_AT + ")",
                user,
                conversationId,
                at);
    }

    /**
     * Keeps what the last call in a person's conversation was answered.
     *
     * @param accepted whether it was a message, and Teams took it
     */
    public static void called(Session session, long user, Instant at, Integer status, String code, boolean accepted)
            throws SQLException {
        session.update(
                "UPDATE conversation SET last_call_at = ?1, last_status = ?2, last_code = ?3,"
                        + " last_accepted_at = CASE WHEN ?4 THEN ?1 ELSE last_accepted_at END,"
                        + " inactive_at = CASE WHEN ?4 THEN NULL ELSE inactive_at END WHERE user = ?5",
                at,
                status,
                code,
                accepted,
                user);
    }

    /** Forgets a stale id, and only that one: another run may have stored a new one by now. */
    public static void forget(Session session, long user, String stale) throws SQLException {
        session.update("DELETE FROM conversation WHERE user = ? AND conversation_id = ?", user, stale);
    }

    /** When the newest event about it said that the entry {@code ?1} has the bot no more; null where it did not. */
    private static final String UNINSTALLED_AT =
            "(SELECT at FROM event_user WHERE user = ?1 AND aspect = 'INSTALLED' AND value = 0)";

    /** When a call last showed that the id of a row {@code c} is right; 0 where none has. */
    private static final String SHOWN =
            "max(coalesce(c.last_accepted_at, 0), iif(c.origin = 'CREATED', c.created_at, 0),"
                    + " iif(c.origin <> 'IMPORT' AND c.last_status BETWEEN 200 AND 299, c.last_call_at, 0))";

    private record Kept(String id, ConversationOrigin origin, long shownAt) {}

    /**
     * Keeps the id that an event names, where no call has shown another one since. An id is one entry's: of two that events name
     * with it, the newer one has it.
     *
     * @param at when the event was; the caller knows that it is the newest about the entry's conversation
     * @return what changed, or null
     */
    static EventEffect seen(Session session, long user, String conversationId, long at) throws SQLException {
        Kept kept = session.first(
                        "SELECT c.conversation_id, c.origin, " + SHOWN
                                + " AS shown FROM conversation c WHERE c.user = ?",
                        row -> new Kept(
                                row.getString("conversation_id"),
                                Rows.constant(row, "origin", ConversationOrigin.class),
                                row.getLong("shown")),
                        user)
                .orElse(null);
        if (kept != null && kept.id().equals(conversationId)) {
            if (kept.origin() == ConversationOrigin.IMPORT) {
                session.update("UPDATE conversation SET origin = 'EVENT' WHERE user = ?", user);
            }
            return null;
        }
        if (kept != null && kept.shownAt() >= at) {
            return null;
        }
        if (session.number(
                        "SELECT EXISTS (SELECT 1 FROM conversation c WHERE c.conversation_id = ?1 AND c.user <> ?2"
                                + " AND " + usable("c")
                                + " AND max(" + SHOWN + ", coalesce((SELECT at FROM event_user WHERE user = c.user"
                                + " AND aspect = 'CONVERSATION'), 0)) > ?3)",
                        conversationId,
                        user,
                        at)
                != 0) {
            return null;
        }
        session.update("DELETE FROM conversation WHERE conversation_id = ? AND user <> ?", conversationId, user);
        if (kept == null) {
            session.update(
                    "INSERT INTO conversation (user, conversation_id, origin, created_at, inactive_at) VALUES (?1, ?2, 'EVENT',"
                            + " ?3, " + UNINSTALLED_AT + ")",
                    user,
                    conversationId,
                    at);
            return EventEffect.CONVERSATION_ADDED;
        }
        session.update(
                "UPDATE conversation SET conversation_id = ?2, origin = 'EVENT', created_at = ?3, last_accepted_at = NULL,"
                        + " last_call_at = NULL, last_status = NULL, last_code = NULL WHERE user = ?1",
                user,
                conversationId,
                at);
        return EventEffect.CONVERSATION_REPLACED;
    }

    /** Marks a conversation of which an event says that the bot was taken out of it, or has come back. The mark keeps nobody out yet. */
    static void installed(Session session, long user, boolean present, long at) throws SQLException {
        session.update(
                "UPDATE conversation AS c SET inactive_at = iif(?2, NULL, ?3) WHERE c.user = ?1 AND (?2 OR " + SHOWN
                        + " < ?3)",
                user,
                present,
                at);
    }
}
