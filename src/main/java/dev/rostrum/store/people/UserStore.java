package dev.rostrum.store.people;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.User;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.TextKeys;
import java.util.List;
import java.util.Optional;

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

    /** Whether the person {@code p} is in a team. */
    private static final String IN_A_TEAM =
            "EXISTS (SELECT 1 FROM user e CROSS JOIN membership m ON m.user = e.id" + " WHERE e.person = p.id)";

    /**
     * Who is meant by a pairwise id, an Entra object id, a UPN or an email, in this order. Also ids and addresses that are out of
     * use name the person. Of several with one address those who are in a team go before those who left.
     *
     * @return more than one only for an address
     */
    public List<User> named(String idOrAddress) {
        if (idOrAddress == null || idOrAddress.isBlank()) {
            return List.of();
        }
        String asked = idOrAddress.strip();
        String address = TextKeys.addressKey(asked);
        return database.read(session -> {
            List<User> byId = session.list(PEOPLE + "= ?", Rows::user, PersonStore.find(session, asked));
            if (!byId.isEmpty()) {
                return byId;
            }
            for (String key : List.of("upn_key", "email_key")) {
                String theirs = "IN (SELECT person FROM user WHERE " + key + " = ?)";
                List<User> present = session.list(PEOPLE + theirs + " AND " + IN_A_TEAM, Rows::user, address);
                List<User> all = present.isEmpty() ? session.list(PEOPLE + theirs, Rows::user, address) : present;
                if (!all.isEmpty()) {
                    return all;
                }
            }
            return List.of();
        });
    }

    /**
     * As {@link #named}, where only one person may be meant.
     *
     * @throws Problem when several people have that address
     */
    public Optional<User> find(String idOrAddress) {
        List<User> found = named(idOrAddress);
        if (found.size() > 1) {
            throw Problem.wrongUse("person.several", idOrAddress.strip());
        }
        return found.stream().findFirst();
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
