package dev.rostrum.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.http.CallFailure.NotBegun;
import dev.rostrum.http.CallFailure.NotSent;
import dev.rostrum.http.CallFailure.Unanswered;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an exception proves, and what it does not. */
@Timeout(60)
class TransportTest {
    static Stream<Arguments> exceptions() {
        return Stream.of(
                Arguments.of(new ConnectException("refused"), Obstacle.UNREACHABLE),
                Arguments.of(new IOException(new ConnectException("refused")), Obstacle.UNREACHABLE),
                Arguments.of(new UnknownHostException("nowhere"), Obstacle.UNKNOWN_NAME),
                Arguments.of(new SocketTimeoutException("slow"), Obstacle.UNREACHABLE),
                Arguments.of(
                        new SSLHandshakeException("untrusted").initCause(new CertificateException("who")),
                        Obstacle.CERTIFICATE),
                Arguments.of(new SSLPeerUnverifiedException("another name"), Obstacle.CERTIFICATE),
                Arguments.of(new SSLHandshakeException("closed"), Obstacle.UNREACHABLE),
                Arguments.of(new SocketException("reset by the proxy"), Obstacle.UNREACHABLE),
                Arguments.of(new IllegalStateException("anything"), Obstacle.UNREACHABLE));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void whatStoodInTheWay(Throwable thrown, Obstacle obstacle) {
        assertThat(Transport.notSent(thrown, null, Duration.ZERO).obstacle()).isEqualTo(obstacle);
    }

    @Test
    void anUnknownNameIsNotSent() {
        try (Transport transport = transport(null)) {
            NotSent failure = catchThrowableOfType(
                    NotSent.class, () -> transport.exchange(post("https://no-such-host.invalid/v3/conversations")));
            assertThat(failure.obstacle()).isEqualTo(Obstacle.UNKNOWN_NAME);
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsNotSent() throws Exception {
        try (RawServer server = new RawServer(TestTls.localhost().getServerSocketFactory());
                Transport transport = transport(null)) {
            NotSent failure = catchThrowableOfType(
                    NotSent.class, () -> transport.exchange(post("https://localhost:" + server.port() + "/v3/x")));
            assertThat(failure.obstacle()).isEqualTo(Obstacle.CERTIFICATE);
            assertThat(server.heads()).isZero();
        }
    }

    @Test
    void aCertificateForAnotherNameIsNotSent() throws Exception {
        try (RawServer server = new RawServer(TestTls.localhost().getServerSocketFactory());
                Transport transport = transport(TestTls.localhost())) {
            NotSent failure = catchThrowableOfType(
                    NotSent.class, () -> transport.exchange(post("https://127.0.0.1:" + server.port() + "/v3/x")));
            assertThat(failure.obstacle()).isEqualTo(Obstacle.CERTIFICATE);
            assertThat(server.heads()).isZero();
        }
    }

    @Test
    void aServerThatClosesInTheHandshakeIsNotSent() {
        // A plain server: it reads the hello of TLS as a line and hangs up on it.
        try (RawServer server = new RawServer();
                Transport transport = transport(null)) {
            server.otherwise(RawServer.Exchange::close);
            assertThatThrownBy(() -> transport.exchange(post("https://localhost:" + server.port() + "/v3/x")))
                    .isInstanceOfAny(NotSent.class, Unanswered.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aRequestIsHeldBackAlsoWhenItsConnectionStands() throws Exception {
        try (RawServer server = new RawServer(TestTls.localhost().getServerSocketFactory());
                Transport transport = transport(TestTls.localhost())) {
            server.otherwise(RawServer.answer(201, "{}"));
            Transport.Call request = post("https://localhost:" + server.port() + "/v3/x");
            AtomicInteger asked = new AtomicInteger();
            AtomicInteger connections = new AtomicInteger();
            assertThatThrownBy(() -> transport.exchange(
                            request,
                            () -> {
                                asked.incrementAndGet();
                                connections.set(server.connections());
                                return false;
                            },
                            null))
                    .isInstanceOf(NotBegun.class);
            assertThat(asked).as("asked once").hasValue(1);
            assertThat(connections).as("when the connection stood").hasValue(1);
            assertThat(server.heads()).isZero();

            assertThat(transport.exchange(request).status()).isEqualTo(201);
            assertThat(server.heads()).isEqualTo(1);
        }
    }

    @Test
    void overTlsAPostIsWrittenOnceToo() throws Exception {
        try (RawServer server = new RawServer(TestTls.localhost().getServerSocketFactory());
                Transport transport = transport(TestTls.localhost())) {
            server.then(RawServer.answer(201, "{}")).otherwise(RawServer.closeAfterReading());
            Transport.Call request = post("https://localhost:" + server.port() + "/v3/x");

            assertThat(transport.exchange(request).status()).isEqualTo(201);
            assertThatThrownBy(() -> transport.exchange(request)).isInstanceOf(Unanswered.class);

            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void itsThreadsAreNamedDaemonsAndFew() throws Exception {
        try (RawServer server = new RawServer();
                Transport transport = transport("counted", null)) {
            server.otherwise(RawServer.answer(200, "{}"));
            for (int i = 0; i < 50; i++) {
                transport.exchange(post(server.url() + "/v3/x"));
            }
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("counted-"))
                    .isNotEmpty()
                    .hasSizeLessThanOrEqualTo(5)
                    .allMatch(Thread::isDaemon);
        }
    }

    @Test
    void idleConnectionsAreDroppedBeforeTheServiceDropsThem() throws Exception {
        assertThat(Transport.IDLE).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
        try (RawServer server = new RawServer().otherwise(RawServer.answer(201, "{}"));
                Transport transport = new Transport(
                        "idle",
                        CallLimits.DEFAULT,
                        true,
                        Network.DEFAULT,
                        null,
                        System::nanoTime,
                        Duration.ofMillis(300))) {
            Transport.Call call = new Transport.Call(
                    "POST", ServiceUrl.parse(server.url(), true).at("/v3/x"), new byte[0]);
            transport.exchange(call);

            server.awaitEnds(1);

            transport.exchange(call);
            assertThat(server.requests()).hasSize(2);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    private static Transport.Call post(String uri) {
        return new Transport.Call("POST", URI.create(uri), "{}".getBytes(StandardCharsets.UTF_8));
    }

    private static Transport transport(SSLContext tls) {
        return transport("transport-test", tls);
    }

    private static Transport transport(String name, SSLContext tls) {
        return new Transport(
                name,
                new CallLimits(Duration.ofSeconds(5), Duration.ofSeconds(20)),
                true,
                Network.DEFAULT,
                tls,
                System::nanoTime);
    }
}
