package dev.rostrum.store.people;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.User;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.TextKeys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Cached people, and who of them is "me". */
public final class UserStore {
    private static final String ME = "me";

    private final Database database;

    public UserStore(Database database) {
        this.database = database;
    }

    /** People by name, as they are written to. */
    private static final String PEOPLE =
            "SELECT " + Rows.USER + " FROM person p CROSS JOIN user u ON u.id = p.entry WHERE p.id ";

    /** People with the address ?1, those who are in a team first. Entries that are out of use count too. */
    private static final String ADDRESSED = "SELECT " + Rows.USER + ", (SELECT min(e.first_seen_at) FROM user e"
            + " WHERE e.person = p.id) AS first_seen_at,"
            + " (SELECT group_concat(name, ', ') FROM (SELECT coalesce(t.name, t.team_id) AS name FROM user e"
            + " JOIN membership m ON m.user = e.id JOIN team t ON t.id = m.team WHERE e.person = p.id GROUP BY t.id"
            + " ORDER BY t.name_key, t.id LIMIT 3)) AS teams,"
            + " (SELECT min(m.since) FROM user e JOIN membership m ON m.user = e.id WHERE e.person = p.id) AS since,"
            + " EXISTS (SELECT 1 FROM user e WHERE e.person = p.id AND e.upn_key = ?1) AS by_upn"
            + " FROM person p CROSS JOIN user u ON u.id = p.entry WHERE p.id IN (SELECT person FROM user WHERE upn_key = ?1"
            + " UNION SELECT person FROM user WHERE email_key = ?1) ORDER BY teams IS NULL, u.id";

    private static final int MAX_SHOWN = 5;

    /** Somebody whom an address may mean; {@code teams} and {@code since} are null where they are in none. */
    private record Addressed(User user, Instant firstSeen, String teams, Instant since, boolean byUpn) {
        static Addressed of(ResultSet row) throws SQLException {
            return new Addressed(
                    Rows.user(row),
                    Rows.instant(row, "first_seen_at"),
                    row.getString("teams"),
                    Rows.instant(row, "since"),
                    row.getBoolean("by_upn"));
        }

        Reason shown() {
            return teams == null
                    ? Reason.of("person.candidate.left", user.id(), firstSeen)
                    : Reason.of("person.candidate", user.id(), firstSeen, teams, since);
        }
    }

    /**
     * Everybody who is meant by a pairwise id, an Entra object id, a UPN or an email, without regard to the case of the last three.
     * Also ids and addresses that are out of use name the person.
     *
     * @return more than one only for an address
     */
    public List<User> named(String idOrAddress) {
        return candidates(idOrAddress).stream().map(Addressed::user).toList();
    }

    private List<Addressed> candidates(String idOrAddress) {
        if (idOrAddress == null || idOrAddress.isBlank()) {
            return List.of();
        }
        String asked = idOrAddress.strip();
        return database.read(session -> {
            List<User> byId = session.list(PEOPLE + "= ?", Rows::user, PersonStore.find(session, asked));
            return byId.isEmpty()
                    ? session.list(ADDRESSED, Addressed::of, TextKeys.addressKey(asked))
                    : List.of(new Addressed(byId.get(0), null, null, null, false));
        });
    }

    /**
     * As {@link #named}, where one person is meant: of several with one address one who is in a team goes before those who left, and
     * one whose UPN it is before those whose mail it is.
     *
     * @throws Problem naming the candidates, when that leaves several
     */
    public Optional<User> find(String idOrAddress) {
        List<Addressed> found = candidates(idOrAddress);
        found = preferred(found, one -> one.teams() != null);
        found = preferred(found, Addressed::byUpn);
        if (found.size() > 1) {
            throw Problem.wrongUse(
                    "person.sameAddress",
                    found.size(),
                    idOrAddress.strip(),
                    Reason.lines(found.stream()
                            .limit(MAX_SHOWN)
                            .map(Addressed::shown)
                            .toList()));
        }
        return found.stream().map(Addressed::user).findFirst();
    }

    private static List<Addressed> preferred(List<Addressed> found, Predicate<Addressed> which) {
        List<Addressed> some = found.stream().filter(which).toList();
        return some.isEmpty() ? found : some;
    }

    /** Throws the search index away; it is made anew in the background. */
    public void indexAnew() {
        database.indexAnew();
    }

    public Optional<User> me() {
        return database.read(session -> session.first(
                PEOPLE + "= (SELECT CAST(value AS INTEGER) FROM setting WHERE key = '" + ME + "')", Rows::user));
    }

    /**
     * Picks "me"; null picks nobody.
     *
     * @throws Problem when nobody of that id is cached
     */
    public void setMe(String userId) {
        database.write(session -> {
            if (userId == null) {
                return session.update("DELETE FROM setting WHERE key = '" + ME + "'");
            }
            long person = PersonStore.find(session, userId);
            if (person == 0) {
                throw Problem.wrongUse("person.unknown", userId);
            }
            return session.update(
                    "INSERT INTO setting (key, value) VALUES ('" + ME
                            + "', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    Long.toString(person));
        });
    }
}
