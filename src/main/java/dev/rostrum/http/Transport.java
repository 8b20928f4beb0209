package dev.rostrum.http;

import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.Ticker;
import dev.rostrum.http.CallFailure.NotBegun;
import dev.rostrum.http.CallFailure.NotSent;
import dev.rostrum.http.CallFailure.Unanswered;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.StandardAuthScheme;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.DefaultAuthenticationStrategy;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.routing.DefaultProxyRoutePlanner;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * One exchange over HTTP/1.1, by Apache's blocking client with everything switched off by which a client does more than it was
 * told: retries, redirects, cookies, logins at the host, content decoding, upgrades, waiting for a 100. It was measured to put a
 * POST on the wire exactly once in every cell of the fault matrix, at the lowest cost of those compared (decision 0013).
 *
 * <p>Every failure is sorted by whether the request can have been processed. What fails before the client begins to write the
 * request itself (name, connection, proxy, TLS) certainly was not; everything after may have been.
 */
public final class Transport implements RequestTransport {
    /** The largest answer that is read; a roster page of 500 people is about a third of it. */
    public static final int MAX_ANSWER = 1 << 20;

    /** The most that is read of an answer that says no. */
    static final int MAX_REFUSAL = 64 << 10;

    /** Idle connections are dropped before the service drops them (10 to 15 s were seen): a stale one means a doubt. */
    static final Duration IDLE = Duration.ofSeconds(10);

    /** The most connections: more than may be in flight, so that a permit in hand never waits for one. */
    private static final int CONNECTIONS = 96;

    /** The most late answers that are waited for at once: more than are in flight as a rule, and each costs a thread. */
    public static final int MAX_LATE = 32;

    private static final int MAX_HEADER_LINE = 16 << 10;
    private static final int MAX_HEADERS = 100;
    static final int MAX_INTERIM = 20;
    private static final int MAX_CAUSES = 20;

