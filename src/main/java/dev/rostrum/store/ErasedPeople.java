package dev.rostrum.store;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes people out of a data file, and out of every other copy of it by the list of those who were taken out. In the caller's
 * transaction; the file has this program's schema.
 */
public final class ErasedPeople {
    private ErasedPeople() {}

    /**
     * Erases one person.
     *
     * @param keepMark whether a do-not-contact mark is to hold for them should they come again
     */
    public static void erase(Session session, PersonIdentity who, boolean keepMark, Instant at) throws SQLException {
        session.erased();
        session.update(
                "INSERT OR IGNORE INTO erasure (entry, first_seen_at, at) SELECT id, first_seen_at, ?2 FROM user WHERE person = ?1",
                who.person(),
                at);
        ErasureKey key = ErasureKey.of(session);
        Long mark = keepMark ? mark(session, who.person()) : null;
        for (String id : who.ids()) {
            session.update("INSERT OR IGNORE INTO erased_id (hash, mark) VALUES (?, ?)", key.digest(id), null);
            if (mark != null) {
                session.update("INSERT OR IGNORE INTO erased_id (hash, mark) VALUES (?, ?)", key.digest(id), mark);
            }
        }
        takeAway(session, who);
        KeptMarks.of(session).changed();
    }

    private static Long mark(Session session, long person) throws SQLException {
        return session.update(
                                "INSERT INTO kept_mark (asker, at) SELECT asker, at FROM opt_out WHERE person = ?",
                                person)
                        == 0
                ? null
                : session.number("SELECT max(id) FROM kept_mark");
    }

    private static void takeAway(Session session, PersonIdentity who) throws SQLException {
        mentioned(session, who);
        mentioners(session, who);
        for (String sql : PersonTables.ERASE) {
            who.update(session, sql);
        }
    }

    /** In a message that the bot wrote by itself to somebody who was mentioned stands who mentioned them. */
    private static void mentioned(Session session, PersonIdentity who) throws SQLException {
        for (String name : who.names()) {
            for (String column : List.of("text", "title")) {
                session.update(
                        "UPDATE announcement SET " + column + " = replace(" + column + ", ?1, '\u2026')"
                                + " WHERE purpose = 'MENTION' AND instr(" + column + ", ?1) > 0",
                        name);
            }
            session.update(
                    "UPDATE announcement SET folded = replace(folded, ?1, '\u2026')"
                            + " WHERE purpose = 'MENTION' AND instr(folded, ?1) > 0",
                    TextKeys.fold(name));
        }
    }

    /** Whose mentions count is a setting, a line each. */
    private static void mentioners(Session session, PersonIdentity who) throws SQLException {
        String kept = session.text("SELECT value FROM setting WHERE key = 'inbound_mention_people'");
        if (kept == null) {
            return;
        }
        List<String> rest = new ArrayList<>(List.of(kept.split("\n")));
        if (rest.removeAll(who.ids())) {
            session.update(
                    "UPDATE setting SET value = ? WHERE key = 'inbound_mention_people'", String.join("\n", rest));
        }
    }

    // ---------------------------------------------------------------- other copies of the file

    /** Who was erased from this file. */
    static Erasures list(Session session) throws SQLException {
        return new Erasures(
                session.list(
                        "SELECT entry, first_seen_at, at FROM erasure",
                        row -> new Erasures.Entry(row.getLong(1), row.getLong(2), row.getLong(3))),
                session.list("SELECT hash, mark FROM erased_id", row -> {
                    byte[] hash = row.getBytes(1);
                    long mark = row.getLong(2);
                    return new Erasures.Digest(hash, row.wasNull() ? null : mark);
                }),
                session.list(
                        "SELECT id, asker, at FROM kept_mark",
                        row -> new Erasures.Mark(row.getLong(1), row.getString(2), row.getLong(3))),
                ErasureKey.stored(session));
    }

    /** Makes this copy know who was erased from the other one. Marks of the other one take the place of its own. */
    static void learn(Session session, Erasures list) throws SQLException {
        for (Erasures.Entry entry : list.entries()) {
            session.update(
                    "INSERT OR IGNORE INTO erasure (entry, first_seen_at, at) VALUES (?, ?, ?)",
                    entry.number(),
                    entry.firstSeenAt(),
                    entry.at());
        }
        if (list.key() == null) {
            return;
        }
        ErasureKey.store(session, list.key());
        session.update("DELETE FROM erased_id");
        session.update("DELETE FROM kept_mark");
        for (Erasures.Mark mark : list.marks()) {
            session.update(
                    "INSERT INTO kept_mark (id, asker, at) VALUES (?, ?, ?)", mark.id(), mark.asker(), mark.at());
        }
        for (Erasures.Digest digest : list.digests()) {
            session.update("INSERT OR IGNORE INTO erased_id (hash, mark) VALUES (?, ?)", digest.hash(), digest.mark());
        }
        KeptMarks.of(session).changed();
    }

    private static final String STILL_THERE = " FROM erasure e CROSS JOIN user u ON u.id = e.entry"
            + " AND u.first_seen_at = e.first_seen_at WHERE u.user_id IS NOT NULL OR u.object_id IS NOT NULL";

    /**
     * Erases everybody from this copy who was erased from the other one.
     *
     * @param known what else is known of one of them, or null
     * @return how many people that were
     */
    static int apply(Session session, PersonIdentity known) throws SQLException {
        Set<Long> people = new HashSet<>(session.list("SELECT DISTINCT u.person" + STILL_THERE, row -> row.getLong(1)));
        people.addAll(known == null ? byDigest(session) : byId(session, known));
        for (long person : people) {
            PersonIdentity who = PersonIdentity.of(session, person);
            takeAway(session, known == null ? who : who.with(known));
        }
        if (known != null) {
            // Nobody may be known by them here, and they may stand somewhere all the same.
            takeAway(session, known.byIdsAlone());
        }
        return people.size();
    }

    /** Whoever came later is a new person. */
    private static final String BEFORE =
            " AND first_seen_at <= (SELECT coalesce(max(at), 0) FROM erasure WHERE pending = 1)";

    /** A pairwise id alone says nothing where it is known whose it was by an object id: it may have been another one's. */
    private static List<Long> byId(Session session, PersonIdentity known) throws SQLException {
        PersonIdentity.Bound bound = known.bound("SELECT DISTINCT person FROM user"
                + " WHERE (object_id IN :ids OR (user_id IN :ids AND object_id IS NULL))" + BEFORE);
        return session.list(bound.sql(), row -> row.getLong(1), bound.arguments());
    }

    private static List<Long> byDigest(Session session) throws SQLException {
        Set<ByteBuffer> digests = new HashSet<>();
        session.each(
                "SELECT DISTINCT hash FROM erased_id WHERE mark IS NULL",
                row -> ByteBuffer.wrap(row.getBytes(1)),
                digests::add);
        List<Long> people = new ArrayList<>();
        if (digests.isEmpty()) {
            return people;
        }
        ErasureKey key = ErasureKey.of(session);
        session.each(
                "SELECT person, coalesce(object_id, user_id) AS id FROM user WHERE (user_id IS NOT NULL OR object_id IS NOT NULL)"
                        + BEFORE,
                row -> digests.contains(ByteBuffer.wrap(key.digest(row.getString("id")))) ? row.getLong("person") : 0L,
                person -> {
                    if (person != 0) {
                        people.add(person);
                    }
                });
        return people;
    }
}
