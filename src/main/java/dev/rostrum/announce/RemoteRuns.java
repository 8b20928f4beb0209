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
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The runs of the process that has the data file open for writing, as another process reaches them: by a request file, which that
 * process answers ({@link RequestListener}). Nothing is written to the data file here.
 */
public final class RemoteRuns {
    static final String PAUSE = "pause";
    static final String STOP = "stop";

    /** Asks a process that only listens for its data file and port. */
    static final String LEND = "lend";

    /** What a process does that only listens, and lends the data file to whoever writes. */
    public static final String LISTENER = "listen";

    private static final String HOST = "host";
    private static final String PORT = "port";

    /** In the answer to {@link #PAUSE}. */
    static final String AT_WORK = "atWork";

    private static final String RUN = "run";
    private static final long LOOK_MILLIS = 50;

    /** Less than a request is valid: one that is not taken by then is made anew. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Database database;
    private final RequestFiles files;
    private final Clock clock;
    private final Ticker ticker;

    /** What a process that was asked to pause a run says. */
    public enum PauseAnswer {
        /** The run is at work there, and pauses. */
        PAUSES,
        /** The run is not at work there; it may begin any time. */
        NOT_AT_WORK,
        /** No process has the data file open for writing, so none can begin it without a resume. */
        NOBODY
    }

    /** Where the asked process listened. */
    public record Lent(String host, int port) {}

    /** @param database open for reading */
    public RemoteRuns(Database database, Clock clock, Ticker ticker) {
        this.database = database;
        this.files = new RequestFiles(database.file(), clock, ticker);
        this.clock = clock;
        this.ticker = ticker;
    }

    /** Whether another process has the data file open for writing. */
    public boolean held() {
        return database.held();
    }

    static ObjectNode lent(Lent place) {
        return RequestJson.object().put(HOST, place.host()).put(PORT, place.port());
    }

    /**
     * How a paused run goes on: a command can do it only where no other process has the data file open for writing, or a listener that
     * lends it.
     */
    public Reason goingOn(long runId) {
        if (!held()) {
            return goingOnHere(runId);
        }
        return database.holder()
                .map(holder -> holder.command().equals(LISTENER)
                        ? goingOnHere(runId)
                        : Reason.of(
                                holder.window() ? "resume.window" : "resume.after",
                                runId,
                                Long.toString(holder.pid()),
                                holder.command()))
                .orElseGet(() -> Reason.of("resume.there", runId));
    }

    /** How a paused run goes on where nobody else has the data file open for writing. */
    public static Reason goingOnHere(long runId) {
        return Reason.of("resume.here", runId);
    }

    /** The run that a request is about. */
    static long run(ObjectNode request) {
        if (!request.path(RUN).isIntegralNumber() || !request.path(RUN).canConvertToLong()) {
            throw Problem.failed("request.unreadable");
        }
        return request.path(RUN).longValue();
    }

    /**
     * Asks for the pause of a run. It is not paused yet when this returns.
     *
     * @param command that asks
     * @throws Problem when there is no answer in time, or what the asked process had
     */
    public PauseAnswer pause(long runId, String command, Duration limit) throws InterruptedException {
        return ask(PAUSE, RequestJson.object().put(RUN, runId), command, limit)
                .map(answer -> answer.path(AT_WORK).asBoolean() ? PauseAnswer.PAUSES : PauseAnswer.NOT_AT_WORK)
                .orElse(PauseAnswer.NOBODY);
    }

    /**
     * Asks for the stop of a run, also where it only waits.
     *
     * @return false where no process has the data file open for writing
     */
    public boolean stop(long runId, String command, Duration limit) throws InterruptedException {
        return ask(STOP, RequestJson.object().put(RUN, runId), command, limit).isPresent();
    }

    /**
     * Asks a process that only listens to close data file and port. It has not closed them yet when this returns.
     *
     * @return empty where no process has the data file open for writing
     * @throws Problem where it does not step aside
     */
    public Optional<Lent> lend(String command, Duration limit) throws InterruptedException {
        return ask(LEND, RequestJson.object(), command, limit)
                .map(answer ->
                        new Lent(answer.path(HOST).asText(), answer.path(PORT).asInt()));
    }

    /**
     * Asks for what can be done more than once: a request that was taken and not answered, as by a process that was cut off, is
     * made again.
     */
    private Optional<ObjectNode> ask(String what, ObjectNode content, String command, Duration limit)
            throws InterruptedException {
        long begun = ticker.nanos();
        while (database.held()) {
            Optional<String> instance = database.writingInstance();
            if (instance.isPresent()) {
                Optional<ObjectNode> answer = askOnce(
                        new RequestJson.Request(
                                instance.get(),
                                clock.instant(),
                                ProcessHandle.current().pid(),
                                command,
                                what,
                                content),
                        begun,
                        limit);
                if (answer.isPresent()) {
                    return answer;
                }
            }
            if (passed(begun, limit)) {
                throw unanswered();
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return Optional.empty();
    }

    private Optional<ObjectNode> askOnce(RequestJson.Request request, long begun, Duration limit)
            throws InterruptedException {
        String id;
        try {
            id = files.ask(RequestJson.request(request));
        } catch (IOException e) {
            throw new Problem(Problem.Kind.FAILED, Reason.of("request.notWritten", database.file()), e);
        }
        try {
            long asked = ticker.nanos();
            while (!passed(begun, limit) && !passed(asked, PATIENCE) && database.held()) {
                Optional<byte[]> answer = files.answer(id);
                if (answer.isPresent()) {
                    return RequestJson.answer(answer.get());
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            return files.answer(id).flatMap(RequestJson::answer);
        } finally {
            files.withdraw(id);
        }
    }

    private boolean passed(long since, Duration limit) {
        return ticker.nanos() - since > limit.toNanos();
    }

    private Problem unanswered() {
        return database.holder()
                .map(holder -> Problem.failed(
                        "request.unansweredBy", Long.toString(holder.pid()), holder.command(), holder.since()))
                .orElseGet(() -> Problem.failed("request.unanswered"));
    }
}
