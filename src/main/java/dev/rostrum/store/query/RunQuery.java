package dev.rostrum.store.query;

import dev.rostrum.domain.AudienceNames;
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.SearchWords;
import dev.rostrum.store.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Announcements and their jobs for the list and the run view. */
public final class RunQuery {
    /**
     * A job of an announcement. Times but {@code createdAt} may be null.
     *
     * @param parent the job that it follows from, or null for a SEND
     * @param text what it sends; of an edit the new text
     * @param choices what was chosen for it
     * @param canaryPassed whether the admin let everybody go after the first ones
     * @param audience the announcement's
     */
    public record Row(
            long id,
            long announcementId,
            JobKind kind,
            Long parent,
            SendChoices choices,
            boolean canaryPassed,
            String title,
            String text,
            TextFormat format,
            RunState state,
            PauseReason pauseReason,
            Reason pauseDetail,
            AudienceNames audience,
            Totals totals,
            Instant createdAt,
            Instant startedAt,
            Instant endedAt) {
        private boolean sending() {
            return state == RunState.RUNNING || state == RunState.STOPPING;
        }

        /** How many stand where as its rows are read: of an interrupted run, as the next start will leave them. */
        public Totals seen() {
            return state == RunState.INTERRUPTED ? totals.cutOff(!kind.sendsMessages()) : totals;
        }

        /** The same where nobody has the data file open for writing. */
        private Row seenFree() {
            return new Row(
                    id,
                    announcementId,
                    kind,
                    parent,
                    choices,
                    canaryPassed,
                    title,
                    text,
                    format,
                    RunState.INTERRUPTED,
                    pauseReason,
                    pauseDetail,
                    audience,
                    totals,
                    createdAt,
                    startedAt,
                    endedAt);
        }
    }

    static final int MAX_JOBS = 1_000;

    static final String FROM =
            " FROM job j JOIN announcement a ON a.id = j.announcement JOIN job_total t ON t.job = j.id WHERE 1";

    static final String LISTED = " AND a.purpose = 'ANNOUNCEMENT'";

    /** What events asked for: many small ones, which are listed apart. */
    static final String AUTOMATIC = " AND a.purpose IN ('WELCOME', 'MENTION', 'CONFIRMATION')";

    static final String COLUMNS = "SELECT j.id, j.announcement, j.kind, j.parent, j.retry_gateway, j.canary,"
            + " j.canary_passed, j.outsiders, j.unknown_kind, j.override, j.rate, a.purpose, a.title, coalesce(j.text, a.text) AS text,"
            + " coalesce(j.format, a.format) AS format, j.state, j.pause_reason,"
            + " j.pause_detail, j.created_at, j.started_at, j.ended_at, " + Rows.TOTALS;

    private final Database database;

    public RunQuery(Database database) {
        this.database = database;
    }

    /** Jobs of all announcements, newest first. */
    public RowQuery<Row> select(String search) {
        return select(search, LISTED);
    }

    /** Jobs of what events asked for, newest first. */
    public RowQuery<Row> automatic(String search) {
        return select(search, AUTOMATIC);
    }

    private RowQuery<Row> select(String search, String which) {
        List<Object> arguments = new ArrayList<>();
        String matching = matching(search, arguments);
        return new RowQuery<>(
                database, "", COLUMNS, FROM + which + matching, " ORDER BY j.id DESC", arguments, this::reader);
    }

    /** How many announcements there are, each once, whatever followed from it. */
    public long announcements() {
        return database.read(session -> session.number(
                "SELECT count(DISTINCT j.announcement) FROM job j JOIN announcement a ON a.id = j.announcement WHERE 1"
                        + LISTED));
    }

    /** All jobs of an announcement, oldest first: each with its own totals. At most 1,000. */
    public List<Row> jobs(long announcementId) {
        return of("j.announcement", announcementId).page(0, MAX_JOBS);
    }

    public Optional<Row> find(long runId) {
        return of("j.id", runId).page(0, 1).stream().findFirst();
    }

    private RowQuery<Row> of(String column, long id) {
        return new RowQuery<>(
                database, "", COLUMNS, FROM + " AND " + column + " = ?1", " ORDER BY j.id", List.of(id), this::reader);
    }

    /**
     * Reads rows as they stand, where a process that sent may have been cut off. Whether anybody holds the file is asked before and
     * after: a process that comes in between finds what was cut off, and may send it again.
     */
    RowQuery.Reader<Row> reader() {
        boolean free = !database.held();
        return (session, row) -> {
            Row read = row(session, row);
            return free && read.sending() && !database.held() ? read.seenFree() : read;
        };
    }

    /** By job, how many of its people count as accepted by the admin's decision alone; jobs without any are not in it. */
    public Map<Long, Long> decided() {
        // From the decisions, which are few, to their deliveries.
        return database.read(session -> session
                .list(
                        "SELECT d.job, count(DISTINCT d.id) AS n FROM decision c CROSS JOIN delivery d ON d.id = c.delivery"
                                + " WHERE c.kind = ?1 AND d.state = ?2 AND d.reason = ?3 GROUP BY d.job",
                        row -> Map.entry(row.getLong("job"), row.getLong("n")),
                        Decision.ARRIVED,
                        Decision.ARRIVED.state(),
                        Decision.ARRIVED.code())
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    static String matching(String search, List<Object> arguments) {
        return SearchWords.containing(SearchWords.of(search), "instr(a.folded, :word) > 0", arguments);
    }

    private static Row row(Session session, ResultSet row) throws SQLException {
        return new Row(
                row.getLong("id"),
                row.getLong("announcement"),
                Rows.constant(row, "kind", JobKind.class),
                Rows.number(row, "parent"),
                Rows.choices(row),
                row.getBoolean("canary_passed"),
                row.getString("title"),
                row.getString("text"),
                Rows.constant(row, "format", TextFormat.class),
                Rows.constant(row, "state", RunState.class),
                Rows.constant(row, "pause_reason", PauseReason.class),
                Rows.stored(row, "pause_detail"),
                Audiences.names(session, "audience", "announcement", row.getLong("announcement")),
                Rows.totals(row),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "started_at"),
                Rows.instant(row, "ended_at"));
    }
}
