package dev.rostrum.sandbox;

import static dev.rostrum.sandbox.Caller.code;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rates, sizes, and who can come in at all. */
class SandboxLimitsTest {
    @TempDir
    Path folder;

    private SandboxOptions options() {
        return SandboxOptions.defaults(folder).withTeamSizes(100);
    }

    @Test
    void limitsRatesAsTeamsDoes() throws Exception {
        AtomicLong nanos = new AtomicLong();
        try (SandboxServer server =
                SandboxServer.start(options(), Clock.systemUTC(), nanos::get, RequestLog.DEFAULT_LIMIT)) {
            Caller caller = new Caller(server);
            SandboxTeam team = server.teams().get(0);
            String[] users = caller.userIds(team, 60);
            String chat = caller.created(users[0]);
            for (int i = 0; i < 7; i++) {
                assertThat(caller.message(chat, "x").statusCode()).isEqualTo(201);
            }
            HttpResponse<String> refused = caller.message(chat, "x");
            assertThat(code(refused)).isEqualTo("429 Throttled: Too many requests");
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(caller.created(users[1])).startsWith("a:1");

            nanos.addAndGet(TimeUnit.SECONDS.toNanos(40));
            int taken = 0;
            while (caller.create(users[taken]).statusCode() == 201) {
                taken++;
            }
            assertThat(taken).as("the whole app, in one second").isEqualTo(50);
            assertThat(caller.team(team.id()).statusCode()).isEqualTo(429);
            assertThat(caller.get("v3/conversations").statusCode()).isEqualTo(429);
            assertThat(caller.message("a:1foreign", "x").statusCode()).isEqualTo(429);

            nanos.addAndGet(TimeUnit.SECONDS.toNanos(40));
            for (int i = 0; i < 14; i++) {
                assertThat(caller.members(team.id(), 50, null).statusCode()).isEqualTo(200);
            }
            assertThat(caller.member(team.id(), users[0]).statusCode()).isEqualTo(429);
            assertThat(caller.team(team.id()).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void hasNoRatesWhereTheyAreSwitchedOff() throws Exception {
        try (SandboxServer server = SandboxServer.start(options().withRateLimits(false))) {
            Caller caller = new Caller(server);
            String chat = caller.created(caller.userIds(server.teams().get(0), 1)[0]);
            for (int i = 0; i < 100; i++) {
                assertThat(caller.message(chat, "x").statusCode()).isEqualTo(201);
            }
        }
    }

    @Test
    void latencyDelaysEachAnswerAndHoldsNoThread() throws Exception {
        Duration latency = Duration.ofMillis(400);
        int connections = 64;
        ExecutorService callers = Executors.newFixedThreadPool(connections);
        try (SandboxServer server =
                SandboxServer.start(options().withRateLimits(false).withLatency(latency))) {
            String token = new Caller(server).token();
            CyclicBarrier together = new CyclicBarrier(connections);
            List<Callable<Long>> calls = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                calls.add(() -> {
                    together.await(20, TimeUnit.SECONDS);
                    long start = System.nanoTime();
                    assertThat(get(server, token)).startsWith("HTTP/1.1 404");
                    return System.nanoTime() - start;
                });
            }
            List<Long> took = new ArrayList<>();
            for (Future<Long> call : callers.invokeAll(calls, 60, TimeUnit.SECONDS)) {
                took.add(call.get());
            }
            assertThat(Collections.min(took)).isGreaterThan(latency.toNanos() - 10_000_000);
            // With 32 threads that slept, the second half would need twice the time.
            Collections.sort(took);
            assertThat(took.get(connections / 2)).isLessThan(2 * latency.toNanos());
        } finally {
            callers.shutdownNow();
        }
    }

    private static String get(SandboxServer server, String token) throws IOException {
        return raw(
                server,
                "GET /emea/v3/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer " + token
                        + "\r\n\r\n");
    }

    @Test
    void refusesBodiesOverTheLimit() throws Exception {
        try (SandboxServer server = SandboxServer.start(options())) {
            Caller caller = new Caller(server);
            assertThat(code(caller.post("v3/conversations", " ".repeat(256 * 1024))))
                    .isEqualTo("400 BadSyntax: Incorrect conversation creation parameters");
            assertThat(code(caller.post("v3/conversations", " ".repeat(256 * 1024 + 1))))
                    .isEqualTo("413 RequestEntityTooLarge: Request entity too large.");
            String endless =
                    "POST /emea/v3/conversations HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n";
            assertThat(raw(server, endless)).startsWith("HTTP/1.1 413").contains("Connection: close");
            assertThat(caller.get("v3/x").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void refusesHeadersOverTheLimitAndWhatIsNotHttp() throws Exception {
        try (SandboxServer server = SandboxServer.start(options())) {
            String large = "GET /emea/v3/x HTTP/1.1\r\nHost: localhost\r\nX-Large: " + "x".repeat(20_000) + "\r\n\r\n";
            assertThat(raw(server, large))
                    .startsWith("HTTP/1.1 431")
                    .endsWith("{\"message\":\"Request Header Fields Too Large.\"}");
            assertThat(raw(server, "hello\r\n\r\n")).startsWith("HTTP/1.1 400").doesNotContain("html");
            assertThat(raw(server, "GET /emea/v3/%zz/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 40");
            assertThat(new Caller(server).get("v3/x").statusCode()).isEqualTo(404);
        }
    }

    private static String raw(SandboxServer server, String request) throws IOException {
        URI base = URI.create(server.serviceUrl());
        try (Socket socket = new Socket(InetAddress.getByName(base.getHost()), base.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void listensOnTheLoopbackAddressOnly() throws Exception {
        try (SandboxServer server = SandboxServer.start(options())) {
            int port = URI.create(server.serviceUrl()).getPort();
            assertThat(server.serviceUrl()).isEqualTo("http://127.0.0.1:" + port + "/emea/");
            Set<InetAddress> others = new HashSet<>();
            for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                others.addAll(Collections.list(card.getInetAddresses()));
            }
            // Another loopback address shows it also where there is no network.
            others.add(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}));
            others.removeIf(address -> !(address instanceof Inet4Address)
                    || Arrays.equals(address.getAddress(), new byte[] {127, 0, 0, 1}));
            for (InetAddress address : others) {
                assertThatThrownBy(() -> new Socket(address, port).close())
                        .as(address.toString())
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void manyCallersAtOnceGetIdsOfTheirOwn() throws Exception {
        int callers = 8;
        int each = 50;
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try (SandboxServer server = SandboxServer.start(options().withRateLimits(false))) {
            Caller caller = new Caller(server);
            String[] users = caller.userIds(server.teams().get(0), callers);
            List<Callable<List<String>>> work = new ArrayList<>();
            for (String user : users) {
                work.add(() -> {
                    List<String> ids = new ArrayList<>();
                    String chat = caller.created(user);
                    for (int i = 0; i < each; i++) {
                        ids.add(Caller.JSON
                                .readTree(caller.message(chat, "x").body())
                                .path("id")
                                .asText());
                    }
                    return ids;
                });
            }
            Set<String> ids = new HashSet<>();
            for (Future<List<String>> done : threads.invokeAll(work, 60, TimeUnit.SECONDS)) {
                ids.addAll(done.get());
            }
            assertThat(ids).hasSize(callers * each);
            List<LoggedRequest> log = LoggedRequest.readAll(server.requestLog());
            assertThat(log).extracting(LoggedRequest::seq).isSorted().doesNotHaveDuplicates();
            assertThat(log.stream().filter(LoggedRequest::posted).map(LoggedRequest::activityId))
                    .containsExactlyInAnyOrderElementsOf(ids);
        } finally {
            threads.shutdownNow();
        }
    }
}
