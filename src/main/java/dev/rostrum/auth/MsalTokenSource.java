package dev.rostrum.auth;

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
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import dev.rostrum.domain.MadeRequest;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RequestKind;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.Ticker;
import dev.rostrum.http.CallFailure;
import dev.rostrum.http.CallFailure.NotFromHost;
import dev.rostrum.http.CallFailure.NotSent;
import dev.rostrum.http.CallLimits;
import dev.rostrum.http.HostClient;
import dev.rostrum.http.Network;
import dev.rostrum.http.RequestNotes;
import java.net.MalformedURLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens for one scope, by client credentials through msal4j, behind a cache of our own: msal4j lets every thread renew for itself and never
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
    private record CachedToken(String value, long asked, Instant askedAt, Duration life) {
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
    private record RenewalResult(CachedToken cached, SignInFailure failure) {}

    private final String appId;
    private final TokenEndpoint endpoint;
    // It is null where Microsoft's sign-in is asked.
    private final String localAudience;
    private final AtomicLong assertions = new AtomicLong();
    private final Clock clock;
    private final Ticker ticker;
    private final CallLimits limits;
    private final HostClient transport;
    private final ExecutorService thread;

    private final Object lock = new Object();
    private ClientCredential credential;
    private CachedToken current;
    private CompletableFuture<RenewalResult> renewal;
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
        this(
                serviceUrl,
                appId,
                endpoint,
                credential,
                clock,
                ticker,
                CallLimits.SIGN_IN,
                Network.DEFAULT,
                request -> {});
    }

    /** @param told of each request to the sign-in; it neither blocks nor throws */
    public MsalTokenSource(
            ServiceUrl serviceUrl,
            String appId,
            TokenEndpoint endpoint,
            ClientCredential credential,
            Clock clock,
            Ticker ticker,
            CallLimits limits,
            Network network,
            Consumer<? super MadeRequest> told) {
        this.appId = appId;
        this.endpoint = endpoint;
        this.localAudience = serviceUrl.local() ? endpoint.address(serviceUrl.origin()) : null;
        this.credential = credential;
        this.clock = clock;
        this.ticker = ticker;
        this.limits = limits;
        this.transport = new HostClient(
                "sign-in",
                Set.of(endpoint.loginHost()),
                serviceUrl,
                limits,
                network,
                ticker,
                new RequestNotes(RequestKind.SIGN_IN, told, MsalTokenSource::trouble));
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
     * @throws SignInFailure with the sign-in's status and code and with advice, never the secret. An interrupt while waiting ends in one
     *     too, the thread's flag set again
     */
    @Override
    public String token() throws SignInFailure {
        long begun = ticker.nanos();
        CompletableFuture<RenewalResult> awaited;
        CachedToken fallback;
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
        RenewalResult outcome = await(awaited, begun);
        if (outcome.cached() != null) {
            return outcome.cached().value();
        }
        if (fallback != null && stillCurrent(fallback)) {
            return fallback.value();
        }
        throw outcome.failure();
    }

    private boolean stillCurrent(CachedToken cached) {
        synchronized (lock) {
            return cached.equals(current);
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

    private RenewalResult await(CompletableFuture<RenewalResult> awaited, long begun) {
        try {
            return awaited.get(limits.exchange().plusSeconds(5).toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(0, "Interrupted", Reason.of("auth.notWaited"), begun, e);
        } catch (TimeoutException e) {
            synchronized (lock) {
                if (awaited.equals(renewal)) {
                    renewal = null;
                }
            }
            return failed(0, "SignInUnanswered", Reason.of("auth.noAnswerInTime"), begun, e);
        } catch (ExecutionException e) {
            return failed(0, "SignInFailed", Reason.of("auth.noEnd"), begun, e);
        }
    }

    /** Starts a renewal; called with the lock held, so that it cannot settle before it is noted. */
    private CompletableFuture<RenewalResult> begin() {
        long asked = ticker.nanos();
        Instant askedAt = clock.instant();
        int mine = generation;
        RenewalHttpClient client = new RenewalHttpClient();
        Optional<Reason> outOfTime = credential.outOfTime(askedAt);
        if (outOfTime.isPresent()) {
            return CompletableFuture.completedFuture(
                    settle(mine, failed(0, "CertificateDates", outOfTime.get(), asked, null)));
        }
        CompletableFuture<RenewalResult> begun = new CompletableFuture<>();
        try {
            // Each time gets a new application object: nothing of an earlier sign-in, cached or throttled, is left in
            // it.
            CompletableFuture<?> unused = ConfidentialClientApplication.builder(appId, shown())
                    .authority(endpoint.authority())
                    .instanceDiscovery(false)
                    .httpClient(client)
                    .executorService(thread)
                    .disableInternalRetries()
                    .logPii(false)
                    .build()
                    .acquireToken(ClientCredentialParameters.builder(Set.of(endpoint.scope()))
                            .skipCache(true)
                            .build())
                    .whenComplete((result, error) ->
                            begun.complete(settle(mine, outcome(result, error, client, asked, askedAt))));
        } catch (MalformedURLException | RuntimeException e) {
            LOG.warn("The sign-in could not be set up: {}", e.getClass().getName());
            begun.complete(settle(mine, failed(0, "SignInFailed", Reason.of("auth.notSetUp"), asked, null)));
        }
        return begun;
    }

    private IClientCredential shown() {
        return localAudience == null
                ? credential.forSignIn()
                : credential.forSignIn(certificate -> LocalAssertion.of(
                        certificate,
                        appId,
                        localAudience,
                        clock.instant(),
                        Long.toHexString(clock.millis()) + "-" + Long.toHexString(ticker.nanos()) + "-"
                                + assertions.incrementAndGet()));
    }

    private RenewalResult settle(int generationOfIt, RenewalResult outcome) {
        synchronized (lock) {
            if (generationOfIt == generation) {
                if (outcome.cached() != null) {
                    current = outcome.cached();
                    resting = false;
                } else {
                    resting = true;
                    restedAt = ticker.nanos();
                }
            }
        }
        return outcome;
    }

    private RenewalResult outcome(
            IAuthenticationResult result, Throwable error, RenewalHttpClient client, long asked, Instant askedAt) {
        if (error == null && result != null && result.accessToken() != null) {
            Duration life = client.life;
            LOG.info("Signed in; the token lives {} s", life.toSeconds());
            return new RenewalResult(new CachedToken(result.accessToken(), asked, askedAt, life), null);
        }
        SignInFailure refusal = find(error, SignInFailure.class);
        if (refusal != null) {
            LOG.info("The sign-in refused: {} {}", refusal.status(), refusal.code());
            return new RenewalResult(null, refusal);
        }
        CallFailure carried = find(error, CallFailure.class);
        if (carried != null) {
            LOG.info("The sign-in gave no answer of its own: {}", carried.code());
            if (carried instanceof NotFromHost page) {
                return failed(page.status(), SignInAdvice.BETWEEN, SignInTrouble.of(page), asked, null);
            }
            String code = carried instanceof NotSent ? "SignInNotReached" : "SignInUnanswered";
            return failed(0, code, SignInTrouble.of(carried), asked, carried);
        }
        LOG.info(
                "The sign-in failed: {}",
                error == null ? "no token" : error.getClass().getName());
        // Neither the library's exception nor its text goes on: both quote the service, which may quote what it was
        // sent.
        return failed(client.status, "SignInFailed", Reason.of("auth.noEnd"), asked, null);
    }

    private RenewalResult failed(int status, String code, Reason reason, long begun, Throwable cause) {
        return new RenewalResult(
                null, new SignInFailure(status, code, reason, Duration.ofNanos(ticker.nanos() - begun), cause));
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
    private final class RenewalHttpClient implements IHttpClient {
        private volatile int status;
        private volatile Duration life = ASSUMED_LIFE;

        @Override
        public IHttpResponse send(HttpRequest request) throws Exception {
            HostClient.Reply reply = transport.send(
                    request.httpMethod().name(),
                    request.url().toURI(),
                    request.headers(),
                    request.httpMethod() == HttpMethod.POST ? request.body() : null);
            status = reply.status();
            JsonNode said = json(reply.body());
            if (reply.status() != 200 || !isToken(said)) {
                SignInAdvice advice = SignInAdvice.of(reply.status(), said);
                throw new SignInFailure(reply.status(), advice.code(), advice.reason(), reply.latency(), null);
            }
            life = life(said);
            HttpResponse response =
                    new HttpResponse().statusCode(reply.status()).body(reply.body());
            response.addHeaders(reply.headers());
            return response;
        }
    }

    private static String trouble(HostClient.Reply reply) {
        JsonNode said = json(reply.body());
        return reply.status() == 200 && isToken(said)
                ? null
                : SignInAdvice.of(reply.status(), said).code();
    }

    private static boolean isToken(JsonNode said) {
        return !said.hasNonNull("error")
                && !said.path("access_token").asText("").isBlank()
                && said.path("access_token").isTextual();
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
        // It is bounded before it becomes a duration: the figure is the service's.
        return Duration.ofSeconds(Math.min(seconds, LONGEST_LIFE.toSeconds()));
    }
}
