package dev.rostrum.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rostrum.connector.ConnectorFailure.NotFromTeams;
import dev.rostrum.connector.ConnectorFailure.Refused;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.http.RawServer;
import dev.rostrum.words.Sentences;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of proxies, filters and portals in the place of Teams, at each call, over real sockets. */
@Tag("locale")
@Timeout(60)
class ProvenanceTest {
    private static final Message HELLO = new Message("Hello", TextFormat.PLAIN);
    private static final String HTML = "text/html; charset=utf-8";

    /** Pages of three proxies, with what a person reads first on each. */
    private static final Map<String, String> PAGES = Map.of(
            "filter.html", "Web filter: this site is not allowed",
            "portal.html", "Guest Wi-Fi 'Harbour': sign in",
            "scanner.html",
                    "The transfer was stopped: the scanner has not finished with this file. Try again in 30 seconds.");

    private interface Call {
        Object on(Rig rig) throws ConnectorFailure, InterruptedException;
    }

    private static final Map<String, Call> CALLS = Map.of(
            "create", rig -> rig.client.createConversation(rig.permit(), Rig.USER),
            "send", rig -> rig.client.send(rig.permit(), Rig.CHAT, HELLO),
            "update", rig -> rig.client.update(rig.permit(), Rig.CHAT, "1", HELLO),
            "delete", rig -> rig.client.delete(rig.permit(), Rig.CHAT, "1"),
            "members", rig -> rig.client.members(Rig.TEAM, 500, null),
            "team", rig -> rig.client.team(Rig.TEAM));

    private static final List<String> POSTS = List.of("create", "send", "update", "delete");

