package dev.rostrum.store.query;

import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.MessageFate;
import dev.rostrum.store.Database;
import dev.rostrum.store.Rows;
import dev.rostrum.store.ledger.DeliveryConditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One line per person of an announcement: the latest of their rows over all its jobs in which something was or is to be
 * done. Only a person who was left out or cancelled everywhere is shown so.
 */
public final class OutcomeQuery {
    /**
     * As {@link DeliveryChoice}, of one announcement. {@code kinds} empty: all.
     *
     * @param fate only people whose message met this, or null for all
     */
    public record Filter(
            long announcementId,
            Set<JobKind> kinds,
            Set<DeliveryState> states,
            MessageFate fate,
            String code,
            String reason,
            String search) {
        /** Everybody. */
        public static Filter of(long announcementId) {
            return new Filter(announcementId, Set.of(), Set.of(), null, null, null, "");
        }
    }

    /**
     * How many people stand so by their latest outcome.
     *
     * @param fate of those who are SENT, else null
     * @param decided of them by the admin's decision that it arrived
     */
    public record Standing(DeliveryState state, MessageFate fate, long people, long decided) {}

    /**
     * How many people have this as their latest outcome.
     *
     * @param decided of them by the admin's decision that it arrived
     */
    public record Count(JobKind kind, DeliveryState state, long people, long decided) {}

    /** The latest row of each person; ?1 is the announcement. */
    private static final String LATEST = "WITH latest AS (SELECT id FROM (SELECT d.id, row_number() OVER"
            + " (PARTITION BY u.person ORDER BY d.state IN ('EXCLUDED', 'CANCELLED'), d.job DESC, "
            + DeliveryConditions.weight("d") + " DESC, d.id DESC) AS place"
            + " FROM job j CROSS JOIN " + DeliveryView.TABLE + " d ON d.job = j.id CROSS JOIN user u ON u.id = d.user"
            + " WHERE j.announcement = ?1 AND j.state <> 'PLANNING') WHERE place = 1) ";

    private static final String FROM = " FROM latest l CROSS JOIN " + DeliveryView.TABLE + " d ON d.id = l.id"
            + " JOIN user u ON u.id = d.user JOIN job j ON j.id = d.job WHERE 1";

    private final Database database;

    public OutcomeQuery(Database database) {
        this.database = database;
    }

    /** One row for each person, in this order; by name where there is none. */
    public RowQuery<DeliveryQuery.Row> select(Filter filter, List<Sort<DeliveryQuery.Column>> sort) {
        List<Object> arguments = new ArrayList<>();
        String matching = matching(filter, arguments);
        return new RowQuery<>(
                database,
                LATEST,
                DeliveryQuery.COLUMNS,
                FROM + matching,
                DeliveryQuery.order(sort),
                arguments,
                () -> (session, row) -> DeliveryQuery.row(row));
    }

    /** How the people of an announcement stand, by job kind and state. */
    public List<Count> counts(long announcementId) {
        DeliveryView view = DeliveryView.of(database);
        return database.read(session -> session.list(
                view.in(LATEST
                        + "SELECT j.kind, d.state, count(*) AS n, total(d.state = ?2 AND d.reason IS ?3) AS decided"
                        + FROM + " GROUP BY j.kind, d.state ORDER BY n DESC, j.kind, d.state"),
                row -> new Count(
                        Rows.constant(row, "kind", JobKind.class),
                        Rows.constant(row, "state", DeliveryState.class),
                        row.getLong("n"),
                        row.getLong("decided")),
                announcementId,
                Decision.ARRIVED.state(),
                Decision.ARRIVED.code()));
    }

    /** How the people of an announcement stand, each counted once. */
    public List<Standing> standing(long announcementId) {
        DeliveryView view = DeliveryView.of(database);
        return database.read(session -> session.list(
                view.in(LATEST
                        + "SELECT state, fate, count(*) AS n, total(decided) AS decided FROM (SELECT d.state, "
                        + Fates.OF + " AS fate, d.state = ?2 AND d.reason IS ?3 AS decided" + FROM
                        + ") GROUP BY state, fate ORDER BY n DESC, state, fate"),
                row -> new Standing(
                        Rows.constant(row, "state", DeliveryState.class),
                        Rows.constant(row, "fate", MessageFate.class),
                        row.getLong("n"),
                        row.getLong("decided")),
                announcementId,
                Decision.ARRIVED.state(),
                Decision.ARRIVED.code()));
    }

    /** As {@link DeliveryQuery#causes}, of the latest outcomes. */
    public List<DeliveryQuery.CauseCount> causes(long announcementId) {
        return DeliveryQuery.causes(database, LATEST, FROM, announcementId);
    }

    /**
     * The deliveries that sent the messages of those whom the filter shows; of who was sent nothing, their latest row. What is
     * done with them is done with exactly these people.
     */
    public Set<Long> messages(Filter filter) {
        List<Object> arguments = new ArrayList<>();
        String matching = matching(filter, arguments);
        DeliveryView view = DeliveryView.of(database);
        return database.read(session -> Set.copyOf(session.list(
                view.in(LATEST + "SELECT " + Fates.MESSAGE + FROM + matching),
                row -> row.getLong(1),
                arguments.toArray())));
    }

    private static String matching(Filter filter, List<Object> arguments) {
        arguments.add(filter.announcementId());
        String kinds = filter.kinds().isEmpty()
                ? ""
                : filter.kinds().stream()
                        .map(kind -> "'" + kind.name() + "'")
                        .sorted()
                        .collect(Collectors.joining(", ", " AND j.kind IN (", ")"));
        DeliveryChoice choice =
                new DeliveryChoice(0, true, filter.states(), filter.code(), filter.reason(), filter.search(), Set.of());
        return kinds
                + DeliveryConditions.matching(choice, choice.states(), arguments)
                + Fates.condition(filter.fate(), arguments);
    }
}
