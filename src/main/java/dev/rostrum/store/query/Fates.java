package dev.rostrum.store.query;

import dev.rostrum.domain.MessageFate;
import java.util.List;

/** In SQL: what later jobs did to a message that Teams accepted. */
final class Fates {
    /** The id of the delivery {@code d}, of whatever job, that sent the message. */
    static final String MESSAGE = "iif(d.message = 0, d.id, d.message)";

    /** {@link MessageFate} of delivery {@code d}, or null where it is not SENT. A recall outweighs every change. */
    static final String OF = "CASE WHEN d.state = 'SENT' THEN coalesce((SELECT max(CASE k.kind WHEN 'RECALL'"
            + " THEN 'RECALLED' ELSE 'CHANGED' END) FROM delivery r CROSS JOIN job k ON k.id = r.job WHERE r.message = "
            + MESSAGE + " AND r.message <> 0 AND r.state = 'SENT'), 'AS_SENT') END";

    private Fates() {}

    /** A condition on delivery {@code d}; nothing for null. */
    static String condition(MessageFate fate, List<Object> arguments) {
        if (fate == null) {
            return "";
        }
        arguments.add(fate);
        return " AND " + OF + " = ?" + arguments.size();
    }
}
