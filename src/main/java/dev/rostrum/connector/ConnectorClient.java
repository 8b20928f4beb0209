package dev.rostrum.connector;

import dev.rostrum.auth.SignInFailure;
import dev.rostrum.auth.TokenSource;
import dev.rostrum.connector.ConnectorFailure.NoToken;
import dev.rostrum.connector.ConnectorFailure.NotFromTeams;
import dev.rostrum.connector.ConnectorFailure.Refused;
import dev.rostrum.connector.ConnectorFailure.Unanswered;
import dev.rostrum.domain.MadeRequest;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RequestKind;
import dev.rostrum.domain.RequestPath;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.Ticker;
import dev.rostrum.domain.TrimmedId;
import dev.rostrum.domain.User;
import dev.rostrum.http.CallFailure;
import dev.rostrum.http.CallLimits;
import dev.rostrum.http.HostTrust;
import dev.rostrum.http.Network;
import dev.rostrum.http.ReplyText;
import dev.rostrum.http.RequestTransport;
import dev.rostrum.http.RetryAfter;
import dev.rostrum.http.Transport;
import dev.rostrum.http.TrustStores;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of the Bot Framework connector. Every call blocks; safe for use by many threads.
 *
 * <p>Writing calls ({@link #createConversation}, {@link #send}, {@link #update}, {@link #delete}) are one exchange each and are never
 * repeated here: whoever keeps
 * the ledger decides and records that. Reading calls repeat themselves within bounds.
 */
public final class ConnectorClient implements AutoCloseable {
    /** Teams raises anything below to this (connector reference 3.2). */
    public static final int MIN_PAGE = 50;

    /** Teams cuts anything above to this (connector reference 3.2). */
    public static final int MAX_PAGE = 500;

    /** Code of a create that Teams answered with 2xx and without an id. */
    public static final String NO_CONVERSATION_ID = "NoConversationId";

    private static final int READ_TRIES_THROTTLED = 5;
    private static final int READ_TRIES_TROUBLED = 3;
    private static final Duration READ_PATIENCE = Duration.ofMinutes(2);
    private static final Duration BACKOFF = Duration.ofSeconds(1);
    private static final String USER_AGENT = userAgent();
    private static final Logger LOG = LoggerFactory.getLogger(ConnectorClient.class);

    /** A correlation vector; 127 characters are the most that its makers allow. */
    private static final Pattern VECTOR = Pattern.compile("[A-Za-z0-9+/=._-]{1,127}");

    /**
     * A 2xx.
     *
     * @param token that went with the request, or null: it is in nothing that is told of the answer
     */
    private record SuccessReply(Transport.Reply reply, String msCv, String token) {
        NotFromTeams stranger() {
            return Provenance.stranger(reply, msCv, token);
        }

        /** Fails unless Teams accepted. */
        Transport.Reply accepted() throws NotFromTeams {
            if (!Provenance.accepts(reply)) {
                throw stranger();
            }
            return reply;
        }

        /** Teams answered, and left out what the call is made for. */
        Refused lacking(String code) {
            return new Refused(reply.status(), code, "", null, msCv, reply.latency());
        }

        /** What a read needs. Of a body that broke off its beginning tells whether another try makes sense. */
        byte[] whole() throws ConnectorFailure {
            if (!Provenance.succeeds(reply)) {
                throw stranger();
            }
            if (reply.body() != Transport.Body.WHOLE) {
                throw Provenance.begins(reply) ? ConnectorFailure.of(reply.bodyLost()) : stranger();
            }
            return reply.bytes();
        }

        ConnectorFailure unreadable() {
            return Provenance.isEmpty(reply.bytes()) ? lacking("UnreadableAnswer") : stranger();
        }
    }

    /** What to do with a 2xx. */
    private interface Reader<T> {
        T read(SuccessReply heard) throws ConnectorFailure;
    }

    private final ConnectorTarget target;
    private final TokenSource tokens;
    private final Pacer pacer;
    private final Clock clock;
    private final Ticker ticker;
    private final Sleeper sleeper;
    private final Consumer<? super MadeRequest> told;
    private final RequestTransport posts;
    private final RequestTransport reads;

    public ConnectorClient(ConnectorTarget target, TokenSource tokens, Pacer pacer, Clock clock, Ticker ticker) {
        this(target, tokens, pacer, clock, ticker, CallLimits.DEFAULT, Network.DEFAULT, request -> {});
    }

    /**
     * @param network the way out; a local connection goes straight to loopback
     * @param told of each request but those of deliveries, which the ledger keeps: of reads, and of {@link #openConversation}. It
     *     neither blocks nor throws
     * @throws IllegalArgumentException if the pacer is faster than Microsoft allows and the connection is not marked local
     */
    public ConnectorClient(
            ConnectorTarget target,
            TokenSource tokens,
            Pacer pacer,
            Clock clock,
            Ticker ticker,
            CallLimits limits,
            Network network,
            Consumer<? super MadeRequest> told) {
        this(target, tokens, pacer, clock, ticker, limits, network, TrustStores.here(), Sleeper.REAL, told);
    }

    ConnectorClient(
            ConnectorTarget target,
            TokenSource tokens,
            Pacer pacer,
            Clock clock,
            Ticker ticker,
            CallLimits limits,
            Network network,
            TrustStores stores,
            Sleeper sleeper,
            Consumer<? super MadeRequest> told) {
        boolean local = target.serviceUrl().local();
        if (!local && pacer.state().requestsPerSecond() > Pacer.CEILING) {
            throw new IllegalArgumentException(
                    "Only a local connection may be faster than " + Pacer.CEILING + " requests per second");
        }
        this.target = target;
        this.tokens = tokens;
        this.pacer = pacer;
        this.clock = clock;
        this.ticker = ticker;
        this.sleeper = sleeper;
        this.told = told;
        this.posts = new Transport("connector-write", limits, target.serviceUrl(), network, stores, ticker);
        this.reads = new Transport("connector-read", limits, target.serviceUrl(), network, stores, ticker);
    }

    private ConnectorClient(
            ConnectorTarget target,
            TokenSource tokens,
            Pacer pacer,
            Clock clock,
            Ticker ticker,
            RequestTransport transport) {
        this.target = target;
        this.tokens = tokens;
        this.pacer = pacer;
        this.clock = clock;
        this.ticker = ticker;
        this.sleeper = Sleeper.REAL;
        this.told = request -> {};
        this.posts = transport;
        this.reads = transport;
    }

    /**
     * A client that makes the requests that this one makes and sends none: each is told and answered as accepted, with
     * {@link RecordedRequest#UNKNOWN_ID} as the id. No token is asked for, and no turn is taken from this client's pacer.
     */
    public ConnectorClient recording(Consumer<RecordedRequest> told) {
        return new ConnectorClient(
                target,
                new MaskedToken(tokens.none()),
                new Pacer(Double.POSITIVE_INFINITY, ticker),
                clock,
                ticker,
                new RecordingTransport(call -> told.accept(new RecordedRequest(
                        call.method(),
                        call.uri(),
                        call.headers(),
                        call.body() == null ? null : new String(call.body(), StandardCharsets.UTF_8)))));
    }

    /** Stands where a token would. */
    private record MaskedToken(boolean none) implements TokenSource {
        @Override
        public String token() {
            return none ? null : "***";
        }

        @Override
        public void refused(String token) {
            throw new IllegalStateException("nobody was asked");
        }
    }

    private static String userAgent() {
        String version = ConnectorClient.class.getPackage().getImplementationVersion();
        return version == null ? "Rostrum" : "Rostrum/" + version;
    }

    /**
     * Gets a token where the connection uses one, so that a refused sign-in is known before anything depends on it.
     *
     * @throws NoToken when none is to be had
     */
    public void signIn() throws NoToken {
        token();
    }

    /** The pacing that all calls of this connection share. */
    public Pacer pacer() {
        return pacer;
    }

    /** Whom it speaks to. */
    public ConnectorTarget target() {
        return target;
    }

    /**
     * Creates the 1:1 conversation with a user, or gets the one there is (connector reference 1). Repeatable at will: the body
     * holds no activity. The value is the conversation's id, never blank.
     *
     * @param userId pairwise id ({@code 29:…}) or Entra object id
     * @throws Refused for any other status than 2xx, and with code {@link #NO_CONVERSATION_ID} for a 2xx that is blank or names
     *     nothing. A 401 has already dropped the token
     * @throws NotFromTeams when it is not Teams that answered, with any status; so of every call
     * @throws Unanswered also for a 2xx whose body was lost
     */
    public Answer<String> createConversation(Pacer.Permit permit, String userId) throws ConnectorFailure {
        return create(permit, creation(userId));
    }

    /**
     * Does as {@link #createConversation} outside of any delivery: waits for its turn at the pacer, and is told of as reads are.
     */
    public Answer<String> openConversation(String userId) throws ConnectorFailure, InterruptedException {
        Pacer.Permit permit = pacer.acquire(Pacer.Kind.CREATE, userId);
        Transport.Call request = creation(userId);
        return telling(RequestKind.CREATE, request, null, () -> create(permit, request));
    }

    private Transport.Call creation(String userId) {
        return post("/v3/conversations", createBody(userId));
    }

    private Answer<String> create(Pacer.Permit permit, Transport.Call request) throws ConnectorFailure {
        return call(posts, permit, "create", request, heard -> {
            Transport.Reply reply = heard.accepted();
            if (reply.body() != Transport.Body.WHOLE) {
                throw ConnectorFailure.of(reply.bodyLost());
            }
            return Wire.id(reply.bytes()).orElseThrow(() -> heard.lacking(NO_CONVERSATION_ID));
        });
    }

    /**
     * Sends a message (connector reference 2). The value is the activity id where Teams gave one: a 2xx with an empty, broken or
     * lost body is still a message that Teams accepted, unless what came of it is not the connector's. Never repeated by the client.
     *
     * @throws NotFromTeams when something else answered; Teams may have accepted it all the same
     * @throws Unanswered when Teams may have accepted it and nobody can tell
     */
    public Answer<Optional<String>> send(Pacer.Permit permit, String conversationId, Message message)
            throws ConnectorFailure {
        return send(permit, conversationId, message, null);
    }

    /**
     * Does as {@link #send(Pacer.Permit, String, Message)}.
     *
     * @param late told of an acceptance that came after the call had ended as {@code Timeout}, up to
     *     {@link CallLimits#late} later, on a thread of its own. Other late answers are logged and dropped. It may be null
     */
    public Answer<Optional<String>> send(
            Pacer.Permit permit, String conversationId, Message message, Consumer<Answer<Optional<String>>> late)
            throws ConnectorFailure {
        return call(
                posts,
                permit,
                "send",
                post(activities(conversationId), sendBody(message)),
                heard -> activityId(heard.accepted()),
                late);
    }

    /**
     * Puts another message in the place of one that the bot sent (connector reference 2.9). Repeatable at will, and never repeated
     * by the client. The value is the activity id where Teams gave one.
     *
     * @throws Refused with code {@code ActivityNotFoundInConversation} where the message is not there any more
     */
    public Answer<Optional<String>> update(
            Pacer.Permit permit, String conversationId, String activityId, Message message) throws ConnectorFailure {
        return call(
                posts,
                permit,
                "update",
                body("PUT", activity(conversationId, activityId), Wire.update(target, id(activityId), message)),
                heard -> activityId(heard.accepted()));
    }

    /**
     * Takes a message back that the bot sent (connector reference 2.9). Repeatable at will, and never repeated by the client.
     *
     * @throws Refused with code {@code ActivityNotFoundInConversation} where the message is not there any more
     */
    public Answer<Void> delete(Pacer.Permit permit, String conversationId, String activityId) throws ConnectorFailure {
        return call(
                posts,
                permit,
                "delete",
                new Transport.Call("DELETE", target.address().get().at(activity(conversationId, activityId)), null),
                heard -> {
                    heard.accepted();
                    return null;
                });
    }

    private static Optional<String> activityId(Transport.Reply reply) {
        return reply.body() == Transport.Body.WHOLE ? Wire.id(reply.bytes()) : Optional.empty();
    }

    private static String activities(String conversationId) {
        return "/v3/conversations/" + segment(conversationId) + "/activities";
    }

    private static String activity(String conversationId, String activityId) {
        return activities(conversationId) + "/" + segment(activityId);
    }

    /** What {@link #createConversation} writes as body, for previews. */
    public String createBody(String userId) {
        return Wire.create(target, id(userId));
    }

    /** What {@link #send} would write as body, for previews and the size check. */
    public String sendBody(Message message) {
        return Wire.send(target, message);
    }

    /** Size of {@link #sendBody} as Teams counts it, in bytes of UTF-16 (connector reference 2.7). */
    public int sendBytes(Message message) {
        return Math.multiplyExact(2, sendBody(message).length());
    }

    /**
     * One page of a team's roster (connector reference 3.2). Waits for its turn at the pacer.
     *
     * @param pageSize clamped to {@value #MIN_PAGE}…{@value #MAX_PAGE}
     * @param continuationToken of the page before, or null for the first
     */
    public Answer<MembersPage> members(String teamId, int pageSize, String continuationToken)
            throws ConnectorFailure, InterruptedException {
        int size = Math.max(MIN_PAGE, Math.min(MAX_PAGE, pageSize));
        String asked = id(teamId);
        String path = "/v3/conversations/" + segment(asked) + "/pagedmembers?pageSize=" + size
                + (continuationToken == null || continuationToken.isEmpty()
                        ? ""
                        : "&continuationToken=" + ServiceUrl.segment(continuationToken));
        return read(RequestKind.MEMBERS, asked, get(path), heard -> {
            MembersPage page = Wire.members(heard.whole(), target.tenantId());
            if (page == null) {
                throw heard.unreadable();
            }
            return page;
        });
    }

    /**
     * One member of a team (connector reference 3.4). Waits for its turn at the pacer.
     *
     * @param person the pairwise id, the Entra object id or the UPN
     * @throws ConnectorFailure also where nobody of that id is a member
     */
    public Answer<User> member(String teamId, String person) throws ConnectorFailure, InterruptedException {
        String asked = id(teamId);
        return read(
                RequestKind.MEMBERS,
                asked,
                get("/v3/conversations/" + segment(asked) + "/members/" + segment(person)),
                heard -> {
                    User member = Wire.member(heard.whole(), target.tenantId());
                    if (member == null) {
                        throw heard.unreadable();
                    }
                    return member;
                });
    }

    /** The team itself (connector reference 3.5). Waits for its turn at the pacer. */
    public Answer<TeamDetails> team(String teamId) throws ConnectorFailure, InterruptedException {
        String asked = id(teamId);
        return read(RequestKind.TEAM, null, get("/v3/teams/" + segment(asked)), heard -> {
            TeamDetails team = Wire.team(heard.whole());
            if (team == null) {
                throw heard.unreadable();
            }
            return team;
        });
    }

    private static String segment(String id) {
        return ServiceUrl.segment(id(id));
    }

    private static String id(String given) {
        String id = TrimmedId.of(given).value();
        if (id.isEmpty() || id.equals(".") || id.equals("..")) {
            throw new IllegalArgumentException("An id is missing");
        }
        return id;
    }

    private Transport.Call post(String path, String body) {
        return body("POST", path, body);
    }

    private Transport.Call body(String method, String path, String body) {
        return new Transport.Call(method, target.address().get().at(path), body.getBytes(StandardCharsets.UTF_8))
                .with("Content-Type", "application/json; charset=utf-8");
    }

    private Transport.Call get(String path) {
        return new Transport.Call("GET", target.address().get().at(path), null);
    }

    /**
     * A read with its repetitions: a 401 once with a new token; a 429 up to five tries; 412, 502, 503, 504 and a lost answer up to
     * three; all within two minutes. Each try takes its own turn at the pacer.
     */
    private <T> Answer<T> read(RequestKind kind, String team, Transport.Call request, Reader<T> reader)
            throws ConnectorFailure, InterruptedException {
        String route = kind.name().toLowerCase(Locale.ROOT);
        long begun = ticker.nanos();
        int throttled = 0;
        int troubled = 0;
        boolean renewed = false;
        ConnectorFailure failure = null;
        while (true) {
            Pacer.Permit permit = pacer.acquire(Pacer.Kind.MEMBERS, team);
            try {
                return telling(kind, request, failure, () -> call(reads, permit, route, request, reader));
            } catch (Refused | Unanswered e) {
                failure = e;
            }
            if (failure instanceof Unanswered && Thread.interrupted()) {
                InterruptedException stopped = new InterruptedException("The read was stopped");
                stopped.initCause(failure);
                throw stopped;
            }
            Duration left = READ_PATIENCE.minusNanos(ticker.nanos() - begun);
            if (failure.status() == 401 && !renewed) {
                renewed = true;
            } else if (failure.status() == 429) {
                throttled++;
                // The pacer holds already; the wait happens in acquire.
                if (throttled >= READ_TRIES_THROTTLED || pacer.state().heldFor().compareTo(left) > 0) {
                    throw failure;
                }
            } else if (isTrouble(failure)) {
                troubled++;
                Duration wait = BACKOFF.multipliedBy(1L << (troubled - 1));
                if (failure.retryAfter() != null && failure.retryAfter().compareTo(wait) > 0) {
                    wait = failure.retryAfter();
                }
                if (troubled >= READ_TRIES_TROUBLED || wait.compareTo(left) > 0) {
                    throw failure;
                }
                sleeper.sleep(wait);
            } else {
                throw failure;
            }
        }
    }

    /** A call that its caller does not keep. */
    private interface Calling<T> {
        Answer<T> make() throws ConnectorFailure;
    }

    /** @param before what the same request ended with before, or null */
    private <T> Answer<T> telling(RequestKind kind, Transport.Call request, ConnectorFailure before, Calling<T> calling)
            throws ConnectorFailure {
        try {
            Answer<T> answer = calling.make();
            tell(kind, request, before, answer.status(), null, answer.msCv(), answer.latency());
            return answer;
        } catch (NoToken | ConnectorFailure.NotBegun e) {
            // Nothing was asked of Teams.
            throw e;
        } catch (ConnectorFailure e) {
            tell(kind, request, before, e.status(), e.code(), e.msCv(), e.latency());
            throw e;
        }
    }

    private void tell(
            RequestKind kind,
            Transport.Call request,
            ConnectorFailure before,
            int status,
            String code,
            String msCv,
            Duration latency) {
        told.accept(new MadeRequest(
                kind,
                RequestPath.ofConnector(request.uri()),
                status,
                code,
                msCv,
                latency,
                before == null ? null : MadeRequest.ended(before.status(), before.code())));
    }

    private static boolean isTrouble(ConnectorFailure failure) {
        if (failure instanceof Unanswered) {
            return !failure.code().equals(CallFailure.Unanswered.TOO_LARGE);
        }
        int status = failure.status();
        return status == 412 || status == 502 || status == 503 || status == 504;
    }

    /** One exchange. Every outcome leaves one line in the log: route, status, code, correlation, time; no ids, names, texts. */
    private <T> Answer<T> call(
            RequestTransport transport, Pacer.Permit permit, String route, Transport.Call request, Reader<T> reader)
            throws ConnectorFailure {
        return call(transport, permit, route, request, reader, null);
    }

    private <T> Answer<T> call(
            RequestTransport transport,
            Pacer.Permit permit,
            String route,
            Transport.Call request,
            Reader<T> reader,
            Consumer<Answer<T>> late)
            throws ConnectorFailure {
        try {
            Answer<T> answer = exchange(transport, permit, route, request, reader, late);
            LOG.debug(
                    "{}: {} in {} ms, MS-CV {}",
                    route,
                    answer.status(),
                    answer.latency().toMillis(),
                    answer.msCv());
            return answer;
        } catch (ConnectorFailure e) {
            LOG.info(
                    "{}: {} {} {} in {} ms, MS-CV {}",
                    route,
                    e.getClass().getSimpleName(),
                    e.status(),
                    e.code(),
                    e.latency().toMillis(),
                    e.msCv());
            throw e;
        }
    }

    /** An answer nobody waits for any more: only an acceptance still says something. */
    private static <T> void late(
            Transport.Reply reply, String route, String token, Reader<T> reader, Consumer<Answer<T>> late) {
        String msCv = tag(reply.header("MS-CV"), token);
        LOG.info(
                "{}: late {} after {} ms, MS-CV {}",
                route,
                reply.status(),
                reply.latency().toMillis(),
                msCv);
        if (!reply.accepted()) {
            return;
        }
        try {
            late.accept(new Answer<>(
                    reply.status(), msCv, reply.latency(), reader.read(new SuccessReply(reply, msCv, token))));
        } catch (ConnectorFailure e) {
            LOG.info("{}: the late answer cannot be used: {}", route, e.code());
        }
    }

    private <T> Answer<T> exchange(
            RequestTransport transport,
            Pacer.Permit permit,
            String route,
            Transport.Call request,
            Reader<T> reader,
            Consumer<Answer<T>> late)
            throws ConnectorFailure {
        long begun = ticker.nanos();
        String token = token();
        HostTrust.check(request.uri(), target.serviceUrl());
        Transport.Call dressed = request.with("Accept", "application/json")
                .with("Accept-Encoding", "identity")
                .with("User-Agent", USER_AGENT);
        if (token != null) {
            dressed = dressed.with("Authorization", "Bearer " + token);
        }
        // It is asked last: a token may have taken long, and the caller may have given up meanwhile.
        if (!permit.use()) {
            throw new ConnectorFailure.NotBegun(Duration.ofNanos(ticker.nanos() - begun));
        }
        Transport.Reply reply;
        try {
            reply = transport.exchange(
                    dressed, permit::holds, late == null ? null : overdue -> late(overdue, route, token, reader, late));
        } catch (CallFailure e) {
            throw ConnectorFailure.of(e);
        }
        String msCv = tag(reply.header("MS-CV"), token);
        if (reply.accepted()) {
            T value = reader.read(new SuccessReply(reply, msCv, token));
            pacer.answered();
            return new Answer<>(reply.status(), msCv, reply.latency(), value);
        }
        if (!Provenance.refuses(reply, msCv)) {
            // This includes a 401: the token was refused by nobody who knows it.
            throw Provenance.stranger(reply, msCv, token);
        }
        ErrorEnvelope envelope = ErrorEnvelope.of(reply.status(), reply.bytes(), token);
        Refused refused = new Refused(
                reply.status(),
                reply.status() < 400 ? "Redirected" : envelope.code(),
                envelope.message(),
                RetryAfter.parse(reply.header("Retry-After"), reply.header("Date"), clock),
                msCv,
                reply.latency());
        if (reply.status() == 401 && token != null) {
            tokens.refused(token);
        }
        if (reply.status() == 429) {
            pacer.throttled(permit, refused.retryAfter());
        } else {
            pacer.answered();
        }
        throw refused;
    }

    /** The token, or null for a local connection without one. A value that breaks the header would be two headers. */
    private String token() throws NoToken {
        long begun = ticker.nanos();
        String token;
        try {
            token = tokens.token();
        } catch (SignInFailure e) {
            throw new NoToken(e);
        }
        if (token == null) {
            if (target.serviceUrl().local()) {
                return null;
            }
            throw new NoToken("NoToken", Reason.of("network.noCredential"), Duration.ofNanos(ticker.nanos() - begun));
        }
        if (token.isEmpty() || !token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new NoToken(
                    "UnusableToken", Reason.of("network.noTokenGiven"), Duration.ofNanos(ticker.nanos() - begun));
        }
        return token;
    }

    /** A correlation vector as it may be logged and shown, or null: also where it is none, or quotes the token. */
    private static String tag(String header, String token) {
        if (header == null) {
            return null;
        }
        String bare = header.strip();
        return VECTOR.matcher(bare).matches() && !ReplyText.quotes(bare, token) ? bare : null;
    }

    /** Sends that were given up and whose answers are still waited for. */
    int awaitedLate() {
        return posts.awaitedLate();
    }

    /** Calls under way come to their end; new ones fail; nobody waits for late answers any more. */
    @Override
    public void close() {
        posts.close();
        reads.close();
    }
}
