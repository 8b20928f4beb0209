package dev.rostrum.store.people;

import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.Session;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
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
    public Optional<OptOut> find(String userId) {
        return database.read(session -> session.first(
                "SELECT o.asker, o.note, o.at FROM opt_out o WHERE o.user IN (" + SAME_PERSON + ")"
                        + " ORDER BY o.asker DESC, o.at LIMIT 1",
                row -> new OptOut(
                        Rows.constant(row, "asker", OptOut.Asker.class),
                        row.getString("note"),
                        Rows.instant(row, "at")),
                userId));
    }

    /**
     * Nothing is sent to this person from now on; what waits for them is cancelled when its turn comes. What the person
     * asked for stays theirs, whoever asks next.
     *
     * @param note why, in the admin's words, or null
     * @throws Problem when nobody of that id is cached
     */
    public void set(String userId, OptOut.Asker asker, String note) {
        String words = note == null || note.isBlank() ? null : note.strip();
        database.write(session -> {
            for (long user : people(session, userId)) {
                session.update(
                        "INSERT INTO opt_out (user, asker, note, at) VALUES (?1, ?2, ?3, ?4)"
                                + " ON CONFLICT (user) DO UPDATE SET asker = ?2, note = ?3, at = ?4"
                                + " WHERE asker = 'ADMIN'",
                        user,
                        asker,
                        words,
                        clock.instant());
            }
            audit.add(
                    session,
                    clock.instant(),
                    AuditAct.OPT_OUT_SET,
                    null,
                    1L,
                    Reason.of(asker == OptOut.Asker.PERSON ? "audit.askedByPerson" : "audit.askedByAdmin", userId));
            return null;
        });
    }

    /**
     * May be written to again. What a person asked for is only taken away with a note saying that they changed their mind.
     *
     * @param note why, in the admin's words, or null
     * @return whether there was anything to take away
     * @throws Problem when nobody of that id is cached, or where the note is missing
     */
    public boolean clear(String userId, String note) {
        String words = note == null || note.isBlank() ? null : note.strip();
        return database.write(session -> {
            boolean own = false;
            int gone = 0;
            for (long user : people(session, userId)) {
                String asker = session.text("SELECT asker FROM opt_out WHERE user = ?", user);
                own |= OptOut.Asker.PERSON.name().equals(asker);
                gone += session.update("DELETE FROM opt_out WHERE user = ?", user);
            }
            if (own && words == null) {
                throw Problem.wrongUse("optOut.needsNote");
            }
            if (gone > 0) {
                Reason was = Reason.of(own ? "audit.wasAskedByPerson" : "audit.wasSetByAdmin", userId);
                audit.add(
                        session,
                        clock.instant(),
                        AuditAct.OPT_OUT_CLEARED,
                        null,
                        1L,
                        words == null ? was : Reason.of("audit.noted", was, words));
            }
            return gone > 0;
        });
    }

    /**
     * Takes the note away that this person blocked the bot, so that the next send is tried.
     *
     * @return whether there was one
     * @throws Problem when nobody of that id is cached
     */
    public boolean clearBlocked(String userId) {
        return database.write(session -> {
            int gone = 0;
            for (long user : people(session, userId)) {
                gone += session.update("DELETE FROM blocked WHERE user = ?", user);
            }
            if (gone > 0) {
                audit.add(
                        session, clock.instant(), AuditAct.BLOCK_CLEARED, null, 1L, Reason.of("audit.person", userId));
            }
            return gone > 0;
        });
    }

    private static final String SAME_PERSON = "SELECT u.id FROM user u WHERE u.user_id = ?1"
            + " UNION SELECT s.id FROM user u CROSS JOIN user s ON s.object_id = u.object_id WHERE u.user_id = ?1";

    private static List<Long> people(Session session, String userId) throws SQLException {
        List<Long> people = session.list(SAME_PERSON, row -> row.getLong(1), userId);
        if (people.isEmpty()) {
            throw Problem.wrongUse("person.unknown", userId);
        }
        return people;
    }
}
