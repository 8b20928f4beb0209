package dev.rostrum.store.query;

import dev.rostrum.domain.Call;
import dev.rostrum.domain.MadeRequest;
import dev.rostrum.domain.RequestKind;
import dev.rostrum.domain.RequestPath;
import dev.rostrum.domain.ShortId;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.SearchWords;
import dev.rostrum.store.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The request log: the ledger's attempts, and the requests that no delivery makes ({@code store.RequestLog}), by the time at which they
 * were begun. A page finds its rows by keys alone, and only then what belongs to each.
 */
public final class RequestQuery {
    /**
     * @param search words of path, code and correlation vector; an id also whole
     * @param failed only those that did not get what they were made for
     * @param until only those that were begun then or before, or null
     */
    public record Filter(String search, boolean failed, Instant until) {
        public static final Filter ALL = new Filter("", false, null);
    }

    /**
     * @param id of the delivery whose attempt it is, else of the request
     * @param n the attempt's number, 0 where it is none
     */
    public record Key(long id, int n) {}

    /**
     * @param at when it was begun
     * @param path with ids shortened; empty where it is no request
     * @param status 0 where no answer came
     * @param code of what went wrong, or null
     * @param msCv correlation vector of the answer, or null
     * @param latencyMillis until the answer's end, or null where it never came
     * @param after what the same request had ended with before it was made again, or null where it was made once; empty where that
     *     is not known
     * @param announcementId whose delivery made it, or null
     * @param leftOut requests that are not in the log, where the row stands for these; else null
     */
    public record Row(
            Key key,
            Instant at,
            RequestKind kind,
            String path,
            int status,
            String code,
            String msCv,
            Long latencyMillis,
            String after,
            Long announcementId,
            Long leftOut) {
        /** Whether it did not get what it was made for. */
        public boolean failed() {
            return leftOut == null
                    && (kind == RequestKind.PROBE ? status == 0 || code != null : MadeRequest.failed(status, code));
        }
    }

    private static final String FAILED =
            " AND (x.status IS NULL OR x.status < 200 OR x.status > 299 OR x.code IS NOT NULL)";

    /** Whoever looks at the way to a host needs any answer. */
    private static final String NOT_LOOKED = " AND NOT (x.kind = 'PROBE' AND x.status IS NOT NULL AND x.code IS NULL)";

    private static final String FOUND = "instr(lower(x.code), :word) > 0 OR instr(lower(x.ms_cv), :word) > 0"
            + " OR CAST(x.status AS TEXT) = :word OR ";

    private static final String ATTEMPT = "SELECT x.call, x.status, x.code, x.ms_cv, x.latency_ms,"
            + " d.conversation_id, d.target, j.announcement, p.n AS before, p.status AS before_status, p.code AS before_code,"
            // The delivery has the id of the conversation that was created last.
            + " EXISTS (SELECT 1 FROM attempt c WHERE c.delivery = x.delivery AND c.n > x.n AND c.call = 'CREATE') AS moved"
            + " FROM attempt x JOIN delivery d ON d.id = x.delivery JOIN job j ON j.id = d.job"
            + " LEFT JOIN attempt p ON p.delivery = x.delivery AND p.n = x.n - 1 WHERE x.delivery = ? AND x.n = ?";

    private static final String REQUEST =
            "SELECT kind, path, status, code, ms_cv, latency_ms, after, left_out FROM request WHERE id = ?";

    private final Database database;

    public RequestQuery(Database database) {
        this.database = database;
    }

    /** When the newest request was begun, or null where there is none. */
    public Instant newest() {
        return database.read(session -> session.first(
                        "SELECT max(coalesce((SELECT max(started_at) FROM attempt), -1),"
                                + " coalesce((SELECT max(at) FROM request), -1)) AS at",
                        row -> Rows.instant(row, "at"))
                .filter(at -> at.toEpochMilli() >= 0)
                .orElse(null));
    }

