package dev.rostrum.connector;

import static dev.rostrum.testing.TestGraph.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rostrum.connector.ConnectorFailure.NotFromTeams;
import dev.rostrum.connector.ConnectorFailure.Refused;
import dev.rostrum.connector.ConnectorFailure.Unanswered;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.RequestKind;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.http.CallLimits;
import dev.rostrum.http.HostClient;
import dev.rostrum.http.Network;
import dev.rostrum.http.RawServer;
import dev.rostrum.http.RequestNotes;
import dev.rostrum.http.TrustStores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that something on the way packed although nobody asked for it. */
@Tag("locale")
@Timeout(60)
class ContentCodingTest {
    private static final Message HELLO = new Message("Hello", TextFormat.PLAIN);
    private static final String CREATED = "{\"id\":\"1772442904000\"}";

    private static byte[] packed(String coding, byte[] plain) {
        ByteArrayOutputStream into = new ByteArrayOutputStream();
        try (OutputStream out =
                switch (coding) {
                    case "gzip" -> new GZIPOutputStream(into);
                    case "zlib" -> new DeflaterOutputStream(into);
                    case "raw" -> new DeflaterOutputStream(into, new Deflater(Deflater.DEFAULT_COMPRESSION, true));
                    default -> into;
                }) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return into.toByteArray();
    }

    private static byte[] packed(String coding, String text) {
        return packed(coding, text.getBytes(StandardCharsets.UTF_8));
    }

    private static RawServer.Behaviour answer(int status, String header, byte[] body) {
        return exchange -> {
            exchange.read();
            exchange.write(head(status, header, body.length));
            exchange.write(body);
        };
    }

    private static String head(int status, String header, int length) {
        return "HTTP/1.1 " + status + " Said\r\nContent-Type: application/json\r\nContent-Encoding: " + header
                + "\r\nContent-Length: " + length + "\r\n\r\n";
    }

    static Stream<Arguments> codings() {
        return Stream.of(
                Arguments.of("gzip", "gzip"),
                Arguments.of("X-GZip", "gzip"),
                Arguments.of(" gzip , identity", "gzip"),
                Arguments.of("deflate", "zlib"),
                Arguments.of("Deflate", "raw"),
                // Unpacked by somebody who left the header.
                Arguments.of("gzip", "plain"),
                Arguments.of("identity", "plain"));
    }

    @ParameterizedTest
    @MethodSource("codings")
    void isTakenOff(String header, String coding) throws Exception {
        try (Rig rig = new Rig()) {
            String team = "{\"id\":\"" + Rig.TEAM + "\",\"name\":\"\u00dcb\u00fcng\"}";
            String refusal = "{\"error\":{\"code\":\"ConversationBlockedByUser\",\"message\":\"no\"}}";
            rig.server.then(
                    answer(201, header, packed(coding, CREATED)),
                    answer(201, header, packed(coding, CREATED)),
                    answer(403, header, packed(coding, refusal)),
                    answer(200, header, packed(coding, team)),
                    answer(200, header, packed(coding, "<html><title>Blocked</title></html>")),
                    answer(202, header, new byte[0]));

            assertThat(rig.client.send(rig.permit(), Rig.CHAT, HELLO).value()).contains("1772442904000");
            assertThat(rig.client.createConversation(rig.permit(), Rig.USER).value())
                    .isEqualTo("1772442904000");
            assertThat(catchThrowableOfType(Refused.class, () -> rig.client.send(rig.permit(), Rig.CHAT, HELLO))
                            .code())
                    .isEqualTo("ConversationBlockedByUser");
            assertThat(rig.client.team(Rig.TEAM).value().name()).isEqualTo("\u00dcb\u00fcng");
            assertThat(catchThrowableOfType(NotFromTeams.class, () -> rig.client.send(rig.permit(), Rig.CHAT, HELLO))
                            .excerpt())
                    .isEqualTo("Blocked");
            assertThat(rig.client.send(rig.permit(), Rig.CHAT, HELLO).value()).isEmpty();

            assertThat(rig.server.requests())
                    .extracting(request -> request.header("Accept-Encoding"))
                    .containsOnly("identity");
            assertThat(rig.server.connections())
                    .as("each connection is used again: one for posts, one for reads")
                    .isEqualTo(2);
        }
    }

