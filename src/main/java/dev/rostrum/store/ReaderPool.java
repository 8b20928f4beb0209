package dev.rostrum.store;

import dev.rostrum.store.StoreFailure.Cause;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A few read-only connections, each used by one thread at a time; what one call reads is of one moment, and an interrupted thread reads no further. */
final class ReaderPool implements AutoCloseable {
    private static final int SIZE = 4;
    private static final long WAIT_SECONDS = 30;
    private static final Logger LOG = LoggerFactory.getLogger(ReaderPool.class);

    private final Path file;
    private final Session.Mode mode;
    private final Semaphore free = new Semaphore(SIZE, true);
    private final Deque<Session> idle = new ArrayDeque<>();
    private boolean closed;

    ReaderPool(Path file, Session.Mode mode) {
        this.file = file;
        this.mode = mode;
    }

    <T> T read(Database.Reading<T> reading) {
        boolean permit = false;
        try {
            permit = free.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS);
            if (!permit) {
                throw new StoreFailure(Cause.OTHER, null, "store.notAnswered", file.toString(), WAIT_SECONDS);
            }
            return inTransaction(take(), reading);
        } catch (SQLException e) {
            throw Failures.of(e, file);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreFailure(Cause.OTHER, e, "store.readingInterrupted", file.toString());
        } finally {
            if (permit) {
                free.release();
            }
        }
    }

    private <T> T inTransaction(Session session, Database.Reading<T> reading) throws SQLException {
        boolean sound = false;
        try {
            session.update("BEGIN");
            T result = reading.from(session);
            session.update("COMMIT");
            sound = true;
            return result;
        } catch (SQLException | RuntimeException e) {
            try {
                session.update("ROLLBACK");
                sound = true;
            } catch (SQLException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        } finally {
            giveBack(session, sound);
        }
    }

    private Session take() throws SQLException {
        synchronized (idle) {
            if (closed) {
                throw new StoreFailure(Cause.OTHER, null, "store.closed", file.toString());
            }
            Session session = idle.poll();
            if (session != null) {
                return session;
            }
        }
        Session fresh = Session.open(file, mode);
        fresh.endWhenInterrupted();
        return fresh;
    }

    private void giveBack(Session session, boolean sound) {
        synchronized (idle) {
            if (sound && !closed) {
                idle.push(session);
                return;
            }
        }
        drop(session);
    }

    private static void drop(Session session) {
        try {
            session.close();
        } catch (SQLException e) {
            LOG.warn("a reading connection could not be closed: {}", Failures.code(e));
        }
    }

    /** Waits a moment for those who still read; their connections close when they are given back. */
    @Override
    public void close() {
        boolean all = false;
        try {
            all = free.tryAcquire(SIZE, 5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (idle) {
            closed = true;
            idle.forEach(ReaderPool::drop);
            idle.clear();
        }
        if (all) {
            free.release(SIZE);
        }
    }
}
