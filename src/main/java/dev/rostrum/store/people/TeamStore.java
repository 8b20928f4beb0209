package dev.rostrum.store.people;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.User;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.TextKeys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Teams and their cached rosters. Calls that change something return when the change is durable. */
public final class TeamStore {
    private static final String COLUMNS = "team_id, name, group_id, member_count, added_at, synced_at, joined_count,"
            + " left_count, people, trouble, bot_left_at";

    private final Database database;

    public TeamStore(Database database) {
        this.database = database;
    }

    /** Adds the team, or updates name, group and member count of a known one. True when it is new. */
    public boolean add(String id, String name, String groupId, Integer memberCount, Instant at) {
        byte[] key = TextKeys.sortKey(name == null || name.isBlank() ? id : name);
        return database.write(session -> {
            TeamRemoval.addedAgain(session, id);
            boolean known = session.number("SELECT count(*) FROM team WHERE team_id = ?", id) > 0;
            if (!known) {
                session.update(
                        "INSERT INTO team (id, team_id, name, name_key, group_id, member_count, added_at)" + " VALUES ("
                                + TeamRemoval.NEXT_ID + ", ?, ?, ?, ?, ?, ?)",
                        id,
                        name,
                        key,
                        groupId,
                        memberCount,
                        at);
            }
            long team = session.number("SELECT id FROM team WHERE team_id = ?", id);
            boolean newName = name != null && !EventTimes.renamedSince(session, team, at.toEpochMilli());
            if (known) {
                // What is not told this time stays as it was.
                session.update(
                        "UPDATE team SET name_key = iif(?1, ?2, name_key), name = iif(?1, ?3, name),"
                                + " group_id = coalesce(?4, group_id), member_count = coalesce(?5, member_count) WHERE id = ?6",
                        newName,
                        key,
                        name,
                        groupId,
                        memberCount,
                        team);
            }
            return !known;
        });
    }

    /** All teams by name. */
    public List<Team> list() {
        return database.read(
                session -> session.list("SELECT " + COLUMNS + " FROM team ORDER BY name_key, id", TeamStore::team));
    }

    public Optional<Team> find(String id) {
        return database.read(
                session -> session.first("SELECT " + COLUMNS + " FROM team WHERE team_id = ?", TeamStore::team, id));
    }

    private static Team team(ResultSet row) throws SQLException {
        Reason trouble = Rows.stored(row, "trouble");
        Instant botLeft = Rows.instant(row, "bot_left_at");
        return new Team(
                row.getString("team_id"),
                row.getString("name"),
                row.getString("group_id"),
                Rows.integer(row, "member_count"),
                Rows.instant(row, "added_at"),
                Rows.instant(row, "synced_at"),
                row.getInt("joined_count"),
                row.getInt("left_count"),
                row.getInt("people"),
                botLeft == null ? trouble : Reason.of("team.botLeft", botLeft),
                botLeft);
    }

    /**
     * What a whole sync changed, by people.
     *
     * @param newIds people who were in the team before, under other ids
     * @param people people in the team now
     * @param otherPeople pairwise ids that named somebody else until now, who keeps the history
     * @param sameAddress of those who joined since the last roster, those with the address of somebody else who left or is in no team, where an object id
     *     of one of them at most is known
     * @param optOuts of these, those who have the other's opt-out now
     */
    public record RosterChange(
            int joined, int left, int newIds, int people, List<String> otherPeople, int sameAddress, int optOuts) {}

    /** A roster on its way in. Until {@link #finish} nothing that was known changes. */
    public interface Staging extends AutoCloseable {
        /** Adds a page; a person met before (by user id) counts once, and the later entry holds. */
        void append(List<User> page);

        /**
         * Makes what was read the team's roster, in one short commit. What is known about the people themselves (names,
         * addresses), and who is in the roster under its number, is written before that, in commits of 500. An opt-out of somebody
         * who may be one of those who joined is theirs too.
         *
         * @throws Problem when the team was taken out of the list meanwhile
         */
        RosterChange finish(Instant at, OptOuts optOuts);

        /** Forgets what was staged and not finished. */
        @Override
        void close();
    }

    /**
     * Begins a roster, which is as new as its beginning: what events of a later time say of names and memberships stays.
     *
     * @param startedAt before the first page was asked for
     * @throws Problem when the team is not known
     */
    public Staging stage(String teamId, Instant startedAt) {
        RosterRemains.clear(database, startedAt);
        return database.write(session -> {
            long team = session.number("SELECT id FROM team WHERE team_id = ?", teamId);
            if (team == 0) {
                throw Problem.wrongUse("team.notInList", teamId);
            }
            long roster = session.insert("INSERT INTO roster (team, started_at) VALUES (?, ?)", team, startedAt);
            return new IncomingRoster(database, roster, team, startedAt.toEpochMilli());
        });
    }

    /** Keeps why a sync failed, or clears it with null. */
    public void trouble(String teamId, Reason reason) {
        String stored = reason == null ? null : reason.stored();
        database.write(session -> session.update("UPDATE team SET trouble = ? WHERE team_id = ?", stored, teamId));
    }
}
