package dev.rostrum.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rostrum.domain.RequestKind;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.http.CallFailure.NotFromHost;
import dev.rostrum.http.CallFailure.Unanswered;
import dev.rostrum.sandbox.SandboxOptions;
import dev.rostrum.sandbox.SandboxServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent goes to the hosts of the list, or to the loopback server that stands in for them, and nowhere else. */
class HostClientTest {
    private static final URI METADATA = URI.create("https://login.botframework.com/v1/.well-known/openidconfiguration");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final URI LOGIN = URI.create("https://login.microsoftonline.com");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://login.microsoftonline.com.evil.example/t/oauth2/v2.0/token",
                "https://evil.example/t/oauth2/v2.0/token",
                "https://login.microsoftonline.com@evil.example/t",
                "https://a@login.microsoftonline.com/t",
                "https://login.microsoftonline.com:444/t",
                "http://login.microsoftonline.com/t",
                "https://login.windows.net/t"
            })
    void noOtherHostGetsAByte(String uri) {
        try (RawServer server = new RawServer();
                HostClient local = transport(server.url(), true);
                HostClient real = transport(ServiceUrl.PUBLIC, false)) {
            assertThatIllegalStateException().isThrownBy(() -> local.send("POST", URI.create(uri), Map.of(), "secret"));
            assertThatIllegalStateException().isThrownBy(() -> real.send("POST", URI.create(uri), Map.of(), "secret"));
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void aLocalConnectionCarriesItToItsOwnOrigin() throws Exception {
        try (RawServer server = new RawServer();
                HostClient local = transport(server.url() + "/emea", true)) {
            server.then(RawServer.answer(200, "{\"a\":\"\u00fc\"}", "X-One: 1"));

            HostClient.Reply reply = local.send(
                    "POST",
                    URI.create("https://login.microsoftonline.com:443/t%20x/token?a=b%26"),
                    Map.of("Host", "login.microsoftonline.com", "X-Two", "2", "Content-Length", "999"),
                    "k=v");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo("{\"a\":\"\u00fc\"}");
            assertThat(reply.headers()).containsKey("x-one");
            RawServer.Request request = server.only();
            assertThat(request.target()).isEqualTo("/t%20x/token?a=b%26");
            assertThat(request.header("Host")).isEqualTo("127.0.0.1:" + server.port());
            assertThat(request.header("X-Two")).isEqualTo("2");
            assertThat(request.body()).isEqualTo("k=v");
        }
    }

    /** It was sent a secret, so nothing of what it says goes on. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200|<html><title>Sign in to the network</title></html>",
                "403|<title>Blocked: s3cret~value</title>",
                "401|OK",
                "200|{\"access_token\":\"canary",
                "200|",
                "302|<a href=x>here</a>",
                "511|{}"
            })
    void whatIsNoSignInIsNotFromThere(int status, String body) throws Exception {
        try (RawServer server = new RawServer();
                HostClient local = transport(server.url(), true)) {
            server.then(RawServer.answer(status, body == null ? "" : body));
            NotFromHost page = catchThrowableOfType(
                    NotFromHost.class,
                    () -> local.send("POST", URI.create(LOGIN + "/t/oauth2/v2.0/token"), Map.of(), "a=s3cret~value"));
            assertThat(page.status()).isEqualTo(status);
            assertThat(page).hasMessage("network.notFromTeams");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"400|{\"error\":\"x\"}", "302|", "401|", "503|<html>busy</html>", "429|<html>"})
    void whatTheSignInMaySayIsLeftToItsReader(int status, String body) throws Exception {
        try (RawServer server = new RawServer();
                HostClient local = transport(server.url(), true)) {
            server.then(RawServer.answer(status, body == null ? "" : body));
            assertThat(local.send("GET", URI.create(LOGIN + "/t"), Map.of(), null)
                            .status())
                    .isEqualTo(status);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://login.microsoftonline.com", "https://a:1", "https://u@a", "login"})
    void aLoginHostIsHttpsOnItsDefaultPort(String loginHost) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HostClient(
                        "test",
                        Set.of(URI.create(loginHost)),
                        ServiceUrl.parse(ServiceUrl.PUBLIC, false),
                        CallLimits.SIGN_IN,
                        Network.DEFAULT,
                        System::nanoTime,
                        new RequestNotes(RequestKind.KEYS, request -> {})));
    }

    /** The endpoint reads the document of keys that a document of metadata names. */
    @Test
    void theSandboxServesMetadataAndKeysInPlaceOfTheirHost(@TempDir Path folder) throws Exception {
        try (SandboxServer sandbox = SandboxServer.start(SandboxOptions.defaults(folder));
                HostClient client = keys(sandbox.serviceUrl(), true)) {
            HostClient.Reply metadata = client.get(METADATA);
            URI address =
                    URI.create(JSON.readTree(metadata.body()).path("jwks_uri").asText());

            assertThat(client.lists(address)).isTrue();
            HostClient.Reply keys = client.get(address);

            assertThat(metadata.status()).isEqualTo(200);
            assertThat(keys.status()).isEqualTo(200);
            assertThat(JSON.readTree(keys.body()).path("keys").size()).isPositive();
        }
    }

    @Test
    void keysComeThroughTheProxyFromAHostThatIsBelieved(@TempDir Path folder) throws Exception {
        try (RawServer server = new RawServer(TestTls.inspecting().getServerSocketFactory())
                        .otherwise(RawServer.answer(200, "{\"keys\":[]}"));
                LoginProxy proxy = LoginProxy.open().to(server.port());
                HostClient client = new HostClient(
                        "keys",
                        Set.of(LOGIN),
                        ServiceUrl.parse(ServiceUrl.PUBLIC, false),
                        CallLimits.SIGN_IN,
                        new Network(
                                new Network.Proxy.Explicit("127.0.0.1", proxy.port(), null, null),
                                Network.Trust.JDK_AND_OS),
                        new TrustStores(List.of(), List.of(TestTls.bundle(folder))),
                        System::nanoTime,
                        new RequestNotes(RequestKind.KEYS, request -> {}))) {
            assertThat(client.get(LOGIN.resolve("/common/discovery/v2.0/keys")).body())
                    .isEqualTo("{\"keys\":[]}");
            assertThat(proxy.knocks().get(0).target()).isEqualTo("login.microsoftonline.com:443");
            RawServer.Request request = server.only();
            assertThat(request.header("Host")).isEqualTo("login.microsoftonline.com");
            assertThat(request.header("Accept")).isEqualTo("application/json");
            assertThat(request.header("Authorization")).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://login.botframework.com/v1/.well-known/keys, true, true",
        "https://LOGIN.microsoftonline.com:443/common/discovery/v2.0/keys, true, true",
        "https://login.botframework.com.evil.example/keys, false, false",
        "http://login.botframework.com/keys, false, false",
        "http://127.0.0.1:PORT/keys, false, true",
        "http://127.0.0.1:1/keys, false, false",
        "https://127.0.0.1:PORT/keys, false, false",
        "http://localhost:PORT/keys, false, false",
        "http://a@127.0.0.1:PORT/keys, false, false",
        "keys, false, false",
        "file:///etc/passwd, false, false"
    })
    void loopbackIsListedForALocalConnectionOnly(String address, boolean real, boolean local) {
        try (RawServer server = new RawServer();
                HostClient there = keys(ServiceUrl.PUBLIC, false);
                HostClient here = keys(server.url(), true)) {
            URI uri = URI.create(address.replace("PORT", Integer.toString(server.port())));
            assertThat(there.lists(uri)).isEqualTo(real);
            assertThat(here.lists(uri)).isEqualTo(local);
            if (!real) {
                assertThatIllegalStateException().isThrownBy(() -> there.get(uri));
            }
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (RawServer server = new RawServer();
                HostClient client = keys(server.url(), true)) {
            server.then(RawServer.answer(302, "", "Location: " + server.url() + "/elsewhere"));
            assertThat(client.get(METADATA).status()).isEqualTo(302);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aDocumentHasALargestSizeAndALongestTime() throws Exception {
        try (RawServer server = new RawServer();
                HostClient client = keys(server.url(), true)) {
            server.then(
                    RawServer.answer(200, "{\"keys\":\"" + "x".repeat(Transport.MAX_ANSWER) + "\"}"),
                    exchange -> exchange.read());
            assertThat(catchThrowableOfType(Unanswered.class, () -> client.get(METADATA))
                            .code())
                    .isEqualTo(Unanswered.TOO_LARGE);
            assertThat(catchThrowableOfType(Unanswered.class, () -> client.get(METADATA))
                            .code())
                    .isEqualTo(Unanswered.TIMEOUT);
        }
    }

    private static HostClient keys(String serviceUrl, boolean local) {
        return new HostClient(
                "keys",
                Set.of(URI.create("https://login.botframework.com"), LOGIN),
                ServiceUrl.parse(serviceUrl, local),
                new CallLimits(Duration.ofSeconds(5), Duration.ofSeconds(3)),
                Network.DEFAULT,
                System::nanoTime,
                new RequestNotes(RequestKind.KEYS, request -> {}));
    }

    private static HostClient transport(String serviceUrl, boolean local) {
        return new HostClient(
                "test",
                Set.of(LOGIN),
                ServiceUrl.parse(serviceUrl, local),
                CallLimits.SIGN_IN,
                Network.DEFAULT,
                System::nanoTime,
                new RequestNotes(RequestKind.KEYS, request -> {}));
    }
}