    static Stream<Arguments> everyPageAtEveryCall() {
        return CALLS.keySet().stream()
                .sorted()
                .flatMap(call -> PAGES.keySet().stream().sorted().map(page -> Arguments.of(call, page)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void everyPageAtEveryCall(String call, String page) throws Exception {
        try (Rig rig = new Rig()) {
            for (int status : List.of(200, 201, 203, 206, 302, 401, 403, 404, 407, 451, 501, 511)) {
                rig.server.then(typed(status, HTML, resource(page), StandardCharsets.UTF_8));
                int before = rig.server.requests().size();

                NotFromTeams failure = catchThrowableOfType(
                        NotFromTeams.class, () -> CALLS.get(call).on(rig));

                assertThat(failure.status()).isEqualTo(status);
                assertThat(failure.code()).isEqualTo("NotFromTeams");
                assertThat(failure.declaredType()).isEqualTo("text/html");
                assertThat(failure.excerpt()).isEqualTo(PAGES.get(page));
                assertThat(failure.mayBeProcessed()).isEqualTo(status != 407 && status != 511);
                assertThat(Sentences.whole(failure.reason()))
                        .contains("between here and Teams", Integer.toString(status), PAGES.get(page));
                assertThat(rig.server.requests()).as("transmissions").hasSize(before + 1);
            }
            assertThat(rig.tokens.refused)
                    .as("a 401 of somebody who does not know it")
                    .isEmpty();
        }
    }

    /** A gateway's trouble may be that of the service's own front door: status and fate are what counts. */
    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void aGatewaysPageIsJudgedByItsStatus(int status) throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(typed(status, HTML, resource("filter.html"), StandardCharsets.UTF_8));
            Refused refused =
                    catchThrowableOfType(Refused.class, () -> CALLS.get("send").on(rig));
            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused.getMessage()).doesNotContain("filter", "<");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "200|~~|true",
                "200|~ \t\r\n~|true",
                "204|~~|true",
                "202|{}|true",
                "202|~ { }\n~|true",
                "201|{\"id\":\"1\"}|true",
                "201|{\"id\":\"1\",\"error\":null,\"more\":{\"error\":{\"a\":[1]}}}|true",
                "201|{\"id\":\"\"}|true",
                "201|~\ufeff{\"id\":\"1\"}~|true",
                "200|{\"status\":\"blocked\"}|false",
                "200|{\"error\":{\"code\":\"x\"}}|false",
                "200|{\"error\":\"blocked\",\"id\":\"1\"}|false",
                "200|{\"id\":\"1\",\"error\":false}|false",
                "200|{\"id\":1}|false",
                "200|{\"id\":null}|false",
                "200|{\"id\":{}}|false",
                "200|{\"id\":\"1\"|false",
                "200|{\"id\":\"1\"}{}|false",
                "200|{\"id\":\"1\"}<p>|false",
                "200|{\"ID\":\"1\"}|false",
                "200|[]|false",
                "200|[{\"id\":\"1\"}]|false",
                "200|null|false",
                "200|\"1\"|false",
                "200|1|false",
                "200|OK|false",
                "200|<p>{\"id\":\"1\"}</p>|false",
                "203|{\"id\":\"1\"}|false",
                "205|~~|false",
                "207|{\"id\":\"1\"}|false",
                "226|{}|false",
                "299|{\"id\":\"1\"}|false"
            })
    void whatIsAnAcceptance(int status, String body, boolean accepted) throws Exception {
        try (Rig rig = new Rig()) {
            for (String type : List.of("application/json", "text/html", "image/png", "nonsense")) {
                for (String call : POSTS) {
                    rig.server.then(typed(status, type, body, StandardCharsets.UTF_8));
                    Throwable thrown = catchThrowable(() -> CALLS.get(call).on(rig));
                    if (!accepted) {
                        assertThat(thrown).as(call + " " + type).isInstanceOf(NotFromTeams.class);
                    } else if (call.equals("create") && !body.contains("\"1\"")) {
                        assertThat(thrown).isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code())
                                .isEqualTo(ConnectorClient.NO_CONVERSATION_ID));
                    } else {
                        assertThat(thrown).as(call + " " + type).isNull();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~|~~|true",
                "~~|application/json; charset=utf-8|true",
                "~~|application/problem+json|true",
                "~~|text/html|false",
                "~~|text/plain|false",
                "~~|nonsense|false",
                "~  ~|~~|true",
                "{|~~|true",
                "{\"i|application/json|true",
                "{\"id\":\"17|~~|true",
                "{\"id\":\"1\",\"ok\":tr|~~|true",
                "{\"id\":\"1\",\"ok\":1|~~|true",
                "{\"id\":\"1\"}|~~|true",
                "{\"id\":\"1|text/html|false",
                "{\"status\":\"blocked\"}|~~|false",
                "{\"error\":{\"code|~~|false",
                "{\"error\":|~~|false",
                "{\"error\"|~~|false",
                "{\"id\":\"1\", \"Error\" :|~~|false",
                "{\"id\":\"error|~~|true",
                "{\"id\":\"1\"}<ht|~~|false",
                "{id|~~|false",
                "<|~~|false",
                "<html>|application/json|false",
                "[{\"id\":\"1|~~|false",
                "Bloc|~~|false"
            })
    void whatABodyThatBrokeOffStillIs(String came, String type, boolean accepted) throws Exception {
        String head = "HTTP/1.1 201 Said\r\nContent-Length: 5000\r\n"
                + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n") + "\r\n";
        try (Rig rig = new Rig()) {
            for (String call : List.of("send", "update", "delete")) {
                rig.server.then(RawServer.writeThenClose(head + came));
                Throwable thrown = catchThrowable(() -> CALLS.get(call).on(rig));
                if (accepted) {
                    assertThat(thrown).as(call).isNull();
                } else {
                    assertThat(thrown).as(call).isInstanceOf(NotFromTeams.class);
                }
            }
            assertThat(rig.server.requests()).hasSize(3);
        }
    }

    /** What we do not read to its end is no acceptance, which is short, whatever it begins with. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":\"1\",\"x\":\"", "{\"status\":\"blocked\",\"x\":\"", " "})
    void whatIsTooLongIsNoAcceptance(String begins) throws Exception {
        try (Rig rig = new Rig()) {
            for (String call : List.of("create", "send", "update", "delete")) {
                rig.server.then(RawServer.answer(200, begins + " ".repeat(3 << 20)));
                assertThat(catchThrowable(() -> CALLS.get(call).on(rig)))
                        .as(call)
                        .isInstanceOf(NotFromTeams.class);
            }
        }
    }

    /** What is accepted stays accepted; only its id is not kept. */
    @ParameterizedTest
    @ValueSource(strings = {"a\\u202e", "a\\u001b[31m", "a b", "\\ud800"})
    void anIdThatCannotBeOneIsNotKept(String id) throws Exception {
        try (Rig rig = new Rig()) {
            for (String each : List.of(id, "x".repeat(301))) {
                rig.server.then(RawServer.answer(201, "{\"id\":\"" + each + "\"}"));
                assertThat(rig.client
                                .send(rig.permit(), Rig.CHAT, new Message("Hello", TextFormat.PLAIN))
                                .value())
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "403|~~|~~|true",
                "403|{}|~~|true",
                "403|{\"error\":{}}|~~|true",
                "403|{\"errorCode\":209,\"message\":\"x\"}|~~|true",
                "401|{\"message\":\"Authorization has been denied for this request.\"}|~~|true",
                "404|<html><title>Not Found</title></html>|MS-CV: abc.1|true",
                "404|<html><title>Not Found</title></html>|MS-CV:|false",
                "403|{\"status\":\"blocked\"}|~~|false",
                "403|{\"error\":\"blocked\"}|~~|false",
                "403|Access denied by rule 12|~~|false",
                "403|[]|~~|false",
                "403|{\"error\":|~~|false",
                "400|<html>|~~|false",
                "307|<a href=x>here</a>|~~|false",
                "307|~~|~~|true",
                "407|{\"error\":{\"code\":\"x\"}}|~~|false",
                "511|~~|~~|false"
            })
    void whoseRefusalItIs(int status, String body, String header, boolean fromTeams) throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(
                    header.isEmpty() ? RawServer.answer(status, body) : RawServer.answer(status, body, header));
            for (String call : CALLS.keySet()) {
                Throwable thrown = catchThrowable(() -> CALLS.get(call).on(rig));
                assertThat(thrown).as(call).isInstanceOf(fromTeams ? Refused.class : NotFromTeams.class);
            }
        }
    }

