package dev.rostrum.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.auth.ClientCredential;
import dev.rostrum.auth.MsalTokenSource;
import dev.rostrum.auth.TokenEndpoint;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.sandbox.LoggedRequest;
import dev.rostrum.sandbox.RateLimits;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxOptions;
import dev.rostrum.sandbox.SandboxServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The set rate against a server that refuses the fifty-first request of any second, with real jitter. The benchmarks measure it. */
@Timeout(60)
class PaceTest {
    private static final Message MESSAGE = new Message("Hello", TextFormat.PLAIN);

    @Test
    void fiftyASecondAreReachedAndHardlyEverRefused(@TempDir Path folder) throws Exception {
        try (SandboxServer sandbox = SandboxServer.start(
                SandboxOptions.defaults(folder).withTeamSizes(60).withLimits(RateLimits.app(50)))) {
            Pacer pacer = new Pacer(50, System::nanoTime);
            try (MsalTokenSource tokens = new MsalTokenSource(
                            ServiceUrl.parse(sandbox.serviceUrl(), true),
                            sandbox.appId(),
                            TokenEndpoint.publicCloud(sandbox.tenantId()),
                            ClientCredential.secret(sandbox.clientSecret().toCharArray()),
                            Clock.systemUTC(),
                            System::nanoTime);
                    ConnectorClient client = new ConnectorClient(
                            new ConnectorTarget(
                                    ServiceUrl.parse(sandbox.serviceUrl(), true), sandbox.appId(), sandbox.tenantId()),
                            tokens,
                            pacer,
                            Clock.systemUTC(),
                            System::nanoTime)) {
                List<String> chats = new ArrayList<>();
                String team = sandbox.teams().get(0).id();
                for (var user : client.members(team, 100, null).value().members()) {
                    chats.add(
                            client.createConversation(pacer.acquire(() -> false).orElseThrow(), user.id())
                                    .value());
                }
                send(client, pacer, chats, Duration.ofSeconds(6));
            }
            List<LoggedRequest> sends = LoggedRequest.readAll(sandbox.requestLog()).stream()
                    .filter(r -> r.route() == Route.SEND)
                    .toList();
            long refused = sends.stream().filter(r -> r.status() == 429).count();
            // Machines that test are busy: how close it comes to the limit is a benchmark's business.
            assertThat(sends.size()).isBetween(100, 306);
            assertThat(refused).isLessThanOrEqualTo(3);
        }
    }

    private static void send(ConnectorClient client, Pacer pacer, List<String> chats, Duration time)
            throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger next = new AtomicInteger();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            Thread sender = new Thread(() -> {
                try {
                    while (!over.get()) {
                        String chat = chats.get(next.getAndIncrement() % chats.size());
                        var permit = pacer.acquire(Pacer.Kind.SEND, chat, over::get);
                        if (permit.isPresent()) {
                            try {
                                client.send(permit.get(), chat, MESSAGE);
                            } catch (ConnectorFailure e) {
                                // Counted by the server's log.
                                assertThat(e.status()).isEqualTo(429);
                            }
                        }
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            sender.start();
            senders.add(sender);
        }
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
        over.set(true);
        pacer.lookAgain();
        for (Thread sender : senders) {
            sender.join();
        }
    }
}
