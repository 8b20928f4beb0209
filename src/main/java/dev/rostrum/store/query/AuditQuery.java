package dev.rostrum.store.query;

import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The audit log, newest first. */
public final class AuditQuery {
    /**
     * @param runId the run it is about, or null
     * @param people how many people it is about, or null
     * @param detail what is special about it, or null
     */
    public record Row(long id, Instant at, String osUser, AuditAct act, Long runId, Long people, Reason detail) {}

    private final Database database;

    public AuditQuery(Database database) {
        this.database = database;
    }

    /** Everything that was decided. */
    public RowQuery<Row> select() {
        return select("");
    }

    /** What was decided about one run. */
    public RowQuery<Row> ofRun(long runId) {
        return select(" WHERE job = ?1", runId);
    }

    /** What was decided about all jobs of one announcement. */
    public RowQuery<Row> ofAnnouncement(long announcementId) {
        return select(" WHERE job IN (SELECT id FROM job WHERE announcement = ?1)", announcementId);
    }

    private RowQuery<Row> select(String where, Object... arguments) {
        return new RowQuery<>(
                database,
                "",
                "SELECT id, at, os_user, act, job, people, detail",
                " FROM audit_log" + where,
                " ORDER BY id DESC",
                List.of(arguments),
                () -> (session, row) -> row(row));
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("id"),
                Rows.instant(row, "at"),
                row.getString("os_user"),
                Rows.constant(row, "act", AuditAct.class),
                Rows.number(row, "job"),
                Rows.number(row, "people"),
                Rows.stored(row, "detail"));
    }
}
