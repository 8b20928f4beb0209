package dev.rostrum.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.connector.ConnectorFailure.NotFromTeams;
import dev.rostrum.connector.ConnectorFailure.NotSent;
import dev.rostrum.connector.ConnectorFailure.Refused;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.http.Network;
import dev.rostrum.http.Obstacle;
import dev.rostrum.http.RawServer;
import dev.rostrum.http.TrustStores;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server that wants the client's time or memory gets neither: every call ends by the deadline and a second, and what was taken
 * from the wire, which bounds what can be in memory, stays small.
 */
@Timeout(60)
class HostileServerTest {
    private static final Message HELLO = new Message("Hello", TextFormat.PLAIN);
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** The two sockets' buffers of a loopback connection and what the client reads at most, with room. */
    private static final long MOST_TAKEN = 32L << 20;

    static Stream<Arguments> hostilities() {
        String head = "HTTP/1.1 201 Said\r\n";
        String json = "Content-Type: application/json\r\n";
        return Stream.of(
                Arguments.of("endless body", RawServer.endlessBody(201)),
                Arguments.of("endless body of a refusal", RawServer.endlessBody(500)),
                Arguments.of("endless body of a redirect", RawServer.endlessBody(307)),
                Arguments.of("trickling body", RawServer.drip(201, Duration.ofMillis(20))),
                Arguments.of("trickling body of a refusal", RawServer.drip(500, Duration.ofMillis(20))),
                Arguments.of("endless headers", RawServer.endlessHeaders()),
                Arguments.of("endless header line", after(head + "X-Long: ", "x".repeat(8000))),
                Arguments.of("endless status line", after("HTTP/1.1 201 ", "x".repeat(8000))),
                Arguments.of("endless noise", after("", "\u0001\u0002noise".repeat(1000))),
                Arguments.of("endless empty lines", after("", "\r\n".repeat(4000))),
                Arguments.of("trickling headers", trickle(head + "X-Slow: ")),
                Arguments.of("trickling status line", trickle("HTTP/1.1 201 ")),
                Arguments.of(
                        "endless size of a chunk",
                        after(head + json + "Transfer-Encoding: chunked\r\n\r\n", "0".repeat(8000))),
                Arguments.of(
                        "endless trailers",
                        after(head + json + "Transfer-Encoding: chunked\r\n\r\n0\r\n", "X: y\r\n".repeat(1000))),
                Arguments.of("a length that is none", once(head + json + "Content-Length: -5\r\n\r\n{}")),
                Arguments.of("a length that is huge", once(head + json + "Content-Length: 99999999999999\r\n\r\n{}")),
                Arguments.of(
                        "a length beyond numbers",
                        once(head + json + "Content-Length: 99999999999999999999999999\r\n\r\n{}")),
                Arguments.of("a chunk size that is none", once(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n")),
                Arguments.of(
                        "an encoding nobody asked for",
                        after(head + json + "Content-Encoding: gzip\r\n\r\n\u001f\u008b", "\u0000".repeat(8000))),
                Arguments.of("a change of protocol", once("HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n")),
                Arguments.of("HTTP of another age", once("HTTP/9.9 201 Said\r\n\r\n")),
                Arguments.of(
                        "a page of HTML",
                        RawServer.answer(502, "<html>" + "<p>Bad gateway &amp; more</p>".repeat(100_000) + "</html>")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostilities")
    void endsInTimeAndTakesLittle(String name, RawServer.Behaviour behaviour) throws Exception {
        try (Rig rig = new Rig("", DEADLINE)) {
            rig.server.otherwise(behaviour);
            long begun = System.nanoTime();

            String outcome;
            try {
                outcome = rig.client.send(rig.permit(), Rig.CHAT, HELLO).value().orElse("");
            } catch (ConnectorFailure e) {
                outcome = e.getMessage() + e.code();
                assertThat(e).as("it was read").isNotInstanceOf(NotSent.class);
            }

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(DEADLINE.plus(GRACE));
            assertThat(rig.server.bytesWritten()).isLessThan(MOST_TAKEN);
            assertThat(rig.server.heads()).as("transmissions").isEqualTo(1);
            assertThat(outcome).hasSizeLessThan(2000);
        }
    }

    /** They are read and forgotten until the deadline: how many is a matter of speed, so here the memory itself is asked. */
    @Test
    void endless100sTakeNoMemory() throws Exception {
        try (Rig rig = new Rig("", DEADLINE)) {
            rig.server.otherwise(after("", "HTTP/1.1 100 Continue\r\n\r\n".repeat(100)));
            long before = used();
            long begun = System.nanoTime();
            assertThatThrownBy(() -> rig.client.send(rig.permit(), Rig.CHAT, HELLO))
                    .isInstanceOf(ConnectorFailure.class)
                    .isNotInstanceOf(NotSent.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(DEADLINE.plus(GRACE));
            assertThat(used() - before).isLessThan(MOST_TAKEN);
            assertThat(rig.server.heads()).as("transmissions").isEqualTo(1);
        }
    }

    /** Bytes of heap in use once what can go is gone. */
    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void afterAllThatTheClientStillWorks() throws Exception {
        try (Rig rig = new Rig("", Duration.ofMillis(300))) {
            for (int i = 0; i < 8; i++) {
                rig.server.then(i % 2 == 0 ? RawServer.endlessBody(201) : RawServer.drip(500, Duration.ofMillis(20)));
            }
            rig.server.otherwise(RawServer.answer(201, "{\"id\":\"9\"}"));
            for (int i = 0; i < 8; i++) {
                try {
                    rig.client.send(rig.permit(), Rig.CHAT, HELLO);
                } catch (ConnectorFailure e) {
                    assertThat(e).isInstanceOfAny(Refused.class, NotFromTeams.class);
                }
            }
            assertThat(rig.client.send(rig.permit(), Rig.CHAT, HELLO).value()).contains("9");
        }
    }

    @Test
    void aHugeRetryAfterHoldsAnHourAtMost() throws Exception {
        try (Rig rig = new Rig("", DEADLINE)) {
            rig.server.otherwise(RawServer.answer(429, "", "Retry-After: " + "9".repeat(30)));
            try {
                rig.client.send(rig.permit(), Rig.CHAT, HELLO);
                throw new AssertionError("it was refused");
            } catch (Refused e) {
                assertThat(e.retryAfter()).isLessThanOrEqualTo(Duration.ofDays(365));
            }
            assertThat(rig.pacer.state().heldFor()).isLessThanOrEqualTo(Duration.ofHours(1));
        }
    }

    /** A byte of the handshake now and then, so that no single read takes long. */
    @Test
    void aHandshakeThatTricklesEnds() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                Rig rig = new Rig();
                ConnectorClient client = rig.client(
                        ServiceUrl.parse("https://localhost:" + listening.getLocalPort(), true),
                        DEADLINE,
                        Network.DEFAULT,
                        TrustStores.here())) {
            Thread server = new Thread(() -> trickleHandshake(listening));
            server.setDaemon(true);
            server.start();
            long begun = System.nanoTime();
            try {
                client.send(rig.permit(), Rig.CHAT, HELLO);
                throw new AssertionError("it was accepted");
            } catch (NotSent e) {
                assertThat(e.obstacle()).isEqualTo(Obstacle.UNREACHABLE);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(DEADLINE.plus(GRACE));
        }
    }

    private static void trickleHandshake(ServerSocket listening) {
        try (Socket socket = listening.accept();
                OutputStream out = socket.getOutputStream()) {
            // The head of a record of 16,000 bytes, then its bytes.
            out.write(new byte[] {0x16, 0x03, 0x03, 0x3e, (byte) 0x80, 0x02, 0x00, 0x3e, 0x7c});
            while (true) {
                out.write(3);
                out.flush();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (IOException | InterruptedException e) {
            // The client hung up: what is tested.
        }
    }

    private static RawServer.Behaviour once(String text) {
        return RawServer.writeThenClose(text);
    }

    private static RawServer.Behaviour after(String first, String again) {
        return exchange -> {
            exchange.read();
            exchange.write(first);
            while (true) {
                exchange.write(again);
            }
        };
    }

    private static RawServer.Behaviour trickle(String first) {
        return exchange -> {
            exchange.read();
            exchange.write(first);
            do {
                exchange.write("x");
            } while (!exchange.pause(Duration.ofMillis(20)));
        };
    }
}
