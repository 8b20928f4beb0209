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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Teams and their cached rosters. Calls that change something return when the change is durable. */
public final class TeamStore {
    /** People per commit, so that no single one holds the writer for long. */
    private static final int CHUNK = 1_000;

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
            boolean known = session.number("SELECT count(*) FROM team WHERE team_id = ?", id) > 0;
            if (!known) {
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
         * Makes the staged roster the team's roster, in one commit. What is known about the people themselves (names,
         * addresses) is brought up to date before that, in commits of 1,000. An opt-out of somebody who may be one of those who
         * joined is theirs too.
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
        return database.write(session -> {
            long team = session.number("SELECT id FROM team WHERE team_id = ?", teamId);
            if (team == 0) {
                throw Problem.wrongUse("team.notInList", teamId);
            }
            long id = session.insert("INSERT INTO staging (team, started_at) VALUES (?, ?)", team, startedAt);
            return new StagedRoster(id, team, startedAt.toEpochMilli());
        });
    }

    /** Keeps why a sync failed, or clears it with null. */
    public void trouble(String teamId, Reason reason) {
        String stored = reason == null ? null : reason.stored();
        database.write(session -> session.update("UPDATE team SET trouble = ? WHERE team_id = ?", stored, teamId));
    }

    /** Entries with the id of a staged one, and another object id. */
    private static final String KNOWN_AS_ANOTHER = "u.user_id = s.user_id AND u.object_id <> s.object_id";

    private static final String KNOWN_WITHOUT_OBJECT_ID =
            "u.user_id = s.user_id AND u.object_id IS NULL AND s.object_id IS NOT NULL";

    private static final String KNOWN_BY_OBJECT_ID_ALONE =
            "u.person = (SELECT id FROM person WHERE object_id = s.object_id) AND u.user_id IS NULL";

    /** Of a person {@code p} in temp.come or temp.gone: no entry of theirs stays in the team ?1. */
    private static final String STAYS_NOT = " AND NOT EXISTS (SELECT 1 FROM user e"
            + " CROSS JOIN membership m ON m.team = ?1 AND m.user = e.id"
            + " WHERE e.person = p.person AND e.id NOT IN (SELECT user FROM temp.gone))";

    /**
     * Of those in temp.come, and of those whom events brought into the team ?1 since its last roster, without an address: who has the address of somebody else who is in temp.gone or in no team. Only where both object ids are
     * known is it certain that they are two. Whose opt-out goes before another's comes first.
     */
    private static final String SAME_ADDRESS =
            "SELECT n.person, n.user_id, w.person AS other, coalesce(w.user_id, w.object_id) AS other_id"
                    + " FROM (SELECT user FROM temp.come UNION SELECT e.user FROM event_member e CROSS JOIN membership m"
                    + " ON m.team = e.team AND m.user = e.user WHERE e.team = ?1"
                    + " AND e.at > (SELECT coalesce(synced_from, 0) FROM team WHERE id = ?1)) c CROSS JOIN user n ON n.id = c.user CROSS JOIN user w"
                    + " ON w.id IN (SELECT id FROM user WHERE email_key IN (n.email_key, n.upn_key)"
                    + " UNION SELECT id FROM user WHERE upn_key IN (n.email_key, n.upn_key))"
                    + " LEFT JOIN opt_out o ON o.person = w.person WHERE w.person <> n.person"
                    + " AND (n.object_id IS NULL OR w.object_id IS NULL)"
                    + " AND (w.id IN (SELECT user FROM temp.gone) OR NOT EXISTS (SELECT 1 FROM membership m WHERE m.user = w.id))"
                    + " ORDER BY n.user_id, o.asker DESC, o.at DESC, w.id";

    /** Somebody who joined, and somebody else of the same address. */
    private record Alike(long person, String userId, OptOuts.Holder other) {}

    /** Whoever is in the roster of the team ?1 is written to by an id that it holds, unless an event after ?2 named another. */
    private static final String CURRENT_ENTRIES =
            "UPDATE person SET entry = now.entry FROM (SELECT p.id, max(u.id) AS entry"
                    + " FROM membership m CROSS JOIN user u ON u.id = m.user CROSS JOIN person p ON p.id = u.person"
                    + " WHERE m.team = ?1 GROUP BY p.id HAVING sum(u.id = p.entry) = 0"
                    + " AND NOT EXISTS (SELECT 1 FROM user e CROSS JOIN event_user t ON t.user = e.id"
                    + " WHERE e.person = p.id AND t.aspect = 'ENTRY' AND t.at > ?2)) AS now WHERE person.id = now.id";

    /** An entry, and what a staged one says of it. */
    private record Known(long entry, String userId, String objectId) {}

    private record NewerName(String userId, String name, byte[] nameKey, String folded) {}

    private final class StagedRoster implements Staging {
        private final long staging;
        private final long team;
        private final long startedAt;
        private final List<String> otherPeople = new ArrayList<>();
        private boolean over;

        StagedRoster(long staging, long team, long startedAt) {
            this.staging = staging;
            this.team = team;
            this.startedAt = startedAt;
        }

        @Override
        public void append(List<User> page) {
            requireOpen();
            for (int from = 0; from < page.size(); from += CHUNK) {
                List<KeyedUser> entries = page.subList(from, Math.min(page.size(), from + CHUNK)).stream()
                        .map(KeyedUser::of)
                        .toList();
                database.write(session -> {
                    for (KeyedUser entry : entries) {
                        insert(session, entry);
                    }
                    return entries.size();
                });
            }
        }

        private void insert(Session session, KeyedUser entry) throws SQLException {
            User user = entry.user();
            session.update(
                    "INSERT OR REPLACE INTO staged (staging, user_id, object_id, name, given_name, surname, email,"
                            + " email_key, upn, upn_key, tenant_id, kind, name_key, folded)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    staging,
                    user.id(),
                    user.objectId(),
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
        public RosterChange finish(Instant at, OptOuts optOuts) {
            requireOpen();
            String reached = "";
            while (reached != null) {
                String from = reached;
                reached = database.write(session -> people(session, from, at));
            }
            RosterChange change = database.write(session -> members(session, at, optOuts));
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
            identify(session, from, to);
            keepNewerNames(session, from, to);
            // Rows that say nothing new are left alone: a second sync writes next to nothing.
            session.update(
                    "INSERT INTO user (user_id, object_id, name, given_name, surname, email, email_key, upn, upn_key,"
                            + " tenant_id, kind, name_key, folded, first_seen_at, changed_at)"
                            + " SELECT user_id, object_id, name, given_name, surname, email, email_key, upn, upn_key,"
                            + " tenant_id, kind, name_key, folded, ?1, ?1 FROM staged"
                            + " WHERE staging = ?2 AND user_id > ?3 AND user_id <= ?4 ORDER BY user_id"
                            // An entry without object id forgets none.
                            + " ON CONFLICT (user_id) DO UPDATE SET name = excluded.name,"
                            + " given_name = excluded.given_name, surname = excluded.surname, email = excluded.email,"
                            + " email_key = excluded.email_key, upn = excluded.upn, upn_key = excluded.upn_key,"
                            + " tenant_id = excluded.tenant_id, kind = excluded.kind, name_key = excluded.name_key,"
                            + " folded = excluded.folded, changed_at = excluded.changed_at"
                            + " WHERE name IS NOT excluded.name OR given_name IS NOT excluded.given_name"
                            + " OR surname IS NOT excluded.surname OR email IS NOT excluded.email"
                            + " OR upn IS NOT excluded.upn OR tenant_id IS NOT excluded.tenant_id"
                            + " OR kind IS NOT excluded.kind",
                    at,
                    staging,
                    from,
                    to);
            return to;
        }

        /** What the staged entries say of who is who. In most syncs nothing is new in it. */
        private void identify(Session session, String from, String to) throws SQLException {
            for (Known known : known(session, KNOWN_AS_ANOTHER, from, to)) {
                PersonStore.taken(session, known.entry());
                otherPeople.add(known.userId());
            }
            for (Known known : known(session, KNOWN_WITHOUT_OBJECT_ID, from, to)) {
                PersonStore.identified(session, known.entry(), known.objectId());
            }
            for (Known known : known(session, KNOWN_BY_OBJECT_ID_ALONE, from, to)) {
                PersonStore.completed(session, known.entry(), known.userId());
            }
        }

        /** Names that were told after this roster began stay as they are. */
        private void keepNewerNames(Session session, String from, String to) throws SQLException {
            List<NewerName> newer = session.list(
                    "SELECT s.user_id, u.name, u.name_key, s.email, s.upn, s.object_id FROM staged s"
                            + " CROSS JOIN user u ON u.user_id = s.user_id WHERE s.staging = ? AND s.user_id > ?"
                            + " AND s.user_id <= ? AND u.name IS NOT NULL AND u.name IS NOT s.name AND "
                            + EventTimes.NAMED_AT + " > ?",
                    row -> new NewerName(
                            row.getString("user_id"),
                            row.getString("name"),
                            row.getBytes("name_key"),
                            TextKeys.fold(
                                    row.getString("name"),
                                    row.getString("email"),
                                    row.getString("upn"),
                                    row.getString("user_id"),
                                    row.getString("object_id"))),
                    staging,
                    from,
                    to,
                    startedAt);
            for (NewerName one : newer) {
                session.update(
                        "UPDATE staged SET name = ?, name_key = ?, folded = ? WHERE staging = ? AND user_id = ?",
                        one.name(),
                        one.nameKey(),
                        one.folded(),
                        staging,
                        one.userId());
            }
        }

        private List<Known> known(Session session, String which, String from, String to) throws SQLException {
            return session.list(
                    "SELECT u.id, s.user_id, s.object_id FROM staged s CROSS JOIN user u ON " + which
                            + " WHERE s.staging = ? AND s.user_id > ? AND s.user_id <= ? ORDER BY s.user_id, u.id",
                    row -> new Known(row.getLong("id"), row.getString("user_id"), row.getString("object_id")),
                    staging,
                    from,
                    to);
        }

        private RosterChange members(Session session, Instant at, OptOuts optOuts) throws SQLException {
            if (session.number("SELECT count(*) FROM staging WHERE id = ?", staging) == 0) {
                throw new IllegalStateException("the staged roster is gone");
            }
            session.script("CREATE TEMP TABLE IF NOT EXISTS gone (user INTEGER PRIMARY KEY, person INTEGER)");
            session.script("CREATE TEMP TABLE IF NOT EXISTS come (user INTEGER PRIMARY KEY, person INTEGER)");
            session.update("DELETE FROM temp.gone");
            session.update("DELETE FROM temp.come");
            session.update(
                    "INSERT INTO temp.gone SELECT u.id, u.person FROM membership m CROSS JOIN user u ON u.id = m.user"
                            + " WHERE m.team = ?1 AND (u.user_id IS NULL"
                            + " OR NOT EXISTS (SELECT 1 FROM staged s WHERE s.staging = ?2 AND s.user_id = u.user_id))",
                    team,
                    staging);
            session.update(
                    "INSERT INTO temp.come SELECT u.id, u.person FROM staged s CROSS JOIN user u ON u.user_id = s.user_id"
                            + " WHERE s.staging = ?2"
                            + " AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.team = ?1 AND m.user = u.id)",
                    team,
                    staging);
            leaveNewer(session);
            int joined = Math.toIntExact(session.number(
                    "SELECT count(DISTINCT person) FROM temp.come p WHERE person NOT IN (SELECT person FROM temp.gone)"
                            + STAYS_NOT,
                    team));
            int left = Math.toIntExact(session.number(
                    "SELECT count(DISTINCT person) FROM temp.gone p WHERE person NOT IN (SELECT person FROM temp.come)"
                            + STAYS_NOT,
                    team));
            int newIds = Math.toIntExact(session.number(
                    "SELECT count(DISTINCT person) FROM temp.gone p WHERE person IN (SELECT person FROM temp.come)"
                            + STAYS_NOT,
                    team));
            // Who comes back under another id has been in the team all the time.
            session.update(
                    "INSERT INTO membership (team, user, since) SELECT ?1, c.user, coalesce((SELECT min(m.since)"
                            + " FROM user e CROSS JOIN membership m ON m.team = ?1 AND m.user = e.id"
                            + " WHERE e.person = c.person), ?2) FROM temp.come c",
                    team,
                    at);
            session.update("DELETE FROM membership WHERE team = ? AND user IN (SELECT user FROM temp.gone)", team);
            if (session.update(CURRENT_ENTRIES, team, startedAt) > 0) {
                IdentityVersion.of(session).changed();
            }
            List<Alike> alike = session.list(
                    SAME_ADDRESS,
                    row -> new Alike(
                            row.getLong("person"),
                            row.getString("user_id"),
                            new OptOuts.Holder(row.getLong("other"), row.getString("other_id"))),
                    team);
            Set<Long> sameAddress = new HashSet<>();
            Set<Long> keptOut = new HashSet<>();
            for (Alike one : alike) {
                sameAddress.add(one.person());
                if (optOuts.carry(session, one.other(), one.person(), one.userId())) {
                    keptOut.add(one.person());
                }
            }
            session.update("DELETE FROM temp.gone");
            session.update("DELETE FROM temp.come");
            int people = Math.toIntExact(session.number(
                    "SELECT count(DISTINCT u.person) FROM membership m CROSS JOIN user u ON u.id = m.user"
                            + " WHERE m.team = ?",
                    team));
            session.update(
                    "UPDATE team SET synced_at = ?, joined_count = ?, left_count = ?, people = ?, trouble = NULL,"
                            + " synced_from = max(coalesce(synced_from, 0), ?) WHERE id = ?",
                    at,
                    joined,
                    left,
                    people,
                    startedAt,
                    team);
            if (EventTimes.team(session, team, EventTimes.BOT, EventTime.ofRoster(startedAt), true)) {
                session.update("UPDATE team SET bot_left_at = NULL WHERE id = ?", team);
            }
            session.update("DELETE FROM staging WHERE id = ?", staging);
            return new RosterChange(
                    joined, left, newIds, people, List.copyOf(otherPeople), sameAddress.size(), keptOut.size());
        }

        /**
         * Of whom an event after the beginning of this roster told something stays in the team or out of it, as the event left them.
         * A roster that began before the last one did changes nothing.
         */
        private void leaveNewer(Session session) throws SQLException {
            boolean old = session.number("SELECT synced_from > ? FROM team WHERE id = ?", startedAt, team) != 0;
            for (String list : List.of("temp.come", "temp.gone")) {
                session.update(
                        "DELETE FROM " + list + " WHERE ?1 OR person IN (SELECT u.person FROM event_member n"
                                + " CROSS JOIN user u ON u.id = n.user WHERE n.team = ?2 AND n.at > ?3)",
                        old,
                        team,
                        startedAt);
            }
            EventTimes.namedByRoster(session, team, "SELECT user FROM temp.gone");
            EventTimes.namedByRoster(session, team, startedAt, staging);
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
