package dev.rostrum.store.query;

import dev.rostrum.store.Database;
import dev.rostrum.store.PersonIdentity;
import dev.rostrum.store.PersonTables;
import dev.rostrum.store.Session;
import dev.rostrum.store.people.PersonStore;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** Everything that is kept about one person, from one moment: for an export of them. */
public final class PersonRecords {
    /** Takes it, section by section. */
    public interface Sink {
        void section(String name);

        /** @param values texts, numbers, times and truths by name; null where there is none */
        void row(Map<String, Object> values);
    }

    private final Database database;

    public PersonRecords(Database database) {
        this.database = database;
    }

    /**
     * Reads it.
     *
     * @param id any id of the person
     * @return the number of the person's first entry; empty where nobody is known by the id, and nothing was told then
     */
    public OptionalLong read(String id, Sink sink) {
        return database.read(session -> {
            long person = PersonStore.find(session, id);
            if (person == 0) {
                return OptionalLong.empty();
            }
            PersonIdentity who = PersonIdentity.of(session, person);
            for (PersonTables.Section section : PersonTables.SECTIONS) {
                sink.section(section.name());
                read(session, who.bound(section.select()), sink);
            }
            return OptionalLong.of(who.entries().get(0));
        });
    }

    private static void read(Session session, PersonIdentity.Bound select, Sink sink) throws SQLException {
        session.each(select.sql(), PersonRecords::values, sink::row, select.arguments());
    }

    private static Map<String, Object> values(ResultSet row) throws SQLException {
        Map<String, Object> values = new LinkedHashMap<>();
        ResultSetMetaData columns = row.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String column = columns.getColumnLabel(i);
            values.put(name(column), value(column, row.getObject(i)));
        }
        return values;
    }

    private static Object value(String column, Object stored) {
        if (stored instanceof Number number) {
            if (column.equals("at") || column.endsWith("_at") || column.equals("since")) {
                return Instant.ofEpochMilli(number.longValue());
            }
            return column.startsWith("is_") ? (Object) (number.longValue() != 0) : number;
        }
        return stored;
    }

    private static String name(String column) {
        StringBuilder name = new StringBuilder();
        for (String word : column.split("_")) {
            name.append(name.length() == 0 ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }
}
