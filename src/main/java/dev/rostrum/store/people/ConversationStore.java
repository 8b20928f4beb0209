package dev.rostrum.store.people;

import dev.rostrum.store.Session;
import java.sql.SQLException;
import java.time.Instant;

/**
 * The 1:1 conversations of the bot, one for each entry of a person. All writing of them is here, in the caller's transaction: what a delivery
 * learns of a conversation is committed together with the delivery.
 */
public final class ConversationStore {
    private ConversationStore() {}

    /**
     * Keeps the id that a create gave. Creating is get-or-create: the same id again is the same conversation.
     *
     * @param user the entry that was written to
     * @param status of the answer, or null
     * @param code of the answer, or null
     */
    public static void created(
            Session session, long user, String conversationId, Instant at, Integer status, String code)
            throws SQLException {
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
                        + " origin = CASE WHEN conversation_id = ?2 THEN origin ELSE 'CREATED' END,"
                        + " created_at = CASE WHEN conversation_id = ?2 THEN created_at ELSE ?3 END,"
                        + " last_accepted_at = CASE WHEN conversation_id = ?2 THEN last_accepted_at END,"
                        + " conversation_id = ?2, last_call_at = ?3, last_status = ?4, last_code = ?5 WHERE user = ?1",
                user,
                conversationId,
                at,
                status,
                code);
    }

    /** Keeps an id that a file names, where the person has none. */
    static void imported(Session session, long user, String conversationId, Instant at) throws SQLException {
        session.update(
                "INSERT INTO conversation (user, conversation_id, origin, created_at)" + " VALUES (?, ?, 'IMPORT', ?)",
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
                        + " last_accepted_at = CASE WHEN ?4 THEN ?1 ELSE last_accepted_at END WHERE user = ?5",
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
}
