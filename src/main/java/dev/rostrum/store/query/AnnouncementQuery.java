package dev.rostrum.store.query;

import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.Session;
import dev.rostrum.store.ledger.DeliveryConditions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Announcements, each once, whatever followed from it. {@link RunQuery} has their jobs. */
public final class AnnouncementQuery {
    /** Which announcements are listed. */
    public enum Stage {
        ALL,
        /** One of its jobs is planned, being sent or paused. */
        UNDER_WAY,
        /** Nothing of it waits to be sent. */
        OVER,
        /** What events asked for, in place of what the admin made: welcomes, messages to mentioned people, confirmations. */
        AUTOMATIC
    }

    /** Which of these are listed; several hold together. */
    public enum Only {
        /** Deliveries of one of its jobs are in doubt. */
        DOUBTFUL(
                "EXISTS (SELECT 1 FROM job o CROSS JOIN job_total x ON x.job = o.id WHERE o.announcement = j.announcement"
                        + " AND x.in_doubt > 0)"),
        /** It was stopped before everybody had it. */
        STOPPED("j.state = 'STOPPED'");

        private final String condition;

        Only(String condition) {
            this.condition = condition;
        }
    }

    /**
     * One announcement.
     *
     * @param send its first job
     * @param open the job that waits or is at work, the newest of several, or null. It may be {@code send}
     * @param totals how many people stand where by the latest job that sent them the message
     * @param accepted messages that Teams accepted, of all jobs; a person may have been sent two
     * @param changed of them, how many were changed, whatever came after that
     * @param recalled of them, how many were taken back
     * @param doubtful of all edits and recalls, how many are in doubt
     */
    public record Row(
            RunQuery.Row send,
            RunQuery.Row open,
            Totals totals,
            long accepted,
            long changed,
            long recalled,
            long doubtful) {
        private static Row alone(RunQuery.Row send) {
            return new Row(send, open(List.of(send)), send.seen(), send.totals().sent(), 0, 0, 0);
        }

        private static RunQuery.Row open(List<RunQuery.Row> jobs) {
            RunQuery.Row open = null;
            for (RunQuery.Row job : jobs) {
                boolean atWork = job.state() == RunState.RUNNING
                        || job.state() == RunState.STOPPING
                        || job.state() == RunState.INTERRUPTED;
                boolean waits = job.state() == RunState.PAUSED && (open == null || open.state() == RunState.PAUSED);
                if (atWork || waits) {
                    open = job;
                }
            }
            return open;
        }
    }

    private static final String OPEN = "EXISTS (SELECT 1 FROM job o WHERE o.announcement = j.announcement"
            + " AND o.state IN ('DRAFT', 'SCHEDULED', 'PLANNING', 'RUNNING', 'PAUSED', 'STOPPING'))";

    private static final String COLUMNS =
            RunQuery.COLUMNS + ", (SELECT count(*) FROM job o WHERE o.announcement = j.announcement) AS jobs";

    private static final String JOBS =
            RunQuery.COLUMNS + RunQuery.FROM + " AND j.announcement = ?1 ORDER BY j.id LIMIT " + RunQuery.MAX_JOBS;

    private static final String HIT =
            "SELECT count(DISTINCT d.message) FROM job j CROSS JOIN delivery d ON d.job = j.id"
                    + " WHERE j.announcement = ?1 AND j.kind = ?2 AND d.state = 'SENT'";

    /** By the state in the first job, where those stand now who were sent it again: from the resends' rows, which are few. */
    private static final String AGAIN = "WITH again AS (SELECT person, state FROM (SELECT u.person, d.state,"
            + " row_number() OVER (PARTITION BY u.person ORDER BY d.job DESC, " + DeliveryConditions.weight("d")
            + " DESC, d.id DESC) AS place FROM job j CROSS JOIN " + DeliveryView.TABLE + " d ON d.job = j.id"
            + " CROSS JOIN user u ON u.id = d.user WHERE j.announcement = ?1 AND j.kind = 'RESEND'"
            + " AND j.state <> 'PLANNING' AND d.state NOT IN ('EXCLUDED', 'CANCELLED')) WHERE place = 1)"
            + " SELECT f.state AS state_before, a.state AS state_after, count(*) AS n FROM again a CROSS JOIN "
            + DeliveryView.TABLE
            + " f ON f.id = (SELECT x.id FROM user e CROSS JOIN delivery x ON x.job = ?2 AND x.user = e.id"
            + " WHERE e.person = a.person ORDER BY x.state IN ('EXCLUDED', 'CANCELLED'), "
            + DeliveryConditions.weight("x") + " DESC, x.id DESC LIMIT 1)"
            + " GROUP BY state_before, state_after";

