package dev.rostrum.store;

import dev.rostrum.domain.Reason;
import dev.rostrum.domain.Ticker;
import dev.rostrum.store.Database.Writing;
import dev.rostrum.store.StoreFailure.Cause;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes what is queued, at most 256 items or 5 ms of it, runs all of it inside one
 * transaction, and commits once: while the disk syncs, the next batch gathers. What an item throws undoes that item alone:
 * items run in a savepoint of their own, but for those that may be run again. These run without, which costs less;
 * where one of them throws, the whole transaction is undone and its items run again, each in its savepoint.
 *
 * <p>An item's future completes after the commit, on this thread: what is chained to it must never block. A chained call may
 * submit more work, but may not wait for it.
 */
final class Writer {
    static final int MAX_BATCH = 256;
    private static final long MAX_BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int CAPACITY = 4096;

    /** After so long without work the log is emptied of what was deleted, and in any case after the longer time. */
    private static final long QUIET_MILLIS = 1_000;

    private static final long LONGEST_ERASED_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** How long {@link #submit} waits for room in the queue. */
    private static final long SUBMIT_SECONDS = 30;

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    /** The transaction is gone, and why. */
    private static final class BatchLost extends SQLException {
        private static final long serialVersionUID = 1L;
        private final StoreFailure why;

        BatchLost(StoreFailure why) {
            super(why);
            this.why = why;
        }
    }

    private static final class Item<T> {
        private final Writing<T> work;
        private final boolean repeatable;
        /** Whether it runs between two transactions. */
        private final boolean alone;

        private final CompletableFuture<T> future = new CompletableFuture<>();
        private T result;
        private Throwable failure;

        Item(Writing<T> work, boolean repeatable, boolean alone) {
            this.work = work;
            this.repeatable = repeatable;
            this.alone = alone;
        }

        void run(Session session) throws SQLException {
            result = work.in(session);
        }

        void settle() {
            if (failure == null) {
                future.complete(result);
            } else {
                future.completeExceptionally(failure);
            }
        }

        void fail(Throwable cause) {
            future.completeExceptionally(cause);
        }
    }

    private final Path file;
    private final Session session;
    private final Ticker ticker;
    private final Instance instance;
    private final Consumer<Reason> notices;
    private final BlockingQueue<Item<?>> queue = new ArrayBlockingQueue<>(CAPACITY);
    // Submitted by the writer thread itself, which must never wait for room in its own queue.
    private final Deque<Item<?>> own = new ArrayDeque<>();
    private final Item<Void> stop = new Item<>(s -> null, false, false);
    private final Thread thread;
    private boolean failing;
    /** What was met while a batch gathered, and runs after it. */
    private Item<?> alone;
    /** Since when something deleted stands in the log; null where nothing does. */
    private Long erasedAt;

    private volatile StoreFailure ended;
    private final AtomicLong commits = new AtomicLong();

    /**
     * @param instance proved before each commit
     * @param notices told once where the file was taken by another process
     */
    Writer(Path file, Session session, Ticker ticker, Instance instance, Consumer<Reason> notices) {
        this.ticker = ticker;
        this.file = file;
        this.session = session;
        this.instance = instance;
        this.notices = notices;
        this.thread = new Thread(this::loop, "store-writer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Commits since the start, for tests and figures. */
    long commits() {
        return commits.get();
    }

    Thread thread() {
        return thread;
    }

    <T> CompletableFuture<T> submit(Writing<T> work) {
        return submit(new Item<>(work, false, false));
    }

    /** As {@link #submit(Work)}, for work that may be run more than once: it changes nothing but the file. */
    <T> CompletableFuture<T> submitRepeatable(Writing<T> work) {
        return submit(new Item<>(work, true, false));
    }

    /** For what can be done only outside of any transaction. Its commits are its own. */
    <T> CompletableFuture<T> submitAlone(Writing<T> work) {
        return submit(new Item<>(work, false, true));
    }

    private <T> CompletableFuture<T> submit(Item<T> item) {
        StoreFailure before = ended;
        if (before != null) {
            item.fail(before);
            return item.future;
        }
        if (Thread.currentThread() == thread) {
            own.add(item);
            return item.future;
        }
        try {
            if (!queue.offer(item, SUBMIT_SECONDS, TimeUnit.SECONDS)) {
                item.fail(new StoreFailure(Cause.OTHER, null, "store.notTaken", file.toString(), SUBMIT_SECONDS));
                return item.future;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            item.fail(new StoreFailure(Cause.OTHER, e, "store.interruptedBefore", file.toString()));
            return item.future;
        }
        // The writer may have ended between the two looks; then nobody takes the item any more.
        StoreFailure after = ended;
        if (after != null && queue.remove(item)) {
            item.fail(after);
        }
        return item.future;
    }

    /** Writes what is queued and ends. False when that took longer than the limit; the thread then goes on. */
    boolean close(long limitMillis) throws InterruptedException {
        if (queue.offer(stop, limitMillis, TimeUnit.MILLISECONDS)) {
            thread.join(Math.max(1, limitMillis));
        }
        return !thread.isAlive();
    }

    private void loop() {
        StoreFailure why = new StoreFailure(Cause.OTHER, null, "store.closed", file.toString());
        try {
            while (batch(take())) {
                // Until told to stop.
            }
        } catch (InterruptedException e) {
            why = new StoreFailure(Cause.OTHER, e, "store.writingInterrupted", file.toString());
        } catch (StoreFailure e) {
            LOG.error(
                    "the data file is not this process's any more ({}); nothing more is written",
                    e.reason().code());
            why = e;
            notices.accept(e.reason());
        } catch (Throwable t) {
            LOG.error("store writer died: {}", t.getClass().getName());
            why = new StoreFailure(Cause.OTHER, t, "store.writerFailed", file.toString());
        } finally {
            ended = why;
            List<Item<?>> rest = new ArrayList<>(own);
            own.clear();
            if (alone != null) {
                rest.add(alone);
            }
            queue.drainTo(rest);
            for (Item<?> item : rest) {
                item.fail(why);
            }
        }
    }

    private Item<?> take() throws InterruptedException {
        if (alone != null) {
            Item<?> next = alone;
            alone = null;
            return next;
        }
        if (own.isEmpty()) {
            Item<?> next = erasedAt == null ? queue.take() : queue.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
            while (next == null) {
                emptyLog();
                next = erasedAt == null ? queue.take() : queue.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
            }
            return next;
        }
        // Chunks that follow each other through own must not keep others waiting: those go first, then the next chunk.
        Item<?> item = queue.poll();
        return item != null && item != stop ? item : ownBefore(item);
    }

    /**
     * Writes the log into the data file and empties it, so that what was deleted stands in neither. While somebody reads an older
     * state it cannot, and is tried again.
     */
    private void emptyLog() {
        try {
            if (logEmptied()) {
                return;
            }
        } catch (SQLException e) {
            LOG.warn("the log with deleted rows is not emptied yet: {}", Failures.code(e));
        }
        erasedAt = ticker.nanos();
    }

    /** As {@link #emptyLog}, once; of the writer's thread alone. False while somebody reads an older state. */
    boolean logEmptied() throws SQLException {
        if (!session.emptyLog()) {
            return false;
        }
        erasedAt = null;
        return true;
    }

    /** The next item of our own; a stop that was met goes behind all of them. */
    private Item<?> ownBefore(Item<?> met) {
        Item<?> item = own.poll();
        if (met != null) {
            own.add(met);
        }
        return item;
    }

    private Item<?> poll() {
        Item<?> item = own.poll();
        return item != null ? item : queue.poll();
    }

    /** False when the stop item was met; what lay before it has been written. */
    private boolean batch(Item<?> first) {
        if (first == stop) {
            return false;
        }
        if (first.alone) {
            alone(first);
            return true;
        }
        List<Item<?>> items = new ArrayList<>();
        items.add(first);
        boolean goOn = true;
        try {
            session.update("BEGIN IMMEDIATE");
            long end = ticker.nanos() + MAX_BATCH_NANOS;
            boolean bare = run(items, first, true);
            while (items.size() < MAX_BATCH && ticker.nanos() - end < 0) {
                Item<?> next = poll();
                if (next == null) {
                    break;
                }
                if (next == stop) {
                    goOn = false;
                    break;
                }
                if (next.alone) {
                    alone = next;
                    break;
                }
                items.add(next);
                bare = run(items, next, bare);
            }
            session.writePending();
            instance.require(session, file);
            session.update("COMMIT");
            session.pendingCommitted();
            commits.incrementAndGet();
            if (session.takeErased() && erasedAt == null) {
                erasedAt = ticker.nanos();
            }
            failing = false;
        } catch (SQLException e) {
            rollBack();
            StoreFailure failure = e instanceof BatchLost ? ((BatchLost) e).why : Failures.of(e, file);
            if (!failing) {
                // Once per row of failures: a full disk refuses everything that still comes.
                LOG.error("a commit of {} items failed: {}", items.size(), failure.what());
            }
            failing = true;
            items.forEach(item -> item.fail(failure));
            return goOn;
        } catch (StoreFailure e) {
            rollBack();
            items.forEach(item -> item.fail(e));
            throw e;
        } catch (Throwable t) {
            rollBack();
            StoreFailure failure = new StoreFailure(Cause.OTHER, t, "store.failedWriting", file.toString());
            items.forEach(item -> item.fail(failure));
            throw t;
        }
        items.forEach(Item::settle);
        // Nobody who wrote waits for it.
        if (erasedAt != null && ticker.nanos() - erasedAt > LONGEST_ERASED_NANOS) {
            emptyLog();
        }
        return goOn;
    }

    private void alone(Item<?> item) {
        try {
            if (!instance.inPlace()) {
                throw new StoreFailure(Cause.OTHER, null, Database.REPLACED, file.toString());
            }
            item.run(session);
        } catch (SQLException e) {
            item.failure = Failures.of(e, file);
        } catch (RuntimeException e) {
            item.failure = e;
        }
        item.settle();
    }

    /**
     * Runs the last one of these items.
     *
     * @param bare whether all before it ran without a savepoint, and may be run again
     * @return whether that holds now
     */
    private boolean run(List<Item<?>> items, Item<?> last, boolean bare) throws SQLException {
        if (!bare || !last.repeatable) {
            runInSavepoint(last);
            return false;
        }
        try {
            last.run(session);
            return true;
        } catch (SQLException | RuntimeException e) {
            LOG.debug(
                    "{} items run again, each in its savepoint: {}",
                    items.size(),
                    e.getClass().getName());
        }
        rollBack();
        session.update("BEGIN IMMEDIATE");
        for (Item<?> item : items) {
            runInSavepoint(item);
        }
        return false;
    }

    /** An exception from here means that the whole transaction is lost. */
    private void runInSavepoint(Item<?> item) throws SQLException {
        session.writePending();
        session.update("SAVEPOINT item");
        try {
            item.run(session);
        } catch (SQLException e) {
            item.failure = Failures.of(e, file);
        } catch (RuntimeException e) {
            item.failure = e;
        }
        if (item.failure != null) {
            session.forgetPending();
            try {
                session.update("ROLLBACK TO item");
            } catch (SQLException e) {
                // SQLite itself has rolled back the whole transaction, as it may on a full disk: the item's failure is
                // everybody's.
                throw item.failure instanceof StoreFailure ? new BatchLost((StoreFailure) item.failure) : e;
            }
        }
        session.update("RELEASE item");
    }

    private void rollBack() {
        session.forgetPending();
        try {
            session.update("ROLLBACK");
        } catch (SQLException e) {
            // There was no transaction any more, or the next BEGIN will say what is the matter.
            LOG.debug("no rollback: {}", Failures.code(e));
        }
    }
}
