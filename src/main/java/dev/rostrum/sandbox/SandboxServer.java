package dev.rostrum.sandbox;

import dev.rostrum.domain.Problem;
import dev.rostrum.files.PrivateFile;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running simulated Teams tenant: the connector's routes and a token endpoint on 127.0.0.1, over plain HTTP.
 *
 * <p>Everything with an id follows from the seed. What happened is kept in the folder and is there after a restart: the
 * conversations, and {@link #requestLog a log of each request}, written before its answer.
 */
public final class SandboxServer implements AutoCloseable {
    /** Who signs what a simulated tenant posts to the bot: nobody takes it for the Bot Framework. */
    public static final String EVENT_ISSUER = EventTokens.ISSUER;

    /** Path of {@link #eventMetadataUrl}, below the root of the host that the service URL names. */
    public static final String EVENT_METADATA = "events/.well-known/openidconfiguration";

    private static final Logger LOG = LoggerFactory.getLogger(SandboxServer.class);
    private static final String HOST = "127.0.0.1";
    private static final String LOCK_FILE = "sandbox.lock";
    private static final int MAX_THREADS = 32;
    private static final int MIN_THREADS = 4;
    static final int MAX_CONNECTIONS = 512;

    private static final int MAX_HEADER_BYTES = 16 * 1024;

    private final Tenant tenant;
    private final FileChannel lock;
    private final TenantChanges now;
    private final SandboxState state;
    private final RequestLog log;
    private final ConnectorRoutes connector;
    private final TokenEndpoint tokenEndpoint;
    private final EventTokens eventTokens;
    private final SandboxEvents events;
    private final FrontDoor door;
    private final Server jetty;
    private final ServerConnector port;

    private SandboxServer(
            SandboxOptions options,
            Clock clock,
            LongSupplier nanos,
            Tenant tenant,
            TenantChanges now,
            FileChannel lock,
            SandboxState state,
            RequestLog log) {
        this.tenant = tenant;
        this.now = now;
        this.lock = lock;
        this.state = state;
        this.log = log;
        BearerTokens tokens = new BearerTokens(tenant, options.signIn().multiTenant(), clock);
        this.connector = new ConnectorRoutes(
                tenant, now, options.seed(), tokens, state, new RateWindows(options.limits(), nanos));
        this.tokenEndpoint = new TokenEndpoint(tenant, options.signIn(), tokens, clock, this::loginUrl);
        this.eventTokens = new EventTokens(tenant.appId(), clock);
        this.events = new SandboxEvents(tenant, now, state, this::serviceUrl, clock);
        OpenConnections connections = new OpenConnections(MAX_CONNECTIONS);
        this.door = new FrontDoor(
                connections,
                connector,
                tokenEndpoint,
                new SignInDocuments(tokenEndpoint, tokens.publicKey(), eventTokens.publicKey(), this::loginUrl),
                log,
                options.latency(),
                options.faults().begin(),
                clock,
                nanos);

        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("sandbox");
        threads.setDaemon(true);
        this.jetty = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        // Ids are decoded by the sandbox itself, segment by segment: no form of escaping is refused on the way.
        http.setUriCompliance(UriCompliance.UNSAFE);
        this.port = new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(http));
        port.setHost(HOST);
        port.setPort(options.port());
        port.setIdleTimeout(options.idle().toMillis());
        jetty.addConnector(port);
        port.addBean(connections);
        jetty.setErrorHandler(new JsonErrors());
        jetty.setHandler(door);
        jetty.setStopTimeout(0);
    }

    /**
     * Starts the tenant; it answers when this returns.
     *
     * @throws Problem if the port is taken, the folder is used by another sandbox, or cannot be written
     */
    public static SandboxServer start(SandboxOptions options) {
        return start(options, Clock.systemUTC(), System::nanoTime, RequestLog.DEFAULT_LIMIT);
    }

    /** The same with clocks and a size limit of the log for tests. */
    static SandboxServer start(SandboxOptions options, Clock clock, LongSupplier nanos, long logLimit) {
        try {
            return open(options, clock, nanos, logLimit);
        } catch (IOException e) {
            throw Problem.failed(e, "sandbox.folder.unusable", options.folder(), e.toString());
        }
    }

    private static SandboxServer open(SandboxOptions options, Clock clock, LongSupplier nanos, long logLimit)
            throws IOException {
        PrivateFile.folder(options.folder());
        Tenant tenant =
                new Tenant(options.seed(), options.teamSizes(), options.people(), options.newIds(), NameBook.load());
        try (Opened opened = new Opened()) {
            FileChannel lock = opened.add(lock(options.folder()));
            SandboxState state = opened.add(SandboxState.open(options.folder(), tenant.fileName(), clock));
            TenantChanges now = opened.add(TenantChanges.open(options.folder(), tenant));
            RequestLog log = opened.add(new RequestLog(options.folder(), logLimit));
            SandboxServer server = new SandboxServer(options, clock, nanos, tenant, now, lock, state, log);
            opened.add(server::stop);
            server.listen(options.port());
            opened.keep();
            return server;
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel = PrivateFile.open(folder.resolve(LOCK_FILE));
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            LOG.debug("this program holds the lock already", e);
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw Problem.failed("sandbox.folder.inUse", folder);
        }
        return channel;
    }

    private void listen(int wanted) {
        try {
            jetty.start();
        } catch (Exception e) {
            if (e instanceof BindException || e.getCause() instanceof BindException) {
                throw Problem.failed(e, "sandbox.port.taken", String.valueOf(wanted));
            }
            throw Problem.failed(e, "sandbox.start", e.toString());
        }
    }

    /** What activities of this tenant would carry as their service URL: ends with a path, which must survive. */
    public String serviceUrl() {
        return loginUrl() + Target.BASE + "/";
    }

    /** In place of {@code https://login.microsoftonline.com/}: tokens are at TENANT/oauth2/v2.0/token below it. */
    public String loginUrl() {
        return "http://" + HOST + ":" + port.getLocalPort() + "/";
    }

    /** Where it is told who signs what this tenant posts to the bot: the issuer is {@link #EVENT_ISSUER}. */
    public String eventMetadataUrl() {
        return loginUrl() + EVENT_METADATA;
    }

    /** Lets things happen that Teams tells the bot. */
    public SandboxEvents events() {
        return events;
    }

    /** A day of which the bot is told; it happens when it is played. */
    public SandboxDay day(SandboxDay.Options how) {
        return new SandboxDay(this, tenant, now, how);
    }

    /** The header by which a bot believes that an event of this tenant is one. */
    public String eventAuthorization() {
        return "Bearer " + eventTokens.token(serviceUrl());
    }

    /** The app id that a sandbox with this seed has, whether it is started or not. */
    public static String appId(SandboxOptions options) {
        return Tenant.appId(options.seed());
    }

    /** The tenant id that a sandbox with this seed has, whether it is started or not. */
    public static String tenantId(SandboxOptions options) {
        return Tenant.tenantId(options.seed());
    }

    /** Where a sandbox listens, but for its port, which is chosen at each start. */
    public static String serviceUrlWithoutPort() {
        return "http://" + HOST + "/" + Target.BASE + "/";
    }

    public String appId() {
        return tenant.appId();
    }

    public String tenantId() {
        return tenant.tenantId();
    }

    /** The organisation's domain, good in place of the tenant id at the token endpoint. */
    public String tenantDomain() {
        return Tenant.DOMAIN;
    }

    /** Good at this tenant's token endpoint only; still, nothing that is to be logged. */
    public String clientSecret() {
        return tokenEndpoint.secret();
    }

    /**
     * Gives the app a new secret in place of {@link #clientSecret the one good until now}, which is refused from then on
     * as a wrong one is. After a restart the first secret is good again.
     *
     * @param revokeTokens whether tokens issued before are refused by the connector from now on; else they stay good
     *     until they end, as with Entra
     * @return the new secret
     */
    public String rotateSecret(boolean revokeTokens) {
        return tokenEndpoint.rotate(revokeTokens);
    }

    /** All teams as they are now, also those that the bot is not in. */
    public List<SandboxTeam> teams() {
        return now.teams();
    }

    /** How many different people the teams have. */
    public int peopleCount() {
        return tenant.people().count();
    }

    /** Where each request is written down before it is answered: see {@link LoggedRequest}. */
    public Path requestLog() {
        return log.file();
    }

    /**
     * Calls a hook for each send that was read and found in order, before it is posted and answered. It runs in the
     * thread of the request, which waits for it; sends of other connections do not.
     */
    public void onSend(Consumer<ReceivedSend> hook) {
        connector.onSend(hook);
    }

    /**
     * Calls a hook for each connector request, once it is processed and in {@link #requestLog the log}, and before its
     * answer is written. It runs in the thread of the request, which waits for it; other connections do not.
     */
    public void onProcessed(Consumer<LoggedRequest> hook) {
        door.onProcessed(hook);
    }

    /**
     * A message that stands, or stood, in a chat.
     *
     * @return empty if there never was one with this id in this chat
     */
    public Optional<SandboxMessage> message(String conversationId, String activityId) throws IOException {
        OptionalInt person = tenant.people().byChatId(conversationId);
        return person.isEmpty()
                ? Optional.empty()
                : state.find(person.getAsInt(), activityId).map(this::message);
    }

    /**
     * All messages of a chat, oldest first, deleted ones included; empty if there is no such chat. The oldest are
     * forgotten when the file with the messages has grown to 128 MB twice.
     */
    public List<SandboxMessage> messages(String conversationId) throws IOException {
        OptionalInt person = tenant.people().byChatId(conversationId);
        return person.isEmpty()
                ? List.of()
                : state.messages(person.getAsInt()).stream().map(this::message).toList();
    }

    private SandboxMessage message(Messages.Line line) {
        return new SandboxMessage(
                Long.toString(line.id()),
                tenant.people().userId(line.person()),
                tenant.people().chatId(line.person()),
                line.text(),
                line.attachments(),
                line.edits(),
                line.deleted(),
                line.fromUser());
    }

    /**
     * Lets a person write to the bot. The chat exists from then on.
     *
     * @return the message's activity id
     * @throws IllegalArgumentException if the id is none of this tenant's
     */
    public String userWrites(String userId, String text) throws IOException {
        int person = person(userId);
        state.open(person);
        return state.post(person, text, 0, true);
    }

    /**
     * Whether a conversation with this person can be created by the Entra object id: where the bot's app is installed for the
     * person, and not in a team alone. That holds for nine in ten at first.
     *
     * @throws IllegalArgumentException if the id is none of this tenant's
     */
    public boolean hasApp(String userId) {
        return now.hasApp(person(userId));
    }

    private int person(String userId) {
        return tenant.people()
                .byUserId(userId)
                .orElseThrow(() -> new IllegalArgumentException("nobody here has this id"));
    }

    /**
     * Takes requests that name another host too, as those do that a proxy leads here from a cloud's own address. Else only
     * names of the loopback address are taken.
     */
    public void alsoNamed(String host) {
        door.alsoNamed(host);
    }

    /** Adds a script; scripts are asked before the fault plan, in the order in which they were added. */
    public void script(Script script) {
        door.add(script);
    }

    /** Takes a script away again. */
    public void unscript(Script script) {
        door.remove(script);
    }

    /** Answers the next request that fits in this way, and only that one. */
    public void answerOnce(Predicate<RequestView> which, CannedAnswer answer) {
        answerTimes(1, which, answer);
    }

    /** Answers the next requests that fit, so many of them, in this way. */
    public void answerTimes(int times, Predicate<RequestView> which, CannedAnswer answer) {
        AtomicInteger left = new AtomicInteger(times);
        script(request -> which.test(request) && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0
                ? Optional.of(answer)
                : Optional.empty());
    }

    /** Answers all requests that fit in this way from now on. */
    public void answerAlways(Predicate<RequestView> which, CannedAnswer answer) {
        script(request -> which.test(request) ? Optional.of(answer) : Optional.empty());
    }

    /** Makes paged rosters odd from now on; the empty set makes them plain again. */
    public void rosterOddities(Set<RosterOddity> oddities) {
        connector.rosterOddities(oddities);
    }

    /**
     * How long tokens issued from now on are good.
     *
     * @throws IllegalArgumentException if it is not from one second to one day
     */
    public void tokenLifetime(Duration lifetime) {
        tokenEndpoint.lifetime(lifetime);
    }

    /**
     * Removes a person's conversation, as when a user deletes the chat: sends to it find nothing until it is created
     * again, then with the same id.
     *
     * @throws IllegalArgumentException if the id is none of this tenant's
     */
    public void removeConversation(String userId) throws IOException {
        state.close(person(userId));
    }

    /** Stops answering at once and frees port and folder. */
    @Override
    public void close() throws IOException {
        try (FileChannel freed = lock;
                RequestLog closedLog = log;
                TenantChanges closedChanges = now;
                SandboxState closedState = state) {
            stop();
            LOG.debug("sandbox stopped; closing {}, {}, {}, {}", closedState, closedChanges, closedLog, freed);
        }
    }

    private void stop() throws IOException {
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IOException("The sandbox did not stop: " + e.getMessage(), e);
        }
    }

    /** What was opened so far on the way to a running server; closed again, last first, unless all went well. */
    private static final class Opened implements Closeable {
        private final Deque<Closeable> parts = new ArrayDeque<>();

        <T extends Closeable> T add(T part) {
            parts.push(part);
            return part;
        }

        void keep() {
            parts.clear();
        }

        @Override
        public void close() throws IOException {
            for (Closeable part : parts) {
                part.close();
            }
        }
    }
}
