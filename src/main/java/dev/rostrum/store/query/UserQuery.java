package dev.rostrum.store.query;

import dev.rostrum.domain.ConversationOrigin;
import dev.rostrum.domain.ConversationState;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.MessageFate;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.PersonId;
import dev.rostrum.domain.Purpose;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.Database;
import dev.rostrum.store.PeopleIndex;
import dev.rostrum.store.Rows;
import dev.rostrum.store.SearchWords;
import dev.rostrum.store.Session;
import dev.rostrum.store.people.PeopleConditions;
import dev.rostrum.store.people.PersonStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Cached people for the People table and {@code user list}. */
public final class UserQuery {
    public enum Column {
        NAME,
        EMAIL,
        KIND,
        CONVERSATION,
        LAST_ACCEPTED
    }

    /**
     * A row of the table. {@code conversationId}, {@code lastAcceptedAt} may be null.
     *
     * @param doNotContact that nothing is sent to them and who asked for it, or null
     * @param blockedSince when the last answer about them was that they blocked the bot, or null
     * @param unverified known from an import alone
     */
    public record Row(
            String id,
            String objectId,
            String name,
            String email,
            String userPrincipalName,
            UserKind kind,
            int teams,
            String conversationId,
            Instant lastAcceptedAt,
            OptOut doNotContact,
            Instant blockedSince,
            boolean unverified) {
        /** {@link PersonId#lasting}. */
        public String lastingId() {
            return objectId == null ? id : objectId;
        }
    }

    public record Membership(String teamId, String teamName, Instant since) {}

    /**
     * @param purpose what the message was for
     * @param kind what the job was to do with the message
     * @param stored as {@link DeliveryQuery.Row#stored}
     * @param reason why it stands so, or null
     * @param fate as {@link DeliveryQuery.Row#fate}
     */
    public record Sent(
            long runId,
            String title,
            Purpose purpose,
            JobKind kind,
            DeliveryState state,
            DeliveryState stored,
            Reason reason,
            MessageFate fate,
            Instant at) {
        /** As {@link DeliveryQuery.Row#interrupted}. */
        public boolean interrupted() {
            return state != stored;
        }
    }

    /** @param inactiveAt as {@link ConversationQuery.Row#inactiveAt} */
    public record Contact(
            String conversationId,
            ConversationOrigin origin,
            Instant createdAt,
            ConversationState state,
            Instant inactiveAt) {}

    /**
     * Everything kept about one person. {@code contact} null without a conversation; at most 20 deliveries, newest first.
     *
     * @param earlierIds pairwise ids that are out of use, at most 20, the newest first
     * @param lastAcceptedAt when Teams last accepted a message to them, under whichever id, or null
     * @param doNotContact that nothing is sent to them and who asked for it, or null
     * @param blockedSince when the last answer about them was that they blocked the bot, or null
     * @param unverified known from an import alone
     */
    public record Details(
            User user,
            List<String> earlierIds,
            List<Membership> teams,
            Contact contact,
            Instant lastAcceptedAt,
            List<Sent> deliveries,
            boolean me,
            OptOut doNotContact,
            Instant blockedSince,
            boolean unverified) {
        /** The same with more of what they were sent. */
        public Details withDeliveries(List<Sent> all) {
            return new Details(
                    user, earlierIds, teams, contact, lastAcceptedAt, all, me, doNotContact, blockedSince, unverified);
        }
    }

    /** Deliveries that {@link #details} has at most. */
    public static final int MAX_DELIVERIES = 20;

    /** With more people than these found by the index alone, the statement is as fast. */
    private static final int FOUND = 20_000;

    private static final int MAX_IDS = 20;

    /** People, each by the entry whose ids are taken. */
    private static final String FROM = PeopleRows.FROM;

    private static final String FROM_WITH_STATE =
            " FROM user u CROSS JOIN person p ON p.id = u.person LEFT JOIN conversation c ON c.user = u.id"
                    + " LEFT JOIN opt_out o ON o.person = p.id LEFT JOIN blocked b ON b.person = p.id"
                    + " WHERE p.entry = u.id";

