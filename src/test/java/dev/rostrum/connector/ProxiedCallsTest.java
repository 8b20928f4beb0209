package dev.rostrum.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rostrum.connector.ConnectorFailure.NotFromTeams;
import dev.rostrum.connector.ConnectorFailure.NotSent;
import dev.rostrum.connector.ConnectorFailure.Refused;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.http.LoginProxy;
import dev.rostrum.http.Network;
import dev.rostrum.http.Network.Proxy;
import dev.rostrum.http.Network.Trust;
import dev.rostrum.http.Obstacle;
import dev.rostrum.http.RawServer;
import dev.rostrum.http.TestTls;
import dev.rostrum.http.TrustStores;
import dev.rostrum.testing.Canary;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The way out through a company's network: calls for the service's real host name, by a proxy on loopback whose tunnels end at a
 * server with a certificate for that name.
 */
@Timeout(60)
class ProxiedCallsTest {
    private static final Message HELLO = new Message("Hello", TextFormat.PLAIN);
    private static final String USER = "ad\u00e0";
    private static final String PASSWORD = "pass:w\u00f6rd" + Canary.PROXY_PASSWORD.value();
    private static final String LOGIN =
            Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path folder;

    private TrustStores believed;

    @BeforeEach
    void trust() throws Exception {
        believed = new TrustStores(List.of(), List.of(folder.resolve("absent.crt"), TestTls.bundle(folder)));
    }

    @Test
    void aProxyWithoutALogin() throws Exception {
        try (RawServer server = service();
                LoginProxy proxy = LoginProxy.open().to(server.port());
                Rig rig = new Rig();
                ConnectorClient client = client(rig, explicit(proxy, null, null), believed)) {
            assertThat(client.send(rig.permit(), Rig.CHAT, HELLO).value()).contains("1");
            client.send(rig.permit(), Rig.CHAT, HELLO);

            assertThat(proxy.knocks()).singleElement().satisfies(knock -> {
                assertThat(knock.method()).isEqualTo("CONNECT");
                assertThat(knock.target()).isEqualTo("smba.trafficmanager.net:443");
                assertThat(knock.headers()).doesNotContainKeys("authorization", "proxy-authorization");
            });
            assertThat(proxy.carried()).doesNotContain("Bearer", "token-1", "Hello");
            assertThat(server.requests()).hasSize(2).allSatisfy(request -> {
                assertThat(request.header("Authorization")).isEqualTo("Bearer token-1");
                assertThat(request.header("Host")).isEqualTo("smba.trafficmanager.net");
            });
        }
    }

    @Test
    void aProxyWithALogin() throws Exception {
        List<char[]> handed = new ArrayList<>();
        Supplier<char[]> password = () -> {
            handed.add(PASSWORD.toCharArray());
            return handed.get(handed.size() - 1);
        };
        try (RawServer server = service();
                LoginProxy proxy = LoginProxy.basic(USER, PASSWORD).to(server.port());
                Rig rig = new Rig();
                ConnectorClient client = client(rig, explicit(proxy, USER, password), believed)) {
            assertThat(client.send(rig.permit(), Rig.CHAT, HELLO).value()).contains("1");

            assertThat(proxy.knocks()).hasSize(2);
            assertThat(proxy.knocks().get(1).headers()).containsEntry("proxy-authorization", "Basic " + LOGIN);
            assertThat(proxy.knocks())
                    .allSatisfy(knock -> assertThat(knock.headers()).doesNotContainKey("authorization"));
            RawServer.Request request = server.only();
            assertThat(request.header("Proxy-Authorization")).isNull();
            assertThat(request.header("Authorization")).isEqualTo("Bearer token-1");
            assertThat(handed).isNotEmpty().allSatisfy(array -> assertThat(array)
                    .containsOnly('\0'));
        }
    }

