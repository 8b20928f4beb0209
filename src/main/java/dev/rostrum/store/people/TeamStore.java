package dev.rostrum.store.people;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.User;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.Session;
import dev.rostrum.store.TextKeys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Teams and their cached rosters. Calls that change something return when the change is durable. */
public final class TeamStore {
    /** People per commit, so that no single one holds the writer for long. */
    private static final int CHUNK = 1_000;

    private static final String COLUMNS = "team_id, name, group_id, member_count, added_at, synced_at, joined_count,"
            + " left_count, people, trouble";

    private final Database database;

    public TeamStore(Database database) {
        this.database = database;
    }

    /** Adds the team, or updates name, group and member count of a known one. True when it is new. */
    public boolean add(String id, String name, String groupId, Integer memberCount, Instant at) {
        byte[] key = TextKeys.sortKey(name == null || name.isBlank() ? id : name);
        return database.write(session -> {
            boolean known = session.number("SELECT count(*) FROM team WHERE team_id = ?", id) > 0;
            if (known) {
                // What is not told this time stays as it was.
                session.update(
                        "UPDATE team SET name_key = CASE WHEN ?1 IS NULL THEN name_key ELSE ?2 END,"
                                + " name = coalesce(?1, name), group_id = coalesce(?3, group_id),"
                                + " member_count = coalesce(?4, member_count) WHERE team_id = ?5",
                        name,
                        key,
                        groupId,
                        memberCount,
                        id);
            } else {
                session.update(
                        "INSERT INTO team (team_id, name, name_key, group_id, member_count, added_at)"
                                + " VALUES (?, ?, ?, ?, ?, ?)",
                        id,
                        name,
                        key,
                        groupId,
                        memberCount,
                        at);
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
        String trouble = row.getString("trouble");
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
                trouble == null ? null : Reason.parse(trouble));
    }

    /** What a whole sync changed. */
    public record RosterChange(int joined, int left, int people) {}

    /** A roster on its way in. Until {@link #finish} nothing that was known changes. */
    public interface Staging extends AutoCloseable {
        /** Adds a page; a person met before (by user id) counts once, and the later entry holds. */
        void append(List<User> page);

        /**
         * Makes the staged roster the team's roster, in one commit. What is known about the people themselves (names,
         * addresses) is brought up to date before that, in commits of 1,000.
         */
        RosterChange finish(Instant at);

        /** Forgets what was staged and not finished. */
        @Override
        void close();
    }

    /** @throws Problem when the team is not known */
    public Staging stage(String teamId) {
        return database.write(session -> {
            long team = session.number("SELECT id FROM team WHERE team_id = ?", teamId);
            if (team == 0) {
                throw Problem.wrongUse("team.notInList", teamId);
            }
            long id = session.insert("INSERT INTO staging (team) VALUES (?)", team);
            return new StagedRoster(id, team);
        });
    }

    /** Keeps why a sync failed, or clears it with null. */
    public void trouble(String teamId, Reason reason) {
        String stored = reason == null ? null : reason.stored();
        database.write(session -> session.update("UPDATE team SET trouble = ? WHERE team_id = ?", stored, teamId));
    }

    private record Entry(User user, byte[] nameKey, String folded) {}

    private final class StagedRoster implements Staging {
        private final long staging;
        private final long team;
        private boolean over;

        StagedRoster(long staging, long team) {
            this.staging = staging;
            this.team = team;
        }

        @Override
        public void append(List<User> page) {
            requireOpen();
            for (int from = 0; from < page.size(); from += CHUNK) {
                // The keys are made here, not on the writer's thread.
                List<Entry> entries = new ArrayList<>();
                for (User user : page.subList(from, Math.min(page.size(), from + CHUNK))) {
                    entries.add(new Entry(
                            user,
                            TextKeys.sortKey(user.label()),
                            TextKeys.fold(
                                    user.name(), user.email(), user.userPrincipalName(), user.id(), user.objectId())));
                }
                database.write(session -> {
                    for (Entry entry : entries) {
                        insert(session, entry);
                    }
                    return entries.size();
                });
            }
        }

        private void insert(Session session, Entry entry) throws SQLException {
            User user = entry.user();
            session.update(
                    "INSERT OR REPLACE INTO staged (staging, user_id, object_id, name, given_name, surname, email,"
                            + " email_key, upn, upn_key, tenant_id, kind, name_key, folded)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    staging,
                    user.id(),
                    user.objectId() == null || user.objectId().isBlank()
                            ? null
                            : user.objectId().toLowerCase(Locale.ROOT),
                    user.name(),
                    user.givenName(),
                    user.surname(),
                    user.email(),
                    TextKeys.addressKey(user.email()),
                    user.userPrincipalName(),
                    TextKeys.addressKey(user.userPrincipalName()),
                    user.tenantId(),
                    user.kind(),
                    entry.nameKey(),
                    entry.folded());
        }

        @Override
        public RosterChange finish(Instant at) {
            requireOpen();
            String reached = "";
            while (reached != null) {
                String from = reached;
                reached = database.write(session -> people(session, from, at));
            }
            RosterChange change = database.write(session -> members(session, at));
            over = true;
            drop();
            return change;
        }

        /** Takes over the next people behind {@code from}; returns how far it came, or null at the end. */
        private String people(Session session, String from, Instant at) throws SQLException {
            String to = session.text(
                    "SELECT max(user_id) FROM (SELECT user_id FROM staged WHERE staging = ? AND user_id > ?"
                            + " ORDER BY user_id LIMIT " + CHUNK + ")",
                    staging,
                    from);
            if (to == null) {
                return null;
            }
            // Rows that say nothing new are left alone: a second sync writes next to nothing.
            session.update(
                    "INSERT INTO user (user_id, object_id, name, given_name, surname, email, email_key, upn, upn_key,"
                            + " tenant_id, kind, name_key, folded, first_seen_at, changed_at)"
                            + " SELECT user_id, object_id, name, given_name, surname, email, email_key, upn, upn_key,"
                            + " tenant_id, kind, name_key, folded, ?1, ?1 FROM staged"
                            + " WHERE staging = ?2 AND user_id > ?3 AND user_id <= ?4 ORDER BY user_id"
                            + " ON CONFLICT (user_id) DO UPDATE SET"
                            // Who a person is does not change; an entry without object id forgets none.
                            + " object_id = coalesce(excluded.object_id, object_id), name = excluded.name,"
                            + " given_name = excluded.given_name, surname = excluded.surname, email = excluded.email,"
                            + " email_key = excluded.email_key, upn = excluded.upn, upn_key = excluded.upn_key,"
                            + " tenant_id = excluded.tenant_id, kind = excluded.kind, name_key = excluded.name_key,"
                            + " folded = excluded.folded, changed_at = excluded.changed_at"
                            + " WHERE coalesce(excluded.object_id, object_id) IS NOT object_id"
                            + " OR name IS NOT excluded.name OR given_name IS NOT excluded.given_name"
                            + " OR surname IS NOT excluded.surname OR email IS NOT excluded.email"
                            + " OR upn IS NOT excluded.upn OR tenant_id IS NOT excluded.tenant_id"
                            + " OR kind IS NOT excluded.kind",
                    at,
                    staging,
                    from,
                    to);
            return to;
        }

        private RosterChange members(Session session, Instant at) throws SQLException {
            if (session.number("SELECT count(*) FROM staging WHERE id = ?", staging) == 0) {
                throw new IllegalStateException("the staged roster is gone");
            }
            int left = session.update(
                    "DELETE FROM membership WHERE team = ?1 AND user NOT IN (SELECT u.id FROM staged s"
                            + " JOIN user u ON u.user_id = s.user_id WHERE s.staging = ?2)",
                    team,
                    staging);
            int joined = session.update(
                    "INSERT OR IGNORE INTO membership (team, user, since) SELECT ?1, u.id, ?3 FROM staged s"
                            + " JOIN user u ON u.user_id = s.user_id WHERE s.staging = ?2",
                    team,
                    staging,
                    at);
            int people = Math.toIntExact(session.number("SELECT count(*) FROM membership WHERE team = ?", team));
            session.update(
                    "UPDATE team SET synced_at = ?, joined_count = ?, left_count = ?, people = ?, trouble = NULL"
                            + " WHERE id = ?",
                    at,
                    joined,
                    left,
                    people,
                    team);
            session.update("DELETE FROM staging WHERE id = ?", staging);
            return new RosterChange(joined, left, people);
        }

        private void drop() {
            int gone;
            do {
                gone = database.write(session -> session.update(
                        "DELETE FROM staged WHERE staging = ?1 AND user_id IN"
                                + " (SELECT user_id FROM staged WHERE staging = ?1 LIMIT " + CHUNK + ")",
                        staging));
            } while (gone == CHUNK);
        }

        private void requireOpen() {
            if (over) {
                throw new IllegalStateException("the staged roster is finished or closed");
            }
        }

        @Override
        public void close() {
            if (!over) {
                over = true;
                database.write(session -> session.update("DELETE FROM staging WHERE id = ?", staging));
                drop();
            }
        }
    }
}
