package dev.rostrum.store.query;

import dev.rostrum.domain.AudienceNames;
import dev.rostrum.store.Session;
import java.sql.SQLException;
import java.util.List;

/** Audiences of announcements and of drafts, as lists name them. */
final class Audiences {
    private static final int NAMED_TEAMS = 3;

    private Audiences() {}

    /**
     * @param table of the audiences
     * @param owner its column that says whose they are
     */
    static AudienceNames names(Session session, String table, String owner, long id) throws SQLException {
        String from =
                " FROM " + table + " a LEFT JOIN team t ON t.team_id = a.ref WHERE a." + owner + " = ? AND a.role = ";
        List<String> named = session.list(
                "SELECT coalesce(t.name, a.ref)" + from + "'TEAM' ORDER BY t.name_key, a.ref LIMIT " + NAMED_TEAMS,
                row -> row.getString(1),
                id);
        List<String> lists = session.list(
                "SELECT coalesce(l.name, '–') FROM " + table
                        + " a LEFT JOIN people_list l ON l.id = CAST(a.ref AS INTEGER) WHERE a." + owner
                        + " = ? AND a.role = 'LIST' ORDER BY l.sort_key, l.id LIMIT " + NAMED_TEAMS,
                row -> row.getString(1),
                id);
        return new AudienceNames(
                named,
                session.number("SELECT count(*)" + from + "'TEAM'", id) - named.size(),
                session.number("SELECT count(*)" + from + "'USER'", id),
                lists,
                session.number("SELECT count(*)" + from + "'LIST'", id) - lists.size(),
                session.number("SELECT count(*)" + from + "'RULE'", id));
    }
}
