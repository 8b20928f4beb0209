package dev.rostrum.store.query;

import dev.rostrum.domain.Call;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that the ledger knows of one delivery.
 *
 * @param message what it sent; of an edit the new text, of a recall what was taken back
 * @param attempts oldest first, at most 200. The call under way is not in it
 * @param since what later jobs did to its message, oldest first, at most 200
 */
public record DeliveryDetails(DeliveryQuery.Row row, Message message, List<Attempt> attempts, List<Later> since) {
    /**
     * One request, or one that was prepared and not made.
     *
     * @param at when it was begun
     * @param endedAt null where no answer is known
     * @param status 0 for none
     * @param code null for none
     * @param msCv null for none
     * @param note why it stands as it stands, or null
     */
    public record Attempt(
            int n,
            Call call,
            Instant at,
            Instant endedAt,
            int status,
            String code,
            String msCv,
            Long latencyMillis,
            Reason note) {
        /** Whether a request was made, or may have been. */
        public boolean made() {
            return endedAt == null || status != 0 || code != null;
        }
    }

    /** An edit or recall of the same message. */
    public record Later(long runId, JobKind kind, DeliveryState state, Reason reason, Instant at) {}

    private static final int MOST = 200;

    private static final String ATTEMPTS = "SELECT n, call, started_at, ended_at, status, code, ms_cv, latency_ms, note"
            + " FROM attempt WHERE delivery = ? ORDER BY n LIMIT " + MOST;

    private static final String SINCE = "SELECT d.job, k.kind, d.state, d.reason, d.reason_arguments, d.updated_at"
            + " FROM " + DeliveryView.TABLE + " d JOIN job k ON k.id = d.job WHERE d.message = ?1 AND d.message <> 0"
            + " AND d.id > ?2 AND d.state NOT IN ('EXCLUDED', 'CANCELLED') ORDER BY d.id LIMIT " + MOST;

    private static final String TEXT = "SELECT coalesce(j.text, a.text) AS text, coalesce(j.format, a.format) AS format"
            + " FROM delivery d JOIN job j ON j.id = d.job JOIN announcement a ON a.id = j.announcement WHERE d.id = ?";

    /** What the message said when a row of a recall met it. */
    private static final String TEXT_BEFORE = "SELECT k.text, k.format FROM delivery r JOIN job k ON k.id = r.job"
            + " WHERE r.message = ?1 AND r.message <> 0 AND r.id < ?2 AND r.state = 'SENT' AND k.kind = 'EDIT'"
            + " ORDER BY r.id DESC LIMIT 1";

    static Optional<DeliveryDetails> find(Database database, long id) {
        DeliveryView view = DeliveryView.of(database);
        return database.read(session -> {
            Optional<DeliveryQuery.Row> row = session.first(
                    view.in(DeliveryQuery.COLUMNS + DeliveryQuery.JOINED + "d.id = ?1"), DeliveryQuery::row, id);
            if (row.isEmpty()) {
                return Optional.empty();
            }
            long message = session.number("SELECT " + Fates.MESSAGE + " FROM delivery d WHERE d.id = ?", id);
            return Optional.of(new DeliveryDetails(
                    row.get(),
                    text(session, row.get(), message),
                    session.list(ATTEMPTS, DeliveryDetails::attempt, id),
                    session.list(view.in(SINCE), DeliveryDetails::later, message, id)));
        });
    }

    private static Message text(Session session, DeliveryQuery.Row row, long message) throws SQLException {
        if (row.kind() == JobKind.RECALL) {
            Optional<Message> changed = session.first(TEXT_BEFORE, DeliveryDetails::message, message, row.id());
            return changed.isPresent()
                    ? changed.get()
                    : session.first(TEXT, DeliveryDetails::message, message).orElseThrow();
        }
        return session.first(TEXT, DeliveryDetails::message, row.id()).orElseThrow();
    }

    private static Message message(ResultSet row) throws SQLException {
        return new Message(row.getString("text"), Rows.constant(row, "format", TextFormat.class));
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        return new Attempt(
                row.getInt("n"),
                Rows.constant(row, "call", Call.class),
                Rows.instant(row, "started_at"),
                Rows.instant(row, "ended_at"),
                row.getInt("status"),
                row.getString("code"),
                row.getString("ms_cv"),
                Rows.number(row, "latency_ms"),
                Rows.stored(row, "note"));
    }

    private static Later later(ResultSet row) throws SQLException {
        return new Later(
                row.getLong("job"),
                Rows.constant(row, "kind", JobKind.class),
                Rows.constant(row, "state", DeliveryState.class),
                Rows.reason(row),
                Rows.instant(row, "updated_at"));
    }
}
