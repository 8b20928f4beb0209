package dev.rostrum.store;

import java.sql.SQLException;

/**
 * What the open transaction has still to write, gathered so that it is written once: before the commit, before each savepoint, and
 * before anybody reads it in the same transaction.
 */
public interface PendingChanges {
    /** Writes them into the open transaction. */
    void write(Session session) throws SQLException;

    /** Drops what was gathered since the last {@link #write}, since it has been undone. */
    void forget();

    /** The transaction is durable. Called on the writer's thread before anything else is written. */
    default void committed() {}
}
