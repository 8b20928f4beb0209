package dev.rostrum.store.people;

import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.ErasedPeople;
import dev.rostrum.store.ExportedFiles;
import dev.rostrum.store.PersonIdentity;
import dev.rostrum.store.Rows;
import dev.rostrum.store.Session;
import dev.rostrum.store.TextKeys;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Erases a person from the data file, under every id of theirs, in one commit. What the ledger counts stays as rows without name, address and
 * ids; the audit log says that somebody with this number was erased. What lies around the file is for {@link
 * dev.rostrum.store.ErasedFiles}.
 */
public final class PersonErasing {
    /** Messages and drafts that are told of by name. */
    private static final int TOLD = 20;

    /** Shorter names stand in too many texts to say anything. */
    private static final int SHORTEST = 4;

    private final Database database;
    private final AuditLog audit;
    private final Clock clock;

    public PersonErasing(Database database, AuditLog audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A text of the admin's that names the person, and stays.
     *
     * @param draft whether it is a draft's, else an announcement's
     */
    public record Naming(boolean draft, long id, String title) {}

    /**
     * What erasing somebody does.
     *
     * @param number by which the audit log names them
     * @param mark that nothing is to be sent to them, or null
     * @param messages rows of the ledger that stay, and only count
     * @param naming texts that name them, at most 20 of each kind
     * @param firstSeen since when something is kept about them
     */
    public record Preview(
            long number,
            OptOut mark,
            int teams,
            boolean conversation,
            long messages,
            List<Naming> naming,
            Instant firstSeen) {}

    /**
     * Who was erased.
     *
     * @param number by which the audit log names them
     * @param markKept whether the do-not-contact mark holds for them should they come again
     * @param identity of no use but for what lies around the file; it is not kept
     */
    public record Erased(long number, boolean markKept, PersonIdentity identity) {}

    /** @throws Problem as {@link #erase} would */
    public Preview preview(String id) {
        return database.read(session -> {
            long person = erasable(session, id);
            PersonIdentity who = PersonIdentity.of(session, person);
            return new Preview(
                    who.entries().get(0),
                    session.first(
                                    "SELECT asker, note, at FROM opt_out WHERE person = ?",
                                    row -> new OptOut(
                                            Rows.constant(row, "asker", OptOut.Asker.class),
                                            row.getString("note"),
                                            Rows.instant(row, "at")),
                                    person)
                            .orElse(null),
                    Math.toIntExact(session.number(
                            "SELECT count(DISTINCT m.team) FROM user u JOIN membership m ON m.user = u.id WHERE u.person = ?",
                            person)),
                    session.number(
                                    "SELECT EXISTS (SELECT 1 FROM user u JOIN conversation c ON c.user = u.id WHERE u.person = ?)",
                                    person)
                            != 0,
                    session.number(
                            "SELECT count(*) FROM user u JOIN delivery d ON d.user = u.id WHERE u.person = ?", person),
                    naming(session, who),
                    Instant.ofEpochMilli(
                            session.number("SELECT min(first_seen_at) FROM user WHERE person = ?", person)));
        });
    }

    private static final String NAMED =
            "SELECT 0 AS draft, id, title FROM announcement a WHERE purpose <> 'MENTION' AND (instr(folded, ?1) > 0"
                    + " OR EXISTS (SELECT 1 FROM job j WHERE j.announcement = a.id AND (instr(j.text, ?2) > 0 OR instr(j.override, ?2) > 0)))"
                    + " UNION ALL SELECT 1, id, title FROM draft WHERE instr(folded, ?1) > 0 ORDER BY draft, id DESC LIMIT "
                    + 2 * TOLD;

    private static List<Naming> naming(Session session, PersonIdentity who) throws SQLException {
        Set<Naming> naming = new LinkedHashSet<>();
        Set<String> texts = new LinkedHashSet<>(who.names());
        texts.addAll(who.addresses());
        for (String text : texts) {
            String folded = TextKeys.fold(text);
            if (folded.length() >= SHORTEST) {
                session.each(
                        NAMED,
                        row -> new Naming(row.getBoolean("draft"), row.getLong("id"), row.getString("title")),
                        naming::add,
                        folded,
                        text);
            }
        }
        return List.copyOf(naming);
    }

    /**
     * Erases a person. Afterwards {@link dev.rostrum.store.ErasedFiles#finish} has to be told of the identity.
     *
     * @param keepMark whether a do-not-contact mark that they have is to hold should they come again
     * @throws Problem when nobody of that id is known, or a message to them waits or is under way
     */
    public Erased erase(String id, boolean keepMark) {
        // Looked for before: it would hold up the writer.
        List<Long> telling = database.read(session -> {
            long person = erasable(session, id);
            withdrawExports(PersonIdentity.of(session, person));
            return telling(session, person);
        });
        return database.write(session -> {
            long person = erasable(session, id);
            PersonIdentity who = PersonIdentity.of(session, person);
            boolean marked = session.number("SELECT EXISTS (SELECT 1 FROM opt_out WHERE person = ?)", person) != 0;
            Instant at = clock.instant();
            ErasedPeople.erase(session, who, keepMark && marked, at);
            for (long delivery : telling) {
                session.update(
                        "UPDATE delivery SET reason = 'leftOut.SamePerson.all', reason_arguments = NULL WHERE id = ?",
                        delivery);
            }
            IdentityVersion.of(session).changed();
            long number = who.entries().get(0);
            audit.add(
                    session,
                    at,
                    AuditAct.ERASED,
                    null,
                    1L,
                    Reason.of(keepMark && marked ? "audit.erasedMarked" : "audit.person", number));
            return new Erased(number, keepMark && marked, who);
        });
    }

    /** Before the rest: were this cut off between the two, nobody would know any more whose name to look for in their paths. */
    private void withdrawExports(PersonIdentity who) {
        Set<String> texts = new LinkedHashSet<>(who.traces());
        texts.addAll(who.names());
        try {
            new ExportedFiles(database.file()).withdraw(who.entries(), texts);
        } catch (IOException e) {
            throw Problem.failed(e, "person.erase.exports");
        }
    }

    /** Rows of others that say of whom they are a repetition: entries that were one person once. */
    private static List<Long> telling(Session session, long person) throws SQLException {
        PersonIdentity.Bound bound = PersonIdentity.of(session, person)
                .bound(
                        "SELECT DISTINCT o.id FROM delivery d CROSS JOIN delivery o ON o.job = d.job WHERE d.user IN :entries"
                                + " AND o.code = 'SamePerson' AND o.user NOT IN :entries"
                                + " AND EXISTS (SELECT 1 FROM json_each(:list.texts) v WHERE instr(o.reason_arguments, v.value) > 0)");
        return session.list(bound.sql(), row -> row.getLong(1), bound.arguments());
    }

    private record Open(long announcement, String title) {}

    private static long erasable(Session session, String id) throws SQLException {
        long person = PersonStore.find(session, id);
        if (person == 0) {
            throw Problem.wrongUse("person.unknown", id);
        }
        Open open = session.first(
                        "SELECT a.id, a.title FROM user u CROSS JOIN delivery d ON d.user = u.id AND d.open = 1"
                                + " JOIN job j ON j.id = d.job JOIN announcement a ON a.id = j.announcement"
                                + " WHERE u.person = ? ORDER BY d.id LIMIT 1",
                        row -> new Open(row.getLong(1), row.getString(2)),
                        person)
                .orElse(null);
        if (open != null) {
            throw Problem.failed("person.erase.open", open.announcement(), open.title());
        }
        return person;
    }
}
