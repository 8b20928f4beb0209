package dev.rostrum.inbound;

import dev.rostrum.domain.InboundEvent;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.inbound.RequestAuthenticator.Credential;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Teams posts what happens, by way of a tunnel or a reverse proxy. A request is read, authenticated, kept and answered, in this
 * order; whatever follows from it happens after the answer. No answer says why: that is in the log of requests.
 */
public final class MessagingEndpoint implements AutoCloseable {
    public static final String PATH = "/api/messages";

    /** It listens here, unless the admin names another address. */
    public static final String LOOPBACK = "127.0.0.1";

    /** The code of an event that is new. */
    public static final String RECEIVED = "RECEIVED";

    /** The code of an event that was kept before. */
    public static final String REPEATED = "REPEATED";

    /** The code of a request that is no activity by its address, method, type or size. */
    private static final String UNREAD = "UNREAD";

    /** The code of an event that could not be stored. */
    private static final String NOT_KEPT = "NOT_KEPT";

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(MessagingEndpoint.class);
    private static final int MAX_THREADS = 32;
    private static final int MIN_THREADS = 4;
    private static final int MAX_CONNECTIONS = 512;

    /** The longest token fits, and some to spare. */
    private static final int MAX_HEADER_BYTES = 2 * RequestAuthenticator.MAX_TOKEN;

    /**
     * What became of a request.
     *
     * @param code a name of {@link Authentication}, of a reason of {@link UnreadableActivity}, or one of this class
     * @param event null where it was not read
     */
    public record Answered(int status, String code, InboundEvent event) {}

    private final RequestAuthenticator authenticator;
    private final EventInbox inbox;
    private final Consumer<Answered> log;
    private final Server jetty;
    private final ServerConnector port;
    private final RequestDeadlines deadlines;

    /** Why a request was refused, by the code of its answer. */
    public static Reason refusal(String code) {
        // What exactly cannot be read is of no use to whoever looks after the endpoint.
        return Reason.of("endpoint.refused." + (code.indexOf('.') >= 0 ? "UNREADABLE" : code));
    }