    private final Database database;

    public UserQuery(Database database) {
        this.database = database;
    }

    /** Everybody whom the filter shows, in this order; by name where there is none. */
    public RowQuery<Row> select(PeopleFilter filter, List<Sort<Column>> sort) {
        List<Object> arguments = new ArrayList<>();
        String matching = PeopleConditions.matching(filter, arguments);
        List<Sort<Column>> by = sort.isEmpty() ? List.of(new Sort<>(Column.NAME, true)) : sort;
        return new RowQuery<>(
                        database,
                        "",
                        "SELECT " + Rows.ID + ", u.object_id, u.name, u.email, u.upn, u.kind,"
                                + " (SELECT count(DISTINCT m.team) FROM user e CROSS JOIN membership m ON m.user = e.id"
                                + " WHERE e.person = p.id) AS teams,"
                                + " c.conversation_id, " + PeopleConditions.LAST_ACCEPTED
                                + " AS last_accepted_at, o.asker, o.note, o.at, b.at AS blocked_at,"
                                + " EXISTS (SELECT 1 FROM unverified v WHERE v.user = u.id) AS unverified",
                        FROM_WITH_STATE + matching,
                        order(by),
                        arguments,
                        () -> (session, row) -> row(row))
                .found(session -> numbers(session, filter, by), "u.id", FROM_WITH_STATE);
    }

    /** As {@link #select(PeopleFilter, List)}, by name. */
    public RowQuery<Row> select(PeopleFilter filter) {
        return select(filter, List.of());
    }

    private static String order(List<Sort<Column>> sort) {
        return Paging.orderBy(
                sort,
                column -> switch (column) {
                    case NAME -> "u.name_key";
                    case EMAIL -> "u.email_key";
                    case KIND -> "u.kind";
                    case CONVERSATION -> "c.conversation_id";
                    case LAST_ACCEPTED -> "last_accepted_at";
                },
                "u.name_key",
                "u.id" + Paging.direction(sort));
    }

    /**
     * How far the search index is.
     *
     * @param done people and earlier entries of theirs that are in it
     * @param all of them; while there are fewer in it, tables search without it, which takes longer
     */
    public record Indexed(long done, long all) {
        public boolean whole() {
            return done >= all;
        }
    }

    public Indexed indexed() {
        return database.read(session -> {
            PeopleIndex.Progress progress = PeopleIndex.progress(session);
            return new Indexed(progress.done(), progress.all());
        });
    }

    /** From now on orders of people and conversations are kept in memory, for a window: {@link RowOrders}. */
    public void keepOrders() {
        KeptOrders.keep(database);
    }

    /** The people in their order, by what is kept in memory or by the search index; null where only the statement can say. */
    private int[] numbers(Session session, PeopleFilter filter, List<Sort<Column>> sort) throws SQLException {
        RowOrders<Column, PeopleFilter> orders = KeptOrders.people(database);
        if (orders != null && sort.size() <= RowOrders.COLUMNS) {
            return orders.rows(session, PeopleRows.parts(filter), SearchWords.of(filter.search()), sort);
        }
        List<String> words = SearchWords.of(filter.search());
        if (words.isEmpty() || !PeopleIndex.whole(session)) {
            return null;
        }
        BitSet found = PeopleIndex.people(session, words);
        if (found.cardinality() > FOUND) {
            return null;
        }
        List<Object> arguments = new ArrayList<>();
        arguments.add(PeopleIndex.json(found));
        return PeopleIndex.numbers(
                session,
                "SELECT group_concat(entry) FROM (SELECT u.id AS entry, " + PeopleConditions.LAST_ACCEPTED
                        + " AS last_accepted_at" + FROM_WITH_STATE + " AND u.id IN (SELECT value FROM json_each(?1))"
                        + PeopleConditions.besidesSearch(filter, arguments) + order(sort) + ")",
                arguments.toArray());
    }

