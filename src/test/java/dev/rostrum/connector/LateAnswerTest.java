package dev.rostrum.connector;

import static dev.rostrum.testing.TestGraph.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rostrum.connector.ConnectorFailure.Unanswered;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.http.CallFailure;
import dev.rostrum.http.CallLimits;
import dev.rostrum.http.Network;
import dev.rostrum.http.RawServer;
import dev.rostrum.http.TestTls;
import dev.rostrum.http.Transport;
import dev.rostrum.http.TrustStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that come after the deadline of their call. */
class LateAnswerTest {
    private static final Message HELLO = new Message("Hello", TextFormat.PLAIN);
    private static final Duration DEADLINE = Duration.ofMillis(400);
    private static final String CREATED = "{\"id\":\"1700000000000\"}";

    private final ConcurrentLinkedQueue<Answer<Optional<String>>> late = new ConcurrentLinkedQueue<>();
    private final CountDownLatch answer = new CountDownLatch(1);

    /** Reads, and answers only when it is told to. */
    private RawServer.Behaviour whenTold(String text) {
        return exchange -> {
            exchange.read();
            try {
                if (!answer.await(60, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("it was not told to");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            exchange.write(text);
        };
    }

    private static ConnectorClient client(Rig rig, Duration patience) {
        return rig.client(
                ServiceUrl.parse(rig.server.url(), true),
                new CallLimits(Duration.ofSeconds(5), DEADLINE, patience),
                Network.DEFAULT,
                TrustStores.here());
    }

    private void timesOut(Rig rig, ConnectorClient client) throws InterruptedException {
        Pacer.Permit permit = rig.permit();
        assertThat(catchThrowableOfType(Unanswered.class, () -> client.send(permit, Rig.CHAT, HELLO, late::add)))
                .extracting(ConnectorFailure::code)
                .isEqualTo("Timeout");
    }

    @Test
    void anAcceptanceThatComesLateIsToldAndTheRequestWentOutOnce() throws Exception {
        try (Rig rig = new Rig();
                ConnectorClient client = client(rig, Duration.ofMinutes(1))) {
            rig.server
                    .then(whenTold("HTTP/1.1 102 Processing\r\n\r\n"
                            + RawServer.whole(201, CREATED, "MS-CV: abc.1", "Connection: keep-alive")))
                    .otherwise(RawServer.answer(201, "{\"id\":\"2\"}"));

            timesOut(rig, client);
            assertThat(client.awaitedLate()).isEqualTo(1);
            assertThat(client.send(rig.permit(), Rig.CHAT, HELLO, late::add).value())
                    .as("the worker goes on, on a connection of its own")
                    .contains("2");
            assertThat(late).isEmpty();

            answer.countDown();
            until("the late answer", () -> !late.isEmpty());
            until("its end", () -> client.awaitedLate() == 0);

            Answer<Optional<String>> told = late.remove();
            assertThat(told.value()).contains("1700000000000");
            assertThat(told.status()).isEqualTo(201);
            assertThat(told.msCv()).isEqualTo("abc.1");
            assertThat(told.latency()).isGreaterThan(DEADLINE.minusMillis(60));
            assertThat(late).isEmpty();
            assertThat(rig.server.heads()).as("transmissions").isEqualTo(2);
            assertThat(rig.server.connections()).isEqualTo(2);
        }
    }

    @Test
    void overTlsToo(@TempDir Path folder) throws Exception {
        try (RawServer server = new RawServer(TestTls.inspecting().getServerSocketFactory());
                Transport transport = new Transport(
                        "late-test",
                        new CallLimits(Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofMinutes(1)),
                        ServiceUrl.parse("https://localhost:" + server.port(), true),
                        new Network(new Network.Proxy.None(), Network.Trust.JDK_AND_OS),
                        new TrustStores(List.of(), List.of(TestTls.bundle(folder))),
                        System::nanoTime)) {
            server.otherwise(whenTold(RawServer.whole(201, CREATED)));
            ConcurrentLinkedQueue<Transport.Reply> replies = new ConcurrentLinkedQueue<>();
            assertThatThrownBy(() -> transport.exchange(
                            new Transport.Call(
                                    "POST",
                                    java.net.URI.create("https://localhost:" + server.port() + "/v3/x"),
                                    new byte[] {'{', '}'}),
                            () -> true,
                            replies::add))
                    .isInstanceOf(CallFailure.Unanswered.class);
            assertThat(transport.awaitedLate()).isEqualTo(1);
            answer.countDown();
            until("the late answer", () -> !replies.isEmpty());
            assertThat(replies.remove().status()).isEqualTo(201);
            assertThat(server.heads()).isEqualTo(1);
        }
    }

    @Test
    void aRefusalThatComesLateIsDropped() throws Exception {
        try (Rig rig = new Rig();
                ConnectorClient client = client(rig, Duration.ofMinutes(1))) {
            rig.server.otherwise(whenTold(RawServer.whole(429, "{}", "Retry-After: 60")));
            timesOut(rig, client);
            answer.countDown();
            until("its end", () -> client.awaitedLate() == 0);
            assertThat(late).isEmpty();
            assertThat(rig.pacer.state().heldBy())
                    .as("it says nothing about now")
                    .isNull();
        }
    }

    @Test
    void aPageThatComesLateSettlesNothing() throws Exception {
        try (Rig rig = new Rig();
                ConnectorClient client = client(rig, Duration.ofMinutes(1))) {
            rig.server.otherwise(whenTold(RawServer.whole(200, "<html><title>Blocked</title></html>")));
            timesOut(rig, client);
            answer.countDown();
            until("its end", () -> client.awaitedLate() == 0);
            assertThat(late).isEmpty();
        }
    }

    @Test
    void anAcceptanceWhoseBodyIsLostIsOneWithoutAnId() throws Exception {
        try (Rig rig = new Rig();
                ConnectorClient client = client(rig, Duration.ofMinutes(1))) {
            rig.server.otherwise(exchange -> {
                whenTold("HTTP/1.1 201 Said\r\nContent-Length: 100\r\n\r\n{\"id\":")
                        .play(exchange);
                exchange.close();
            });
            timesOut(rig, client);
            answer.countDown();
            until("the late answer", () -> !late.isEmpty());
            assertThat(late.remove().value()).isEmpty();
        }
    }

    @Test
    void patienceEnds() throws Exception {
        try (Rig rig = new Rig();
                ConnectorClient client = client(rig, Duration.ofMillis(300))) {
            rig.server.otherwise(RawServer.hang());
            timesOut(rig, client);
            until("its end", () -> client.awaitedLate() == 0);
            assertThat(late).isEmpty();
        }
    }

    @Test
    void aLateAnswerThatDripsEndsToo() throws Exception {
        try (Rig rig = new Rig();
                ConnectorClient client = client(rig, Duration.ofMillis(600))) {
            rig.server.otherwise(exchange -> {
                whenTold("HTTP/1.1 201 Said\r\nContent-Length: 100000\r\n\r\n").play(exchange);
                do {
                    exchange.write(" ");
                } while (!exchange.pause(Duration.ofMillis(20)));
            });
            timesOut(rig, client);
            answer.countDown();
            until("its end", () -> client.awaitedLate() == 0);
            assertThat(late).as("its status stands").hasSize(1);
            assertThat(late.remove().value()).isEmpty();
        }
    }

    @Test
    void closingWaitsForNoLateAnswer() throws Exception {
        try (Rig rig = new Rig()) {
            ConnectorClient client = client(rig, Duration.ofMinutes(10));
            rig.server.otherwise(whenTold(RawServer.whole(201, CREATED)));
            timesOut(rig, client);
            assertThat(client.awaitedLate()).isEqualTo(1);
            client.close();
            until("its end", () -> client.awaitedLate() == 0);
            answer.countDown();
            assertThat(late).isEmpty();
        }
    }

    @Test
    void withoutPatienceOrListenerTheConnectionEndsAtTheDeadline() throws Exception {
        try (Rig rig = new Rig();
                ConnectorClient hasty = client(rig, Duration.ZERO);
                ConnectorClient patient = client(rig, Duration.ofMinutes(1))) {
            rig.server.otherwise(RawServer.hang());
            timesOut(rig, hasty);
            assertThat(hasty.awaitedLate()).isZero();
            Pacer.Permit permit = rig.permit();
            assertThatThrownBy(() -> patient.send(permit, Rig.CHAT, HELLO)).isInstanceOf(Unanswered.class);
            assertThat(patient.awaitedLate()).isZero();
        }
    }

    @Test
    void onlySoManyAreWaitedForAtOnce() throws Exception {
        int calls = Transport.MAX_LATE + 8;
        try (Rig rig = new Rig();
                ConnectorClient client = client(rig, Duration.ofMinutes(1))) {
            rig.server.otherwise(whenTold(RawServer.whole(201, CREATED)));
            AtomicInteger timeouts = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                Thread thread = new Thread(() -> {
                    try {
                        client.send(rig.permit(), Rig.CHAT, HELLO, late::add);
                    } catch (ConnectorFailure e) {
                        timeouts.incrementAndGet();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(timeouts).hasValue(calls);
            assertThat(client.awaitedLate()).isLessThanOrEqualTo(Transport.MAX_LATE);
            answer.countDown();
            until("their end", () -> client.awaitedLate() == 0);
            assertThat(late).hasSizeLessThanOrEqualTo(Transport.MAX_LATE).isNotEmpty();
            assertThat(rig.server.heads()).as("transmissions").isEqualTo(calls);
        }
    }
}