    @Test
    void twiceIsTakenOffTwiceAndMoreIsNot() throws Exception {
        byte[] once = packed("gzip", CREATED);
        byte[] twice = packed("raw", once);
        try (Rig rig = new Rig()) {
            rig.server.then(
                    answer(201, "gzip, deflate", twice), answer(201, "gzip, deflate, gzip", packed("gzip", twice)));
            assertThat(rig.client.send(rig.permit(), Rig.CHAT, HELLO).value()).contains("1772442904000");
            assertThat(catchThrowableOfType(NotFromTeams.class, () -> rig.client.send(rig.permit(), Rig.CHAT, HELLO)))
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "aes128gcm", "gzip, br"})
    void whatIsNotKnownIsLeftAsItIs(String header) throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.then(answer(201, header, packed("gzip", CREATED)), answer(201, header, packed("", CREATED)));
            assertThat(catchThrowableOfType(NotFromTeams.class, () -> rig.client.send(rig.permit(), Rig.CHAT, HELLO)))
                    .isNotNull();
            assertThat(rig.client.send(rig.permit(), Rig.CHAT, HELLO).value()).contains("1772442904000");
        }
    }

    @ParameterizedTest
    @CsvSource({"gzip, gzip", "deflate, zlib", "deflate, raw"})
    void halfOfOneIsABodyThatBrokeOff(String header, String coding) throws Exception {
        byte[] whole = packed(coding, "{\"id\":\"1772442904000\",\"more\":\"" + "abc".repeat(50) + "\"}");
        byte[] half = Arrays.copyOf(whole, whole.length / 2);
        try (Rig rig = new Rig()) {
            RawServer.Behaviour behaviour = exchange -> {
                exchange.read();
                exchange.write(head(201, header, whole.length));
                exchange.write(half);
                exchange.close();
            };
            rig.server.then(behaviour, behaviour);
            assertThat(rig.client.send(rig.permit(), Rig.CHAT, HELLO).value()).isEmpty();
            assertThat(catchThrowableOfType(
                                    Unanswered.class, () -> rig.client.createConversation(rig.permit(), Rig.USER))
                            .code())
                    .isEqualTo("AnswerBroken");
        }
    }

    /** A megabyte that holds a gigabyte, and one that holds another such. */
    @ParameterizedTest
    @CsvSource({"gzip, gzip, 1", "deflate, zlib, 1", "deflate, raw, 1", "'gzip, gzip', gzip, 2"})
    void aBombIsNotUnpacked(String header, String coding, int times) throws Exception {
        ByteArrayOutputStream into = new ByteArrayOutputStream();
        byte[] zeros = ("{\"id\":\"" + "0".repeat(1 << 20)).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = coding.equals("gzip")
                ? new GZIPOutputStream(into)
                : new DeflaterOutputStream(into, new Deflater(9, coding.equals("raw")))) {
            for (int i = 0; i < 64; i++) {
                out.write(zeros);
            }
        }
        byte[] bomb = times == 1 ? into.toByteArray() : packed(coding, into.toByteArray());
        try (Rig rig = new Rig()) {
            rig.server.then(answer(200, header, bomb), answer(200, header, bomb), answer(500, header, bomb));
            assertThat(catchThrowableOfType(Unanswered.class, () -> rig.client.team(Rig.TEAM))
                            .code())
                    .isEqualTo("AnswerTooLarge");
            assertThat(catchThrowable(() -> rig.client.createConversation(rig.permit(), Rig.USER)))
                    .isInstanceOf(NotFromTeams.class);
            assertThat(catchThrowableOfType(Refused.class, () -> rig.client.send(rig.permit(), Rig.CHAT, HELLO))
                            .code())
                    .isEqualTo("Http500");
        }
    }

    /** Bytes without end that hold nothing: members of gzip that are empty, blocks of deflate that are. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void muchThatHoldsNothingEndsAtTheSameLimit(String header) throws Exception {
        byte[] nothing = header.equals("gzip") ? packed("gzip", "") : new byte[] {0, 0, 0, (byte) 0xff, (byte) 0xff};
        byte[] many = new byte[nothing.length * 1000];
        for (int i = 0; i < many.length; i++) {
            many[i] = nothing[i % nothing.length];
        }
        try (Rig rig = new Rig()) {
            rig.server.otherwise(exchange -> {
                exchange.read();
                exchange.write(head(200, header, Integer.MAX_VALUE));
                while (true) {
                    exchange.write(many);
                }
            });
            assertThat(catchThrowableOfType(Unanswered.class, () -> rig.client.team(Rig.TEAM))
                            .code())
                    .isEqualTo("AnswerTooLarge");
            assertThat(rig.server.bytesWritten()).isLessThan(32L << 20);
        }
    }

    @Test
    void ofALateAnswerToo() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        ConcurrentLinkedQueue<Answer<Optional<String>>> late = new ConcurrentLinkedQueue<>();
        try (Rig rig = new Rig();
                ConnectorClient client = rig.client(
                        ServiceUrl.parse(rig.server.url(), true),
                        new CallLimits(Duration.ofSeconds(5), Duration.ofMillis(400), Duration.ofMinutes(1)),
                        Network.DEFAULT,
                        TrustStores.here())) {
            rig.server.otherwise(exchange -> {
                exchange.read();
                try {
                    told.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                byte[] body = packed("gzip", CREATED);
                exchange.write(head(201, "gzip", body.length));
                exchange.write(body);
            });
            assertThat(catchThrowableOfType(
                            Unanswered.class, () -> client.send(rig.permit(), Rig.CHAT, HELLO, late::add)))
                    .isNotNull();
            told.countDown();
            until("the late answer", () -> !late.isEmpty());
            assertThat(late.remove().value()).contains("1772442904000");
        }
    }

    @ParameterizedTest
    @MethodSource("codings")
    void ofASignInToo(String header, String coding) throws Exception {
        try (RawServer server = new RawServer();
                HostClient transport = new HostClient(
                        "sign-in",
                        Set.of(URI.create("https://login.microsoftonline.com")),
                        ServiceUrl.parse(server.url(), true),
                        CallLimits.SIGN_IN,
                        Network.DEFAULT,
                        System::nanoTime,
                        new RequestNotes(RequestKind.KEYS, request -> {}))) {
            server.then(answer(200, header, packed(coding, "{\"access_token\":\"x\"}")));
            HostClient.Reply reply = transport.send(
                    "POST",
                    URI.create("https://login.microsoftonline.com/t/oauth2/v2.0/token"),
                    Map.of("Accept-Encoding", "gzip, br"),
                    "k=v");
            assertThat(reply.body()).isEqualTo("{\"access_token\":\"x\"}");
            assertThat(reply.headers().keySet())
                    .as("the library would unpack it once more")
                    .doesNotContain(header.equals("identity") ? "" : "content-encoding");
            assertThat(server.only().header("Accept-Encoding")).isEqualTo("identity");
        }
    }
}
