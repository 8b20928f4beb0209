package dev.rostrum.store.query;

import dev.rostrum.domain.ConversationState;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFailure;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The orders of people and of conversations that a window keeps in memory for a data file: twelve at most, four bytes an entry each. */
final class KeptOrders {
    private static final Logger LOG = LoggerFactory.getLogger(KeptOrders.class);

    private static final Map<Database, KeptOrders> OF = new WeakHashMap<>();

    private final RowOrders<UserQuery.Column, PeopleFilter> people =
            new RowOrders<>(UserQuery.Column.class, new PeopleRows());
    private final RowOrders<ConversationQuery.Column, Set<ConversationState>> conversations =
            new RowOrders<>(ConversationQuery.Column.class, new ConversationRows());
    private volatile boolean peopleReady;
    private volatile boolean conversationsReady;

    private KeptOrders() {}

    /** Begins to keep them, where nobody has. What is asked until they are there is asked of the data file. */
    static void keep(Database database) {
        synchronized (OF) {
            if (OF.containsKey(database)) {
                return;
            }
            KeptOrders kept = new KeptOrders();
            OF.put(database, kept);
            database.whileOpen("row-orders", () -> kept.read(database));
        }
    }

    private static KeptOrders of(Database database) {
        synchronized (OF) {
            return OF.get(database);
        }
    }

    /** Null until they are there. */
    static RowOrders<UserQuery.Column, PeopleFilter> people(Database database) {
        KeptOrders kept = of(database);
        return kept == null || !kept.peopleReady ? null : kept.people;
    }

    /** Null until they are there. */
    static RowOrders<ConversationQuery.Column, Set<ConversationState>> conversations(Database database) {
        KeptOrders kept = of(database);
        return kept == null || !kept.conversationsReady ? null : kept.conversations;
    }

    private void read(Database database) {
        try {
            prepare(database, UserQuery.Column.NAME);
            database.read(session -> {
                people.prepare(session, PeopleFilter.ALL);
                return null;
            });
            peopleReady = true;
            prepare(database, ConversationQuery.Column.NAME);
            database.read(session -> {
                conversations.prepare(session, Set.of());
                return null;
            });
            conversationsReady = true;
            // Whoever sorts by another column finds it read.
            for (UserQuery.Column column : UserQuery.Column.values()) {
                prepare(database, column);
            }
            for (ConversationQuery.Column column : ConversationQuery.Column.values()) {
                prepare(database, column);
            }
        } catch (StoreFailure e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.warn("orders are not kept in memory: {}", e.what());
            }
        } catch (RuntimeException e) {
            LOG.error("orders are not kept in memory", e);
        }
    }

    private void prepare(Database database, UserQuery.Column column) {
        database.read(session -> {
            people.prepare(session, column);
            return null;
        });
    }

    private void prepare(Database database, ConversationQuery.Column column) {
        database.read(session -> {
            conversations.prepare(session, column);
            return null;
        });
    }
}
