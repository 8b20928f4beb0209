package dev.rostrum.store;

import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.Reason;
import dev.rostrum.files.ThisAccount;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Who decided what, when. Each row is written in the commit of what it records, and none is ever changed or taken away:
 * the data file itself refuses that. No message texts, no names. It is read by {@code store.query.AuditQuery}.
 */
public final class AuditLog {
    private final Supplier<String> osUser;

    /** @param osUser who the operating system says that this process runs as, asked for each row */
    public AuditLog(Supplier<String> osUser) {
        this.osUser = Objects.requireNonNull(osUser);
    }

    /** The log with the account that this process runs as. */
    public static AuditLog ofThisUser() {
        return new AuditLog(ThisAccount::name);
    }

    /**
     * @param job the run it is about, or null
     * @param people how many people it is about, or null
     * @param detail without any message text, or null
     */
    public void add(Session session, Instant at, AuditAct act, Long job, Long people, Reason detail)
            throws SQLException {
        String name = osUser.get();
        session.update(
                "INSERT INTO audit_log (at, os_user, act, job, people, detail) VALUES (?, ?, ?, ?, ?, ?)",
                at,
                name == null || name.isBlank() ? "unknown" : name,
                act,
                job,
                people,
                detail == null ? null : detail.stored());
    }
}
