package dev.rostrum.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rostrum.connector.ConnectorFailure.NotFromTeams;
import dev.rostrum.connector.ConnectorFailure.NotSent;
import dev.rostrum.connector.ConnectorFailure.NotSent.Obstacle;
import dev.rostrum.connector.ConnectorFailure.Refused;
import dev.rostrum.connector.Network.Proxy;
import dev.rostrum.connector.Network.Trust;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.testing.Canary;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
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
class NetworkTest {
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
    void aRootThatIsBelievedDoesNotVouchForAnotherName() throws Exception {
        // The certificate names the login host and the service, not this one.
        try (RawServer server = service();
                LoginProxy proxy = LoginProxy.open().to(server.port());
                Transport transport = new Transport(
                        "names",
                        CallLimits.DEFAULT,
                        false,
                        new Network(explicit(proxy, null, null), Trust.JDK_AND_OS),
                        believed.context(Trust.JDK_AND_OS),
                        System::nanoTime)) {
            NotSent failure = catchThrowableOfType(
                    NotSent.class,
                    () -> transport.exchange(new Transport.Call(
                            "POST", URI.create("https://smba.infra.gcc.teams.microsoft.com/v3/x"), new byte[0])));
            assertThat(failure.obstacle()).isEqualTo(Obstacle.CERTIFICATE);
            assertThat(server.heads()).isZero();
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

    @Test
    void theSignInGoesTheSameWay() throws Exception {
        try (RawServer server = service();
                LoginProxy proxy = LoginProxy.basic(USER, PASSWORD).to(server.port())) {
            ServiceUrl service = ServiceUrl.parse(ServiceUrl.PUBLIC, false);
            URI login = URI.create("https://login.microsoftonline.com");
            try (SignInTransport right = new SignInTransport(
                            login,
                            service,
                            CallLimits.SIGN_IN,
                            new Network(explicit(proxy, USER, PASSWORD::toCharArray), Trust.JDK_AND_OS),
                            believed,
                            System::nanoTime);
                    SignInTransport wrong = new SignInTransport(
                            login,
                            service,
                            CallLimits.SIGN_IN,
                            new Network(explicit(proxy, USER, "no"::toCharArray), Trust.JDK_AND_OS),
                            believed,
                            System::nanoTime)) {
                assertThat(right.send(
                                        "POST",
                                        login.resolve("/t/token"),
                                        Map.of(),
                                        "client_secret=" + Canary.CLIENT_SECRET.value())
                                .status())
                        .isEqualTo(201);
                NotSent failure = catchThrowableOfType(
                        NotSent.class, () -> wrong.send("POST", login.resolve("/t/token"), Map.of(), "k=v"));
                assertThat(failure.obstacle()).isEqualTo(Obstacle.PROXY_LOGIN);
            }
            assertThat(server.only().header("Proxy-Authorization")).isNull();
            assertThat(proxy.carried()).doesNotContain(Canary.CLIENT_SECRET.value());
            assertThat(proxy.knocks().get(0).target()).isEqualTo("login.microsoftonline.com:443");
        }
    }

    @Test
    void thePasswordIsNotInItsText() {
        Proxy.Explicit proxy = new Proxy.Explicit("Proxy.Example", 8080, USER, PASSWORD::toCharArray);
        assertThat(new Network(proxy, Trust.JDK).toString())
                .contains("proxy.example:8080")
                .doesNotContain(USER, PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "http://proxy", "proxy:80", "user@proxy", "a b"})
    void aProxyIsAHost(String host) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Proxy.Explicit(host, 8080, null, null));
    }

    @Test
    void aLoginIsAUserWithAPassword() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Proxy.Explicit("p", 8080, "a", null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Proxy.Explicit("p", 0, null, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Proxy.Explicit("p", 8080, "a:b", PASSWORD::toCharArray));
    }

    @Test
    void abrokenBundleDoesNotTakeJavasTrustAway() throws Exception {
        Path good = TestTls.bundle(folder);
        Path mixed = Files.writeString(
                folder.resolve("mixed.crt"),
                "-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n" + Files.readString(good));
        Path none = Files.writeString(folder.resolve("none.crt"), "nothing of that kind");

        int javas = roots(new TrustStores(List.of(), List.of()), Trust.JDK_AND_OS);
        assertThat(javas).isPositive();
        assertThat(roots(new TrustStores(List.of(), List.of(mixed)), Trust.JDK_AND_OS))
                .isEqualTo(javas + 1);
        assertThat(roots(new TrustStores(List.of("NoSuchStore"), List.of(none)), Trust.JDK_AND_OS))
                .isEqualTo(javas);
        assertThat(roots(new TrustStores(List.of(), List.of(good)), Trust.JDK)).isEqualTo(javas);
    }

    private static int roots(TrustStores stores, Trust trust) {
        return stores.manager(trust).getAcceptedIssuers().length;
    }

    @Test
    void eachSystemHasItsPlace() {
        assertThat(TrustStores.of("Windows 11", null).keyStores()).containsExactly("Windows-ROOT");
        assertThat(TrustStores.of("Mac OS X", null).keyStores()).containsExactly("KeychainStore");
        assertThat(TrustStores.of("Linux", "/srv/roots.pem").bundles())
                .startsWith(Path.of("/srv/roots.pem"))
                .contains(Path.of("/etc/ssl/certs/ca-certificates.crt"), Path.of("/etc/pki/tls/certs/ca-bundle.crt"));
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
