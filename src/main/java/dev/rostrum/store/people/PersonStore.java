package dev.rostrum.store.people;

import dev.rostrum.domain.PersonId;
import dev.rostrum.store.KeptMarks;
import dev.rostrum.store.Session;
import dev.rostrum.store.TextKeys;
import java.sql.SQLException;

/**
 * Who is who: entries with one Entra object id are one person. What becomes known of it is written here, in the caller's
 * transaction; a new entry gets its person from a trigger.
 */
public final class PersonStore {
    private PersonStore() {}

    /** The person whom an id of either kind names, also one that is out of use; 0 where nobody is known by it. */
    public static long find(Session session, String id) throws SQLException {
        if (id == null || id.isBlank()) {
            return 0;
        }
        PersonId asked = PersonId.of(id);
        return asked.userId() == null
                ? session.number("SELECT id FROM person WHERE object_id = ?", asked.objectId())
                : session.number("SELECT person FROM user WHERE user_id = ?", asked.userId());
    }

    /** The entry whose ids the person's next message takes, by an id of either kind; 0 where nobody is known by it. */
    public static long entry(Session session, String id) throws SQLException {
        return session.number("SELECT entry FROM person WHERE id = ?", find(session, id));
    }

    /** The object id of an entry that had none: it joins the person who is known by it. */
    static void identified(Session session, long entry, String objectId) throws SQLException {
        IdentityVersion.of(session).changed();
        long person = session.number("SELECT person FROM user WHERE id = ?", entry);
        long known = session.number("SELECT id FROM person WHERE object_id = ?", objectId);
        session.update(
                "UPDATE user SET object_id = ?, folded = folded || ? WHERE id = ?",
                objectId,
                TextKeys.fold(objectId, null),
                entry);
        if (known == 0) {
            session.update("UPDATE person SET object_id = ? WHERE id = ?", objectId, person);
            KeptMarks.identified(session, entry);
            return;
        }
        // Who is in a team under both counts once there.
        session.update(
                "UPDATE team SET people = people - 1 WHERE id IN (SELECT m.team FROM user u CROSS JOIN membership m"
                        + " ON m.user = u.id WHERE u.person = ? INTERSECT SELECT m.team FROM user u CROSS JOIN membership m"
                        + " ON m.user = u.id WHERE u.person = ?)",
                known,
                person);
        session.update("UPDATE user SET person = ? WHERE person = ?", known, person);
        session.update(
                "INSERT INTO opt_out (person, asker, note, at, admin_note, admin_at)"
                        + " SELECT ?1, asker, note, at, admin_note, admin_at FROM opt_out WHERE person = ?2"
                        + " ON CONFLICT (person) DO UPDATE SET asker = max(asker, excluded.asker),"
                        // Of two marks of persons the newer one counts; what the admin set stays beneath.
                        + " note = iif(asker < excluded.asker, excluded.note, note),"
                        + " at = CASE WHEN asker < excluded.asker THEN excluded.at"
                        + " WHEN asker = excluded.asker AND asker = 'PERSON' THEN max(at, excluded.at) ELSE at END,"
                        + " admin_note = CASE WHEN asker < excluded.asker THEN note WHEN asker > excluded.asker THEN excluded.note"
                        + " ELSE iif(admin_at IS NULL, excluded.admin_note, admin_note) END,"
                        + " admin_at = CASE WHEN asker < excluded.asker THEN at WHEN asker > excluded.asker THEN excluded.at"
                        + " ELSE coalesce(admin_at, excluded.admin_at) END",
                known,
                person);
        session.update(
                "INSERT INTO blocked (person, code, at) SELECT ?1, code, at FROM blocked WHERE person = ?2"
                        + " ON CONFLICT (person) DO UPDATE SET code = excluded.code, at = excluded.at"
                        + " WHERE excluded.at > blocked.at",
                known,
                person);
        session.update(
                "INSERT INTO opt_out_cleared (person, at, note) SELECT ?1, at, note FROM opt_out_cleared WHERE person = ?2"
                        + " ON CONFLICT (person) DO UPDATE SET note = iif(excluded.at > at, excluded.note, note),"
                        + " at = max(at, excluded.at)",
                known,
                person);
        session.update(
                "INSERT INTO welcomed (person, at) SELECT ?1, at FROM welcomed WHERE person = ?2"
                        + " ON CONFLICT (person) DO UPDATE SET at = min(at, excluded.at)",
                known,
                person);
        session.update("DELETE FROM welcomed WHERE person = ?", person);
        session.update(
                "INSERT OR IGNORE INTO people_list_member (list, person)"
                        + " SELECT list, ?1 FROM people_list_member WHERE person = ?2",
                known,
                person);
        session.update("DELETE FROM people_list_member WHERE person = ?", person);
        session.update("UPDATE setting SET value = ? WHERE key = 'me' AND value = ?", known + "", person + "");
        session.update("DELETE FROM opt_out WHERE person = ?", person);
        session.update("DELETE FROM opt_out_cleared WHERE person = ?", person);
        session.update("DELETE FROM blocked WHERE person = ?", person);
        session.update("DELETE FROM person WHERE id = ?", person);
        KeptMarks.identified(session, entry);
    }

    /** The pairwise id of an entry that is known by object id alone. Of several of one person the first one gets it. */
    static void completed(Session session, long entry, String userId) throws SQLException {
        IdentityVersion.of(session).changed();
        session.update(
                "UPDATE user SET user_id = ?1, folded = folded || ?2 WHERE id = ?3"
                        + " AND NOT EXISTS (SELECT 1 FROM user WHERE user_id = ?1)",
                userId,
                TextKeys.fold(userId, null),
                entry);
        KeptMarks.identified(session, entry);
    }

    /**
     * The pairwise id of an entry names another person from now on. The entry stays with its history, known by object id alone;
     * its conversation is forgotten, since nobody can say whose it is.
     */
    static void taken(Session session, long entry) throws SQLException {
        IdentityVersion.of(session).changed();
        session.update("UPDATE user SET user_id = NULL WHERE id = ?", entry);
        session.update("DELETE FROM conversation WHERE user = ?", entry);
    }
}
