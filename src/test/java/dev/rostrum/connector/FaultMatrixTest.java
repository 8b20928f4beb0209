package dev.rostrum.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rostrum.connector.ConnectorFailure.NotSent;
import dev.rostrum.connector.ConnectorFailure.Refused;
import dev.rostrum.connector.ConnectorFailure.Unanswered;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.http.FaultMatrix;
import dev.rostrum.http.FaultMatrix.Fault;
import dev.rostrum.http.Network;
import dev.rostrum.http.Obstacle;
import dev.rostrum.http.RawServer;
import dev.rostrum.http.TestTls;
import dev.rostrum.http.TrustStores;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the server does with it, a message goes out at most once for one call, and the caller is told what is known: each fault
 * on a fresh and on a used connection, plain and over TLS.
 */
@Timeout(60)
class FaultMatrixTest {
    private static final Message HELLO = new Message("Hello", TextFormat.PLAIN);
    private static final Message LARGE = new Message("x".repeat(FaultMatrix.LARGE), TextFormat.PLAIN);

    @TempDir
    private static Path folder;

    static Stream<Arguments> cells() {
        return FaultMatrix.faults("http://127.0.0.1:9").stream()
                .map(Fault::name)
                .flatMap(name -> Stream.of(false, true).flatMap(tls -> Stream.of(false, true)
                        .map(reused -> Arguments.of(name, tls ? "TLS" : "plain", reused ? "reused" : "fresh"))));
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("cells")
    void oneTransmissionOneFate(String name, String layer, String connection) throws Exception {
        boolean tls = layer.equals("TLS");
        boolean reused = connection.equals("reused");
        try (RawServer elsewhere = new RawServer();
                RawServer server =
                        tls ? new RawServer(TestTls.inspecting().getServerSocketFactory()) : new RawServer();
                Rig rig = new Rig()) {
            Fault fault = FaultMatrix.faults(elsewhere.url()).stream()
                    .filter(f -> f.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            try (ConnectorClient client = client(rig, server, tls, fault.hasEnd() ? 20_000 : 400)) {
                int before = 0;
                if (reused) {
                    server.then(RawServer.answer(201, "{\"id\":\"1\"}"));
                    client.send(rig.permit(), Rig.CHAT, HELLO);
                    before = 1;
                }
                server.otherwise(fault.behaviour());
                Pacer.Permit permit = rig.permit();
                AtomicReference<Answer<Optional<String>>> answer = new AtomicReference<>();

                Throwable thrown =
                        catchThrowable(() -> answer.set(client.send(permit, Rig.CHAT, fault.large() ? LARGE : HELLO)));

                assertThat(server.heads() - before).as("transmissions").isEqualTo(1);
                assertThat(server.requests().size() - before)
                        .as("read to their end")
                        .isEqualTo(fault.wholeRequests());
                assertThat(server.connections()).as("connections").isEqualTo(1);
                assertThat(elsewhere.connections()).isZero();
                switch (fault.fate()) {
                    case ACCEPTED -> {
                        assertThat(thrown).isNull();
                        assertThat(answer.get().status()).isEqualTo(fault.status());
                        assertThat(answer.get().value()).isEmpty();
                    }
                    case REFUSED ->
                        assertThat(thrown).isInstanceOfSatisfying(Refused.class, e -> assertThat(e.status())
                                .isEqualTo(fault.status()));
                    case UNANSWERED ->
                        assertThat(thrown).isInstanceOfSatisfying(Unanswered.class, e -> assertThat(e.status())
                                .isZero());
                    default -> throw new AssertionError(fault.fate());
                }
            }
        }
    }

    /** It says nothing of closing and does so at once: no message is written to a connection that nobody reads. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aConnectionThatTheServerLeftCostsNoDoubt(boolean tls) throws Exception {
        int messages = 20;
        try (RawServer server = new RawServer(tls ? TestTls.inspecting().getServerSocketFactory() : plain());
                Rig rig = new Rig();
                ConnectorClient client = client(rig, server, tls, 20_000)) {
            Semaphore closed = new Semaphore(0);
            server.otherwise(exchange -> {
                exchange.read();
                exchange.write(RawServer.whole(201, "{\"id\":\"1\"}"));
                exchange.close();
                closed.release();
            });
            for (int i = 0; i < messages; i++) {
                client.send(rig.permit(), Rig.CHAT, HELLO);
                assertThat(closed.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(server.requests()).hasSize(messages);
            assertThat(server.heads()).isEqualTo(messages);
        }
    }

    @Test
    void allConnectionsThatTheServerLeftAtOnceCostNoDoubt() throws Exception {
        int many = 12;
        try (RawServer server = new RawServer();
                Rig rig = new Rig();
                ConnectorClient client = client(rig, server, false, 20_000)) {
            CountDownLatch together = new CountDownLatch(many);
            Semaphore closed = new Semaphore(0);
            for (int i = 0; i < many; i++) {
                server.then(exchange -> {
                    exchange.read();
                    together.countDown();
                    try {
                        together.await(20, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    exchange.write(RawServer.whole(201, "{\"id\":\"1\"}"));
                    exchange.close();
                    closed.release();
                });
            }
            server.otherwise(RawServer.answer(201, "{\"id\":\"2\"}"));
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                Pacer.Permit permit = rig.permit();
                Thread sender = new Thread(() -> {
                    try {
                        client.send(permit, Rig.CHAT, HELLO);
                    } catch (ConnectorFailure e) {
                        throw new IllegalStateException(e);
                    }
                });
                sender.start();
                senders.add(sender);
            }
            for (Thread sender : senders) {
                sender.join();
            }
            assertThat(closed.tryAcquire(many, 20, TimeUnit.SECONDS)).isTrue();
            assertThat(server.connections()).isEqualTo(many);

            assertThat(client.send(rig.permit(), Rig.CHAT, HELLO).value()).contains("2");

            assertThat(server.requests()).hasSize(many + 1);
            assertThat(server.connections()).isEqualTo(many + 1);
        }
    }

    /** What lies there unasked would be taken for the answer to the next message. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatAServerSaysUnaskedIsNoAnswerToTheNextMessage(boolean tls) throws Exception {
        try (RawServer server = new RawServer(tls ? TestTls.inspecting().getServerSocketFactory() : plain());
                Rig rig = new Rig();
                ConnectorClient client = client(rig, server, tls, 20_000)) {
            Semaphore said = new Semaphore(0);
            CountDownLatch answered = new CountDownLatch(1);
            server.then(exchange -> {
                        exchange.read();
                        exchange.write(RawServer.whole(201, "{\"id\":\"1\"}"));
                        try {
                            answered.await(20, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        exchange.write(RawServer.whole(408, "{}"));
                        said.release();
                    })
                    .otherwise(RawServer.answer(201, "{\"id\":\"2\"}"));
            client.send(rig.permit(), Rig.CHAT, HELLO);
            answered.countDown();
            assertThat(said.tryAcquire(20, TimeUnit.SECONDS)).isTrue();

            assertThat(client.send(rig.permit(), Rig.CHAT, HELLO).value()).contains("2");
            assertThat(server.requests()).hasSize(2);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    private static ServerSocketFactory plain() {
        return ServerSocketFactory.getDefault();
    }

    // ---- what fails before anything can have been sent

    @Test
    void aCertificateThatNobodyVouchesFor() throws Exception {
        try (RawServer server = new RawServer(TestTls.localhost().getServerSocketFactory());
                Rig rig = new Rig();
                ConnectorClient client = client(rig, server, true, 20_000)) {
            assertNotSent(rig, client, Obstacle.CERTIFICATE);
            assertThat(server.heads()).isZero();
        }
    }

    @Test
    void aHandshakeThatNeverComes() throws Exception {
        // Nobody accepts: the system completes the connection, and nothing follows.
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                Rig rig = new Rig();
                ConnectorClient client = rig.client(
                        ServiceUrl.parse("https://localhost:" + silent.getLocalPort(), true),
                        Duration.ofMillis(700),
                        Network.DEFAULT,
                        TrustStores.here())) {
            assertNotSent(rig, client, Obstacle.UNREACHABLE);
        }
    }

    private static void assertNotSent(Rig rig, ConnectorClient client, Obstacle obstacle) {
        NotSent failure = catchThrowableOfType(NotSent.class, () -> client.send(rig.permit(), Rig.CHAT, HELLO));
        assertThat(failure.obstacle()).isEqualTo(obstacle);
        assertThatThrownBy(() -> client.createConversation(rig.permit(), Rig.USER))
                .isInstanceOf(NotSent.class);
    }

    private static ConnectorClient client(Rig rig, RawServer server, boolean tls, int deadlineMillis) throws Exception {
        return rig.client(
                ServiceUrl.parse((tls ? "https" : "http") + "://localhost:" + server.port(), true),
                Duration.ofMillis(deadlineMillis),
                Network.DEFAULT,
                new TrustStores(List.of(), List.of(TestTls.bundle(folder))));
    }
}
