package dev.rostrum.store.people;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.store.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** The people of an audience, looked up in SQL into a table of the session alone. For packages of the store only. */
public final class ChosenPeople {
    private static final String TAKEN_OUT =
            " WHERE user IN (SELECT u.id FROM temp.taken_out t CROSS JOIN user u ON u.person = t.person)";

    private ChosenPeople() {}

    /**
     * Fills {@code temp.chosen (user)} with an entry of each person that is left after removals.
     *
     * @param removed told of an entry of each who was taken out
     * @return how many were named
     */
    public static long choose(Session session, Audience audience, LongConsumer removed) throws SQLException {
        session.script("CREATE TEMP TABLE IF NOT EXISTS chosen (user INTEGER PRIMARY KEY)");
        session.script("CREATE TEMP TABLE IF NOT EXISTS taken_out (person INTEGER PRIMARY KEY)");
        forget(session);
        for (String team : audience.teamIds()) {
            session.update(
                    "INSERT OR IGNORE INTO temp.chosen SELECT user FROM membership"
                            + " WHERE team = (SELECT id FROM team WHERE team_id = ?)",
                    team);
        }
        for (PeopleFilter filter : audience.filters()) {
            List<Object> arguments = new ArrayList<>();
            session.update(
                    "INSERT OR IGNORE INTO temp.chosen SELECT u.id" + PeopleConditions.FROM
                            + PeopleConditions.matching(filter, arguments),
                    arguments.toArray());
        }
        for (String id : audience.userIds()) {
            session.update("INSERT OR IGNORE INTO temp.chosen SELECT ?1 WHERE ?1 > 0", PersonStore.entry(session, id));
        }
        for (String id : audience.excludedUserIds()) {
            session.update("INSERT OR IGNORE INTO temp.taken_out VALUES (?)", PersonStore.find(session, id));
        }
        for (String team : audience.excludedTeamIds()) {
            session.update(
                    "INSERT OR IGNORE INTO temp.taken_out SELECT u.person FROM membership m CROSS JOIN user u ON u.id = m.user"
                            + " WHERE m.team = (SELECT id FROM team WHERE team_id = ?)",
                    team);
        }
        for (long list : audience.excludedListIds()) {
            session.update(
                    "INSERT OR IGNORE INTO temp.taken_out SELECT person FROM people_list_member WHERE list = ?", list);
        }
        session.update(
                "DELETE FROM temp.chosen WHERE EXISTS (SELECT 1 FROM user u CROSS JOIN user e ON e.person = u.person"
                        + " CROSS JOIN temp.chosen c ON c.user = e.id WHERE u.id = chosen.user AND e.id < u.id)");
        long selected = session.number("SELECT count(*) FROM temp.chosen");
        session.each("SELECT user FROM temp.chosen" + TAKEN_OUT, row -> row.getLong(1), removed::accept);
        session.update("DELETE FROM temp.chosen" + TAKEN_OUT);
        return selected;
    }

    public static void forget(Session session) throws SQLException {
        session.update("DELETE FROM temp.chosen");
        session.update("DELETE FROM temp.taken_out");
    }
}
