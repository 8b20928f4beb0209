package dev.rostrum.store.ledger;

import dev.rostrum.domain.GuardReason;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The counts of a preview while it is made. Whom it took in is kept in temp.taken_in, by object id: further roster entries of
 * them are the same person.
 */
final class PreviewCounts {
    /** A person as a preview meets them. */
    record Entry(long user, String userId, String objectId, boolean known) {
        static Entry of(ResultSet row) throws SQLException {
            return new Entry(
                    row.getLong("id"), row.getString("user_id"), row.getString("object_id"), row.getBoolean("known"));
        }
    }

    private final GuardRules rules;
    private final Map<String, LeftOut> out = new LinkedHashMap<>();
    private long in;
    private long known;
    private long overridden;

    PreviewCounts(GuardRules rules) {
        this.rules = rules;
    }

    /** Before a tally begins: nobody is taken in. */
    static void takingIn(Session session) throws SQLException {
        session.script(
                "CREATE TEMP TABLE IF NOT EXISTS taken_in (object_id TEXT PRIMARY KEY, user_id TEXT) WITHOUT ROWID");
        session.update("DELETE FROM temp.taken_in");
    }

    /** Who of those met so far is the same person, or null. */
    static String recipientLike(Session session, Entry entry) throws SQLException {
        return entry.objectId() == null
                ? null
                : session.text("SELECT user_id FROM temp.taken_in WHERE object_id = ?", entry.objectId());
    }

    void out(String code, Reason reason) {
        boolean overridable = GuardReason.of(code).map(GuardReason::overridable).orElse(false);
        out.merge(
                code,
                new LeftOut(code, reason, 1, overridable),
                (had, one) -> new LeftOut(code, reason, had.count() + 1, overridable));
    }

    /** @return whether the person is in */
    boolean ask(Session session, Guard.JobFacts job, Entry entry, Instant at) throws SQLException {
        Guard.Verdict verdict = Guard.ask(session, rules, job, entry.user(), Guard.NEW_ROW, at);
        if (Guard.Verdict.excludes(verdict)) {
            out(verdict.reason().code(), verdict.reason().reason(rules));
            return false;
        }
        if (verdict != null) {
            overridden++;
        }
        in(entry.known());
        if (entry.objectId() != null) {
            session.update(
                    "INSERT OR IGNORE INTO temp.taken_in (object_id, user_id) VALUES (?, ?)",
                    entry.objectId(),
                    entry.userId());
        }
        return true;
    }

    void in(boolean withConversation) {
        in++;
        known += withConversation ? 1 : 0;
    }

    List<LeftOut> leftOut() {
        return out.values().stream()
                .sorted(Comparator.comparingLong(LeftOut::count).reversed().thenComparing(LeftOut::code))
                .toList();
    }

    long in() {
        return in;
    }

    long known() {
        return known;
    }

    long overridden() {
        return overridden;
    }
}
