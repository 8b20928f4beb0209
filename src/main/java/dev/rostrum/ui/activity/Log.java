package dev.rostrum.ui.activity;

import dev.rostrum.store.query.EventQuery;
import dev.rostrum.store.query.RowQuery;
import dev.rostrum.ui.table.SortKey;
import java.util.List;

/** A log that grows at its top. Both are asked off the FX thread. */
interface Log<R> {
    /**
     * What is to be seen of it.
     *
     * @param failed only what failed
     * @param type of events, or null for all
     */
    record Question(String search, boolean failed, EventQuery.Type type) {
        static final Question ALL = new Question("", false, null);
    }

    /**
     * What would be seen now.
     *
     * @param count of rows
     * @param open of them, those that will still change
     */
    record Standing(long count, long open) {}

    /**
     * The rows that are there now, and none that comes later: so nothing moves while somebody looks.
     *
     * @param sort none: the newest first
     */
    RowQuery<R> untilNow(Question question, List<SortKey> sort);

    Standing standing(Question question);
}
