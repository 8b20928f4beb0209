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

    private static final String COLUMNS = "SELECT id, at, os_user, act, job, people, detail FROM audit_log";

    private static final String OF_ANNOUNCEMENT = " WHERE job IN (SELECT id FROM job WHERE announcement = ?1)";

    private final Database database;

    public AuditQuery(Database database) {
        this.database = database;
    }

    public long count() {
        return database.read(session -> session.number("SELECT count(*) FROM audit_log"));
    }

    /** At most 10,000 rows. */
    public List<Row> page(long offset, int limit) {
        return database.read(session -> session.list(
                COLUMNS + " ORDER BY id DESC LIMIT ?1 OFFSET ?2",
                AuditQuery::row,
                Paging.page(List.of(), offset, limit)));
    }

    /** What was decided about one run; at most 10,000 rows. */
    public List<Row> ofRun(long runId, long offset, int limit) {
        return database.read(session -> session.list(
                COLUMNS + " WHERE job = ?1 ORDER BY id DESC LIMIT ?2 OFFSET ?3",
                AuditQuery::row,
                Paging.page(List.of(runId), offset, limit)));
    }

    /** What was decided about all jobs of one announcement; at most 10,000 rows. */
    public List<Row> ofAnnouncement(long announcementId, long offset, int limit) {
        return database.read(session -> session.list(
                COLUMNS + OF_ANNOUNCEMENT + " ORDER BY id DESC LIMIT ?2 OFFSET ?3",
                AuditQuery::row,
                Paging.page(List.of(announcementId), offset, limit)));
    }

    public long countOfAnnouncement(long announcementId) {
        return database.read(
                session -> session.number("SELECT count(*) FROM audit_log" + OF_ANNOUNCEMENT, announcementId));
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
