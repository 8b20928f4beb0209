package dev.rostrum.store.query;

import dev.rostrum.domain.ConversationState;
import dev.rostrum.store.PeopleIndex;
import dev.rostrum.store.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/** Conversations in memory, each by its entry, which has one at most: the statements that their orders and filters are read with. */
final class ConversationRows implements RowOrders.Definition<ConversationQuery.Column, Set<ConversationState>> {
    private static final String AMONG = "(SELECT value FROM json_each(?1))";

    /** Begins the id of a 1:1 conversation. */
    private static final String MARK = "a:";

    /** An id is found by its beginning or its end. */
    private static final String BY_ID = "(lower(substr(c.conversation_id, 1, length(:word))) = :word"
            + " OR lower(substr(c.conversation_id, 3, length(:word))) = :word"
            + " OR lower(substr(c.conversation_id, -length(:word))) = :word)";

    @Override
    public String ordered(ConversationQuery.Column column) {
        String of = value(column);
        return "SELECT c.user AS entry" + ConversationQuery.FROM + " AND " + of + " IS NOT NULL ORDER BY " + of
                + ", c.user";
    }

    @Override
    public String keys(ConversationQuery.Column column) {
        String of = value(column);
        return "SELECT c.user, "
                + switch (column) {
                    case NAME, CREATED, LAST_ACCEPTED -> of;
                    case ID, ORIGIN, STATE -> "CAST(" + of + " AS BLOB)";
                }
                + ConversationQuery.FROM + " AND c.user IN " + AMONG;
    }

    private static String value(ConversationQuery.Column column) {
        return ConversationQuery.value(column);
    }

    @Override
    public String shown(Set<ConversationState> states, boolean among, List<Object> arguments) {
        return "SELECT c.user AS entry" + ConversationQuery.FROM + (among ? " AND c.user IN " + AMONG : "")
                + ConversationQuery.ofStates(states);
    }

    /** What looks like the id of a conversation, or like any other. */
    private static boolean isOfId(String word) {
        return word.startsWith(MARK) && word.length() > MARK.length() || PeopleIndex.isOfId(word);
    }

    /** The words of a search as a condition, without the index. */
    static String condition(List<String> words, List<Object> arguments) {
        return PeopleIndex.condition(
                words,
                word -> {
                    if (!isOfId(word)) {
                        return "";
                    }
                    arguments.add(word);
                    return " OR " + BY_ID.replace(":word", "?" + arguments.size());
                },
                arguments);
    }

    @Override
    public BitSet found(Session session, String word) throws SQLException {
        if (PeopleIndex.whole(session)) {
            return PeopleIndex.entries(
                    session,
                    List.of(word),
                    each -> isOfId(each)
                            ? PeopleIndex.bits(
                                    session,
                                    "SELECT group_concat(c.user) FROM conversation c WHERE "
                                            + BY_ID.replace(":word", "?1"),
                                    each)
                            : new BitSet());
        }
        List<Object> arguments = new ArrayList<>();
        String condition = condition(List.of(word), arguments);
        return PeopleIndex.bits(
                session, "SELECT group_concat(c.user)" + ConversationQuery.FROM + condition, arguments.toArray());
    }

    @Override
    public String found(String word, List<Object> arguments) {
        return "SELECT c.user AS entry" + ConversationQuery.FROM + " AND c.user IN " + AMONG
                + condition(List.of(word), arguments);
    }
}