    /** A scheme, at the beginning or after a comma, and not the name of a parameter. */
    private static final Pattern CHALLENGE = Pattern.compile("(?:^|,)\\s*([A-Za-z]{2,20})(?=\\s*(?:,|$)|\\s+[^=\\s])");

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*+\"");

    private static final String ATTEMPT = "rostrum.attempt";

    /** Where a late answer is waited for, the read gives up by itself, and the watch a little later. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /**
     * A request.
     *
     * @param body of a request that has one, else null
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, lives for one call
    public record Call(String method, URI uri, byte[] body, Map<String, String> headers) {
        public Call(String method, URI uri, byte[] body) {
            this(method, uri, body, Map.of());
        }

        /** The same with this header, in place of one of the same name. */
        public Call with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Call(method, uri, body, more);
        }
    }

    /** What became of the body of an answer whose status is known. */
    public enum Body {
        WHOLE,
        TOO_LARGE,
        BROKEN,
        LATE,
        INTERRUPTED
    }

    /**
     * An answer whose status is known.
     *
     * @param headers names in lower case
     * @param bytes as much of the body as was read
     * @param body whether that is all of it
     * @param cause what broke the body, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, lives for one call
    public record Reply(
            int status, Map<String, List<String>> headers, byte[] bytes, Body body, Duration latency, Throwable cause) {
        public boolean accepted() {
            return status >= 200 && status < 300;
        }

        /** The first value of this header, or null. */
        public String header(String name) {
            List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
            return values == null ? null : values.get(0);
        }

        /** What a caller that needs the body says when it did not come whole. */
        public Unanswered bodyLost() {
            return switch (body) {
                case TOO_LARGE -> new Unanswered(Unanswered.TOO_LARGE, "network.answerTooLarge", latency, cause);
                case LATE -> new Unanswered(Unanswered.TIMEOUT, "network.answerNotInTime", latency, cause);
                case INTERRUPTED -> new Unanswered("Interrupted", "network.notWaited", latency, cause);
                default -> new Unanswered("AnswerBroken", "network.answerBroken", latency, cause);
            };
        }
    }

    /** What is known of a call under way, by the thread that makes it and by the watch. */
    private static final class Attempt implements CallWatch.Watched {
        private final HttpUriRequestBase request;
        private final Thread caller = Thread.currentThread();
        private final long end;
        private final BooleanSupplier goes;
        // It is null where nobody waits for longer than to the end.
        private final DetachableConnection.Takeover takeover;
        private volatile boolean heldBack;
        private volatile boolean begun;
        private volatile Body ended;

        Attempt(HttpUriRequestBase request, long end, BooleanSupplier goes, DetachableConnection.Takeover takeover) {
            this.request = request;
            this.end = end;
            this.goes = goes;
            this.takeover = takeover;
        }

        private long closing() {
            return takeover == null || !begun ? end : end + GRACE_NANOS;
        }

        @Override
        public void look(long now) {
            if (ended != null) {
                return;
            }
            if (now - closing() >= 0) {
                ended = Body.LATE;
            } else if (caller.isInterrupted()) {
                ended = Body.INTERRUPTED;
            } else {
                return;
            }
            // Closes the connection under whatever the caller is blocked in.
            request.cancel();
        }
    }

    /** The connection at hand is of no use any more, and nothing was written to it. */
    private static final class StaleConnection extends IOException {
        private static final long serialVersionUID = 1L;

        StaleConnection() {
            super("The other side has left the connection");
        }
    }

    /** Notes the moment from which bytes of the request itself, not of one to the proxy, may be on their way. */
    private final class NotingExecutor extends HttpRequestExecutor {
        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                HttpResponseInformationCallback information,
                HttpContext context)
                throws IOException, HttpException {
            if (!"CONNECT".equals(request.getMethod()) && context.getAttribute(ATTEMPT) instanceof Attempt attempt) {
                if (attempt.begun) {
                    // This is the last guard: whatever makes the client want to, a message goes out once for one call.
                    throw new ProtocolException("The request was about to be written a second time");
                }
                if (connection instanceof DetachableConnection patient && patient.isLeft()) {
                    throw new StaleConnection();
                }
                if (!attempt.goes.getAsBoolean()) {
                    attempt.heldBack = true;
                    throw new ProtocolException("The request is held back");
                }
                attempt.begun = true;
                if (connection instanceof DetachableConnection patient) {
                    patient.begin(attempt.takeover);
                    if (attempt.takeover != null) {
                        long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(attempt.end - watch.now()));
                        patient.setSocketTimeout(Timeout.ofMilliseconds(left));
                    }
                }
            }
            AtomicInteger count = new AtomicInteger();
            return super.execute(
                    request,
                    connection,
                    (answer, on, of) -> {
                        if (count.incrementAndGet() > MAX_INTERIM) {
                            throw new ProtocolException("Interim answers without end");
                        }
                        if (information != null) {
                            information.execute(answer, on, of);
                        }
                    },
                    context);
        }
    }

    /** The login of the one proxy, for the time of one call. */
    private static final class ProxyLogin implements CredentialsProvider {
        private final Network.Proxy.Explicit proxy;
        private final List<char[]> given = new ArrayList<>();

        ProxyLogin(Network.Proxy.Explicit proxy) {
            this.proxy = proxy;
        }

        @Override
        public Credentials getCredentials(AuthScope scope, HttpContext context) {
            if (!proxy.host().equalsIgnoreCase(scope.getHost()) || proxy.port() != scope.getPort()) {
                return null;
            }
            char[] password = proxy.password().get();
            if (password == null) {
                password = new char[0];
            }
            given.add(password);
            return new UsernamePasswordCredentials(proxy.user(), password);
        }

        void wipe() {
            given.forEach(password -> Arrays.fill(password, '\0'));
        }
    }

    private final Duration deadline;
    private final Ticker ticker;
    private final Network.Proxy.Explicit login;
    private final PoolingHttpClientConnectionManager connections;
    private final CallWatch watch;
    private final LateAnswers late;
    private final HostNames names;
    private volatile CloseableHttpClient client;

    /**
     * The way to the host of a service URL: straight to loopback for a local one, which a proxy has no business with, else as the
     * network is set.
     *
     * @param name begins the names of its threads
     * @param network the way out
     * @param stores where the roots lie that the network's trust names
     */
    public Transport(
            String name, CallLimits limits, ServiceUrl serviceUrl, Network network, TrustStores stores, Ticker ticker) {
        this(
                name,
                limits,
                serviceUrl.local(),
                network,
                "https".equals(serviceUrl.origin().getScheme()) ? stores.context(network.trust()) : null,
                ticker);
    }

    /**
     * @param name begins the names of its threads
     * @param direct never through a proxy: for loopback, where a proxy has no business with the token
     * @param network the way out
     * @param tls whom to trust, or null for Java's own trust
     */
    Transport(String name, CallLimits limits, boolean direct, Network network, SSLContext tls, Ticker ticker) {
        this(name, limits, direct, network, tls, ticker, IDLE);
    }

    Transport(
            String name,
            CallLimits limits,
            boolean direct,
            Network network,
            SSLContext tls,
            Ticker ticker,
            Duration idle) {
        Network.Proxy proxy = direct ? new Network.Proxy.None() : network.proxy();
        this.deadline = limits.exchange();
        this.ticker = ticker;
        this.login = proxy instanceof Network.Proxy.Explicit explicit && explicit.user() != null ? explicit : null;
        this.names = new HostNames(name + "-names", limits.connect(), direct);
        this.connections = connections(limits, tls, names, proxy);
        this.watch = new CallWatch(name + "-watch", idle.plusSeconds(2), () -> {
            connections.closeExpired();
            connections.closeIdle(TimeValue.of(idle));
        });
        this.late = new LateAnswers(name + "-late", limits.late(), watch);
        ConnectionKeepAliveStrategy keepAlive = (response, context) -> TimeValue.of(idle);
        this.client = HttpClients.custom()
                .setConnectionManager(connections)
                .setRequestExecutor(new NotingExecutor())
                .setRoutePlanner(routes(proxy))
                .setKeepAliveStrategy(keepAlive)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.of(limits.exchange()))
                        .setResponseTimeout(Timeout.of(limits.exchange()))
                        .setProtocolUpgradeEnabled(false)
                        .setExpectContinueEnabled(false)
                        .setRedirectsEnabled(false)
                        .setContentCompressionEnabled(false)
                        .setProxyPreferredAuthSchemes(List.of(StandardAuthScheme.BASIC))
                        .build())
                .setDefaultAuthSchemeRegistry(
                        RegistryBuilder.<org.apache.hc.client5.http.auth.AuthSchemeFactory>create()
                                .register(StandardAuthScheme.BASIC, context -> new BasicScheme(StandardCharsets.UTF_8))
                                .build())
                // The host is shown the bearer and nothing else, whatever it asks for; and what comes through the
                // tunnel
                // is not the proxy's word: a 407 from there would have the message written again.
                .setTargetAuthenticationStrategy((type, challenges, context) -> List.of())
                .setProxyAuthenticationStrategy((type, challenges, context) ->
                        context.getAttribute(ATTEMPT) instanceof Attempt attempt && !attempt.begun
                                ? DefaultAuthenticationStrategy.INSTANCE.select(type, challenges, context)
                                : List.of())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .disableDefaultUserAgent()
                .build();
    }

    private static PoolingHttpClientConnectionManager connections(
            CallLimits limits, SSLContext tls, DnsResolver names, Network.Proxy proxy) {
        Timeout connect = Timeout.of(limits.connect());
        ManagedHttpClientConnectionFactory plain = ManagedHttpClientConnectionFactory.builder()
                .http1Config(Http1Config.custom()
                        .setMaxLineLength(MAX_HEADER_LINE)
                        .setMaxHeaderCount(MAX_HEADERS)
                        .build())
                .build();
        SocketConfig options =
                SocketConfig.custom().setTcpNoDelay(true).setSoTimeout(connect).build();
        Sockets builder = new Sockets(options, proxy instanceof Network.Proxy.System);
        if (tls != null) {
            builder.setTlsSocketStrategy(new DefaultClientTlsStrategy(tls));
        }
        return builder.setDnsResolver(names)
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS)
                .setConnectionFactory(socket -> new DetachableConnection(plain.createConnection(socket)))
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(connect).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setSocketTimeout(Timeout.of(limits.exchange()))
                        // It is looked at before each use, in less time than this would take.
                        .setValidateAfterInactivity(TimeValue.NEG_ONE_MILLISECOND)
                        .build())
                .build();
    }

    private static HttpRoutePlanner routes(Network.Proxy proxy) {
        if (proxy instanceof Network.Proxy.Explicit explicit) {
            return new DefaultProxyRoutePlanner(new HttpHost("http", explicit.host(), explicit.port()));
        }
        if (proxy instanceof Network.Proxy.System) {
            return new SystemDefaultRoutePlanner(ProxySelector.getDefault());
        }
        return new DefaultRoutePlanner(null);
    }

    /** Does as the longer form for a request that is never held back, where nobody waits for longer than to the deadline. */
    public Reply exchange(Call call) throws NotSent, Unanswered {
        try {
            return exchange(call, () -> true, null);
        } catch (NotBegun e) {
            throw new IllegalStateException("A request was held back by nobody", e);
        }
    }

    /**
     * Writes a request and reads its answer, body included, within the deadline.
     *
     * @param goes asked once the connection stands, right before the first byte: whether the request may still go
     * @param lateReply told of an answer that began only after the deadline, within the limit for that, on a thread of its own;
     *     or null where nobody waits for it
     * @return an answer of any status; its body may be lost
     * @throws NotBegun when it may not go
     * @throws NotSent when the request certainly was not processed
     * @throws Unanswered when it may have been. After an interrupt the flag of the thread is set again
     */
    @Override
    public Reply exchange(Call call, BooleanSupplier goes, Consumer<Reply> lateReply)
            throws NotBegun, NotSent, Unanswered {
        CloseableHttpClient open = client;
        if (open == null) {
            throw new IllegalStateException("This connection is closed");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new NotSent(Obstacle.UNREACHABLE, "network.stopped", Duration.ZERO, null);
        }
        HttpUriRequestBase request = new HttpUriRequestBase(call.method(), call.uri());
        call.headers().forEach(request::setHeader);
        request.setHeader("Accept-Encoding", "identity");
        if (call.body() != null) {
            request.setEntity(new ByteArrayEntity(call.body(), null));
        }
        HttpHost host = new HttpHost(
                call.uri().getScheme(), call.uri().getHost(), call.uri().getPort());
        long begun = ticker.nanos();
        Attempt attempt = new Attempt(
                request,
                watch.now() + deadline.toNanos(),
                goes,
                lateReply == null || !late.patient()
                        ? null
                        : connection -> late.take(connection, head -> lateReply.accept(reply(head, begun, null))));
        ProxyLogin asked = login == null ? null : new ProxyLogin(login);
        watch.add(attempt);
        try {
            return read(execute(open, host, request, attempt, asked), attempt, begun);
        } catch (IOException | RuntimeException e) {
            // A wait that ended by the interrupt may have taken the flag with it.
            if (attempt.ended == Body.INTERRUPTED) {
                Thread.currentThread().interrupt();
            }
            return failed(e, attempt, begun);
        } finally {
            watch.remove(attempt);
            if (asked != null) {
                asked.wipe();
            }
        }
    }

    /** Executes on a connection that the other side has not left: each that it did leave is dropped, and nothing was written to it. */
    private static CloseableHttpResponse execute(
            CloseableHttpClient client, HttpHost host, HttpUriRequestBase request, Attempt attempt, ProxyLogin login)
            throws IOException {
        for (int left = 0; ; left++) {
            HttpClientContext context = HttpClientContext.create();
            context.setAttribute(ATTEMPT, attempt);
            if (login != null) {
                context.setCredentialsProvider(login);
            }
            try {
                return client.execute(host, request, context);
            } catch (StaleConnection e) {
                if (left == CONNECTIONS) {
                    throw e;
                }
            }
        }
    }

    /** The answer from its status on. Nothing that happens in its body takes the status away. */
    private Reply read(CloseableHttpResponse response, Attempt attempt, long begun) throws NotSent {
        int status = response.getCode();
        if (!attempt.begun) {
            List<String> schemes = schemes(response);
            hangUp(response, attempt);
            throw status == 407
                    ? new NotSent(Obstacle.PROXY_LOGIN, "network.proxyLogin", since(begun), null, schemes)
                    : new NotSent(Obstacle.UNREACHABLE, "network.proxyNoWay", since(begun), null);
        }
        Reply reply = reply(response, begun, attempt);
        if (reply.body() != Body.WHOLE) {
            hangUp(response, attempt);
        }
        return reply;
    }

    /** @param attempt that may be ended while the body is read, or null */
    private Reply reply(ClassicHttpResponse response, long begun, Attempt attempt) {
        int status = response.getCode();
        int limit = status >= 200 && status < 300 ? MAX_ANSWER : MAX_REFUSAL;
        ByteArrayOutputStream taken = new ByteArrayOutputStream(1 << 10);
        List<String> codings = ContentCoding.of(values(response, "Content-Encoding"));
        Body body;
        Throwable cause = null;
        try {
            InputStream raw = response.getEntity() == null
                    ? InputStream.nullInputStream()
                    : response.getEntity().getContent();
            body = codings.isEmpty() ? take(raw, limit, taken) : unpack(raw, codings, limit, taken);
        } catch (IOException | RuntimeException e) {
            body = e instanceof ContentCoding.TooLarge
                    ? Body.TOO_LARGE
                    : attempt != null && attempt.ended != null
                            ? attempt.ended
                            : Thread.currentThread().isInterrupted() ? Body.INTERRUPTED : Body.BROKEN;
            cause = e;
        }
        Map<String, List<String>> headers = new TreeMap<>();
        for (Header field : response.getHeaders()) {
            headers.computeIfAbsent(field.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(field.getValue() == null ? "" : field.getValue());
        }
        if (!codings.isEmpty()) {
            // They are about what was taken off.
            headers.keySet().removeAll(Set.of("content-encoding", "content-length"));
        }
        return new Reply(status, headers, taken.toByteArray(), body, since(begun), cause);
    }

    private static Body take(InputStream in, int limit, ByteArrayOutputStream taken) throws IOException {
        byte[] buffer = new byte[4 << 10];
        int n = in.read(buffer);
        while (n >= 0) {
            int room = Math.min(n, limit - taken.size());
            taken.write(buffer, 0, room);
            if (room < n) {
                return Body.TOO_LARGE;
            }
            n = in.read(buffer);
        }
        return Body.WHOLE;
    }

    /** The limit counts for what came and for what comes out of it: little can hold much, and much nothing. */
    private static Body unpack(InputStream answer, List<String> codings, int limit, ByteArrayOutputStream taken)
            throws IOException {
        InputStream raw = ContentCoding.atMost(answer, limit);
        Body body;
        try (InputStream in = ContentCoding.decoded(raw, codings)) {
            body = take(in, limit, taken);
        }
        if (body == Body.WHOLE) {
            // The connection is free again only when the answer was read to its end.
            raw.transferTo(OutputStream.nullOutputStream());
        }
        return body;
    }

    private static String values(ClassicHttpResponse response, String name) {
        return Arrays.stream(response.getHeaders(name))
                .map(Header::getValue)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(","));
    }

    /** How a proxy asks for a login: the first word of each challenge, of which one header may hold several. */
    private static List<String> schemes(CloseableHttpResponse response) {
        List<String> schemes = new ArrayList<>();
        for (Header header : response.getHeaders("Proxy-Authenticate")) {
            Matcher challenge = CHALLENGE.matcher(
                    header.getValue() == null
                            ? ""
                            : QUOTED.matcher(header.getValue()).replaceAll("\"\""));
            while (challenge.find() && schemes.size() < MAX_HEADERS) {
                schemes.add(challenge.group(1).toLowerCase(Locale.ROOT));
            }
        }
        return schemes;
    }

    /** Closes the connection first: closing the answer would read on to its end, of which there may be none. */
    private static void hangUp(CloseableHttpResponse response, Attempt attempt) {
        attempt.request.cancel();
        try {
            response.close();
        } catch (IOException e) {
            // It is closed under it; that was the purpose.
        }
    }

    private Reply failed(Exception e, Attempt attempt, long begun) throws NotBegun, NotSent, Unanswered {
        Duration latency = since(begun);
        if (attempt.heldBack) {
            throw new NotBegun(latency);
        }
        if (!attempt.begun) {
            throw notSent(e, attempt.ended, latency);
        }
        if (attempt.ended == Body.INTERRUPTED || Thread.currentThread().isInterrupted()) {
            // The bytes may have left already; stopping to wait does not take them back.
            throw new Unanswered("Interrupted", "network.notWaited", latency, e);
        }
        if (attempt.ended == Body.LATE || find(e, java.net.SocketTimeoutException.class)) {
            throw new Unanswered(Unanswered.TIMEOUT, "network.noAnswerInTime", latency, e);
        }
        if (find(e, ProtocolException.class)) {
            throw new Unanswered("AnswerBroken", "network.notHttp", latency, e);
        }
        throw new Unanswered("ConnectionLost", "network.connectionLost", latency, e);
    }

    /** Why nothing left. */
    static NotSent notSent(Throwable cause, Body ended, Duration latency) {
        if (ended == Body.INTERRUPTED || isInterrupt(cause)) {
            return new NotSent(Obstacle.UNREACHABLE, "network.stopped", latency, cause);
        }
        if (ended == Body.LATE || find(cause, java.net.SocketTimeoutException.class)) {
            return new NotSent(Obstacle.UNREACHABLE, "network.noConnectionInTime", latency, cause);
        }
        if (find(cause, UnknownHostException.class)) {
            return new NotSent(
                    Obstacle.UNKNOWN_NAME,
                    find(cause, HostNames.NotThisComputer.class) ? "network.notThisComputer" : "network.unknownName",
                    latency,
                    cause);
        }
        if (find(cause, CertificateException.class)
                || find(cause, CertPathValidatorException.class)
                || find(cause, SSLPeerUnverifiedException.class)) {
            String code =
                    switch (CertificateTrouble.of(cause)) {
                        case EXPIRED -> "network.certificateEnded";
                        case NOT_YET_VALID -> "network.certificateNotYet";
                        case OTHER_NAME -> "network.certificateOfAnother";
                        case UNTRUSTED -> "network.certificate";
                    };
            return new NotSent(Obstacle.CERTIFICATE, code, latency, cause);
        }
        if (find(cause, javax.net.ssl.SSLException.class)) {
            return new NotSent(Obstacle.UNREACHABLE, "network.noSecureConnection", latency, cause);
        }
        return new NotSent(Obstacle.UNREACHABLE, "network.unreachable", latency, cause);
    }

    private static boolean isInterrupt(Throwable cause) {
        boolean itsException = cause instanceof java.io.InterruptedIOException
                || find(cause, java.nio.channels.ClosedByInterruptException.class);
        return itsException
                && Thread.currentThread().isInterrupted()
                && !(cause instanceof java.net.SocketTimeoutException);
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

    @Override
    public int awaitedLate() {
        return late.waiting();
    }

    /** Ends it for new calls; those under way come to their end on their own connections. Nobody waits for late answers. */
    @Override
    public void close() {
        client = null;
        late.close();
        watch.endWhenIdle(() -> connections.close(CloseMode.GRACEFUL));
        names.close();
    }
}