    /** Requests that the filter shows, the newest first. */
    public RowQuery<Row> select(Filter filter) {
        return select(filter, false);
    }

    /** @param oldestFirst else the newest first */
    public RowQuery<Row> select(Filter filter, boolean oldestFirst) {
        List<Object> arguments = new ArrayList<>();
        String until = "";
        if (filter.until() != null) {
            arguments.add(filter.until());
            until = "?1";
        }
        StringBuilder attempts = new StringBuilder(" FROM attempt x WHERE 1");
        StringBuilder requests = new StringBuilder(" FROM request x WHERE 1");
        if (!until.isEmpty()) {
            attempts.append(" AND x.started_at <= ").append(until);
            requests.append(" AND x.at <= ").append(until);
        }
        if (filter.failed()) {
            attempts.append(FAILED);
            requests.append(FAILED).append(NOT_LOOKED);
        }
        for (String word : SearchWords.of(filter.search())) {
            arguments.add(word);
            String whole = "?" + arguments.size();
            arguments.add(ShortId.of(word));
            String shortened = "?" + arguments.size();
            attempts.append(" AND (")
                    .append((FOUND + "lower(x.call) = :word OR EXISTS (SELECT 1 FROM delivery d WHERE d.id = x.delivery"
                                    + " AND (instr(lower(d.conversation_id), :word) > 0 OR instr(lower(d.target), :word) > 0))")
                            .replace(":word", whole))
                    .append(')');
            requests.append(" AND (")
                    .append((FOUND + "lower(x.kind) = :word OR instr(lower(x.path), :word) > 0 OR instr(lower(x.path), "
                                    + shortened + ") > 0")
                            .replace(":word", whole))
                    .append(')');
        }
        String order = oldestFirst ? "" : " DESC";
        return new RowQuery<>(
                database,
                "",
                // As one compound and without a SELECT around it: so SQLite merges two indices and sorts nothing.
                "SELECT x.started_at AS at, x.delivery AS id, x.n AS n",
                attempts + " UNION ALL SELECT x.at, x.id, 0" + requests,
                " ORDER BY at" + order + ", id" + order + ", n" + order,
                "SELECT (SELECT count(*)" + attempts + ") + (SELECT count(*)" + requests + ")",
                arguments,
                () -> RequestQuery::row);
    }

    private static Row row(Session session, ResultSet row) throws SQLException {
        Key key = new Key(row.getLong("id"), row.getInt("n"));
        Instant at = Rows.instant(row, "at");
        return key.n() == 0
                ? session.first(REQUEST, one -> request(key, at, one), key.id()).orElseThrow()
                : session.first(ATTEMPT, one -> attempt(key, at, one), key.id(), key.n())
                        .orElseThrow();
    }

    private static Row request(Key key, Instant at, ResultSet row) throws SQLException {
        return new Row(
                key,
                at,
                Rows.constant(row, "kind", RequestKind.class),
                row.getString("path"),
                row.getInt("status"),
                row.getString("code"),
                row.getString("ms_cv"),
                Rows.number(row, "latency_ms"),
                row.getString("after"),
                null,
                Rows.number(row, "left_out"));
    }

    private static Row attempt(Key key, Instant at, ResultSet row) throws SQLException {
        Call call = Rows.constant(row, "call", Call.class);
        String conversation = row.getBoolean("moved") ? null : row.getString("conversation_id");
        int before = row.getInt("before_status");
        String beforeCode = row.getString("before_code");
        boolean again = row.getInt("before") > 0 && MadeRequest.failed(before, beforeCode);
        return new Row(
                key,
                at,
                RequestKind.valueOf(call.name()),
                RequestPath.ofDelivery(call, conversation, row.getString("target")),
                row.getInt("status"),
                row.getString("code"),
                row.getString("ms_cv"),
                Rows.number(row, "latency_ms"),
                again ? MadeRequest.ended(before, beforeCode) : null,
                row.getLong("announcement"),
                null);
    }
}