    /** The lasting ids ({@link PersonId#lasting}) of all that the filter shows, where they are few: a choice of many is a rule. */
    public List<String> ids(PeopleFilter filter) {
        List<Object> arguments = new ArrayList<>();
        String sql =
                "SELECT " + Rows.LASTING_ID + FROM + PeopleConditions.matching(filter, arguments) + " ORDER BY u.id";
        return database.read(session -> session.list(sql, row -> row.getString(1), arguments.toArray()));
    }

    /** How many people all of these filters show. */
    public long count(List<PeopleFilter> filters) {
        List<Object> arguments = new ArrayList<>();
        String sql = "SELECT count(*)" + FROM + matching(filters, arguments);
        return database.read(session -> {
            RowOrders<Column, PeopleFilter> orders = KeptOrders.people(database);
            return orders == null
                    ? session.number(sql, arguments.toArray())
                    : orders.count(
                            session,
                            filters.stream()
                                    .flatMap(filter -> PeopleRows.parts(filter).stream())
                                    .toList(),
                            filters.stream()
                                    .flatMap(filter -> SearchWords.of(filter.search()).stream())
                                    .toList());
        });
    }

    /** Those of these people, by their lasting ids, whom all of the filters show. */
    public Set<String> shown(List<PeopleFilter> filters, Collection<String> lastingIds) {
        List<Object> arguments = new ArrayList<>();
        String before = "SELECT " + Rows.LASTING_ID + FROM + matching(filters, arguments) + " AND u.";
        Set<String> wanted = new HashSet<>(lastingIds);
        Set<String> found = new HashSet<>();
        for (String column : List.of("object_id IN ", "user_id IN ")) {
            found.addAll(Paging.among(
                    database, before + column, arguments, lastingIds, row -> row.getString(1), wanted::contains));
        }
        return found;
    }

