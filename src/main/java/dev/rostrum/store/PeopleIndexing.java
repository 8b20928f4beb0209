package dev.rostrum.store;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the search index of people where it is not there, is of an earlier version or was thrown away: by a thread of its own, in
 * commits that keep nobody waiting. What is done stays done, so that a process that is cut off is followed by one that goes on. Until all
 * of it is there, tables search without it.
 */
final class PeopleIndexing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeopleIndexing.class);
    private static final long CLOSE_MILLIS = TimeUnit.SECONDS.toMillis(5);

    private final Database database;
    private Thread thread;
    private volatile boolean closing;

    PeopleIndexing(Database database) {
        this.database = database;
    }

    /** Begins, or goes on with it, where there is something to do. */
    synchronized void begin() {
        if (thread != null || over()) {
            return;
        }
        thread = new Thread(this::work, "people-index");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
    }

    private void work() {
        try {
            while (!ended()) {
                database.writeRepeatable(PeopleIndex::goOn);
            }
        } catch (StoreFailure e) {
            if (!closing) {
                LOG.warn("the search index is not whole: {}", e.what());
            }
        } catch (RuntimeException e) {
            LOG.error("the search index is not whole", e);
        }
    }

    private boolean over() {
        return closing || database.read(PeopleIndex::whole);
    }

    /** Whoever begins it later begins a thread. */
    private synchronized boolean ended() {
        boolean over = over();
        if (over) {
            thread = null;
        }
        return over;
    }

    /** The commit that is under way is waited for. */
    @Override
    public void close() {
        closing = true;
        Thread working;
        synchronized (this) {
            working = thread;
        }
        if (working == null) {
            return;
        }
        try {
            working.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
