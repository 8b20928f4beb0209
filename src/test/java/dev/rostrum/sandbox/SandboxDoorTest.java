package dev.rostrum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask, and that those who only keep the door open are in nobody's way. */
class SandboxDoorTest {
    @TempDir
    Path folder;

    private SandboxServer server;
    private final List<Socket> sockets = new ArrayList<>();

    private void start(Duration idle) {
        server = SandboxServer.start(SandboxOptions.defaults(folder)
                .withTeamSizes(60)
                .withRateLimits(false)
                .withIdle(idle));
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(),
                URI.create(server.serviceUrl()).getPort());
        socket.setSoTimeout(20_000);
        sockets.add(socket);
        return socket;
    }

    private String raw(String request) throws IOException {
        Socket socket = connect();
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private String get(String headers) throws IOException {
        return raw("GET /" + server.tenantId() + "/v2.0/.well-known/openid-configuration HTTP/1.1\r\nConnection: close"
                + "\r\n" + headers + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:80", "127.3.2.1", "[::1]", "[::1]:9"})
    void namesOfThisComputerAreTaken(String host) throws Exception {
        start(Duration.ofSeconds(20));
        assertThat(get("Host: " + host + "\r\n")).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: rebound.example",
                "Host: rebound.example:80",
                "Host: localhost.rebound.example",
                "Host: 127.0.0.1.rebound.example",
                "Host: 10.0.0.1",
                "Host: 0.0.0.0",
                "Host:",
                "Host: localhost\r\nOrigin: https://page.example",
                "Host: 127.0.0.1\r\nOrigin: null",
                "Host: 127.0.0.1\r\nOrigin: http://127.0.0.1",
            })
    void otherNamesAndPagesInABrowserAreRefused(String headers) throws Exception {
        start(Duration.ofSeconds(20));
        String answer = get(headers + "\r\n");
        assertThat(answer).containsPattern("^HTTP/1.1 40[03] ").doesNotContain("issuer", server.tenantId());
    }

    @Test
    void anAddressInTheRequestLineIsLookedAtToo() throws Exception {
        start(Duration.ofSeconds(20));
        String answer = raw("GET http://rebound.example/" + server.tenantId()
                + "/v2.0/.well-known/openid-configuration HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).containsPattern("^HTTP/1.1 4").doesNotContain("issuer");
        assertThat(raw("GET / HTTP/1.0\r\n\r\n")).containsPattern("^HTTP/1.1 403 ");
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedForWithoutEnd() throws Exception {
        start(Duration.ofMillis(200));
        Socket socket = connect();
        socket.getOutputStream()
                .write(("POST /emea/v3/conversations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 100\r\n\r\n{")
                        .getBytes(StandardCharsets.US_ASCII));
        // Ends, with or without an answer, because the server closes.
        assertThat(endsWithin(socket)).isTrue();
    }

    private static boolean endsWithin(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "head", "body", "answer"})
    void clientsThatStallBlockNobody(String after) throws Exception {
        start(Duration.ofHours(1));
        Caller caller = new Caller(server);
        String team = server.teams().get(0).id();
        String token = caller.token();
        String part =
                switch (after) {
                    case "nothing" -> "";
                    case "head" -> "GET /emea/v3/teams/x HTTP/1.1\r\nHost: local";
                    case "body" ->
                        "POST /emea/v3/conversations HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{";
                    default ->
                        "GET /emea/v3/conversations/" + Caller.encode(team)
                                + "/pagedmembers?pageSize=50 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                + token + "\r\n\r\n";
                };
        for (int i = 0; i < SandboxServer.MAX_CONNECTIONS + 20; i++) {
            Socket socket = connect();
            socket.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
        }
        Caller another = new Caller(server);
        assertThat(another.team(team).statusCode()).isEqualTo(200);
        assertThat(caller.team(team).statusCode()).isEqualTo(200);
    }
}
