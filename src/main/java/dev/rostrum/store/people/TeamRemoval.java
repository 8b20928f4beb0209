package dev.rostrum.store.people;

import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.Session;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Takes teams out of the list, and back in. The people stay cached, but are members of nothing of it; the team comes back exactly as it
 * was for as long as that is offered, since nothing but its own row has moved.
 */
public final class TeamRemoval {
    /** How long a team can be put back. */
    public static final Duration OFFERED = Duration.ofMinutes(15);

    /** The most removed teams whose ids are known, so that no event brings them back. */
    static final int MAX_KNOWN = 1_000;

    /** The number of a new team, which no other team ever had. */
    static final String NEXT_ID = "(SELECT 1 + max(coalesce((SELECT max(id) FROM team), 0),"
            + " coalesce((SELECT max(id) FROM removed_team), 0)))";

    private static final String COLUMNS =
            "id, team_id, name, name_key, people, group_id, trouble, member_count, roster, added_at,"
                    + " synced_at, joined_count, left_count, synced_from, bot_left_at";

    private final Database database;
    private final AuditLog audit;
    private final Clock clock;

    public TeamRemoval(Database database, AuditLog audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /** A team that was taken out of the list. */
    public final class Undo {
        private final String teamId;

        private Undo(String teamId) {
            this.teamId = teamId;
        }

        public String teamId() {
            return teamId;
        }

        /**
         * Puts the team back as it was.
         *
         * @throws Problem when it is in the list again, or was removed too long ago
         */
        public void putBack() {
            database.write(session -> {
                if (session.number("SELECT EXISTS (SELECT 1 FROM team WHERE team_id = ?)", teamId) != 0) {
                    throw Problem.wrongUse("team.isBack");
                }
                if (!movedBack(session, teamId)) {
                    throw Problem.wrongUse("team.removedForGood");
                }
                audit.add(session, clock.instant(), AuditAct.TEAM_PUT_BACK, null, null, named(session, teamId));
                return null;
            });
        }
    }

    /**
     * Takes a team out of the list. What was removed so long ago that it is not offered any more goes for good.
     *
     * @throws Problem when it is not in the list
     */
    public Undo remove(String teamId) {
        clear();
        database.write(session -> {
            if (session.number("SELECT EXISTS (SELECT 1 FROM team WHERE team_id = ?)", teamId) == 0) {
                throw Problem.wrongUse("team.notInList", teamId);
            }
            session.update("DELETE FROM removed_team WHERE team_id = ?", teamId);
            session.update(
                    "INSERT INTO removed_team (" + COLUMNS + ", removed_at) SELECT " + COLUMNS
                            + ", ? FROM team WHERE team_id = ?",
                    clock.instant(),
                    teamId);
            audit.add(session, clock.instant(), AuditAct.TEAM_REMOVED, null, null, named(session, teamId));
            session.update("DELETE FROM team WHERE team_id = ?", teamId);
            session.update("DELETE FROM removed_team WHERE roster IS NULL AND id < (SELECT max(id) FROM removed_team)"
                    + " AND id NOT IN (SELECT id FROM removed_team ORDER BY removed_at DESC LIMIT " + MAX_KNOWN + ")");
            return null;
        });
        return new Undo(teamId);
    }

    /** What is left of teams whose removal is not offered to be undone any more, in short commits. */
    public void clear() {
        Instant before = clock.instant().minus(OFFERED);
        for (long team : database.read(session -> session.list(
                "SELECT id FROM removed_team WHERE roster IS NOT NULL AND removed_at < ?",
                row -> row.getLong(1),
                before))) {
            boolean gone = database.write(session -> {
                if (session.update(
                                "UPDATE removed_team SET name = NULL, name_key = x'', group_id = NULL, trouble = NULL, roster = NULL"
                                        + " WHERE id = ? AND removed_at < ?",
                                team,
                                before)
                        == 0) {
                    return false;
                }
                session.update("UPDATE roster SET state = 'VOID' WHERE team = ?", team);
                session.update("DELETE FROM event_team WHERE team = ?", team);
                return true;
            });
            while (gone
                    && database.write(session -> session.update(
                                    "DELETE FROM event_member WHERE team = ?1 AND user IN"
                                            + " (SELECT user FROM event_member WHERE team = ?1 LIMIT "
                                            + IncomingRoster.CHUNK + ")",
                                    team))
                            >= IncomingRoster.CHUNK) {
                // A commit each, so that others get their turn.
            }
        }
        RosterRemains.clear(database, clock.instant());
    }

    /** Events do not bring back what the admin took out. */
    static boolean isRemoved(Session session, String teamId) throws SQLException {
        return session.number("SELECT EXISTS (SELECT 1 FROM removed_team WHERE team_id = ?)", teamId) != 0;
    }

    /** The admin adds a team: one that was removed is there as it was, or anew. */
    static void addedAgain(Session session, String teamId) throws SQLException {
        if (isRemoved(session, teamId) && !movedBack(session, teamId)) {
            // The number stays taken where it is the highest.
            session.update("UPDATE removed_team SET team_id = '' || id WHERE team_id = ?", teamId);
        }
    }

    private static boolean movedBack(Session session, String teamId) throws SQLException {
        int back = session.update(
                "INSERT INTO team (" + COLUMNS + ") SELECT " + COLUMNS
                        + " FROM removed_team WHERE team_id = ? AND roster IS NOT NULL",
                teamId);
        if (back > 0) {
            session.update("DELETE FROM removed_team WHERE team_id = ?", teamId);
        }
        return back > 0;
    }

    private static Reason named(Session session, String teamId) throws SQLException {
        return Reason.of(
                "audit.team", session.text("SELECT coalesce(name, team_id) FROM team WHERE team_id = ?", teamId));
    }
}
