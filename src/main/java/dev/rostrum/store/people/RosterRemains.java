package dev.rostrum.store.people;

import dev.rostrum.store.Database;
import dev.rostrum.store.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What rosters leave behind, which goes in short commits. */
final class RosterRemains {
    /** How long it is known who joined and left. */
    static final Duration KEPT = Duration.ofDays(400);

    /** The most changes and rosters that are kept of all teams. */
    static final int MAX_CHANGES = 500_000;

    static final int MAX_ROSTERS = 20_000;

    private RosterRemains() {}

    private interface Step {
        int of(Session session) throws SQLException;
    }

    /** Repeats what deletes at most {@link IncomingRoster#CHUNK} rows until it finds fewer. */
    private static void repeat(Database database, Step step) {
        while (database.write(session -> step.of(session)) >= IncomingRoster.CHUNK) {
            // A commit each, so that others get their turn.
        }
    }

    /** The members under a number that no team names. */
    static void members(Database database, long roster) {
        repeat(
                database,
                session -> session.update(
                        "DELETE FROM roster_member WHERE roster = ?1 AND user IN"
                                + " (SELECT user FROM roster_member WHERE roster = ?1 LIMIT " + IncomingRoster.CHUNK
                                + ")",
                        roster));
    }

    /** What a roster would have changed. */
    static void changes(Database database, long roster) {
        repeat(
                database,
                session -> session.update(
                        "DELETE FROM roster_change WHERE id IN (SELECT c.id FROM roster r CROSS JOIN roster_change c"
                                + " ON c.team = r.team WHERE r.id = ?1 AND c.roster = ?1 LIMIT " + IncomingRoster.CHUNK
                                + ")",
                        roster));
    }

    /** What was read. */
    static void staged(Database database, long roster) {
        repeat(
                database,
                session -> session.update(
                        "DELETE FROM staged WHERE staging = ?1 AND user_id IN"
                                + " (SELECT user_id FROM staged WHERE staging = ?1 LIMIT " + IncomingRoster.CHUNK + ")",
                        roster));
    }

    /** Everything of a roster that no team has. */
    static void drop(Database database, long roster) {
        staged(database, roster);
        members(database, roster);
        changes(database, roster);
        database.write(session -> session.update("DELETE FROM roster WHERE id = ?", roster));
    }

    /** What is no longer of use: of rosters that others took the place of, of broken ones, of history that is too old. */
    static void clear(Database database, Instant now) {
        record Out(long roster, boolean isVoid) {}
        List<Out> out = database.read(session -> session.list(
                "SELECT id, state = 'VOID' FROM roster WHERE state = 'REPLACED' OR state = 'VOID' ORDER BY id",
                row -> new Out(row.getLong(1), row.getBoolean(2))));
        for (Out one : out) {
            if (one.isVoid()) {
                drop(database, one.roster());
            } else {
                members(database, one.roster());
                database.write(
                        session -> session.update("UPDATE roster SET state = 'PAST' WHERE id = ?", one.roster()));
            }
        }
        long oldest = database.read(session -> Math.max(
                now.minus(KEPT).toEpochMilli(),
                Math.max(
                        session.number("SELECT at FROM roster_change ORDER BY id DESC LIMIT 1 OFFSET ?", MAX_CHANGES),
                        session.number("SELECT at FROM roster ORDER BY id DESC LIMIT 1 OFFSET ?", MAX_ROSTERS))));
        if (database.read(session -> session.number(
                        "SELECT EXISTS (SELECT 1 FROM roster WHERE state = 'PAST' AND at <= ?1)"
                                + " OR EXISTS (SELECT 1 FROM team t CROSS JOIN roster_change c ON c.team = t.id WHERE c.at <= ?1)",
                        oldest))
                == 0) {
            return;
        }
        repeat(
                database,
                session -> session.update(
                        "DELETE FROM roster_change WHERE id IN (SELECT c.id FROM team t CROSS JOIN roster_change c"
                                + " ON c.team = t.id WHERE c.at <= ? LIMIT " + IncomingRoster.CHUNK + ")",
                        oldest));
        repeat(
                database,
                session -> session.update(
                        "DELETE FROM roster WHERE id IN (SELECT id FROM roster WHERE state = 'PAST' AND at <= ? LIMIT "
                                + IncomingRoster.CHUNK + ")",
                        oldest));
    }
}
