package dev.rostrum.store.people;

import dev.rostrum.domain.RosterDifference;
import dev.rostrum.domain.SyncedRoster;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rosters that a team had, and who joined and left since one of them. What is older than is kept cannot be asked for. */
public final class RosterHistory {
    /** As many people of each kind are named at most. */
    public static final int MAX_NAMED = 200_000;

    private final Database database;

    public RosterHistory(Database database) {
        this.database = database;
    }

    private static final String WHOLE = "(r.state = 'CURRENT' OR r.state = 'REPLACED' OR r.state = 'PAST')";

    /** A team's syncs, the newest first. */
    public List<SyncedRoster> syncs(String teamId, int limit) {
        return database.read(session -> session.list(
                "SELECT r.id, r.at, r.people, r.joined, r.gone FROM team t CROSS JOIN roster r ON r.team = t.id"
                        + " WHERE t.team_id = ? AND " + WHOLE + " ORDER BY r.id DESC LIMIT ?",
                row -> new SyncedRoster(
                        row.getLong("id"),
                        Rows.instant(row, "at"),
                        row.getInt("people"),
                        row.getInt("joined"),
                        row.getInt("gone")),
                teamId,
                limit));
    }

    /** When the sync of that number ended; empty where the team had none of that number, or it is not kept any more. */
    public Optional<Instant> syncedAt(String teamId, long number) {
        return database.read(session -> session.first(
                "SELECT r.at FROM team t CROSS JOIN roster r ON r.team = t.id WHERE t.team_id = ? AND r.id = ? AND "
                        + WHOLE,
                row -> Rows.instant(row, "at"),
                teamId,
                number));
    }

    /** The first moment of which it is known who was in the team; empty before its first sync. */
    public Optional<Instant> knownSince(String teamId) {
        return database.read(session -> session.first(
                        "SELECT min(r.at) AS at FROM team t CROSS JOIN roster r ON r.team = t.id WHERE t.team_id = ? AND "
                                + WHOLE,
                        row -> Optional.ofNullable(Rows.instant(row, "at")),
                        teamId))
                .flatMap(at -> at);
    }

    /**
     * Of each person whom something was told of since ?2: what was told first. Who joined first was not in the team then, and who left
     * first was. A roster that is on its way in does not count.
     */
    private static final String CHANGED =
            "SELECT u.person, (SELECT f.joined FROM user e CROSS JOIN roster_change f ON f.user = e.id"
                    + " WHERE e.person = u.person AND f.team = t.id AND f.at > ?2 AND f.roster <= t.roster"
                    + " ORDER BY f.at, f.id LIMIT 1) AS joined_first,"
                    + " EXISTS (SELECT 1 FROM user e CROSS JOIN membership m ON m.user = e.id AND m.team = t.id WHERE e.person = u.person) AS is_in,"
                    + " max(c.at) AS at FROM team t CROSS JOIN roster_change c ON c.team = t.id CROSS JOIN user u ON u.id = c.user"
                    + " WHERE t.team_id = ?1 AND c.at > ?2 AND c.roster <= t.roster GROUP BY u.person";

    /** Who joined since then and is still there, and who left since then and is not back. */
    public RosterDifference difference(String teamId, Instant since) {
        return database.read(session -> new RosterDifference(
                since, people(session, teamId, since, true), people(session, teamId, since, false)));
    }

    /** How many they are. */
    public RosterDifference.Counts counts(String teamId, Instant since) {
        return database.read(session -> session.first(
                        "SELECT coalesce(sum(joined_first = 1 AND is_in), 0) AS joined,"
                                + " coalesce(sum(joined_first = 0 AND NOT is_in), 0) AS gone FROM (" + CHANGED + ")",
                        row -> new RosterDifference.Counts(row.getInt("joined"), row.getInt("gone")),
                        teamId,
                        since)
                .orElseThrow());
    }

    private static List<RosterDifference.Person> people(Session session, String teamId, Instant since, boolean joined)
            throws SQLException {
        List<RosterDifference.Person> people = new ArrayList<>();
        session.each(
                "SELECT " + Rows.USER + ", c.at FROM (" + CHANGED + ") c CROSS JOIN person p ON p.id = c.person"
                        + " CROSS JOIN user u ON u.id = p.entry WHERE c.joined_first = ?3 AND c.is_in = ?3"
                        + " ORDER BY u.name_key, u.id LIMIT " + MAX_NAMED,
                row -> new RosterDifference.Person(Rows.user(row), Rows.instant(row, "at")),
                people::add,
                teamId,
                since,
                joined);
        return people;
    }
}
