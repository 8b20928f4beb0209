package dev.rostrum.store.people;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.User;
import dev.rostrum.store.Database;
import dev.rostrum.store.Session;
import dev.rostrum.store.TextKeys;
import dev.rostrum.store.people.TeamStore.RosterChange;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A roster on its way in, under a number that no team names yet (decision 0064). Everything is written in short commits, and what that
 * changes is counted beside; the last commit gives the team the number, and looks again only at those of whom something was told
 * meanwhile.
 */
final class IncomingRoster implements TeamStore.Staging {
    /** People per commit, so that no single one holds the writer for long. Their names are indexed with them. */
    static final int CHUNK = 500;

    /** How often it is compared anew because who is who has changed meanwhile. */
    private static final int TRIES = 5;

    /** Entries with the id of a staged one, and another object id. */
    private static final String KNOWN_AS_ANOTHER = "u.user_id = s.user_id AND u.object_id <> s.object_id";

    private static final String KNOWN_WITHOUT_OBJECT_ID =
            "u.user_id = s.user_id AND u.object_id IS NULL AND s.object_id IS NOT NULL";

    private static final String KNOWN_BY_OBJECT_ID_ALONE =
            "u.person = (SELECT id FROM person WHERE object_id = s.object_id) AND u.user_id IS NULL";

    /** Members, as the roster ?1 has them; who was in the roster ?2 under any id is there since then. */
    private static final String MEMBERS = "INSERT INTO roster_member (roster, user, since) SELECT ?1, u.id,"
            + " coalesce((SELECT min(m.since) FROM user e CROSS JOIN roster_member m ON m.roster = ?2 AND m.user = e.id"
            + " WHERE e.person = u.person), ?3) FROM staged s CROSS JOIN user u ON u.user_id = s.user_id WHERE s.staging = ?1";

    /**
     * Whoever is in the roster ?1 is written to by an id that it holds, unless an event after ?2 named another, or told whether they
     * are in the team.
     */
    private static final String CURRENT_ENTRIES =
            "UPDATE person SET entry = now.entry FROM (SELECT p.id, max(n.user) AS entry FROM roster_member m"
                    + " CROSS JOIN user u ON u.id = m.user CROSS JOIN person p ON p.id = u.person AND p.entry <> m.user"
                    + " CROSS JOIN user e ON e.person = p.id CROSS JOIN roster_member n ON n.roster = ?1 AND n.user = e.id"
                    + " WHERE m.roster = ?1 AND m.user > ?4 AND m.user <= ?5"
                    + " AND NOT EXISTS (SELECT 1 FROM roster_member k WHERE k.roster = ?1 AND k.user = p.entry)"
                    + " AND NOT EXISTS (SELECT 1 FROM user x CROSS JOIN event_user t ON t.user = x.id"
                    + " WHERE x.person = p.id AND t.aspect = 'ENTRY' AND t.at > ?2)"
                    + " AND NOT EXISTS (SELECT 1 FROM user x CROSS JOIN event_member t ON t.team = ?3 AND t.user = x.id"
                    + " WHERE x.person = p.id AND t.at > ?2) GROUP BY p.id) AS now WHERE person.id = now.id";

    /** Of the person of the entry {@code u}: a member of the roster {@code :roster}, under any id. */
    private static final String IN =
            "EXISTS (SELECT 1 FROM user e CROSS JOIN roster_member n ON n.roster = :roster AND n.user = e.id"
                    + " WHERE e.person = u.person)";

    /** The person of the entry {@code u} is in both rosters under one id. */
    private static final String STAYS =
            "EXISTS (SELECT 1 FROM user e CROSS JOIN roster_member n ON n.roster = ?1 AND n.user = e.id"
                    + " CROSS JOIN roster_member b ON b.roster = ?2 AND b.user = e.id WHERE e.person = u.person)";

    /** A member's row {@code m} is the first one of its person in that roster. */
    private static final String FIRST_OF_PERSON =
            "NOT EXISTS (SELECT 1 FROM user e CROSS JOIN roster_member n ON n.roster = m.roster AND n.user = e.id"
                    + " WHERE e.person = u.person AND e.id < u.id)";

