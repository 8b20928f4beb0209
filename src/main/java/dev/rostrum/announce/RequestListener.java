package dev.rostrum.announce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.Ticker;
import dev.rostrum.store.Database;
import dev.rostrum.store.RequestFiles;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what other processes ask of this one, which has the data file open for writing, and answers them. One thread looks for
 * request files four times a second; one request is done after the other. A request is done once or not at all: it is gone from
 * its place before anything is done for it.
 */
public final class RequestListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RequestListener.class);
    private static final long LOOK_MILLIS = 250;
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    /** Does what is asked for under one name. */
    @FunctionalInterface
    public interface Handler {
        /**
         * @param request what was asked, not looked at yet
         * @param asker which process asks, for the audit log
         * @return the answer
         * @throws Problem that the asker is told
         */
        ObjectNode handle(ObjectNode request, Reason asker);
    }

    private final Database database;
    private final RequestFiles files;
    private final Map<String, Handler> handlers;
    private final Clock clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::listen, "requests");

    /**
     * @param database open for writing
     * @param handlers by what is asked for
     */
    public RequestListener(Database database, Map<String, Handler> handlers, Clock clock, Ticker ticker) {
        this.database = database;
        this.files = new RequestFiles(database.file(), clock, ticker);
        this.handlers = Map.copyOf(handlers);
        this.clock = clock;
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Pauses and stops runs of this process, and lends what it listens with.
     *
     * @param lending steps aside for the asker; empty where it does not only listen
     */
    public static Map<String, Handler> of(Runs runs, Function<Reason, Optional<RemoteRuns.Lent>> lending) {
        return Map.of(
                RemoteRuns.LEND,
                (request, asker) ->
                        RemoteRuns.lent(lending.apply(asker).orElseThrow(() -> Problem.failed("request.notLent"))),
                RemoteRuns.PAUSE,
                (request, asker) ->
                        RequestJson.object().put(RemoteRuns.AT_WORK, runs.pause(RemoteRuns.run(request), asker)),
                RemoteRuns.STOP,
                (request, asker) -> {
                    runs.stop(RemoteRuns.run(request), asker);
                    return RequestJson.object();
                });
    }

    private void listen() {
        try {
            while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            List<String> waiting = files.waiting();
            // Where another process has taken the file, requests are for that one.
            if (!waiting.isEmpty() && mine()) {
                waiting.forEach(this::take);
            }
        } catch (RuntimeException | Error e) {
            LOG.error("requests of other processes could not be looked at", e);
        }
    }

    private boolean mine() {
        return database.writingInstance().filter(database.instance()::equals).isPresent();
    }

    private void take(String id) {
        files.take(id).ifPresent(bytes -> {
            RequestJson.Request request = RequestJson.request(bytes).orElse(null);
            String fault = fault(request);
            if (fault != null) {
                LOG.warn("request {} is removed: {}", id, fault);
                return;
            }
            LOG.info("process {} ({}) asks for {}", request.pid(), request.command(), request.what());
            answer(id, done(request));
        });
    }

    /** Why a request is not believed, or null. */
    private String fault(RequestJson.Request request) {
        if (request == null) {
            return "unreadable";
        }
        if (!request.instance().equals(database.instance())) {
            return "otherInstance";
        }
        Duration age = Duration.between(request.at(), clock.instant()).abs();
        if (age.compareTo(RequestFiles.VALID) > 0) {
            return "old";
        }
        return handlers.containsKey(request.what()) ? null : "unknown";
    }

    private byte[] done(RequestJson.Request request) {
        try {
            return RequestJson.done(handlers.get(request.what()).handle(request.content(), request.asker()));
        } catch (Problem e) {
            return RequestJson.problem(e);
        } catch (RuntimeException e) {
            LOG.error("a request of another process failed", e);
            return RequestJson.problem(Problem.failed("request.failed"));
        }
    }

    private void answer(String id, byte[] answer) {
        try {
            files.answer(id, answer);
        } catch (IOException | Problem e) {
            LOG.warn(
                    "request {} was done and could not be answered: {}",
                    id,
                    e.getClass().getSimpleName());
        }
    }

    /** Ends it once the request that is being done is done, or after five seconds. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(END_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
