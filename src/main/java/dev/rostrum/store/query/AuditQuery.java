package dev.rostrum.store.query;

import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
                "SELECT id, at, os_user, act, job, people, detail,"
                        + " iif(act = 'OVERRIDE', (SELECT override FROM job WHERE job.id = audit_log.job), NULL) AS override",
                " FROM audit_log" + where,
                " ORDER BY id DESC",
                List.of(arguments),
                () -> AuditQuery::row);
    }

    /** People stand in the log by number: the name is put in while somebody is known by it. */
    private static final Set<String> OF_PEOPLE = Set.of(
            "audit.person",
            "audit.erasedMarked",
            "audit.keptMark",
            "audit.askedByPerson",
            "audit.askedByAdmin",
            "audit.wasAskedByPerson",
            "audit.wasSetByAdmin",
            "audit.stopWord",
            "audit.startWord",
            "audit.carried",
            "audit.takenBack");

    private static Row row(Session session, ResultSet row) throws SQLException {
        AuditAct act = Rows.constant(row, "act", AuditAct.class);
        Instant at = Rows.instant(row, "at");
        String override = row.getString("override");
        Reason detail = override == null ? Rows.stored(row, "detail") : Reason.of("audit.words", override);
        return new Row(
                row.getLong("id"),
                at,
                row.getString("os_user"),
                act,
                Rows.number(row, "job"),
                Rows.number(row, "people"),
                detail != null && OF_PEOPLE.contains(detail.code()) ? named(session, act, at, detail) : detail);
    }

    private static Reason named(Session session, AuditAct act, Instant at, Reason detail) throws SQLException {
        List<Object> whom = new ArrayList<>();
        String note = null;
        for (Object argument : detail.arguments()) {
            long number = argument instanceof Long stored ? stored : 0;
            String name = session.text("SELECT coalesce(name, user_id, object_id) FROM user WHERE id = ?", number);
            whom.add(name == null ? Reason.of("audit.who", number) : Reason.of("audit.who.named", number, name));
            if (act == AuditAct.OPT_OUT_CLEARED) {
                note = session.text(
                        "SELECT c.note FROM user u JOIN opt_out_cleared c ON c.person = u.person WHERE u.id = ? AND c.at = ?",
                        number,
                        at);
            }
        }
        Reason named = new Reason(detail.code(), whom);
        return note == null ? named : Reason.of("audit.noted", named, note);
    }
}
