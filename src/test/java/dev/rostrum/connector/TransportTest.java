package dev.rostrum.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rostrum.connector.ConnectorFailure.NotSent;
import dev.rostrum.connector.ConnectorFailure.NotSent.Obstacle;
import dev.rostrum.connector.ConnectorFailure.Unanswered;
import dev.rostrum.domain.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
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
                Arguments.of(new CompletionException(new ConnectException("refused")), Obstacle.UNREACHABLE),
                Arguments.of(new ConnectException().initCause(new UnresolvedAddressException()), Obstacle.UNKNOWN_NAME),
                Arguments.of(new UnknownHostException("nowhere"), Obstacle.UNKNOWN_NAME),
                Arguments.of(new HttpConnectTimeoutException("slow"), Obstacle.UNREACHABLE),
                Arguments.of(
                        new SSLHandshakeException("untrusted").initCause(new CertificateException("who")),
                        Obstacle.CERTIFICATE),
                Arguments.of(new SSLHandshakeException("closed"), Obstacle.UNREACHABLE),
                Arguments.of(new IOException("Tunnel failed, got: 502"), Obstacle.UNREACHABLE),
                Arguments.of(new HttpTimeoutException("slow"), null),
                Arguments.of(new IOException("HTTP/1.1 header parser received no bytes", new EOFException()), null),
                Arguments.of(new SocketException("Connection reset"), null),
                Arguments.of(new SSLException("Broken pipe"), null),
                Arguments.of(new ClosedChannelException(), null),
                Arguments.of(new IllegalStateException("anything"), null),
                Arguments.of(new OutOfMemoryError(), null));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void exceptionsAreSorted(Throwable thrown, Obstacle obstacle) {
        NotSent sorted = Transport.notSent(thrown, Duration.ZERO);
        if (obstacle == null) {
            assertThat(sorted).isNull();
        } else {
            assertThat(sorted.obstacle()).isEqualTo(obstacle);
        }
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
        try (RawServer server = new RawServer(tls().getServerSocketFactory());
                Transport transport = transport(null)) {
            NotSent failure = catchThrowableOfType(
                    NotSent.class, () -> transport.exchange(post("https://localhost:" + server.port() + "/v3/x")));
            assertThat(failure.obstacle()).isEqualTo(Obstacle.CERTIFICATE);
            assertThat(server.heads()).isZero();
        }
    }

    @Test
    void aCertificateForAnotherNameIsNotSent() throws Exception {
        try (RawServer server = new RawServer(tls().getServerSocketFactory());
                Transport transport = transport(tls())) {
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
    void overTlsAPostIsWrittenOnceToo() throws Exception {
        try (RawServer server = new RawServer(tls().getServerSocketFactory());
                Transport transport = transport(tls())) {
            server.then(RawServer.answer(201, "{}")).otherwise(RawServer.closeAfterReading());
            HttpRequest request = post("https://localhost:" + server.port() + "/v3/x");

            assertThat(transport.exchange(request).status()).isEqualTo(201);
            assertThatThrownBy(() -> transport.exchange(request)).isInstanceOf(Unanswered.class);

            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void itDoesNotRunWhereTheJdkRepeatsPosts() {
        System.setProperty("jdk.httpclient.enableAllMethodRetry", "true");
        try {
            assertThatThrownBy(() -> transport(null))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("twice");
        } finally {
            System.clearProperty("jdk.httpclient.enableAllMethodRetry");
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
                    .hasSizeLessThanOrEqualTo(8)
                    .allMatch(Thread::isDaemon);
        }
    }

    private static HttpRequest post(String uri) {
        return HttpRequest.newBuilder(URI.create(uri))
                .POST(BodyPublishers.ofString("{}"))
                .build();
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

    /** A context with a self-signed certificate for {@code localhost} as its own and as the only trusted one. */
    static SSLContext tls() throws Exception {
        char[] password = "rostrum-test".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = TransportTest.class.getResourceAsStream("localhost.p12")) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("localhost", store.getCertificate("localhost"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
