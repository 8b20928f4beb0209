package dev.rostrum.store;

import dev.rostrum.domain.MadeRequest;
import dev.rostrum.domain.RequestKind;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down the requests that no delivery makes: those stand in the ledger's attempts. It never blocks or fails a request. What
 * comes faster than it can be written is left out, and the log says how much. It is read by {@code store.query.RequestQuery}.
 */
public final class RequestLog implements Consumer<MadeRequest>, AutoCloseable {
    /** Requests that are kept at most, and for how long. */
    public static final int MAX_KEPT = 50_000;

    public static final Duration KEPT = Duration.ofDays(30);

    /** Requests that may wait to be written. */
    static final int QUEUE = 1_000;

    /** Requests of one commit. */
    private static final int BATCH = 64;

    /** Rows that one commit forgets, and rows after which it is looked at what may be forgotten. */
    private static final int CHUNK = 500;

    private static final long CLOSE_MILLIS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

    private record Entry(Instant at, MadeRequest request) {}

    private static final Entry END = new Entry(Instant.EPOCH, null);

    private final Database database;
    private final Clock clock;
    private final BlockingQueue<Entry> queue;
    private final AtomicLong leftOut = new AtomicLong();
    private final Thread thread;
    private boolean failing;

    public RequestLog(Database database, Clock clock) {
        this(database, clock, QUEUE);
    }

    RequestLog(Database database, Clock clock, int capacity) {
        this.database = database;
        this.clock = clock;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.thread = new Thread(this::loop, "request-log");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void accept(MadeRequest request) {
        if (!queue.offer(new Entry(clock.instant().minus(request.latency()), request))) {
            leftOut.incrementAndGet();
        }
    }

    private void loop() {
        int written = CHUNK;
        List<Entry> batch = new ArrayList<>(BATCH);
        try {
            while (!batch.contains(END)) {
                batch.clear();
                batch.add(queue.take());
                queue.drainTo(batch, BATCH - 1);
                written += write(batch);
                if (written >= CHUNK) {
                    written = 0;
                    prune();
                }
            }
        } catch (InterruptedException e) {
            LOG.info("the request log was ended with {} requests unwritten", queue.size());
        }
    }

    /** @return how many rows were written */
    private int write(List<Entry> batch) {
        List<Entry> entries =
                batch.stream().filter(entry -> entry.request() != null).toList();
        long missing = leftOut.getAndSet(0);
        if (entries.isEmpty() && missing == 0) {
            return 0;
        }
        Instant now = clock.instant();
        try {
            int rows = database.writeRepeatable(session -> {
                for (Entry entry : entries) {
                    insert(session, entry.at(), entry.request(), null);
                }
                if (missing > 0) {
                    insert(
                            session,
                            now,
                            new MadeRequest(RequestKind.LEFT_OUT, "", 0, null, null, Duration.ZERO, null),
                            missing);
                }
                return entries.size() + 1;
            });
            failing = false;
            return rows;
        } catch (RuntimeException e) {
            leftOut.addAndGet(missing + entries.size());
            if (!failing) {
                // Once per row of failures, as the writer does.
                LOG.warn("requests are not written down: {}", code(e));
            }
            failing = true;
            return 0;
        }
    }

    private static String code(RuntimeException e) {
        return e instanceof StoreFailure failure
                ? failure.reason().code()
                : e.getClass().getName();
    }

    private static void insert(Session session, Instant at, MadeRequest request, Long leftOut) throws SQLException {
        session.update(
                "INSERT INTO request (at, kind, path, status, code, ms_cv, latency_ms, after, left_out)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                at,
                request.kind(),
                request.path(),
                request.status() == 0 ? null : request.status(),
                request.code(),
                request.msCv(),
                request.latency().toMillis(),
                request.after(),
                leftOut);
    }

    /** The oldest rows, of which those go that are too old or too many. */
    private static final String OLD = "SELECT id FROM (SELECT id, at FROM request ORDER BY id LIMIT " + CHUNK
            + ") WHERE at < ?1 OR id <= (SELECT max(id) FROM request) - " + MAX_KEPT;

    private void prune() {
        Instant oldest = clock.instant().minus(KEPT);
        try {
            while (database.read(session -> session.number("SELECT EXISTS (" + OLD + ")", oldest)) != 0) {
                database.write(session -> session.update("DELETE FROM request WHERE id IN (" + OLD + ")", oldest));
            }
        } catch (RuntimeException e) {
            LOG.warn("old requests stay in the log: {}", code(e));
        }
    }

    /** Writes what is queued, for at most five seconds. What is told later is written nowhere. */
    @Override
    public void close() {
        try {
            if (queue.offer(END, CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                thread.join(CLOSE_MILLIS);
            }
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
