package dev.rostrum.store.people;

import dev.rostrum.domain.EventAsk.TakenBack;
import dev.rostrum.domain.EventAsk.Written;
import dev.rostrum.domain.EventEffect;
import dev.rostrum.domain.OptOutWords;
import dev.rostrum.store.Database;
import dev.rostrum.store.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** What people wrote to the bot, while the admin has that kept. Of one message the newest event counts, whatever comes first. */
final class Replies {
    /** How long one is kept, from when it was written. */
    static final Duration KEPT = Duration.ofDays(30);

    /** Replies of everybody that are kept at most, and of one entry of a person; the oldest go. */
    static final int MAX = 50_000;

    static final int MAX_OF_ONE = 500;

    private static final int CHUNK = 500;

    private Replies() {}

    /** @return what it changed, or null */
    static EventEffect written(Session session, long entry, Written written, EventTime time) throws SQLException {
        String text = OptOutWords.readable(written.text());
        if (text == null) {
            return null;
        }
        if (session.number(
                        "SELECT EXISTS (SELECT 1 FROM reply WHERE conversation_id = ? AND activity_id = ?)",
                        written.conversationId(),
                        written.activityId())
                != 0) {
            // The text before a change.
            session.erased();
        }
        boolean kept = session.update(
                        "INSERT INTO reply (conversation_id, activity_id, user, at, told_at, rank, text)"
                                + " VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6) ON CONFLICT (conversation_id, activity_id) DO UPDATE SET"
                                + " told_at = excluded.told_at, rank = excluded.rank, text = excluded.text"
                                + " WHERE user = excluded.user AND (excluded.told_at, excluded.rank) > (told_at, rank)",
                        written.conversationId(),
                        written.activityId(),
                        entry,
                        time.at(),
                        time.rank(),
                        text)
                > 0;
        writtenBy(session, entry, written.conversationId(), written.activityId(), time);
        if (kept) {
            session.update(
                    "DELETE FROM reply WHERE id IN (SELECT id FROM reply WHERE user = ? ORDER BY at DESC, id DESC LIMIT -1 OFFSET "
                            + MAX_OF_ONE + ")",
                    entry);
        }
        return kept ? EventEffect.REPLY_KEPT : null;
    }

    /** It was written when the oldest event tells of it. */
    private static void writtenBy(Session session, long entry, String conversationId, String activityId, EventTime time)
            throws SQLException {
        session.update(
                "UPDATE reply SET at = ?4 WHERE conversation_id = ?1 AND activity_id = ?2 AND user = ?3 AND at > ?4",
                conversationId,
                activityId,
                entry,
                time.at());
    }

    /**
     * @param on whether replies are kept now: then it is noted also of a message that is not known yet, which may come late
     * @return what it changed, or null
     */
    static EventEffect takenBack(Session session, long entry, TakenBack taken, EventTime time, boolean on)
            throws SQLException {
        boolean there = session.number(
                        "SELECT EXISTS (SELECT 1 FROM reply WHERE conversation_id = ? AND activity_id = ? AND user = ?"
                                + " AND text IS NOT NULL AND (told_at, rank) < (?, ?))",
                        taken.conversationId(),
                        taken.activityId(),
                        entry,
                        time.at(),
                        time.rank())
                != 0;
        if (there) {
            session.erased();
        }
        if (there || on) {
            session.update(
                    "INSERT INTO reply (conversation_id, activity_id, user, at, told_at, rank)"
                            + " VALUES (?1, ?2, ?3, ?4, ?4, ?5) ON CONFLICT (conversation_id, activity_id) DO UPDATE SET"
                            + " told_at = excluded.told_at, rank = excluded.rank, text = NULL"
                            + " WHERE user = excluded.user AND (excluded.told_at, excluded.rank) > (told_at, rank)",
                    taken.conversationId(),
                    taken.activityId(),
                    entry,
                    time.at(),
                    time.rank());
        }
        return there ? EventEffect.REPLY_REMOVED : null;
    }

    /** All of everybody; nothing that is left tells what one of them said. */
    static int deleteAll(Session session) throws SQLException {
        // The digests by which these events are known again are made with their texts.
        session.update("UPDATE event SET key = randomblob(32) WHERE state <> 'PENDING'"
                + " AND (type = 'messageupdate' OR (type = 'message' AND activity_id IS NULL))");
        session.erased();
        return session.update("DELETE FROM reply");
    }

    private static final String OLD = "SELECT id FROM reply WHERE at < ?1 OR at < coalesce((SELECT at FROM reply"
            + " ORDER BY at DESC LIMIT 1 OFFSET " + (MAX - 1) + "), 0) LIMIT " + CHUNK;

    static void prune(Database database, Instant now) {
        Instant oldest = now.minus(KEPT);
        while (database.read(session -> session.number("SELECT EXISTS (" + OLD + ")", oldest)) != 0) {
            database.write(session -> {
                session.erased();
                return session.update("DELETE FROM reply WHERE id IN (" + OLD + ")", oldest);
            });
        }
    }
}