    private final Database database;
    private final RunQuery runs;

    public AnnouncementQuery(Database database) {
        this.database = database;
        this.runs = new RunQuery(database);
    }

    /** Announcements, the newest first. */
    public RowQuery<Row> select(String search, Stage stage) {
        return select(search, stage, Set.of());
    }

    /** Of these, those that fulfil all these conditions. */
    public RowQuery<Row> select(String search, Stage stage, Set<Only> only) {
        List<Object> arguments = new ArrayList<>();
        String where = (stage == Stage.AUTOMATIC ? RunQuery.AUTOMATIC : RunQuery.LISTED)
                + " AND j.kind = 'SEND'"
                + switch (stage) {
                    case ALL, AUTOMATIC -> "";
                    case UNDER_WAY -> " AND " + OPEN;
                    case OVER -> " AND NOT " + OPEN;
                };
        for (Only each : Only.values()) {
            where += only.contains(each) ? " AND " + each.condition : "";
        }
        String matching = RunQuery.matching(search, arguments);
        return new RowQuery<>(
                database,
                "",
                COLUMNS,
                RunQuery.FROM + where + matching,
                " ORDER BY j.id DESC",
                arguments,
                () -> reader(runs.reader(), DeliveryView.of(database)));
    }

    private static RowQuery.Reader<Row> reader(RowQuery.Reader<RunQuery.Row> job, DeliveryView view) {
        return (session, row) -> {
            boolean alone = row.getLong("jobs") == 1;
            RunQuery.Row send = job.read(session, row);
            return alone ? Row.alone(send) : followed(session, send, job, view);
        };
    }

    private static Row followed(
            Session session, RunQuery.Row send, RowQuery.Reader<RunQuery.Row> job, DeliveryView view)
            throws SQLException {
        List<RunQuery.Row> jobs = session.list(JOBS, row -> job.read(session, row), send.announcementId());
        long accepted = 0;
        long doubtful = 0;
        boolean again = false;
        for (RunQuery.Row one : jobs) {
            if (one.kind().sendsMessages()) {
                accepted += one.totals().sent();
                again |= one.kind() == JobKind.RESEND;
            } else {
                doubtful += one.seen().inDoubt();
            }
        }
        return new Row(
                send,
                Row.open(jobs),
                again ? totals(session, send, view) : send.seen(),
                accepted,
                hit(session, jobs, JobKind.EDIT),
                hit(session, jobs, JobKind.RECALL),
                doubtful);
    }

    /** How many messages such jobs acted on; one alone has counted them. */
    private static long hit(Session session, List<RunQuery.Row> jobs, JobKind kind) throws SQLException {
        List<RunQuery.Row> these = jobs.stream()
                .filter(job -> job.kind() == kind && job.totals().sent() > 0)
                .toList();
        if (these.size() > 1) {
            return session.number(HIT, these.get(0).announcementId(), kind);
        }
        return these.isEmpty() ? 0 : these.get(0).totals().sent();
    }

    private static Totals totals(Session session, RunQuery.Row send, DeliveryView view) throws SQLException {
        Totals first = send.seen();
        Map<DeliveryState, Long> counts = new EnumMap<>(DeliveryState.class);
        for (DeliveryState state : DeliveryState.values()) {
            counts.put(state, first.of(state));
        }
        session.each(
                view.in(AGAIN),
                AnnouncementQuery::moved,
                moved -> {
                    counts.merge(moved.was(), -moved.people(), Long::sum);
                    counts.merge(moved.now(), moved.people(), Long::sum);
                },
                send.announcementId(),
                send.id());
        return Totals.of(first.selected(), counts);
    }

    private record Moved(DeliveryState was, DeliveryState now, long people) {}

    private static Moved moved(ResultSet row) throws SQLException {
        return new Moved(
                Rows.constant(row, "state_before", DeliveryState.class),
                Rows.constant(row, "state_after", DeliveryState.class),
                row.getLong("n"));
    }
}
