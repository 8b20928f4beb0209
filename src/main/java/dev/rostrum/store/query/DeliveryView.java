package dev.rostrum.store.query;

import dev.rostrum.domain.Reason;
import dev.rostrum.store.Database;

/**
 * Deliveries as they are read. Where nobody has the data file open for writing, nothing is being sent, whatever a process that was
 * cut off left there: what was in flight reads as the next start will leave it ({@link dev.rostrum.store.ledger.Jobs#recover}).
 */
enum DeliveryView {
    STANDING("delivery", "d.state"),
    CUT_OFF(
            "(SELECT id, job, user, source, message, target, name, email, name_key, folded, conversation_id, activity_id, attempts,"
                    + " healed, opened, not_before, updated_at, state AS stored,"
                    + " CASE WHEN state = 'SENDING' AND target IS NULL THEN 'IN_DOUBT'"
                    + " WHEN state IN ('OPENING', 'SENDING') THEN 'WAITING' ELSE state END AS state,"
                    + " iif(state = 'SENDING' AND target IS NULL, NULL, code) AS code,"
                    + " iif(state = 'SENDING' AND target IS NULL, '" + Reason.CUT_OFF + "', reason) AS reason,"
                    + " iif(state = 'SENDING' AND target IS NULL, NULL, reason_arguments) AS reason_arguments"
                    + " FROM delivery)",
            "d.stored");

    /** In a statement, before the name {@code d}: deliveries as they are read. */
    static final String TABLE = "{delivery}";

    /** In a statement: the state of {@code d} that is stored. */
    static final String STORED = "{stored}";

    private final String table;
    private final String stored;

    DeliveryView(String table, String stored) {
        this.table = table;
        this.stored = stored;
    }

    /** How they are to be read now. Ask it before the reading begins. */
    static DeliveryView of(Database database) {
        return database.held() ? STANDING : CUT_OFF;
    }

    /** The statement that reads them so. */
    String in(String sql) {
        return sql.replace(TABLE, table).replace(STORED, stored);
    }
}