    private MessagingEndpoint(
            String host,
            int wanted,
            Duration patience,
            RequestAuthenticator authenticator,
            EventInbox inbox,
            Consumer<Answered> log) {
        this.authenticator = authenticator;
        this.inbox = inbox;
        this.log = log;
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("inbound");
        threads.setDaemon(true);
        this.jetty = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        this.port = new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(http));
        port.setHost(host);
        port.setPort(wanted);
        port.setIdleTimeout(patience.toMillis());
        this.deadlines = new RequestDeadlines(port.getScheduler(), patience);
        port.addBean(deadlines);
        jetty.addConnector(port);
        jetty.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, port));
        jetty.setErrorHandler(new NoBody());
        jetty.setHandler(new Door());
        jetty.setStopTimeout(0);
    }

    /**
     * Listens; it answers when this returns.
     *
     * @param wanted 0 for any free port
     * @param log is told of each request before its answer leaves; it must not block
     * @throws Problem where it cannot, as when the port is taken
     */
    public static MessagingEndpoint start(
            String host, int wanted, RequestAuthenticator authenticator, EventInbox inbox, Consumer<Answered> log) {
        return start(host, wanted, PATIENCE, authenticator, inbox, log);
    }

    /** @param patience how long a connection may be without a whole request */
    static MessagingEndpoint start(
            String host,
            int wanted,
            Duration patience,
            RequestAuthenticator authenticator,
            EventInbox inbox,
            Consumer<Answered> log) {
        MessagingEndpoint endpoint = new MessagingEndpoint(host, wanted, patience, authenticator, inbox, log);
        try {
            endpoint.jetty.start();
            return endpoint;
        } catch (Exception e) {
            endpoint.close();
            Throwable why = e.getCause() == null ? e : e.getCause();
            // Java calls an address of another computer as it calls a port that is taken.
            if (host.equals(LOOPBACK) && why instanceof BindException) {
                throw Problem.failed(e, "endpoint.port.taken", String.valueOf(wanted), host);
            }
            if (why instanceof SocketException || why instanceof UnresolvedAddressException) {
                throw Problem.failed(e, "endpoint.place", String.valueOf(wanted), host);
            }
            throw Problem.failed(e, "endpoint.start", e.toString());
        }
    }

    /** The port that it listens on. */
    public int port() {
        return port.getLocalPort();
    }

    /** Stops listening. Who was not answered yet gets no answer, and repeats. */
    @Override
    public void close() {
        try {
            jetty.stop();
        } catch (Exception e) {
            LOG.warn("The messaging endpoint could not be stopped in order: {}", e.toString());
        }
    }

    /** What the request asks for, without its body. */
    private static int unread(Request request) {
        if (!PATH.equals(request.getHttpURI().getPath())) {
            return 404;
        }
        if (!HttpMethod.POST.is(request.getMethod())) {
            return 405;
        }
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        String bare = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!bare.equals("application/json") || request.getHeaders().contains(HttpHeader.CONTENT_ENCODING)) {
            return 415;
        }
        return request.getLength() > ActivityReader.MAX_BYTES ? 413 : 200;
    }

    private Answered judged(Credential credential, byte[] body) {
        InboundEvent event;
        try {
            event = ActivityReader.read(body);
        } catch (UnreadableActivity e) {
            return new Answered(400, e.reason().code(), null);
        }
        Authentication authentication = authenticator.check(credential, event);
        if (authentication != Authentication.AUTHENTIC) {
            return new Answered(authentication.status(), authentication.name(), event);
        }
        return new Answered(200, inbox.receive(event) ? RECEIVED : REPEATED, event);
    }

    private final class Door extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            int status = unread(request);
            if (status != 200) {
                refuse(request, response, callback, status);
                return true;
            }
            Credential credential;
            try {
                credential = authenticator.credential(
                        request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION.asString()));
            } catch (RuntimeException | Error e) {
                LOG.error("A token could not be looked at, and its event is refused for now", e);
                refuse(request, response, callback, new Answered(503, NOT_KEPT, null));
                return true;
            }
            Authentication outcome = credential.outcome();
            if (outcome == Authentication.AUTHENTIC) {
                new Arrival(this, request, response, callback, credential, new ByteArrayOutputStream()).run();
            } else {
                refuse(request, response, callback, new Answered(outcome.status(), outcome.name(), null));
            }
            return true;
        }

        private void refuse(Request request, Response response, Callback callback, int status) {
            if (status == 405) {
                response.getHeaders().put(HttpHeader.ALLOW, HttpMethod.POST.asString());
            }
            refuse(request, response, callback, new Answered(status, UNREAD, null));
        }

        /** The rest of the body, where there is one, is not waited for. */
        private void refuse(Request request, Response response, Callback callback, Answered why) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            answer(request, response, callback, why);
        }

        private void arrived(
                Request request, Response response, Callback callback, Credential credential, byte[] body) {
            deadlines.arrived(connection(request));
            Answered answered;
            try {
                answered = judged(credential, body);
            } catch (RuntimeException | Error e) {
                LOG.error("An event could not be kept, and is refused for now", e);
                answered = new Answered(503, NOT_KEPT, null);
            }
            answer(request, response, callback, answered);
        }

        private void answer(Request request, Response response, Callback callback, Answered answered) {
            deadlines.answered(connection(request));
            response.setStatus(answered.status());
            if (answered.status() == 401) {
                response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
            }
            byte[] body = {};
            // Who invokes something waits for a result; there is nothing here yet that has one.
            if (answered.status() == 200 && answered.event().key().type().equals("invoke")) {
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
                body = "{}".getBytes(StandardCharsets.US_ASCII);
            }
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
            log.accept(answered);
            response.write(true, ByteBuffer.wrap(body), callback);
        }

        private Connection connection(Request request) {
            return request.getConnectionMetaData().getConnection();
        }
    }

    /** Takes in the body as it comes, without holding a thread meanwhile. */
    private record Arrival(
            Door door,
            Request request,
            Response response,
            Callback callback,
            Credential credential,
            ByteArrayOutputStream body)
            implements Runnable {
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
                    giveUp(chunk.getFailure());
                    return;
                }
                last = chunk.isLast();
                body.writeBytes(BufferUtil.toArray(chunk.getByteBuffer()));
                chunk.release();
                if (body.size() > ActivityReader.MAX_BYTES) {
                    door.refuse(request, response, callback, 413);
                    return;
                }
            }
            door.arrived(request, response, callback, credential, body.toByteArray());
        }

        /** Of a connection that is closed Jetty wants to read the rest all the same; anybody could fill the log with that. */
        private void giveUp(Throwable failure) {
            try {
                callback.failed(new Unanswered(failure));
            } catch (RuntimeException e) {
                LOG.debug("A request ended before it had arrived", e);
            }
        }
    }

    /** Answers what is no HTTP, or has too large a header. */
    private static final class NoBody extends ErrorHandler {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
            response.write(true, ByteBuffer.allocate(0), callback);
            return true;
        }
    }

    /** Of a kind that Jetty passes over in silence. */
    private static final class Unanswered extends IOException implements QuietException {
        private static final long serialVersionUID = 1;

        Unanswered(Throwable cause) {
            super("the request did not arrive completely", cause);
        }
    }
}
