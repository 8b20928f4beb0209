package dev.rostrum.connector.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpMethod;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import dev.rostrum.connector.CallLimits;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.connector.ConnectorFailure.NoToken;
import dev.rostrum.connector.ConnectorFailure.NotSent;
import dev.rostrum.connector.Network;
import dev.rostrum.connector.SignInTransport;
import dev.rostrum.connector.TokenSource;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.Ticker;
import java.net.MalformedURLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens by client credentials through msal4j, behind a cache of our own: msal4j lets every thread renew for itself and never
 * keeps a token of five minutes or less. Here one renewal is under way at a time, five minutes before the end (at half the life
 * of a shorter token), and a token that the connector refused is not given out again. While an early renewal fails, the token at
 * hand is used to nearly its end.
 */
public final class MsalTokenSource implements TokenSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MsalTokenSource.class);
    private static final Duration EARLY = Duration.ofMinutes(5);

    /** A token with less left is not given out: it would end on its way. */
    private static final Duration LAST_MOMENT = Duration.ofSeconds(30);

    /** Rest after an early renewal that failed. */
    private static final Duration REST = Duration.ofSeconds(30);

    private static final Duration LONGEST_LIFE = Duration.ofHours(24);

    /** Life of a token whose answer names none. */
    private static final Duration ASSUMED_LIFE = Duration.ofMinutes(5);

    private static final int MAX_CAUSES = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A token and when it was asked for, by both clocks: the ticker stands still while a computer sleeps, the wall clock is set. */
    private record Held(String value, long asked, Instant askedAt, Duration life) {
        boolean hasLeft(Duration least, long now, Instant wall) {
            Duration limit = life.minus(least);
            return Duration.ofNanos(now - asked).compareTo(limit) < 0
                    && Duration.between(askedAt, wall).compareTo(limit) < 0;
        }

        Duration early() {
            return min(EARLY, life.dividedBy(2));
        }

        Duration lastMoment() {
            return min(LAST_MOMENT, life.dividedBy(10));
        }
    }

    /** How a renewal ended: one of the two is null. */
    private record Outcome(Held held, NoToken failure) {}

    private final String appId;
    private final TokenEndpoint endpoint;
    private final Clock clock;
    private final Ticker ticker;
    private final CallLimits limits;
    private final SignInTransport transport;
    private final ExecutorService thread;

    private final Object lock = new Object();
    private ClientCredential credential;
    private Held current;
    private CompletableFuture<Outcome> renewal;
    private int generation;
    private boolean resting;
    private long restedAt;

    /**
     * @param serviceUrl of the connection. The requests of a local one go to its own loopback address, same path, so that the
     *     sandbox can be its sign-in; those of any other go to the endpoint's login host only
     */
    public MsalTokenSource(
            ServiceUrl serviceUrl,
            String appId,
            TokenEndpoint endpoint,
            ClientCredential credential,
            Clock clock,
            Ticker ticker) {
        this(serviceUrl, appId, endpoint, credential, clock, ticker, CallLimits.SIGN_IN, Network.DEFAULT);
    }

    public MsalTokenSource(
            ServiceUrl serviceUrl,
            String appId,
            TokenEndpoint endpoint,
            ClientCredential credential,
            Clock clock,
            Ticker ticker,
            CallLimits limits,
            Network network) {
        this.appId = appId;
        this.endpoint = endpoint;
        this.credential = credential;
        this.clock = clock;
        this.ticker = ticker;
        this.limits = limits;
        this.transport = new SignInTransport(endpoint.loginHost(), serviceUrl, limits, network, ticker);
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "sign-in");
                    thread.setDaemon(true);
                    return thread;
                });
        one.allowCoreThreadTimeOut(true);
        this.thread = one;
    }

    /**
     * @throws NoToken with the sign-in's status and code and with advice, never the secret. An interrupt while waiting ends in one
     *     too, the thread's flag set again
     */
    @Override
    public String token() throws NoToken {
        long begun = ticker.nanos();
        CompletableFuture<Outcome> awaited;
        Held fallback;
        synchronized (lock) {
            long now = ticker.nanos();
            Instant wall = clock.instant();
            if (current != null && current.hasLeft(current.early(), now, wall)) {
                return current.value();
            }
            fallback = current != null && current.hasLeft(current.lastMoment(), now, wall) ? current : null;
            boolean rests = resting && now - restedAt < REST.toNanos();
            boolean underWay = renewal != null && !renewal.isDone();
            if (fallback != null && (underWay || rests)) {
                return fallback.value();
            }
            if (!underWay) {
                renewal = begin();
            }
            awaited = renewal;
        }
        Outcome outcome = await(awaited, begun);
        if (outcome.held() != null) {
            return outcome.held().value();
        }
        if (fallback != null && stillCurrent(fallback)) {
            return fallback.value();
        }
        throw outcome.failure();
    }

    private boolean stillCurrent(Held held) {
        synchronized (lock) {
            return held.equals(current);
        }
    }

    @Override
    public void refused(String token) {
        synchronized (lock) {
            if (current != null && current.value().equals(token)) {
                current = null;
            }
        }
    }

    /** Signs in with this from the next {@link #token} on; what the old one had earned or spoiled is forgotten. */
    public void useCredential(ClientCredential corrected) {
        synchronized (lock) {
            credential = corrected;
            generation++;
            current = null;
            renewal = null;
            resting = false;
        }
    }

    private Outcome await(CompletableFuture<Outcome> awaited, long begun) {
        try {
            return awaited.get(limits.exchange().plusSeconds(5).toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(0, "Interrupted", "The program stopped waiting for the sign-in.", begun, e);
        } catch (TimeoutException e) {
            synchronized (lock) {
                if (awaited.equals(renewal)) {
                    renewal = null;
                }
            }
            return failed(0, "SignInUnanswered", "The sign-in did not answer in time. Try again.", begun, e);
        } catch (ExecutionException e) {
            return failed(0, "SignInFailed", "The sign-in came to no end. The log has the details.", begun, e);
        }
    }

    /** Starts a renewal; called with the lock held, so that it cannot settle before it is noted. */
    private CompletableFuture<Outcome> begin() {
        long asked = ticker.nanos();
        Instant askedAt = clock.instant();
        int mine = generation;
        Carrier carrier = new Carrier();
        CompletableFuture<Outcome> begun = new CompletableFuture<>();
        try {
            // A new application object each time: nothing of an earlier sign-in, cached or throttled, is left in it.
            CompletableFuture<?> unused = ConfidentialClientApplication.builder(appId, credential.forSignIn())
                    .authority(endpoint.authority())
                    .instanceDiscovery(false)
                    .httpClient(carrier)
                    .executorService(thread)
                    .disableInternalRetries()
                    .logPii(false)
                    .build()
                    .acquireToken(ClientCredentialParameters.builder(Set.of(endpoint.scope()))
                            .skipCache(true)
                            .build())
                    .whenComplete((result, error) ->
                            begun.complete(settle(mine, outcome(result, error, carrier, asked, askedAt))));
        } catch (MalformedURLException | RuntimeException e) {
            LOG.warn("The sign-in could not be set up: {}", e.getClass().getName());
            begun.complete(settle(
                    mine,
                    failed(
                            0,
                            "SignInFailed",
                            "The sign-in could not be set up. Check app id and tenant in the connection's settings.",
                            asked,
                            null)));
        }
        return begun;
    }

    private Outcome settle(int generationOfIt, Outcome outcome) {
        synchronized (lock) {
            if (generationOfIt == generation) {
                if (outcome.held() != null) {
                    current = outcome.held();
                    resting = false;
                } else {
                    resting = true;
                    restedAt = ticker.nanos();
                }
            }
        }
        return outcome;
    }

    private Outcome outcome(
            IAuthenticationResult result, Throwable error, Carrier carrier, long asked, Instant askedAt) {
        if (error == null && result != null && result.accessToken() != null) {
            Duration life = carrier.life;
            LOG.info("Signed in; the token lives {} s", life.toSeconds());
            return new Outcome(new Held(result.accessToken(), asked, askedAt, life), null);
        }
        ConnectorFailure carried = find(error, ConnectorFailure.class);
        if (carried instanceof NoToken refusal) {
            LOG.info("The sign-in refused: {} {}", refusal.status(), refusal.code());
            return new Outcome(null, refusal);
        }
        if (carried instanceof NotSent notSent) {
            LOG.info("The sign-in was not reached: {}", notSent.obstacle());
            return failed(0, "SignInNotReached", advice(notSent), asked, carried);
        }
        if (carried != null) {
            LOG.info("The sign-in did not answer: {}", carried.code());
            return failed(
                    0,
                    "SignInUnanswered",
                    "The sign-in did not answer (" + carried.getMessage() + "). Try again in a few minutes.",
                    asked,
                    carried);
        }
        LOG.info(
                "The sign-in failed: {}",
                error == null ? "no token" : error.getClass().getName());
        SignInAdvice advice = SignInAdvice.of(carrier.status, null, null);
        // Neither the library's exception nor its text goes on: both quote the service, which may quote what it was
        // sent.
        return failed(carrier.status, advice.code(), advice.advice(), asked, null);
    }

    private static String advice(NotSent notSent) {
        return switch (notSent.obstacle()) {
            case UNREACHABLE -> "The sign-in could not be reached. Check the network connection.";
            case UNKNOWN_NAME ->
                "The name of the sign-in's host is not known here. Check the network connection and its"
                        + " name service.";
            case CERTIFICATE ->
                "The sign-in's certificate is not trusted here. A network that looks into secure traffic"
                        + " needs its certificate added to this computer's trust.";
            case PROXY_LOGIN -> "The proxy asks for a login. Set it up before signing in.";
        };
    }

    private Outcome failed(int status, String code, String message, long begun, Throwable cause) {
        return new Outcome(null, new NoToken(status, code, message, Duration.ofNanos(ticker.nanos() - begun), cause));
    }

    private static <T extends Throwable> T find(Throwable error, Class<T> kind) {
        Throwable at = error;
        for (int i = 0; at != null && i < MAX_CAUSES; i++, at = at.getCause()) {
            if (kind.isInstance(at)) {
                return kind.cast(at);
            }
        }
        return null;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    @Override
    public void close() {
        thread.shutdown();
        transport.close();
    }

    /**
     * Carries the library's requests of one renewal and notes what its result does not tell. Only a token ever reaches the
     * library: it logs the text of whatever else it is answered, and a careless service quotes the secret in it.
     */
    private final class Carrier implements IHttpClient {
        private volatile int status;
        private volatile Duration life = ASSUMED_LIFE;

        @Override
        public IHttpResponse send(HttpRequest request) throws Exception {
            SignInTransport.Reply reply = transport.send(
                    request.httpMethod().name(),
                    request.url().toURI(),
                    request.headers(),
                    request.httpMethod() == HttpMethod.POST ? request.body() : null);
            status = reply.status();
            JsonNode said = json(reply.body());
            if (reply.status() != 200 || !said.path("access_token").isTextual()) {
                SignInAdvice advice = SignInAdvice.of(
                        reply.status(),
                        said.path("error").textValue(),
                        said.path("error_description").textValue());
                throw new NoToken(reply.status(), advice.code(), advice.advice(), reply.latency(), null);
            }
            life = life(said);
            HttpResponse response =
                    new HttpResponse().statusCode(reply.status()).body(reply.body());
            response.addHeaders(reply.headers());
            return response;
        }
    }

    private static JsonNode json(String body) {
        try {
            JsonNode root = JSON.readTree(body);
            return root == null ? MissingNode.getInstance() : root;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** Seconds to live as the answer says: the library gives a wall-clock time only, by a clock that is not ours. */
    private static Duration life(JsonNode said) {
        long seconds = said.path("expires_in").asLong(0);
        if (seconds <= 0) {
            return ASSUMED_LIFE;
        }
        // Bounded before it becomes a duration: the figure is the service's.
        return Duration.ofSeconds(Math.min(seconds, LONGEST_LIFE.toSeconds()));
    }
}