    /**
     * Of those who are new in the roster ?1, and of those whom events brought into the team ?3 since its last roster, without an address:
     * who has the address of somebody else who is no longer in it, or in no team. Only where both object ids are known is it
     * certain that they are two. Whose opt-out goes before another's comes first.
     */
    private static final String SAME_ADDRESS = "SELECT n.person, w.person AS other, w.id AS other_entry"
            + " FROM (SELECT m.user FROM roster_member m WHERE m.roster = ?1"
            + " AND NOT EXISTS (SELECT 1 FROM roster_member b WHERE b.roster = ?2 AND b.user = m.user)"
            + " UNION SELECT e.user FROM event_member e CROSS JOIN roster_member m"
            + " ON m.roster = ?2 AND m.user = e.user WHERE e.team = ?3"
            + " AND e.at > (SELECT coalesce(synced_from, 0) FROM team WHERE id = ?3)) c"
            + " CROSS JOIN user n ON n.id = c.user CROSS JOIN user w"
            + " ON w.id IN (SELECT id FROM user WHERE email_key IN (n.email_key, n.upn_key)"
            + " UNION SELECT id FROM user WHERE upn_key IN (n.email_key, n.upn_key))"
            + " LEFT JOIN opt_out o ON o.person = w.person WHERE w.person <> n.person"
            + " AND (n.object_id IS NULL OR w.object_id IS NULL)"
            + " AND NOT EXISTS (SELECT 1 FROM roster_member k WHERE k.roster = ?1 AND k.user = w.id)"
            + " AND (EXISTS (SELECT 1 FROM roster_member b WHERE b.roster = ?2 AND b.user = w.id)"
            + " OR NOT EXISTS (SELECT 1 FROM membership m WHERE m.user = w.id))"
            + " ORDER BY n.user_id, o.asker DESC, o.at DESC, w.id";

    /** An entry, and what a staged one says of it. */
    private record Known(long entry, String userId, String objectId) {}

    private record NewerName(String userId, String name, byte[] nameKey, String folded) {}

    /** Somebody who joined, and somebody else of the same address. */
    private record Alike(long person, OptOuts.Holder other) {}

    /** A member under the first of their ids in a roster. */
    private record Member(long person, long entry, boolean inOther, boolean stays) {}

    private record Told(long person, boolean newer) {}

    /** What the team had when the two were compared. */
    private static final class Comparison {
        long base;
        boolean old;
        boolean synced;
        long identity;
        long lastChange;
        int people;
        final Set<Long> newIds = new HashSet<>();
        final List<Member> joined = new ArrayList<>();
        final List<Member> left = new ArrayList<>();
        final List<Long> goneEntries = new ArrayList<>();
        final List<Alike> alike = new ArrayList<>();
    }

    private final Database database;
    private final long roster;
    private final long team;
    private final long startedAt;
    private final Set<String> otherPeople = new HashSet<>();
    private final Set<Long> sameAddress = new HashSet<>();
    private final Set<Long> keptOut = new HashSet<>();
    private boolean over;

    IncomingRoster(Database database, long roster, long team, long startedAt) {
        this.database = database;
        this.roster = roster;
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
                roster,
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
        eachStaged((session, from, to) -> people(session, from, to, at));
        for (int tries = 0; ; tries++) {
            boolean last = tries >= TRIES;
            long base = database.read(session -> session.number("SELECT roster FROM team WHERE id = ?", team));
            eachStaged((session, from, to) ->
                    session.update(MEMBERS + " AND s.user_id > ?4 AND s.user_id <= ?5", roster, base, at, from, to));
            entries();
            Comparison compared = compare();
            prepare(compared, at, optOuts);
            RosterChange change = database.write(session -> makeCurrent(session, compared, at, last));
            if (change != null) {
                over = true;
                RosterRemains.staged(database, roster);
                RosterRemains.clear(database, at);
                return change;
            }
            RosterRemains.members(database, roster);
            RosterRemains.changes(database, roster);
        }
    }

    private interface Step {
        void of(Session session, String from, String to) throws SQLException;
    }

