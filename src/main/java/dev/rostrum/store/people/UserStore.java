package dev.rostrum.store.people;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.User;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Cached people, and who of them is "me". */
public final class UserStore {
    private static final String ME = "me";

    private final Database database;

    public UserStore(Database database) {
        this.database = database;
    }

    /**
     * By user id, Entra object id, UPN or email, in this order. UPN and email without regard to case.
     *
     * @throws Problem when several people have that address
     */
    public Optional<User> find(String idOrAddress) {
        if (idOrAddress == null || idOrAddress.isBlank()) {
            return Optional.empty();
        }
        String asked = idOrAddress.strip();
        String lower = asked.toLowerCase(Locale.ROOT);
        return database.read(session -> {
            for (String[] way : new String[][] {
                {"u.user_id = ?", asked},
                {"u.object_id = ?", lower},
                {"u.upn_key = ?", lower},
                {"u.email_key = ?", lower}
            }) {
                List<User> found = session.list(
                        "SELECT " + Rows.USER + " FROM user u WHERE " + way[0] + " ORDER BY u.id LIMIT 2",
                        Rows::user,
                        way[1]);
                if (found.size() > 1) {
                    throw Problem.wrongUse("person.several", asked);
                }
                if (!found.isEmpty()) {
                    return Optional.of(found.get(0));
                }
            }
            return Optional.empty();
        });
    }

    public Optional<User> me() {
        return database.read(session -> session.first(
                "SELECT " + Rows.USER + " FROM setting s JOIN user u ON u.user_id = s.value WHERE s.key = '" + ME + "'",
                Rows::user));
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
            if (session.number("SELECT count(*) FROM user WHERE user_id = ?", userId) == 0) {
                throw Problem.wrongUse("person.unknown", userId);
            }
            return session.update(
                    "INSERT INTO setting (key, value) VALUES ('" + ME
                            + "', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    userId);
        });
    }
}
