package dev.rostrum.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** What no restore undoes: it is taken over from the data file that was there into the one that takes its place. */
final class CarryOver {
    /** Their rows have numbers that nothing else gets again. */
    private static final List<String> NUMBERED =
            List.of("announcement", "job", "audit_log", "draft", "user", "person", "people_list", "people_filter");

    private static final String THERE = "there";

    private CarryOver() {}

    /** Opt-outs by person, drafts, the audit log, who was erased, and the numbers above which the next ones go on. */
    static Restore.Carried from(Session session, Path real) throws SQLException {
        session.update("ATTACH DATABASE ? AS there", Session.uri(real) + "?mode=ro");
        String end = "ROLLBACK";
        session.script("BEGIN IMMEDIATE");
        try {
            // First: nobody who is added below may get a number that somebody had there.
            for (String table : NUMBERED) {
                continued(session, table);
            }
            if (Restore.exists(session, THERE, "erasure")) {
                erased(session);
            }
            long optOuts = Restore.exists(session, THERE, "opt_out") ? optOuts(session) : 0;
            long rows = Restore.exists(session, THERE, "audit_log") ? auditLog(session) : 0;
            if (Restore.exists(session, THERE, "welcomed")) {
                welcomed(session);
            }
            if (Restore.exists(session, THERE, "draft")) {
                drafts(session);
            }
            PeopleIndex.unfit(session);
            end = "COMMIT";
            return new Restore.Carried(optOuts, rows, 0);
        } finally {
            session.script(end);
            session.script("DETACH DATABASE there");
        }
    }

    /** Until schema 12 numbers of people were those of the rows that are there. */
    private static void continued(Session session, String table) throws SQLException {
        long last = session.number("SELECT seq FROM there.sqlite_sequence WHERE name = ?", table);
        if (Restore.exists(session, THERE, table)) {
            last = Math.max(last, session.number("SELECT max(id) FROM there." + table));
        }
        RowCopy.continueAt(session, table, last);
    }

    /** Nobody comes back by a restore. The marks that are kept for them are those of the present file alone. */
    private static void erased(Session session) throws SQLException {
        session.update("INSERT OR IGNORE INTO main.erasure (entry, first_seen_at, at)"
                + " SELECT entry, first_seen_at, at FROM there.erasure");
        session.update("DELETE FROM main.erased_id");
        session.update("DELETE FROM main.kept_mark");
        session.update("INSERT INTO main.kept_mark (id, asker, at) SELECT id, asker, at FROM there.kept_mark");
        session.update("INSERT INTO main.erased_id (hash, mark) SELECT hash, mark FROM there.erased_id");
        session.update(
                "INSERT INTO main.setting (key, value) SELECT key, value FROM there.setting WHERE key = 'erasure_key'"
                        + " ON CONFLICT (key) DO UPDATE SET value = excluded.value");
        RowCopy.continueAt(
                session, "kept_mark", session.number("SELECT seq FROM there.sqlite_sequence WHERE name = 'kept_mark'"));
    }

    private static String both(Session session, String table, String... without) throws SQLException {
        List<String> columns = RowCopy.columns(session, "main", table);
        columns.retainAll(RowCopy.columns(session, THERE, table));
        columns.removeAll(List.of(without));
        return String.join(", ", columns);
    }

    /**
     * A person is who has the same user id or the same Entra object id. Whoever the backup does not know is added, and what
     * persons asked for themselves is never replaced by what an admin chose.
     */
    private static long optOuts(Session session) throws SQLException {
        // Until schema 6 they stood with the entry.
        String whose = Restore.exists(session, THERE, "person") ? "o.person = u.person" : "o.user = u.id";
        String entry = both(session, "user", "id", "person");
        // With the number by which the audit log names them, where the backup gave it to nobody.
        String number = "iif(EXISTS (SELECT 1 FROM main.user m WHERE m.id = u.id), NULL, u.id)";
        session.update(
                "INSERT INTO main.user (id, " + entry + ") SELECT " + number + ", " + entry + " FROM there.user u"
                        + " WHERE EXISTS (SELECT 1 FROM there.opt_out o WHERE " + whose + ")"
                        + " AND NOT EXISTS (SELECT 1 FROM main.user m WHERE m.user_id = u.user_id)"
                        + " AND (u.user_id IS NOT NULL"
                        + " OR NOT EXISTS (SELECT 1 FROM main.person p WHERE p.object_id = u.object_id))");
        String rest = both(session, "opt_out", "user", "person", "asker");
        String theirs = "o." + rest.replace(", ", ", o.");
        String replaced = rest.replaceAll("(\\w+)", "$1 = excluded.$1");
        return session.update("INSERT INTO main.opt_out (person, asker, " + rest + ")"
                + " SELECT m.person, max(o.asker), " + theirs + " FROM there.opt_out o JOIN there.user u ON " + whose
                + " JOIN main.user m ON m.user_id = u.user_id"
                + " OR m.person = (SELECT id FROM main.person WHERE object_id = u.object_id) GROUP BY m.person"
                + " ON CONFLICT (person) DO UPDATE SET asker = excluded.asker, " + replaced
                + " WHERE opt_out.asker = 'ADMIN' AND excluded.asker = 'PERSON'");
    }

    /** Nobody is welcomed twice. */
    private static void welcomed(Session session) throws SQLException {
        session.update("INSERT INTO main.welcomed (person, at)"
                + " SELECT m.person, min(w.at) FROM there.welcomed w JOIN there.user u ON u.person = w.person"
                + " JOIN main.user m ON m.user_id = u.user_id"
                + " OR m.person = (SELECT id FROM main.person WHERE object_id = u.object_id) GROUP BY m.person"
                + " ON CONFLICT (person) DO NOTHING");
    }

    /** They stay as they are: one that was sent since the backup would be sent twice, had it come back. */
    private static void drafts(Session session) throws SQLException {
        for (String table : List.of("draft_audience", "draft")) {
            session.update("DELETE FROM main." + table);
        }
        for (String table : List.of("draft", "draft_audience")) {
            String columns = both(session, table);
            session.update(
                    "INSERT INTO main." + table + " (" + columns + ") SELECT " + columns + " FROM there." + table);
        }
    }

    /** Rows keep their numbers; one whose number the backup gave to something else goes behind the others. */
    private static long auditLog(Session session) throws SQLException {
        String all = both(session, "audit_log");
        String rest = both(session, "audit_log", "id");
        String known = " FROM there.audit_log t WHERE NOT EXISTS (SELECT 1 FROM main.audit_log m WHERE m.id = t.id";
        String same = " AND m.at = t.at AND m.os_user = t.os_user AND m.act = t.act AND m.job IS t.job)";
        session.script("CREATE TEMP TABLE other AS SELECT t.id" + known + same
                + " AND EXISTS (SELECT 1 FROM main.audit_log m WHERE m.id = t.id)");
        long rows =
                session.update("INSERT INTO main.audit_log (" + all + ") SELECT " + all + known + ") ORDER BY t.id");
        rows += session.update("INSERT INTO main.audit_log (" + rest + ") SELECT " + rest
                + " FROM there.audit_log WHERE id IN (SELECT id FROM temp.other) ORDER BY id");
        session.script("DROP TABLE temp.other");
        return rows;
    }
}
