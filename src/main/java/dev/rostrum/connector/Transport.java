package dev.rostrum.connector;

import dev.rostrum.connector.ConnectorFailure.NotSent;
import dev.rostrum.connector.ConnectorFailure.NotSent.Obstacle;
import dev.rostrum.connector.ConnectorFailure.Unanswered;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Ticker;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;

/**
 * One exchange over {@code java.net.http}, in the only mode that was measured to put a POST on the wire exactly once on every
 * JDK (reliability facts 1): HTTP/1.1, no redirects, no authenticator. Every failure is sorted by whether the request can have
 * been processed; where the exception does not prove that it was not, it may have been.
 */
final class Transport implements AutoCloseable {
    /** The largest answer that is read; a roster page of 500 people is about a third of it. */
    static final int MAX_ANSWER = 1 << 20;

    /** The most that is read of an answer that says no. */
    static final int MAX_REFUSAL = 64 << 10;

    /** Makes the JDK's client write a POST a second time after a lost connection. */
    private static final String REPEATS_POSTS = "jdk.httpclient.enableAllMethodRetry";

    private static final int THREADS = 8;
    private static final int MAX_CAUSES = 20;

    /** What became of the body of an answer whose status is known. */
    enum Body {
        WHOLE,
        TOO_LARGE,
        BROKEN,
        LATE,
        INTERRUPTED
    }

