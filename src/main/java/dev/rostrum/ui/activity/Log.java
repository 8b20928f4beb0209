package dev.rostrum.ui.activity;

import dev.rostrum.store.query.EventQuery;
import dev.rostrum.store.query.RowQuery;

/** A log that grows at its top. Both are asked off the FX thread. */
interface Log<R> {
    /**
     * What is to be seen of it.
     *
     * @param failed only what failed
     * @param type of events, or null for all
     * @param sort the newest first where it is {@link Order#NEWEST}
     */
    record Question(String search, boolean failed, EventQuery.Type type, Order sort) {}

    /**
     * An order.
     *
     * @param column by its id; of no matter where the order is the usual one
     */
    record Order(String column, boolean ascending) {
        /** As rows come: the usual order. */
        static final Order NEWEST = new Order("", false);
    }

    /**
     * What would be seen now.
     *
     * @param count of rows
     * @param open of them, those that will still change
     */
    record Standing(long count, long open) {}

    /** The rows that are there now, and none that comes later: so nothing moves while somebody looks. */
    RowQuery<R> untilNow(Question question);

    Standing standing(Question question);
}
