package dev.rostrum.store;

import dev.rostrum.store.Session.Mode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rows of a data file in a fresh one, made by our own migrations. Of the other file nothing is read but stored columns of plain
 * tables, without its indices: so nothing that it declares is run. What can be made from the rows (totals, indices) is made anew.
 */
final class RowCopy {
    /** Triggers fill or empty what comes after these. */
    private static final List<String> FIRST = List.of("job_total", "membership", "roster_member", "person");

    /** Counted anew while deliveries are added. */
    private static final Map<String, List<String>> NOT_DERIVED = Map.of("job_total", List.of("job", "selected"));

    /** A row number of SQLite is no larger than this where it can still grow. */
    private static final long MAX_SEQUENCE = 1L << 53;

    private RowCopy() {}

    /**
     * @param source a file with exactly the schema of that version; no log beside it is read
     * @param target empty, and thrown away where this fails
     * @throws SQLException also where a row breaks a rule of its table
     */
    static void all(Path source, Path target, int version) throws SQLException {
        try (Session session = begun(source, "?immutable=1", target, version)) {
            for (String table : tables(version)) {
                List<String> columns = NOT_DERIVED.getOrDefault(table, columns(session, "main", table));
                String names = String.join(", ", columns);
                session.update("INSERT INTO main." + table + " (" + names + ") SELECT " + names + " FROM source."
                        + table + " NOT INDEXED");
            }
            if (session.number("SELECT count(*) FROM pragma_foreign_key_check") > 0) {
                throw new SQLException("rows refer to rows that are not there");
            }
            withPeople(session, version);
            complete(session);
        }
    }

    /**
     * The rows that fit, of a file whose schema may be any. Its log is read too.
     *
     * @return how many rows were left out, by table
     */
    static Map<String, Long> whatFits(Path source, Path target, int version) throws SQLException {
        Map<String, Long> left = new TreeMap<>();
        try (Session session = begun(source, "?mode=ro", target, version)) {
            for (String table : tables(version)) {
                if (session.number(
                                "SELECT count(*) FROM pragma_table_list WHERE schema = 'source' AND type = 'table' AND name = ?",
                                table)
                        == 0) {
                    // No such table, or a view in its place.
                    left.put(table, -1L);
                    continue;
                }
                List<String> columns =
                        new ArrayList<>(NOT_DERIVED.getOrDefault(table, columns(session, "main", table)));
                columns.retainAll(columns(session, "source", table));
                String names = String.join(", ", columns);
                session.update("INSERT OR IGNORE INTO main." + table + " (" + names + ") SELECT " + names
                        + " FROM source." + table + " NOT INDEXED WHERE " + fitting(session, table, columns));
            }
            withPeople(session, version);
            withoutOrphans(session, version);
            for (String table : tables(version)) {
                if (!left.containsKey(table)) {
                    long lost = session.number("SELECT (SELECT count(*) FROM source." + table
                            + " NOT INDEXED) - (SELECT count(*) FROM main." + table + ")");
                    if (lost > 0) {
                        left.put(table, lost);
                    }
                }
            }
            complete(session);
        }
        return left;
    }

    private static List<String> tables(int version) {
        List<String> tables = new ArrayList<>(FIRST);
        Schema.tables(version).stream().filter(table -> !FIRST.contains(table)).forEach(tables::add);
        tables.retainAll(Schema.tables(version));
        return tables;
    }

