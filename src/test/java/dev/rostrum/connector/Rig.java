package dev.rostrum.connector;

import dev.rostrum.auth.TokenSource;
import dev.rostrum.domain.MadeRequest;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.http.CallLimits;
import dev.rostrum.http.Network;
import dev.rostrum.http.RawServer;
import dev.rostrum.http.TrustStores;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A client wired to a {@link RawServer}: real sockets, a standing wall clock, waits that are noted instead of waited. */
final class Rig implements AutoCloseable {
    static final String APP = "99999999-9999-4999-8999-999999999999";
    static final String TENANT = "11111111-aaaa-4bbb-8ccc-222222222222";
    static final String TEAM = "19:ExampleTeamThread000000000000000000000000001@thread.tacv2";
    static final String USER = "29:1ExampleUserOne_pairwise-000000000000000000000000000000000000000000000000000000001";
    static final String CHAT = "a:1ExamplePersonalChat_user-one-0000000000000000000000000001";
    static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    /** Tokens {@code token-1}, {@code token-2} …; a refused one is never given again. */
    static final class CountingTokens implements TokenSource {
        private final AtomicInteger number = new AtomicInteger(1);
        final List<String> refused = Collections.synchronizedList(new ArrayList<>());

        @Override
        public String token() {
            return "token-" + number.get();
        }

        @Override
        public void refused(String token) {
            refused.add(token);
            number.incrementAndGet();
        }
    }

    final RawServer server = new RawServer();
    final CountingTokens tokens = new CountingTokens();
    final Pacer pacer = new Pacer(Double.POSITIVE_INFINITY, System::nanoTime);

    /** For clients of a host that is not loopback. */
    final Pacer real = new Pacer(Pacer.CEILING, System::nanoTime);

    /** What the request log would be told. */
    final List<MadeRequest> made = Collections.synchronizedList(new ArrayList<>());

    final List<Duration> slept = Collections.synchronizedList(new ArrayList<>());
    final ConnectorClient client;

    Rig() {
        this("", Duration.ofSeconds(20));
    }

    Rig(String basePath, Duration deadline) {
        client = client(server.url() + basePath, deadline);
    }

    ConnectorClient client(String url, Duration deadline) {
        return client(ServiceUrl.parse(url, true), deadline, Network.DEFAULT, TrustStores.here());
    }

    ConnectorClient client(ServiceUrl url, Duration deadline, Network network, TrustStores stores) {
        return client(url, new CallLimits(Duration.ofSeconds(5), deadline), network, stores);
    }

    ConnectorClient client(ServiceUrl url, CallLimits limits, Network network, TrustStores stores) {
        return new ConnectorClient(
                new ConnectorTarget(url, APP, TENANT),
                tokens,
                url.local() ? pacer : real,
                Clock.fixed(NOW, ZoneOffset.UTC),
                System::nanoTime,
                limits,
                network,
                stores,
                slept::add,
                made::add);
    }

    Pacer.Permit permit() throws InterruptedException {
        return pacer.acquire(() -> false).orElseThrow();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
