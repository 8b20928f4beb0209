package dev.rostrum.store.query;

import dev.rostrum.domain.ConversationOrigin;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Cached people for the People table and {@code user list}. */
public final class UserQuery {
    /** {@code teamId} null: everybody in any roster. {@code search} blank: no search; else part of name, email, UPN or id. */
    public record Filter(String teamId, String search) {}

    public enum Column {
        NAME,
        EMAIL,
        KIND,
        CONVERSATION,
        LAST_ACCEPTED
    }

    /** A row of the table. {@code conversationId}, {@code lastAcceptedAt} may be null. */
    public record Row(
            String id,
            String objectId,
            String name,
            String email,
            String userPrincipalName,
            UserKind kind,
            int teams,
            String conversationId,
            Instant lastAcceptedAt) {}

    public record Membership(String teamId, String teamName, Instant since) {}

    public record Sent(long runId, String title, DeliveryState state, Instant at) {}

    public record Contact(
            String conversationId, ConversationOrigin origin, Instant createdAt, Instant lastAcceptedAt) {}

    /** Everything kept about one person. {@code contact} null without a conversation; at most 20 deliveries, newest first. */
    public record Details(User user, List<Membership> teams, Contact contact, List<Sent> deliveries, boolean me) {}

    public UserQuery(Database database) {
        throw new UnsupportedOperationException("in work");
    }

    public long count(Filter filter) {
        throw new UnsupportedOperationException("in work");
    }

    public List<Row> page(Filter filter, List<Sort<Column>> sort, long offset, int limit) {
        throw new UnsupportedOperationException("in work");
    }

    /** The ids of all rows that the filter shows, for "select all". */
    public List<String> ids(Filter filter) {
        throw new UnsupportedOperationException("in work");
    }

    public Optional<Details> details(String userId) {
        throw new UnsupportedOperationException("in work");
    }
}