    private static Session begun(Path source, String how, Path target, int version) throws SQLException {
        Session session = Session.open(target, Mode.CREATE);
        try {
            // The file is thrown away where this does not come to its end.
            session.script("PRAGMA journal_mode = MEMORY");
            session.script("PRAGMA synchronous = OFF");
            session.script("PRAGMA application_id = " + Database.APPLICATION_ID);
            Migrations.apply(session, 0, version);
            session.script("PRAGMA foreign_keys = OFF");
            session.update("ATTACH DATABASE ? AS source", Session.uri(source) + how);
            session.script("BEGIN");
            return session;
        } catch (SQLException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** Row numbers go on where the other file's stood. */
    private static void complete(Session session) throws SQLException {
        if (session.number("SELECT count(*) FROM pragma_table_list WHERE schema = 'source' AND type = 'table'"
                        + " AND name = 'sqlite_sequence'")
                > 0) {
            for (String table :
                    session.list("SELECT DISTINCT name FROM source.sqlite_sequence", row -> row.getString(1))) {
                continueAt(
                        session,
                        table,
                        session.number(
                                "SELECT max(seq) FROM source.sqlite_sequence WHERE name = ? AND typeof(seq) = 'integer'",
                                table));
            }
        }
        if (Schema.has(session, "people_index")) {
            // It was made of no rows.
            PeopleIndex.unfit(session);
        }
        session.script("COMMIT");
        session.script("DETACH DATABASE source");
    }

    /** Rows that are added to the table from now on have numbers above this one. */
    static void continueAt(Session session, String table, long number) throws SQLException {
        if (number <= 0 || number > MAX_SEQUENCE || !counted(session, table)) {
            return;
        }
        if (session.update("UPDATE main.sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", number, table) == 0) {
            session.update("INSERT INTO main.sqlite_sequence (name, seq) VALUES (?, ?)", table, number);
        }
    }

    private static boolean counted(Session session, String table) throws SQLException {
        return session.number(
                        "SELECT count(*) FROM main.sqlite_master WHERE type = 'table' AND name = ?"
                                + " AND sql LIKE '%AUTOINCREMENT%'",
                        table)
                > 0;
    }

    /** Stored columns, without those that are computed. */
    static List<String> columns(Session session, String schema, String table) throws SQLException {
        return session.list(
                "SELECT name FROM pragma_table_xinfo(?, ?) WHERE hidden = 0 ORDER BY cid",
                row -> row.getString(1),
                table,
                schema);
    }

    /** What a strict table takes; a value of another type would end the whole copy. */
    private static String fitting(Session session, String table, List<String> columns) throws SQLException {
        List<String> conditions = new ArrayList<>();
        conditions.add("1");
        session.each(
                "SELECT name, type FROM pragma_table_xinfo(?, 'main') WHERE hidden = 0",
                row -> Map.entry(row.getString(1), row.getString(2)),
                column -> {
                    if (columns.contains(column.getKey())) {
                        conditions.add("typeof(" + column.getKey() + ") IN ('null', '"
                                + column.getValue().toLowerCase(java.util.Locale.ROOT) + "'"
                                + (column.getValue().equals("REAL") ? ", 'integer')" : ")"));
                    }
                },
                table);
        return String.join(" AND ", conditions);
    }

    /** Each entry has its person and each person an entry: else a row of a person that did not fit would take the deliveries along. */
    private static void withPeople(Session session, int version) throws SQLException {
        if (!Schema.tables(version).contains("person")) {
            return;
        }
        session.update("INSERT OR IGNORE INTO main.person (id, object_id, entry) SELECT person, max(object_id),"
                + " max(iif(coalesce(user_id, object_id) IS NULL, NULL, id))"
                + " FROM main.user WHERE person NOT IN (SELECT id FROM main.person) GROUP BY person");
        session.update(
                "DELETE FROM main.person WHERE id NOT IN (SELECT person FROM main.user WHERE person IS NOT NULL)");
        session.update("UPDATE main.person SET entry = (SELECT max(id) FROM main.user WHERE person = person.id)"
                + " WHERE entry NOT IN (SELECT id FROM main.user u WHERE u.person = person.id)");
    }

    /** Takes out rows that refer to rows that are not there, until none is left. */
    private static void withoutOrphans(Session session, int version) throws SQLException {
        long gone = 1;
        while (gone > 0) {
            gone = 0;
            for (String table : tables(version)) {
                for (String condition : session.list(
                        "SELECT \"from\" || ' IS NOT NULL AND ' || \"from\" || ' NOT IN (SELECT id FROM main.' || \"table\""
                                + " || ')' FROM pragma_foreign_key_list(?, 'main')",
                        row -> row.getString(1),
                        table)) {
                    gone += session.update("DELETE FROM main." + table + " WHERE " + condition);
                }
            }
        }
    }
}
