package dev.rostrum.inbound;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rostrum.domain.Ticker;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of the issuer of events, fetched when they are needed and kept in memory. At most one fetch is under way; who needs it
 * waits for it, but no longer than an answer may take. Safe for use by many threads.
 */
public final class SigningKeys {
    /** Keys are fetched anew after this time. */
    static final Duration FRESH = Duration.ofHours(24);

    /** While no new ones are to be had, keys are good for this time from their fetch. */
    static final Duration HELD = Duration.ofDays(5);

    /** While there are keys, nobody is asked more often than this, whatever key ids are sent to us. */
    static final Duration PAUSE = Duration.ofMinutes(5);

    /** Without keys no event gets in, so that the issuer is asked again sooner. */
    static final Duration RETRY = Duration.ofSeconds(10);

    static final int MAX_BYTES = 512 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
    private static final long WAIT_SECONDS = 3;

    private final Recipient recipient;
    private final KeyFetch fetch;
    private final Clock clock;
    private final Ticker ticker;
    private final Executor executor;
    private final Object lock = new Object();
    private KeySet keys;
    private Moment fetched;
    private Moment tried;
    private boolean current;
    private CompletableFuture<Void> running;

    /** A clock can be set, and a ticker may stand still while the computer sleeps, so that the larger of two ages counts. */
    private record Moment(Instant at, long nanos) {}

    /** @param executor where documents are fetched, so that nobody has to wait for a fetch to its end */
    public SigningKeys(Recipient recipient, KeyFetch fetch, Clock clock, Ticker ticker, Executor executor) {
        this.recipient = recipient;
        this.fetch = fetch;
        this.clock = clock;
        this.ticker = ticker;
        this.executor = executor;
    }

    /**
     * The keys by which a token is judged that names this key. Empty where nobody can tell: there are none, or none of that name, and
     * the issuer did not answer when it was asked last.
     */
    Optional<KeySet> forToken(String keyId) {
        CompletableFuture<Void> mine = null;
        CompletableFuture<Void> awaited;
        synchronized (lock) {
            if (younger(fetched, FRESH) && keys.keys().containsKey(keyId)) {
                return Optional.of(keys);
            }
            if (running == null && !younger(tried, younger(fetched, HELD) ? PAUSE : RETRY)) {
                tried = new Moment(clock.instant(), ticker.nanos());
                current = false;
                mine = new CompletableFuture<>();
                running = mine;
            }
            awaited = running;
        }
        if (mine != null) {
            start(mine);
        }
        if (awaited != null) {
            await(awaited);
        }
        synchronized (lock) {
            boolean known = younger(fetched, HELD) && (current || keys.keys().containsKey(keyId));
            return known ? Optional.of(keys) : Optional.empty();
        }
    }

    private void start(CompletableFuture<Void> done) {
        try {
            executor.execute(() -> fetch(done));
        } catch (RejectedExecutionException e) {
            end(done);
        }
    }

    private void fetch(CompletableFuture<Void> done) {
        try {
            JsonNode metadata = StrictJson.object(get(recipient.metadata()));
            KeySet found = KeySet.parse(metadata, get(keysAddress(metadata)));
            synchronized (lock) {
                keys = found;
                fetched = tried;
                current = true;
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("The keys that events are signed with could not be fetched: {}", e.toString());
        } finally {
            end(done);
        }
    }

    private void end(CompletableFuture<Void> done) {
        synchronized (lock) {
            running = null;
        }
        done.complete(null);
    }

    private URI keysAddress(JsonNode metadata) throws IOException {
        try {
            URI address = new URI(String.valueOf(StrictJson.text(metadata, "jwks_uri")));
            if (recipient.keepsKeysAt(address)) {
                return address;
            }
        } catch (URISyntaxException e) {
            // It is told below, without the text that the exception quotes.
        }
        throw new IOException("the metadata names no place for keys on its own host");
    }

    private byte[] get(URI address) throws IOException {
        byte[] body = fetch.get(address, MAX_BYTES);
        if (body.length > MAX_BYTES) {
            throw new IOException("a document of " + body.length + " bytes");
        }
        return body;
    }

    private static void await(CompletableFuture<Void> awaited) {
        try {
            awaited.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            // Whoever waited too long takes what is there.
        }
    }

    private boolean younger(Moment moment, Duration age) {
        return moment != null
                && Duration.between(moment.at, clock.instant()).compareTo(age) < 0
                && ticker.nanos() - moment.nanos < age.toNanos();
    }
}
