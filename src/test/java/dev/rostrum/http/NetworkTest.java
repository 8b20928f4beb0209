package dev.rostrum.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rostrum.domain.RequestKind;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.http.CallFailure.NotSent;
import dev.rostrum.http.Network.Proxy;
import dev.rostrum.http.Network.Trust;
import dev.rostrum.testing.Canary;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the network is set to: the proxy, its login, the roots that are believed. */
@Timeout(60)
class NetworkTest {
    private static final String USER = "ad\u00e0";
    private static final String PASSWORD = "pass:w\u00f6rd" + Canary.PROXY_PASSWORD.value();

    @TempDir
    private Path folder;

    private TrustStores believed;

    @BeforeEach
    void trust() throws Exception {
        believed = new TrustStores(List.of(), List.of(folder.resolve("absent.crt"), TestTls.bundle(folder)));
    }

    @Test
    void aRootThatIsBelievedDoesNotVouchForAnotherName() throws Exception {
        // The certificate names the login host and the service, not this one.
        try (RawServer server = service();
                LoginProxy proxy = LoginProxy.open().to(server.port());
                Transport transport = new Transport(
                        "names",
                        CallLimits.DEFAULT,
                        ServiceUrl.parse(ServiceUrl.PUBLIC, false),
                        new Network(explicit(proxy, null, null), Trust.JDK_AND_OS),
                        believed,
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
    void theSignInGoesTheSameWay() throws Exception {
        try (RawServer server = service();
                LoginProxy proxy = LoginProxy.basic(USER, PASSWORD).to(server.port())) {
            ServiceUrl service = ServiceUrl.parse(ServiceUrl.PUBLIC, false);
            URI login = URI.create("https://login.microsoftonline.com");
            try (HostClient right = new HostClient(
                            "sign-in",
                            Set.of(login),
                            service,
                            CallLimits.SIGN_IN,
                            new Network(explicit(proxy, USER, PASSWORD::toCharArray), Trust.JDK_AND_OS),
                            believed,
                            System::nanoTime,
                            new RequestNotes(RequestKind.KEYS, request -> {}));
                    HostClient wrong = new HostClient(
                            "sign-in",
                            Set.of(login),
                            service,
                            CallLimits.SIGN_IN,
                            new Network(explicit(proxy, USER, "no"::toCharArray), Trust.JDK_AND_OS),
                            believed,
                            System::nanoTime,
                            new RequestNotes(RequestKind.KEYS, request -> {}))) {
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
}