    /**
     * An answer whose status is known.
     *
     * @param bytes as much of the body as was read
     * @param body whether that is all of it
     * @param cause what broke the body, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, lives for one call
    record Reply(int status, HttpHeaders headers, byte[] bytes, Body body, Duration latency, Throwable cause) {
        boolean accepted() {
            return status >= 200 && status < 300;
        }

        /** What a caller that needs the body says when it did not come whole. */
        Unanswered bodyLost() {
            return switch (body) {
                case TOO_LARGE ->
                    new Unanswered("AnswerTooLarge", "The answer is larger than any answer should be.", latency, cause);
                case LATE -> new Unanswered("Timeout", "The answer did not come to its end in time.", latency, cause);
                case INTERRUPTED ->
                    new Unanswered("Interrupted", "The program stopped waiting for the answer.", latency, cause);
                default -> new Unanswered("AnswerBroken", "The connection broke in the answer.", latency, cause);
            };
        }
    }

    private final Duration deadline;
    private final Ticker ticker;
    private volatile HttpClient client;

    /**
     * @param name begins the names of its threads
     * @param direct never through a proxy: for loopback, where a proxy has no business with the token
     * @param network the way out
     * @param tls whom to trust, or null for the JDK's own trust
     * @throws Problem if this JVM is set to repeat POSTs by itself
     */
    Transport(String name, CallLimits limits, boolean direct, Network network, SSLContext tls, Ticker ticker) {
        if (System.getProperty(REPEATS_POSTS) != null) {
            throw Problem.failed(
                    "The Java setting " + REPEATS_POSTS + " lets messages go out twice. Start Rostrum without it.");
        }
        this.deadline = limits.exchange();
        this.ticker = ticker;
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
        threads.allowCoreThreadTimeOut(true);
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.connect())
                .executor(threads);
        if (direct || network.proxy() instanceof Network.Proxy.None) {
            builder.proxy(HttpClient.Builder.NO_PROXY);
        }
        if (tls != null) {
            builder.sslContext(tls);
        }
        this.client = builder.build();
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Writes a request and reads its answer, body included, within the deadline.
     *
     * @return an answer of any status; its body may be lost
     * @throws NotSent when the request certainly was not processed
     * @throws Unanswered when it may have been. After an interrupt the flag of the thread is set again
     */
    Reply exchange(HttpRequest request) throws NotSent, Unanswered {
        HttpClient open = client;
        if (open == null) {
            throw new IllegalStateException("This connection is closed");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new NotSent(
                    Obstacle.UNREACHABLE, "The program stopped before anything was sent.", Duration.ZERO, null);
        }
        Listener listener = new Listener();
        long begun = ticker.nanos();
        CompletableFuture<HttpResponse<CappedBody.Bytes>> answer = open.sendAsync(request, listener);
        try {
            HttpResponse<CappedBody.Bytes> response = answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
            CappedBody.Bytes got = response.body();
            return new Reply(
                    response.statusCode(),
                    response.headers(),
                    got.bytes(),
                    got.whole() ? Body.WHOLE : Body.TOO_LARGE,
                    since(begun),
                    null);
        } catch (TimeoutException e) {
            listener.abandon(answer);
            if (listener.info != null) {
                return listener.withoutBody(Body.LATE, since(begun), e);
            }
            throw new Unanswered("Timeout", "No answer came in time.", since(begun), e);
        } catch (InterruptedException e) {
            listener.abandon(answer);
            // The bytes may have left already; stopping to wait does not take them back.
            Thread.currentThread().interrupt();
            if (listener.info != null) {
                return listener.withoutBody(Body.INTERRUPTED, since(begun), e);
            }
            throw new Unanswered("Interrupted", "The program stopped waiting for the answer.", since(begun), e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (listener.info != null) {
                return listener.withoutBody(Body.BROKEN, since(begun), cause);
            }
            NotSent notSent = notSent(cause, since(begun));
            if (notSent != null) {
                throw notSent;
            }
            if (find(cause, ProtocolException.class)) {
                throw new Unanswered("AnswerBroken", "The answer is not HTTP.", since(begun), cause);
            }
            throw new Unanswered("ConnectionLost", "The connection broke before an answer came.", since(begun), cause);
        }
    }

    /**
     * The failures that prove that nothing was processed (reliability facts 1.4, measured), else null. The order matters: a
     * connect timeout is also an HttpTimeoutException.
     */
    static NotSent notSent(Throwable cause, Duration latency) {
        if (find(cause, HttpConnectTimeoutException.class)) {
            return new NotSent(Obstacle.UNREACHABLE, "No connection came about in time.", latency, cause);
        }
        if (find(cause, ConnectException.class) || find(cause, UnknownHostException.class)) {
            return find(cause, UnresolvedAddressException.class) || find(cause, UnknownHostException.class)
                    ? new NotSent(Obstacle.UNKNOWN_NAME, "The name of the host is not known here.", latency, cause)
                    : new NotSent(Obstacle.UNREACHABLE, "The host does not take connections.", latency, cause);
        }
        if (find(cause, SSLHandshakeException.class)) {
            return find(cause, CertificateException.class) || find(cause, CertPathValidatorException.class)
                    ? new NotSent(
                            Obstacle.CERTIFICATE, "The certificate of the host is not trusted here.", latency, cause)
                    : new NotSent(
                            Obstacle.UNREACHABLE,
                            "The host broke off while the secure connection was set up.",
                            latency,
                            cause);
        }
        if (cause instanceof IOException && tunnelFailed(cause)) {
            return new NotSent(Obstacle.UNREACHABLE, "The proxy did not reach the host.", latency, cause);
        }
        return null;
    }

    /** The JDK tells a proxy's refusal by text only. */
    private static boolean tunnelFailed(Throwable cause) {
        Throwable at = cause;
        for (int i = 0; at != null && i < MAX_CAUSES; i++, at = at.getCause()) {
            if (at.getMessage() != null && at.getMessage().startsWith("Tunnel failed")) {
                return true;
            }
        }
        return false;
    }

    private static boolean find(Throwable cause, Class<? extends Throwable> kind) {
        Throwable at = cause;
        for (int i = 0; at != null && i < MAX_CAUSES; i++, at = at.getCause()) {
            if (kind.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    private Duration since(long begun) {
        return Duration.ofNanos(ticker.nanos() - begun);
    }

    /** Ends it for new calls. Its threads end by themselves; the JDK 17 client has no end of its own. */
    @Override
    public void close() {
        client = null;
    }

    /** Notes the status as soon as it is known, so that a body that never ends does not take it away again. */
    private static final class Listener implements BodyHandler<CappedBody.Bytes> {
        private volatile ResponseInfo info;
        private volatile CappedBody body;

        @Override
        public BodySubscriber<CappedBody.Bytes> apply(ResponseInfo given) {
            boolean accepted = given.statusCode() >= 200 && given.statusCode() < 300;
            CappedBody taker = new CappedBody(accepted ? MAX_ANSWER : MAX_REFUSAL);
            body = taker;
            info = given;
            return taker;
        }

        Reply withoutBody(Body how, Duration latency, Throwable cause) {
            return new Reply(info.statusCode(), info.headers(), new byte[0], how, latency, cause);
        }

        void abandon(CompletableFuture<?> answer) {
            answer.cancel(true);
            CappedBody open = body;
            if (open != null) {
                open.hangUp();
            }
        }
    }
}
