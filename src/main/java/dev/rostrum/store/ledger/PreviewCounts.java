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

/** The counts of a preview while it is made. */
final class PreviewCounts {
    /**
     * A person as a preview meets them.
     *
     * @param entry whose ids the message would take now
     * @param known whether their conversation is known
     */
    record Entry(long entry, boolean known) {
        static Entry of(ResultSet row) throws SQLException {
            return new Entry(row.getLong("entry"), row.getBoolean("known"));
        }
    }

    private final GuardRules rules;
    private final PlanRows told;
    private final Map<String, LeftOut> out = new LinkedHashMap<>();
    private long in;
    private long known;
    private long overridden;

    PreviewCounts(GuardRules rules, PlanRows told) {
        this.rules = rules;
        this.told = told;
    }

    void out(long row, String code, Reason reason) {
        told.out(row, code);
        boolean overridable = GuardReason.of(code).map(GuardReason::overridable).orElse(false);
        out.merge(
                code,
                new LeftOut(code, reason, 1, overridable),
                (had, one) -> new LeftOut(code, reason, had.count() + 1, overridable));
    }

    void ask(Session session, Guard.JobFacts job, long row, Entry entry, Instant at) throws SQLException {
        Guard.Verdict verdict = Guard.ask(session, rules, job, entry.entry(), Guard.NEW_ROW, at);
        if (Guard.Verdict.excludes(verdict)) {
            out(row, verdict.reason().code(), verdict.reason().reason(rules));
            return;
        }
        if (verdict != null) {
            overridden++;
        }
        in(row, entry.known());
    }

    void in(long row, boolean withConversation) {
        told.in(row);
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
