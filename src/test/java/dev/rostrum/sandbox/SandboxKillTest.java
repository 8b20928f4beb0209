package dev.rostrum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sandbox process is killed under load: what it answered is on record, and it goes on from there. */
@Tag("crash")
class SandboxKillTest {
    private static final int CALLERS = 6;

    @TempDir
    Path folder;

    private final Tenant tenant = new Tenant(1, List.of(40), NameBook.load());

    @Test
    void whatWasAnsweredOutlivesSigkill() throws Exception {
        String token = new BearerTokens(tenant, false, Clock.systemUTC())
                .issue(SandboxSignIn.USUAL_LIFETIME, tenant.tenantId(), false);
        Map<String, String> accepted = new ConcurrentHashMap<>();
        for (int run = 0; run < 2; run++) {
            int answersBeforeTheKill = accepted.size() + 200;
            ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
            CountDownLatch enough = new CountDownLatch(200);
            try (SandboxProcess sandbox = SandboxProcess.start(folder)) {
                List<Future<?>> work = new ArrayList<>();
                for (int caller = 0; caller < CALLERS; caller++) {
                    int first = caller;
                    work.add(callers.submit(() -> sendUntilKilled(sandbox.port(), token, first, accepted, enough)));
                }
                assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
                sandbox.kill();
                for (Future<?> each : work) {
                    each.get(60, TimeUnit.SECONDS);
                }
            } finally {
                callers.shutdownNow();
            }
            assertThat(accepted).hasSizeGreaterThanOrEqualTo(answersBeforeTheKill);

            List<LoggedRequest> log = LoggedRequest.readAll(folder.resolve("requests.jsonl"));
            // Fails on an id that was given twice.
            Map<String, LoggedRequest> posted = log.stream()
                    .filter(LoggedRequest::posted)
                    .collect(Collectors.toMap(LoggedRequest::activityId, Function.identity()));
            accepted.forEach((activityId, chat) ->
                    assertThat(posted.get(activityId).conversationId()).isEqualTo(chat));
            // What is on record and was not answered was on its way when the process died.
            assertThat(posted.size() - accepted.size()).isBetween(0, CALLERS * (run + 1));
            assertThat(log).extracting(LoggedRequest::seq).isSorted().doesNotHaveDuplicates();
        }
        try (SandboxServer server = SandboxServer.start(SandboxProcess.options(folder))) {
            Caller caller = new Caller(server);
            for (Map.Entry<String, String> each : accepted.entrySet()) {
                assertThat(server.message(each.getValue(), each.getKey()))
                        .get()
                        .extracting(SandboxMessage::text)
                        .isEqualTo("x");
            }
            for (String chat : accepted.values().stream().distinct().toList()) {
                assertThat(caller.message(chat, "still there").statusCode()).isEqualTo(201);
            }
        }
    }

    private Object sendUntilKilled(
            int port, String token, int first, Map<String, String> accepted, CountDownLatch enough) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            InputStream answers = new BufferedInputStream(socket.getInputStream());
            for (int i = first; ; i += CALLERS) {
                int person = i % tenant.people().count();
                String chat = tenant.people().chatId(person);
                String create = "{\"members\":[{\"id\":\"" + tenant.people().userId(person) + "\"}],\"tenantId\":\""
                        + tenant.tenantId() + "\"}";
                assertThat(post(socket, answers, token, "v3/conversations", create))
                        .contains(chat);
                String path = "v3/conversations/" + chat + "/activities";
                String sent = post(socket, answers, token, path, Caller.messageBody("x"));
                accepted.put(Caller.JSON.readTree(sent).path("id").textValue(), chat);
                enough.countDown();
            }
        } catch (IOException e) {
            return e;
        }
    }

    private static String post(Socket socket, InputStream answers, String token, String path, String body)
            throws IOException {
        String request = "POST /emea/" + path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization:" + " Bearer "
                + token + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        int length = 0;
        for (String line = line(answers); !line.isEmpty(); line = line(answers)) {
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring(16));
            }
        }
        byte[] answer = answers.readNBytes(length);
        if (answer.length < length) {
            throw new IOException("cut short");
        }
        return new String(answer, StandardCharsets.UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
