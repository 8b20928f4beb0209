package dev.rostrum.store.people;

import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** People to whom nothing is sent. A person is meant under every id of theirs; each change is in the audit log. */
public final class OptOuts {
    private final Database database;
    private final AuditLog audit;
    private final Clock clock;

    public OptOuts(Database database, AuditLog audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /** Whether nothing is to be sent to this person, under whichever id of theirs it was noted. */
    public Optional<OptOut> find(String id) {
        return database.read(session -> session.first(
                "SELECT asker, note, at FROM opt_out WHERE person = ?", OptOuts::row, PersonStore.find(session, id)));
    }

    /** The admin's mark stays beneath, and is there again where the person takes theirs back. */
    private static final String BY_PERSON =
            "INSERT INTO opt_out (person, asker, note, at) VALUES (?1, 'PERSON', ?2, ?3) ON CONFLICT (person) DO UPDATE SET"
                    + " asker = 'PERSON', note = ?2, at = ?3, admin_note = note, admin_at = at WHERE asker = 'ADMIN'";

    private static final String BY_ADMIN =
            "INSERT INTO opt_out (person, asker, note, at) VALUES (?1, 'ADMIN', ?2, ?3) ON CONFLICT (person) DO UPDATE SET"
                    + " note = iif(asker = 'ADMIN', ?2, note), at = iif(asker = 'ADMIN', ?3, at),"
                    + " admin_note = iif(asker = 'PERSON', ?2, NULL), admin_at = iif(asker = 'PERSON', ?3, NULL)";

    /**
     * Nothing is sent to this person from now on; what waits for them is cancelled when its turn comes. What the person
     * asked for stays theirs, whoever asks next.
     *
     * @param note why, in the admin's words, or null
     * @return what was changed by that
     * @throws Problem when nobody of that id is cached
     */
    public ContactChange set(String id, OptOut.Asker asker, String note) {
        String words = note == null || note.isBlank() ? null : note.strip();
        return database.write(session -> {
            long person = person(session, id);
            ContactMarks before = ContactMarks.read(session, person);
            session.update(asker == OptOut.Asker.PERSON ? BY_PERSON : BY_ADMIN, person, words, clock.instant());
            audit.add(
                    session,
                    clock.instant(),
                    AuditAct.OPT_OUT_SET,
                    null,
                    1L,
                    Reason.of(
                            asker == OptOut.Asker.PERSON ? "audit.askedByPerson" : "audit.askedByAdmin",
                            number(session, person)));
            return new ContactChange(before, ContactMarks.read(session, person));
        });
    }

    /**
     * Takes a change back: what was noted before holds again.
     *
     * @throws Problem when something else was noted about the person since
     */
    public void putBack(ContactChange change) {
        database.write(session -> {
            ContactMarks now = ContactMarks.read(session, change.after().person());
            if (!now.equals(change.after())) {
                throw Problem.failed("optOut.changed");
            }
            change.before().restore(session);
            boolean kept = change.before().keepsOut();
            audit.add(
                    session,
                    clock.instant(),
                    kept ? AuditAct.OPT_OUT_SET : AuditAct.OPT_OUT_CLEARED,
                    null,
                    1L,
                    Reason.of("audit.takenBack", number(session, change.after().person())));
            return null;
        });
    }

    /**
     * May be written to again, also where they had blocked the bot: as {@link #clear} and {@link #clearBlocked} in one.
     *
     * @return what was changed by that; empty where nothing kept them out
     */
    public Optional<ContactChange> letIn(String id, String note) {
        return database.write(session -> {
            long person = person(session, id);
            ContactMarks before = ContactMarks.read(session, person);
            boolean cleared = clear(session, person, note);
            boolean unblocked = clearBlocked(session, person);
            return cleared || unblocked
                    ? Optional.of(new ContactChange(before, ContactMarks.read(session, person)))
                    : Optional.<ContactChange>empty();
        });
    }

    /**
     * A person asked the bot for no more messages, in the transaction of the event.
     *
     * @param entry of the person
     * @param at when they asked
     * @return whether that was not known yet
     */
    boolean stopped(Session session, long entry, Instant at) throws SQLException {
        if (session.update(BY_PERSON, person(session, entry), null, at) == 0) {
            return false;
        }
        audit.add(session, clock.instant(), AuditAct.OPT_OUT_SET, null, 1L, Reason.of("audit.stopWord", entry));
        return true;
    }

    /**
     * A person asked the bot for messages again, in the transaction of the event: what they had asked for before that is taken away,
     * what the admin had set is not.
     *
     * @return whether there was anything to take away
     */
    boolean started(Session session, long entry, Instant at) throws SQLException {
        long person = person(session, entry);
        boolean back = session.update(
                        "UPDATE opt_out SET asker = 'ADMIN', note = admin_note, at = admin_at, admin_note = NULL, admin_at = NULL"
                                + " WHERE person = ? AND asker = 'PERSON' AND at <= ? AND admin_at IS NOT NULL",
                        person,
                        at)
                > 0;
        if (!back
                && session.update("DELETE FROM opt_out WHERE person = ? AND asker = 'PERSON' AND at <= ?", person, at)
                        == 0) {
            return false;
        }
        if (!back) {
            cleared(session, person, at, null);
        }
        audit.add(session, clock.instant(), AuditAct.OPT_OUT_CLEARED, null, 1L, Reason.of("audit.startWord", entry));
        return true;
    }

    private static long person(Session session, long entry) throws SQLException {
        return session.number("SELECT person FROM user WHERE id = ?", entry);
    }

    /** By which the audit log names a person: never by an id or a name, so that it outlives what is known of them. */
    private static long number(Session session, long person) throws SQLException {
        return session.number("SELECT min(id) FROM user WHERE person = ?", person);
    }

    /**
     * What somebody of the same address asked for before that is not carried over to them again.
     *
     * @param note why it was taken back, or null
     */
    private static void cleared(Session session, long person, Instant at, String note) throws SQLException {
        session.update(
                "INSERT INTO opt_out_cleared (person, at, note) VALUES (?, ?, ?)"
                        + " ON CONFLICT (person) DO UPDATE SET at = max(at, excluded.at), note = excluded.note",
                person,
                at,
                note);
    }

    /** An entry of somebody with an opt-out. */
    record Holder(long person, long entry) {}

    /**
     * Whose opt-out is to hold for a newcomer too, who may be the same: has one of the addresses, and not another object id. What
     * persons asked for themselves goes first.
     */
    static Optional<Holder> sameAddress(Session session, String objectId, String emailKey, String upnKey)
            throws SQLException {
        return session.first(
                "SELECT w.person, w.id FROM user w JOIN opt_out o ON o.person = w.person"
                        + " WHERE w.id IN (SELECT id FROM user WHERE email_key IN (?1, ?2)"
                        + " UNION SELECT id FROM user WHERE upn_key IN (?1, ?2)) AND (?3 IS NULL OR w.object_id IS NULL)"
                        + " ORDER BY o.asker DESC, o.at DESC, w.id",
                row -> new Holder(row.getLong("person"), row.getLong("id")),
                emailKey,
                upnKey,
                objectId);
    }

    /**
     * What holds for one person holds for another too, who may be the same, unless it was taken back from them since. The note says
     * where it comes from, and what was noted there.
     *
     * @return whether there was anything that did not hold already
     */
    boolean carry(Session session, Holder holder, long to) throws SQLException {
        OptOut kept = session.first(
                        "SELECT asker, note, at FROM opt_out WHERE person = ?", OptOuts::row, holder.person())
                .orElse(null);
        if (kept == null) {
            return false;
        }
        Reason note = kept.carried().orElseGet(() -> Reason.of(OptOut.CARRIED, holder.entry(), kept.note()));
        if (session.update(
                        "INSERT INTO opt_out (person, asker, note, at) SELECT ?1, ?2, ?3, ?4"
                                + " WHERE NOT EXISTS (SELECT 1 FROM opt_out_cleared WHERE person = ?1 AND at >= ?4)"
                                + " ON CONFLICT (person) DO UPDATE SET asker = excluded.asker, note = excluded.note,"
                                + " at = excluded.at, admin_note = note, admin_at = at"
                                + " WHERE opt_out.asker = 'ADMIN' AND excluded.asker = 'PERSON'",
                        to,
                        kept.asker(),
                        note.stored(),
                        kept.at())
                == 0) {
            return false;
        }
        audit.add(
                session,
                clock.instant(),
                AuditAct.OPT_OUT_SET,
                null,
                1L,
                Reason.of("audit.carried", number(session, to), holder.entry()));
        return true;
    }

    /**
     * May be written to again. What a person asked for is only taken away with a note saying that they changed their mind.
     *
     * @param note why, in the admin's words, or null
     * @return whether there was anything to take away
     * @throws Problem when nobody of that id is cached, or where the note is missing
     */
    public boolean clear(String id, String note) {
        return database.write(session -> clear(session, person(session, id), note));
    }

    private boolean clear(Session session, long person, String note) throws SQLException {
        String words = note == null || note.isBlank() ? null : note.strip();
        String asker = session.text("SELECT asker FROM opt_out WHERE person = ?", person);
        if (asker == null) {
            return false;
        }
        boolean own = OptOut.Asker.PERSON.name().equals(asker);
        if (own && words == null) {
            throw Problem.wrongUse("optOut.needsNote");
        }
        session.update("DELETE FROM opt_out WHERE person = ?", person);
        Instant now = clock.instant();
        cleared(session, person, now, words);
        audit.add(
                session,
                now,
                AuditAct.OPT_OUT_CLEARED,
                null,
                1L,
                Reason.of(own ? "audit.wasAskedByPerson" : "audit.wasSetByAdmin", number(session, person)));
        return true;
    }

    /**
     * Takes the note away that this person blocked the bot, so that the next send is tried.
     *
     * @return whether there was one
     * @throws Problem when nobody of that id is cached
     */
    public boolean clearBlocked(String id) {
        return database.write(session -> clearBlocked(session, person(session, id)));
    }

    private boolean clearBlocked(Session session, long person) throws SQLException {
        if (session.update("DELETE FROM blocked WHERE person = ?", person) == 0) {
            return false;
        }
        audit.add(
                session,
                clock.instant(),
                AuditAct.BLOCK_CLEARED,
                null,
                1L,
                Reason.of("audit.person", number(session, person)));
        return true;
    }

    private static OptOut row(ResultSet row) throws SQLException {
        return new OptOut(
                Rows.constant(row, "asker", OptOut.Asker.class), row.getString("note"), Rows.instant(row, "at"));
    }

    private static long person(Session session, String id) throws SQLException {
        long person = PersonStore.find(session, id);
        if (person == 0) {
            throw Problem.wrongUse("person.unknown", id);
        }
        return person;
    }
}