    @Test
    void aPageThatIsTooLongForARefusalIsOneAllTheSame() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(
                    typed(403, HTML, "<html><title>Long</title>" + "<p>x</p>".repeat(20_000), StandardCharsets.UTF_8));
            assertThat(catchThrowableOfType(
                                    NotFromTeams.class, () -> CALLS.get("send").on(rig))
                            .excerpt())
                    .isEqualTo("Long");
        }
    }

    @Test
    void whatAStrangerSaysIsOneShortLineWithoutATokenInAnyAlphabet() throws Exception {
        String nasty = "<html><title>a\u202eb\u0000c\u2028d \u009b31m token-1 Bearer abc.def \n\t" + "z".repeat(400)
                + "</title></html>";
        try (Rig rig = new Rig()) {
            rig.server.then(
                    typed(200, HTML, nasty, StandardCharsets.UTF_8),
                    typed(
                            200,
                            "text/html; charset=windows-1251",
                            "<title>\u0414\u043e\u0441\u0442\u0443\u043f</title>",
                            Charset.forName("windows-1251")),
                    typed(200, "text/html; charset=no-such", "<title>\u00fc</title>", StandardCharsets.UTF_8),
                    typed(200, "TEXT/HTML\u0007", "", StandardCharsets.UTF_8),
                    typed(203, "", "", StandardCharsets.UTF_8));
            String line = stranger(rig).excerpt();
            assertThat(line).hasSize(100).startsWith("a b c d 31m [token] [token] zzz");
            assertThat(stranger(rig).excerpt()).isEqualTo("\u0414\u043e\u0441\u0442\u0443\u043f");
            assertThat(stranger(rig).excerpt()).isEqualTo("\u00fc");
            rig.client.send(rig.permit(), Rig.CHAT, HELLO);
            NotFromTeams bare = stranger(rig);
            assertThat(bare.excerpt()).isEmpty();
            assertThat(Sentences.of(bare.reason())).endsWith("(status 203)");
        }
    }

    private static NotFromTeams stranger(Rig rig) {
        return catchThrowableOfType(NotFromTeams.class, () -> CALLS.get("send").on(rig));
    }

    /** Answers with this type in place of the usual one. */
    private static RawServer.Behaviour typed(int status, String type, String body, Charset charset) {
        byte[] bytes = body.getBytes(charset);
        return exchange -> {
            exchange.read();
            exchange.write("HTTP/1.1 " + status + " Said\r\n" + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
                    + (status == 204 ? "" : "Content-Length: " + bytes.length + "\r\n") + "\r\n");
            if (status != 204) {
                exchange.write(bytes);
            }
        };
    }

    private static String resource(String file) {
        try (InputStream in = ProvenanceTest.class.getResourceAsStream("pages/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
