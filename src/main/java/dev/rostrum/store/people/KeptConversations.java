package dev.rostrum.store.people;

import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.Problem;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.Session;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What is done with stored conversations outside of deliveries. */
public final class KeptConversations {
    /** As many are forgotten at once at most, since that can be undone. */
    public static final int MAX_FORGOTTEN = 10_000;

    /**
     * A conversation and whose it is.
     *
     * @param userId pairwise id, or object id where no other is known
     */
    public record Named(String conversationId, String userId) {}

    private final Database database;
    private final AuditLog audit;
    private final Clock clock;

    public KeptConversations(Database database, AuditLog audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    private static final String ENTRY = "SELECT c.user FROM conversation c CROSS JOIN user u ON u.id = c.user"
            + " WHERE c.conversation_id = ? AND coalesce(u.user_id, u.object_id) = ?";

    /**
     * Keeps the id that a create gave now. False where the conversation is not there any more, or not that person's.
     *
     * @param status of the answer
     */
    public boolean checked(Named named, String id, int status) {
        return database.write(session -> {
            long entry = session.number(ENTRY, named.conversationId(), named.userId());
            if (entry == 0) {
                return false;
            }
            ConversationStore.checked(session, entry, id, clock.instant(), status);
            return true;
        });
    }

    /** Keeps that Teams refused to create it. */
    public boolean refused(Named named, int status, String code) {
        return database.write(session -> {
            long entry = session.number(ENTRY, named.conversationId(), named.userId());
            if (entry == 0) {
                return false;
            }
            ConversationStore.called(session, entry, clock.instant(), status, code, false);
            return true;
        });
    }

    /** @param people of how many the conversation was asked for */
    public void noteChecked(long people) {
        database.write(session -> {
            audit.add(session, clock.instant(), AuditAct.CONVERSATIONS_CHECKED, null, people, null);
            return null;
        });
    }

    /** Conversations that were forgotten. */
    public final class Undo {
        private final List<ConversationStore.Stored> rows;

        private Undo(List<ConversationStore.Stored> rows) {
            this.rows = rows;
        }

        public int count() {
            return rows.size();
        }

        /**
         * Brings them back as they were, but those of people who have another one by now, or are not known any more.
         *
         * @return how many came back
         */
        public int putBack() {
            return database.write(session -> {
                int back = 0;
                for (ConversationStore.Stored row : rows) {
                    back += ConversationStore.putBack(session, row) ? 1 : 0;
                }
                audit.add(session, clock.instant(), AuditAct.CONVERSATIONS_PUT_BACK, null, (long) back, null);
                return back;
            });
        }
    }

    /**
     * Forgets these. The next message to the person asks Teams for the conversation anew.
     *
     * @throws Problem when they are more than {@link #MAX_FORGOTTEN}
     */
    public Undo forget(Collection<Named> conversations) {
        if (conversations.size() > MAX_FORGOTTEN) {
            throw Problem.wrongUse("conversation.tooManyForgotten", conversations.size(), MAX_FORGOTTEN);
        }
        List<ConversationStore.Stored> all = new ArrayList<>();
        List<Named> left = List.copyOf(conversations);
        for (int from = 0; from < left.size(); from += IncomingRoster.CHUNK) {
            List<Named> some = left.subList(from, Math.min(left.size(), from + IncomingRoster.CHUNK));
            all.addAll(database.write(session -> forget(session, some)));
        }
        database.write(session -> {
            audit.add(session, clock.instant(), AuditAct.CONVERSATIONS_FORGOTTEN, null, (long) all.size(), null);
            return null;
        });
        return new Undo(all);
    }

    private static List<ConversationStore.Stored> forget(Session session, List<Named> some) throws SQLException {
        List<ConversationStore.Stored> gone = new ArrayList<>();
        for (Named named : some) {
            long entry = session.number(ENTRY, named.conversationId(), named.userId());
            Optional<ConversationStore.Stored> row = ConversationStore.stored(session, entry);
            if (row.isPresent()) {
                ConversationStore.forget(session, entry, named.conversationId());
                gone.add(row.get());
            }
        }
        return gone;
    }
}