    private static String matching(List<PeopleFilter> filters, List<Object> arguments) {
        return filters.stream()
                .map(one -> PeopleConditions.matching(one, arguments))
                .collect(Collectors.joining());
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString("user_id"),
                row.getString("object_id"),
                row.getString("name"),
                row.getString("email"),
                row.getString("upn"),
                Rows.constant(row, "kind", UserKind.class),
                row.getInt("teams"),
                row.getString("conversation_id"),
                Rows.instant(row, "last_accepted_at"),
                optOut(row),
                Rows.instant(row, "blocked_at"),
                row.getInt("unverified") != 0);
    }

    private static OptOut optOut(ResultSet row) throws SQLException {
        OptOut.Asker asker = Rows.constant(row, "asker", OptOut.Asker.class);
        return asker == null ? null : new OptOut(asker, row.getString("note"), Rows.instant(row, "at"));
    }

    /**
     * What somebody was sent, the newest first.
     *
     * @param from how many of the newest are passed over; {@link #details} has the first ones
     */
    public List<Sent> sent(String userId, int from, int limit) {
        DeliveryView view = DeliveryView.of(database);
        return database.read(session -> sent(session, view, PersonStore.find(session, userId), from, limit));
    }

    private static List<Sent> sent(Session session, DeliveryView view, long person, int from, int limit)
            throws SQLException {
        return session.list(
                view.in("SELECT d.job, a.title, a.purpose, j.kind, d.state, " + DeliveryView.STORED + " AS stored,"
                        + " d.reason, d.reason_arguments, d.updated_at, " + Fates.OF + " AS fate FROM user e"
                        + " CROSS JOIN " + DeliveryView.TABLE + " d ON d.user = e.id"
                        + " JOIN job j ON j.id = d.job JOIN announcement a ON a.id = j.announcement"
                        + " WHERE e.person = ? AND a.purpose <> 'TO_ME' ORDER BY d.id DESC LIMIT " + limit + " OFFSET "
                        + from),
                row -> new Sent(
                        row.getLong("job"),
                        row.getString("title"),
                        Rows.constant(row, "purpose", Purpose.class),
                        Rows.constant(row, "kind", JobKind.class),
                        Rows.constant(row, "state", DeliveryState.class),
                        Rows.constant(row, "stored", DeliveryState.class),
                        Rows.reason(row),
                        Rows.constant(row, "fate", MessageFate.class),
                        Rows.instant(row, "updated_at")),
                person);
    }

    /** A mark that was carried over tells by number from whom: the name is put in while somebody is known by it. */
    private static OptOut named(Session session, OptOut optOut) throws SQLException {
        List<Object> told = optOut.carried().orElseThrow().arguments();
        String name = session.text("SELECT coalesce(name, user_id, object_id) FROM user WHERE id = ?", told.get(0));
        return name == null
                ? optOut
                : new OptOut(
                        optOut.asker(),
                        Reason.of(OptOut.CARRIED, Reason.of("audit.who.named", told.get(0), name), told.get(1))
                                .stored(),
                        optOut.at());
    }

    public Optional<Details> details(String userId) {
        DeliveryView view = DeliveryView.of(database);
        return database.read(session -> {
            long person = PersonStore.find(session, userId);
            long id = PersonStore.entry(session, userId);
            Optional<User> user = session.first("SELECT " + Rows.USER + " FROM user u WHERE u.id = ?", Rows::user, id);
            if (user.isEmpty()) {
                return Optional.empty();
            }
            List<String> earlierIds = session.list(
                    "SELECT user_id FROM user WHERE person = ? AND id <> ? AND user_id IS NOT NULL ORDER BY id DESC LIMIT "
                            + MAX_IDS,
                    row -> row.getString(1),
                    person,
                    id);
            List<Membership> teams = session.list(
                    "SELECT t.team_id, t.name, min(m.since) AS since FROM user e JOIN membership m ON m.user = e.id"
                            + " JOIN team t ON t.id = m.team WHERE e.person = ? GROUP BY t.id ORDER BY t.name_key, t.id",
                    row -> new Membership(row.getString("team_id"), row.getString("name"), Rows.instant(row, "since")),
                    person);
            Contact contact = session.first(
                            "SELECT c.conversation_id, c.origin, c.created_at, c.inactive_at, "
                                    + ConversationQuery.STATE
                                    + " AS state FROM conversation c CROSS JOIN user u ON u.id = c.user"
                                    + " CROSS JOIN person p ON p.id = u.person WHERE c.user = ?",
                            row -> new Contact(
                                    row.getString("conversation_id"),
                                    Rows.constant(row, "origin", ConversationOrigin.class),
                                    Rows.instant(row, "created_at"),
                                    Rows.constant(row, "state", ConversationState.class),
                                    Rows.instant(row, "inactive_at")),
                            id)
                    .orElse(null);
            Instant lastAccepted = session.first(
                            "SELECT " + PeopleConditions.LAST_ACCEPTED + " AS at FROM person p WHERE p.id = ?",
                            row -> Rows.instant(row, "at"),
                            person)
                    .orElse(null);
            List<Sent> deliveries = sent(session, view, person, 0, MAX_DELIVERIES);
            boolean me =
                    session.number("SELECT count(*) FROM setting WHERE key = 'me' AND value = ?", Long.toString(person))
                            > 0;
            OptOut optOut = session.first(
                            "SELECT asker, note, at FROM opt_out WHERE person = ?", UserQuery::optOut, person)
                    .orElse(null);
            if (optOut != null && optOut.carried().isPresent()) {
                optOut = named(session, optOut);
            }
            Instant blocked = session.first(
                            "SELECT at FROM blocked WHERE person = ?", row -> Rows.instant(row, "at"), person)
                    .orElse(null);
            boolean unverified = session.number("SELECT EXISTS (SELECT 1 FROM unverified WHERE user = ?)", id) != 0;
            return Optional.of(new Details(
                    user.get(), earlierIds, teams, contact, lastAccepted, deliveries, me, optOut, blocked, unverified));
        });
    }
}
