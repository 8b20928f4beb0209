package dev.rostrum.store.people;

import dev.rostrum.store.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All that is noted about writing to one person, as it stands in the data file: what keeps them out, when that was taken away last,
 * that they blocked the bot.
 */
public final class ContactMarks {
    private final long person;
    /** In the order of the columns; empty where there is no row. */
    private final List<Object> optOut;

    private final List<Object> cleared;
    private final List<Object> blocked;

    private ContactMarks(long person, List<Object> optOut, List<Object> cleared, List<Object> blocked) {
        this.person = person;
        this.optOut = optOut;
        this.cleared = cleared;
        this.blocked = blocked;
    }

    static ContactMarks read(Session session, long person) throws SQLException {
        return new ContactMarks(
                person,
                row(session, "SELECT asker, note, at, admin_note, admin_at FROM opt_out WHERE person = ?", person),
                row(session, "SELECT at, note FROM opt_out_cleared WHERE person = ?", person),
                row(session, "SELECT code, at FROM blocked WHERE person = ?", person));
    }

    private static List<Object> row(Session session, String sql, long person) throws SQLException {
        return session.first(sql, ContactMarks::values, person).orElse(List.of());
    }

    private static List<Object> values(ResultSet row) throws SQLException {
        Object[] values = new Object[row.getMetaData().getColumnCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.getObject(i + 1);
        }
        // There are nulls among them.
        return Arrays.asList(values);
    }

    /** It is so again. */
    void restore(Session session) throws SQLException {
        session.update("DELETE FROM opt_out WHERE person = ?", person);
        session.update("DELETE FROM opt_out_cleared WHERE person = ?", person);
        session.update("DELETE FROM blocked WHERE person = ?", person);
        put(
                session,
                "INSERT INTO opt_out (person, asker, note, at, admin_note, admin_at) VALUES (?, ?, ?, ?, ?, ?)",
                optOut);
        put(session, "INSERT INTO opt_out_cleared (person, at, note) VALUES (?, ?, ?)", cleared);
        put(session, "INSERT INTO blocked (person, code, at) VALUES (?, ?, ?)", blocked);
    }

    private void put(Session session, String sql, List<Object> values) throws SQLException {
        if (!values.isEmpty()) {
            List<Object> all = new ArrayList<>(values);
            all.add(0, person);
            session.update(sql, all.toArray());
        }
    }

    long person() {
        return person;
    }

    boolean keepsOut() {
        return !optOut.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ContactMarks marks
                && person == marks.person
                && optOut.equals(marks.optOut)
                && cleared.equals(marks.cleared)
                && blocked.equals(marks.blocked);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(person);
    }
}
