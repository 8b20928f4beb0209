package dev.rostrum.inbound;

import dev.rostrum.announce.RemoteRuns;
import dev.rostrum.domain.EventSource;
import dev.rostrum.domain.InboundEvent;
import dev.rostrum.domain.InboundSettings;
import dev.rostrum.domain.MadeRequest;
import dev.rostrum.domain.OptOutWords;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RequestKind;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.Ticker;
import dev.rostrum.http.CallFailure;
import dev.rostrum.http.CallLimits;
import dev.rostrum.http.HostClient;
import dev.rostrum.http.Network;
import dev.rostrum.http.RequestNotes;
import dev.rostrum.inbound.MessagingEndpoint.Answered;
import dev.rostrum.store.people.EventStore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All that listens for one connection: the endpoint, the keys by which it believes, the data file that keeps what came, and the thread
 * that brings it into the cache. It begins when it is made.
 */
public final class Listening implements AutoCloseable {
    /** What the Bot Framework's own samples listen on. */
    public static final int DEFAULT_PORT = 3978;

    /** What a process is called that only listens; others borrow its data file and port. */
    public static final String COMMAND = RemoteRuns.LISTENER;

    /** The highest port there is. */
    private static final int MAX_PORT = 65_535;

    /** Documents of keys are small, and an event waits for them. */
    private static final CallLimits LIMITS = new CallLimits(Duration.ofSeconds(5), Duration.ofSeconds(10));

    /**
     * Where to listen.
     *
     * @param host a name or an address of this computer, without a scheme
     * @param port 0 for any free one
     */
    public record Place(String host, int port) {
        /** Where a tunnel or a reverse proxy on this computer finds it, and nobody else. */
        public static final Place LOOPBACK = new Place(MessagingEndpoint.LOOPBACK, DEFAULT_PORT);

        /** @throws Problem where there is no such port, or no address */
        public Place {
            if (host.isBlank()) {
                throw Problem.wrongUse("endpoint.place.none");
            }
            if (port < 0 || port > MAX_PORT) {
                throw Problem.wrongUse("endpoint.port.range", String.valueOf(MAX_PORT), String.valueOf(port));
            }
        }

        /** Whole, for a tunnel or a reverse proxy to lead to. */
        public String url() {
            return "http://" + authority(host, port) + MessagingEndpoint.PATH;
        }

        /** Whether only this computer reaches it. */
        public boolean loopback() {
            return ServiceUrl.isLoopback("http://" + authority(host, 1) + "/");
        }
    }