    /** In commits of so many staged entries. */
    private void eachStaged(Step step) {
        String reached = "";
        while (reached != null) {
            String from = reached;
            reached = database.write(session -> {
                String to = session.text(
                        "SELECT max(user_id) FROM (SELECT user_id FROM staged WHERE staging = ? AND user_id > ?"
                                + " ORDER BY user_id LIMIT " + CHUNK + ")",
                        roster,
                        from);
                if (to != null) {
                    step.of(session, from, to);
                }
                return to;
            });
        }
    }

    /** Takes over what the roster says of people. */
    private void people(Session session, String from, String to, Instant at) throws SQLException {
        identify(session, from, to);
        keepNewerNames(session, from, to);
        // Rows that say nothing new are left alone.
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
                roster,
                from,
                to);
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
                roster,
                from,
                to,
                startedAt);
        for (NewerName one : newer) {
            session.update(
                    "UPDATE staged SET name = ?, name_key = ?, folded = ? WHERE staging = ? AND user_id = ?",
                    one.name(),
                    one.nameKey(),
                    one.folded(),
                    roster,
                    one.userId());
        }
    }

    private List<Known> known(Session session, String which, String from, String to) throws SQLException {
        return session.list(
                "SELECT u.id, s.user_id, s.object_id FROM staged s CROSS JOIN user u ON " + which
                        + " WHERE s.staging = ? AND s.user_id > ? AND s.user_id <= ? ORDER BY s.user_id, u.id",
                row -> new Known(row.getLong("id"), row.getString("user_id"), row.getString("object_id")),
                roster,
                from,
                to);
    }

    /** Which ids the next messages take. */
    private void entries() {
        Long reached = Long.MIN_VALUE;
        while (reached != null) {
            long from = reached;
            reached = database.write(session -> {
                Long to = session.first(
                                "SELECT max(user) FROM (SELECT user FROM roster_member WHERE roster = ? AND user > ?"
                                        + " ORDER BY user LIMIT " + CHUNK + ")",
                                row -> row.getObject(1) == null
                                        ? OptionalLong.empty()
                                        : OptionalLong.of(row.getLong(1)),
                                roster,
                                from)
                        .filter(OptionalLong::isPresent)
                        .map(OptionalLong::getAsLong)
                        .orElse(null);
                if (to != null
                        && !newerIsThere(session)
                        && session.update(CURRENT_ENTRIES, roster, startedAt, team, from, to) > 0) {
                    IdentityVersion.of(session).changed();
                }
                return to;
            });
        }
    }

    /** A roster that began before the team's one did changes nothing. */
    private boolean newerIsThere(Session session) throws SQLException {
        return session.number("SELECT synced_from > ? FROM team WHERE id = ?", startedAt, team) != 0;
    }

    /** What the roster changes, as of one moment; nobody who writes waits for it. */
    private Comparison compare() {
        Comparison compared = new Comparison();
        compared.identity = IdentityVersion.of(database).now();
        return database.read(session -> {
            compared.base = session.number("SELECT roster FROM team WHERE id = ?", team);
            compared.old = newerIsThere(session);
            compared.synced = session.number("SELECT synced_at IS NOT NULL FROM team WHERE id = ?", team) != 0;
            compared.lastChange = session.number("SELECT coalesce(max(id), 0) FROM roster_change");
            if (compared.old) {
                return compared;
            }
            members(session, roster, compared.base, member -> {
                compared.people++;
                if (!member.inOther()) {
                    compared.joined.add(member);
                } else if (!member.stays()) {
                    compared.newIds.add(member.person());
                }
            });
            members(session, compared.base, roster, member -> {
                if (!member.inOther()) {
                    compared.left.add(member);
                }
            });
            session.each(
                    "SELECT user FROM roster_member b WHERE roster = ?2 AND NOT EXISTS"
                            + " (SELECT 1 FROM roster_member n WHERE n.roster = ?1 AND n.user = b.user)",
                    row -> row.getLong(1),
                    compared.goneEntries::add,
                    roster,
                    compared.base);
            session.each(
                    SAME_ADDRESS,
                    row -> new Alike(
                            row.getLong("person"),
                            new OptOuts.Holder(row.getLong("other"), row.getLong("other_entry"))),
                    compared.alike::add,
                    roster,
                    compared.base,
                    team);
            return compared;
        });
    }

    private interface Members {
        void add(Member member);
    }

    /** The people of a roster, and whether they are in the other one. */
    private static void members(Session session, long of, long other, Members each) throws SQLException {
        session.each(
                "SELECT u.person, u.id, same OR " + IN.replace(":roster", "?2") + " AS in_other, same OR " + STAYS
                        + " AS stays FROM (SELECT m.roster, m.user, EXISTS (SELECT 1 FROM roster_member o"
                        + " WHERE o.roster = ?2 AND o.user = m.user) AS same FROM roster_member m WHERE m.roster = ?1) m"
                        + " CROSS JOIN user u ON u.id = m.user WHERE " + FIRST_OF_PERSON,
                row -> new Member(
                        row.getLong("person"), row.getLong("id"), row.getBoolean("in_other"), row.getBoolean("stays")),
                each::add,
                of,
                other);
    }

    /** Writes what goes with the roster, under its number. */
    private void prepare(Comparison compared, Instant at, OptOuts optOuts) {
        if (compared.old) {
            return;
        }
        if (compared.synced) {
            inChunks(compared.joined, (session, some) -> changes(session, some, true, at));
            inChunks(compared.left, (session, some) -> changes(session, some, false, at));
        }
        inChunks(compared.goneEntries, (session, some) -> {
            for (long entry : some) {
                EventTimes.namedByRoster(session, team, entry);
            }
        });
        inChunks(compared.alike, (session, some) -> {
            for (Alike one : some) {
                sameAddress.add(one.person());
                if (optOuts.carry(session, one.other(), one.person())) {
                    keptOut.add(one.person());
                }
            }
        });
    }

    private interface ChunkStep<T> {
        void of(Session session, List<T> some) throws SQLException;
    }

    private <T> void inChunks(List<T> all, ChunkStep<T> step) {
        for (int from = 0; from < all.size(); from += CHUNK) {
            List<T> some = all.subList(from, Math.min(all.size(), from + CHUNK));
            database.write(session -> {
                step.of(session, some);
                return null;
            });
        }
    }

    private void changes(Session session, List<Member> members, boolean joined, Instant at) throws SQLException {
        for (Member member : members) {
            session.update(
                    "INSERT INTO roster_change (team, roster, at, user, joined) VALUES (?, ?, ?, ?, ?)",
                    team,
                    roster,
                    at,
                    member.entry(),
                    joined);
        }
    }

    /** Gives the team the roster; returns null where it has to be compared anew. */
    private RosterChange makeCurrent(Session session, Comparison compared, Instant at, boolean last)
            throws SQLException {
        if (session.number("SELECT count(*) FROM roster WHERE id = ?", roster) == 0) {
            throw new IllegalStateException("the incoming roster is gone");
        }
        long base = session.number("SELECT roster FROM team WHERE id = ?", team);
        if (base == 0) {
            throw Problem.wrongUse("team.removedMeanwhile");
        }
        boolean old = newerIsThere(session);
        if (!old
                && (base != compared.base
                        || (!last && IdentityVersion.of(session).now() != compared.identity))) {
            return null;
        }
        EventTimes.namedByRoster(session, team, startedAt, roster);
        int people;
        Set<Long> joined = people(compared.joined);
        Set<Long> left = people(compared.left);
        if (old) {
            joined.clear();
            left.clear();
            compared.newIds.clear();
            people = Math.toIntExact(session.number("SELECT people FROM team WHERE id = ?", team));
        } else {
            people = compared.people + lookAgain(session, compared, joined, left, at);
        }
        session.update(
                "UPDATE team SET synced_at = ?1, joined_count = ?2, left_count = ?3, people = ?4, trouble = NULL,"
                        + " synced_from = max(coalesce(synced_from, 0), ?5), roster = iif(?6, roster, ?7) WHERE id = ?8",
                at,
                joined.size(),
                left.size(),
                people,
                startedAt,
                old,
                roster,
                team);
        if (EventTimes.team(session, team, EventTimes.BOT, EventTime.ofRoster(startedAt), true)) {
            session.update("UPDATE team SET bot_left_at = NULL WHERE id = ?", team);
        }
        if (old) {
            session.update("UPDATE roster SET state = 'VOID' WHERE id = ?", roster);
        } else {
            session.update(
                    "UPDATE roster SET state = iif(state = 'COMING', 'VOID', 'REPLACED') WHERE id = ?", compared.base);
            session.update(
                    "UPDATE roster SET state = 'CURRENT', at = ?, people = ?, joined = ?, gone = ? WHERE id = ?",
                    at,
                    people,
                    joined.size(),
                    left.size(),
                    roster);
        }
        return new RosterChange(
                joined.size(),
                left.size(),
                compared.newIds.size(),
                people,
                otherPeople.stream().sorted().toList(),
                sameAddress.size(),
                keptOut.size());
    }

    private static Set<Long> people(List<Member> members) {
        Set<Long> people = new HashSet<>();
        members.forEach(member -> people.add(member.person()));
        return people;
    }

    /**
     * Of whom an event after the beginning of this roster told something stays in the team or out of it, as the event left them; and
     * whom an earlier event brought into the old roster or took out of it since the two were compared is compared again.
     *
     * @return by how many more the roster is now
     */
    private int lookAgain(Session session, Comparison compared, Set<Long> joined, Set<Long> left, Instant at)
            throws SQLException {
        int more = 0;
        for (Told told : session.list(
                "SELECT u.person, max(newer) AS newer FROM (SELECT user, 1 AS newer FROM event_member WHERE team = ?1 AND at > ?2"
                        + " UNION ALL SELECT user, 0 FROM roster_change WHERE id > ?3 AND team = ?1 AND roster = ?4) t"
                        + " CROSS JOIN user u ON u.id = t.user GROUP BY u.person",
                row -> new Told(row.getLong("person"), row.getBoolean("newer")),
                team,
                startedAt,
                compared.lastChange,
                compared.base)) {
            long person = told.person();
            joined.remove(person);
            left.remove(person);
            compared.newIds.remove(person);
            String entries = "(SELECT id FROM user WHERE person = ?2)";
            session.update("DELETE FROM roster_change WHERE user IN " + entries + " AND roster = ?1", roster, person);
            more -= session.update("DELETE FROM roster_member WHERE roster = ?1 AND user IN " + entries, roster, person)
                            > 0
                    ? 1
                    : 0;
            if (told.newer()) {
                session.update(
                        "INSERT INTO roster_member (roster, user, since) SELECT ?1, m.user, m.since FROM roster_member m"
                                + " WHERE m.roster = ?3 AND m.user IN " + entries,
                        roster,
                        person,
                        compared.base);
            } else {
                session.update(MEMBERS + " AND u.person = ?4", roster, compared.base, at, person);
            }
            more += count(session, person, roster) > 0 ? 1 : 0;
            compareAgain(session, compared, person, joined, left, at);
        }
        return more;
    }

    private static long count(Session session, long person, long roster) throws SQLException {
        return session.number(
                "SELECT count(*) FROM user e CROSS JOIN roster_member m ON m.roster = ? AND m.user = e.id WHERE e.person = ?",
                roster,
                person);
    }

    private void compareAgain(
            Session session, Comparison compared, long person, Set<Long> joined, Set<Long> left, Instant at)
            throws SQLException {
        boolean before = count(session, person, compared.base) > 0;
        boolean now = count(session, person, roster) > 0;
        if (before != now) {
            (now ? joined : left).add(person);
            Member member = new Member(
                    person,
                    session.number(
                            "SELECT min(e.id) FROM user e CROSS JOIN roster_member m ON m.roster = ? AND m.user = e.id"
                                    + " WHERE e.person = ?",
                            now ? roster : compared.base,
                            person),
                    false,
                    false);
            if (compared.synced) {
                changes(session, List.of(member), now, at);
            }
            if (before) {
                EventTimes.namedByRoster(session, team, member.entry());
            }
        } else if (now
                && session.number(
                                "SELECT count(*) FROM user e CROSS JOIN roster_member n ON n.roster = ?1 AND n.user = e.id"
                                        + " CROSS JOIN roster_member b ON b.roster = ?2 AND b.user = e.id WHERE e.person = ?3",
                                roster,
                                compared.base,
                                person)
                        == 0) {
            compared.newIds.add(person);
        }
    }

    private void requireOpen() {
        if (over) {
            throw new IllegalStateException("the incoming roster is finished or closed");
        }
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            RosterRemains.drop(database, roster);
        }
    }
}
