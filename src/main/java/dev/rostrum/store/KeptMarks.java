package dev.rostrum.store;

import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.Reason;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Marks people again who were erased while a do-not-contact mark was to be kept, and who come again: in the commit that adds their
 * entry, whatever it is that adds it. Where no mark is kept this costs nothing.
 */
public final class KeptMarks implements PendingChanges {
    private final AuditLog audit = AuditLog.ofThisUser();
    /** Entries up to this number were looked at; null where it is not known yet, and while no mark is kept. */
    private Long seen;

    private Long committed;
    /** Whether marks are kept; null where it is to be looked at. */
    private Boolean kept;

    static KeptMarks of(Session session) {
        return session.pending(KeptMarks.class, KeptMarks::new);
    }

    /** What is kept has changed. */
    void changed() {
        kept = null;
    }

    private record Newcomer(long entry, String userId, String objectId, long at) {}

    @Override
    public void write(Session session) throws SQLException {
        if (kept == null) {
            kept = session.number("SELECT EXISTS (SELECT 1 FROM kept_mark)") != 0;
        }
        if (!kept) {
            return;
        }
        if (seen == null) {
            // Those who were there before the first mark are not looked at.
            seen = session.number("SELECT seq FROM sqlite_sequence WHERE name = 'user'");
            committed = seen;
            return;
        }
        List<Newcomer> newcomers = session.list(
                "SELECT id, user_id, object_id, first_seen_at FROM user WHERE id > ? ORDER BY id",
                row -> new Newcomer(row.getLong(1), row.getString(2), row.getString(3), row.getLong(4)),
                seen);
        for (Newcomer each : newcomers) {
            look(session, each);
            seen = each.entry();
        }
    }

    /** An entry has an id that it had not. */
    public static void identified(Session session, long entry) throws SQLException {
        KeptMarks marks = of(session);
        if (!Boolean.FALSE.equals(marks.kept)) {
            marks.look(
                    session,
                    session.first(
                                    "SELECT id, user_id, object_id, changed_at FROM user WHERE id = ?",
                                    row -> new Newcomer(
                                            row.getLong(1), row.getString(2), row.getString(3), row.getLong(4)),
                                    entry)
                            .orElseThrow());
        }
    }

    private void look(Session session, Newcomer each) throws SQLException {
        ErasureKey key = ErasureKey.of(session);
        byte[] first = key.digest(each.userId() == null ? each.objectId() : each.userId());
        byte[] second = key.digest(each.objectId() == null ? each.userId() : each.objectId());
        long mark = session.number("SELECT max(mark) FROM erased_id WHERE hash = ? OR hash = ?", first, second);
        if (mark == 0) {
            return;
        }
        session.update(
                "INSERT INTO opt_out (person, asker, at) SELECT u.person, k.asker, k.at FROM user u, kept_mark k"
                        + " WHERE u.id = ? AND k.id = ? ON CONFLICT (person) DO UPDATE SET asker = max(asker, excluded.asker)",
                each.entry(),
                mark);
        session.update("DELETE FROM erased_id WHERE mark = ?", mark);
        session.update("DELETE FROM kept_mark WHERE id = ?", mark);
        audit.add(
                session,
                Instant.ofEpochMilli(each.at()),
                AuditAct.OPT_OUT_SET,
                null,
                1L,
                Reason.of("audit.keptMark", each.entry()));
        changed();
    }

    @Override
    public void forget() {
        seen = committed;
        kept = null;
    }

    @Override
    public void committed() {
        committed = seen;
    }
}
