package dev.rostrum.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpField;
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
 * Where every request comes in and every answer goes out: read the whole request, ask the scripts, process it, write it
 * to the log, wait, answer. All misbehaviour on order has its place here.
 */
final class FrontDoor extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
    /** A body over the connector's limit is read up to here, so that its sender can read the refusal. */
    private static final int MAX_READ_BYTES = 4 * ConnectorRoutes.MAX_BODY_BYTES;

    private final ConnectorRoutes connector;
    private final TokenEndpoint tokenEndpoint;
    private final RequestLog requestLog;
    private final Duration latency;
    private final Clock clock;
    private final List<Script> scripts = new CopyOnWriteArrayList<>();

    FrontDoor(
            ConnectorRoutes connector,
            TokenEndpoint tokenEndpoint,
            RequestLog requestLog,
            Duration latency,
            Clock clock) {
        this.connector = connector;
        this.tokenEndpoint = tokenEndpoint;
        this.requestLog = requestLog;
        this.latency = latency;
        this.clock = clock;
    }

    void add(Script script) {
        scripts.add(script);
    }

    void remove(Script script) {
        scripts.remove(script);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (request.getLength() > MAX_READ_BYTES) {
            refuseUnread(response, callback);
            return true;
        }
        new Arrival(request, response, callback).run();
        return true;
    }

    private void refuseUnread(Response response, Callback callback) {
        Reply reply = Reply.error(413, "RequestEntityTooLarge", "Request entity too large.");
        write(response, callback, reply, Map.of("Connection", "close"));
    }

    private void process(Request request, Response response, Callback callback, byte[] body) {
        try {
            Exchange exchange = new Exchange(
                    request.getMethod(),
                    request.getHttpURI().getPath(),
                    request.getHttpURI().getQuery(),
                    headers(request),
                    body);
            connector.identify(exchange);
            Optional<CannedAnswer> canned = scripted(exchange.view());
            Reply own = canned.isEmpty() || canned.get().processed() ? answer(exchange) : null;
            Reply reply = own;
            if (canned.isPresent() && canned.get().reply() != null && (own == null || own.success())) {
                reply = canned.get().reply();
            }
            CannedAnswer.Ending ending = canned.map(CannedAnswer::ending).orElse(CannedAnswer.Ending.ANSWER);
            if (exchange.target().route() != Route.TOKEN) {
                requestLog.append(exchange.logged(
                        clock.instant(),
                        reply == null ? new Reply(0, "", "") : reply,
                        ending == CannedAnswer.Ending.ANSWER));
            }
            Duration wait = canned.map(CannedAnswer::delay).orElse(Duration.ZERO);
            if (exchange.target().route() != Route.TOKEN) {
                wait = wait.plus(latency);
            }
            Reply last = reply;
            Map<String, String> more = canned.map(CannedAnswer::headers).orElse(Map.of());
            later(wait, callback, () -> {
                if (ending == CannedAnswer.Ending.ANSWER) {
                    write(response, callback, last, more);
                } else {
                    hangUp(request, callback, ending);
                }
            });
        } catch (IOException | RuntimeException | Error e) {
            // An error too, as of a failed assertion in a hook: without an answer its client would wait in vain.
            LOG.error("the sandbox could not process a request", e);
            write(response, callback, Reply.error(500, "ServiceError", "Unknown"), Map.of());
        }
    }

    private Reply answer(Exchange exchange) throws IOException {
        if (exchange.target().route() == Route.TOKEN) {
            return tokenEndpoint.answer(
                    exchange.method(),
                    exchange.target().id(),
                    exchange.header("content-type"),
                    exchange.text() == null ? "" : exchange.text());
        }
        return connector.answer(exchange);
    }

    private Optional<CannedAnswer> scripted(RequestView view) {
        for (Script script : scripts) {
            Optional<CannedAnswer> answer = script.answer(view);
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    private void later(Duration wait, Callback callback, Runnable action) {
        if (wait.isZero()) {
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
                        wait.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static void write(Response response, Callback callback, Reply reply, Map<String, String> more) {
        response.setStatus(reply.status());
        response.getHeaders().put("MS-CV", correlationVector());
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        if (body.length > 0) {
            response.getHeaders().put("Content-Type", "application/json; charset=utf-8");
        }
        response.getHeaders().put("Content-Length", body.length);
        reply.headers().forEach(response.getHeaders()::put);
        more.forEach(response.getHeaders()::put);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private static void hangUp(Request request, Callback callback, CannedAnswer.Ending ending) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
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
                    refuseUnread(response, callback);
                    return;
                }
            }
            process(request, response, callback, body.toByteArray());
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
