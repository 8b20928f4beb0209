package dev.rostrum.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on reading where calls were given up at their deadline, so that an acceptance which comes late is not lost. Nothing is
 * ever written. Each has a thread of its own, for a bounded time; there are few at once, and whoever comes beyond them is
 * closed as if nobody waited. Closing ends all of them at once.
 */
final class LateAnswers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LateAnswers.class);

    /** Reads an answer of which the head is there. */
    interface ResponseReader {
        void read(ClassicHttpResponse head) throws IOException;
    }

    private final class LateRead implements CallWatch.Watched {
        private final DetachableConnection connection;
        private final ResponseReader reading;
        private final long end;

        LateRead(DetachableConnection connection, ResponseReader reading) {
            this.connection = connection;
            this.reading = reading;
            this.end = watch.now() + patience.toNanos();
        }

        @Override
        public void look(long now) {
            if (closed || now - end >= 0) {
                connection.end();
            }
        }

        void run() {
            try {
                connection.setSocketTimeout(Timeout.of(patience));
                ClassicHttpResponse head = connection.receiveResponseHeader();
                for (int interim = 0; head.getCode() < 200; interim++) {
                    if (interim == Transport.MAX_INTERIM) {
                        throw new ProtocolException("Interim answers without end");
                    }
                    head = connection.receiveResponseHeader();
                }
                connection.receiveResponseEntity(head);
                reading.read(head);
            } catch (IOException | HttpException e) {
                LOG.debug("no late answer: {}", e.getClass().getSimpleName());
            } catch (RuntimeException e) {
                LOG.error("a late answer was not dealt with", e);
            } finally {
                connection.end();
                forget();
            }
        }

        void forget() {
            watch.remove(this);
            stragglers.remove(this);
            room.release();
        }
    }

    private final String name;
    private final Duration patience;
    private final CallWatch watch;
    private final Semaphore room = new Semaphore(Transport.MAX_LATE);
    private final Set<LateRead> stragglers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger number = new AtomicInteger();
    private volatile boolean closed;

    /**
     * @param name begins the names of its threads
     * @param patience how long after the deadline an answer is waited for; zero for not at all
     */
    LateAnswers(String name, Duration patience, CallWatch watch) {
        this.name = name;
        this.patience = patience;
        this.watch = watch;
    }

    boolean patient() {
        return !patience.isZero();
    }

    /** @return whether it waits for the answer, and closes the connection afterwards */
    boolean take(DetachableConnection connection, ResponseReader reading) {
        if (closed || Thread.currentThread().isInterrupted() || !room.tryAcquire()) {
            return false;
        }
        LateRead lateRead = new LateRead(connection, reading);
        stragglers.add(lateRead);
        watch.add(lateRead);
        Thread thread = new Thread(lateRead::run, name + "-" + number.incrementAndGet());
        thread.setDaemon(true);
        boolean started = false;
        try {
            thread.start();
            started = true;
        } finally {
            if (!started) {
                lateRead.forget();
            }
        }
        if (closed) {
            connection.end();
        }
        return true;
    }

    /** Answers that are waited for now. */
    int waiting() {
        return stragglers.size();
    }

    @Override
    public void close() {
        closed = true;
        stragglers.forEach(lateRead -> lateRead.connection.end());
    }
}