    @Test
    void aWrongLoginIsNotSent() throws Exception {
        try (RawServer server = service();
                LoginProxy proxy = LoginProxy.basic(USER, PASSWORD).to(server.port());
                Rig rig = new Rig();
                ConnectorClient client = client(rig, explicit(proxy, USER, "wrong"::toCharArray), believed)) {
            assertNotSent(rig, client, Obstacle.PROXY_LOGIN);
            assertThat(proxy.knocks()).hasSizeBetween(1, 2);
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void aMissingLoginIsNotSent() throws Exception {
        try (RawServer server = service();
                LoginProxy proxy = LoginProxy.basic(USER, PASSWORD).to(server.port());
                Rig rig = new Rig();
                ConnectorClient client = client(rig, explicit(proxy, null, null), believed)) {
            assertNotSent(rig, client, Obstacle.PROXY_LOGIN);
            assertThat(server.connections()).isZero();
        }
    }

    /** Not supported: the proxy's wish is told as it is, and the password does not leave in another form. */
    @ParameterizedTest
    @ValueSource(strings = {"NTLM", "Negotiate", "Digest realm=\"example\", nonce=\"abc\", qop=\"auth\""})
    void otherLoginsAreNotSupported(String challenge) throws Exception {
        try (RawServer server = service();
                LoginProxy proxy = LoginProxy.asking(challenge, "none").to(server.port());
                Rig rig = new Rig();
                ConnectorClient client = client(rig, explicit(proxy, USER, PASSWORD::toCharArray), believed)) {
            assertNotSent(rig, client, Obstacle.PROXY_LOGIN);
            assertThat(proxy.knocks()).singleElement().satisfies(knock -> assertThat(knock.headers())
                    .doesNotContainKey("proxy-authorization"));
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void aProxyThatHangsUpOrRefusesIsNotSent() throws Exception {
        for (LoginProxy each : List.of(
                LoginProxy.dropping(), LoginProxy.refusing(502), LoginProxy.refusing(403), LoginProxy.refusing(500))) {
            try (RawServer server = service();
                    LoginProxy proxy = each.to(server.port());
                    Rig rig = new Rig();
                    ConnectorClient client = client(rig, explicit(proxy, null, null), believed)) {
                assertNotSent(rig, client, Obstacle.UNREACHABLE);
                assertThat(proxy.knocks()).hasSize(1);
                assertThat(server.connections()).isZero();
            }
        }
    }

    @Test
    void aTargetThatPlaysTheProxyGetsNoLoginAndNoSecondMessage() throws Exception {
        try (RawServer server = service()
                        .then(
                                RawServer.answer(407, "{}", "Proxy-Authenticate: Basic realm=\"example\""),
                                RawServer.answer(401, "{}", "WWW-Authenticate: Basic realm=\"example\""));
                LoginProxy proxy = LoginProxy.basic(USER, PASSWORD).to(server.port());
                Rig rig = new Rig();
                ConnectorClient client = client(rig, explicit(proxy, USER, PASSWORD::toCharArray), believed)) {
            NotFromTeams proxys =
                    catchThrowableOfType(NotFromTeams.class, () -> client.send(rig.permit(), Rig.CHAT, HELLO));
            assertThat(proxys.status()).isEqualTo(407);
            Refused refused = catchThrowableOfType(Refused.class, () -> client.send(rig.permit(), Rig.CHAT, HELLO));
            assertThat(refused.status()).isEqualTo(401);
            assertThat(server.requests()).hasSize(2).allSatisfy(request -> {
                assertThat(request.header("Proxy-Authorization")).isNull();
                assertThat(request.header("Authorization")).startsWith("Bearer ");
            });
        }
    }

    @Test
    void aProxyThatLooksIntoTrafficNeedsItsRootInTheSystemsTrust() throws Exception {
        try (RawServer server = new RawServer(TestTls.localhost().getServerSocketFactory())
                        .otherwise(RawServer.answer(201, "{\"id\":\"1\"}"));
                LoginProxy proxy =
                        LoginProxy.open().to(server.port()).inspecting(TestTls.inspecting(), TestTls.localhost());
                Rig rig = new Rig();
                ConnectorClient trusting = client(rig, explicit(proxy, null, null), believed);
                ConnectorClient without =
                        client(rig, explicit(proxy, null, null), new TrustStores(List.of(), List.of()));
                ConnectorClient javaOnly = rig.client(
                        ServiceUrl.parse(ServiceUrl.PUBLIC, false),
                        Duration.ofSeconds(20),
                        new Network(explicit(proxy, null, null), Trust.JDK),
                        believed)) {
            assertThat(trusting.send(rig.permit(), Rig.CHAT, HELLO).value()).contains("1");
            assertThat(proxy.carried()).contains("Bearer token-1");

            assertNotSent(rig, without, Obstacle.CERTIFICATE);
            assertNotSent(rig, javaOnly, Obstacle.CERTIFICATE);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void theSystemsProxyIsTheOneJavaNames() throws Exception {
        ProxySelector before = ProxySelector.getDefault();
        try (RawServer server = service();
                LoginProxy proxy = LoginProxy.open().to(server.port());
                Rig rig = new Rig()) {
            ProxySelector.setDefault(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.port())));
            try (ConnectorClient client = client(rig, new Proxy.System(), believed)) {
                assertThat(client.send(rig.permit(), Rig.CHAT, HELLO).value()).contains("1");
            }
            assertThat(proxy.knocks()).hasSize(1);
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @Test
    void loopbackIsNeverReachedByAProxy() throws Exception {
        ProxySelector before = ProxySelector.getDefault();
        try (LoginProxy proxy = LoginProxy.open();
                Rig rig = new Rig()) {
            rig.server.otherwise(RawServer.answer(201, "{\"id\":\"1\"}"));
            ProxySelector.setDefault(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.port())));
            for (Proxy each : List.of(explicit(proxy, null, null), new Proxy.System(), new Proxy.None())) {
                try (ConnectorClient client = rig.client(
                        ServiceUrl.parse(rig.server.url(), true),
                        Duration.ofSeconds(20),
                        new Network(each, Trust.JDK),
                        believed)) {
                    client.send(rig.permit(), Rig.CHAT, HELLO);
                }
            }
            assertThat(proxy.knocks()).isEmpty();
            assertThat(rig.server.requests()).hasSize(3);
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    private static RawServer service() {
        return new RawServer(TestTls.inspecting().getServerSocketFactory())
                .otherwise(RawServer.answer(201, "{\"id\":\"1\"}"));
    }

    private static Proxy explicit(LoginProxy proxy, String user, Supplier<char[]> password) {
        return new Proxy.Explicit("127.0.0.1", proxy.port(), user, password);
    }

    private static ConnectorClient client(Rig rig, Proxy proxy, TrustStores stores) {
        return rig.client(
                ServiceUrl.parse(ServiceUrl.PUBLIC, false),
                Duration.ofSeconds(20),
                new Network(proxy, Trust.JDK_AND_OS),
                stores);
    }

    private static void assertNotSent(Rig rig, ConnectorClient client, Obstacle obstacle) {
        NotSent failure = catchThrowableOfType(NotSent.class, () -> client.send(rig.permit(), Rig.CHAT, HELLO));
        assertThat(failure.obstacle()).isEqualTo(obstacle);
    }
}
