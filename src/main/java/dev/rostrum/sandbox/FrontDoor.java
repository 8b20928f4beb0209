package dev.rostrum.sandbox;

import dev.rostrum.sandbox.CannedAnswer.Coding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where every request comes in and every answer goes out: read the whole request, ask the scripts and the fault plan,
 * process it, write it to the log, wait, answer. All misbehaviour on order has its place here.
 */
final class FrontDoor extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
    /** A body over the connector's limit is read up to here, so that its sender can read the refusal. */
    private static final int MAX_READ_BYTES = 4 * ConnectorRoutes.MAX_BODY_BYTES;

    private static final Reply TOO_LARGE = Reply.error(413, "RequestEntityTooLarge", "Request entity too large.");
    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]{1,5})?", Pattern.CASE_INSENSITIVE);

    private final OpenConnections connections;
    private final ConnectorRoutes connector;
    private final TokenEndpoint tokenEndpoint;
    private final SignInDocuments signInDocuments;
    private final RequestLog requestLog;
    private final Duration latency;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Script plan;
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final List<Script> scripts = new CopyOnWriteArrayList<>();
    private final List<Consumer<LoggedRequest>> processedHooks = new CopyOnWriteArrayList<>();

    FrontDoor(
            OpenConnections connections,
            ConnectorRoutes connector,
            TokenEndpoint tokenEndpoint,
            SignInDocuments signInDocuments,
            RequestLog requestLog,
            Duration latency,
            Script plan,
            Clock clock,
            LongSupplier nanos) {
        this.connections = connections;
        this.connector = connector;
        this.tokenEndpoint = tokenEndpoint;
        this.signInDocuments = signInDocuments;
        this.requestLog = requestLog;
        this.latency = latency;
        this.plan = plan;
        this.clock = clock;
        this.nanos = nanos;
    }

    void onProcessed(Consumer<LoggedRequest> hook) {
        processedHooks.add(hook);
    }

    void alsoNamed(String host) {
        names.add(host.toLowerCase(Locale.ROOT));
    }

    void add(Script script) {
        scripts.add(script);
    }

    void remove(Script script) {
        scripts.remove(script);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!isFromHere(request)) {
            refuseUnread(response, callback, Reply.message(403, "This server is for programs on this computer only."));
            return true;
        }
        if (request.getLength() > MAX_READ_BYTES) {
            refuseUnread(response, callback, TOO_LARGE);
            return true;
        }
        new Arrival(request, response, callback).run();
        return true;
    }

    /**
     * Whether a program on this computer asks by a name of the loopback address. A page in a browser that has made its own
     * host's name lead here still sends that name; one that asks across origins says so.
     */
    private boolean isFromHere(Request request) {
        String named = request.getHeaders().get(HttpHeader.HOST);
        String asked = request.getHttpURI().getAuthority();
        return named != null
                && isOurs(named)
                && (asked == null || isOurs(asked))
                && !request.getHeaders().contains(HttpHeader.ORIGIN);
    }

    private boolean isOurs(String host) {
        return LOOPBACK.matcher(host).matches() || names.contains(host.toLowerCase(Locale.ROOT));
    }

    private static void refuseUnread(Response response, Callback callback, Reply reply) {
        write(response, callback, reply, Map.of("Connection", "close"), Coding.IDENTITY);
    }

    private void process(
            Request request, Response response, Callback callback, byte[] body, long arrived, AtomicBoolean answering) {
        try {
            Exchange exchange = new Exchange(
                    request.getMethod(),
                    request.getHttpURI().getPath(),
                    request.getHttpURI().getQuery(),
                    headers(request),
                    body);
            connector.identify(exchange);
            boolean signIn = exchange.target().route().isSignIn();
            CannedAnswer order = ordered(exchange.view());
            Reply own = order.processed() ? order.changed(answer(exchange)) : null;
            boolean replaced = order.reply() != null && (own == null || own.success() || order.inBetween());
            Reply reply = replaced ? order.reply() : own;
            CannedAnswer.Ending ending = order.ending();
            if (!signIn) {
                // What Teams refuses by itself is no fault, unless more is done to it.
                boolean misbehaved = replaced
                        || order.reply() == null
                        || ending != CannedAnswer.Ending.ANSWER
                        || !order.delay().isZero();
                LoggedRequest logged = requestLog.append(exchange.logged(
                        clock.instant(),
                        reply == null ? new Reply(0, "", "") : reply,
                        own != null && own.success(),
                        ending.isWhole(),
                        misbehaved ? order.label() : ""));
                for (Consumer<LoggedRequest> hook : processedHooks) {
                    hook.accept(logged);
                }
            }
            long least = signIn ? 0 : latency.plus(order.latency()).toNanos();
            long wait = Math.max(0, least - (nanos.getAsLong() - arrived));
            Map<String, String> more = order.headers(clock.instant());
            Coding coding = order.coding();
            later(wait + order.delay().toNanos(), callback, () -> {
                connections.idle(request.getConnectionMetaData().getConnection());
                // A body that drips on order makes its client wait, not the reverse.
                answering.set(ending != CannedAnswer.Ending.DRIP);
                switch (ending) {
                    case ANSWER -> write(response, callback, reply, more, coding);
                    case ANSWER_AND_CLOSE -> {
                        EndPoint endPoint = endPoint(request);
                        Callback closing = Callback.from(
                                callback, () -> later(order.pause().toNanos(), Callback.NOOP, endPoint::close));
                        write(response, closing, reply, more, coding);
                    }
                    case HALF_BODY -> writeHalf(request, response, callback, reply, more, coding);
                    case DRIP -> new Drip(response, callback, reply, more, coding, order.pause()).run();
                    case CLOSE, RESET -> hangUp(request, callback, ending);
                }
            });
        } catch (IOException | RuntimeException | Error e) {
            // An error too, as of a failed assertion in a hook: without an answer its client would wait in vain.
            LOG.error("the sandbox could not process a request", e);
            write(response, callback, Reply.error(500, "ServiceError", "Unknown"), Map.of(), Coding.IDENTITY);
        }
    }

    private Reply answer(Exchange exchange) throws IOException {
        if (exchange.target().route() == Route.METADATA) {
            return signInDocuments.answer(exchange.method(), exchange.target(), exchange.query());
        }
        if (exchange.target().route() == Route.TOKEN) {
            return tokenEndpoint.answer(
                    exchange.method(),
                    exchange.target().id(),
                    exchange.target().itemId(),
                    exchange.header("content-type"),
                    exchange.text() == null ? "" : exchange.text());
        }
        return connector.answer(exchange);
    }

    /** What the first script that has a say orders, then the fault plan. */
    private CannedAnswer ordered(RequestView view) {
        for (Script script : scripts) {
            Optional<CannedAnswer> answer = script.answer(view);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        return plan.answer(view).orElseGet(CannedAnswer::usual);
    }

    private void later(long waitNanos, Callback callback, Runnable action) {
        if (waitNanos <= 0) {
            action.run();
            return;
        }
        getServer()
                .getScheduler()
                .schedule(
                        () -> {
                            try {
                                action.run();
                            } catch (RuntimeException e) {
                                callback.failed(new Unanswered("the answer could not be written", e));
                            }
                        },
                        waitNanos,
                        TimeUnit.NANOSECONDS);
    }

    private static void write(
            Response response, Callback callback, Reply reply, Map<String, String> more, Coding coding) {
        response.write(true, ByteBuffer.wrap(head(response, reply, more, coding, 0)), callback);
    }

    /**
     * Prepares all but the body, which is returned.
     *
     * @param more headers that take the place of others of the same name; an empty value is none at all
     * @param least bytes that the head promises at least
     */
    private static byte[] head(Response response, Reply reply, Map<String, String> more, Coding coding, int least) {
        HttpFields.Mutable headers = response.getHeaders();
        response.setStatus(reply.status());
        headers.put("MS-CV", correlationVector());
        byte[] body = coded(reply.body().getBytes(StandardCharsets.UTF_8), coding);
        if (body.length > 0) {
            headers.put("Content-Type", "application/json; charset=utf-8");
        }
        headers.put("Content-Length", Math.max(body.length, least));
        if (coding != Coding.IDENTITY) {
            headers.put("Content-Encoding", coding.header());
        }
        reply.headers().forEach(headers::put);
        more.forEach((name, value) -> {
            if (value.isEmpty()) {
                headers.remove(name);
            } else {
                headers.put(name, value);
            }
        });
        return body;
    }

    private static byte[] coded(byte[] body, Coding coding) {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (OutputStream out =
                switch (coding) {
                    case IDENTITY -> coded;
                    case GZIP -> new GZIPOutputStream(coded);
                    case DEFLATE -> new DeflaterOutputStream(coded);
                    case DEFLATE_RAW ->
                        new DeflaterOutputStream(coded, new Deflater(Deflater.DEFAULT_COMPRESSION, true));
                }) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return coded.toByteArray();
    }

    private static void writeHalf(
            Request request,
            Response response,
            Callback callback,
            Reply reply,
            Map<String, String> more,
            Coding coding) {
        byte[] body = head(response, reply, more, coding, 2);
        response.write(
                false,
                ByteBuffer.wrap(body, 0, body.length / 2),
                Callback.from(() -> hangUp(request, callback, CannedAnswer.Ending.CLOSE), callback::failed));
    }

    private static EndPoint endPoint(Request request) {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }

    private static void hangUp(Request request, Callback callback, CannedAnswer.Ending ending) {
        EndPoint endPoint = endPoint(request);
        if (ending == CannedAnswer.Ending.RESET && endPoint.getTransport() instanceof SocketChannel channel) {
            try {
                // Closing without lingering throws away what is unsent and tells the peer so: a reset.
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                LOG.debug("a connection was gone before it could be reset", e);
            }
        }
        endPoint.close();
        callback.failed(new Unanswered("closed on order", null));
    }

    private static Map<String, String> headers(Request request) {
        Map<String, String> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.putIfAbsent(
                    field.getName().toLowerCase(Locale.ROOT), field.getValue() == null ? "" : field.getValue());
        }
        return headers;
    }

    /** 16 random bytes in base64 without padding, and a counter. */
    private static String correlationVector() {
        byte[] random = new byte[16];
        ThreadLocalRandom.current().nextBytes(random);
        return Base64.getEncoder().withoutPadding().encodeToString(random) + ".0";
    }

    /** Takes in the body of one request as it comes, without holding a thread meanwhile. */
    private final class Arrival implements Runnable {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final AtomicBoolean answering = new AtomicBoolean();

        Arrival(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        @Override
        public void run() {
            boolean last = false;
            while (!last) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    callback.failed(new Unanswered("the request did not arrive completely", chunk.getFailure()));
                    return;
                }
                last = chunk.isLast();
                body.writeBytes(BufferUtil.toArray(chunk.getByteBuffer()));
                chunk.release();
                if (body.size() > MAX_READ_BYTES) {
                    refuseUnread(response, callback, TOO_LARGE);
                    return;
                }
            }
            long arrived = nanos.getAsLong();
            connections.busy(request.getConnectionMetaData().getConnection());
            // While it waits for a late answer a connection is not idle; before and after, its client keeps it waiting.
            request.addIdleTimeoutListener(timeout -> answering.get());
            process(request, response, callback, body.toByteArray(), arrived, answering);
        }
    }

    /** Writes one byte of the body after another, each after a pause, without holding a thread meanwhile. */
    private final class Drip implements Runnable {
        private final Response response;
        private final Callback callback;
        private final Duration pause;
        private final byte[] body;
        private int written;

        Drip(
                Response response,
                Callback callback,
                Reply reply,
                Map<String, String> more,
                Coding coding,
                Duration pause) {
            this.response = response;
            this.callback = callback;
            this.pause = pause;
            this.body = head(response, reply, more, coding, 0);
        }

        @Override
        public void run() {
            if (body.length == 0) {
                response.write(true, ByteBuffer.wrap(body), callback);
                return;
            }
            response.write(false, ByteBuffer.allocate(0), Callback.from(this::next, callback::failed));
        }

        private void next() {
            later(pause.toNanos(), callback, () -> {
                boolean last = written == body.length - 1;
                ByteBuffer one = ByteBuffer.wrap(body, written++, 1);
                response.write(last, one, last ? callback : Callback.from(this::next, callback::failed));
            });
        }
    }

    /** Of a kind that Jetty passes over in silence: its own warnings would show the ids in the address. */
    private static final class Unanswered extends IOException implements QuietException {
        private static final long serialVersionUID = 1;

        Unanswered(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