    /**
     * What has come so far.
     *
     * @param address whole, for a tunnel or a reverse proxy to lead to
     * @param received events that were new
     * @param repeated events that had been kept before
     * @param refused all other requests, by the code of why
     * @param lastAt when the last event came, new or not; or null
     */
    public record Snapshot(
            URI address, Instant since, long received, long repeated, SortedMap<String, Long> refused, Instant lastAt) {
        public Snapshot {
            refused = new TreeMap<>(refused);
        }

        /** A copy. */
        @Override
        public SortedMap<String, Long> refused() {
            return new TreeMap<>(refused);
        }

        public long refusals() {
            return refused.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private final EventStore events;
    private final Supplier<InboundSettings> settings;
    private final Clock clock;
    private final Consumer<Answered> each;
    private final HostClient client;
    private final ThreadPoolExecutor keyThread;
    private final EventWorker worker;
    private final MessagingEndpoint endpoint;
    private final URI address;
    private final Instant since;
    private final Object lock = new Object();
    private final Map<String, Long> refused = new TreeMap<>();
    private long received;
    private long repeated;
    private Instant lastAt;
    private InboundSettings known = InboundSettings.DEFAULT;
    private OptOutWords words = known.words();
    private volatile Reason wanted;

    /**
     * Begins to listen; what waited in the data file is applied too.
     *
     * @param network the way out to the issuer's keys
     * @param settings asked with each event
     * @param prompted called when somebody is to be written to because of what came; it must not block
     * @param told of each request for keys; it neither blocks nor throws
     * @param each is told of each request before its answer leaves; it must not block
     * @throws Problem where it cannot listen, as when the port is taken
     */
    public Listening(
            Place place,
            Recipient recipient,
            Network network,
            EventStore events,
            Supplier<InboundSettings> settings,
            Runnable prompted,
            Clock clock,
            Ticker ticker,
            Consumer<? super MadeRequest> told,
            Consumer<Answered> each) {
        this.events = events;
        this.settings = settings;
        this.clock = clock;
        this.each = each;
        this.client = new HostClient(
                "event-keys",
                Set.of(URI.create("https://" + recipient.cloud().eventMetadata().getHost())),
                recipient.connector(),
                LIMITS,
                network,
                ticker,
                new RequestNotes(RequestKind.KEYS, told));
        this.keyThread = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "event-keys");
            thread.setDaemon(true);
            return thread;
        });
        keyThread.allowCoreThreadTimeOut(true);
        ServiceUrl connector = recipient.connector();
        KeyFetch fetch = (uri, maxBytes) ->
                // A local service calls itself as it likes; which of this computer's names is used is settled by the
                // connection.
                fetch(connector.local() ? connector.origin().resolve(uri.getRawPath()) : uri, maxBytes);
        SigningKeys keys = new SigningKeys(recipient, fetch, clock, ticker, keyThread);
        this.worker = new EventWorker(events, clock, prompted);
        try {
            this.endpoint = MessagingEndpoint.start(
                    place.host(),
                    place.port(),
                    new RequestAuthenticator(recipient, keys, clock),
                    this::receive,
                    this::answered);
        } catch (RuntimeException e) {
            closeBehind();
            throw e;
        }
        this.address = URI.create("http://" + authority(place.host(), endpoint.port()) + MessagingEndpoint.PATH);
        this.since = clock.instant();
    }

    private static String authority(String host, int port) {
        return (host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }

    private byte[] fetch(URI uri, int maxBytes) throws IOException {
        if (!client.lists(uri)) {
            throw new IOException("keys are not fetched from there");
        }
        HostClient.Reply reply;
        try {
            reply = client.get(uri);
        } catch (CallFailure e) {
            throw new IOException(e.getMessage(), e);
        }
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        if (reply.status() != 200 || body.length > maxBytes) {
            throw new IOException("status " + reply.status() + ", " + body.length + " bytes");
        }
        return body;
    }

    /** Made anew only where the settings changed. */
    private OptOutWords words(InboundSettings now) {
        synchronized (lock) {
            if (!now.equals(known)) {
                known = now;
                words = now.words();
            }
            return words;
        }
    }

    private boolean receive(InboundEvent event) {
        InboundSettings now = settings.get();
        KeptEvent kept = KeptEvent.of(event, words(now), now.replies());
        String content = EventJson.write(kept);
        boolean fresh = events.receive(
                event.key(),
                content.getBytes(StandardCharsets.UTF_8),
                kept.variant(now.replies()),
                event.sentAt(),
                clock.instant(),
                EventSource.ENDPOINT,
                content);
        if (fresh) {
            worker.wake();
        }
        return fresh;
    }

    private void answered(Answered answered) {
        synchronized (lock) {
            if (answered.status() == 200) {
                lastAt = clock.instant();
                if (answered.code().equals(MessagingEndpoint.REPEATED)) {
                    repeated++;
                } else {
                    received++;
                }
            } else {
                refused.merge(answered.code(), 1L, Long::sum);
            }
        }
        each.accept(answered);
    }

    /** Another process asks for data file and port: whoever began to listen is to close both soon. */
    public void want(Reason asker) {
        wanted = asker;
    }

    /** Who asked for data file and port. */
    public Optional<Reason> wanted() {
        return Optional.ofNullable(wanted);
    }

    /** What has come so far, as of now. */
    public Snapshot snapshot() {
        synchronized (lock) {
            return new Snapshot(address, since, received, repeated, new TreeMap<>(refused), lastAt);
        }
    }

    /** Frees the port, and ends after the events that are being applied. What was kept and not applied waits for the next start. */
    @Override
    public void close() {
        endpoint.close();
        closeBehind();
    }

    private void closeBehind() {
        worker.close();
        keyThread.shutdownNow();
        client.close();
    }
}
