package dev.rostrum.store.people;

import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.Problem;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.Session;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/** Forgets people who are in no team and to whom Teams never accepted a message. The audit log says that it was done, not whom. */
public final class PersonRemoval {
    private final Database database;
    private final AuditLog audit;
    private final Clock clock;

    public PersonRemoval(Database database, AuditLog audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Forgets a person under every id of theirs. Rows of the ledger that say that nothing reached them stay, without name,
     * address and ids: totals add up.
     *
     * @throws Problem when nobody of that id is cached, or saying why the person must be kept
     */
    public void forget(String id) {
        database.write(session -> {
            session.erased();
            List<Long> entries = forgettable(session, id);
            long person = PersonStore.find(session, id);
            session.update("DELETE FROM blocked WHERE person = ?", person);
            session.update("DELETE FROM opt_out_cleared WHERE person = ?", person);
            session.update("DELETE FROM welcomed WHERE person = ?", person);
            session.update("DELETE FROM setting WHERE key = 'me' AND value = ?", Long.toString(person));
            long kept = 0;
            for (long entry : entries) {
                kept += forget(session, entry) ? 0 : 1;
            }
            if (kept == 0) {
                session.update("DELETE FROM person WHERE id = ?", person);
            } else {
                session.update("UPDATE person SET object_id = NULL, entry = NULL WHERE id = ?", person);
            }
            audit.add(session, clock.instant(), AuditAct.FORGOTTEN, null, 1L, null);
            return null;
        });
    }

    /** @throws Problem as {@link #forget} would */
    public void requireForgettable(String id) {
        database.read(session -> forgettable(session, id));
    }

    /** @return the person's entries */
    private static List<Long> forgettable(Session session, String id) throws SQLException {
        long person = PersonStore.find(session, id);
        if (person == 0) {
            throw Problem.wrongUse("person.unknown", id);
        }
        List<Long> entries =
                session.list("SELECT id FROM user WHERE person = ? ORDER BY id", row -> row.getLong(1), person);
        for (long entry : entries) {
            requireForgettable(session, entry);
        }
        if (session.number("SELECT EXISTS (SELECT 1 FROM opt_out WHERE person = ?)", person) != 0) {
            throw Problem.wrongUse("person.forget.optOut");
        }
        return entries;
    }

    private static void requireForgettable(Session session, long entry) throws SQLException {
        if (session.number("SELECT EXISTS (SELECT 1 FROM membership WHERE user = ?)", entry) != 0) {
            throw Problem.wrongUse("person.forget.inTeam");
        }
        if (session.number(
                        "SELECT EXISTS (SELECT 1 FROM delivery WHERE user = ?"
                                + " AND (open = 1 OR state IN ('SENT', 'IN_DOUBT')))",
                        entry)
                != 0) {
            throw Problem.wrongUse("person.forget.sent");
        }
    }

    /** @return whether nothing of the entry stays */
    private static boolean forget(Session session, long entry) throws SQLException {
        // Whom a draft names stands there by id.
        session.update(
                "DELETE FROM draft_audience WHERE role IN ('USER', 'EXCLUDED')"
                        + " AND ref IN (SELECT user_id FROM user WHERE id = ?1 UNION SELECT object_id FROM user WHERE id = ?1)",
                entry);
        Prompts.forget(session, entry);
        session.update("DELETE FROM conversation WHERE user = ?", entry);
        session.update("DELETE FROM unverified WHERE user = ?", entry);
        session.update("DELETE FROM event_user WHERE user = ?", entry);
        session.update(
                "DELETE FROM event_member WHERE team IN (SELECT id FROM team UNION ALL SELECT id FROM removed_team) AND user = ?",
                entry);
        // Of rosters that are no team's, or of teams out of the list.
        session.update("DELETE FROM roster_member WHERE user = ?", entry);
        session.update("DELETE FROM roster_change WHERE user = ?", entry);
        session.update("DELETE FROM audience WHERE role IN ('USER', 'EXCLUDED') AND item = ?", entry);
        if (session.number("SELECT EXISTS (SELECT 1 FROM delivery WHERE user = ?)", entry) == 0) {
            session.update("UPDATE user SET person = NULL WHERE id = ?", entry);
            session.update("DELETE FROM user WHERE id = ?", entry);
            return true;
        }
        session.update(
                "UPDATE delivery SET object_id = NULL, name = NULL, email = NULL, name_key = x'', folded = '',"
                        // The words of this one hold an id.
                        + " reason = iif(code = 'SamePerson', 'leftOut.SamePerson.all', reason),"
                        + " reason_arguments = iif(code = 'SamePerson', NULL, reason_arguments) WHERE user = ?",
                entry);
        session.update(
                "UPDATE user SET user_id = NULL, object_id = NULL, name = NULL, given_name = NULL,"
                        + " surname = NULL, email = NULL, email_key = NULL, upn = NULL, upn_key = NULL, tenant_id = NULL,"
                        + " kind = 'UNKNOWN', name_key = x'', folded = '' WHERE id = ?",
                entry);
        return false;
    }
}
