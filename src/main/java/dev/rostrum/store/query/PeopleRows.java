package dev.rostrum.store.query;

import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.store.PeopleIndex;
import dev.rostrum.store.Session;
import dev.rostrum.store.people.PeopleConditions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** People in memory: the statements that their orders and filters are read with. */
final class PeopleRows implements RowOrders.Definition<UserQuery.Column, PeopleFilter> {
    /** People, each by the entry whose ids are taken. */
    static final String FROM = " FROM user u CROSS JOIN person p ON p.id = u.person WHERE p.entry = u.id";

    private static final String AMONG = "(SELECT value FROM json_each(?1))";

    private static final String OF_MEMBERS =
            "SELECT p.entry AS entry FROM membership m CROSS JOIN user e ON e.id = m.user"
                    + " CROSS JOIN person p ON p.id = e.person WHERE p.entry IS NOT NULL";

    @Override
    public String ordered(UserQuery.Column column) {
        return switch (column) {
            case NAME -> "SELECT id AS entry FROM user ORDER BY name_key, id";
            case EMAIL -> "SELECT id AS entry FROM user WHERE email_key IS NOT NULL ORDER BY email_key, id";
            case KIND -> "SELECT id AS entry FROM user ORDER BY kind, id";
            case CONVERSATION -> "SELECT user AS entry FROM conversation ORDER BY conversation_id, user";
            case LAST_ACCEPTED ->
                "SELECT p.entry AS entry FROM conversation k CROSS JOIN user e ON e.id = k.user"
                        + " CROSS JOIN person p ON p.id = e.person WHERE k.last_accepted_at IS NOT NULL AND p.entry IS NOT NULL"
                        + " GROUP BY p.entry ORDER BY max(k.last_accepted_at), p.entry";
        };
    }

    @Override
    public String keys(UserQuery.Column column) {
        return switch (column) {
            case NAME -> "SELECT id, name_key FROM user WHERE id IN " + AMONG;
            case EMAIL -> "SELECT id, CAST(email_key AS BLOB) FROM user WHERE id IN " + AMONG;
            case KIND -> "SELECT id, CAST(kind AS BLOB) FROM user WHERE id IN " + AMONG;
            case CONVERSATION -> "SELECT user, CAST(conversation_id AS BLOB) FROM conversation WHERE user IN " + AMONG;
            case LAST_ACCEPTED ->
                "SELECT u.id, max(k.last_accepted_at) FROM user u CROSS JOIN person p ON p.id = u.person AND p.entry = u.id"
                        + " CROSS JOIN user e ON e.person = p.id CROSS JOIN conversation k ON k.user = e.id WHERE u.id IN "
                        + AMONG + " GROUP BY u.id";
        };
    }

    @Override
    public String shown(PeopleFilter filter, boolean among, List<Object> arguments) {
        if (!among && filter.equals(PeopleFilter.of(filter.teamId(), ""))) {
            if (filter.teamId() != null) {
                arguments.add(filter.teamId());
                return OF_MEMBERS + " AND m.team = (SELECT id FROM team WHERE team_id = ?1)";
            }
            return OF_MEMBERS + " UNION ALL SELECT u.id" + FROM + " AND u.id IN (SELECT user FROM unverified)"
                    + " UNION ALL SELECT u.id" + FROM
                    + " AND u.id IN (SELECT user FROM event_user WHERE aspect = 'INSTALLED' AND value = 1)";
        }
        return "SELECT u.id AS entry" + FROM + (among ? " AND u.id IN " + AMONG : "")
                + (isPart(filter)
                        ? PeopleConditions.alone(filter, arguments)
                        : PeopleConditions.besidesSearch(filter, arguments));
    }

    /** Whether a filter is one of those that {@link #parts} makes of another, and says nothing of who is shown at all. */
    private static boolean isPart(PeopleFilter filter) {
        return filter.listId() == null
                && filter.teamId() == null
                && filter.sources().isEmpty()
                && filter.joinedSince() == null
                && !filter.isEverybody();
    }

    /** Filters that together show whom this one shows, each of them as often the same as can be. The search is no part. */
    static List<PeopleFilter> parts(PeopleFilter filter) {
        if (filter.listId() != null) {
            // Of a list also those are shown who are not shown without it.
            return List.of(filter.searching(""));
        }
        List<PeopleFilter> parts = new ArrayList<>();
        parts.add(PeopleFilter.of(filter.teamId(), "").from(filter.sources()).joinedSince(filter.joinedSince()));
        if (!filter.kinds().isEmpty()) {
            parts.add(PeopleFilter.ALL.ofKinds(filter.kinds()));
        }
        if (!filter.contacts().isEmpty()) {
            parts.add(PeopleFilter.ALL.withContact(filter.contacts()));
        }
        if (filter.contactedSince() != null) {
            parts.add(PeopleFilter.ALL.contactedSince(filter.contactedSince()));
        }
        if (filter.notContactedSince() != null) {
            parts.add(PeopleFilter.ALL.notContactedSince(filter.notContactedSince()));
        }
        if (filter.doNotContact() != null) {
            parts.add(PeopleFilter.ALL.doNotContact(filter.doNotContact()));
        }
        return parts;
    }

    @Override
    public BitSet found(Session session, String word) throws SQLException {
        if (PeopleIndex.whole(session)) {
            return PeopleIndex.people(session, List.of(word));
        }
        List<Object> arguments = new ArrayList<>();
        String condition = PeopleIndex.condition(List.of(word), arguments);
        return PeopleIndex.bits(session, "SELECT group_concat(u.id)" + FROM + condition, arguments.toArray());
    }

    @Override
    public String found(String word, List<Object> arguments) {
        return "SELECT u.id AS entry" + FROM + " AND u.id IN " + AMONG
                + PeopleIndex.condition(List.of(word), arguments);
    }
}
